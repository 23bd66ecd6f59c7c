//! Templates as folders and archives, good ones and hostile ones.

use blazon_badge::{
    BadgeError, Fill, Fonts, SHIPPED, compose, copy_shipped, export_template, import_template,
    load_template,
};
use std::fs;
use std::io::Write;
use std::path::Path;

const HEAD: &str = "format = 1\nname = { en = \"Test\", ru = \"Проба\" }\nsize = [100, 100]\n";

fn write_template(folder: &Path, picture: &str) {
    let layer = format!(
        "[[layers]]\nid = \"a\"\nbox = [0, 0, 100, 100]\npicture = {{ source = {{ file = \"{picture}\" }} }}\n"
    );
    fs::write(folder.join("template.toml"), format!("{HEAD}{layer}"))
        .expect("the folder can be written");
}

fn write_png(path: &Path) {
    let scene = compose(
        &SHIPPED[0].load().expect("it is good"),
        &Fill::default(),
        &Fonts::bundled(),
    )
    .expect("it is drawn");
    let pixmap = blazon_badge::paint(&scene, 0.05).expect("it is small");
    let png =
        blazon_badge::encode_png(&pixmap, &blazon_badge::Notes::default()).expect("it is written");
    fs::write(path, png).expect("the folder can be written");
}

#[test]
fn a_shipped_template_is_copied_changed_packed_and_unpacked() {
    let place = tempfile::tempdir().expect("there is room");
    let (copy, archive, other) = (
        place.path().join("mine"),
        place.path().join("mine.zip"),
        place.path().join("theirs"),
    );
    copy_shipped(SHIPPED[0], &copy).expect("it is copied");
    export_template(&copy, &archive).expect("it is packed");
    let template = import_template(&archive, &other).expect("it is unpacked");
    assert_eq!(template, SHIPPED[0].load().expect("it is good"));
}

#[test]
fn a_picture_beside_the_template_is_drawn() {
    let place = tempfile::tempdir().expect("there is room");
    fs::create_dir(place.path().join("parts")).expect("there is room");
    write_template(place.path(), "parts/a.png");
    write_png(&place.path().join("parts/a.png"));
    let template = load_template(place.path()).expect("it is good");
    let scene = compose(&template, &Fill::default(), &Fonts::bundled()).expect("it is drawn");
    assert!(scene.findings.is_empty(), "{:?}", scene.findings);
}

#[test]
#[cfg(unix)]
fn a_link_out_of_the_folder_is_not_followed() {
    let place = tempfile::tempdir().expect("there is room");
    let inside = place.path().join("template");
    fs::create_dir(&inside).expect("there is room");
    write_png(&place.path().join("secret.png"));
    std::os::unix::fs::symlink(place.path().join("secret.png"), inside.join("a.png"))
        .expect("links can be made");
    write_template(&inside, "a.png");
    assert!(matches!(
        load_template(&inside),
        Err(BadgeError::Outside { .. })
    ));
}

#[test]
fn a_picture_that_is_none_is_named() {
    let place = tempfile::tempdir().expect("there is room");
    write_template(place.path(), "a.png");
    fs::write(place.path().join("a.png"), b"no picture").expect("there is room");
    let error = load_template(place.path()).expect_err("it is no picture");
    assert!(error.to_string().contains("a.png"), "{error}");
}

#[test]
fn an_archive_that_leads_out_of_its_folder_leaves_nothing() {
    let place = tempfile::tempdir().expect("there is room");
    let archive = place.path().join("bad.zip");
    let mut writer = zip::ZipWriter::new(fs::File::create(&archive).expect("there is room"));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer
        .start_file("../escaped.txt", options)
        .expect("the name is taken");
    writer.write_all(b"x").expect("there is room");
    writer.finish().expect("there is room");
    let folder = place.path().join("theirs");
    assert!(matches!(
        import_template(&archive, &folder),
        Err(BadgeError::Outside { .. })
    ));
    assert!(!folder.exists() && !place.path().join("escaped.txt").exists());
}

#[test]
fn what_is_no_archive_is_one_line() {
    let place = tempfile::tempdir().expect("there is room");
    let archive = place.path().join("bad.zip");
    fs::write(&archive, b"PK\x03\x04 and nothing").expect("there is room");
    let error =
        import_template(&archive, &place.path().join("theirs")).expect_err("it is no archive");
    assert!(matches!(error, BadgeError::Archive { .. }), "{error}");
}
