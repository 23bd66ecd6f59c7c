//! Which part of a picture is seen, and where.

use crate::geometry::{Point, Rect};

/// A picture framed for a box.
pub(crate) struct Framed {
    /// The part that is seen, in pixels of the picture.
    pub(crate) crop: Rect,
    /// Where it goes.
    pub(crate) place: Rect,
    /// What should be in the middle, in pixels of the picture.
    pub(crate) focus: Point,
}

/// Frames a picture of `size` pixels. `focus` is in fractions of its sides.
///
/// The crop never leaves the picture, so the focus is in the middle only where there is room around it.
/// `None` where the box or the picture has no inside.
pub(crate) fn frame(
    size: (f32, f32),
    focus: [f32; 2],
    zoom: f32,
    area: Rect,
    covers: bool,
) -> Option<Framed> {
    let (width, height) = size;
    if !(area.width > 0.0 && area.height > 0.0 && width > 0.0 && height > 0.0) {
        return None;
    }
    let zoom = if zoom.is_finite() {
        zoom.clamp(1.0, 20.0)
    } else {
        1.0
    };
    let part = |value: f32| {
        if value.is_finite() {
            value.clamp(0.0, 1.0)
        } else {
            0.5
        }
    };
    let focus = Point::new(part(focus[0]) * width, part(focus[1]) * height);
    let (wide, high) = if covers {
        let scale = (area.width / width).max(area.height / height);
        (area.width / scale / zoom, area.height / scale / zoom)
    } else {
        (width / zoom, height / zoom)
    };
    let (wide, high) = (wide.min(width), high.min(height));
    let crop = Rect::new(
        (focus.x - wide / 2.0).clamp(0.0, width - wide),
        (focus.y - high / 2.0).clamp(0.0, height - high),
        wide,
        high,
    );
    let place = if covers {
        area
    } else {
        let scale = (area.width / wide).min(area.height / high);
        let centre = area.centre();
        Rect::new(
            centre.x - wide * scale / 2.0,
            centre.y - high * scale / 2.0,
            wide * scale,
            high * scale,
        )
    };
    Some(Framed { crop, place, focus })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_crop_stays_in_the_picture_and_keeps_the_shape_of_its_place(
            width in 1.0f32..5000.0, height in 1.0f32..5000.0,
            x in -1.0f32..2.0, y in -1.0f32..2.0, zoom in 0.0f32..30.0,
            wide in 1.0f32..2000.0, high in 1.0f32..2000.0, covers: bool,
        ) {
            let area = Rect::new(3.0, 4.0, wide, high);
            let framed = frame((width, height), [x, y], zoom, area, covers).expect("both have an inside");
            let Framed { crop, place, .. } = framed;
            prop_assert!(crop.x >= 0.0 && crop.y >= 0.0);
            prop_assert!(crop.right() <= width * 1.0001 && crop.bottom() <= height * 1.0001);
            prop_assert!(place.x >= area.x - 0.01 && place.right() <= area.right() * 1.001);
            let (of_crop, of_place) = (crop.width / crop.height, place.width / place.height);
            prop_assert!((of_crop / of_place - 1.0).abs() < 1e-2, "{crop:?} {place:?}");
        }
    }
}
