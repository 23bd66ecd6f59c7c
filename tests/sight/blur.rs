//! Blur: photographs, and copies of them out of focus or shaken.

use crate::support::{as_it_is, blurred, marked, measured, of_each, photograph, report, shaken};
use blazon_model::{Mark, Measures, Subject};

fn is_blurred(measures: &Measures) -> bool {
    marked(Some(measures), None, Subject::Object).contains(&Mark::Blurred)
}

#[test]
fn sharp_photographs_are_not_called_blurred() {
    let found = of_each(as_it_is);
    print_range("as they are", &found);
    assert!(report("called blurred as they are", &found, is_blurred) <= 0.10);
}

#[test]
fn photographs_out_of_focus_are_found() {
    for (sigma, at_least, at_most) in [
        (0.5, 0.0, 0.35),
        (1.0, 0.75, 1.0),
        (2.0, 0.95, 1.0),
        (4.0, 0.95, 1.0),
    ] {
        let found = of_each(|name| measured(&blurred(&photograph(name), sigma)));
        print_range(&format!("out of focus by {sigma}"), &found);
        let share = report(
            &format!("found, out of focus by {sigma} pixels of 512"),
            &found,
            is_blurred,
        );
        assert!((at_least..=at_most).contains(&share), "{sigma}: {share}");
    }
}

#[test]
fn shaken_photographs_are_found() {
    for (length, degrees, at_least) in [
        (9.0, 0.0, 0.85),
        (9.0, 30.0, 0.85),
        (15.0, 45.0, 0.9),
        (15.0, 90.0, 0.95),
    ] {
        let found = of_each(|name| measured(&shaken(&photograph(name), length, degrees)));
        print_range(&format!("shaken by {length}"), &found);
        let what = format!("found, shaken by {length} pixels of 512 at {degrees}°");
        let share = report(&what, &found, is_blurred);
        assert!(share >= at_least, "{what}: {share}");
    }
}

#[test]
fn a_sharp_subject_before_a_blurred_background_is_sharp() {
    let found = of_each(|name| {
        let photo = photograph(name);
        let mut picture = blurred(&photo, 4.0);
        let (width, height) = photo.dimensions();
        let part =
            image::imageops::crop_imm(&photo, width * 3 / 8, height * 3 / 8, width / 4, height / 4)
                .to_image();
        let before = measured(&photo);
        image::imageops::replace(
            &mut picture,
            &part,
            i64::from(width * 3 / 8),
            i64::from(height * 3 / 8),
        );
        (before, measured(&picture))
    });
    // Where the middle itself shows nothing sharp there is nothing to be found.
    let share = report(
        "called sharp with a sharp sixteenth alone",
        &found,
        |(before, after)| is_blurred(before) || !is_blurred(after),
    );
    assert!(share >= 0.65, "{share}");
}

fn print_range(what: &str, found: &[Measures]) {
    let mut values: Vec<f32> = found.iter().map(|measures| measures.sharpness).collect();
    values.sort_by(f32::total_cmp);
    let at = |share: usize| values[(values.len() - 1) * share / 100];
    println!(
        "  sharpness {what}: {:.2} .. 10%: {:.2} .. {:.2} .. 90%: {:.2} .. {:.2}",
        at(0),
        at(10),
        at(50),
        at(90),
        at(100)
    );
}
