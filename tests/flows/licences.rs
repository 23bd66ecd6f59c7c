//! The list of licences: every package of others that is built in is in it, each with its text.

use crate::support::{run, text};
use blazon_tests::licences::{Package, Systems, list_crates, list_npm, write_licences};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Where the list is written; unset, it is compared.
const OUT: &str = "BLAZON_LICENCES_OUT";
/// The most bytes that it may have.
const MOST: usize = 900_000;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// Kind, name, version and licence of each package of the list.
fn listed() -> BTreeSet<[String; 4]> {
    let list = std::fs::read_to_string(root().join("assets/licences.json")).unwrap();
    assert!(list.len() < MOST, "{} bytes", list.len());
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let texts = list["texts"].as_array().unwrap();
    let packages = list["packages"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let places = package["texts"].as_array().unwrap().iter();
            let places = places.map(|place| usize::try_from(place.as_u64().unwrap()).unwrap());
            let letters: usize = places
                .map(|place| texts[place].as_str().unwrap().len())
                .sum();
            assert!(letters > 200, "{package}");
            ["kind", "name", "version", "licence"]
                .map(|field| package[field].as_str().unwrap().to_owned())
        })
        .collect()
}

fn missing(packages: BTreeSet<Package>) -> Vec<Package> {
    let listed = listed();
    let is_listed = |package: &Package| {
        listed.iter().any(|[kind, name, version, licence]| {
            kind == package.kind
                && *name == package.name
                && *version == package.version
                && (*licence == package.licence
                    || package.licence.is_empty() && !licence.is_empty())
        })
    };
    packages
        .into_iter()
        .filter(|package| !is_listed(package))
        .collect()
}

#[test]
fn every_crate_in_the_programs_is_in_the_list_of_licences() {
    if let Some(out) = std::env::var_os(OUT) {
        let mut packages = list_crates(&root(), Systems::All).unwrap();
        packages.extend(list_npm(&root().join("ui")).unwrap());
        std::fs::write(out, write_licences(&root(), &packages).unwrap()).unwrap();
        return;
    }
    let crates = list_crates(&root(), Systems::ThisOne).unwrap();
    assert!(crates.len() > 300, "the crates are found: {}", crates.len());
    assert_eq!(
        missing(crates),
        [],
        "`cargo xtask licences` writes the list again"
    );
}

#[test]
fn every_npm_package_in_the_pages_is_in_the_list_of_licences() {
    if std::env::var_os(OUT).is_some() {
        return;
    }
    let packages = list_npm(&root().join("ui")).unwrap();
    assert!(
        packages.len() > 20,
        "the packages are found: {}",
        packages.len()
    );
    assert_eq!(
        missing(packages),
        [],
        "`cargo xtask licences` writes the list again"
    );
}

#[test]
fn the_terminal_shows_licences_and_their_texts() {
    let home = tempfile::tempdir().unwrap();
    let listed = run(home.path(), &["licences"]);
    for name in ["Blazon", "serde ", "svelte ", "Commissioner"] {
        assert!(text(&listed).contains(name), "{name}");
    }
    let shown = run(home.path(), &["licences", "serde"]);
    assert!(
        text(&shown).contains("Permission is hereby granted"),
        "{}",
        text(&shown)
    );
    let unknown = run(home.path(), &["licences", "no-such-package"]);
    assert_eq!(unknown.status.code(), Some(1), "{}", text(&unknown));
}
