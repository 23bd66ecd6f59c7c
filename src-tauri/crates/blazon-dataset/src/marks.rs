//! Which marks a photo gets from what was measured of it.
//!
//! The limits were chosen on photographs with known answers and are held against others in
//! `tests/sight`. They are rules, not measures: a change of one needs no new measuring.

use crate::{faces, measure};
use blazon_model::{Face, Framing, Mark, Measures, Original, Subject, marks_of_shape};

/// A photo less sharp than this is blurred. Nine of ten photographs have 0.45 and more, the same
/// shaken by 9 pixels of 512 0.33 and less.
const SHARP_ENOUGH: f32 = 0.40;
/// A photo darker than this, in the mean of luma, is too dark. The darkest of 46 photographs, of an
/// evening, has 0.19; with five stops less light they have 0.04 to 0.16.
const DARKEST: f32 = 0.16;
/// Or one in which more than this share is nearly black.
const MOST_BLACK: f32 = 0.75;
/// A photo brighter than this, in the mean of luma, is too bright. The brightest of the 46 has 0.81.
const BRIGHTEST: f32 = 0.86;
/// Or one in which more than this share is nearly white.
const MOST_WHITE: f32 = 0.60;
/// A photo with more contrast than this, as the deviation of luma, shows something, dark or bright
/// as it may be: a face in the night, a drawing on white paper.
const SPEAKING: f32 = 0.25;
/// A background in which more goes on than this is busy. Grass, gravel, bricks, leaves and a brook
/// have 0.5 to 0.9, flowers and insects before a blurred ground 0.0 to 0.2, a rocket's smoke 0.27.
const BUSIEST: f32 = 0.42;
/// A photo of which more than this share can be seen through has transparent parts; fewer are the
/// soft edges of a round corner.
const TRANSPARENT: f32 = 0.001;
/// How wide another face is at least, in widths of the largest, to be another person rather than a
/// passer-by whom a crop leaves out.
const FAIR_SIZE: f32 = 0.4;

/// The marks of a photo, in their order. `used` is the size of its crop in pixels; `measures` and
/// `faces` are none where nobody has looked yet, and then say nothing.
#[must_use]
pub fn of(
    original: &Original,
    measures: Option<&Measures>,
    faces: Option<&[Face]>,
    used: (u32, u32),
    subject: Subject,
    framing: Framing,
) -> Vec<Mark> {
    let mut marks = marks_of_shape(original, used, framing);
    if let Some(measures) = measures {
        marks.extend(of_measures(measures, subject));
    }
    if let Some(faces) = faces {
        marks.extend(of_faces(faces, subject));
    }
    marks.sort_unstable();
    marks
}

/// How sharp a photo is for people, 0 to 100; the sharper, the higher.
#[must_use]
pub fn sharpness_in_percent(sharpness: f32) -> u32 {
    measure::in_percent(sharpness)
}

/// Whether a photo of this sharpness is blurred.
pub(crate) fn is_blurred(sharpness: f32) -> bool {
    sharpness < SHARP_ENOUGH
}

fn of_measures(measures: &Measures, subject: Subject) -> impl Iterator<Item = Mark> {
    let is_plain = measures.contrast < SPEAKING;
    let is_dark = measures.brightness < DARKEST || measures.dark > MOST_BLACK;
    let is_bright = measures.brightness > BRIGHTEST || measures.bright > MOST_WHITE;
    let found = [
        (Mark::Blurred, is_blurred(measures.sharpness)),
        (Mark::TooDark, is_plain && is_dark),
        (Mark::TooBright, is_plain && is_bright),
        (
            Mark::BusyBackground,
            subject == Subject::Style && measures.busyness > BUSIEST,
        ),
        (Mark::Transparent, measures.transparent > TRANSPARENT),
    ];
    found
        .into_iter()
        .filter_map(|(mark, is)| is.then_some(mark))
}

/// What faces say of a photo of a person; of other subjects they say nothing.
fn of_faces(faces: &[Face], subject: Subject) -> Option<Mark> {
    let is_person = match subject {
        Subject::Person { .. } => true,
        Subject::Character | Subject::Object | Subject::Style => false,
    };
    if !is_person || !faces::PROPOSES {
        return None;
    }
    let largest = faces.iter().map(|face| face.width).fold(0.0, f32::max);
    let fair = |face: &&Face| face.width >= FAIR_SIZE * largest;
    match faces.iter().filter(fair).count() {
        0 => Some(Mark::NoFace),
        1 => None,
        _ => Some(Mark::OtherPeople),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use blazon_model::{ByteCount, ContentHash, Gender, LookHash, Orientation, PhotoFormat};
    use rstest::rstest;

    const PERSON: Subject = Subject::Person {
        gender: Gender::Woman,
    };
    const GOOD: Measures = Measures {
        sharpness: 0.8,
        brightness: 0.5,
        contrast: 0.2,
        dark: 0.1,
        bright: 0.1,
        transparent: 0.0,
        busyness: 0.2,
        salient: (0.5, 0.5),
        look: LookHash(0),
    };

    fn marks(measures: Option<Measures>, faces: Option<&[Face]>, subject: Subject) -> Vec<Mark> {
        let original = Original {
            hash: ContentHash::from_bytes([7; 32]),
            format: PhotoFormat::Jpeg,
            bytes: ByteCount(1),
            width: 4000,
            height: 3000,
            orientation: Orientation::UPRIGHT,
        };
        let used = (4000, 3000);
        of(
            &original,
            measures.as_ref(),
            faces,
            used,
            subject,
            Framing::default(),
        )
    }

    fn face(width: f32) -> Face {
        Face {
            x: 0.1,
            y: 0.1,
            width,
            height: width,
            score: 9.0,
        }
    }

    #[rstest]
    #[case::good(GOOD, &[])]
    #[case::blurred(Measures { sharpness: 0.3, ..GOOD }, &[Mark::Blurred])]
    #[case::dark(Measures { brightness: 0.1, contrast: 0.05, ..GOOD }, &[Mark::TooDark])]
    #[case::black(Measures { dark: 0.9, contrast: 0.1, ..GOOD }, &[Mark::TooDark])]
    #[case::a_face_in_the_night(Measures { dark: 0.9, contrast: 0.3, ..GOOD }, &[])]
    #[case::bright(Measures { brightness: 0.95, contrast: 0.05, ..GOOD }, &[Mark::TooBright])]
    #[case::a_drawing_on_white(Measures { bright: 0.8, contrast: 0.3, ..GOOD }, &[])]
    #[case::clear(Measures { transparent: 0.5, ..GOOD }, &[Mark::Transparent])]
    #[case::busy_but_no_style(Measures { busyness: 0.9, ..GOOD }, &[])]
    fn measures_give_marks(#[case] measures: Measures, #[case] expected: &[Mark]) {
        assert_eq!(marks(Some(measures), None, Subject::Object), expected);
    }

    #[test]
    fn a_busy_background_is_of_styles() {
        let busy = Measures {
            busyness: 0.9,
            sharpness: 0.1,
            ..GOOD
        };
        assert_eq!(
            marks(Some(busy), None, Subject::Style),
            [Mark::Blurred, Mark::BusyBackground]
        );
    }

    #[rstest]
    #[case::nobody(&[], &[Mark::NoFace])]
    #[case::one(&[0.3], &[])]
    #[case::a_passer_by(&[0.3, 0.05], &[])]
    #[case::two(&[0.3, 0.2], &[Mark::OtherPeople])]
    fn faces_give_marks_to_photos_of_a_person(#[case] widths: &[f32], #[case] expected: &[Mark]) {
        let faces: Vec<Face> = widths.iter().copied().map(face).collect();
        assert_eq!(marks(None, Some(&faces), PERSON), expected);
        assert_eq!(marks(None, Some(&faces), Subject::Character), []);
    }

    #[test]
    fn where_nobody_has_looked_nothing_is_said() {
        assert_eq!(marks(None, None, PERSON), []);
    }
}
