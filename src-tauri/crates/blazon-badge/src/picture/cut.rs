//! What looks like the border of a picture, and hangs together with it, is its background.

use super::Picture;
use crate::paint::blur_plane;

/// How many parts of the border have a colour of their own.
const PARTS: usize = 32;

/// The picture without its background: transparent, with a soft edge.
pub(super) fn by_colour(picture: &Picture, tolerance: f32) -> Picture {
    let mut subject = subject(picture, tolerance);
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let soft = (width.min(height) / 700).clamp(1, 4);
    blur_plane(&mut subject, width, height, soft);
    let mut rgba = picture.rgba().to_vec();
    for (pixel, covered) in rgba.chunks_exact_mut(4).zip(&subject) {
        // The outer half of the soft edge goes, since it has the background's colour in it.
        let inner = u32::from(covered.saturating_sub(112)) * 255 / 143;
        pixel[3] = (u32::from(pixel[3]) * inner / 255) as u8;
    }
    Picture {
        width: picture.width(),
        height: picture.height(),
        rgba,
    }
}

/// 255 for the subject, 0 for the background, pixel by pixel.
pub(super) fn subject(picture: &Picture, tolerance: f32) -> Vec<u8> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let tolerance = if tolerance.is_finite() {
        tolerance.clamp(0.0, 1.0)
    } else {
        0.1
    };
    // Not in proportion: most backgrounds are even, and the small distances are where a person chooses.
    let most = (tolerance * tolerance.sqrt() * 255.0) as i32;
    let pixel = |at: usize| {
        let rgba = &picture.rgba()[at * 4..at * 4 + 4];
        [i32::from(rgba[0]), i32::from(rgba[1]), i32::from(rgba[2])]
    };
    let border = border(width, height);
    let colours = border_colours(&border, &pixel);
    let is_background = |at: usize| {
        let own = pixel(at);
        // A weighed distance: the eye sees green best.
        colours.iter().any(|colour| {
            let [red, green, blue] = [0, 1, 2].map(|part| own[part] - colour[part]);
            2 * red * red + 4 * green * green + 3 * blue * blue <= 9 * most * most
        })
    };
    let mut subject = vec![255; width * height];
    let mut waiting: Vec<usize> = Vec::new();
    let mut look = |at: usize, waiting: &mut Vec<usize>| {
        if subject[at] == 255 && is_background(at) {
            subject[at] = 0;
            waiting.push(at);
        }
    };
    for at in border {
        look(at, &mut waiting);
    }
    while let Some(at) = waiting.pop() {
        let (x, y) = (at % width, at / width);
        if x > 0 {
            look(at - 1, &mut waiting);
        }
        if x + 1 < width {
            look(at + 1, &mut waiting);
        }
        if y > 0 {
            look(at - width, &mut waiting);
        }
        if y + 1 < height {
            look(at + width, &mut waiting);
        }
    }
    subject
}

/// The pixels of the upper, left and right side. The lower side is usually the subject's shoulders.
fn border(width: usize, height: usize) -> Vec<usize> {
    let left = (0..height).rev().map(|y| y * width);
    let top = 0..width;
    let right = (0..height).map(|y| y * width + width - 1);
    left.chain(top).chain(right).collect()
}

fn border_colours(border: &[usize], pixel: &impl Fn(usize) -> [i32; 3]) -> Vec<[i32; 3]> {
    border
        .chunks(border.len().div_ceil(PARTS))
        .map(|part| {
            let mut middle: Vec<[i32; 3]> = part.iter().map(|at| pixel(*at)).collect();
            // The median by brightness: one stray pixel is no background.
            middle.sort_by_key(|[red, green, blue]| (2 * red + 4 * green + blue, *red, *blue));
            middle[middle.len() / 2]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A red square on blue that turns darker downwards, with a blue hole in it.
    fn square() -> Picture {
        let colour = |x: u32, y: u32| match (x, y) {
            (30..34, 30..34) => [20, 40, 180, 255],
            (20..44, 20..44) => [220, 30, 20, 255],
            _ => [20, 40, 200 - y as u8, 255],
        };
        let rgba = (0..64)
            .flat_map(|y| (0..64).flat_map(move |x| colour(x, y)))
            .collect();
        Picture::from_rgba(64, 64, rgba).expect("the size is right")
    }

    #[test]
    fn the_background_goes_and_a_hole_in_the_subject_stays() {
        let cut = by_colour(&square(), 0.2);
        let alpha = |x: usize, y: usize| cut.rgba()[(y * 64 + x) * 4 + 3];
        assert_eq!(alpha(5, 5), 0);
        assert_eq!(alpha(60, 60), 0);
        assert_eq!(alpha(25, 25), 255);
        assert_eq!(alpha(32, 32), 255);
    }
}
