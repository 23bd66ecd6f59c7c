//! Shadows as pixels: neither PDF nor every reader of SVG can blur.

use super::{LARGEST_SIDE, Raster, refused, to_png};
use crate::{BadgeError, GlyphForm, Node, NodeKind, Picture, Rect, Shadow};
use tiny_skia::{FillRule, Mask, Path, PathBuilder, Stroke, Transform};

/// Pixels in a standard deviation of the blur: enough that nobody sees them once they are smoothed.
const PIXELS_IN_DEVIATION: f32 = 6.0;

/// The most pixels for a design unit, which a shadow with sharp edges gets.
const FINEST: f32 = 4.0;

/// The shadow of a node, in the node's coordinates; nothing where it has none.
pub(crate) fn rasterise_shadow(node: &Node) -> Result<Option<Raster>, BadgeError> {
    let Some((shadow, silhouette)) = silhouette(node) else {
        return Ok(None);
    };
    let Some(bounds) = silhouette.bounds() else {
        return Ok(None);
    };
    let deviation = shadow.blur / 2.0;
    // Three deviations hold all that an eye sees, and the antialiasing one pixel more.
    let around = 3.0 * deviation + 2.0;
    let place = Rect::from_sides(
        bounds.x + shadow.x - around,
        bounds.y + shadow.y - around,
        bounds.right() + shadow.x + around,
        bounds.bottom() + shadow.y + around,
    );
    let scale = (PIXELS_IN_DEVIATION / deviation)
        .min(FINEST)
        .min(LARGEST_SIDE / place.width.max(place.height));
    let (width, height) = (pixels(place.width, scale), pixels(place.height, scale));
    let Some(mut mask) = Mask::new(width, height) else {
        return Ok(None);
    };
    // Whole pixels are a little more than the place; it is stretched to them.
    let to_pixels = Transform::from_scale(width as f32 / place.width, height as f32 / place.height)
        .pre_translate(shadow.x - place.x, shadow.y - place.y);
    for (path, rule) in &silhouette.parts {
        mask.fill_path(path, *rule, true, to_pixels);
    }
    let across = deviation * width as f32 / place.width;
    blur(mask.data_mut(), width as usize, height as usize, across);
    let rgba = colour_mask(mask.data(), shadow);
    let picture = Picture::from_rgba(width, height, rgba)
        .ok_or_else(|| refused("PNG", &"it has no pixels"))?;
    let bytes = to_png(&picture)?;
    Ok(Some(Raster {
        place,
        bytes,
        jpeg: false,
    }))
}

fn pixels(length: f32, scale: f32) -> u32 {
    (length * scale).ceil().clamp(1.0, LARGEST_SIDE) as u32
}

fn colour_mask(mask: &[u8], shadow: Shadow) -> Vec<u8> {
    let colour = shadow.colour;
    mask.iter()
        .flat_map(|cover| {
            let alpha = (u16::from(*cover) * u16::from(colour.alpha) + 127) / 255;
            [colour.red, colour.green, colour.blue, alpha as u8]
        })
        .collect()
}

/// What throws a shadow.
struct Silhouette {
    parts: Vec<(Path, FillRule)>,
}

impl Silhouette {
    fn bounds(&self) -> Option<Rect> {
        self.parts
            .iter()
            .map(|(path, _)| {
                let bounds = path.bounds();
                Rect::from_sides(bounds.left(), bounds.top(), bounds.right(), bounds.bottom())
            })
            .reduce(Rect::union)
    }
}

fn silhouette(node: &Node) -> Option<(Shadow, Silhouette)> {
    let (shadow, paths) = match &node.kind {
        NodeKind::Shape(shape) => (shape.shadow?, vec![shape.path.clone()]),
        NodeKind::Picture(picture) => {
            let place = picture.place;
            let whole = tiny_skia::Rect::from_xywh(place.x, place.y, place.width, place.height);
            let path = picture
                .clip
                .clone()
                .or_else(|| whole.map(PathBuilder::from_rect))?;
            (picture.shadow?, vec![path])
        }
        NodeKind::Text(text) => {
            let line = text.stroke.as_ref().map(|stroke| Stroke {
                width: stroke.width,
                line_cap: tiny_skia::LineCap::Round,
                line_join: tiny_skia::LineJoin::Round,
                ..Stroke::default()
            });
            let mut paths = Vec::new();
            for glyph in &text.glyphs {
                let GlyphForm::Outline(path) = &glyph.form else {
                    continue;
                };
                paths.push(path.clone());
                paths.extend(line.as_ref().and_then(|line| path.stroke(line, 1.0)));
            }
            (text.shadow?, paths)
        }
    };
    let parts = paths
        .into_iter()
        .map(|path| (path, FillRule::Winding))
        .collect();
    Some((shadow, Silhouette { parts }))
}

/// Three box blurs in a row, which come within three percent of a Gaussian (SVG 1.1, section 15.17).
fn blur(mask: &mut [u8], width: usize, height: usize, deviation: f32) {
    let size = (deviation * 3.0 * (std::f32::consts::TAU).sqrt() / 4.0 + 0.5).floor() as usize;
    if size < 2 {
        return;
    }
    // An even box lies half a pixel off, so two of them lie on either side and the third is odd.
    let passes = if size % 2 == 1 {
        [(size, size / 2); 3]
    } else {
        [(size, size / 2), (size, size / 2 - 1), (size + 1, size / 2)]
    };
    let mut line = vec![0; width.max(height)];
    for (size, before) in passes {
        for row in mask.chunks_exact_mut(width) {
            box_blur(row, 0, 1, width, size, before, &mut line);
        }
        for column in 0..width {
            box_blur(mask, column, width, height, size, before, &mut line);
        }
    }
}

/// The mean of `size` values, `before` of which lie before each, along one line. Beyond the ends is nothing.
fn box_blur(
    values: &mut [u8],
    start: usize,
    step: usize,
    count: usize,
    size: usize,
    before: usize,
    line: &mut [u8],
) {
    let after = size - before;
    let at = |index: usize| start + index * step;
    for (index, value) in line.iter_mut().enumerate().take(count) {
        *value = values[at(index)];
    }
    let mut sum: u32 = line[..count.min(after - 1)]
        .iter()
        .map(|v| u32::from(*v))
        .sum();
    for index in 0..count {
        if index + after <= count {
            sum += u32::from(line[index + after - 1]);
        }
        values[at(index)] = ((sum + size as u32 / 2) / size as u32).min(255) as u8;
        if index >= before {
            sum -= u32::from(line[index - before]);
        }
    }
}
