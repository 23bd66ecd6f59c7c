//! Paints and lines in the words of tiny-skia.

use crate::scene::{Paint, Stop, Stroke};
use crate::{Colour, Point};
use tiny_skia::{GradientStop, Shader, SpreadMode, Transform};

pub(super) fn line(stroke: &Stroke) -> tiny_skia::Stroke {
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

pub(super) fn brush(paint: &Paint, opacity: f32) -> tiny_skia::Paint<'static> {
    let stops = |stops: &[Stop]| -> Vec<GradientStop> {
        stops
            .iter()
            .map(|stop| GradientStop::new(stop.at, shade(stop.colour, opacity)))
            .collect()
    };
    let place = |point: Point| tiny_skia::Point::from_xy(point.x, point.y);
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

pub(super) fn shade(colour: Colour, opacity: f32) -> tiny_skia::Color {
    let alpha = (f32::from(colour.alpha) * opacity)
        .round()
        .clamp(0.0, 255.0) as u8;
    tiny_skia::Color::from_rgba8(colour.red, colour.green, colour.blue, alpha)
}
