//! Thumbnails: upright, short side 320 pixels, WebP.

use crate::PhotoError;
use crate::decode::Pixels;
use crate::resize::{Region, resize, size_within};
use fast_image_resize::FilterType;

/// The short side in pixels: a grid tile of 160 on a screen with two pixels for each.
pub(crate) const SHORT_SIDE: u32 = 320;
/// The long side in pixels at most, for panoramas.
const LONG_SIDE: u32 = 1280;
/// WebP quality, 0 to 100.
const QUALITY: f32 = 80.0;
/// How long the encoder looks for a smaller file, 0 to 6: at 1 it takes a third of the time of its
/// default, 4, for 15 % more bytes.
const METHOD: i32 = 1;

/// The file of a thumbnail for an upright picture. Small pictures keep their size.
///
/// # Errors
/// [`PhotoError::Broken`] where the encoder refuses the picture.
pub(crate) fn make(upright: &Pixels) -> Result<Vec<u8>, PhotoError> {
    let (width, height) = size_within(upright.width, upright.height, SHORT_SIDE, LONG_SIDE);
    encode(&resize(
        upright,
        Region::whole(upright.width, upright.height),
        width,
        height,
        FilterType::Lanczos3,
    )?)
}

fn encode(pixels: &Pixels) -> Result<Vec<u8>, PhotoError> {
    let refused = |why: String| PhotoError::Broken(format!("no thumbnail: {why}"));
    let mut config = webp::WebPConfig::new()
        .map_err(|()| refused("the encoder is of another version".into()))?;
    config.quality = QUALITY;
    config.method = METHOD;
    let encoder = if pixels.has_alpha {
        webp::Encoder::from_rgba(&pixels.data, pixels.width, pixels.height)
    } else {
        webp::Encoder::from_rgb(&pixels.data, pixels.width, pixels.height)
    };
    encoder
        .encode_advanced(&config)
        .map(|file| file.to_vec())
        .map_err(|error| refused(format!("{error:?}")))
}
