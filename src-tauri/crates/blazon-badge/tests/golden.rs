//! Every shipped template against a picture that a person has looked at.
//!
//! The tolerance: both pictures are averaged over blocks of 4 by 4 pixels, so that one processor's rounding and a shift of
//! an edge by a part of a pixel are nothing; then the mean difference of a channel is at most 0.6 of 255, and no block
//! differs by more than 40. A letter that is missing, moved or of another colour is far beyond both.
//!
//! `BLAZON_GOLDEN=write cargo test -p blazon-badge --test golden` writes them anew; they have to be looked at then.

use blazon_badge::{
    Chroma, Fill, Finding, Fonts, Notes, Picture, PictureFill, Pixmap, SHIPPED, Template, compose,
    encode_jpeg, encode_png, encode_webp, find_shipped, paint,
};
use rstest::rstest;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Pixels of the longer side.
const SIDE: f32 = 512.0;
const MOST_ON_AVERAGE: f64 = 0.6;
const MOST_OF_A_BLOCK: f64 = 40.0;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// A picture without a photo: a sky, a hill and a sun, so that masks and crops are seen.
fn landscape() -> Arc<Picture> {
    let (width, height) = (320_u32, 320_u32);
    let colour = |x: u32, y: u32| {
        let hill = 190 + (x as i32 - 140).pow(2) / 700;
        let sun = (x as i32 - 220).pow(2) + (y as i32 - 90).pow(2);
        match y as i32 {
            _ if sun < 1600 => [255, 226, 150, 255],
            row if row > hill => [60, 110 - (y / 8) as u8, 90, 255],
            _ => [120 + (y / 4) as u8, 170 + (y / 6) as u8, 205, 255],
        }
    };
    let rgba = (0..height)
        .flat_map(|y| (0..width).flat_map(move |x| colour(x, y)))
        .collect();
    Arc::new(Picture::from_rgba(width, height, rgba).expect("the size is right"))
}

fn filled(template: &Template, words: Option<&str>) -> Fill {
    let mut fill = template.sample_fill();
    fill.picture = Some(PictureFill::new(landscape()));
    if let Some(words) = words {
        for field in template.fields.iter().filter(|field| field.required) {
            fill.texts.insert(field.id.clone(), words.to_owned());
        }
    }
    fill
}

fn painted(id: &str, words: Option<&str>) -> Pixmap {
    let template = find_shipped(id)
        .expect("it ships")
        .load()
        .expect("it is good");
    let scene =
        compose(&template, &filled(&template, words), &Fonts::bundled()).expect("it is drawn");
    paint(&scene, SIDE / scene.width.max(scene.height)).expect("it is small")
}

/// Averages over blocks of 4 by 4 pixels, over grey.
fn blocks(width: usize, height: usize, pixels: &[[u8; 4]]) -> Vec<[f64; 3]> {
    let mut blocks = Vec::new();
    for y in (0..height / 4 * 4).step_by(4) {
        for x in (0..width / 4 * 4).step_by(4) {
            let mut sum = [0.0; 3];
            for pixel in (0..16).map(|at| pixels[(y + at / 4) * width + x + at % 4]) {
                for (sum, value) in sum.iter_mut().zip(pixel) {
                    // Multiplied by alpha, over a middle grey.
                    *sum +=
                        (f64::from(value) + 128.0 * (255.0 - f64::from(pixel[3])) / 255.0) / 16.0;
                }
            }
            blocks.push(sum);
        }
    }
    blocks
}

fn compare(name: &str, pixmap: &Pixmap) {
    let path = folder().join(format!("{name}.webp"));
    if std::env::var_os("BLAZON_GOLDEN").is_some_and(|wish| wish == "write") {
        std::fs::create_dir_all(folder()).expect("the folder can be made");
        std::fs::write(&path, encode_webp(pixmap, Some(90)).expect("it is written"))
            .expect("there is room");
        return;
    }
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    // What was written went through WebP; so does what is compared, and the loss is the same.
    let own = encode_webp(pixmap, Some(90)).expect("it is written");
    let [golden, own] = [bytes, own].map(|bytes| {
        image::load_from_memory(&bytes)
            .expect("it is a picture")
            .into_rgba8()
    });
    assert_eq!(golden.dimensions(), own.dimensions(), "{name}");
    let (width, height) = golden.dimensions();
    let [golden, own] = [golden, own].map(|picture| {
        let pixels: Vec<[u8; 4]> = picture
            .pixels()
            .map(|pixel| pixel.0)
            .map(|[red, green, blue, alpha]| {
                let times = |value: u8| (u32::from(value) * u32::from(alpha) / 255) as u8;
                [times(red), times(green), times(blue), alpha]
            })
            .collect();
        blocks(width as usize, height as usize, &pixels)
    });
    let differences: Vec<f64> = golden
        .iter()
        .flatten()
        .zip(own.iter().flatten())
        .map(|(golden, own)| (golden - own).abs())
        .collect();
    let mean = differences.iter().sum::<f64>() / differences.len() as f64;
    let largest = differences.iter().copied().fold(0.0, f64::max);
    assert!(
        mean <= MOST_ON_AVERAGE && largest <= MOST_OF_A_BLOCK,
        "{name}: {mean:.2} on average, {largest:.0} at most"
    );
}

#[rstest]
#[case::golden_banner("golden-banner")]
#[case::ribbon_round("ribbon-round")]
#[case::round_seal("round-seal")]
#[case::silver_shield("silver-shield")]
#[case::hexagon_patch("hexagon-patch")]
#[case::id_card("id-card")]
#[case::conference_pass("conference-pass")]
#[case::sticker("sticker")]
#[case::corner_ribbon("corner-ribbon")]
#[case::minimal("minimal")]
fn a_template_looks_as_it_did(#[case] id: &str) {
    compare(&format!("{id}-en"), &painted(id, None));
    compare(&format!("{id}-ru"), &painted(id, Some("Мария Ковалёва")));
}

#[test]
fn every_shipped_template_has_its_golden_pictures() {
    for shipped in SHIPPED {
        for language in ["en", "ru"] {
            let path = folder().join(format!("{}-{language}.webp", shipped.id));
            let size = path
                .metadata()
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
                .len();
            assert!(size < 60_000, "{}: {size} bytes", path.display());
        }
    }
}

#[rstest]
#[case::arabic("محمد", &["محمد"])]
#[case::japanese("ねこ", &["ねこ"])]
#[case::emoji("🦊", &["🦊"])]
fn what_bundled_fonts_cannot_write_is_named(#[case] words: &str, #[case] named: &[&str]) {
    let template = SHIPPED[0].load().expect("it is good");
    let scene = compose(
        &template,
        &filled(&template, Some(words)),
        &Fonts::bundled(),
    )
    .expect("it is drawn");
    let [Finding::MissingCharacters { layer, characters }] = scene.findings.as_slice() else {
        panic!("{:?}", scene.findings);
    };
    assert_eq!(layer, "text");
    let mut characters: Vec<char> = characters.concat().chars().collect();
    let mut named: Vec<char> = named.concat().chars().collect();
    characters.sort_unstable();
    named.sort_unstable();
    named.dedup();
    assert_eq!(characters, named);
}

#[rstest]
#[case::arabic("محمد")]
#[case::japanese("ねこ")]
#[case::emoji("🦊")]
fn with_the_fonts_of_the_system_a_text_is_drawn_or_named(#[case] words: &str) {
    let template = SHIPPED[0].load().expect("it is good");
    let scene = compose(
        &template,
        &filled(&template, Some(words)),
        &Fonts::with_system(),
    )
    .expect("it is drawn");
    let is_drawn = scene
        .nodes
        .iter()
        .any(|node| matches!(node.kind, blazon_badge::NodeKind::Text(_)));
    let is_named = scene
        .findings
        .iter()
        .any(|finding| matches!(finding, Finding::MissingCharacters { .. }));
    assert!(is_drawn != is_named, "{:?}", scene.findings);
}

#[test]
fn the_same_fill_gives_the_same_bytes_on_every_run_and_thread() {
    let files = |fonts: &Fonts| -> Vec<Vec<u8>> {
        let mut files = Vec::new();
        for shipped in SHIPPED {
            let template = shipped.load().expect("it is good");
            let scene = compose(&template, &filled(&template, Some("Ёлка Ω Ünï")), fonts)
                .expect("it is drawn");
            let pixmap = paint(&scene, 0.3).expect("it is small");
            files.push(encode_png(&pixmap, &Notes::default()).expect("it is written"));
            for chroma in [Chroma::Whole, Chroma::Halved] {
                files.push(encode_jpeg(&pixmap, 90, chroma).expect("it is written"));
            }
            files.push(encode_webp(&pixmap, Some(80)).expect("it is written"));
        }
        files
    };
    let fonts = Fonts::bundled();
    let first = files(&fonts);
    assert!(first == files(&Fonts::bundled()), "another run differs");
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| files(&fonts))).collect();
        for thread in threads {
            assert!(
                thread.join().expect("it ends well") == first,
                "another thread differs"
            );
        }
    });
}

#[test]
fn notes_are_in_the_png_only_where_they_are_wanted() {
    let pixmap = painted("minimal", None);
    let holds = |png: &[u8], word: &[u8]| png.windows(word.len()).any(|window| window == word);
    let plain = encode_png(&pixmap, &Notes::default()).expect("it is written");
    assert!(!holds(&plain, b"tEXt") && !holds(&plain, b"iTXt") && !holds(&plain, b"pHYs"));
    let notes = Notes {
        pixels_per_metre: Some(11811),
        texts: vec![("Title".to_owned(), "Имя".to_owned())],
    };
    let noted = encode_png(&pixmap, &notes).expect("it is written");
    assert!(holds(&noted, b"pHYs") && holds(&noted, "Имя".as_bytes()));
    let read = image::load_from_memory(&noted).expect("it is a picture");
    assert_eq!(
        read.into_rgba8(),
        image::load_from_memory(&plain)
            .expect("it is a picture")
            .into_rgba8()
    );
}
