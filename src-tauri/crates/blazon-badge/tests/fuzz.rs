//! Fuzz targets: files of other people are refused in words or used; nothing panics, and nothing takes long. `cargo test`
//! runs each a few hundred times from a fixed start; `cargo bolero test` runs them as long as one likes.

use blazon_badge::{Attachments, Fonts, Picture, SHIPPED, Template, compose, encode_png, paint};
use bolero::check;
use std::sync::{Arc, LazyLock};

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::bundled);

/// Where bytes go, and which. The place is a share of the file, so that no part of it is left out.
type Changes = Vec<(u16, u8)>;

fn changed(file: &[u8], changes: &Changes, cut: Option<u16>) -> Vec<u8> {
    let at = |place: u16| usize::from(place) * file.len() / (usize::from(u16::MAX) + 1);
    let mut bytes = file.to_vec();
    for (place, byte) in changes {
        bytes[at(*place)] = *byte;
    }
    bytes.truncate(cut.map_or(file.len(), at));
    bytes
}

#[test]
fn fuzzed_fonts_are_refused_or_written_in() {
    const FONT: &[u8] = include_bytes!("../../../../assets/fonts/Comfortaa-Bold.ttf");
    let template = r##"
format = 1
name = { en = "Font", ru = "Шрифт" }
size = [96, 64]
background = "#ffffff"
fields = [{ id = "text", label = { en = "Text", ru = "Текст" } }]
[[layers]]
id = "words"
box = [2, 2, 92, 60]
text = { field = "text", font = "Comfortaa", lines = 2, stroke = { width = 0.05, paint = "#204060" }, fill = "#000000" }
"##;
    let template = Template::parse(template).expect("it is good");
    check!()
        .with_iterations(600)
        .with_type::<(bool, Changes, Option<u16>)>()
        .for_each(|(in_tables, changes, cut)| {
            // Half of the changes meet the font's directory and its first tables.
            let font = if *in_tables {
                let (tables, rest) = FONT.split_at(2048);
                [changed(tables, changes, None).as_slice(), rest].concat()
            } else {
                changed(FONT, changes, *cut)
            };
            let mut attachments = Attachments::default();
            let name = "fonts/changed.ttf".to_owned();
            attachments.fonts.insert(name, Arc::new(font));
            let Ok(fonts) = FONTS.with_attachments(&attachments) else {
                return;
            };
            let mut fill = template.sample_fill();
            let words = "Привет, fox ﬁ Ω\u{301}".to_owned();
            fill.texts.insert("text".to_owned(), words);
            if let Ok(scene) = compose(&template, &fill, &fonts) {
                paint(&scene, 1.0).expect("96 pixels are not too many");
            }
        });
}

#[test]
fn fuzzed_pictures_are_refused_or_decoded() {
    let small = paint(
        &compose(
            &SHIPPED[0].load().expect("it is good"),
            &SHIPPED[0].load().expect("it is good").sample_fill(),
            &FONTS,
        )
        .expect("it is good"),
        0.04,
    )
    .expect("it is small");
    let png = encode_png(&small, &blazon_badge::Notes::default()).expect("it is a picture");
    let jpeg = blazon_badge::encode_jpeg(&small, 80, blazon_badge::Chroma::Whole)
        .expect("it is a picture");
    let webp = blazon_badge::encode_webp(&small, Some(70)).expect("it is a picture");
    let starts: [&[u8]; 4] = [&png, &jpeg, &webp, b"GIF89a"];
    check!()
        .with_iterations(2000)
        .with_type::<(u8, Changes, Option<u16>)>()
        .for_each(|(which, changes, cut)| {
            let file = changed(starts[usize::from(*which) % 4], changes, *cut);
            if let Ok(picture) = Picture::decode("changed", &file) {
                let pixels = picture.width() as usize * picture.height() as usize;
                assert_eq!(picture.rgba().len(), pixels * 4);
            }
        });
}

#[test]
fn fuzzed_templates_are_refused_or_drawn() {
    check!()
        .with_iterations(600)
        .with_type::<(u8, Changes, Option<u16>)>()
        .for_each(|(which, changes, cut)| {
            let toml = SHIPPED[usize::from(*which) % SHIPPED.len()].toml.as_bytes();
            let changed = changed(toml, changes, *cut);
            let Ok(template) = Template::parse(&String::from_utf8_lossy(&changed)) else {
                return;
            };
            if let Ok(scene) = compose(&template, &template.sample_fill(), &FONTS) {
                let scale = 48.0 / scene.width.max(scene.height);
                paint(&scene, scale).expect("48 pixels are not too many");
            }
        });
}
