//! Pictures that models draw here: a slope of colours that follows from the seed, in a real file of the format asked for.

use std::io::Cursor;

use bytes::Bytes;
use image::{ImageFormat, Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder};

/// The formats in which the models answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Jpeg,
    Png,
    WebP,
}

impl Format {
    /// By the word in a model's input.
    pub(crate) fn named(word: &str) -> Option<Self> {
        match word {
            "jpeg" | "jpg" => Some(Self::Jpeg),
            "png" => Some(Self::Png),
            "webp" => Some(Self::WebP),
            _ => None,
        }
    }

    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }
}

/// Draws one; the same seed and size give the same bytes.
pub(crate) fn draw(width: u32, height: u32, seed: u64, format: Format) -> Bytes {
    let [blue, shift, ..] = seed.to_le_bytes();
    let slope = |at: u32, of: u32| u8::try_from(at * 255 / of.max(1)).unwrap_or(u8::MAX);
    let picture = RgbImage::from_fn(width, height, |x, y| {
        Rgb([slope(x, width).wrapping_add(shift), slope(y, height), blue])
    });
    let mut file = Vec::new();
    match format {
        Format::Jpeg => {
            let side = |side: u32| u16::try_from(side).expect("models draw below 65,536 pixels");
            Encoder::new(&mut file, 90)
                .encode(picture.as_raw(), side(width), side(height), ColorType::Rgb)
                .expect("a picture in memory is encoded");
        }
        Format::Png => write(&picture, &mut file, ImageFormat::Png),
        Format::WebP => write(&picture, &mut file, ImageFormat::WebP),
    }
    Bytes::from(file)
}

fn write(picture: &RgbImage, file: &mut Vec<u8>, format: ImageFormat) {
    picture
        .write_to(&mut Cursor::new(file), format)
        .expect("a picture in memory is encoded");
}
