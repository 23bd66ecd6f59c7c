//! A picture as it is shown, for what is no training: upright, in sRGB, without metadata, as a file of its own.

use crate::decode::Pixels;
use crate::drawn::encode_png;
use crate::orient::upright;
use crate::read::read_photo;
use crate::resize::{Region, resize};
use crate::{PhotoError, Shelf};
use fast_image_resize::FilterType;
use std::path::Path;

/// The longest side of such a picture, in pixels: more than any badge shows.
const LONGEST_SIDE: u32 = 4096;
/// The shortest side to which a JPEG is decoded at once, where it has more, in pixels.
const ENOUGH: u32 = 2048;
/// The quality of opaque pictures, as libjpeg counts it.
const QUALITY: i32 = 95;

/// A picture without its history.
#[derive(Debug)]
pub struct UprightPicture {
    /// A JPEG, or a PNG where any pixel is not opaque.
    pub file: Vec<u8>,
    /// How its file name ends.
    pub ending: &'static str,
}

/// The pixels of a picture, upright and in sRGB.
#[derive(Debug)]
pub struct UprightPixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Red, green, blue and alpha of each pixel, row by row; alpha is not multiplied in.
    pub rgba: Vec<u8>,
}

impl Shelf {
    /// The pixels of the picture in the file `source`, in any format that photos have. A JPEG is scaled while it is
    /// decoded where its short side stays at `enough` pixels or more; no side is longer than 4096 pixels.
    ///
    /// # Errors
    /// Where it is no picture, damaged, too large, or cannot be read.
    pub fn read_pixels(&self, source: &Path, enough: u32) -> Result<UprightPixels, PhotoError> {
        let bytes = read_photo(source)?;
        let header = self.decoder.read_header(&bytes, enough)?;
        let _memory = self.memory.take(header.memory);
        let pixels = self.decoder.decode(&bytes, &header, enough)?;
        let pixels = small_enough(upright(pixels, header.orientation))?;
        let rgba = if pixels.has_alpha {
            pixels.data
        } else {
            let mut rgba = vec![255; pixels.data.len() / 3 * 4];
            let (to, from) = (rgba.as_chunks_mut().0, pixels.data.as_chunks().0);
            for ([red, green, blue, _], rgb) in to.iter_mut().zip(from) {
                [*red, *green, *blue] = *rgb;
            }
            rgba
        };
        Ok(UprightPixels {
            width: pixels.width,
            height: pixels.height,
            rgba,
        })
    }

    /// The picture in the file `source`, in any format that photos have; its sides are at most 4096 pixels.
    ///
    /// # Errors
    /// Where it is no picture, damaged, too large, or cannot be read.
    pub fn read_upright(&self, source: &Path) -> Result<UprightPicture, PhotoError> {
        let bytes = read_photo(source)?;
        let header = self.decoder.read_header(&bytes, ENOUGH)?;
        let pixels = self.decoder.decode(&bytes, &header, ENOUGH)?;
        let pixels = small_enough(upright(pixels, header.orientation))?;
        if pixels.has_alpha {
            let (file, ending) = (encode_png(&pixels)?, "png");
            return Ok(UprightPicture { file, ending });
        }
        let (file, ending) = (encode_jpeg(&pixels)?, "jpg");
        Ok(UprightPicture { file, ending })
    }
}

fn small_enough(pixels: Pixels) -> Result<Pixels, PhotoError> {
    let longest = pixels.width.max(pixels.height);
    if longest <= LONGEST_SIDE {
        return Ok(pixels);
    }
    let scaled = |side: u32| {
        let side = u64::from(side) * u64::from(LONGEST_SIDE) / u64::from(longest);
        u32::try_from(side).unwrap_or(LONGEST_SIDE).max(1)
    };
    let (width, height) = (scaled(pixels.width), scaled(pixels.height));
    let whole = Region::whole(pixels.width, pixels.height);
    resize(&pixels, whole, width, height, FilterType::Lanczos3)
}

fn encode_jpeg(pixels: &Pixels) -> Result<Vec<u8>, PhotoError> {
    let broken = |error: turbojpeg::Error| PhotoError::Broken(error.to_string());
    let image = turbojpeg::Image {
        pixels: pixels.data.as_slice(),
        width: pixels.width as usize,
        pitch: pixels.width as usize * 3,
        height: pixels.height as usize,
        format: turbojpeg::PixelFormat::RGB,
    };
    let file = turbojpeg::compress(image, QUALITY, turbojpeg::Subsamp::None).map_err(broken)?;
    Ok(file.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, name: &str, pixels: &Pixels) -> std::path::PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, encode_png(pixels).unwrap()).unwrap();
        path
    }

    #[test]
    fn what_is_transparent_stays_so_and_what_is_not_becomes_a_jpeg() {
        let home = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(home.path()).unwrap();
        for (has_alpha, ending) in [(true, "png"), (false, "jpg")] {
            let channels = 3 + usize::from(has_alpha);
            let pixels = Pixels {
                data: (0..40 * 30 * channels).map(|at| (at % 200) as u8).collect(),
                width: 40,
                height: 30,
                has_alpha,
            };
            let picture = shelf
                .read_upright(&write(home.path(), "a.png", &pixels))
                .unwrap();
            assert_eq!(picture.ending, ending);
            let header = crate::decode::read_header(&picture.file, u32::MAX).unwrap();
            assert_eq!((header.width, header.height), (40, 30));
        }
    }

    #[test]
    fn a_side_is_never_longer_than_a_badge_needs() {
        let home = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(home.path()).unwrap();
        let pixels = Pixels {
            data: vec![90; 5000 * 20 * 3],
            width: 5000,
            height: 20,
            has_alpha: false,
        };
        let picture = shelf
            .read_upright(&write(home.path(), "wide.png", &pixels))
            .unwrap();
        let header = crate::decode::read_header(&picture.file, u32::MAX).unwrap();
        assert_eq!((header.width, header.height), (4096, 16));
    }

    #[test]
    fn pixels_are_those_of_the_file_with_an_alpha_for_each() {
        let home = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(home.path()).unwrap();
        for has_alpha in [true, false] {
            let channels = 3 + usize::from(has_alpha);
            let pixels = Pixels {
                data: (0..40 * 30 * channels).map(|at| (at % 200) as u8).collect(),
                width: 40,
                height: 30,
                has_alpha,
            };
            let read = shelf
                .read_pixels(&write(home.path(), "a.png", &pixels), 1024)
                .unwrap();
            let expected: Vec<u8> = pixels
                .data
                .chunks(channels)
                .flat_map(|pixel| [pixel[0], pixel[1], pixel[2], *pixel.get(3).unwrap_or(&255)])
                .collect();
            assert_eq!((read.width, read.height), (40, 30));
            assert_eq!(read.rgba, expected);
        }
    }

    #[test]
    fn what_is_no_picture_is_an_error() {
        let home = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(home.path()).unwrap();
        let path = home.path().join("page.png");
        std::fs::write(&path, "<html>not here</html>").unwrap();
        assert!(matches!(
            shelf.read_upright(&path),
            Err(PhotoError::NotAnImage)
        ));
    }
}
