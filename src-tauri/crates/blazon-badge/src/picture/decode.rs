//! Decodes the pictures that lie beside templates, and those that a person hands over as files.

use super::Picture;
use crate::BadgeError;
use image::ImageReader;
use png::{BitDepth, ColorType, Decoder, Limits};
use std::io::{BufReader, Cursor};

/// The most bytes of a picture's file.
pub const LARGEST_FILE: usize = 64 * 1024 * 1024;

/// The most pixels of a picture.
pub const MOST_PIXELS: usize = 100_000_000;

/// How many bytes the decoder of PNGs is given at once. Given a whole picture it uncompresses all of it and then moves
/// what is left to the front of its buffer again and again, which takes a third of the time.
const PIECE: usize = 16 * 1024;

/// The longest side of a picture.
const LONGEST_SIDE: u32 = 30_000;

impl Picture {
    /// Decodes JPEG, PNG, WebP, GIF, BMP or TIFF; `name` is for the error's words.
    ///
    /// Colours are taken for sRGB and nothing is turned: photos come from the library, which has done both.
    ///
    /// # Errors
    /// [`BadgeError::TooLarge`], [`BadgeError::Picture`]
    pub fn decode(name: &str, bytes: &[u8]) -> Result<Self, BadgeError> {
        if bytes.len() > LARGEST_FILE {
            return Err(BadgeError::too_large(
                format!("bytes of {name}"),
                bytes.len(),
                LARGEST_FILE,
            ));
        }
        if bytes.starts_with(&[0xff, 0xd8]) {
            return decode_jpeg(name, bytes);
        }
        match decode_plain_png(name, bytes) {
            Some(picture) => picture,
            None => decode_other(name, bytes),
        }
    }
}

fn decode_jpeg(name: &str, bytes: &[u8]) -> Result<Picture, BadgeError> {
    let broken = |error: turbojpeg::Error| broken(name, &error.to_string());
    let header = turbojpeg::read_header(bytes).map_err(broken)?;
    check_size(name, header.width, header.height)?;
    let image = turbojpeg::decompress(bytes, turbojpeg::PixelFormat::RGBA).map_err(broken)?;
    let width = image.width;
    whole(name, width, image.height, image.pixels)
}

/// A PNG of three or four channels of 8 bits, row by row: what generators draw. `None` of everything else.
fn decode_plain_png(name: &str, bytes: &[u8]) -> Option<Result<Picture, BadgeError>> {
    let limits = Limits {
        bytes: 8 * MOST_PIXELS,
    };
    let pieces = BufReader::with_capacity(PIECE, Cursor::new(bytes));
    let mut reader = Decoder::new_with_limits(pieces, limits).read_info().ok()?;
    let info = reader.info();
    let (width, height) = (info.width as usize, info.height as usize);
    let is_plain = info.bit_depth == BitDepth::Eight && info.trns.is_none() && !info.interlaced;
    let has_alpha = info.color_type == ColorType::Rgba;
    if !is_plain || !(has_alpha || info.color_type == ColorType::Rgb) {
        return None;
    }
    let mut read = || {
        check_size(name, width, height)?;
        let mut rgba = vec![0; width * height * 4];
        for to in rgba.chunks_exact_mut(width * 4) {
            let row = reader
                .next_row()
                .map_err(|error| broken(name, &error.to_string()))?
                .ok_or_else(|| broken(name, "it is cut"))?;
            if has_alpha {
                to.copy_from_slice(row.data());
            } else {
                with_alpha(row.data(), to);
            }
        }
        // What is cut behind the rows is not told by them.
        if reader.finish().is_err() {
            return decode_other(name, bytes);
        }
        whole(name, width, height, rgba)
    };
    Some(read())
}

/// Opaque pixels of four bytes from pixels of three.
fn with_alpha(rgb: &[u8], rgba: &mut [u8]) {
    const OPAQUE: u32 = 0xff00_0000;
    // Four pixels at a time are three words, which is faster than byte by byte.
    let (twelve, last) = rgb.split_at(rgb.len() / 12 * 12);
    let (sixteen, rest) = rgba.split_at_mut(twelve.len() / 3 * 4);
    for (to, from) in sixteen.chunks_exact_mut(16).zip(twelve.chunks_exact(12)) {
        let word =
            |at: usize| u32::from_le_bytes([from[at], from[at + 1], from[at + 2], from[at + 3]]);
        let pixels = [word(0), word(3), word(6), word(8) >> 8];
        for (to, pixel) in to.chunks_exact_mut(4).zip(pixels) {
            to.copy_from_slice(&(pixel | OPAQUE).to_le_bytes());
        }
    }
    for (to, from) in rest.chunks_exact_mut(4).zip(last.chunks_exact(3)) {
        to.copy_from_slice(&[from[0], from[1], from[2], 255]);
    }
}

fn decode_other(name: &str, bytes: &[u8]) -> Result<Picture, BadgeError> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| broken(name, &error.to_string()))?;
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(8 * MOST_PIXELS as u64);
    reader.limits(limits);
    let image = reader
        .decode()
        .map_err(|error| broken(name, &error.to_string()))?;
    check_size(name, image.width() as usize, image.height() as usize)?;
    let rgba = image.into_rgba8();
    let (width, height) = rgba.dimensions();
    whole(name, width as usize, height as usize, rgba.into_raw())
}

fn check_size(name: &str, width: usize, height: usize) -> Result<(), BadgeError> {
    let longest = width.max(height);
    if longest > LONGEST_SIDE as usize {
        return Err(BadgeError::too_large(
            format!("pixels on a side of {name}"),
            longest,
            LONGEST_SIDE as usize,
        ));
    }
    match width * height {
        pixels if pixels > MOST_PIXELS => Err(BadgeError::too_large(
            format!("pixels of {name}"),
            pixels,
            MOST_PIXELS,
        )),
        _ => Ok(()),
    }
}

fn whole(name: &str, width: usize, height: usize, rgba: Vec<u8>) -> Result<Picture, BadgeError> {
    let side = |length| u32::try_from(length).unwrap_or(0);
    Picture::from_rgba(side(width), side(height), rgba)
        .ok_or_else(|| broken(name, "it has no pixels"))
}

fn broken(name: &str, reason: &str) -> BadgeError {
    BadgeError::Picture {
        name: name.to_owned(),
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::png::PngEncoder;
    use image::{ExtendedColorType, ImageEncoder};
    use rstest::rstest;

    fn png(colour: ExtendedColorType, channels: usize) -> Vec<u8> {
        let pixels: Vec<u8> = (0..23 * 10 * channels).map(|at| (at * 7) as u8).collect();
        let mut file = Vec::new();
        let encoder = PngEncoder::new(&mut file);
        encoder.write_image(&pixels, 23, 10, colour).unwrap();
        file
    }

    #[rstest]
    #[case::colours(ExtendedColorType::Rgb8, 3)]
    #[case::with_alpha(ExtendedColorType::Rgba8, 4)]
    fn plain_pngs_are_the_same_by_the_short_way(
        #[case] colour: ExtendedColorType,
        #[case] channels: usize,
    ) {
        let file = png(colour, channels);
        let short = decode_plain_png("a", &file).unwrap().unwrap();
        let long = decode_other("a", &file).unwrap();
        assert_eq!((short.width, short.height), (23, 10));
        assert!(short.rgba() == long.rgba());
        assert!(
            decode_plain_png("a", &file[..file.len() - 20])
                .unwrap()
                .is_err()
        );
    }

    #[rstest]
    #[case::grey(ExtendedColorType::L8, 1)]
    #[case::deep(ExtendedColorType::Rgb16, 6)]
    fn other_pngs_go_the_long_way(#[case] colour: ExtendedColorType, #[case] channels: usize) {
        let file = png(colour, channels);
        assert!(decode_plain_png("a", &file).is_none());
        assert!(Picture::decode("a", &file).is_ok());
    }
}
