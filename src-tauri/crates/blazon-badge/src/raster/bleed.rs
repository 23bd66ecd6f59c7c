//! What is printed beyond the cut: the badge's outermost pixels, drawn out, so that no white shows where a cut goes astray.
//!
//! Templates end at the cut. What of a badge does reach beyond it is drawn over this.

use super::{Raster, straight, to_png};
use crate::{BadgeError, Picture, Rect, Scene, paint};

/// How far the strips reach under the badge, in design units, so that no gap shows between them.
const UNDER: f32 = 0.5;

/// Strips and corners around a badge, `across` and `down` wide, in design units. What shows through stays empty.
pub(crate) fn rasterise_bleed(
    scene: &Scene,
    across: f32,
    down: f32,
) -> Result<Vec<Raster>, BadgeError> {
    if across <= 0.0 || down <= 0.0 {
        return Ok(Vec::new());
    }
    let painted = straight(&paint(scene, 1.0)?)?;
    let (width, height) = (scene.width, scene.height);
    // Where a strip begins and how long it is, and the pixels that it shows: the first, all, or the last.
    let columns = [
        (-across, across + UNDER, 0..1),
        (0.0, width, 0..painted.width()),
        (
            width - UNDER,
            across + UNDER,
            painted.width() - 1..painted.width(),
        ),
    ];
    let rows = [
        (-down, down + UNDER, 0..1),
        (0.0, height, 0..painted.height()),
        (
            height - UNDER,
            down + UNDER,
            painted.height() - 1..painted.height(),
        ),
    ];
    let mut strips = Vec::new();
    for (row, (y, tall, pixel_rows)) in rows.iter().enumerate() {
        for (column, (x, wide, pixel_columns)) in columns.iter().enumerate() {
            if (row, column) == (1, 1) {
                continue;
            }
            let strip = part(&painted, pixel_columns, pixel_rows);
            let Some(strip) = strip.filter(|strip| !is_empty(strip)) else {
                continue;
            };
            strips.push(Raster {
                place: Rect::new(*x, *y, *wide, *tall),
                bytes: to_png(&strip)?,
                jpeg: false,
            });
        }
    }
    Ok(strips)
}

fn part(
    picture: &Picture,
    columns: &std::ops::Range<u32>,
    rows: &std::ops::Range<u32>,
) -> Option<Picture> {
    let width = picture.width() as usize;
    let (first, last) = (columns.start as usize * 4, columns.end as usize * 4);
    let rgba = picture
        .rgba()
        .chunks_exact(width * 4)
        .skip(rows.start as usize)
        .take(rows.len())
        .flat_map(|row| &row[first..last])
        .copied()
        .collect();
    Picture::from_rgba(columns.end - columns.start, rows.end - rows.start, rgba)
}

fn is_empty(picture: &Picture) -> bool {
    picture.rgba().chunks_exact(4).all(|pixel| pixel[3] == 0)
}
