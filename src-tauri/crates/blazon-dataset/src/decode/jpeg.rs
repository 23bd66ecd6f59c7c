//! JPEG by libjpeg-turbo, with what its segments say of orientation and colour.
//!
//! A JPEG is scaled while it is decoded, so its memory is that of the small picture; every byte
//! of its data is still read, which is how a cut file is noticed.

use super::exif::orientation_in;
use super::{Header, Pixels, WHOLE_MEGAPIXELS, check_size};
use crate::planes::Planes;
use crate::{PhotoError, profile};
use blazon_model::{Orientation, PhotoFormat};
use std::borrow::Cow;
use turbojpeg::{Colorspace, Decompressor, PixelFormat, ScalingFactor, Subsamp};

/// The most pixels of a JPEG that is read row by row.
const BASELINE_MEGAPIXELS: u32 = 256;
/// The most scans of a progressive JPEG; each costs a pass over the whole picture, and cameras
/// and encoders make about ten.
const SCANS: u32 = 100;
/// The markers of the segments that are looked at (ITU T.81, table B.1).
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
/// How a part of a colour profile begins.
const PROFILE_MARK: &[u8] = b"ICC_PROFILE\0";
const START_OF_SCAN: u8 = 0xda;
const END_OF_IMAGE: u8 = 0xd9;

/// Reads the header of a JPEG.
///
/// # Errors
/// When it is damaged or has too many pixels.
pub(super) fn read_header(bytes: &[u8], short_side: u32) -> Result<Header, PhotoError> {
    let bytes = readable(bytes);
    let mut decoder = Decompressor::new().map_err(|error| PhotoError::Broken(error.to_string()))?;
    let header = decoder
        .read_header(&bytes)
        .map_err(|error| damage(&error))?;
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    let (width, height) = (side(header.width), side(header.height));
    let whole = header.is_progressive || header.is_lossless;
    check_size(
        width,
        height,
        if whole {
            WHOLE_MEGAPIXELS
        } else {
            BASELINE_MEGAPIXELS
        },
    )?;
    let scaled = header.scaled(scale_for(width, height, short_side));
    let pixels = u64::from(width) * u64::from(height);
    // A progressive picture is held as 16-bit coefficients, at most three for each pixel.
    let coefficients = if whole { pixels * 6 } else { 0 };
    Ok(Header {
        format: PhotoFormat::Jpeg,
        width,
        height,
        orientation: exif_chunk(&bytes).map_or(Orientation::UPRIGHT, orientation_in),
        memory: coefficients + (scaled.width * scaled.height * 4) as u64,
    })
}

/// The strongest reduction while decoding that leaves `short_side` pixels. Only powers of two:
/// libjpeg-turbo decodes the sizes between them more slowly than the whole picture.
fn scale_for(width: u32, height: u32, short_side: u32) -> ScalingFactor {
    let short = width.min(height);
    [
        ScalingFactor::ONE_EIGHTH,
        ScalingFactor::ONE_QUARTER,
        ScalingFactor::ONE_HALF,
    ]
    .into_iter()
    .find(|scale| scale.scale(short as usize) >= short_side as usize)
    .unwrap_or(ScalingFactor::ONE)
}

/// The planes of a JPEG as cameras make them, decoded as [`decode`] does: YCbCr with half the
/// columns and rows of colour, without a profile. `None` where it is another.
///
/// # Errors
/// When it is cut or damaged.
pub(super) fn decode_planes(
    bytes: &[u8],
    header: &Header,
    short_side: u32,
) -> Result<Option<Planes>, PhotoError> {
    if profile_segments(bytes).next().is_some() {
        return Ok(None);
    }
    let broken = |error: turbojpeg::Error| PhotoError::Broken(error.to_string());
    let mut decoder = Decompressor::new().map_err(broken)?;
    let read = decoder.read_header(bytes).map_err(|error| damage(&error))?;
    let is_usual = read.colorspace == Colorspace::YCbCr && read.subsamp == Subsamp::Sub2x2;
    if !is_usual || read.is_lossless {
        return Ok(None);
    }
    let scale = scale_for(header.width, header.height, short_side);
    decoder.set_scaling_factor(scale).map_err(broken)?;
    decoder.set_scan_limit(SCANS).map_err(broken)?;
    let scaled = read.scaled(scale);
    let length = turbojpeg::yuv_pixels_len(scaled.width, 1, scaled.height, Subsamp::Sub2x2);
    let mut image = turbojpeg::YuvImage {
        pixels: vec![0; length.map_err(broken)?],
        width: scaled.width,
        align: 1,
        height: scaled.height,
        subsamp: Subsamp::Sub2x2,
    };
    if let Err(error) = decoder.decompress_to_yuv(bytes, image.as_deref_mut()) {
        tolerate(&error)?;
    }
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    Ok(Planes::new(
        image.pixels,
        side(scaled.width),
        side(scaled.height),
    ))
}

/// Decodes a JPEG to the smallest size that leaves `short_side` pixels.
///
/// # Errors
/// When it is cut or damaged.
pub(super) fn decode(bytes: &[u8], header: &Header, short_side: u32) -> Result<Pixels, PhotoError> {
    let bytes = readable(bytes);
    let mut decoder = Decompressor::new().map_err(|error| PhotoError::Broken(error.to_string()))?;
    let broken = |error: turbojpeg::Error| PhotoError::Broken(error.to_string());
    let scale = scale_for(header.width, header.height, short_side);
    let read = decoder
        .read_header(&bytes)
        .map_err(|error| damage(&error))?;
    if !read.is_lossless {
        decoder.set_scaling_factor(scale).map_err(broken)?;
    }
    decoder.set_scan_limit(SCANS).map_err(broken)?;
    let scaled = if read.is_lossless {
        read
    } else {
        read.scaled(scale)
    };
    let is_cmyk = matches!(read.colorspace, Colorspace::CMYK | Colorspace::YCCK);
    let (format, channels) = if is_cmyk {
        (PixelFormat::CMYK, 4)
    } else {
        (PixelFormat::RGB, 3)
    };
    let mut image = turbojpeg::Image {
        pixels: vec![0; scaled.width * scaled.height * channels],
        width: scaled.width,
        pitch: scaled.width * channels,
        height: scaled.height,
        format,
    };
    if let Err(error) = decoder.decompress(&bytes, image.as_deref_mut()) {
        tolerate(&error)?;
    }
    let profile = icc_profile(&bytes);
    let data = if is_cmyk {
        rgb_of_inverted_cmyk(image.pixels, profile.as_deref())
    } else {
        image.pixels
    };
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    let mut pixels = Pixels {
        data,
        width: side(scaled.width),
        height: side(scaled.height),
        has_alpha: false,
    };
    if let Some(profile) = profile
        && !is_cmyk
    {
        profile::convert(&mut pixels, &profile);
    }
    Ok(pixels)
}

/// Adobe writes CMYK inverted: 255 is no ink. Without a profile that can be used, ink dims light.
fn rgb_of_inverted_cmyk(mut pixels: Vec<u8>, profile: Option<&[u8]>) -> Vec<u8> {
    if let Some(profile) = profile {
        for ink in &mut pixels {
            *ink = 255 - *ink;
        }
        if let Some(rgb) = profile::rgb_of_cmyk(&pixels, profile) {
            return rgb;
        }
        for ink in &mut pixels {
            *ink = 255 - *ink;
        }
    }
    let dimmed = |colour: u8, black: u8| {
        u8::try_from(u16::from(colour) * u16::from(black) / 255).unwrap_or(255)
    };
    pixels
        .chunks_exact(4)
        .flat_map(|ink| [0, 1, 2].map(|channel| dimmed(ink[channel], ink[3])))
        .collect()
}

/// libjpeg decodes on after some kinds of damage and tells of it afterwards. Stray bytes between
/// the parts of a file leave the picture whole and are common in the wild; anything else is not.
fn tolerate(error: &turbojpeg::Error) -> Result<(), PhotoError> {
    let text = error.to_string();
    if text.contains("extraneous bytes before marker") || text.contains("Invalid SOS parameters") {
        Ok(())
    } else {
        Err(damage(error))
    }
}

fn damage(error: &turbojpeg::Error) -> PhotoError {
    // Without a frame header there is no size to read.
    if matches!(error, turbojpeg::Error::IntegerOverflow(_)) {
        return PhotoError::Truncated;
    }
    let text = error.to_string();
    // "Premature end of JPEG file" and "Corrupt JPEG data: premature end of data segment".
    if text.contains("remature end") {
        PhotoError::Truncated
    } else {
        PhotoError::Broken(text)
    }
}

/// The TIFF structure in the EXIF segment of a JPEG (Exif 3.0, 4.7.2).
fn exif_chunk(bytes: &[u8]) -> Option<&[u8]> {
    segments(bytes)
        .filter(|segment| segment.marker == APP1)
        .find_map(|segment| segment.content.strip_prefix(b"Exif\0\0"))
}

/// The segments with parts of a colour profile.
fn profile_segments(bytes: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    segments(bytes)
        .filter(|segment| segment.marker == APP2 && segment.content.starts_with(PROFILE_MARK))
}

/// The colour profile of a JPEG, put together from its numbered parts (ICC.1:2022, B.4); `None`
/// where it has none or a part is missing.
fn icc_profile(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut parts: Vec<(u8, u8, &[u8])> = profile_segments(bytes)
        .filter_map(|segment| match &segment.content[PROFILE_MARK.len()..] {
            [number, count, part @ ..] => Some((*number, *count, part)),
            _ => None,
        })
        .collect();
    parts.sort_by_key(|(number, _, _)| *number);
    let count = parts.first()?.1;
    let is_whole = parts.iter().map(|(number, _, _)| *number).eq(1..=count)
        && parts.iter().all(|(_, of, _)| *of == count);
    is_whole.then(|| {
        parts
            .iter()
            .flat_map(|(_, _, part)| part.iter().copied())
            .collect()
    })
}

/// The bytes as libjpeg reads them: it refuses a file for the colour profile alone, when a part of
/// that is missing, so such a profile is made unknown to it.
fn readable(bytes: &[u8]) -> Cow<'_, [u8]> {
    let is_broken = || profile_segments(bytes).next().is_some() && icc_profile(bytes).is_none();
    if !is_broken() {
        return bytes.into();
    }
    tracing::warn!("a photo's colour profile is not whole and is left");
    let mut without = bytes.to_vec();
    for segment in profile_segments(bytes) {
        without[segment.start] = 0;
    }
    without.into()
}

/// A segment of a JPEG.
struct Segment<'b> {
    marker: u8,
    /// Where its content begins in the file.
    start: usize,
    content: &'b [u8],
}

/// The segments of a JPEG up to its first scan (ITU T.81, B.1.1). Stray bytes between them are
/// passed over; a segment that is cut ends where the bytes do.
fn segments(bytes: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    let mut at = 2;
    std::iter::from_fn(move || {
        loop {
            let found = bytes.get(at..)?.windows(2).position(|pair| {
                pair[0] == 0xff && !matches!(pair[1], 0 | 0x01 | 0xd0..=0xd8 | 0xff)
            })?;
            let marker = bytes[at + found + 1];
            if matches!(marker, START_OF_SCAN | END_OF_IMAGE) {
                return None;
            }
            let start = at + found + 4;
            let length = bytes.get(start - 2..start)?;
            let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
            at = start;
            if length < 2 {
                continue;
            }
            at = (start + length - 2).min(bytes.len());
            return Some(Segment {
                marker,
                start,
                content: &bytes[start..at],
            });
        }
    })
}
