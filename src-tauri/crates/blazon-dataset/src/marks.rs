//! Which marks a photo gets from what was measured of it.
//!
//! The limits were chosen on photographs with known answers and are held against others in
//! `tests/sight`. They are rules, not measures: a change of one needs no new measuring.

use crate::{faces, measure};
use blazon_model::{Face, Framing, Mark, Measures, Original, Subject, marks_of_shape};

/// A photo less sharp than this is blurred. Photographs had 0.55 and more, the same blurred by a
/// Gaussian of 2 pixels (of 512) 0.40 and less.
const SHARP_ENOUGH: f32 = 0.40;
/// A photo darker than this, in the mean of luma, is too dark.
const DARKEST: f32 = 0.14;
/// Or one in which more than this share is nearly black.
const MOST_BLACK: f32 = 0.75;
/// A photo brighter than this, in the mean of luma, is too bright.
const BRIGHTEST: f32 = 0.86;
/// Or one in which more than this share is nearly white.
const MOST_WHITE: f32 = 0.60;
/// A photo with more contrast than this, as the deviation of luma, shows something, dark or bright
/// as it may be: a face in the night, a drawing on white paper.
const SPEAKING: f32 = 0.25;
/// A background in which more goes on than this is busy.
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
