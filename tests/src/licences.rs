//! Gathers the licences of everything by others that is built into the two programs and the window's pages.
//!
//! What there is comes from `cargo metadata` and from `ui/node_modules`; the texts are the files that the packages
//! bring. The list covers every system for which Blazon is built, and what a package needs only for its own tests
//! is not in it.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The programs whose crates are listed.
const PROGRAMS: [&str; 2] = ["blazon", "blazon-cli"];
/// No licence is longer.
const LONGEST: usize = 40_000;
/// GNU's are those of tools that lie beside a library and are not built in; `deny.toml` allows none.
const NOT_BUILT_IN: [&str; 2] = ["GNU GENERAL PUBLIC", "GNU LESSER GENERAL"];
/// The beginnings of the names of files with licences, in small letters.
const NAMES: [&str; 6] = [
    "license",
    "licence",
    "copying",
    "copyright",
    "notice",
    "unlicense",
];
/// Folders whose licences are of what is not built in.
const ASIDE: [&str; 8] = [
    "benches",
    "build",
    "docs",
    "examples",
    "node_modules",
    "target",
    "test",
    "tests",
];
/// Where the Apache licence ends and its advice on how to apply it begins.
const END_OF_APACHE: &str = "END OF TERMS AND CONDITIONS";
/// Where the terms of MIT and of BSD begin, below who holds the copyright.
const TERMS: [&str; 2] = [
    "Permission is hereby granted, free of charge",
    "Redistribution and use in source and binary forms",
];

/// A package of others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Package {
    /// `crate` or `npm`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The expression in its manifest, `MIT OR Apache-2.0`.
    pub licence: String,
    /// Its folder.
    folder: PathBuf,
    /// Who made it, as its manifest says.
    authors: String,
}

/// Which crates are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Systems {
    /// Those of all systems; cargo fetches what is missing.
    All,
    /// Those of this one, without the network.
    ThisOne,
}

/// The crates that the programs need when they run.
///
/// # Errors
/// When cargo cannot say.
pub fn list_crates(root: &Path, systems: Systems) -> Result<BTreeSet<Package>> {
    let metadata = ask_cargo(root, systems)?;
    let packages: BTreeMap<&str, &Value> = array(&metadata["packages"])
        .map(|package| (text(&package["id"]), package))
        .collect();
    let nodes: BTreeMap<&str, &Value> = array(&metadata["resolve"]["nodes"])
        .map(|node| (text(&node["id"]), node))
        .collect();
    let is_program = |package: &&Value| PROGRAMS.contains(&text(&package["name"]));
    let mut open: Vec<&str> = packages
        .values()
        .copied()
        .filter(|package| package["source"].is_null())
        .filter(is_program)
        .map(|package| text(&package["id"]))
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let node = nodes
            .get(id)
            .context("find a crate among the resolved ones")?;
        let needed = array(&node["deps"]).filter(|dep| {
            // The kind of what is not only for building or testing is null.
            array(&dep["dep_kinds"]).any(|kind| kind["kind"].is_null())
        });
        open.extend(needed.map(|dep| text(&dep["pkg"])));
    }
    let found = seen.into_iter().filter_map(|id| packages.get(id));
    let others = found.filter(|package| !package["source"].is_null());
    others.map(|package| of_crate(package)).collect()
}

fn ask_cargo(root: &Path, systems: Systems) -> Result<Value> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root);
    if systems == Systems::ThisOne {
        cargo.args(["--offline", "--filter-platform", &this_system()?]);
    }
    let output = cargo.output().context("start cargo")?;
    if !output.status.success() {
        bail!(
            "cargo metadata: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    serde_json::from_slice(&output.stdout).context("read cargo's metadata")
}

fn this_system() -> Result<String> {
    let output = Command::new("rustc")
        .arg("-vV")
        .output()
        .context("start rustc")?;
    let said = String::from_utf8_lossy(&output.stdout);
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host
        .context("find the system in what rustc says")?
        .to_owned())
}

fn of_crate(package: &Value) -> Result<Package> {
    let manifest = Path::new(text(&package["manifest_path"]));
    let authors: Vec<&str> = array(&package["authors"]).map(text).collect();
    Ok(Package {
        kind: "crate",
        name: text(&package["name"]).to_owned(),
        version: text(&package["version"]).to_owned(),
        licence: expression(package["license"].as_str().unwrap_or_default()),
        folder: manifest
            .parent()
            .context("find a crate's folder")?
            .to_owned(),
        authors: authors.join(", "),
    })
}

/// Old manifests write a stroke for "or".
fn expression(licence: &str) -> String {
    let parts: Vec<&str> = licence.split('/').map(str::trim).collect();
    parts.join(" OR ")
}

/// The npm packages that the pages may be built from.
///
/// # Errors
/// When one is not installed.
pub fn list_npm(ui: &Path) -> Result<BTreeSet<Package>> {
    let own = read_json(&ui.join("package.json"))?;
    let mut open: Vec<(String, PathBuf)> = keys(&own["dependencies"])
        .map(|name| (name, ui.to_owned()))
        .collect();
    let mut found = BTreeMap::new();
    while let Some((name, from)) = open.pop() {
        let folder =
            find_npm(ui, &from, &name).with_context(|| format!("{name} is not installed"))?;
        let manifest = read_json(&folder.join("package.json"))?;
        let version = text(&manifest["version"]).to_owned();
        if found.contains_key(&(name.clone(), version.clone())) {
            continue;
        }
        let optional = |peer: &String| manifest["peerDependenciesMeta"][peer]["optional"] == true;
        let peers = keys(&manifest["peerDependencies"]).filter(|peer| !optional(peer));
        let needed = keys(&manifest["dependencies"]).chain(peers);
        open.extend(needed.map(|name| (name, folder.clone())));
        let package = Package {
            kind: "npm",
            name: name.clone(),
            version: version.clone(),
            licence: manifest["license"].as_str().unwrap_or_default().to_owned(),
            authors: author(&manifest["author"]),
            folder,
        };
        found.insert((name, version), package);
    }
    Ok(found.into_values().collect())
}

/// As Node looks: in the `node_modules` beside who asks, then further up.
fn find_npm(ui: &Path, from: &Path, name: &str) -> Option<PathBuf> {
    let mut folders = from.ancestors().take_while(|folder| folder.starts_with(ui));
    let found = folders.find_map(|folder| {
        let found = folder.join("node_modules").join(name);
        found.is_dir().then_some(found)
    });
    found.and_then(|found| found.canonicalize().ok())
}

fn author(author: &Value) -> String {
    let name = author.as_str().or_else(|| author["name"].as_str());
    name.unwrap_or_default().to_owned()
}

/// The file `assets/licences.json`: a line for each package, then each text once.
///
/// # Errors
/// When a package has neither a text nor a licence of which the text is known.
pub fn write_licences(root: &Path, packages: &BTreeSet<Package>) -> Result<String> {
    let mut texts = Texts::default();
    texts.place_all(&read(&root.join("LICENSE-MIT"))?, "MIT");
    texts.place_all(&read(&root.join("LICENSE-APACHE"))?, "Apache-2.0");
    let brought: Vec<(&Package, Vec<usize>)> = packages
        .iter()
        .map(|package| Ok((package, texts.of(package)?)))
        .collect::<Result<_>>()?;
    let mut lines = Vec::new();
    for (package, found) in brought {
        let found = match found.is_empty() {
            true => texts.standard(package)?,
            false => found,
        };
        let licence = match package.licence.as_str() {
            "" => named_by(&texts.all, &found)
                .with_context(|| format!("{} names no licence", package.name))?,
            named => named,
        };
        let line = serde_json::json!({
            "kind": package.kind,
            "name": package.name,
            "version": package.version,
            "licence": licence,
            "texts": found,
        });
        lines.push(line.to_string());
    }
    let quoted = texts.all.iter().map(serde_json::to_string);
    let quoted: Vec<String> = quoted.collect::<Result<_, _>>()?;
    Ok(format!(
        "{{\"packages\":[\n{}\n],\"texts\":[\n{}\n]}}\n",
        lines.join(",\n"),
        quoted.join(",\n")
    ))
}

/// A licence that a manifest does not name, by its text.
fn named_by(all: &[String], found: &[usize]) -> Option<&'static str> {
    found.iter().filter_map(|at| all.get(*at)).find_map(|text| {
        let is_apache = text.contains("Apache License") && text.contains("Version 2.0");
        match text.starts_with(TERMS[0]) {
            true => Some("MIT"),
            false => is_apache.then_some("Apache-2.0"),
        }
    })
}

/// Texts without repetition, by their words.
#[derive(Default)]
struct Texts {
    all: Vec<String>,
    places: BTreeMap<String, usize>,
    /// Where the terms of a licence stand, by its name.
    terms: BTreeMap<String, usize>,
}

impl Texts {
    /// The places of the texts that a package brings.
    fn of(&mut self, package: &Package) -> Result<Vec<usize>> {
        let mut files = Vec::new();
        find_texts(&package.folder, 0, &mut files)?;
        files.sort();
        let mut found = Vec::new();
        for file in files {
            let bytes = fs::read(&file).with_context(|| format!("read {}", file.display()))?;
            let text = String::from_utf8_lossy(&bytes);
            let head = text.trim_start();
            // Where a link was packed as a file, the file has the place that it led to.
            let is_link = head.starts_with("..") && head.trim_end().lines().count() == 1;
            let is_shown = text.len() <= LONGEST
                && !is_link
                && !NOT_BUILT_IN.iter().any(|gnu| head.starts_with(gnu));
            if is_shown && !head.is_empty() {
                found.extend(self.place_all(&text, &package.licence));
            }
        }
        let mut seen = BTreeSet::new();
        found.retain(|place| seen.insert(*place));
        Ok(found)
    }

    /// The places of a package that brings no text: who made it, and the terms that its manifest names.
    fn standard(&mut self, package: &Package) -> Result<Vec<usize>> {
        let holder = match package.authors.as_str() {
            "" => format!("the authors of {}", package.name),
            authors => authors.to_owned(),
        };
        let mut found = vec![self.place(&format!("Copyright (c) {holder}"))];
        let named = package.licence.split([' ', '(', ')']);
        found.extend(named.filter_map(|name| self.terms.get(name).copied()));
        if found.len() < 2 {
            bail!(
                "{} brings no text, and {} is not known",
                package.name,
                package.licence
            );
        }
        Ok(found)
    }

    /// The places of the parts of a text; the last is known as the terms of `licence`.
    fn place_all(&mut self, text: &str, licence: &str) -> Vec<usize> {
        let placed: Vec<usize> = parts_of(text).iter().map(|part| self.place(part)).collect();
        if let Some(last) = placed.last() {
            self.terms.entry(licence.to_owned()).or_insert(*last);
        }
        placed
    }

    fn place(&mut self, text: &str) -> usize {
        let letters = text.to_lowercase().replace("https:", "http:");
        let key: String = letters
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect();
        let next = self.all.len();
        *self.places.entry(key).or_insert_with(|| {
            self.all.push(text.to_owned());
            next
        })
    }
}

/// A text in parts that others have too: who holds the copyright, then the terms.
fn parts_of(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let text = lines.join("\n");
    let text = text.trim();
    if let Some((terms, advice)) = text.split_once(END_OF_APACHE)
        && text.len() < 12_500
        && terms.contains("Apache License")
    {
        let holder = advice.lines().map(str::trim).find(|line| is_holder(line));
        let terms = format!("{}\n\n   {END_OF_APACHE}", terms.trim());
        return holder
            .map(str::to_owned)
            .into_iter()
            .chain([terms])
            .collect();
    }
    let starts = TERMS.iter().filter_map(|terms| text.find(terms));
    match starts.min() {
        Some(at) if at > 0 && at < 1000 => {
            let (head, terms) = text.split_at(at);
            vec![head.trim().to_owned(), terms.to_owned()]
        }
        Some(_) | None => vec![text.to_owned()],
    }
}

/// Whether a line behind the Apache licence says who holds the copyright, and is not the advice to say so.
fn is_holder(line: &str) -> bool {
    line.starts_with("Copyright") && !line.contains(['[', '{'])
}

fn find_texts(folder: &Path, depth: u32, found: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("list {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        if entry.file_type()?.is_dir() {
            if depth < 2 && !name.starts_with('.') && !ASIDE.contains(&name.as_str()) {
                find_texts(&entry.path(), depth + 1, found)?;
            }
            continue;
        }
        let is_code = [
            ".rs", ".toml", ".py", ".js", ".ts", ".json", ".c", ".h", ".html",
        ]
        .iter()
        .any(|ending| name.ends_with(ending));
        if NAMES.iter().any(|start| name.starts_with(start)) && !is_code {
            found.push(entry.path());
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("read {}", path.display()))
}

fn read_json(path: &Path) -> Result<Value> {
    serde_json::from_str(&read(path)?).with_context(|| format!("read {}", path.display()))
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn keys(value: &Value) -> impl Iterator<Item = String> {
    let keys = value
        .as_object()
        .into_iter()
        .flat_map(|object| object.keys());
    keys.cloned().collect::<Vec<_>>().into_iter()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
