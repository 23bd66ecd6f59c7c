//! The library is moved to another folder: chosen in the system's dialog, carried out by a restart, opened there.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use blazon_tests::desktop::Desktop;
use blazon_tests::wait::{PATIENCE, until};
use blazon_tests::webdriver::id;
use serde_json::json;

use crate::look::{keep_picture, wait_drawn};
use crate::restore::holders_of;

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn the_library_moves_to_a_chosen_folder_and_the_window_comes_again_there() -> Result<()> {
    let mut desktop = Desktop::beside_the_test()?;
    // Where nothing names the folder, the program finds it by itself.
    desktop.set("BLAZON_HOME", "");
    let window = desktop.open()?;
    window.wait_for(&id("datasets-empty"))?;
    let subject = json!({ "kind": "character" });
    window.invoke(
        "create_dataset",
        &json!({ "name": "Fox", "subject": subject }),
    )?;
    let new = desktop.photos().join("disk");
    fs::create_dir(&new)?;
    window.click(&id("rail-settings"))?;
    window.click(&id("settings-language-ru"))?;
    window.click(&id("library-move"))?;
    window.answer_dialog(&new)?;
    window.wait_for(&id("move-dialog"))?;
    wait_drawn(&window)?;
    keep_picture(&window, "move")?;
    window.click(&id("move-confirm"))?;
    let pointer = desktop.config().join("blazon/library-folder");
    until("the word where the library is", PATIENCE, || {
        Ok(pointer.exists().then_some(()))
    })?;
    let lock = new.join("window.lock");
    let again = until("the window that comes again there", PATIENCE, || {
        let holders = holders_of(&lock);
        Ok((!holders.is_empty()).then_some(holders))
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
    let names = window.invoke("list_datasets", &json!({}))?;
    ensure!(names[0]["name"] == "Fox", "{names}");
    window.click(&id("rail-settings"))?;
    window.wait_text(&id("library-path"), |text| {
        text == new.display().to_string()
    })?;
    window.click(&id("left-delete"))?;
    window.wait_for(&id("left-dialog"))?;
    window.click(&id("left-confirm"))?;
    window.wait_for(&id("left-gone"))?;
    ensure!(!desktop.usual_library().exists(), "the old folder is gone");
    window.close()
}
