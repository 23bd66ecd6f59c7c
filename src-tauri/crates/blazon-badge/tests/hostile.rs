//! Whatever a template says, it is refused in words or drawn; nothing panics, and nothing takes long.

use blazon_badge::{Fill, Fonts, SHIPPED, Template, compose, paint};
use proptest::prelude::*;
use std::sync::LazyLock;

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::bundled);

/// What stands where a number or a word of a good template stood.
fn replacement() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("0".to_owned()),
        Just("-1".to_owned()),
        Just("1e-30".to_owned()),
        Just("1e30".to_owned()),
        Just("nan".to_owned()),
        Just("-inf".to_owned()),
        Just("\"\"".to_owned()),
        Just("[]".to_owned()),
        Just("{}".to_owned()),
        (-3000.0..3000.0_f64).prop_map(|number| number.to_string()),
        (0.0..2.0_f64).prop_map(|number| number.to_string()),
    ]
}

/// A shipped template with some of its numbers replaced.
fn changed() -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), replacement());
    (0..SHIPPED.len(), prop::collection::vec(change, 1..4)).prop_map(|(number, changes)| {
        let mut toml = SHIPPED[number].toml.to_owned();
        for (index, with) in changes {
            let numbers = numbers(&toml);
            let range = numbers[index.index(numbers.len())].clone();
            toml.replace_range(range, &with);
        }
        toml
    })
}

/// Where the numbers of a TOML text are, those inside words and colours too.
fn numbers(toml: &str) -> Vec<std::ops::Range<usize>> {
    let mut numbers: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, byte) in toml.bytes().enumerate() {
        if !byte.is_ascii_digit() {
            continue;
        }
        match numbers.last_mut().filter(|last| last.end == at) {
            Some(last) => last.end = at + 1,
            None => numbers.push(at..at + 1),
        }
    }
    numbers
}

/// Draws a template if it can be read.
fn draw(toml: &str) {
    let Ok(template) = Template::parse(toml) else {
        return;
    };
    let fill = template.sample_fill();
    let Ok(scene) = compose(&template, &fill, &FONTS) else {
        return;
    };
    let scale = 64.0 / scene.width.max(scene.height);
    paint(&scene, scale).expect("64 pixels are not too many");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_template_is_refused_or_drawn(toml in changed()) {
        draw(&toml);
    }

    #[test]
    fn any_text_is_refused_or_drawn(text in "\\PC{0,300}") {
        draw(&text);
    }

    #[test]
    fn boxes_that_were_dragged_anywhere_are_refused_or_drawn(
        number in 0..SHIPPED.len(), x in -1900.0_f32..1900.0, y in -1900.0_f32..1900.0,
        width in prop_oneof![Just(0.0_f32), 0.0_f32..1900.0], height in prop_oneof![Just(0.0_f32), 0.0_f32..1900.0],
    ) {
        let template = SHIPPED[number].load().expect("it is good");
        let mut fill: Fill = template.sample_fill();
        for layer in &template.layers {
            fill.boxes.insert(layer.id.clone(), blazon_badge::Rect::new(x, y, width, height));
        }
        let scene = compose(&template, &fill, &FONTS).expect("the boxes are near");
        paint(&scene, 0.06).expect("it is small");
    }
}
