//! Whether a prepared picture can be sent: a whole JPEG with nothing but pixels in it.

use super::error::{ArchiveError, PictureFault};
use blazon_model::ContentHash;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use turbojpeg::{Decompressor, PixelFormat, ScalingFactor};

/// The most bytes of a prepared picture; one of 2048 x 2048 has about two million.
pub(super) const LONGEST_PICTURE: u64 = 64 * 1024 * 1024;
/// The most pixels of a prepared picture.
const MOST_PIXELS: usize = 100_000_000;
/// The most scans of a progressive JPEG; encoders make about ten.
const SCANS: u32 = 100;

/// The bytes of the picture at `path`.
pub(crate) fn read_picture(path: &Path) -> Result<Vec<u8>, ArchiveError> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LONGEST_PICTURE + 1).read_to_end(&mut bytes))
        .map_err(ArchiveError::at(path))?;
    let fault = match size_of(&bytes) {
        Ok(_) if bytes.len() as u64 <= LONGEST_PICTURE => return Ok(bytes),
        Ok(_) => PictureFault::TooLarge,
        Err(fault) => fault,
    };
    Err(ArchiveError::Picture {
        path: path.to_owned(),
        fault,
    })
}

pub(crate) fn hash_of(bytes: &[u8]) -> ContentHash {
    ContentHash::from_bytes(*blake3::hash(bytes).as_bytes())
}

/// Width and height of a JPEG, decoded to its end so that damage is noticed.
///
/// # Errors
/// [`PictureFault`].
pub(crate) fn size_of(bytes: &[u8]) -> Result<(u32, u32), PictureFault> {
    let damaged = |_| PictureFault::Damaged;
    let mut decoder = Decompressor::new().map_err(damaged)?;
    let header = decoder.read_header(bytes).map_err(damaged)?;
    if header.width.saturating_mul(header.height) > MOST_PIXELS {
        return Err(PictureFault::TooLarge);
    }
    if has_metadata(bytes).ok_or(PictureFault::Damaged)? {
        return Err(PictureFault::HasMetadata);
    }
    decoder.set_scan_limit(SCANS).map_err(damaged)?;
    // All data is read at an eighth of the size too, with a sixty-fourth of the memory.
    let scaled = if header.is_lossless {
        header
    } else {
        let eighth = ScalingFactor::ONE_EIGHTH;
        decoder.set_scaling_factor(eighth).map_err(damaged)?;
        header.scaled(eighth)
    };
    let mut image = turbojpeg::Image {
        pixels: vec![0; scaled.width * scaled.height],
        width: scaled.width,
        pitch: scaled.width,
        height: scaled.height,
        format: PixelFormat::GRAY,
    };
    decoder
        .decompress(bytes, image.as_deref_mut())
        .map_err(damaged)?;
    let side = |pixels: usize| u32::try_from(pixels).map_err(|_| PictureFault::TooLarge);
    Ok((side(header.width)?, side(header.height)?))
}

/// Whether a JPEG has segments besides those that decoding needs (ITU T.81, B.1.1.3): a comment,
/// or application data other than JFIF's and Adobe's, or bytes after its end. `None` where its
/// segments cannot be followed.
fn has_metadata(bytes: &[u8]) -> Option<bool> {
    let mut at = 2;
    loop {
        let marker = match bytes.get(at..at + 2)? {
            [0xff, marker] => *marker,
            _ => return None,
        };
        let length = usize::from(u16::from_be_bytes([
            *bytes.get(at + 2)?,
            *bytes.get(at + 3)?,
        ]));
        let name = bytes.get(at + 4..at + 9).unwrap_or_default();
        match marker {
            0xe0 if name == b"JFIF\0" => {}
            0xee if name == b"Adobe" => {}
            0xe0..=0xef | 0xfe => return Some(true),
            // The start of the picture's data, which ends with the file.
            0xda => return Some(!bytes.ends_with(&[0xff, 0xd9])),
            _ => {}
        }
        at += 2 + length.max(2);
    }
}
