//! A picture that was drawn elsewhere: looked through, so that damage is noticed, and as a PNG, which takes what it was
//! made of as a text.

use crate::PhotoError;
use crate::decode::{Pixels, decode, read_header};
use crate::whole_png::is_whole;
use blazon_model::PhotoFormat;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

/// A drawn picture.
#[derive(Debug)]
pub struct Drawn {
    /// Its file, a PNG.
    pub png: Vec<u8>,
    /// Whether that is what was read, byte for byte.
    pub is_as_it_came: bool,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Reads a picture in any format; one that is a PNG stays the file that it is.
///
/// # Errors
/// Where it is no picture, damaged or too large.
pub fn read_drawn(file: Vec<u8>) -> Result<Drawn, PhotoError> {
    // As large as it is: no side is reached by less.
    let header = read_header(&file, u32::MAX)?;
    if header.format == PhotoFormat::Png && is_whole(&file) {
        let (width, height) = (header.width, header.height);
        return Ok(Drawn {
            png: file,
            is_as_it_came: true,
            width,
            height,
        });
    }
    let pixels = decode(&file, &header, u32::MAX)?;
    let (width, height) = (pixels.width, pixels.height);
    let is_as_it_came = header.format == PhotoFormat::Png;
    let png = if is_as_it_came {
        file
    } else {
        encode_png(&pixels)?
    };
    Ok(Drawn {
        png,
        is_as_it_came,
        width,
        height,
    })
}

pub(crate) fn encode_png(pixels: &Pixels) -> Result<Vec<u8>, PhotoError> {
    let mut file = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut file, CompressionType::Fast, FilterType::Adaptive);
    let colour = if pixels.has_alpha {
        ExtendedColorType::Rgba8
    } else {
        ExtendedColorType::Rgb8
    };
    encoder
        .write_image(&pixels.data, pixels.width, pixels.height, colour)
        .map_err(|error| PhotoError::Broken(error.to_string()))?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels() -> Pixels {
        Pixels {
            data: (0..48 * 32 * 3).map(|at| (at % 251) as u8).collect(),
            width: 48,
            height: 32,
            has_alpha: false,
        }
    }

    #[test]
    fn a_png_stays_the_file_that_it_is() {
        let file = encode_png(&pixels()).unwrap();
        let drawn = read_drawn(file.clone()).unwrap();
        assert_eq!((drawn.width, drawn.height), (48, 32));
        assert_eq!(drawn.png, file);
    }

    #[test]
    fn another_format_becomes_a_png_of_the_same_pixels() {
        let pixels = pixels();
        let webp = webp::Encoder::from_rgb(&pixels.data, 48, 32).encode_lossless();
        let drawn = read_drawn(webp.to_vec()).unwrap();
        let header = read_header(&drawn.png, u32::MAX).unwrap();
        assert_eq!(header.format, PhotoFormat::Png);
        let back = decode(&drawn.png, &header, u32::MAX).unwrap();
        assert_eq!(back.data, pixels.data);
    }

    #[test]
    fn what_is_cut_or_no_picture_is_an_error() {
        let file = encode_png(&pixels()).unwrap();
        assert!(read_drawn(file[..file.len() - 40].to_vec()).is_err());
        assert!(read_drawn(b"<html>busy</html>".to_vec()).is_err());
    }
}
