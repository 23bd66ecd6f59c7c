//! The place that draws the eye: a head before a photograph, left, right or in the middle, without asking for faces.

use crate::support::{blurred, cropped, measured, of_each, photograph, resized, share};
use blazon_tests::photographs::ASTRONAUT;
use image::imageops;

#[test]
fn the_square_around_the_salient_place_has_the_subject_in_it() {
    for (what, behind, at_least) in [("blurred", 3.0, 0.8), ("sharp", 0.0, 0.7)] {
        let head = cropped(&photograph(ASTRONAUT), 0.26, 0.0, 0.37, 0.45);
        let found = of_each(|name| {
            [0.0, 0.5, 1.0].map(|at| {
                let mut picture = photograph(name);
                let (width, height) = picture.dimensions();
                // Three to two, as most cameras make them.
                let wide = (height * 3 / 2).min(width);
                picture = imageops::crop_imm(&picture, 0, 0, wide, wide * 2 / 3).to_image();
                if behind > 0.0 {
                    picture = blurred(&picture, behind);
                }
                let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
                let head = resized(&head, height * 0.6 / f64::from(head.height()));
                let x = at * (width - f64::from(head.width()));
                imageops::replace(&mut picture, &head, x as i64, (height * 0.2) as i64);
                let place = f64::from(measured(&picture).salient.0) * width;
                let left = (place - height / 2.0).clamp(0.0, width - height);
                left <= x + f64::from(head.width()) * 0.1
                    && left + height >= x + f64::from(head.width()) * 0.9
            })
        });
        let all: Vec<bool> = found.into_iter().flatten().collect();
        let share = share(&all, |found| *found);
        println!(
            "subject inside the proposed square, background {what}: {:.1}%",
            share * 100.0
        );
        assert!(share >= at_least, "{what}: {share}");
    }
}
