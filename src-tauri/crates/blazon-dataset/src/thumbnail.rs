//! Thumbnails: upright, short side 320 pixels, WebP.

use crate::PhotoError;
use crate::decode::Pixels;
use crate::orient::turn_upright;
use blazon_model::Orientation;
use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

/// The short side in pixels: a grid tile of 160 on a screen with two pixels for each.
pub(crate) const SHORT_SIDE: u32 = 320;
/// The long side in pixels at most, for panoramas.
const LONG_SIDE: u32 = 1280;
/// WebP quality, 0 to 100.
const QUALITY: f32 = 80.0;

/// The file of a thumbnail for a decoded picture. Small pictures keep their size.
///
/// # Errors
/// [`PhotoError::Broken`] where the encoder refuses the picture.
pub(crate) fn make(pixels: Pixels, orientation: Orientation) -> Result<Vec<u8>, PhotoError> {
    let (width, height) = size_for(pixels.width, pixels.height);
    let has_alpha = pixels.has_alpha;
    let small = resize(pixels, width, height)?;
    let (width, height) = (width as usize, height as usize);
    let (data, width, height) = if has_alpha {
        turn_upright::<4>(small, width, height, orientation)
    } else {
        turn_upright::<3>(small, width, height, orientation)
    };
    encode(&data, width, height, has_alpha)
}

fn size_for(width: u32, height: u32) -> (u32, u32) {
    let (short, long) = (width.min(height), width.max(height));
    let scale = (f64::from(SHORT_SIDE) / f64::from(short))
        .min(f64::from(LONG_SIDE) / f64::from(long))
        .min(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most 1280, at least 1"
    )]
    let side = |pixels: u32| (f64::from(pixels) * scale).round().max(1.0) as u32;
    (side(width), side(height))
}

fn resize(pixels: Pixels, width: u32, height: u32) -> Result<Vec<u8>, PhotoError> {
    if (pixels.width, pixels.height) == (width, height) {
        return Ok(pixels.data);
    }
    let kind = if pixels.has_alpha {
        PixelType::U8x4
    } else {
        PixelType::U8x3
    };
    let broken = |error: &dyn std::fmt::Display| PhotoError::Broken(error.to_string());
    let source = Image::from_vec_u8(pixels.width, pixels.height, pixels.data, kind)
        .map_err(|error| broken(&error))?;
    let mut target = Image::new(width, height, kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new()
        .resize(&source, &mut target, &options)
        .map_err(|error| broken(&error))?;
    Ok(target.into_vec())
}

fn encode(
    data: &[u8],
    width: usize,
    height: usize,
    has_alpha: bool,
) -> Result<Vec<u8>, PhotoError> {
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    let encoder = if has_alpha {
        webp::Encoder::from_rgba(data, side(width), side(height))
    } else {
        webp::Encoder::from_rgb(data, side(width), side(height))
    };
    encoder
        .encode_simple(false, QUALITY)
        .map(|file| file.to_vec())
        .map_err(|error| PhotoError::Broken(format!("no thumbnail: {error:?}")))
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
    fn a_thumbnail_is_never_enlarged(#[case] size: (u32, u32), #[case] expected: (u32, u32)) {
        assert_eq!(size_for(size.0, size.1), expected);
    }
}
