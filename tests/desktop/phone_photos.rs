//! A folder as it comes from a phone, dropped on the window: real photographs among duplicates, blurred, dark, turned,
//! HEIC and broken ones. The marks are those that a person would set, and the archive is what is listed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use blazon_tests::desktop::{Desktop, Window};
use blazon_tests::photographs;
use blazon_tests::webdriver::id;
use image::RgbImage;
use image::imageops::{self, FilterType};
use serde_json::{Value, json};
use turbojpeg::{PixelFormat, Subsamp};

/// What people see of a photo of this folder, in the order in which they would say it.
const EXPECTED: &[(&str, &[&str])] = &[
    ("again.jpg", &["nearDuplicate"]),
    ("blurred.jpg", &["blurred"]),
    ("bridge.jpg", &[]),
    ("dark.jpg", &["tooDark"]),
    ("garden.jpg", &["nearDuplicate"]),
    ("small.jpg", &["tooSmall"]),
    ("turned.heic", &["tooSmall"]),
    ("turned.jpg", &["turnedUpright"]),
];

/// The marks that a person decides about; others only say what will be done.
const DECIDED: [&str; 7] = [
    "nearDuplicate",
    "blurred",
    "tooDark",
    "tooBright",
    "tooSmall",
    "turnedUpright",
    "extremeShape",
];

fn photograph(folder: &Path, name: &str) -> Result<RgbImage> {
    let bytes = fs::read(folder.join(name)).with_context(|| format!("read {name}"))?;
    let decoded = turbojpeg::decompress(&bytes, PixelFormat::RGB)?;
    let (width, height) = (
        u32::try_from(decoded.width)?,
        u32::try_from(decoded.height)?,
    );
    let whole = RgbImage::from_raw(width, height, decoded.pixels).context("a whole picture")?;
    let scale = 1100.0 / f64::from(width.min(height));
    let side = |pixels: u32| (f64::from(pixels) * scale).round() as u32;
    Ok(imageops::resize(
        &whole,
        side(width),
        side(height),
        FilterType::CatmullRom,
    ))
}

fn save(picture: &RgbImage, path: &Path, quality: i32) -> Result<Vec<u8>> {
    let image = turbojpeg::Image {
        pixels: picture.as_raw().as_slice(),
        width: picture.width() as usize,
        pitch: picture.width() as usize * 3,
        height: picture.height() as usize,
        format: PixelFormat::RGB,
    };
    let jpeg = turbojpeg::compress(image, quality, Subsamp::Sub2x2)?.to_vec();
    fs::write(path, &jpeg)?;
    Ok(jpeg)
}

/// The folder of a phone, under a name that is not all plain ASCII.
fn folder_of_a_phone(desktop: &Desktop) -> Result<PathBuf> {
    let photographs = photographs::fetch()?;
    let folder = desktop.photos().join("Фото с телефона");
    fs::create_dir(&folder)?;
    let open = |name: &str| photograph(&photographs, name);
    let garden = open("mate/nature/Garden.jpg")?;
    save(&garden, &folder.join("garden.jpg"), 92)?;
    save(&garden, &folder.join("again.jpg"), 70)?;
    let bridge = open("Bridge_by_Sander_Klootwijk.jpg")?;
    save(&bridge, &folder.join("bridge.jpg"), 92)?;
    let wine = open("Wine_by_Jakkub_Mede.jpg")?;
    save(&imageops::blur(&wine, 6.0), &folder.join("blurred.jpg"), 92)?;
    let mut dark = open("mate/nature/LadyBird.jpg")?;
    dark.pixels_mut()
        .for_each(|pixel| pixel.0.iter_mut().for_each(|value| *value /= 12));
    save(&dark, &folder.join("dark.jpg"), 92)?;
    let meadow = open("mate/nature/GreenMeadow.jpg")?;
    save(
        &imageops::resize(&meadow, 400, 300, FilterType::Triangle),
        &folder.join("small.jpg"),
        92,
    )?;
    let dragonfly = open("Dragonfly_by_Bolly.jpg")?;
    turned(&dragonfly, &folder.join("turned.jpg"))?;
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../src-tauri/crates/blazon-dataset/tests/fixtures");
    fs::copy(fixtures.join("turned.heic"), folder.join("turned.heic"))?;
    let whole = save(&meadow, &folder.join("cut.jpg"), 92)?;
    fs::write(folder.join("cut.jpg"), &whole[..whole.len() / 3])?;
    fs::write(folder.join("notes.jpg"), "milk, bread, film for the camera")?;
    Ok(folder)
}

/// Lying on its side, with the EXIF tag that says so (orientation 6: EXIF 2.32, 4.6.4).
fn turned(picture: &RgbImage, path: &Path) -> Result<()> {
    let jpeg = save(&imageops::rotate270(picture), path, 92)?;
    let tiff = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let length = u16::try_from(tiff.len() + 2)?.to_be_bytes();
    let turned = [&jpeg[..2], b"\xff\xe1", &length, tiff, &jpeg[2..]].concat();
    Ok(fs::write(path, turned)?)
}

fn marks(window: &Window<'_>, dataset: &Value) -> Result<BTreeMap<String, Vec<String>>> {
    let page = window.invoke(
        "list_photos",
        &json!({"dataset": dataset, "filter": "all", "order": "name", "offset": 0, "limit": 100}),
    )?;
    let photos = page["photos"].as_array().context("a page of photos")?;
    photos
        .iter()
        .map(|photo| {
            let name = photo["name"].as_str().context("a name")?.to_owned();
            let marks: Vec<String> = serde_json::from_value(photo["marks"].clone())?;
            let decided = marks
                .into_iter()
                .filter(|mark| DECIDED.contains(&mark.as_str()));
            Ok((name, decided.collect()))
        })
        .collect()
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn a_folder_from_a_phone_gets_the_marks_that_a_person_would_set() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let folder = folder_of_a_phone(&desktop)?;
    let window = desktop.open()?;
    window.wait_for(&id("datasets-empty"))?;
    window.drop_files(&[folder])?;
    window.wait_for(&id("dataset-name"))?;
    window.wait_count(&id("photo-tile"), EXPECTED.len())?;
    window.wait_gone(&id("import-bar"))?;
    window.execute(
        "document.querySelector(arguments[0] + ' button').click()",
        &json!([id("import-problems")]),
    )?;
    let body = window.text("body")?;
    for broken in ["cut.jpg", "notes.jpg"] {
        ensure!(body.contains(broken), "the window says nothing of {broken}");
    }
    let datasets = window.invoke("list_datasets", &json!({}))?;
    let dataset = &datasets[0]["id"];
    let found = marks(&window, dataset)?;
    for (name, expected) in EXPECTED {
        let found = found
            .get(*name)
            .with_context(|| format!("{name} came in"))?;
        // A small or nearly black photo is not sharp either, and may be called so too.
        let has_all = expected
            .iter()
            .all(|mark| found.iter().any(|other| other == mark));
        let is_plain = expected.is_empty() == found.is_empty();
        ensure!(has_all && is_plain, "the marks of {name} are {found:?}");
    }
    archive_is_what_is_listed(&desktop, &window, dataset)?;
    window.close()
}

fn archive_is_what_is_listed(
    desktop: &Desktop,
    window: &Window<'_>,
    dataset: &Value,
) -> Result<()> {
    window.click(&id("tab-archive"))?;
    window.click(&id("archive-make"))?;
    window.wait_for(&id("archive-facts"))?;
    let proof = window.invoke("find_archive", &json!({ "dataset": dataset }))?;
    let entries = proof["manifest"]["entries"]
        .as_array()
        .context("a list of what is in it")?;
    window.wait_count(&id("archive-entry"), entries.len())?;
    let listed: Vec<String> = entries
        .iter()
        .map(|entry| format!("{} {}", text(&entry["file"]), text(&entry["bytes"])))
        .collect();
    let file = desktop
        .library()
        .join("archives")
        .join(format!("{}.zip", text(dataset)));
    let script = "import sys, zipfile\n\
                  for entry in zipfile.ZipFile(sys.argv[1]).infolist():\n\
                  \x20   if entry.filename.endswith('.jpg'): print(entry.filename, entry.file_size)";
    let output = Command::new("python3")
        .args(["-c", script])
        .arg(&file)
        .output()?;
    let packed = String::from_utf8(output.stdout)?;
    assert_eq!(packed.lines().collect::<Vec<_>>(), listed);
    ensure!(!listed.is_empty(), "something is in the archive");
    Ok(())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
