//! The house itself: who may know whom, and that every room is announced.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// Which crates of the house a crate may depend on (style: one way, from the borders to the model).
fn allowed(name: &str) -> &'static [&'static str] {
    match name {
        "blazon-model" => &[],
        "blazon-store" | "blazon-dataset" | "blazon-badge" | "blazon-lora" => &["blazon-model"],
        "blazon-engine" | "blazon-providers" => &["blazon-model", "blazon-lora"],
        "blazon-gpu-worker" => &["blazon-model", "blazon-engine"],
        "blazon-core" => &[
            "blazon-model",
            "blazon-store",
            "blazon-providers",
            "blazon-dataset",
            "blazon-badge",
            "blazon-lora",
        ],
        // The calls of the Bot API are in that room, and no use case stands between the bot and its line.
        "blazon-bot" => &["blazon-model", "blazon-core", "blazon-providers"],
        "blazon" | "blazon-cli" => &["blazon-model", "blazon-core", "blazon-bot", "blazon-engine"],
        "xtask" | "blazon-emulators" => &[],
        _ => &["*"],
    }
}

/// Who alone may name a library.
const ALONE: &[(&str, &[&str])] = &[
    ("tauri", &["blazon"]),
    ("reqwest", &["blazon-providers"]),
    ("rusqlite", &["blazon-store"]),
    ("burn", &["blazon-engine", "blazon-gpu-worker"]),
    ("gemm", &["blazon-engine"]),
    ("cosmic-text", &["blazon-badge"]),
    ("krilla", &["blazon-badge"]),
    ("tiny-skia", &["blazon-badge"]),
    ("keyring", &["blazon-core"]),
    ("hyper", &["blazon-bot", "blazon-emulators"]),
];

/// What each crate of the house names in its manifest, for its programs and not for its tests.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = std::process::Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let named = package["dependencies"].as_array().unwrap().iter();
            let normal = named.filter(|dependency| dependency["kind"] != "dev");
            let names = normal.map(|dependency| text(&dependency["name"]));
            (text(&package["name"]), names.collect())
        })
        .collect()
}

#[test]
fn dependencies_run_one_way() {
    for (name, dependencies) in dependencies() {
        let allowed = allowed(&name);
        let of_the_house = dependencies
            .iter()
            .filter(|dependency| dependency.starts_with("blazon"));
        for dependency in of_the_house {
            assert!(
                allowed.contains(&"*") || allowed.contains(&dependency.as_str()),
                "{name} may not depend on {dependency}"
            );
        }
    }
}

#[test]
fn each_library_has_one_room() {
    for (name, dependencies) in dependencies() {
        for (library, rooms) in ALONE {
            assert!(
                !dependencies.contains(*library) || rooms.contains(&name.as_str()),
                "{name} may not name {library}"
            );
        }
    }
}

#[test]
fn every_crate_of_the_design_is_there_and_says_what_lives_in_it() {
    for name in [
        "model",
        "store",
        "dataset",
        "badge",
        "lora",
        "engine",
        "gpu-worker",
        "providers",
        "core",
        "bot",
        "cli",
    ] {
        let folder = root().join(format!("src-tauri/crates/blazon-{name}/src"));
        let file = if folder.join("lib.rs").exists() {
            "lib.rs"
        } else {
            "main.rs"
        };
        let text = fs::read_to_string(folder.join(file)).unwrap();
        assert!(
            text.starts_with("//! "),
            "blazon-{name} begins with what lives there"
        );
    }
}

#[test]
fn every_rust_file_begins_with_what_it_is() {
    let sources = ["src-tauri", "tests", "xtask"].map(|folder| root().join(folder));
    for source in sources {
        for entry in walkdir::WalkDir::new(source)
            .into_iter()
            .filter_map(Result::ok)
        {
            if entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "rs")
            {
                let text = fs::read_to_string(entry.path()).unwrap();
                assert!(text.starts_with("//!"), "{}", entry.path().display());
            }
        }
    }
}

/// Words between `start` and `end` that stand between quotes.
fn quoted(text: &str, start: &str, end: &str) -> BTreeSet<String> {
    let (_, rest) = text.split_once(start).unwrap();
    let (part, _) = rest.split_once(end).unwrap();
    part.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_window_may_make_exactly_the_calls_that_exist() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let listed = quoted(
        &read("src-tauri/build.rs"),
        "const COMMANDS: &[&str] = &[",
        "];",
    );
    let (_, exported) = {
        let text = read("src-tauri/src/bindings.rs");
        let (_, rest) = text
            .split_once("collect_commands![")
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        let part = rest.split_once(']').unwrap().0.to_owned();
        ((), part)
    };
    let exported: BTreeSet<String> = exported
        .split(',')
        .filter_map(|path| path.trim().rsplit("::").next().map(str::to_owned))
        .filter(|name| !name.is_empty())
        .collect();
    // The one whose answer is no JSON is handled beside the bindings.
    let typed: BTreeSet<String> = listed
        .iter()
        .filter(|name| *name != "render_badge")
        .cloned()
        .collect();
    assert_eq!(
        typed, exported,
        "build.rs and bindings.rs list the same commands"
    );
    let capability: serde_json::Value =
        serde_json::from_str(&read("src-tauri/capabilities/main.json")).unwrap();
    let permitted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
        .map(|name| name.replace('-', "_"))
        .collect();
    assert_eq!(
        permitted, listed,
        "the capability permits the same commands"
    );
}

#[test]
fn every_message_that_rust_names_exists_in_both_languages() {
    let mut named = BTreeSet::new();
    for entry in walkdir::WalkDir::new(root().join("src-tauri"))
        .into_iter()
        .filter_map(Result::ok)
    {
        if entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "rs")
        {
            let text = fs::read_to_string(entry.path()).unwrap();
            let prefixes = [
                "problem-",
                "job-failed-",
                "drawing-failed-",
                "training-refusal-",
                "finding-",
                "error-",
                "cli-",
                "dataset-default",
                "dataset-samples",
            ];
            let words = text.split('"').skip(1).step_by(2);
            let ids = words.filter(|word| {
                prefixes.iter().any(|prefix| word.starts_with(prefix))
                    && word.bytes().all(|byte| {
                        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
                    })
            });
            named.extend(ids.map(str::to_owned));
        }
    }
    assert!(named.len() > 40, "the names are found: {named:?}");
    for language in ["en", "ru"] {
        let text = fs::read_to_string(root().join(format!("locales/{language}.ftl"))).unwrap();
        for id in &named {
            assert!(
                text.lines()
                    .any(|line| line.starts_with(&format!("{id} ="))),
                "{language}.ftl lacks {id}"
            );
        }
    }
}
