//! Photographs with a short side of 768, copies of them that are known to be worse, and what is seen in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use blazon_dataset::{Processed, Shelf, marks};
use blazon_model::{
    ByteCount, ContentHash, Face, Framing, Mark, Measures, Orientation, Original, PhotoFormat,
    Subject,
};
use blazon_tests::photographs::{self, PHOTOGRAPHS};
use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{Rgb, RgbImage, imageops};
use tempfile::TempDir;
use turbojpeg::{PixelFormat, Subsamp};

/// The short side of the photographs that copies are made of, in pixels.
pub(crate) const SHORT_SIDE: u32 = 768;
/// How many of its pixels one of the measured picture has.
const SCALE: f32 = 1.5;

/// The folder of photographs, fetched by whichever test comes first.
pub(crate) fn folder() -> &'static Path {
    static FOLDER: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    FOLDER
        .get_or_init(|| photographs::fetch().map_err(|error| format!("{error:#}")))
        .as_ref()
        .unwrap()
}

/// What the program makes of a photo's file when it arrives.
pub(crate) fn seen(file: &[u8]) -> Processed {
    static SHELF: OnceLock<(TempDir, Shelf)> = OnceLock::new();
    let (_, shelf) = SHELF.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(home.path()).unwrap();
        (home, shelf)
    });
    shelf.process(file, None).unwrap()
}

/// What is measured of a photograph as it is.
pub(crate) fn as_it_is(name: &str) -> Measures {
    seen(&file(name)).measures
}

/// The file of a photograph.
pub(crate) fn file(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap()
}

/// A photograph with a short side of 768, or its own where that is less; each is decoded once.
pub(crate) fn photograph(name: &'static str) -> RgbImage {
    static DECODED: Mutex<BTreeMap<&str, RgbImage>> = Mutex::new(BTreeMap::new());
    let known = DECODED.lock().unwrap().get(name).cloned();
    known.unwrap_or_else(|| {
        let picture = decoded(name);
        DECODED.lock().unwrap().insert(name, picture.clone());
        picture
    })
}

fn decoded(name: &str) -> RgbImage {
    let bytes = file(name);
    let whole = if bytes.starts_with(&[0xff, 0xd8]) {
        let picture = turbojpeg::decompress(&bytes, PixelFormat::RGB).unwrap();
        RgbImage::from_raw(picture.width as u32, picture.height as u32, picture.pixels).unwrap()
    } else {
        image::load_from_memory(&bytes).unwrap().into_rgb8()
    };
    let scale = f64::from(SHORT_SIDE) / f64::from(whole.width().min(whole.height()));
    resized(&whole, scale.min(1.0))
}

pub(crate) fn resized(picture: &RgbImage, scale: f64) -> RgbImage {
    let side = |pixels: u32| (f64::from(pixels) * scale).round() as u32;
    sized(picture, side(picture.width()), side(picture.height()))
}

pub(crate) fn sized(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    let source = Image::from_vec_u8(
        picture.width(),
        picture.height(),
        picture.to_vec(),
        PixelType::U8x3,
    )
    .unwrap();
    let mut target = Image::new(width, height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new()
        .resize(&source, &mut target, &options)
        .unwrap();
    RgbImage::from_raw(width, height, target.into_vec()).unwrap()
}

/// As a lens out of focus, about: a Gaussian of `sigma` pixels of the measured picture.
pub(crate) fn blurred(picture: &RgbImage, sigma: f32) -> RgbImage {
    imageops::blur(picture, sigma * SCALE)
}

/// As a camera that moved by `length` pixels of the measured picture, `degrees` from level.
pub(crate) fn shaken(picture: &RgbImage, length: f32, degrees: f32) -> RgbImage {
    let (down, across) = degrees.to_radians().sin_cos();
    let steps = (length * SCALE).round() as i32;
    let (width, height) = (picture.width() as i32, picture.height() as i32);
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let mut sums = [0_u32; 3];
        for step in 0..steps {
            let along = (step - steps / 2) as f32;
            let from_x = (x as i32 + (along * across).round() as i32).clamp(0, width - 1);
            let from_y = (y as i32 + (along * down).round() as i32).clamp(0, height - 1);
            for (sum, value) in sums
                .iter_mut()
                .zip(picture.get_pixel(from_x as u32, from_y as u32).0)
            {
                *sum += u32::from(value);
            }
        }
        Rgb(sums.map(|sum| (sum / steps as u32) as u8))
    })
}

/// The picture with each value from 0 to 1 changed by `change`.
pub(crate) fn toned(picture: &RgbImage, change: impl Fn(f32) -> f32) -> RgbImage {
    let table: Vec<u8> = (0..=255)
        .map(|value| (change(value as f32 / 255.0).clamp(0.0, 1.0) * 255.0).round() as u8)
        .collect();
    let mut changed = picture.clone();
    changed
        .iter_mut()
        .for_each(|value| *value = table[usize::from(*value)]);
    changed
}

/// The part of the picture that begins at these shares of its sides and has those.
pub(crate) fn cropped(picture: &RgbImage, x: f64, y: f64, width: f64, height: f64) -> RgbImage {
    let part = |share: f64, of: u32| (share * f64::from(of)).round() as u32;
    let (w, h) = picture.dimensions();
    imageops::crop_imm(
        picture,
        part(x, w),
        part(y, h),
        part(width, w),
        part(height, h),
    )
    .to_image()
}

pub(crate) fn jpeg(picture: &RgbImage, quality: i32) -> Vec<u8> {
    let image = turbojpeg::Image {
        pixels: picture.as_raw().as_slice(),
        width: picture.width() as usize,
        pitch: picture.width() as usize * 3,
        height: picture.height() as usize,
        format: PixelFormat::RGB,
    };
    turbojpeg::compress(image, quality, Subsamp::Sub2x2)
        .unwrap()
        .to_vec()
}

/// What is measured of a picture that comes as a JPEG of a camera's quality.
pub(crate) fn measured(picture: &RgbImage) -> Measures {
    seen(&jpeg(picture, 90)).measures
}

/// The marks of a photo of 4000 x 3000 pixels that was measured like this.
pub(crate) fn marked(
    measures: Option<&Measures>,
    faces: Option<&[Face]>,
    subject: Subject,
) -> Vec<Mark> {
    let original = Original {
        hash: ContentHash::from_bytes([7; 32]),
        format: PhotoFormat::Jpeg,
        bytes: ByteCount(1),
        width: 4000,
        height: 3000,
        orientation: Orientation::UPRIGHT,
    };
    marks::of(
        &original,
        measures,
        faces,
        (4000, 3000),
        subject,
        Framing::default(),
    )
}

/// What `look` says of each photograph, in their order, by as many threads as there are processors.
pub(crate) fn of_each<T: Send>(look: impl Fn(&'static str) -> T + Sync) -> Vec<T> {
    folder();
    let next = Mutex::new(PHOTOGRAPHS.iter().enumerate());
    let found = Mutex::new(BTreeMap::new());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Some((at, name)) = next.lock().unwrap().next() else {
                        return;
                    };
                    let result = look(name);
                    found.lock().unwrap().insert(at, result);
                }
            });
        }
    });
    let found = found.into_inner().unwrap();
    assert_eq!(
        found.len(),
        PHOTOGRAPHS.len(),
        "each photograph was looked at"
    );
    found.into_values().collect()
}

/// Those on which limits were chosen, and those of which the figures are.
pub(crate) fn halves<T: Clone>(values: &[T]) -> (Vec<T>, Vec<T>) {
    let pick = |first: usize| values.iter().skip(first).step_by(2).cloned().collect();
    (pick(0), pick(1))
}

/// The share of `values` that are `wanted`.
pub(crate) fn share<T>(values: &[T], wanted: impl Fn(&T) -> bool) -> f64 {
    values.iter().filter(|value| wanted(value)).count() as f64 / values.len() as f64
}

/// Prints the figure of both halves and returns the second's.
pub(crate) fn report<T: Clone>(what: &str, values: &[T], wanted: impl Fn(&T) -> bool) -> f64 {
    let (chosen_on, others) = halves(values);
    let (first, second) = (share(&chosen_on, &wanted), share(&others, &wanted));
    println!(
        "{what:<58} {:5.1}%   (chosen on: {:5.1}%)",
        second * 100.0,
        first * 100.0
    );
    second
}
