//! A scene becomes pixels.

use crate::scene::{Node, NodeKind, Paint, Scene, ShapeNode, Stop, Stroke};
use crate::{BadgeError, Colour};
use tiny_skia::{FillRule, GradientStop, Pixmap, Shader, SpreadMode, Transform};

/// The most pixels on a side of a painted badge.
pub const LARGEST_SIDE: u32 = 16384;

/// The most pixels of a painted badge.
pub const MOST_PIXELS: u64 = 128 * 1024 * 1024;

/// Paints a scene: `scale` pixels for a design unit.
///
/// # Errors
/// [`BadgeError::TooLarge`] beyond [`LARGEST_SIDE`] or [`MOST_PIXELS`].
pub fn paint(scene: &Scene, scale: f32) -> Result<Pixmap, BadgeError> {
    let mut pixmap = canvas(scene, scale)?;
    let to_pixels = Transform::from_scale(
        pixmap.width() as f32 / scene.width,
        pixmap.height() as f32 / scene.height,
    );
    for node in &scene.nodes {
        paint_node(&mut pixmap, node, to_pixels);
    }
    Ok(pixmap)
}

fn canvas(scene: &Scene, scale: f32) -> Result<Pixmap, BadgeError> {
    let side = |length: f32| (length * scale).round().clamp(1.0, 1e9) as u32;
    let (width, height) = (side(scene.width), side(scene.height));
    let largest = width.max(height);
    if largest > LARGEST_SIDE {
        return Err(BadgeError::too_large(
            "pixels on a side",
            largest as usize,
            LARGEST_SIDE as usize,
        ));
    }
    let pixels = u64::from(width) * u64::from(height);
    let limit = BadgeError::TooLarge {
        what: "pixels".to_owned(),
        found: pixels,
        limit: MOST_PIXELS,
    };
    if pixels > MOST_PIXELS {
        return Err(limit);
    }
    Pixmap::new(width, height).ok_or(limit)
}

fn paint_node(pixmap: &mut Pixmap, node: &Node, to_pixels: Transform) {
    let transform = to_pixels.pre_concat(node.transform);
    match &node.kind {
        NodeKind::Shape(shape) => paint_shape(pixmap, shape, transform, node.opacity),
        NodeKind::Picture(_) | NodeKind::Text(_) => {}
    }
}

fn paint_shape(pixmap: &mut Pixmap, shape: &ShapeNode, transform: Transform, opacity: f32) {
    if let Some(fill) = &shape.fill {
        pixmap.fill_path(
            &shape.path,
            &brush(fill, opacity),
            FillRule::Winding,
            transform,
            None,
        );
    }
    if let Some(stroke) = &shape.stroke {
        pixmap.stroke_path(
            &shape.path,
            &brush(&stroke.paint, opacity),
            &line(stroke),
            transform,
            None,
        );
    }
}

fn line(stroke: &Stroke) -> tiny_skia::Stroke {
    tiny_skia::Stroke {
        width: stroke.width,
        line_cap: tiny_skia::LineCap::Round,
        line_join: tiny_skia::LineJoin::Round,
        dash: stroke
            .dash
            .and_then(|dash| tiny_skia::StrokeDash::new(dash.to_vec(), 0.0)),
        ..tiny_skia::Stroke::default()
    }
}

fn brush(paint: &Paint, opacity: f32) -> tiny_skia::Paint<'static> {
    let stops = |stops: &[Stop]| -> Vec<GradientStop> {
        stops
            .iter()
            .map(|stop| GradientStop::new(stop.at, shade(stop.colour, opacity)))
            .collect()
    };
    let place = |point: crate::Point| tiny_skia::Point::from_xy(point.x, point.y);
    let shader = match paint {
        Paint::Solid(colour) => Some(Shader::SolidColor(shade(*colour, opacity))),
        Paint::Linear {
            from,
            to,
            stops: colours,
        } => tiny_skia::LinearGradient::new(
            place(*from),
            place(*to),
            stops(colours),
            SpreadMode::Pad,
            Transform::identity(),
        ),
        Paint::Radial {
            centre,
            radius,
            stops: colours,
        } => tiny_skia::RadialGradient::new(
            place(*centre),
            0.0,
            place(*centre),
            *radius,
            stops(colours),
            SpreadMode::Pad,
            Transform::identity(),
        ),
    };
    tiny_skia::Paint {
        shader: shader.unwrap_or_else(|| Shader::SolidColor(shade(first_colour(paint), opacity))),
        anti_alias: true,
        ..tiny_skia::Paint::default()
    }
}

/// What a gradient without length is.
fn first_colour(paint: &Paint) -> Colour {
    match paint {
        Paint::Solid(colour) => *colour,
        Paint::Linear { stops, .. } | Paint::Radial { stops, .. } => stops
            .first()
            .map_or(Colour::opaque(0, 0, 0), |stop| stop.colour),
    }
}

fn shade(colour: Colour, opacity: f32) -> tiny_skia::Color {
    let alpha = (f32::from(colour.alpha) * opacity)
        .round()
        .clamp(0.0, 255.0) as u8;
    tiny_skia::Color::from_rgba8(colour.red, colour.green, colour.blue, alpha)
}
