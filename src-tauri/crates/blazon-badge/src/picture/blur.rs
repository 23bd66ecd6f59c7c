//! The background blurred, the subject sharp.

use super::render::resized;
use super::{Picture, cut};
use crate::geometry::{Point, Rect};
use crate::paint::blur_plane;

/// The tolerance at which the background is looked for.
const TOLERANCE: f32 = 0.14;

/// Blurs what is around the subject. The subject is what a cut by colour would leave; where that finds nothing
/// or everything, it is what is near the focus.
pub(super) fn around_subject(picture: &Picture, focus: Point, strength: f32) -> Picture {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let shorter = width.min(height) as f32;
    let strength = if strength.is_finite() {
        strength.clamp(1.0, 100.0)
    } else {
        15.0
    };
    let radius = (strength / 1000.0 * shorter).max(1.0);
    let mut subject = cut::subject(picture, TOLERANCE);
    let kept = subject.iter().filter(|value| **value > 0).count() as f32 / subject.len() as f32;
    if !(0.1..=0.9).contains(&kept) {
        subject = near(width, height, focus);
    }
    blur_plane(
        &mut subject,
        width,
        height,
        (shorter / 300.0).clamp(1.0, 8.0) as usize,
    );
    let Some(soft) = blurred(picture, radius) else {
        return picture.clone();
    };
    let mut rgba = picture.rgba().to_vec();
    for ((pixel, soft), sharp) in rgba
        .chunks_exact_mut(4)
        .zip(soft.rgba().chunks_exact(4))
        .zip(&subject)
    {
        let sharp = u32::from(*sharp);
        for (value, soft) in pixel.iter_mut().zip(soft) {
            *value =
                ((u32::from(*value) * sharp + u32::from(*soft) * (255 - sharp) + 127) / 255) as u8;
        }
    }
    Picture {
        width: picture.width(),
        height: picture.height(),
        rgba,
    }
}

/// An upright oval around the focus with a wide soft edge.
fn near(width: usize, height: usize, focus: Point) -> Vec<u8> {
    let (across, down) = (0.3 * width as f32, 0.4 * height as f32);
    let mut oval = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let (x, y) = ((x as f32 - focus.x) / across, (y as f32 - focus.y) / down);
            let distance = (x * x + y * y).sqrt();
            oval.push(((1.6 - distance) / 0.6 * 255.0).clamp(0.0, 255.0) as u8);
        }
    }
    oval
}

/// A wide blur has no detail: it is made at a size where it is small, and enlarged.
fn blurred(picture: &Picture, radius: f32) -> Option<Picture> {
    let shrink = (radius / 3.0).max(1.0);
    let side = |length: u32| ((length as f32 / shrink).round() as u32).max(1);
    let (width, height) = (side(picture.width()), side(picture.height()));
    let whole =
        |picture: &Picture| Rect::new(0.0, 0.0, picture.width() as f32, picture.height() as f32);
    let mut small = resized(picture, whole(picture), width, height)?;
    let (wide, high) = (width as usize, height as usize);
    for channel in 0..4 {
        let mut plane: Vec<u8> = small
            .rgba
            .iter()
            .skip(channel)
            .step_by(4)
            .copied()
            .collect();
        extend_and_blur(&mut plane, wide, high, (radius / shrink) as usize);
        small
            .rgba
            .iter_mut()
            .skip(channel)
            .step_by(4)
            .zip(&plane)
            .for_each(|(value, blurred)| *value = *blurred);
    }
    resized(&small, whole(&small), picture.width(), picture.height())
}

/// The border goes on outside, so that it does not turn dark.
fn extend_and_blur(plane: &mut [u8], width: usize, height: usize, radius: usize) {
    let margin = 3 * radius;
    let (wide, high) = (width + 2 * margin, height + 2 * margin);
    let mut larger = Vec::with_capacity(wide * high);
    for y in 0..high {
        let row = &plane[y.saturating_sub(margin).min(height - 1) * width..][..width];
        larger.extend((0..wide).map(|x| row[x.saturating_sub(margin).min(width - 1)]));
    }
    blur_plane(&mut larger, wide, high, radius);
    for (y, row) in plane.chunks_exact_mut(width).enumerate() {
        row.copy_from_slice(&larger[(y + margin) * wide + margin..][..width]);
    }
}
