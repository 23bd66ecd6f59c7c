//! Places and boxes in design units: x to the right, y down, one unit is one pixel at scale 1.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f32,
    /// From the top.
    pub y: f32,
}

impl Point {
    /// The place at `x`, `y`.
    #[must_use]
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }
}

/// A box, in templates `[x, y, width, height]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "[f32; 4]", into = "[f32; 4]")]
pub struct Rect {
    /// Its left side.
    pub x: f32,
    /// Its upper side.
    pub y: f32,
    /// Its width, not negative.
    pub width: f32,
    /// Its height, not negative.
    pub height: f32,
}

impl Rect {
    /// A box by its upper left corner and its size.
    #[must_use]
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self {
            x,
            y,
            width,
            height,
        }
    }

    /// The smallest box around four sides.
    #[must_use]
    pub fn from_sides(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Self::new(left, top, (right - left).max(0.0), (bottom - top).max(0.0))
    }

    /// Its right side.
    #[must_use]
    pub fn right(self) -> f32 {
        self.x + self.width
    }

    /// Its lower side.
    #[must_use]
    pub fn bottom(self) -> f32 {
        self.y + self.height
    }

    /// Its middle.
    #[must_use]
    pub fn centre(self) -> Point {
        Point::new(self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// The box without a margin of `by` on each side; it does not turn inside out.
    #[must_use]
    pub fn inset(self, by: f32) -> Self {
        let by_x = by.min(self.width / 2.0);
        let by_y = by.min(self.height / 2.0);
        Self::new(
            self.x + by_x,
            self.y + by_y,
            self.width - 2.0 * by_x,
            self.height - 2.0 * by_y,
        )
    }

    /// The smallest box around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self::from_sides(
            self.x.min(other.x),
            self.y.min(other.y),
            self.right().max(other.right()),
            self.bottom().max(other.bottom()),
        )
    }

    /// Whether all four numbers are finite.
    #[must_use]
    pub fn is_finite(self) -> bool {
        [self.x, self.y, self.width, self.height]
            .iter()
            .all(|side| side.is_finite())
    }
}

impl From<[f32; 4]> for Rect {
    fn from([x, y, width, height]: [f32; 4]) -> Self {
        Self::new(x, y, width, height)
    }
}

impl From<Rect> for [f32; 4] {
    fn from(rect: Rect) -> Self {
        [rect.x, rect.y, rect.width, rect.height]
    }
}

impl JsonSchema for Rect {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Rect".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "x, y, width, height in design units",
            "type": "array",
            "items": { "type": "number" },
            "minItems": 4,
            "maxItems": 4
        })
    }
}
