//! Finding faces, so that a square is cut around them and photos with other people are noticed.
//!
//! The detector is SeetaFace's (Wu, Kan, He, Shan, Chen, "Funnel-structured cascade for multi-view
//! face detection with alignment awareness", 2016) by the crate `rustface`; its model is part of
//! this program. It sees faces that look at the camera or half to the side; it does not know whose
//! they are, and nothing of it leaves this computer.

use crate::PhotoError;
use crate::measure::Plane;
use blazon_model::Face;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use rustface::{FaceInfo, ImageData};
use std::fmt;

/// Counts up when faces would be found differently, so that they are looked for again.
pub const VERSION: u32 = 1;

/// Whether faces that are found, or not found, may propose a crop or a mark.
///
/// Measured on thumbnails of photographs: of 45 faces in 11 pictures (people in groups, from a
/// twelfth of the short side on) 43 were found, of 100 faces of the Labeled Faces in the Wild 97,
/// and in 46 photos and 100 cuttings without a face nothing was taken for one. `tests/sight` repeats
/// what can be repeated with pictures that anybody can fetch. A detector that finds fewer than 80%
/// would propose nothing.
pub const PROPOSES: bool = true;

/// The short side to which a picture is brought before it is looked at, in pixels. The detector's
/// smallest face has 40 of them. At 320 it found 31 of the 45 faces, at 480 43, at 640 44 in twice
/// the time.
const SHORT_SIDE: u32 = 480;
/// The long side at most, so that a panorama does not take more time than others.
const LONG_SIDE: u32 = 1920;
/// How sure the detector has to be. At 2.0 one face more was found, and leaves were taken for faces
/// in 2 of 46 photos.
const SURE: f64 = 3.0;
/// By how much the picture shrinks between two looks at it; the detector's own example takes it.
const SHRINK: f32 = 0.8;
/// By how many pixels the window moves; 3 find one face more in 1.4 times the time.
const STEP: u32 = 4;
/// The most millions of pixels of a thumbnail; ours have at most 0.4.
const THUMBNAIL_MEGAPIXELS: u64 = 4;

/// SeetaFace's frontal model, 1.2 MB, from the crate `rustface` 0.1.7; BSD-2-Clause, its licence
/// lies beside it.
const MODEL: &[u8] = include_bytes!("../assets/seeta_fd_frontal_v1.0.bin");
/// The licence of that model, word for word.
pub const MODEL_LICENCE: &str = include_str!("../assets/seeta_fd_frontal_v1.0.LICENSE");

/// What looks for faces. It is made once and used for many photos, one at a time.
pub struct Detector(Box<dyn rustface::Detector>);

impl fmt::Debug for Detector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Detector")
    }
}

impl Default for Detector {
    fn default() -> Self {
        Self::new()
    }
}

impl Detector {
    /// A detector; reading its model takes a few milliseconds.
    #[must_use]
    pub fn new() -> Self {
        let model = rustface::read_model(MODEL).expect("the model is part of the program");
        let mut detector = rustface::create_detector_with_model(model);
        detector.set_score_thresh(SURE);
        detector.set_pyramid_scale_factor(SHRINK);
        detector.set_slide_window_step(STEP, STEP);
        Self(detector)
    }

    /// The faces in an upright thumbnail's file, the largest first.
    ///
    /// # Errors
    /// [`PhotoError::Broken`] where it is not a WebP picture, [`PhotoError::TooManyPixels`] where
    /// it is far larger than a thumbnail.
    pub fn find_in_thumbnail(&mut self, webp: &[u8]) -> Result<Vec<Face>, PhotoError> {
        let broken = || PhotoError::Broken("the thumbnail cannot be read".to_owned());
        let features = webp::BitstreamFeatures::new(webp).ok_or_else(broken)?;
        let (width, height) = (features.width(), features.height());
        if u64::from(width) * u64::from(height) > THUMBNAIL_MEGAPIXELS * 1_000_000 {
            return Err(PhotoError::TooManyPixels {
                width,
                height,
                limit_megapixels: THUMBNAIL_MEGAPIXELS as u32,
            });
        }
        let picture = webp::Decoder::new(webp).decode().ok_or_else(broken)?;
        let channels = if picture.is_alpha() { 4 } else { 3 };
        let plane = Plane::new(&picture, channels, picture.width(), picture.height());
        self.find(&plane.luma, width, height)
    }

    /// The faces in an upright picture of `width` x `height` values of luma, the largest first.
    ///
    /// # Errors
    /// [`PhotoError::Broken`] where `luma` has not as many values.
    pub fn find(&mut self, luma: &[u8], width: u32, height: u32) -> Result<Vec<Face>, PhotoError> {
        let broken = |error: &dyn fmt::Display| PhotoError::Broken(error.to_string());
        let source =
            ImageRef::new(width, height, luma, PixelType::U8).map_err(|error| broken(&error))?;
        if width == 0 || height == 0 {
            return Ok(Vec::new());
        }
        let (looked_at_width, looked_at_height) = size_for(width, height);
        let mut looked_at = Image::new(looked_at_width, looked_at_height, PixelType::U8);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
        Resizer::new()
            .resize(&source, &mut looked_at, &options)
            .map_err(|error| broken(&error))?;
        let image = ImageData::new(looked_at.buffer(), looked_at_width, looked_at_height);
        let found = self.0.detect(&image);
        let mut faces: Vec<Face> = found
            .iter()
            .map(|face| share_of(face, looked_at_width, looked_at_height))
            .filter(|face| face.width > 0.0 && face.height > 0.0)
            .collect();
        faces.sort_by(|a, b| (b.width * b.height).total_cmp(&(a.width * a.height)));
        Ok(faces)
    }
}

/// The size at which a picture is looked at.
fn size_for(width: u32, height: u32) -> (u32, u32) {
    let scale = (f64::from(SHORT_SIDE) / f64::from(width.min(height)))
        .min(f64::from(LONG_SIDE) / f64::from(width.max(height)));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "1 to 1920"
    )]
    let side = |pixels: u32| (f64::from(pixels) * scale).round().max(1.0) as u32;
    (side(width), side(height))
}

/// A face in shares of the picture; what the detector saw of it outside is cut off.
fn share_of(face: &FaceInfo, width: u32, height: u32) -> Face {
    let found = face.bbox();
    let share = |at: f64, of: u32| (at / f64::from(of)).clamp(0.0, 1.0) as f32;
    let (left, top) = (f64::from(found.x()), f64::from(found.y()));
    let right = share(left + f64::from(found.width()), width);
    let bottom = share(top + f64::from(found.height()), height);
    let (x, y) = (share(left, width), share(top, height));
    Face {
        x,
        y,
        width: right - x,
        height: bottom - y,
        score: face.score() as f32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_any_shape_are_looked_at_without_a_fall() {
        let mut detector = Detector::new();
        for (width, height) in [(1, 1), (39, 39), (1280, 1), (1, 1280), (64, 48)] {
            let luma = vec![90; (width * height) as usize];
            assert_eq!(detector.find(&luma, width, height).unwrap(), []);
        }
    }

    #[test]
    fn a_picture_with_too_few_values_is_refused() {
        assert!(matches!(
            Detector::new().find(&[0; 10], 64, 64),
            Err(PhotoError::Broken(_))
        ));
    }

    #[test]
    fn a_thumbnail_that_is_none_is_refused() {
        let mut detector = Detector::new();
        for bytes in [&b""[..], b"RIFF", b"RIFF\x24\0\0\0WEBPVP8 \0\0\0\0"] {
            assert!(matches!(
                detector.find_in_thumbnail(bytes),
                Err(PhotoError::Broken(_))
            ));
        }
    }

    #[test]
    fn a_panorama_takes_no_more_time_than_others() {
        assert_eq!(size_for(427, 320), (641, 480));
        assert_eq!(size_for(1280, 64), (1920, 96));
    }
}
