//! From a dropped picture to a badge on paper, as a person goes it and without a network: a name, a PNG, a PDF whose text
//! can be selected, and two hundred names at once.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use blazon_tests::desktop::{Desktop, Window};
use blazon_tests::wait::{PATIENCE, until};
use blazon_tests::webdriver::id;
use serde_json::json;

use crate::look::keep_picture;

/// Two hundred badges of a conference, painted and written.
const BATCH: Duration = Duration::from_secs(120);
const NAMES: usize = 200;

/// Whether the frame on the stage shows the badge: drawn pixels of many colours.
const IS_DRAWN: &str = "\
    const canvas = document.querySelector(arguments[0]);\
    if (!canvas || canvas.width < 64) return false;\
    const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;\
    const colours = new Set();\
    for (let at = 0; at < pixels.length; at += 4 * 97) {\
        if (pixels[at + 3] > 0) colours.add((pixels[at] >> 4) * 256 + (pixels[at + 1] >> 4) * 16 + (pixels[at + 2] >> 4));\
    }\
    return colours.size > 20;";

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn a_dropped_picture_and_a_name_become_a_badge_and_a_list_two_hundred() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let folder = desktop.photos();
    let picture = folder.join("fox.jpg");
    blazon_tests::sample::write_jpeg(&picture, 1200, 900, 7)?;
    let window = desktop.open()?;
    window.click(&id("rail-badges"))?;
    window.wait_for(&id("badges-empty"))?;
    keep_picture(&window, "badges-empty")?;
    window.drop_files(&[&picture])?;
    window.wait_for(&id("badge-text-text"))?;
    window.type_into(&id("badge-text-text"), "Мария Ковалёва")?;
    wait_drawn(&window)?;
    keep_picture(&window, "badges-banner")?;

    let png = folder.join("badge.png");
    export(&window, "png", &png)?;
    ensure!(fs::read(&png)?.starts_with(b"\x89PNG"), "no PNG");
    let pdf = folder.join("badge.pdf");
    export(&window, "pdf", &pdf)?;
    let said = text_of(&pdf)?;
    ensure!(
        said.contains("МАРИЯ КОВАЛЁВА") || said.contains("Мария Ковалёва"),
        "{said}"
    );
    keep_picture(&window, "badges-exported")?;

    many(&window, &folder)?;
    window.close()
}

fn wait_drawn(window: &Window<'_>) -> Result<()> {
    until("the badge to be drawn", PATIENCE, || {
        let drawn = window.execute(IS_DRAWN, &json!([format!("{} canvas", id("badge-stage"))]))?;
        Ok((drawn == json!(true)).then_some(()))
    })
}

fn export(window: &Window<'_>, format: &str, to: &Path) -> Result<()> {
    window.click(&id(&format!("badge-format-{format}")))?;
    window.click(&id("badge-export"))?;
    window.answer_dialog(to)?;
    let name = to
        .file_name()
        .context("a name")?
        .to_string_lossy()
        .into_owned();
    window.wait_text(&id("badge-exported"), |text| text.contains(&name))?;
    Ok(())
}

/// What a reader of documents finds in one.
fn text_of(pdf: &Path) -> Result<String> {
    let read = Command::new("pdftotext").arg(pdf).arg("-").output();
    let read = read.context("start pdftotext")?;
    ensure!(
        read.status.success(),
        "{}",
        String::from_utf8_lossy(&read.stderr)
    );
    Ok(String::from_utf8(read.stdout)?)
}

fn many(window: &Window<'_>, folder: &Path) -> Result<()> {
    let list = folder.join("people.csv");
    let mut names = "Имя;Роль\r\n".to_owned();
    for number in 1..=NAMES {
        write!(names, "Участник {number};Гость\r\n")?;
    }
    fs::write(&list, names)?;
    window.click(&id("badge-template-conference-pass"))?;
    wait_drawn(window)?;
    window.click(&id("badges-many-choose"))?;
    window.answer_dialog(&list)?;
    window.wait_text(&id("badges-many-ready"), |text| text.contains("200"))?;
    keep_picture(window, "badges-list")?;
    let badges = folder.join("badges");
    fs::create_dir(&badges)?;
    window.click(&id("badge-format-png"))?;
    window.click(&id("badges-many-export"))?;
    window.answer_dialog(&badges)?;
    until("two hundred badges", BATCH, || {
        Ok((files(&badges, ".png")? == NAMES).then_some(()))
    })?;
    window.wait_for(&id("badges-batch-end"))?;
    keep_picture(window, "badges-many")?;

    let sheets = folder.join("sheets");
    fs::create_dir(&sheets)?;
    window.click(&id("badges-many-sheet"))?;
    window.click(&id("badges-sheet-a4"))?;
    window.answer_dialog(&sheets)?;
    until("the sheets", BATCH, || {
        Ok((files(&sheets, ".pdf")? == 1).then_some(()))
    })?;
    let said = text_of(&sheets.join("sheets.pdf"))?;
    ensure!(
        said.contains("Участник 1") && said.contains("200"),
        "{said}"
    );
    Ok(())
}

fn files(folder: &Path, ending: &str) -> Result<usize> {
    let mut count = 0;
    for file in fs::read_dir(folder)? {
        count += usize::from(file?.file_name().to_string_lossy().ends_with(ending));
    }
    Ok(count)
}
