//! Near duplicates: photographs, copies of them that show the same, and other photographs.

use crate::support::{
    as_it_is, cropped, jpeg, measured, of_each, photograph, report, resized, seen, toned,
};
use blazon_dataset::duplicates::{self, Candidate, NEAR};
use blazon_model::{LookHash, Measures};
use blazon_tests::photographs::OTHER_EYE;
use image::{RgbImage, imageops};

type Change = fn(&RgbImage) -> RgbImage;

/// What shows the same, and how many of them are found at least.
const SAME: &[(&str, Change, f64)] = &[
    ("half as large", |picture| resized(picture, 0.5), 1.0),
    (
        "cropped by 5%",
        |picture| cropped(picture, 0.025, 0.025, 0.95, 0.95),
        0.95,
    ),
    (
        "moved by 2%",
        |picture| cropped(picture, 0.02, 0.02, 0.98, 0.98),
        0.95,
    ),
    ("warmer", warmer, 0.95),
    (
        "brighter",
        |picture| toned(picture, |value| value.powf(0.8)),
        0.95,
    ),
];

fn warmer(picture: &RgbImage) -> RgbImage {
    let mut changed = picture.clone();
    for pixel in changed.pixels_mut() {
        let [red, green, blue] = pixel.0;
        pixel.0 = [red.saturating_add(red / 10), green, blue - blue / 8];
    }
    changed
}

#[test]
fn copies_are_found() {
    let originals = of_each(as_it_is);
    let again = of_each(|name| seen(&jpeg(&photograph(name), 60)).measures);
    assert!(is_near_share("encoded again at quality 60", &originals, &again) >= 1.0);
    for (what, change, at_least) in SAME {
        let copies = of_each(|name| measured(&change(&photograph(name))));
        let share = is_near_share(what, &originals, &copies);
        assert!(share >= *at_least, "{what}: {share}");
    }
}

#[test]
fn a_mirrored_photograph_is_another_one() {
    let originals = of_each(as_it_is);
    let mirrored = of_each(|name| measured(&imageops::flip_horizontal(&photograph(name))));
    assert!(is_near_share("mirrored", &originals, &mirrored) <= 0.05);
}

#[test]
fn different_photographs_are_not_near() {
    let looks = of_each(|name| as_it_is(name).look);
    let mut distances = Vec::new();
    for (at, look) in looks.iter().enumerate() {
        distances.extend(looks[at + 1..].iter().map(|other| look.distance(*other)));
    }
    distances.sort_unstable();
    println!(
        "different photographs: nearest {:?} of {} pairs",
        &distances[..12],
        distances.len()
    );
    assert!(distances[0] > NEAR);
}

#[test]
fn what_the_other_eye_sees_is_nearly_the_same() {
    let look = |name| as_it_is(name).look;
    let distance = look("python/motorcycle_left.png").distance(look(OTHER_EYE));
    println!("the other eye: {distance} bits");
    assert!(distance <= NEAR);
}

#[test]
fn ten_thousand_photos_are_grouped() {
    let mut state = 1_u64;
    let mut random = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state ^ (state >> 29)
    };
    let mut photos: Vec<Candidate> = (0..9_000).map(|_| candidate(random())).collect();
    for at in 0..1_000 {
        photos.push(candidate(
            photos[at].look.0 ^ (1 << (random() % 64)) ^ (1 << (random() % 64)),
        ));
    }
    let started = std::time::Instant::now();
    let groups = duplicates::group(&photos);
    println!("10,000 photos grouped in {:?}", started.elapsed());
    let expected: Vec<Vec<usize>> = (0..1_000).map(|at| vec![at, 9_000 + at]).collect();
    assert_eq!(groups, expected);
}

fn candidate(look: u64) -> Candidate {
    Candidate {
        look: LookHash(look),
        sharpness: 1.0,
        pixels: 1,
        kept: false,
    }
}

fn is_near_share(what: &str, originals: &[Measures], copies: &[Measures]) -> f64 {
    let distances: Vec<u32> = originals
        .iter()
        .zip(copies)
        .map(|(one, other)| one.look.distance(other.look))
        .collect();
    let mut sorted = distances.clone();
    sorted.sort_unstable();
    println!("  {what}: distances {sorted:?}");
    report(
        &format!("near duplicates, {what}"),
        &distances,
        |distance| *distance <= NEAR,
    )
}
