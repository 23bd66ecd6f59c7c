//! Soft shadows: the coverage of paths, blurred by three boxes, in one colour.
//!
//! A wide blur has no fine detail, so its coverage is drawn and blurred at a half or a quarter of the size.

use crate::scene::Shadow;
use tiny_skia::{FillRule, IntRect, Mask, Path, Pixmap, Rect, Stroke, Transform};

/// Paints the shadow of paths, and of a line around them. Nothing is painted outside `within`, in pixels.
pub(super) fn paint(
    pixmap: &mut Pixmap,
    paths: &[&Path],
    around: Option<&Stroke>,
    shadow: Shadow,
    transform: Transform,
    opacity: f32,
    within: Option<IntRect>,
) {
    let alpha = f32::from(shadow.colour.alpha) * opacity;
    let scale = (transform.sx * transform.sx + transform.ky * transform.ky).sqrt();
    let deviation = shadow.blur / 2.0 * scale;
    let shrink = [4.0, 2.0]
        .into_iter()
        .find(|by| deviation >= by * 2.0)
        .unwrap_or(1.0);
    let moved = transform.post_concat(offset(shadow, transform));
    let Some(whole) = extent(paths, around, moved, deviation) else {
        return;
    };
    let Some(area) = clipped(whole, pixmap, within, deviation) else {
        return;
    };
    let small = |side: u32| (f64::from(side) / f64::from(shrink)).ceil() as u32 + 1;
    let Some(mut mask) = Mask::new(small(area.width()), small(area.height())) else {
        return;
    };
    let to_mask = moved
        .post_translate(-area.x() as f32, -area.y() as f32)
        .post_scale(1.0 / shrink, 1.0 / shrink);
    for path in paths {
        mask.fill_path(path, FillRule::Winding, true, to_mask);
        if let Some(line) = around.and_then(|around| path.stroke(around, scale)) {
            mask.fill_path(&line, FillRule::Winding, true, to_mask);
        }
    }
    blur(&mut mask, deviation / shrink);
    let visible = within.map_or(Some(area), |within| intersection(area, within));
    if let Some(visible) = visible.and_then(|visible| intersection(visible, canvas_of(pixmap)?)) {
        tint(
            pixmap,
            &mask,
            area,
            visible,
            shrink,
            [shadow.colour.red, shadow.colour.green, shadow.colour.blue],
            alpha,
        );
    }
}

/// How far three boxes reach, in pixels.
fn reach(deviation: f32) -> f32 {
    (3 * radius(deviation)) as f32
}

/// Half of a box whose three passes have this deviation: each box of width d has the variance (d² - 1) / 12.
fn radius(deviation: f32) -> usize {
    let width = (4.0 * deviation * deviation + 1.0).sqrt();
    ((width - 1.0) / 2.0).round() as usize
}

/// A shadow falls down on the badge, however its node is turned.
fn offset(shadow: Shadow, transform: Transform) -> Transform {
    let scale = (transform.sx * transform.sx + transform.ky * transform.ky).sqrt();
    Transform::from_translate(shadow.x * scale, shadow.y * scale)
}

fn extent(
    paths: &[&Path],
    around: Option<&Stroke>,
    transform: Transform,
    deviation: f32,
) -> Option<Rect> {
    let mut extent: Option<Rect> = None;
    for path in paths {
        let bounds = path.bounds().transform(transform)?;
        extent = Some(extent.map_or(bounds, |known| join(known, bounds)));
    }
    let scale = (transform.sx * transform.sx + transform.ky * transform.ky).sqrt();
    let more = reach(deviation) + around.map_or(0.0, |around| around.width / 2.0 * scale) + 1.0;
    extent.and_then(|extent| extent.outset(more, more))
}

fn join(one: Rect, other: Rect) -> Rect {
    Rect::from_ltrb(
        one.left().min(other.left()),
        one.top().min(other.top()),
        one.right().max(other.right()),
        one.bottom().max(other.bottom()),
    )
    .unwrap_or(one)
}

fn canvas_of(pixmap: &Pixmap) -> Option<IntRect> {
    IntRect::from_xywh(0, 0, pixmap.width(), pixmap.height())
}

/// The part of a shadow that matters: what is seen, and what is blurred into it.
fn clipped(
    extent: Rect,
    pixmap: &Pixmap,
    within: Option<IntRect>,
    deviation: f32,
) -> Option<IntRect> {
    let canvas = canvas_of(pixmap)?;
    let seen = within.map_or(Some(canvas), |within| intersection(canvas, within))?;
    let more = reach(deviation).ceil() as i32 + 1;
    let seen = IntRect::from_ltrb(
        seen.left() - more,
        seen.top() - more,
        seen.right() + more,
        seen.bottom() + more,
    )?;
    let place = |value: f32| value.clamp(-1e6, 1e6) as i32;
    let extent = IntRect::from_ltrb(
        place(extent.left().floor()),
        place(extent.top().floor()),
        place(extent.right().ceil()),
        place(extent.bottom().ceil()),
    )?;
    intersection(extent, seen)
}

fn intersection(one: IntRect, other: IntRect) -> Option<IntRect> {
    IntRect::from_ltrb(
        one.left().max(other.left()),
        one.top().max(other.top()),
        one.right().min(other.right()),
        one.bottom().min(other.bottom()),
    )
}

fn blur(mask: &mut Mask, deviation: f32) {
    let (width, height) = (mask.width() as usize, mask.height() as usize);
    blur_plane(mask.data_mut(), width, height, radius(deviation));
}

/// Three boxes, along rows and then along columns.
pub(crate) fn blur_plane(plane: &mut [u8], width: usize, height: usize, radius: usize) {
    if radius == 0 {
        return;
    }
    let mut line = vec![0; width];
    for row in plane.chunks_exact_mut(width) {
        for _ in 0..3 {
            box_row(row, &mut line, radius);
        }
    }
    let mut other = vec![0; plane.len()];
    for _ in 0..3 {
        box_columns(plane, &mut other, width, height, radius);
        plane.copy_from_slice(&other);
    }
}

/// A division by the width of the box as a product: exact enough for sums of bytes.
fn reciprocal(radius: usize) -> u64 {
    let width = 2 * radius as u64 + 1;
    ((1 << 32) + width - 1) / width
}

fn box_row(row: &mut [u8], line: &mut [u8], radius: usize) {
    let by = reciprocal(radius);
    let width = row.len();
    let mut sum: u64 = row.iter().take(radius).map(|value| u64::from(*value)).sum();
    for at in 0..width {
        if at + radius < width {
            sum += u64::from(row[at + radius]);
        }
        if at > radius {
            sum -= u64::from(row[at - radius - 1]);
        }
        line[at] = ((sum * by) >> 32) as u8;
    }
    row.copy_from_slice(line);
}

/// All columns at once, row by row, since a cache holds rows.
fn box_columns(from: &[u8], to: &mut [u8], width: usize, height: usize, radius: usize) {
    let by = reciprocal(radius) as u32;
    let by = u64::from(by);
    let mut sums = vec![0_u32; width];
    let add = |sums: &mut [u32], row: &[u8]| {
        sums.iter_mut()
            .zip(row)
            .for_each(|(sum, value)| *sum += u32::from(*value))
    };
    let take = |sums: &mut [u32], row: &[u8]| {
        sums.iter_mut()
            .zip(row)
            .for_each(|(sum, value)| *sum -= u32::from(*value))
    };
    for row in from.chunks_exact(width).take(radius) {
        add(&mut sums, row);
    }
    for y in 0..height {
        if y + radius < height {
            add(&mut sums, &from[(y + radius) * width..][..width]);
        }
        if y > radius {
            take(&mut sums, &from[(y - radius - 1) * width..][..width]);
        }
        let row = &mut to[y * width..][..width];
        for (value, sum) in row.iter_mut().zip(&sums) {
            *value = ((u64::from(*sum) * by) >> 32) as u8;
        }
    }
}

/// Lays a colour over the canvas where the mask is.
fn tint(
    pixmap: &mut Pixmap,
    mask: &Mask,
    area: IntRect,
    visible: IntRect,
    shrink: f32,
    colour: [u8; 3],
    alpha: f32,
) {
    let canvas_width = pixmap.width() as usize;
    let shrink = shrink as usize;
    let strength = alpha.round().clamp(0.0, 255.0) as u32;
    let data = pixmap.data_mut();
    let mut line = vec![0_u8; visible.width() as usize];
    for y in visible.top()..visible.bottom() {
        coverage(
            mask,
            &mut line,
            (visible.left() - area.x()) as usize,
            (y - area.y()) as usize,
            shrink,
        );
        let start = (y as usize * canvas_width + visible.left() as usize) * 4;
        let row = &mut data[start..start + line.len() * 4];
        for (pixel, covered) in row.chunks_exact_mut(4).zip(&line) {
            if *covered > 0 {
                over(pixel, colour, divide(u32::from(*covered) * strength));
            }
        }
    }
}

/// One row of a shrunk mask at full size, between its pixels.
fn coverage(mask: &Mask, line: &mut [u8], left: usize, y: usize, shrink: usize) {
    let (width, height) = (mask.width() as usize, mask.height() as usize);
    let row = |row: usize| &mask.data()[row.min(height - 1) * width..][..width];
    if shrink == 1 {
        line.copy_from_slice(&row(y)[left..left + line.len()]);
        return;
    }
    // The middle of a pixel at full size, in fractions of 2 * shrink of the small one.
    let split = |place: usize| {
        let doubled = (2 * place + 1).saturating_sub(shrink);
        (doubled / (2 * shrink), (doubled % (2 * shrink)) as u32)
    };
    let whole = 2 * shrink as u32;
    let (above, down) = split(y);
    let (above, below) = (row(above), row(above + 1));
    let mut last = usize::MAX;
    let (mut first, mut second) = (0, 0);
    for (at, value) in line.iter_mut().enumerate() {
        let (column, right) = split(left + at);
        if column != last {
            let mix = |column: usize| {
                let column = column.min(width - 1);
                u32::from(above[column]) * (whole - down) + u32::from(below[column]) * down
            };
            (first, second) = (mix(column), mix(column + 1));
            last = column;
        }
        *value = ((first * (whole - right) + second * right) / (whole * whole)) as u8;
    }
}

/// x / 255, rounded, for products of two bytes.
fn divide(product: u32) -> u32 {
    let rounded = product + 128;
    (rounded + (rounded >> 8)) >> 8
}

fn over(pixel: &mut [u8], colour: [u8; 3], alpha: u32) {
    let rest = 255 - alpha;
    for (value, colour) in pixel.iter_mut().zip(colour) {
        *value = divide(u32::from(*value) * rest + u32::from(colour) * alpha) as u8;
    }
    pixel[3] = (alpha + divide(u32::from(pixel[3]) * rest)) as u8;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blur_keeps_what_there_is_and_reaches_no_further_than_said() {
        let (size, deviation) = (101, 6.0);
        let mut plane = vec![0_u8; size * size];
        for y in 40..61 {
            plane[y * size + 40..y * size + 61].fill(255);
        }
        let before: u64 = plane.iter().map(|value| u64::from(*value)).sum();
        blur_plane(&mut plane, size, size, radius(deviation));
        let after: u64 = plane.iter().map(|value| u64::from(*value)).sum();
        assert!(before.abs_diff(after) < before / 20, "{before} {after}");
        let furthest = plane
            .iter()
            .position(|value| *value > 0)
            .expect("something is left")
            / size;
        assert!(furthest as f32 >= 40.0 - reach(deviation), "{furthest}");
    }
}
