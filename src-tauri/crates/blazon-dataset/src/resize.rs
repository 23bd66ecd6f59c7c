//! Bringing a part of a decoded picture to a size.
//!
//! Sizes are those of the stored picture: turning it upright afterwards touches fewer pixels.

use crate::PhotoError;
use crate::decode::Pixels;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use std::fmt::Display;

/// A part of a picture in its pixels. Fractions are exact: a reduced picture has them where the
/// whole one has none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Region {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Region {
    /// All of a picture of `width` x `height`.
    pub(crate) fn whole(width: u32, height: u32) -> Self {
        Self {
            x: 0.0,
            y: 0.0,
            width: f64::from(width),
            height: f64::from(height),
        }
    }

    /// The same part of the picture when it is `across` times as wide and `down` times as high.
    pub(crate) fn scaled(self, across: f64, down: f64) -> Self {
        Self {
            x: self.x * across,
            y: self.y * down,
            width: self.width * across,
            height: self.height * down,
        }
    }

    /// Inside `width` x `height` even where the last digit of a fraction was rounded up.
    fn inside(self, width: u32, height: u32) -> Self {
        let (right, bottom) = (f64::from(width), f64::from(height));
        let (x, y) = (self.x.clamp(0.0, right), self.y.clamp(0.0, bottom));
        Self {
            x,
            y,
            width: self.width.min(right - x),
            height: self.height.min(bottom - y),
        }
    }
}

/// The picture `region` of `pixels` in `width` x `height`. Colours of transparent pixels do not
/// bleed into others.
///
/// # Errors
/// [`PhotoError::Broken`] where the sizes and the data disagree.
pub(crate) fn resize(
    pixels: &Pixels,
    region: Region,
    width: u32,
    height: u32,
    filter: FilterType,
) -> Result<Pixels, PhotoError> {
    let kind = if pixels.has_alpha {
        PixelType::U8x4
    } else {
        PixelType::U8x3
    };
    let source = ImageRef::new(pixels.width, pixels.height, &pixels.data, kind);
    Ok(Pixels {
        data: resized(source, region, width, height, filter)?,
        width,
        height,
        has_alpha: pixels.has_alpha,
    })
}

/// As [`resize`], for one plane of bytes with its width and height.
///
/// # Errors
/// As [`resize`].
pub(crate) fn resize_plane(
    (data, width, height): (&[u8], u32, u32),
    region: Region,
    target: (u32, u32),
    filter: FilterType,
) -> Result<Vec<u8>, PhotoError> {
    let source = ImageRef::new(width, height, data, PixelType::U8);
    resized(source, region, target.0, target.1, filter)
}

fn resized<E: Display>(
    source: Result<ImageRef<'_>, E>,
    region: Region,
    width: u32,
    height: u32,
    filter: FilterType,
) -> Result<Vec<u8>, PhotoError> {
    let source = source.map_err(|error| PhotoError::Broken(error.to_string()))?;
    let mut target = Image::new(width, height, source.pixel_type());
    let region = region.inside(source.width(), source.height());
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(filter))
        .crop(region.x, region.y, region.width, region.height);
    Resizer::new()
        .resize(&source, &mut target, &options)
        .map_err(|error| PhotoError::Broken(error.to_string()))?;
    Ok(target.into_vec())
}

/// `width` x `height` reduced, never enlarged, until the short side is at most `short` and the
/// long side at most `long`.
pub(crate) fn size_within(width: u32, height: u32, short: u32, long: u32) -> (u32, u32) {
    let scale = (f64::from(short) / f64::from(width.min(height)))
        .min(f64::from(long) / f64::from(width.max(height)))
        .min(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most what it was, at least 1"
    )]
    let side = |pixels: u32| (f64::from(pixels) * scale).round().max(1.0) as u32;
    (side(width), side(height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::landscape((4000, 3000), (427, 320))]
    #[case::portrait((3000, 4000), (320, 427))]
    #[case::small((200, 100), (200, 100))]
    #[case::panorama((20_000, 1000), (1280, 64))]
    #[case::one_pixel_high((20_000, 1), (1280, 1))]
    fn a_picture_is_reduced_and_never_enlarged(
        #[case] size: (u32, u32),
        #[case] expected: (u32, u32),
    ) {
        assert_eq!(size_within(size.0, size.1, 320, 1280), expected);
    }

    #[test]
    fn a_region_that_was_rounded_beyond_the_border_is_still_resized() {
        let pixels = Pixels {
            data: vec![200; 30 * 20 * 3],
            width: 30,
            height: 20,
            has_alpha: false,
        };
        let region = Region {
            x: 10.000_000_1,
            y: 0.0,
            width: 20.0,
            height: 20.000_000_1,
        };
        let small = resize(&pixels, region, 5, 5, FilterType::Lanczos3).unwrap();
        assert!(small.data.iter().all(|value| *value == 200));
    }
}
