//! SVG as another program draws it, without fonts, and as programs read it.

use super::*;
use crate::likeness::{compare, glow, ribbon, scene};
use crate::paint;
use resvg::usvg;
use tiny_skia::Pixmap;

/// The SVG as resvg draws it: it has no fonts, so that what it shows are outlines.
fn draw(svg: &str, scale: f32) -> Pixmap {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).unwrap();
    let view = tree.size();
    let mut pixmap = Pixmap::new(
        (view.width() * scale).round() as u32,
        (view.height() * scale).round() as u32,
    )
    .unwrap();
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixmap.as_mut(),
    );
    pixmap
}

fn assert_like(scene: &Scene, mean: f64, seen: f64) {
    let ours = paint(scene, 3.0).unwrap();
    let theirs = draw(&write_svg(scene).unwrap(), 3.0);
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
    let ours = draw(&write_svg(&scene(vec![glow()])).unwrap(), 3.0);
    let filtered = r##"<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">
        <filter id="f" filterUnits="userSpaceOnUse" x="0" y="0" width="200" height="100"
            color-interpolation-filters="sRGB"><feGaussianBlur stdDeviation="4"/></filter>
        <radialGradient id="g" gradientUnits="userSpaceOnUse" cx="150" cy="50" r="30">
            <stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#283cc8"/></radialGradient>
        <g filter="url(#f)"><circle cx="154" cy="56" r="30" fill-opacity="0.627"/></g>
        <circle cx="150" cy="50" r="30" fill="url(#g)"/></svg>"##;
    let likeness = compare(&ours, &draw(filtered, 3.0));
    assert!(likeness.mean < 0.3 && likeness.seen < 0.001, "{likeness:?}");
}
