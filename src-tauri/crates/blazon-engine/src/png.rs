//! Pictures as PNG files: whole or not at all.

use crate::Picture;
use blazon_lora::write_whole;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use std::io;
use std::path::Path;

/// Writes a picture without any metadata; folders are made as needed.
///
/// # Errors
/// When the disk refuses; then `path` is as it was.
pub(crate) fn write(path: &Path, picture: &Picture) -> io::Result<()> {
    let (width, height) = (picture.width as u32, picture.height as u32);
    write_whole(path, |file| {
        let encoder = PngEncoder::new(file);
        let written = encoder.write_image(&picture.rgb, width, height, ExtendedColorType::Rgb8);
        written.map_err(io::Error::other)
    })
}
