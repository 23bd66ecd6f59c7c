//! Pictures as far as Telegram looks at them: what they are, how large, whether they are whole, and smaller.

use std::io::Cursor;

use bytes::Bytes;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, ImageReader, RgbImage};
use jpeg_encoder::{ColorType, Encoder};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Width and height; none if it is no picture that Telegram takes, or breaks off.
///
/// Only the head is read, and where the format has an end, whether it is there: a picture of which the middle is damaged is
/// taken, while Telegram would say that it cannot be processed.
pub(super) fn measure(bytes: &[u8]) -> Option<(u32, u32)> {
    if is_jpeg(bytes) {
        let mut decoder = JpegDecoder::new(ZCursor::new(bytes));
        decoder.decode_headers().ok()?;
        let (width, height) = decoder.dimensions()?;
        let ends = bytes
            .windows(2)
            .rev()
            .take(64)
            .any(|end| end == [0xff, 0xd9]);
        return ends
            .then(|| Some((u32::try_from(width).ok()?, u32::try_from(height).ok()?)))
            .flatten();
    }
    let reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let format = reader.format()?;
    let is_whole = (format != ImageFormat::Png || bytes.ends_with(b"IEND\xae\x42\x60\x82"))
        && (format != ImageFormat::Gif || bytes.ends_with(b";"));
    is_whole.then(|| reader.into_dimensions().ok()).flatten()
}

/// The MIME type, for pictures.
pub(super) fn content_type(bytes: &[u8]) -> Option<&'static str> {
    let format = image::guess_format(bytes).ok()?;
    Some(format.to_mime_type())
}

/// The size of a picture whose longest side is made this long.
pub(super) fn fitted(width: u32, height: u32, side: u32) -> (u32, u32) {
    let long = width.max(height).max(1);
    let scaled = |length: u32| (length * side / long).max(1);
    (scaled(width), scaled(height))
}

/// A smaller picture, as JPEG; none if it cannot be read to its end.
pub(super) fn shrink(bytes: &[u8], side: u32) -> Option<Bytes> {
    let picture = if is_jpeg(bytes) {
        let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGB);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
        let pixels = decoder.decode().ok()?;
        let (width, height) = decoder.dimensions()?;
        let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
        DynamicImage::ImageRgb8(RgbImage::from_raw(width, height, pixels)?)
    } else {
        image::load_from_memory(bytes).ok()?
    };
    let (width, height) = fitted(picture.width(), picture.height(), side);
    let small = picture
        .resize_exact(width, height, FilterType::Triangle)
        .to_rgb8();
    let short = |side: u32| u16::try_from(side).ok();
    let mut file = Vec::new();
    Encoder::new(&mut file, 87)
        .encode(
            small.as_raw(),
            short(width)?,
            short(height)?,
            ColorType::Rgb,
        )
        .ok()?;
    Some(Bytes::from(file))
}

fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xd8, 0xff])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{Format, draw};

    #[test]
    fn pictures_are_measured_and_made_smaller() {
        for format in [Format::Jpeg, Format::Png, Format::WebP] {
            let picture = draw(400, 200, 7, format);
            assert_eq!(measure(&picture), Some((400, 200)), "{format:?}");
            let small = shrink(&picture, 90).unwrap();
            assert_eq!(measure(&small), Some((90, 45)), "{format:?}");
        }
    }

    #[test]
    fn what_breaks_off_or_is_no_picture_is_not_measured() {
        for format in [Format::Jpeg, Format::Png] {
            let picture = draw(64, 64, 7, format);
            assert_eq!(measure(&picture[..picture.len() / 2]), None, "{format:?}");
        }
        assert_eq!(measure(b"not much of a picture"), None);
    }
}
