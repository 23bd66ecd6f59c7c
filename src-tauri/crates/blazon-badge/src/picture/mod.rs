//! The pixels of a picture: decoded under limits, kept straight (not multiplied by alpha).

mod blur;
pub(crate) mod crop;
mod cut;
mod decode;
mod render;

pub use decode::{LARGEST_FILE, MOST_PIXELS as MOST_PICTURE_PIXELS};
pub(crate) use render::render;

use std::fmt;

/// A decoded picture in sRGB.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    rgba: Vec<u8>,
}

impl Picture {
    /// A picture of `width` times `height` pixels, four bytes each (red, green, blue, straight alpha).
    ///
    /// `None` where the bytes are not that many, or a side is zero.
    #[must_use]
    pub fn from_rgba(width: u32, height: u32, rgba: Vec<u8>) -> Option<Self> {
        let expected = (width as usize)
            .checked_mul(height as usize)?
            .checked_mul(4)?;
        (expected > 0 && rgba.len() == expected).then_some(Self {
            width,
            height,
            rgba,
        })
    }

    /// In pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// In pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Row by row, four bytes for each pixel, alpha straight.
    #[must_use]
    pub fn rgba(&self) -> &[u8] {
        &self.rgba
    }

    /// Whether every pixel covers what is under it.
    #[must_use]
    pub fn is_opaque(&self) -> bool {
        is_opaque(&self.rgba)
    }
}

/// Whether every pixel of four bytes covers what is under it.
pub(crate) fn is_opaque(rgba: &[u8]) -> bool {
    // Many at a time and whole pixels: a loop that may end at each of them, or picks bytes out, is slower.
    rgba.chunks(4096).all(|part| {
        let (pixels, _) = part.as_chunks::<4>();
        let all = pixels
            .iter()
            .fold(u32::MAX, |all, pixel| all & u32::from_le_bytes(*pixel));
        all >> 24 == 255
    })
}

impl fmt::Debug for Picture {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Picture({} x {})", self.width, self.height)
    }
}
