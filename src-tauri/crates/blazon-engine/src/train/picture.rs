//! A photo as the autoencoder takes it: in its bucket, numbers from -1 to 1.

use super::TrainError;
use blazon_model::{Bucket, buckets_in_steps, select_bucket};
use image::imageops::{self, FilterType};
use image::{ImageReader, RgbImage};
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// JPEG's first bytes (ITU T.81, B.1.1.3); the other formats are told apart by `image`.
const JPEG: [u8; 3] = [0xFF, 0xD8, 0xFF];

/// A photo in its bucket.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    pub(super) picture: RgbImage,
    /// SDXL's measures: height and width of the original, top and left of the cut, height and
    /// width of the bucket.
    pub(super) measures: [f32; 6],
}

/// The buckets for a training square of `resolution` pixels on a base that takes sides in
/// multiples of `step`: from half the square's side to twice of it, which is kohya's range.
pub(super) fn buckets(resolution: u32, step: u32) -> Vec<Bucket> {
    let resolution = resolution.max(step);
    let shortest = (resolution / 2).next_multiple_of(step);
    buckets_in_steps(resolution, shortest, 2 * resolution, step)
}

/// Reads a photo and brings it into its bucket: scaled to cover it, the excess cut evenly.
pub(super) fn fit(path: &Path, buckets: &[Bucket]) -> Result<Fitted, TrainError> {
    let photo = read(path)?;
    let size = photo.dimensions();
    let (bucket, scaled) = select_bucket(size, buckets).ok_or(TrainError::Recipe(
        "a photo has no pixels, or the resolution gives no size",
    ))?;
    let picture = match (scaled.width, scaled.height) == size {
        true => photo,
        false => imageops::resize(&photo, scaled.width, scaled.height, FilterType::Lanczos3),
    };
    let left = (scaled.width - bucket.width) / 2;
    let top = (scaled.height - bucket.height) / 2;
    let cut = imageops::crop_imm(&picture, left, top, bucket.width, bucket.height).to_image();
    let measures = [size.1, size.0, top, left, bucket.height, bucket.width];
    Ok(Fitted {
        picture: cut,
        measures: measures.map(|measure| measure as f32),
    })
}

fn read(path: &Path) -> Result<RgbImage, TrainError> {
    let bytes = fs::read(path).map_err(TrainError::photo(path))?;
    if bytes.starts_with(&JPEG) {
        return read_jpeg(&bytes).map_err(TrainError::photo(path));
    }
    let reader = ImageReader::new(Cursor::new(&bytes)).with_guessed_format();
    let reader = reader.map_err(TrainError::photo(path))?;
    let picture = reader.decode().map_err(TrainError::photo(path))?;
    Ok(picture.to_rgb8())
}

fn read_jpeg(bytes: &[u8]) -> Result<RgbImage, Box<dyn std::error::Error + Send + Sync>> {
    let picture = turbojpeg::decompress(bytes, turbojpeg::PixelFormat::RGB)?;
    let (width, height) = (
        u32::try_from(picture.width)?,
        u32::try_from(picture.height)?,
    );
    RgbImage::from_raw(width, height, picture.pixels).ok_or_else(|| "the picture is cut".into())
}

/// `[3, height, width]` from -1 to 1.
pub(super) fn numbers(picture: &RgbImage) -> Vec<f32> {
    let channel = |channel: usize| {
        let pixels = picture.pixels();
        pixels.map(move |pixel| f32::from(pixel[channel]) / 127.5 - 1.0)
    };
    (0..3).flat_map(channel).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::square((300, 300), (128, 128))]
    #[case::wide((400, 250), (160, 96))]
    #[case::tall((200, 800), (64, 256))]
    #[case::small((40, 40), (128, 128))]
    fn a_photo_goes_into_the_bucket_of_its_shape(
        #[case] size: (u32, u32),
        #[case] expected: (u32, u32),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("photo.png");
        RgbImage::from_pixel(size.0, size.1, image::Rgb([0, 128, 255]))
            .save(&path)
            .unwrap();
        let fitted = fit(&path, &buckets(128, 32)).unwrap();
        assert_eq!(fitted.picture.dimensions(), expected);
        assert_eq!(fitted.measures[..2], [size.1 as f32, size.0 as f32]);
        let numbers = numbers(&fitted.picture);
        let pixels = (expected.0 * expected.1) as usize;
        assert_eq!(
            (numbers.len(), numbers[0], numbers[3 * pixels - 1]),
            (3 * pixels, -1.0, 1.0)
        );
    }

    #[test]
    fn what_is_no_picture_is_said_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("photo.png");
        for bytes in [&b"<html>"[..], &[0xFF, 0xD8, 0xFF, 0xE0, 1]] {
            fs::write(&path, bytes).unwrap();
            let error = fit(&path, &buckets(128, 32)).unwrap_err().to_string();
            assert!(
                error.ends_with("photo.png is not a picture that can be read"),
                "{error}"
            );
        }
    }
}
