//! PDF as other programs draw and read it.

use super::*;
use crate::likeness::{compare, ribbon, scene};
use crate::paint;
use crate::sheet::{Paper, SheetSettings, Size};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
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
