//! Photos dropped on the window: kept, shown, removed, brought back.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use blazon_tests::desktop::{Desktop, Window};
use blazon_tests::sample::write_jpeg;
use blazon_tests::wait::{PATIENCE, until};
use blazon_tests::webdriver::id;
use serde_json::json;

use crate::library;

/// Two files, one with a blank in its name, and a folder with one more, not all plain ASCII.
fn photos_on(desktop: &Desktop) -> Result<Vec<PathBuf>> {
    let photos = desktop.photos();
    let folder = photos.join("ещё фото");
    fs::create_dir(&folder)?;
    let files = [
        photos.join("portrait.jpg"),
        photos.join("summer day.jpg"),
        folder.join("зима.jpg"),
    ];
    for (seed, path) in (1..).zip(&files) {
        write_jpeg(path, 900, 700, seed)?;
    }
    let [first, second, _] = files;
    Ok(vec![first, second, folder])
}

/// Drops them and waits until they are in.
fn drop_three_photos(window: &Window<'_>) -> Result<()> {
    window.drop_files(&photos_on(window.desktop())?)?;
    window.wait_for(&id("dataset-name"))?;
    window.wait_count(&id("photo-tile"), 3)?;
    window.wait_gone(&id("import-bar"))
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn photos_dropped_on_the_window_become_a_dataset_that_outlives_it() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let window = desktop.open()?;
    window.wait_for(&id("datasets-empty"))?;
    drop_three_photos(&window)?;
    let name = window.text(&id("dataset-name"))?;
    let trigger = window.text(&id("trigger-word"))?;
    window.close()?;

    let mut kept = library::read(&desktop.library())?;
    ensure!(kept.len() == 1, "one drop made {} datasets", kept.len());
    let mut dataset = kept.remove(0);
    dataset.photos.sort();
    assert_eq!(
        dataset.photos,
        ["portrait.jpg", "summer day.jpg", "зима.jpg"]
    );
    assert!(
        dataset.name.starts_with("My digital body "),
        "named {:?}",
        dataset.name
    );
    assert_eq!(
        dataset.name,
        name.trim(),
        "the window shows the name that is stored"
    );
    assert!(
        trigger.contains(&dataset.trigger),
        "the window shows {trigger:?}, stored is {:?}",
        dataset.trigger
    );

    let window = desktop.open()?;
    window.wait_count(&id("dataset-card"), 1)?;
    window.wait_text(&id("dataset-card"), |text| text.contains(&dataset.name))?;
    window.close()
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn the_thumbnails_of_dropped_photos_are_really_drawn() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let window = desktop.open()?;
    drop_three_photos(&window)?;
    let script = "return [...document.querySelectorAll('[data-testid=\"photo-tile\"] img')]\
                  .filter(image => image.complete && image.naturalWidth > 0 && image.src.includes('asset')).length";
    until(
        "three pictures through the asset protocol",
        PATIENCE,
        || Ok((window.execute(script, &json!([]))? == 3).then_some(())),
    )?;
    window.close()
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn a_removed_photo_can_be_brought_back_and_a_removal_outlives_a_restart() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let window = desktop.open()?;
    drop_three_photos(&window)?;
    let before = photo_ids(&window)?;

    remove_first_photo(&window, 2)?;
    window.click(&id("toast-undo"))?;
    window.wait_count(&id("photo-tile"), 3)?;
    assert_eq!(
        photo_ids(&window)?,
        before,
        "undone, the photos stand where they stood"
    );

    remove_first_photo(&window, 2)?;
    window.close()?;

    let window = desktop.open()?;
    window.click(&id("dataset-card"))?;
    window.wait_count(&id("photo-tile"), 2)?;
    // The undo of a removal is in the library, so that it can be had after a restart as well.
    window.click(&id("dataset-more"))?;
    window.click(&id("dataset-undo"))?;
    window.wait_count(&id("photo-tile"), 3)?;
    window.close()?;
    assert_eq!(library::read(&desktop.library())?[0].photos.len(), 3);
    Ok(())
}

fn remove_first_photo(window: &Window<'_>, left: usize) -> Result<()> {
    window.click(&id("photo-tile"))?;
    window.click(&id("remove-photos"))?;
    window.wait_count(&id("photo-tile"), left)?;
    window.wait_for(&id("toast"))
}

fn photo_ids(window: &Window<'_>) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('[data-testid=\"photo-tile\"]')].map(tile => tile.dataset.photoId)";
    Ok(serde_json::from_value(window.execute(script, &json!([]))?)?)
}
