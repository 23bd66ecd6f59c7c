//! PDF as other programs draw and read it.

use super::*;
use crate::likeness::{badge, compare, node, ribbon, scene};
use crate::sheet::{Paper, SheetSettings, Size};
use crate::{Colour, NodeKind, Paint, ShapeNode, paint};
use rstest::rstest;
use std::collections::HashSet;
use std::process::Command;
use tiny_skia::Pixmap;

/// What a program of Poppler makes of a document.
fn poppler(program: &str, options: &[&str], pdf: &[u8], to: Option<&str>) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("badge.pdf");
    std::fs::write(&path, pdf).unwrap();
    let done = Command::new(program)
        .args(options)
        .arg(path)
        .args(to)
        .output()
        .unwrap_or_else(|error| panic!("{program} of Poppler: {error}"));
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    done.stdout
}

/// A page as Poppler draws it, `scale` pixels for a point.
fn draw(pdf: &[u8], page: usize, scale: f32) -> Pixmap {
    let (width, height) = size_of(pdf, page);
    let page = (page + 1).to_string();
    // Whole pixels, as a painted scene has them.
    let [width, height] = [width, height].map(|side| (side * scale).round().to_string());
    let options = [
        "-png",
        "-singlefile",
        "-transp",
        "-f",
        &page,
        "-l",
        &page,
        "-scale-to-x",
        &width,
        "-scale-to-y",
        &height,
    ];
    Pixmap::decode_png(&poppler("pdftocairo", &options, pdf, Some("-"))).unwrap()
}

/// What `pdfinfo` says of the boxes of a page, in points.
fn boxes_of(pdf: &[u8], page: usize) -> Vec<(String, [f32; 4])> {
    let page = (page + 1).to_string();
    let said = poppler("pdfinfo", &["-box", "-f", &page, "-l", &page], pdf, None);
    let said = String::from_utf8(said).unwrap();
    let lines = said
        .lines()
        .filter(|line| line.starts_with("Page ") && line.contains("Box:"));
    let read = |line: &str| {
        let (name, sides) = line.split_once("Box:").unwrap();
        let name = name.split_whitespace().last().unwrap().to_owned();
        let sides: Vec<f32> = sides
            .split_whitespace()
            .map(|side| side.parse().unwrap())
            .collect();
        (name, sides.try_into().unwrap())
    };
    lines.map(read).collect()
}

fn size_of(pdf: &[u8], page: usize) -> (f32, f32) {
    let boxes = boxes_of(pdf, page);
    let (_, [left, top, right, bottom]) = boxes.iter().find(|(name, _)| name == "Media").unwrap();
    (right - left, bottom - top)
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

/// A box of the first page in millimetres, rounded.
fn box_of(pdf: &[u8], name: &str) -> [i64; 4] {
    let boxes = boxes_of(pdf, 0);
    let (_, sides) = boxes.iter().find(|(found, _)| found == name).unwrap();
    sides.map(|side| (side / POINTS).round() as i64)
}

#[test]
fn a_page_has_the_size_of_the_badge_and_its_bleed() {
    let pdf = write_pdf("badge", &[printed(3.0)]).unwrap();
    assert_eq!(box_of(&pdf, "Media"), [0, 0, 86, 46]);
    assert_eq!(box_of(&pdf, "Bleed"), [0, 0, 86, 46]);
    assert_eq!(box_of(&pdf, "Trim"), [3, 3, 83, 43]);
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
    let text = String::from_utf8(poppler("pdftotext", &["-raw"], pdf, Some("-"))).unwrap();
    // The reader puts marks of direction between words.
    let is_mark =
        |letter: char| matches!(letter, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
    let is_letter = |letter: &char| !letter.is_whitespace() && !is_mark(*letter);
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
fn arabic_is_read_on_a_line_and_on_a_curve() {
    let pdf = write_pdf("badge", &[badge("فاطمة", "مرحبا بالعالم")]).unwrap();
    let text = text_of(&pdf);
    assert!(text.contains("فاطمة"), "{text}");
    // On a curve the words are told as they are, and Poppler turns round what it takes for the order on the page.
    let words = "مرحبابالعالم";
    let backwards: String = words.chars().rev().collect();
    assert!(text.contains(words) || text.contains(&backwards), "{text}");
}

#[test]
fn a_picture_on_many_badges_is_kept_once() {
    let one = write_pdf("badge", &[badge("Ann", "")]).unwrap();
    let many: Vec<Scene> = (0..20).map(|n| badge(&format!("Ann {n}"), "")).collect();
    let many = write_pdf("badge", &many).unwrap();
    // The objects that hold a JPEG, on whatever pages they stand.
    let pictures = |pdf: &[u8]| {
        let said = String::from_utf8(poppler("pdfimages", &["-list"], pdf, None)).unwrap();
        let columns = said
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>());
        let jpegs = columns.filter(|columns| columns.get(8) == Some(&"jpeg"));
        jpegs
            .map(|columns| columns[10].to_owned())
            .collect::<HashSet<_>>()
            .len()
    };
    assert_eq!(pictures(&one), 1);
    assert_eq!(pictures(&many), 1);
}
