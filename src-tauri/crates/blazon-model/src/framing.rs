//! Which part of a photo is used, and at which size it is trained.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A rectangle of a photo, in pixels of the upright original.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
pub struct CropRect {
    /// Columns left of it.
    pub x: u32,
    /// Rows above it.
    pub y: u32,
    /// Its width, at least 1.
    pub width: u32,
    /// Its height, at least 1.
    pub height: u32,
}

impl CropRect {
    /// The whole of a photo.
    #[must_use]
    pub const fn whole(width: u32, height: u32) -> Self {
        Self {
            x: 0,
            y: 0,
            width,
            height,
        }
    }

    /// Whether it has an area and lies inside a photo of `width` x `height`.
    #[must_use]
    pub fn fits(self, width: u32, height: u32) -> bool {
        let inside = |start: u32, length: u32, limit: u32| {
            length > 0 && u64::from(start) + u64::from(length) <= u64::from(limit)
        };
        inside(self.x, self.width, width) && inside(self.y, self.height, height)
    }
}

/// Which shape the photos of a dataset get.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Shape {
    /// Each photo keeps its own and goes into the nearest bucket.
    #[default]
    Keep,
    /// Each photo is cut to a square.
    Square,
}

/// Shape and size of a dataset's photos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
pub struct Framing {
    /// Their shape.
    pub shape: Shape,
    /// The side of the square whose area each photo is brought to, in pixels: a multiple of 64
    /// from 256 to 2048.
    pub size: u32,
}

impl Default for Framing {
    fn default() -> Self {
        Self {
            shape: Shape::Keep,
            size: 1024,
        }
    }
}

/// The size is not a multiple of 64 from 256 to 2048.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the size of photos is a multiple of 64 from 256 to 2048")]
pub struct InvalidFraming;

impl Framing {
    /// Whether the size is one that can be used.
    ///
    /// # Errors
    /// [`InvalidFraming`].
    pub const fn check(self) -> Result<Self, InvalidFraming> {
        if self.size.is_multiple_of(64) && self.size >= 256 && self.size <= 2048 {
            Ok(self)
        } else {
            Err(InvalidFraming)
        }
    }
}

/// A crop that was proposed or chosen for a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PhotoCrop {
    /// The photo.
    pub photo: crate::PhotoId,
    /// What is used of it; none: what the dataset's framing proposes.
    pub crop: Option<CropRect>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::whole(CropRect::whole(640, 480), true)]
    #[case::nothing(CropRect { x: 0, y: 0, width: 0, height: 1 }, false)]
    #[case::beyond(CropRect { x: 1, y: 0, width: 640, height: 480 }, false)]
    #[case::overflow(CropRect { x: u32::MAX, y: 0, width: u32::MAX, height: 1 }, false)]
    fn a_crop_lies_inside_its_photo(#[case] crop: CropRect, #[case] expected: bool) {
        assert_eq!(crop.fits(640, 480), expected);
    }

    #[rstest]
    #[case(1024, true)]
    #[case(1000, false)]
    #[case(192, false)]
    #[case(4096, false)]
    fn a_size_is_a_multiple_of_64(#[case] size: u32, #[case] expected: bool) {
        let framing = Framing {
            shape: Shape::Keep,
            size,
        };
        assert_eq!(framing.check().is_ok(), expected);
    }
}
