//! JPEG by libjpeg-turbo, with what its segments say of orientation and colour.
//!
//! A JPEG is scaled while it is decoded, so its memory is that of the small picture; every byte
//! of its data is still read, which is how a cut file is noticed.

use super::exif::orientation_in;
use super::{Header, Pixels, WHOLE_MEGAPIXELS, check_size};
use crate::{PhotoError, profile};
use blazon_model::{Orientation, PhotoFormat};
use turbojpeg::{Colorspace, Decompressor, PixelFormat, ScalingFactor};

/// The most pixels of a JPEG that is read row by row.
const BASELINE_MEGAPIXELS: u32 = 256;
/// The most scans of a progressive JPEG; each costs a pass over the whole picture, and cameras
/// and encoders make about ten.
const SCANS: u32 = 100;
/// The markers of the segments that are looked at (ITU T.81, table B.1).
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const START_OF_SCAN: u8 = 0xda;
const END_OF_IMAGE: u8 = 0xd9;

/// Reads the header of a JPEG.
///
/// # Errors
/// When it is damaged or has too many pixels.
pub(super) fn read_header(bytes: &[u8], short_side: u32) -> Result<Header, PhotoError> {
    let mut decoder = Decompressor::new().map_err(|error| PhotoError::Broken(error.to_string()))?;
    let header = decoder.read_header(bytes).map_err(|error| damage(&error))?;
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
        orientation: exif_chunk(bytes).map_or(Orientation::UPRIGHT, orientation_in),
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

/// Decodes a JPEG to the smallest size that leaves `short_side` pixels.
///
/// # Errors
/// When it is cut or damaged.
pub(super) fn decode(bytes: &[u8], header: &Header, short_side: u32) -> Result<Pixels, PhotoError> {
    let mut decoder = Decompressor::new().map_err(|error| PhotoError::Broken(error.to_string()))?;
    let broken = |error: turbojpeg::Error| PhotoError::Broken(error.to_string());
    let scale = scale_for(header.width, header.height, short_side);
    let read = decoder.read_header(bytes).map_err(|error| damage(&error))?;
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
    if let Err(error) = decoder.decompress(bytes, image.as_deref_mut()) {
        tolerate(&error)?;
    }
    let profile = icc_profile(bytes);
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
/// the parts of a file, and a broken colour profile, leave the picture whole and are common in the
/// wild; anything else is not.
fn tolerate(error: &turbojpeg::Error) -> Result<(), PhotoError> {
    let text = error.to_string();
    let is_harmless = [
        "extraneous bytes before marker",
        "Invalid SOS parameters",
        "bad ICC marker",
    ]
    .into_iter()
    .any(|known| text.contains(known));
    if is_harmless {
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
        .filter(|(marker, _)| *marker == APP1)
        .find_map(|(_, payload)| payload.strip_prefix(b"Exif\0\0"))
}

/// The colour profile of a JPEG, put together from its numbered parts (ICC.1:2022, B.4). One with
/// a part missing is logged and left.
fn icc_profile(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut parts: Vec<(u8, u8, &[u8])> = segments(bytes)
        .filter(|(marker, _)| *marker == APP2)
        .filter_map(
            |(_, payload)| match payload.strip_prefix(b"ICC_PROFILE\0")? {
                [number, count, part @ ..] => Some((*number, *count, part)),
                _ => None,
            },
        )
        .collect();
    parts.sort_by_key(|(number, _, _)| *number);
    let count = parts.first()?.1;
    let numbers = parts.iter().map(|(number, _, _)| *number);
    if !numbers.eq(1..=count) {
        tracing::warn!("a photo's colour profile is not whole and is left");
        return None;
    }
    Some(
        parts
            .iter()
            .flat_map(|(_, _, part)| part.iter().copied())
            .collect(),
    )
}

/// The segments of a JPEG up to its first scan, with their markers (ITU T.81, B.1.1). Stray bytes
/// between them are passed over; a segment that is cut ends where the bytes do.
fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = bytes.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        loop {
            let start = rest.windows(2).position(|pair| {
                pair[0] == 0xff && !matches!(pair[1], 0 | 0x01 | 0xd0..=0xd8 | 0xff)
            })?;
            let marker = rest[start + 1];
            if matches!(marker, START_OF_SCAN | END_OF_IMAGE) {
                return None;
            }
            let [high, low, after @ ..] = &rest[start + 2..] else {
                return None;
            };
            let length = usize::from(u16::from_be_bytes([*high, *low]));
            if length < 2 {
                rest = after;
                continue;
            }
            let (payload, next) = after.split_at((length - 2).min(after.len()));
            rest = next;
            return Some((marker, payload));
        }
    })
}
