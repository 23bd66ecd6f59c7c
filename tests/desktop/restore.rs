//! A copy of the library is gone back to by a restart: the window ends, comes again by itself, and shows what was.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use blazon_tests::desktop::Desktop;
use blazon_tests::wait::{PATIENCE, until};
use blazon_tests::webdriver::id;
use serde_json::json;

use crate::look::keep_picture;

/// The processes that hold this file open.
pub(crate) fn holders_of(file: &Path) -> Vec<u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|process| {
            let number = process.file_name().to_str()?.parse().ok()?;
            let mut open = fs::read_dir(process.path().join("fd")).ok()?.flatten();
            open.any(|entry| fs::read_link(entry.path()).is_ok_and(|target| target == file))
                .then_some(number)
        })
        .collect()
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn a_copy_is_gone_back_to_and_the_window_comes_again_by_itself() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let window = desktop.open()?;
    window.wait_for(&id("datasets-empty"))?;
    let subject = json!({ "kind": "character" });
    window.invoke(
        "create_dataset",
        &json!({ "name": "Before", "subject": subject }),
    )?;
    window.invoke("back_up_library", &json!({}))?;
    window.invoke(
        "create_dataset",
        &json!({ "name": "After", "subject": subject }),
    )?;
    window.click(&id("rail-settings"))?;
    window.wait_for(&id("backup"))?;
    window.click(&id("backup-restore"))?;
    window.wait_for(&id("restore-dialog"))?;
    keep_picture(&window, "restore")?;
    let lock = desktop.library().join("window.lock");
    let before = holders_of(&lock);
    ensure!(!before.is_empty(), "the window holds its library");
    window.click(&id("restore-confirm"))?;
    let again = until("the window that comes again", PATIENCE, || {
        let now = holders_of(&lock);
        let is_new = !now.is_empty() && now.iter().all(|number| !before.contains(number));
        Ok(is_new.then_some(now))
    })?;
    let backups = desktop.library().join("backups");
    until("the copy to be put back", PATIENCE, || {
        Ok((!backups.join("restore-wish").exists()).then_some(()))
    })?;
    for number in again {
        let ended = Command::new("kill").arg(number.to_string()).status();
        ensure!(ended.context("end the window")?.success());
    }
    until("the end of that window", PATIENCE, || {
        Ok(holders_of(&lock).is_empty().then_some(()))
    })?;
    window.kill();

    let window = desktop.open()?;
    let datasets = window.invoke("list_datasets", &json!({}))?;
    let names: Vec<_> = datasets
        .as_array()
        .into_iter()
        .flatten()
        .map(|dataset| dataset["name"].as_str().unwrap_or_default())
        .collect();
    assert_eq!(names, ["Before"]);
    window.close()
}
