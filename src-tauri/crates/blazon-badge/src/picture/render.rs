//! A picture as a node shows it: background done, cropped, resized.

use super::{Picture, blur, cut};
use crate::fill::Background;
use crate::scene::PictureNode;
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x4;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

impl PictureNode {
    /// The part that is shown, as `width` times `height` pixels; for writers of documents.
    ///
    /// `None` where a side is zero.
    #[must_use]
    pub fn render(&self, width: u32, height: u32) -> Option<Picture> {
        render(self, width, height)
    }
}

pub(crate) fn render(node: &PictureNode, width: u32, height: u32) -> Option<Picture> {
    let done = match node.background {
        Background::Keep => None,
        Background::Blur { strength } => {
            Some(blur::around_subject(&node.picture, node.focus, strength))
        }
        Background::Cut { tolerance } => Some(cut::by_colour(&node.picture, tolerance)),
    };
    let picture = done.as_ref().unwrap_or(&node.picture);
    resized(picture, node.crop, width, height)
}

/// A part of a picture in another size: Lanczos where it shrinks, Catmull and Rom where it grows.
pub(super) fn resized(
    picture: &Picture,
    crop: crate::Rect,
    width: u32,
    height: u32,
) -> Option<Picture> {
    let (wide, high) = (picture.width(), picture.height());
    let is_whole =
        crop.x == 0.0 && crop.y == 0.0 && crop.width == wide as f32 && crop.height == high as f32;
    if is_whole && (wide, high) == (width, height) {
        return Some(picture.clone());
    }
    let from = TypedImageRef::<U8x4>::from_buffer(wide, high, picture.rgba()).ok()?;
    let mut rgba = vec![0; width as usize * height as usize * 4];
    let mut to = TypedImage::<U8x4>::from_buffer(width, height, &mut rgba).ok()?;
    let shrinks = crop.width >= width as f32;
    let filter = if shrinks {
        FilterType::Lanczos3
    } else {
        FilterType::CatmullRom
    };
    let crop_width = f64::from(crop.width).min(f64::from(wide));
    let crop_height = f64::from(crop.height).min(f64::from(high));
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(filter))
        .crop(
            f64::from(crop.x).clamp(0.0, f64::from(wide) - crop_width),
            f64::from(crop.y).clamp(0.0, f64::from(high) - crop_height),
            crop_width,
            crop_height,
        )
        .use_alpha(!picture.is_opaque());
    // Typed, so that only the code for pixels of four bytes is built.
    Resizer::new().resize_typed(&from, &mut to, &options).ok()?;
    Picture::from_rgba(width, height, rgba)
}
