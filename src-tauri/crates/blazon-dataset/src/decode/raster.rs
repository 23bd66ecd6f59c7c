//! PNG, WebP, GIF, BMP and TIFF by the `image` crate: the first picture in the file.

use super::exif::orientation_in;
use super::{Header, Pixels, WHOLE_MEGAPIXELS, check_size};
use crate::PhotoError;
use blazon_model::{Orientation, PhotoFormat};
use image::codecs::{bmp, gif, png, tiff as tiff_codec, webp};
use image::{DynamicImage, ImageDecoder, ImageError, Limits};
use std::io::{BufReader, Cursor, ErrorKind};
use tiff::tags::Tag;

/// How many bytes a decoder may take: eight for each pixel, as 16-bit RGBA has.
const MOST_MEMORY: u64 = WHOLE_MEGAPIXELS as u64 * 1_000_000 * 8;
/// How many bytes the decoder of PNGs is given at once. Given a whole picture it uncompresses all of it and then moves
/// what is left to the front of its buffer again and again, which takes a third of the time.
const PIECE: usize = 16 * 1024;
/// How many bytes a tag of a TIFF may take in memory.
const LONGEST_TAG: usize = 256 * 1024 * 1024;
/// Bit 0 of the TIFF tag NewSubfileType (TIFF 6.0, page 36): a smaller version of another picture.
const REDUCED: u32 = 1;

/// Reads the header of a picture.
///
/// # Errors
/// When it is damaged, of a kind that is not read, or has too many pixels.
pub(super) fn read_header(bytes: &[u8], format: PhotoFormat) -> Result<Header, PhotoError> {
    if let Some((width, height)) = told_size(bytes, format) {
        check_size(width, height, WHOLE_MEGAPIXELS)?;
    }
    let mut decoder = open(bytes, format)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height, WHOLE_MEGAPIXELS)?;
    let orientation = if format == PhotoFormat::Tiff {
        read_tiff_orientation(bytes)?
    } else {
        orientation(decoder.as_mut())
    };
    Ok(Header {
        format,
        width,
        height,
        orientation,
        memory: decoder.total_bytes() * 2,
    })
}

/// Decodes a picture to sRGB.
///
/// # Errors
/// When it is cut or damaged.
pub(super) fn decode(bytes: &[u8], format: PhotoFormat) -> Result<Pixels, PhotoError> {
    let mut decoder = open(bytes, format)?;
    let profile = if format == PhotoFormat::Tiff {
        read_tiff_profile(bytes)
    } else {
        decoder.icc_profile().ok().flatten()
    };
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| damage(&error, format))?;
    let (width, height) = (picture.width(), picture.height());
    let has_alpha = picture.color().has_alpha();
    let data = if has_alpha {
        picture.into_rgba8().into_raw()
    } else {
        picture.into_rgb8().into_raw()
    };
    let pixels = Pixels {
        data,
        width,
        height,
        has_alpha,
    };
    Ok(pixels.without_idle_alpha().converted_by(profile.as_deref()))
}

/// The size that stands at a fixed place, so that a huge one is named before a decoder is asked:
/// PNG 3rd edition, 11.2.1, and GIF89a, 18.
fn told_size(bytes: &[u8], format: PhotoFormat) -> Option<(u32, u32)> {
    match (format, bytes) {
        (PhotoFormat::Png, _) => {
            let side = |at: usize| {
                let digits = bytes.get(at..at + 4)?.try_into().ok()?;
                Some(u32::from_be_bytes(digits))
            };
            Some((side(16)?, side(20)?))
        }
        (PhotoFormat::Gif, [_, _, _, _, _, _, a, b, c, d, ..]) => Some((
            u32::from(u16::from_le_bytes([*a, *b])),
            u32::from(u16::from_le_bytes([*c, *d])),
        )),
        _ => None,
    }
}

fn open(bytes: &[u8], format: PhotoFormat) -> Result<Box<dyn ImageDecoder + '_>, PhotoError> {
    let reader = Cursor::new(bytes);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    let opened: Result<Box<dyn ImageDecoder + '_>, ImageError> = match format {
        PhotoFormat::Webp => webp::WebPDecoder::new(reader).map(|decoder| Box::new(decoder) as _),
        PhotoFormat::Gif => gif::GifDecoder::new(reader).map(|decoder| Box::new(decoder) as _),
        PhotoFormat::Bmp => bmp::BmpDecoder::new(reader).map(|decoder| Box::new(decoder) as _),
        PhotoFormat::Tiff => {
            refuse_raw(bytes)?;
            tiff_codec::TiffDecoder::new(reader).map(|decoder| Box::new(decoder) as _)
        }
        PhotoFormat::Png | PhotoFormat::Jpeg | PhotoFormat::Heic | PhotoFormat::Avif => {
            let pieces = BufReader::with_capacity(PIECE, reader);
            png::PngDecoder::with_limits(pieces, limits.clone())
                .map(|decoder| Box::new(decoder) as _)
        }
    };
    let mut decoder = opened.map_err(|error| damage(&error, format))?;
    let (width, height) = decoder.dimensions();
    check_size(width, height, WHOLE_MEGAPIXELS)?;
    decoder
        .set_limits(limits)
        .map_err(|error| damage(&error, format))?;
    Ok(decoder)
}

/// The orientation of what keeps EXIF as a chunk.
fn orientation(decoder: &mut dyn ImageDecoder) -> Orientation {
    match decoder.exif_metadata() {
        Ok(chunk) => chunk.map_or(Orientation::UPRIGHT, |chunk| orientation_in(&chunk)),
        Err(error) => {
            tracing::warn!(%error, "the EXIF of a photo cannot be read; it is taken as upright");
            Orientation::UPRIGHT
        }
    }
}

fn read_tags(bytes: &[u8]) -> Result<tiff::decoder::Decoder<Cursor<&[u8]>>, PhotoError> {
    tiff::decoder::Decoder::new(Cursor::new(bytes)).map_err(|error| match error {
        tiff::TiffError::IoError(ref io) if io.kind() == ErrorKind::UnexpectedEof => {
            PhotoError::Truncated
        }
        tiff::TiffError::UnsupportedError(_) => PhotoError::UnsupportedFormat("TIFF"),
        tiff::TiffError::IoError(_)
        | tiff::TiffError::FormatError(_)
        | tiff::TiffError::LimitsExceeded
        | tiff::TiffError::IntSizeError
        | tiff::TiffError::UsageError(_) => PhotoError::Broken(error.to_string()),
    })
}

/// A TIFF says it in a tag of its own; one that is no number counts for upright.
fn read_tiff_orientation(bytes: &[u8]) -> Result<Orientation, PhotoError> {
    let told = read_tags(bytes)?.find_tag(Tag::Orientation);
    Ok(told
        .ok()
        .flatten()
        .and_then(|value| value.into_u32().ok())
        .and_then(|value| Orientation::from_exif(u8::try_from(value).ok()?))
        .unwrap_or(Orientation::UPRIGHT))
}

/// The colour profile of a TIFF. `image` finds none in a decoder that was given limits.
fn read_tiff_profile(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut limits = tiff::decoder::Limits::default();
    limits.ifd_value_size = LONGEST_TAG;
    let mut tags = read_tags(bytes).ok()?.with_limits(limits);
    tags.find_tag(Tag::IccProfile).ok()??.into_u8_vec().ok()
}

/// Cameras write their raw files as TIFF whose first picture is a small preview; taking that for
/// the photo would be wrong without anybody noticing.
fn refuse_raw(bytes: &[u8]) -> Result<(), PhotoError> {
    let kind = read_tags(bytes)?.find_tag(Tag::NewSubfileType);
    let kind = kind.ok().flatten().and_then(|kind| kind.into_u32().ok());
    if kind.is_some_and(|kind| kind & REDUCED != 0) {
        return Err(PhotoError::UnsupportedFormat("RAW"));
    }
    Ok(())
}

fn damage(error: &ImageError, format: PhotoFormat) -> PhotoError {
    let text = error.to_string();
    if let ImageError::Unsupported(_) = error
        && format == PhotoFormat::Tiff
    {
        tracing::info!(%error, "a kind of TIFF that is not read");
        return PhotoError::UnsupportedFormat("TIFF");
    }
    let is_cut = text.contains("nexpected end")
        || text.contains("nexpected EOF")
        || text.contains("EOF")
        || text.contains("failed to fill whole buffer")
        || matches!(error, ImageError::IoError(io) if io.kind() == ErrorKind::UnexpectedEof);
    if is_cut {
        PhotoError::Truncated
    } else {
        PhotoError::Broken(text)
    }
}
