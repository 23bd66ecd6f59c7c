//! The terminal's program as a script sees it: lines, JSON, exit codes, both languages.

use crate::support::{photos, run, text};
use std::process::Output;

fn json_lines(output: &Output) -> Vec<serde_json::Value> {
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    said.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_dataset_is_made_listed_and_shown() {
    let home = tempfile::tempdir().unwrap();
    let source = tempfile::tempdir().unwrap();
    photos(source.path(), 2);
    let folder = source.path().to_str().unwrap();
    let new = [
        "--json",
        "dataset",
        "new",
        "My Portrait 2025",
        "--subject",
        "person",
        "--gender",
        "woman",
        folder,
    ];
    let made = run(home.path(), &new);
    assert!(made.status.success(), "{}", text(&made));
    let lines = json_lines(&made);
    assert!(
        lines[0]["trigger"]
            .as_str()
            .unwrap()
            .starts_with("MY_PORTRAIT_2025_")
    );
    assert_eq!(
        (lines[1]["added"].as_u64(), lines[1]["status"].as_str()),
        (Some(2), Some("succeeded"))
    );
    let listed = json_lines(&run(home.path(), &["dataset", "list", "--json"]));
    assert_eq!(listed[0]["photoCount"], 2);
    assert_eq!(listed[0]["subject"]["gender"], "woman");
    let shown = json_lines(&run(
        home.path(),
        &["--json", "dataset", "show", "My Portrait 2025"],
    ));
    assert_eq!(shown[1]["name"], "001.jpg");
    assert_eq!(shown[1]["width"], 480);
}

#[test]
fn exit_codes_tell_wrong_use_from_failure() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(
        run(home.path(), &["dataset", "frobnicate"]).status.code(),
        Some(2)
    );
    let missing = run(home.path(), &["dataset", "show", "Nobody"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(
        text(&missing).contains("There is no dataset “Nobody”"),
        "{}",
        text(&missing)
    );
    let invalid = run(home.path(), &["--json", "dataset", "new", "two\nlines"]);
    assert_eq!(invalid.status.code(), Some(1));
    assert!(
        json_lines(&invalid)[0]["error"]
            .as_str()
            .unwrap()
            .contains("one line")
    );
}

#[test]
fn a_name_that_two_datasets_have_is_refused() {
    let home = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        assert!(
            run(home.path(), &["dataset", "new", "Fox"])
                .status
                .success()
        );
    }
    let refused = run(home.path(), &["dataset", "show", "Fox"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        text(&refused).contains("Several datasets"),
        "{}",
        text(&refused)
    );
}

#[test]
fn the_demo_works_twice_and_speaks_russian_where_the_system_does() {
    let home = tempfile::tempdir().unwrap();
    let demo = || {
        crate::support::command(home.path(), &["demo"])
            .env("LC_ALL", "ru_RU.UTF-8")
            .env("LANG", "ru_RU.UTF-8")
            .output()
            .unwrap()
    };
    for _ in 0..2 {
        let output = demo();
        assert!(output.status.success(), "{}", text(&output));
        assert!(text(&output).contains("Енот-герольд"), "{}", text(&output));
    }
    let listed = json_lines(&run(home.path(), &["--json", "dataset", "list"]));
    assert_eq!(
        (listed.len(), listed[0]["photoCount"].as_u64()),
        (1, Some(12))
    );
}

#[test]
fn a_backup_is_made_and_doctor_shows_no_key() {
    let home = tempfile::tempdir().unwrap();
    let backup = json_lines(&run(home.path(), &["--json", "library", "backup"]));
    assert!(std::path::Path::new(backup[0]["path"].as_str().unwrap()).exists());
    let mut doctor = crate::support::command(home.path(), &["doctor"]);
    let output = doctor.env("FAL_KEY", "planted-secret").output().unwrap();
    let said = text(&output);
    assert!(said.contains("FAL_KEY: set, in the environment"), "{said}");
    assert!(!said.contains("planted-secret"), "{said}");
}

#[test]
fn a_library_of_a_newer_program_is_refused_in_words() {
    let home = tempfile::tempdir().unwrap();
    assert!(run(home.path(), &["library", "backup"]).status.success());
    let path = home.path().join("blazon.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(&path, bytes).unwrap();
    let output = run(home.path(), &["dataset", "list"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output).contains("written by a newer Blazon"),
        "{}",
        text(&output)
    );
}
