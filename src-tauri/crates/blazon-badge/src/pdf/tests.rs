//! PDF as other programs draw and read it.

use super::*;
use crate::likeness::{badge, compare, node, ribbon, scene};
use crate::sheet::{Paper, SheetSettings, Size};
use crate::{Colour, NodeKind, Paint, ShapeNode, paint};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use rstest::rstest;
use std::sync::Arc;
use tiny_skia::Pixmap;

/// A page as hayro draws it, `scale` pixels for a point.
fn draw(pdf: &[u8], page: usize, scale: f32) -> Pixmap {
    let pdf = Pdf::new(Arc::new(pdf.to_vec())).unwrap();
    let page = &pdf.pages()[page];
    let (width, height) = page.render_dimensions();
    // Whole pixels, as a painted scene has them.
    let pixels = PixmapSettings {
        x_scale: ((width * scale).round() + 0.01) / width,
        y_scale: ((height * scale).round() + 0.01) / height,
        ..PixmapSettings::default()
    };
    let drawn = hayro::render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &pixels,
    );
    let size =
        tiny_skia::IntSize::from_wh(u32::from(drawn.width()), u32::from(drawn.height())).unwrap();
    Pixmap::from_vec(drawn.data_as_u8_slice().to_vec(), size).unwrap()
}

fn assert_like(scene: &Scene, mean: f64, seen: f64) {
    let pdf = write_pdf("badge", std::slice::from_ref(scene)).unwrap();
    let page_width = print_size(scene).width_mm * POINTS;
    let theirs = draw(&pdf, 0, 600.0 / page_width);
    let ours = paint(scene, theirs.width() as f32 / scene.width).unwrap();
    let likeness = compare(&ours, &theirs);
    assert!(likeness.mean < mean && likeness.seen < seen, "{likeness:?}");
}

#[test]
fn shapes_gradients_and_dashes_look_as_they_are_painted() {
    assert_like(&scene(vec![ribbon()]), 0.5, 0.002);
}

fn printed(bleed_mm: f32) -> Scene {
    Scene {
        print: Some(PrintSize {
            width_mm: 80.0,
            height_mm: 40.0,
            bleed_mm,
        }),
        ..scene(vec![ribbon()])
    }
}

/// The boxes of a page by their name, in millimetres, rounded.
fn box_of(pdf: &[u8], name: &[u8]) -> Vec<i64> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let page = document.get_pages()[&1];
    let dictionary = document.get_dictionary(page).unwrap();
    let sides = dictionary.get(name).unwrap().as_array().unwrap();
    sides
        .iter()
        .map(|side| (side.as_float().unwrap() / POINTS).round() as i64)
        .collect()
}

#[test]
fn a_page_has_the_size_of_the_badge_and_its_bleed() {
    let pdf = write_pdf("badge", &[printed(3.0)]).unwrap();
    assert_eq!(box_of(&pdf, b"MediaBox"), [0, 0, 86, 46]);
    assert_eq!(box_of(&pdf, b"BleedBox"), [0, 0, 86, 46]);
    assert_eq!(box_of(&pdf, b"TrimBox"), [3, 3, 83, 43]);
}

#[test]
fn the_bleed_shows_what_stands_at_the_edge() {
    let stripes = |x: f32, colour| {
        let rect = tiny_skia::Rect::from_xywh(x, 0.0, 100.0, 100.0).unwrap();
        node(NodeKind::Shape(ShapeNode {
            path: tiny_skia::PathBuilder::from_rect(rect),
            fill: Some(Paint::Solid(colour)),
            stroke: None,
            shadow: None,
        }))
    };
    let (red, blue) = (Colour::opaque(200, 0, 0), Colour::opaque(0, 0, 200));
    let badge = Scene {
        nodes: vec![stripes(0.0, red), stripes(100.0, blue)],
        ..printed(5.0)
    };
    // Two pixels for a millimetre: 90 x 50 with the bleed.
    let page = draw(&write_pdf("badge", &[badge]).unwrap(), 0, 2.0 / POINTS);
    for (x, y, red) in [
        (1, 1, 200),
        (88, 1, 200),
        (1, 98, 200),
        (91, 2, 0),
        (178, 98, 0),
        (178, 50, 0),
    ] {
        let pixel = page.pixel(x, y).unwrap();
        assert!(pixel.red().abs_diff(red) < 4, "{x} {y} {pixel:?}");
        assert!(pixel.blue().abs_diff(200 - red) < 4, "{x} {y} {pixel:?}");
        assert_eq!(pixel.alpha(), 255);
    }
}

#[test]
fn the_same_badges_are_the_same_bytes() {
    let badges = [printed(0.0), scene(vec![ribbon()])];
    let pdf = write_pdf("badge", &badges).unwrap();
    assert_eq!(pdf, write_pdf("badge", &badges).unwrap());
    let text = String::from_utf8_lossy(&pdf);
    assert!(!text.contains("CreationDate") && !text.contains("CreateDate"));
}

#[test]
fn a_sheet_has_its_badges_in_their_places_upright_and_turned() {
    for (paper, turned) in [((100.0, 60.0), false), ((60.0, 100.0), true)] {
        let sheet = Sheet::new(&SheetSettings {
            paper: Paper::Other {
                width: paper.0,
                height: paper.1,
            },
            ..SheetSettings::new(Size {
                width: 80.0,
                height: 40.0,
            })
        })
        .unwrap();
        assert_eq!(sheet.places.len(), 1);
        assert_eq!(sheet.places[0].turned, turned);
        let badge = printed(0.0);
        let mut writer = PdfWriter::new("sheet");
        writer.add_sheet(&sheet, [&badge, &badge]).unwrap();
        let pdf = writer.finish().unwrap();
        // Five pixels for a millimetre.
        let page = draw(&pdf, 0, 5.0 / POINTS);
        let trim = sheet.places[0].trim;
        let (left, top) = ((trim.left * 5.0) as u32, (trim.top * 5.0) as u32);
        let ours = paint(&badge, 2.0).unwrap();
        let mut theirs = Pixmap::new(400, 200).unwrap();
        for y in 0..200 {
            for x in 0..400 {
                // Turned clockwise, the badge's left edge is at the top.
                let (across, down) = if turned { (199 - y, x) } else { (x, y) };
                let pixel = page.pixel(left + across, top + down).unwrap();
                theirs.pixels_mut()[(y * 400 + x) as usize] = pixel;
            }
        }
        let likeness = compare(&ours, &theirs);
        assert!(
            likeness.mean < 0.5 && likeness.seen < 0.002,
            "{turned} {likeness:?}"
        );
    }
}

#[rstest]
#[case::english("Ann Fisher", "Official")]
#[case::russian("Жанна Щукина-Ёлкина", "Докладчик")]
#[case::greek("Ελένη Παπαδοπούλου", "Ομιλήτρια")]
#[case::arabic("فاطمة", "مرحبا بالعالم")]
#[case::emoji("Fox 😀🔥", "Star ⭐ 😀")]
fn a_whole_badge_looks_as_it_is_painted(#[case] name: &str, #[case] role: &str) {
    let badge = Scene {
        print: None,
        ..badge(name, role)
    };
    assert_like(&badge, 1.0, 0.006);
}

/// The text of a PDF as another program reads it, without its spaces and line ends.
fn text_of(pdf: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(pdf).unwrap();
    // The reader puts marks of direction between words.
    let is_letter = |letter: &char| !letter.is_whitespace() && *letter != '\u{200e}';
    text.chars().filter(is_letter).collect()
}

#[rstest]
#[case::english("Ann Fisher", "Official")]
#[case::russian("Жанна Щукина-Ёлкина", "Докладчик")]
#[case::greek("Ελένη Παπαδοπούλου", "Ομιλήτρια")]
#[case::ligatures("Office", "Affiliation fjord")]
#[case::beside_emoji("Fox", "Star")]
fn the_text_of_a_badge_can_be_read(#[case] name: &str, #[case] role: &str) {
    let beside = if name == "Fox" { " 😀" } else { "" };
    let badge = badge(&format!("{name}{beside}"), &format!("{role}{beside}"));
    let text = text_of(&write_pdf("badge", &[badge]).unwrap());
    for words in [name, role] {
        let words: String = words.split_whitespace().collect();
        assert!(text.contains(&words), "{words} in {text}");
    }
}

#[test]
fn arabic_is_kept_in_the_order_in_which_it_is_read() {
    let pdf = write_pdf("badge", &[badge("فاطمة", "مرحبا بالعالم")]).unwrap();
    // On a straight line glyphs go from left to right, and their letters with them; readers turn them round.
    let backwards: String = "فاطمة".chars().rev().collect();
    let text = text_of(&pdf);
    assert!(
        text.contains(&backwards) || text.contains("فاطمة"),
        "{text}"
    );
    // On a curve the words are told as they are.
    let told: Vec<u8> = std::iter::once(0xFEFF)
        .chain("مرحبا بالعالم".encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect();
    let hex: String = told.iter().map(|byte| format!("{byte:02X}")).collect();
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let page = document.get_page_content(document.get_pages()[&1]).unwrap();
    assert!(String::from_utf8_lossy(&page).contains(&format!("/ActualText<{hex}>")));
}

#[test]
fn a_picture_on_many_badges_is_kept_once() {
    let one = write_pdf("badge", &[badge("Ann", "")]).unwrap();
    let many: Vec<Scene> = (0..20).map(|n| badge(&format!("Ann {n}"), "")).collect();
    let many = write_pdf("badge", &many).unwrap();
    let pictures = |pdf: &[u8]| {
        let document = lopdf::Document::load_mem(pdf).unwrap();
        let streams = document
            .objects
            .values()
            .filter_map(|object| object.as_stream().ok());
        streams
            .filter(|stream| {
                stream
                    .dict
                    .get(b"Filter")
                    .is_ok_and(|filter| filter.as_name().is_ok_and(|name| name == b"DCTDecode"))
            })
            .count()
    };
    assert_eq!(pictures(&one), 1);
    assert_eq!(pictures(&many), 1);
}
