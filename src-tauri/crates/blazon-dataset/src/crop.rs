//! Which part of a photo is used: what a person chose, or what the framing proposes.
//!
//! Sizes and rectangles are pixels of the upright photo; faces and the salient point are shares
//! of it, 0 to 1, as detectors give them.

use blazon_model::{CropRect, Face, Framing, Shape};

/// Where the middle of a face lies in a square, from the top: there is more to see below a face
/// than above it, and photographers leave less than half of the picture over the eyes.
const FACE_FROM_TOP: f64 = 0.4;

/// The part of a photo of `size` pixels that is used. The chosen one comes first, brought inside
/// the photo, and where squares are wanted its middle square. Otherwise the whole photo where it
/// keeps its shape, and else the largest square that holds all faces, or where they do not fit
/// the largest face, or else the salient point, or else the middle. Always inside the photo and
/// at least 1 x 1; what is not a number in a face or point is passed over.
#[must_use]
pub fn used(
    size: (u32, u32),
    chosen: Option<CropRect>,
    framing: Framing,
    faces: &[Face],
    salient: Option<(f32, f32)>,
) -> CropRect {
    let (width, height) = (size.0.max(1), size.1.max(1));
    let chosen = chosen.map(|crop| inside(crop, width, height));
    match (framing.shape, chosen) {
        (Shape::Keep, Some(crop)) => crop,
        (Shape::Keep, None) => CropRect::whole(width, height),
        (Shape::Square, Some(crop)) => middle_square(crop),
        (Shape::Square, None) => proposed_square(width, height, faces, salient),
    }
}

fn inside(crop: CropRect, width: u32, height: u32) -> CropRect {
    let (x, y) = (crop.x.min(width - 1), crop.y.min(height - 1));
    CropRect {
        x,
        y,
        width: crop.width.clamp(1, width - x),
        height: crop.height.clamp(1, height - y),
    }
}

fn middle_square(crop: CropRect) -> CropRect {
    let side = crop.width.min(crop.height);
    CropRect {
        x: crop.x + (crop.width - side) / 2,
        y: crop.y + (crop.height - side) / 2,
        width: side,
        height: side,
    }
}

fn proposed_square(
    width: u32,
    height: u32,
    faces: &[Face],
    salient: Option<(f32, f32)>,
) -> CropRect {
    let side = width.min(height);
    let (across, down) = match wanted(width, height, faces) {
        Some(area) => (
            area.across.held(side, 0.5),
            area.down.held(side, FACE_FROM_TOP),
        ),
        None => {
            let (x, y) = salient
                .filter(|(x, y)| x.is_finite() && y.is_finite())
                .unwrap_or((0.5, 0.5));
            (
                Span::point(x, width).held(side, 0.5),
                Span::point(y, height).held(side, 0.5),
            )
        }
    };
    CropRect {
        x: placed(across, width - side),
        y: placed(down, height - side),
        width: side,
        height: side,
    }
}

/// From one place to another along a side of the photo, in pixels.
#[derive(Clone, Copy)]
struct Span {
    from: f64,
    to: f64,
}

impl Span {
    fn new(from: f32, length: f32, limit: u32) -> Self {
        let place = |share: f64| share.clamp(0.0, 1.0) * f64::from(limit);
        Self {
            from: place(f64::from(from)),
            to: place(f64::from(from) + f64::from(length)),
        }
    }

    fn point(at: f32, limit: u32) -> Self {
        Self::new(at, 0.0, limit)
    }

    fn length(self) -> f64 {
        self.to - self.from
    }

    fn joined(self, other: Self) -> Self {
        Self {
            from: self.from.min(other.from),
            to: self.to.max(other.to),
        }
    }

    /// Where a stretch of `side` begins whose middle of this lies at `share` of it, moved as
    /// little as need be to hold all of this where that is possible.
    fn held(self, side: u32, share: f64) -> f64 {
        let side = f64::from(side);
        let start = f64::midpoint(self.from, self.to) - side * share;
        if self.length() > side {
            start
        } else {
            start.clamp((self.to - side).min(self.from), self.from)
        }
    }
}

#[derive(Clone, Copy)]
struct Area {
    across: Span,
    down: Span,
}

impl Area {
    fn size(self) -> f64 {
        self.across.length() * self.down.length()
    }
}

/// All faces where a square of the photo holds them, or the largest.
fn wanted(width: u32, height: u32, faces: &[Face]) -> Option<Area> {
    let areas: Vec<Area> = faces
        .iter()
        .filter(|face| {
            [face.x, face.y, face.width, face.height]
                .into_iter()
                .all(f32::is_finite)
        })
        .map(|face| Area {
            across: Span::new(face.x, face.width, width),
            down: Span::new(face.y, face.height, height),
        })
        .filter(|area| area.size() > 0.0)
        .collect();
    let all = areas.iter().copied().reduce(|all, area| Area {
        across: all.across.joined(area.across),
        down: all.down.joined(area.down),
    })?;
    let side = f64::from(width.min(height));
    if all.across.length() <= side && all.down.length() <= side {
        return Some(all);
    }
    areas
        .into_iter()
        .max_by(|a, b| a.size().total_cmp(&b.size()))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held between 0 and a side of the photo"
)]
fn placed(start: f64, last: u32) -> u32 {
    start.round().clamp(0.0, f64::from(last)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    const SQUARE: Framing = Framing {
        shape: Shape::Square,
        size: 1024,
    };
    const KEEP: Framing = Framing {
        shape: Shape::Keep,
        size: 1024,
    };

    const fn rect(x: u32, y: u32, width: u32, height: u32) -> CropRect {
        CropRect {
            x,
            y,
            width,
            height,
        }
    }

    const fn face(x: f32, y: f32, width: f32, height: f32) -> Face {
        Face {
            x,
            y,
            width,
            height,
            score: 1.0,
        }
    }

    #[rstest]
    #[case::keep(KEEP, None, rect(0, 0, 4000, 3000))]
    #[case::chosen(KEEP, Some(rect(10, 20, 400, 300)), rect(10, 20, 400, 300))]
    #[case::chosen_beyond(KEEP, Some(rect(3900, 20, 400, 9000)), rect(3900, 20, 100, 2980))]
    #[case::chosen_outside(KEEP, Some(rect(u32::MAX, u32::MAX, 0, 0)), rect(3999, 2999, 1, 1))]
    #[case::square(SQUARE, None, rect(500, 0, 3000, 3000))]
    #[case::chosen_square(SQUARE, Some(rect(10, 20, 300, 300)), rect(10, 20, 300, 300))]
    #[case::chosen_oblong(SQUARE, Some(rect(10, 20, 500, 300)), rect(110, 20, 300, 300))]
    fn a_crop_is_what_was_chosen_or_what_the_framing_gives(
        #[case] framing: Framing,
        #[case] chosen: Option<CropRect>,
        #[case] expected: CropRect,
    ) {
        assert_eq!(used((4000, 3000), chosen, framing, &[], None), expected);
    }

    #[test]
    fn a_face_lies_a_little_above_the_middle_of_a_square() {
        // In a portrait of 1000 x 2000, a face whose middle is at row 900.
        let crop = used(
            (1000, 2000),
            None,
            SQUARE,
            &[face(0.4, 0.4, 0.2, 0.1)],
            None,
        );
        assert_eq!(crop, rect(0, 500, 1000, 1000));
    }

    #[test]
    fn a_face_at_an_edge_is_held_whole() {
        let left = used(
            (2000, 1000),
            None,
            SQUARE,
            &[face(-0.1, 0.1, 0.2, 0.4)],
            None,
        );
        assert_eq!(left, rect(0, 0, 1000, 1000));
        let right = used(
            (2000, 1000),
            None,
            SQUARE,
            &[face(0.85, 0.1, 0.3, 0.4)],
            None,
        );
        assert_eq!(right, rect(1000, 0, 1000, 1000));
    }

    #[test]
    fn two_faces_are_held_together_and_where_they_do_not_fit_the_larger_one() {
        let near = [face(0.2, 0.2, 0.1, 0.2), face(0.5, 0.2, 0.1, 0.2)];
        let crop = used((2000, 1000), None, SQUARE, &near, None);
        assert_eq!(crop, rect(300, 0, 1000, 1000));
        let far = [face(0.0, 0.2, 0.1, 0.2), face(0.8, 0.2, 0.15, 0.3)];
        let crop = used((2000, 1000), None, SQUARE, &far, None);
        assert_eq!(crop, rect(1000, 0, 1000, 1000));
    }

    #[test]
    fn without_faces_the_salient_point_is_in_the_middle() {
        let crop = used((2000, 1000), None, SQUARE, &[], Some((0.4, 0.9)));
        assert_eq!(crop, rect(300, 0, 1000, 1000));
        let not_a_number = used((2000, 1000), None, SQUARE, &[], Some((f32::NAN, 0.9)));
        assert_eq!(not_a_number, rect(500, 0, 1000, 1000));
    }

    fn any_face() -> impl Strategy<Value = Face> {
        (any::<f32>(), any::<f32>(), any::<f32>(), any::<f32>())
            .prop_map(|(x, y, width, height)| face(x, y, width, height))
    }

    /// A face wholly inside a photo, as shares of it.
    fn inner_face() -> impl Strategy<Value = Face> {
        (0.0_f32..0.9, 0.0_f32..0.9, 0.01_f32..0.1, 0.01_f32..0.1)
            .prop_map(|(x, y, width, height)| face(x, y, width, height))
    }

    proptest! {
        #[test]
        fn every_crop_lies_inside_its_photo(
            width in 1_u32.., height in 1_u32..,
            chosen in proptest::option::of((any::<u32>(), any::<u32>(), any::<u32>(), any::<u32>())),
            square: bool,
            faces in proptest::collection::vec(any_face(), 0..4),
            salient: Option<(f32, f32)>,
        ) {
            let chosen = chosen.map(|(x, y, width, height)| rect(x, y, width, height));
            let framing = if square { SQUARE } else { KEEP };
            let crop = used((width, height), chosen, framing, &faces, salient);
            prop_assert!(crop.fits(width, height), "{crop:?}");
            prop_assert!(!square || crop.width == crop.height);
        }

        #[test]
        fn a_face_that_fits_is_in_its_square(
            width in 200_u32..8000, height in 200_u32..8000, one in inner_face(),
        ) {
            let crop = used((width, height), None, SQUARE, &[one], None);
            let across = Span::new(one.x, one.width, width);
            let down = Span::new(one.y, one.height, height);
            let side = f64::from(crop.width);
            prop_assume!(across.length() <= side && down.length() <= side);
            // Half a pixel is lost by rounding.
            prop_assert!(across.from >= f64::from(crop.x) - 0.5);
            prop_assert!(across.to <= f64::from(crop.x) + side + 0.5);
            prop_assert!(down.from >= f64::from(crop.y) - 0.5);
            prop_assert!(down.to <= f64::from(crop.y) + side + 0.5);
        }
    }
}
