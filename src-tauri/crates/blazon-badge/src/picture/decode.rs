//! Decodes the pictures that lie beside templates, and those that a person hands over as files.

use super::Picture;
use crate::BadgeError;
use image::{ImageReader, Limits};
use std::io::Cursor;

/// The most bytes of a picture's file.
pub const LARGEST_FILE: usize = 64 * 1024 * 1024;

/// The most pixels of a picture.
pub const MOST_PIXELS: usize = 100_000_000;

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
        decode_other(name, bytes)
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

fn decode_other(name: &str, bytes: &[u8]) -> Result<Picture, BadgeError> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| broken(name, &error.to_string()))?;
    let mut limits = Limits::default();
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
