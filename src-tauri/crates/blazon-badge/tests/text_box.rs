//! Text never leaves its box: on pixels, for any text, with stroke and shadow.

use blazon_badge::{Fill, Fonts, Template, compose, paint};
use proptest::prelude::*;
use std::sync::LazyLock;

/// Pixels on a side.
const SIDE: u32 = 200;

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::with_system);

/// A template with nothing but a text in a box, as `kind` says.
fn template(area: [u32; 4], kind: &str) -> Template {
    let [x, y, width, height] = area;
    let toml = format!(
        r##"
        format = 1
        name = {{ en = "Test", ru = "Проба" }}
        size = [{SIDE}, {SIDE}]
        fields = [{{ id = "text", label = {{ en = "Text", ru = "Текст" }}, longest = 200 }}]
        [[layers]]
        id = "text"
        box = [{x}, {y}, {width}, {height}]
        text = {{ field = "text", fill = "#000000", stroke = {{ width = 0.15, paint = "#ff0000" }}, shadow = {{ x = 0.05, y = 0.1, blur = 0.2, colour = "#0000ff" }}, {kind} }}
        "##
    );
    Template::parse(&toml).expect("the template is good")
}

/// The first painted pixel outside the box.
fn find_pixel_outside(area: [u32; 4], kind: &str, text: &str) -> Option<(u32, u32)> {
    let mut fill = Fill::default();
    fill.texts.insert("text".to_owned(), text.to_owned());
    let scene = compose(&template(area, kind), &fill, &FONTS).expect("any text is drawn");
    let pixmap = paint(&scene, 1.0).expect("it is small");
    let [x, y, width, height] = area;
    let painted = pixmap
        .data()
        .chunks_exact(4)
        .enumerate()
        .filter(|(_, pixel)| pixel[3] > 0);
    painted
        .map(|(at, _)| (at as u32 % SIDE, at as u32 / SIDE))
        .find(|(column, row)| !(x..x + width).contains(column) || !(y..y + height).contains(row))
}

fn kind() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("lines = 1"),
        Just("lines = 2"),
        Just("lines = 4, align = \"left\", upright = \"top\", leading = 0.8"),
        Just("lines = 2, align = \"right\", upright = \"bottom\", size = 30"),
        Just("font = \"Vollkorn\", spacing = 0.2"),
        Just("curve = { bend = 0.2 }"),
        Just("curve = { bend = -0.3 }"),
        Just("curve = { circle = { side = \"top\", span = 200, band = 20 } }"),
        Just("curve = { circle = { side = \"bottom\", span = 200, band = 20 } }"),
    ]
}

/// Texts of every kind that has ever troubled a layout.
fn text() -> impl Strategy<Value = String> {
    let any = prop::collection::vec(any::<char>(), 0..200).prop_map(String::from_iter);
    let marks = prop::collection::vec(
        prop_oneof!["[a-zа-яёα-ω]", "[\u{300}-\u{36f}]{1,20}"],
        0..40,
    )
    .prop_map(|parts| parts.concat().chars().take(200).collect());
    let mixed = prop::collection::vec(
        prop_oneof![
            "[A-Za-z]{1,12}",
            "[А-Яа-яё]{1,12}",
            "[\u{621}-\u{64a}]{1,8}",
            "[\u{5d0}-\u{5ea}]{1,8}",
            "[😀-😏🦊]",
            "[ぁ-ん漢字]{1,6}",
            "[ \n\t]"
        ],
        0..24,
    )
    .prop_map(|parts| parts.concat().chars().take(200).collect());
    prop_oneof![any, marks, mixed]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn text_never_leaves_its_box(
        x in 0_u32..90, y in 0_u32..90, width in 4_u32..110, height in 4_u32..110, kind in kind(), text in text(),
    ) {
        let area = [x, y, width, height];
        prop_assert_eq!(find_pixel_outside(area, kind, &text), None);
    }
}

#[test]
fn the_text_is_there_at_all() {
    let area = [20, 60, 160, 60];
    let mut fill = Fill::default();
    fill.texts.insert("text".to_owned(), "UX SCOUT".to_owned());
    let scene =
        compose(&template(area, "lines = 1"), &fill, &Fonts::bundled()).expect("it is drawn");
    let pixmap = paint(&scene, 1.0).expect("it is small");
    let painted = pixmap
        .pixels()
        .iter()
        .filter(|pixel| pixel.alpha() > 0)
        .count();
    assert!(painted > 2000, "{painted}");
}
