//! SVG as another program draws it, without fonts, and as programs read it.

use super::*;
use crate::likeness::{badge, compare, glow, ribbon, scene};
use crate::paint;
use resvg::usvg;
use rstest::rstest;
use tiny_skia::Pixmap;

/// The SVG as resvg draws it, so many pixels wide: it has no fonts, so that what it shows are outlines.
fn draw(svg: &str, width: u32) -> Pixmap {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).unwrap();
    let (size, scale) = (tree.size(), width as f32 / tree.size().width());
    let mut pixmap = Pixmap::new(width, (size.height() * scale).round() as u32).unwrap();
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixmap.as_mut(),
    );
    pixmap
}

fn assert_like(scene: &Scene, mean: f64, seen: f64) {
    let ours = paint(scene, 3.0).unwrap();
    let theirs = draw(&write_svg(scene).unwrap(), ours.width());
    let likeness = compare(&ours, &theirs);
    assert!(likeness.mean < mean && likeness.seen < seen, "{likeness:?}");
}

#[test]
fn shapes_gradients_and_dashes_look_as_they_are_painted() {
    assert_like(&scene(vec![ribbon()]), 0.5, 0.002);
}

#[test]
fn numbers_are_short_and_words_are_escaped() {
    assert_eq!(number(-0.0001), "0");
    assert_eq!(number(12.5), "12.5");
    assert_eq!(number(100.0), "100");
    assert_eq!(number(1.0 / 3.0), "0.333");
    assert_eq!(
        escape("a<b>&\"\u{0}\u{ffff}\n\u{b}ё"),
        "a&lt;b&gt;&amp;&quot; ё"
    );
}

#[test]
fn a_scene_is_always_the_same_text() {
    let scene = scene(vec![ribbon()]);
    assert_eq!(write_svg(&scene).unwrap(), write_svg(&scene).unwrap());
}

#[test]
fn a_shadow_is_the_blur_of_the_svg_specification() {
    let ours = draw(&write_svg(&scene(vec![glow()])).unwrap(), 600);
    let filtered = r##"<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">
        <filter id="f" filterUnits="userSpaceOnUse" x="0" y="0" width="200" height="100"
            color-interpolation-filters="sRGB"><feGaussianBlur stdDeviation="4"/></filter>
        <radialGradient id="g" gradientUnits="userSpaceOnUse" cx="150" cy="50" r="30">
            <stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#283cc8"/></radialGradient>
        <g filter="url(#f)"><circle cx="154" cy="56" r="30" fill-opacity="0.627"/></g>
        <circle cx="150" cy="50" r="30" fill="url(#g)"/></svg>"##;
    let likeness = compare(&ours, &draw(filtered, 600));
    assert!(likeness.mean < 0.3 && likeness.seen < 0.001, "{likeness:?}");
}

#[rstest]
#[case::english("Ann Fisher", "Official")]
#[case::russian("Жанна Щукина-Ёлкина", "Докладчик")]
#[case::greek("Ελένη Παπαδοπούλου", "Ομιλήτρια")]
#[case::arabic("فاطمة", "مرحبا بالعالم")]
#[case::emoji("Fox 😀🔥", "Star ⭐ 😀")]
fn a_whole_badge_looks_as_it_is_painted(#[case] name: &str, #[case] role: &str) {
    assert_like(&badge(name, role), 1.0, 0.004);
}

/// All texts of an SVG as an XML reader sees them.
fn texts(svg: &str) -> Vec<String> {
    let document = usvg::roxmltree::Document::parse(svg).unwrap();
    document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .map(|node| {
            let parts = node.descendants().filter(|node| node.is_text());
            parts.filter_map(|node| node.text()).collect()
        })
        .collect()
}

#[test]
fn words_can_be_selected_and_read_whatever_they_say() {
    let svg = write_svg(&badge("Жанна <b> & Co", "مرحبا بالعالم")).unwrap();
    assert_eq!(texts(&svg), ["مرحبا بالعالم", "Жанна <b> & Co"]);
    assert!(svg.contains("<title>") && svg.contains("width=\"80mm\""));
    assert!(!svg.contains("<script") && !svg.contains("http://x"));
}
