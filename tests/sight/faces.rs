//! Faces: of two people in photographs, of a hundred in small cuttings, and where there is none.

use crate::support::{
    blurred, cropped, file, jpeg, marked, of_each, photograph, resized, seen, share, sized,
};
use blazon_dataset::faces::{self, Detector};
use blazon_model::{Face, Gender, Mark, Subject};
use blazon_tests::photographs::{ADMIRAL, ASTRONAUT, FACES, PHOTOGRAPHS};
use image::{Rgb, RgbImage, imageops};

const PERSON: Subject = Subject::Person {
    gender: Gender::Person,
};

/// A person's head, with the face in the middle half of it, as shares of the photograph: left, top, width, height.
const HEADS: &[(&str, [f64; 4])] = &[
    (ASTRONAUT, [0.29, 0.05, 0.32, 0.38]),
    (ADMIRAL, [0.27, 0.10, 0.44, 0.44]),
];

fn find(detector: &mut Detector, picture: &RgbImage) -> Vec<Face> {
    let thumbnail = seen(&jpeg(picture, 90)).thumbnail;
    detector.find_in_thumbnail(&thumbnail).unwrap()
}

/// Whether the face lies around the place and is as large as a face in a head of that height.
fn is_at(face: &Face, place: (f64, f64), height: f64) -> bool {
    let (left, top) = (f64::from(face.x), f64::from(face.y));
    let (right, bottom) = (left + f64::from(face.width), top + f64::from(face.height));
    (left..right).contains(&place.0)
        && (top..bottom).contains(&place.1)
        && (0.3..1.2).contains(&(f64::from(face.height) / height))
}

/// A head turned by `degrees` around its middle; what was not seen is cut off.
fn turned(head: &RgbImage, degrees: f32) -> RgbImage {
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let (width, height) = (head.width() as f32, head.height() as f32);
    let whole = RgbImage::from_fn(head.width(), head.height(), |x, y| {
        let (x, y) = (x as f32 - width / 2.0, y as f32 - height / 2.0);
        let (x, y) = (
            x * cosine + y * sine + width / 2.0,
            y * cosine - x * sine + height / 2.0,
        );
        imageops::interpolate_bilinear(head, x.clamp(0.0, width - 1.0), y.clamp(0.0, height - 1.0))
            .unwrap_or(Rgb([0; 3]))
    });
    cropped(&whole, 0.1, 0.1, 0.8, 0.8)
}

/// Whether a head that was put before every second photograph without people was found, and whether anything else was.
fn found_in_photographs(
    height: f64,
    change: impl Fn(&RgbImage) -> RgbImage + Sync,
) -> Vec<(bool, bool)> {
    let heads: Vec<RgbImage> = HEADS
        .iter()
        .map(|(name, [x, y, width, height])| {
            change(&cropped(&photograph(name), *x, *y, *width, *height))
        })
        .collect();
    let found = of_each(|name| {
        let at = PHOTOGRAPHS.iter().position(|other| *other == name).unwrap();
        if at % 2 == 0 {
            return None;
        }
        let before = Before::new(
            photograph(name),
            &heads[at / 2 % heads.len()],
            height,
            at / 2,
        );
        let found = find(&mut Detector::new(), &before.picture);
        let is_head = |face: &&Face| is_at(face, before.middle, before.height);
        let right = found.iter().filter(is_head).count();
        Some((right == 1, found.len() > right))
    });
    found.into_iter().flatten().collect()
}

/// A head before a photograph.
struct Before {
    picture: RgbImage,
    /// The head's middle, across and down, as shares of the picture.
    middle: (f64, f64),
    /// Its height, as a share of the picture's.
    height: f64,
}

impl Before {
    /// Puts `head`, as high as that share of the short side, at the `at`th of nine places.
    fn new(mut picture: RgbImage, head: &RgbImage, height: f64, at: usize) -> Self {
        let short = f64::from(picture.width().min(picture.height()));
        let head = resized(head, height * short / f64::from(head.height()));
        let free = |whole: u32, part: u32| i64::from(whole - part);
        let x = free(picture.width(), head.width()) * [1, 5, 3][at % 3] / 6;
        let y = free(picture.height(), head.height()) * [2, 1, 3][at / 3 % 3] / 4;
        imageops::replace(&mut picture, &head, x, y);
        let middle = |start: i64, part: u32, whole: u32| {
            (start as f64 + f64::from(part) / 2.0) / f64::from(whole)
        };
        Self {
            middle: (
                middle(x, head.width(), picture.width()),
                middle(y, head.height(), picture.height()),
            ),
            height: f64::from(head.height()) / f64::from(picture.height()),
            picture,
        }
    }
}

fn expect(what: &str, found: &[(bool, bool)], at_least: f64) {
    let (right, wrong) = (share(found, |found| found.0), share(found, |found| found.1));
    println!(
        "faces found, {what:<44} {:5.1}%, with something else besides {:4.1}%",
        right * 100.0,
        wrong * 100.0
    );
    assert!(right >= at_least, "{what}: {right}");
    assert!(wrong <= 0.05, "{what}: {wrong}");
}

#[test]
fn a_face_is_found_in_its_photograph() {
    let mut detector = Detector::new();
    for (name, [x, y, width, height]) in HEADS {
        let found = find(&mut detector, &photograph(name));
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(
            is_at(&found[0], (x + width / 2.0, y + height / 2.0), *height),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn faces_of_many_sizes_are_found() {
    for (height, at_least) in [(0.15, 0.0), (0.2, 0.5), (0.3, 0.9), (0.5, 0.9), (0.8, 0.9)] {
        let found = found_in_photographs(height, RgbImage::clone);
        expect(
            &format!("a head of {:.0}% of the short side", height * 100.0),
            &found,
            at_least,
        );
    }
}

#[test]
fn turned_mirrored_and_blurred_faces_are_found() {
    for (degrees, at_least) in [(5.0, 0.9), (-10.0, 0.8), (15.0, 0.6)] {
        let found = found_in_photographs(0.5, |head| turned(head, degrees));
        expect(&format!("turned by {degrees}°"), &found, at_least);
    }
    expect(
        "mirrored",
        &found_in_photographs(0.5, imageops::flip_horizontal),
        0.9,
    );
    expect(
        "blurred",
        &found_in_photographs(0.5, |head| blurred(head, 1.0)),
        0.8,
    );
}

#[test]
fn nothing_is_taken_for_a_face_where_there_is_none() {
    let found = of_each(|name| (name, find(&mut Detector::new(), &photograph(name)).len()));
    for (name, count) in found.iter().filter(|found| found.1 > 0) {
        println!("  {count} taken for faces in {name}");
    }
    let wrong = share(&found, |found| found.1 > 0);
    println!(
        "photographs without people in which a face was found: {:.1}% of {}",
        wrong * 100.0,
        found.len()
    );
    assert!(wrong <= 0.05, "{wrong}");
}

#[test]
fn a_hundred_people_are_found_and_a_hundred_other_things_are_not() {
    let values = file(FACES);
    // NumPy's header ends where the 200 cuttings of 25 x 25 double numbers begin.
    let values = &values[values.len() - 200 * 625 * 8..];
    let numbers: Vec<f64> = values
        .chunks_exact(8)
        .map(|bytes| f64::from_le_bytes(bytes.try_into().unwrap()))
        .collect();
    let mut detector = Detector::new();
    let found: Vec<bool> = numbers
        .chunks_exact(625)
        .map(|cutting| {
            let grey: Vec<u8> = cutting
                .iter()
                .flat_map(|value| [(value.clamp(0.0, 1.0) * 255.0) as u8; 3])
                .collect();
            let small = RgbImage::from_raw(25, 25, grey).unwrap();
            let mut picture = RgbImage::from_pixel(320, 320, *small.get_pixel(0, 0));
            imageops::replace(&mut picture, &sized(&small, 100, 100), 110, 90);
            !find(&mut detector, &picture).is_empty()
        })
        .collect();
    let count = |part: &[bool]| part.iter().filter(|found| **found).count();
    let (people, things) = (count(&found[..100]), count(&found[100..]));
    println!("of 100 people {people} were found, of 100 other things {things}");
    assert!(people >= 94 && things <= 2, "{people} {things}");
    // The rule by which faces may propose anything at all.
    assert_eq!(faces::PROPOSES, people >= 80);
}

#[test]
fn a_second_person_and_nobody_are_noticed() {
    let mut detector = Detector::new();
    let (one, other) = (photograph(ASTRONAUT), photograph(ADMIRAL));
    let mut both = RgbImage::new(
        one.width() + other.width(),
        one.height().max(other.height()),
    );
    imageops::replace(&mut both, &one, 0, 0);
    imageops::replace(&mut both, &other, i64::from(one.width()), 0);
    for (picture, expected) in [
        (one, vec![]),
        (both, vec![Mark::OtherPeople]),
        (photograph("python/chelsea.png"), vec![Mark::NoFace]),
    ] {
        let found = find(&mut detector, &picture);
        assert_eq!(marked(None, Some(&found), PERSON), expected, "{found:?}");
        assert_eq!(marked(None, Some(&found), Subject::Object), []);
    }
    assert_eq!(marked(None, None, PERSON), [], "nobody has looked yet");
}
