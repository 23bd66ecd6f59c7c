//! What was drawn is found again by a word of its prompt, favoured, taken back to the playground, dragged into other
//! programs; and what a file that another program moved away leaves is said.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use blazon_tests::desktop::{Desktop, built_folder};
use blazon_tests::wait::{PATIENCE, until};
use blazon_tests::webdriver::id;
use serde_json::json;

use crate::look::{keep_picture, wait_drawn};

/// How many thumbnails are painted.
const PAINTED: &str = "\
    const pictures = [...document.querySelectorAll(arguments[0])];\
    return pictures.filter((picture) => picture.complete && picture.naturalWidth > 0).length;";

/// Draws one picture with the base that ships, by the terminal's program.
fn draw(desktop: &Desktop, prompt: &str, seed: &str) -> Result<PathBuf> {
    let to = desktop.photos();
    let mut terminal = Command::new(built_folder()?.join("blazon-cli"));
    desktop.seat(&mut terminal);
    let output = terminal
        .args(["generate", "pocket", prompt, "--seed", seed, "--to"])
        .arg(&to)
        .output()
        .context("start blazon-cli")?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(to)
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn a_picture_is_found_by_a_word_favoured_used_again_and_missed_in_words() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    draw(&desktop, "a red fox holding a lantern", "7")?;
    draw(&desktop, "a blue owl holding a book", "8")?;
    let window = desktop.open()?;
    window.click(&id("rail-gallery"))?;
    let cells = id("gallery-cell");
    window.wait_count(&cells, 2)?;
    until("the thumbnails", PATIENCE, || {
        let painted = window.execute(PAINTED, &json!([format!("{cells} img")]))?;
        Ok((painted == json!(2)).then_some(()))
    })?;
    keep_picture(&window, "gallery")?;

    window.type_into(&id("gallery-search"), "lant")?;
    window.wait_count(&cells, 1)?;
    keep_picture(&window, "gallery-found")?;
    let open = "document.querySelector(arguments[0]).dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))";
    window.execute(open, &json!([cells]))?;
    window.wait_text(&id("large-prompt"), |text| text.contains("red fox"))?;
    window.click(&id("large-favourite"))?;
    wait_drawn(&window)?;
    keep_picture(&window, "gallery-large")?;
    window.click(&id("large-use"))?;
    let prompt = id("prompt");
    window.wait_for(&prompt)?;
    keep_picture(&window, "gallery-used")?;

    // Another program takes the files away while the window is open.
    let pictures = desktop.library().join("pictures");
    let months: Vec<_> = fs::read_dir(&pictures)?.collect::<std::io::Result<_>>()?;
    let files: Vec<_> = fs::read_dir(months[0].path())?.collect::<std::io::Result<_>>()?;
    ensure!(files.len() == 2, "{files:?}");
    for file in files {
        fs::remove_file(file.path())?;
    }
    window.click(&id("rail-gallery"))?;
    window.wait_for(&cells)?;
    window.wait_for(&format!("{cells} .corner"))?;
    keep_picture(&window, "gallery-missing")?;
    window.click(&id("gallery-part-models"))?;
    window.wait_for(&id("models-shown"))?;
    keep_picture(&window, "models-empty")?;
    window.close()
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn pictures_are_dragged_into_another_program_as_files_of_the_library() -> Result<()> {
    let mut desktop = Desktop::beside_the_test()?;
    // Programs tell each other where files are by addresses, in which all but plain letters is escaped.
    let library = desktop.library().join("Мои картинки 100%");
    fs::create_dir(&library)?;
    desktop.set("BLAZON_HOME", library.to_string_lossy());
    draw(&desktop, "a red fox holding a lantern", "7")?;
    draw(&desktop, "a blue owl holding a book", "8")?;
    let kept = files_below(&library.join("pictures"))?;
    ensure!(kept.len() == 2, "{kept:?}");
    let window = desktop.open()?;
    window.click(&id("rail-gallery"))?;
    let cells = format!("{}[draggable='true']", id("gallery-cell"));
    window.wait_count(&cells, 2)?;

    let one = window.drag_out(&cells)?;
    ensure!(one.len() == 1 && kept.contains(&one[0]), "{one:?}");

    let choose = "for (const cell of document.querySelectorAll(arguments[0]))\
        cell.dispatchEvent(new MouseEvent('click', { bubbles: true, ctrlKey: true }))";
    window.execute(choose, &json!([cells]))?;
    window.wait_count(&format!("{cells}[aria-selected='true']"), 2)?;
    let mut both = window.drag_out(&cells)?;
    both.sort();
    ensure!(both == kept, "{both:?}");
    window.close()?;
    ensure!(
        contents(&both)? == contents(&files_below(&desktop.photos())?)?,
        "what was dragged is not what was drawn"
    );
    Ok(())
}

/// What is in these files, sorted.
fn contents(files: &[PathBuf]) -> Result<Vec<Vec<u8>>> {
    let mut contents = files
        .iter()
        .map(fs::read)
        .collect::<std::io::Result<Vec<_>>>()?;
    contents.sort();
    Ok(contents)
}

/// The files in the folders of this one, sorted.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let is_file = |entry: &walkdir::DirEntry| entry.file_type().is_file();
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = entries.into_iter().collect::<Result<Vec<_>, _>>()?;
    let files = files.into_iter().filter(is_file);
    Ok(files.map(walkdir::DirEntry::into_path).collect())
}
