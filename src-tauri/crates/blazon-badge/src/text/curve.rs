//! A part of a circle that a text stands on.

use crate::geometry::{Point, Rect};
use tiny_skia::Transform;

/// A band along a circle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arc {
    /// The middle of the circle.
    pub(crate) centre: Point,
    /// From there to the middle of the band.
    pub(crate) radius: f32,
    /// How high the band is.
    pub(crate) height: f32,
    /// How long the text may be, along the middle of the band.
    pub(crate) length: f32,
    /// Whether the heads of the letters point away from the circle's middle.
    pub(crate) heads_out: bool,
}

impl Arc {
    /// The band of `height` over the width of a box, whose middle sags by `sag` (negative: rises). `None` where it is
    /// straight, or sags more than a half circle.
    pub(crate) fn over(area: Rect, height: f32, sag: f32) -> Option<Self> {
        let depth = sag.abs();
        let half = area.width / 2.0;
        if depth < 0.5 || half <= 0.0 || depth >= half {
            return None;
        }
        // The chord of half-width h and depth d is of a circle with the radius (h² + d²) / 2d.
        let radius = (half * half + depth * depth) / (2.0 * depth);
        let middle = area.centre();
        let heads_out = sag < 0.0;
        // The ends are d higher (or lower) than the middle, and the whole is in the middle of the box.
        let lowest = middle.y + depth / 2.0;
        let highest = middle.y - depth / 2.0;
        let centre = if heads_out {
            Point::new(middle.x, highest + radius)
        } else {
            Point::new(middle.x, lowest - radius)
        };
        let angle = libm::asinf((half / radius).min(1.0));
        Some(Self {
            centre,
            radius,
            height,
            length: 2.0 * angle * radius,
            heads_out,
        })
    }

    /// The turn at a place along the band, in radians clockwise; 0 is its middle.
    pub(crate) fn turn(&self, along: f32) -> f32 {
        let angle = along / self.radius;
        if self.heads_out { angle } else { -angle }
    }

    /// From a letter's upright coordinates (origin in the middle of the band, x along it, y down) to the badge.
    pub(crate) fn transform(&self, along: f32) -> Transform {
        let turn = self.turn(along);
        let (sine, cosine) = (libm::sinf(turn), libm::cosf(turn));
        let away = if self.heads_out {
            -self.radius
        } else {
            self.radius
        };
        Transform::from_row(
            cosine,
            sine,
            -sine,
            cosine,
            self.centre.x - sine * away,
            self.centre.y + cosine * away,
        )
    }

    /// Whether a place is on the band.
    pub(crate) fn holds(&self, point: tiny_skia::Point) -> bool {
        let (x, y) = (point.x - self.centre.x, point.y - self.centre.y);
        let distance = (x * x + y * y).sqrt();
        (distance - self.radius).abs() <= self.height / 2.0 + 0.01
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::sags(30.0)]
    #[case::rises(-30.0)]
    fn the_ends_of_a_band_are_at_the_sides_of_its_box(#[case] sag: f32) {
        let area = Rect::new(100.0, 50.0, 400.0, 90.0);
        let arc = Arc::over(area, 60.0, sag).expect("it is bent");
        let place = |along: f32| {
            let mut point = [tiny_skia::Point::default()];
            arc.transform(along).map_points(&mut point);
            point[0]
        };
        let (left, middle, right) = (
            place(-arc.length / 2.0),
            place(0.0),
            place(arc.length / 2.0),
        );
        assert!(
            (left.x - 100.0).abs() < 0.1 && (right.x - 500.0).abs() < 0.1,
            "{left:?} {right:?}"
        );
        assert!((middle.y - left.y - sag).abs() < 0.1, "{left:?} {middle:?}");
    }
}
