//! Painted badges as files. Nothing is written into them but what is asked for.

use crate::BadgeError;
use crate::picture::is_opaque;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use std::borrow::Cow;
use tiny_skia::Pixmap;

/// What a file says beside its pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// Pixels for a metre on paper.
    pub pixels_per_metre: Option<u32>,
    /// Keywords of 1 to 79 Latin letters and their texts, in order.
    pub texts: Vec<(String, String)>,
}

/// A PNG, compressed fast. Without alpha where nothing shows through.
///
/// # Errors
/// [`BadgeError::Encode`]
pub fn encode_png(pixmap: &Pixmap, notes: &Notes) -> Result<Vec<u8>, BadgeError> {
    let refused = |reason: String| BadgeError::Encode {
        format: "PNG",
        reason,
    };
    let (pixels, colour) = straight(pixmap);
    let mut png = Vec::with_capacity(pixels.len() / 2);
    PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::Paeth)
        .write_image(&pixels, pixmap.width(), pixmap.height(), colour)
        .map_err(|error| refused(error.to_string()))?;
    with_notes(png, notes).map_err(refused)
}

/// How finely a JPEG keeps colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chroma {
    /// For each pixel, so that edges of letters keep theirs.
    Whole,
    /// For each square of four pixels, as messengers do with what they are sent.
    Halved,
}

/// A JPEG of `quality` 1 to 100. What shows through becomes white.
///
/// # Errors
/// [`BadgeError::Encode`]
pub fn encode_jpeg(pixmap: &Pixmap, quality: u8, chroma: Chroma) -> Result<Vec<u8>, BadgeError> {
    let refused = |error: turbojpeg::Error| BadgeError::Encode {
        format: "JPEG",
        reason: error.to_string(),
    };
    let mut compressor = turbojpeg::Compressor::new().map_err(refused)?;
    compressor
        .set_quality(i32::from(quality.clamp(1, 100)))
        .map_err(refused)?;
    let subsamp = match chroma {
        Chroma::Whole => turbojpeg::Subsamp::None,
        Chroma::Halved => turbojpeg::Subsamp::Sub2x2,
    };
    compressor.set_subsamp(subsamp).map_err(refused)?;
    let data = pixmap.data();
    let pixels = if is_opaque(data) {
        Cow::Borrowed(data)
    } else {
        Cow::Owned(over_white(data))
    };
    let (width, height) = (pixmap.width() as usize, pixmap.height() as usize);
    compressor
        .compress_to_vec(turbojpeg::Image {
            pixels: &*pixels,
            width,
            pitch: width * 4,
            height,
            format: turbojpeg::PixelFormat::RGBX,
        })
        .map_err(refused)
}

/// A WebP of `quality` 1 to 100, or without loss.
///
/// # Errors
/// [`BadgeError::Encode`]
pub fn encode_webp(pixmap: &Pixmap, quality: Option<u8>) -> Result<Vec<u8>, BadgeError> {
    let (pixels, colour) = straight(pixmap);
    let encoder = if colour == ExtendedColorType::Rgba8 {
        webp::Encoder::from_rgba(&pixels, pixmap.width(), pixmap.height())
    } else {
        webp::Encoder::from_rgb(&pixels, pixmap.width(), pixmap.height())
    };
    let (lossless, quality) = quality.map_or((true, 75.0), |quality| {
        (false, f32::from(quality.clamp(1, 100)))
    });
    let memory = encoder
        .encode_simple(lossless, quality)
        .map_err(|error| BadgeError::Encode {
            format: "WebP",
            reason: format!("{error:?}"),
        })?;
    Ok(memory.to_vec())
}

/// The pixels not multiplied by alpha, without alpha where all of them are opaque.
fn straight(pixmap: &Pixmap) -> (Vec<u8>, ExtendedColorType) {
    let data = pixmap.data();
    if is_opaque(data) {
        return (without_alpha(data), ExtendedColorType::Rgb8);
    }
    let mut rgba = data.to_vec();
    for pixel in rgba.chunks_exact_mut(4) {
        let alpha = u32::from(pixel[3]);
        if alpha > 0 && alpha < 255 {
            for value in &mut pixel[..3] {
                *value = ((u32::from(*value) * 255 + alpha / 2) / alpha).min(255) as u8;
            }
        }
    }
    (rgba, ExtendedColorType::Rgba8)
}

/// Three bytes of each pixel of four.
fn without_alpha(rgba: &[u8]) -> Vec<u8> {
    let mut rgb = vec![0; rgba.len() / 4 * 3];
    // Four pixels at a time are three words, which is faster than byte by byte.
    let (four, rest) = rgba.split_at(rgba.len() / 16 * 16);
    let (twelve, last) = rgb.split_at_mut(four.len() / 4 * 3);
    for (to, from) in twelve.chunks_exact_mut(12).zip(four.chunks_exact(16)) {
        let word = |at: usize| {
            u32::from_le_bytes([from[at], from[at + 1], from[at + 2], from[at + 3]]) & 0x00ff_ffff
        };
        let [a, b, c, d] = [word(0), word(4), word(8), word(12)];
        to[..4].copy_from_slice(&(a | b << 24).to_le_bytes());
        to[4..8].copy_from_slice(&(b >> 8 | c << 16).to_le_bytes());
        to[8..].copy_from_slice(&(c >> 16 | d << 8).to_le_bytes());
    }
    for (to, from) in last.chunks_exact_mut(3).zip(rest.chunks_exact(4)) {
        to.copy_from_slice(&from[..3]);
    }
    rgb
}

/// Pixels of four bytes, multiplied by their alpha, on white.
fn over_white(data: &[u8]) -> Vec<u8> {
    let mut over = data.to_vec();
    for pixel in over.chunks_exact_mut(4) {
        let rest = 255 - pixel[3];
        for value in pixel {
            *value = value.saturating_add(rest);
        }
    }
    over
}

/// Where the first chunk of a PNG ends: signature, then a header of 13 bytes in its frame of 12.
const AFTER_HEADER: usize = 8 + 12 + 13;

fn with_notes(mut png: Vec<u8>, notes: &Notes) -> Result<Vec<u8>, String> {
    let mut chunks = Vec::new();
    if let Some(pixels) = notes.pixels_per_metre {
        let pixels = pixels.to_be_bytes();
        chunk(&mut chunks, *b"pHYs", &[&pixels, &pixels, &[1]]);
    }
    for (keyword, text) in &notes.texts {
        let is_plain = |letter: char| letter.is_ascii_graphic() || letter == ' ';
        if keyword.is_empty() || keyword.len() > 79 || !keyword.chars().all(is_plain) {
            return Err(format!("`{keyword}` is no keyword of a PNG"));
        }
        // Uncompressed, and no language is named.
        chunk(
            &mut chunks,
            *b"iTXt",
            &[
                keyword.as_bytes(),
                &[0, 0, 0, 0, 0],
                text.replace('\0', "").as_bytes(),
            ],
        );
    }
    png.splice(AFTER_HEADER..AFTER_HEADER, chunks);
    Ok(png)
}

fn chunk(out: &mut Vec<u8>, kind: [u8; 4], parts: &[&[u8]]) {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    out.extend_from_slice(&(length as u32).to_be_bytes());
    let start = out.len();
    out.extend_from_slice(&kind);
    for part in parts {
        out.extend_from_slice(part);
    }
    let sum = crc32fast::hash(&out[start..]);
    out.extend_from_slice(&sum.to_be_bytes());
}
