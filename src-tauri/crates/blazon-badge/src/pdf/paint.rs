//! Colours, gradients, lines and paths as the PDF writer takes them.

use crate::scene;
use crate::{Colour, Paint};
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{
    Fill, FillRule, LineCap, LineJoin, LinearGradient, RadialGradient, SpreadMethod, Stop, Stroke,
    StrokeDash,
};
use tiny_skia::PathSegment;

/// A fill under `opacity`; `to_local` leads from the node's coordinates to those that are drawn in.
pub(super) fn fill(paint: &Paint, opacity: f32, to_local: Transform) -> Fill {
    let (paint, alpha) = convert(paint, to_local);
    Fill {
        paint,
        opacity: normal(alpha * opacity),
        rule: FillRule::NonZero,
    }
}

pub(super) fn stroke(stroke: &scene::Stroke, opacity: f32) -> Stroke {
    let (paint, alpha) = convert(&stroke.paint, Transform::identity());
    Stroke {
        paint,
        width: stroke.width,
        miter_limit: 10.0,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        opacity: normal(alpha * opacity),
        dash: stroke.dash.map(|dash| StrokeDash {
            array: dash.to_vec(),
            offset: 0.0,
        }),
    }
}

/// A paint, and the alpha of one colour; gradients have theirs in their stops.
fn convert(paint: &Paint, to_local: Transform) -> (krilla::paint::Paint, f32) {
    match paint {
        Paint::Solid(colour) => (rgb_of(*colour).into(), f32::from(colour.alpha) / 255.0),
        Paint::Linear { from, to, stops } => {
            let gradient = LinearGradient {
                x1: from.x,
                y1: from.y,
                x2: to.x,
                y2: to.y,
                transform: to_local,
                spread_method: SpreadMethod::Pad,
                stops: stops.iter().map(stop).collect(),
                anti_alias: false,
            };
            (gradient.into(), 1.0)
        }
        Paint::Radial {
            centre,
            radius,
            stops,
        } => {
            let gradient = RadialGradient {
                fx: centre.x,
                fy: centre.y,
                fr: 0.0,
                cx: centre.x,
                cy: centre.y,
                cr: *radius,
                transform: to_local,
                spread_method: SpreadMethod::Pad,
                stops: stops.iter().map(stop).collect(),
                anti_alias: false,
            };
            (gradient.into(), 1.0)
        }
    }
}

fn stop(stop: &scene::Stop) -> Stop {
    Stop {
        offset: normal(stop.at),
        color: rgb_of(stop.colour).into(),
        opacity: normal(f32::from(stop.colour.alpha) / 255.0),
    }
}

fn rgb_of(colour: Colour) -> rgb::Color {
    rgb::Color::new(colour.red, colour.green, colour.blue)
}

/// A number between 0 and 1.
pub(super) fn normal(value: f32) -> NormalizedF32 {
    NormalizedF32::new(value.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE)
}

/// A path, unless nothing of it is left.
pub(super) fn path<'a>(paths: impl IntoIterator<Item = &'a tiny_skia::Path>) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for segment in paths.into_iter().flat_map(tiny_skia::Path::segments) {
        match segment {
            PathSegment::MoveTo(to) => builder.move_to(to.x, to.y),
            PathSegment::LineTo(to) => builder.line_to(to.x, to.y),
            PathSegment::QuadTo(by, to) => builder.quad_to(by.x, by.y, to.x, to.y),
            PathSegment::CubicTo(by, and, to) => {
                builder.cubic_to(by.x, by.y, and.x, and.y, to.x, to.y);
            }
            PathSegment::Close => builder.close(),
        }
    }
    builder.finish()
}

pub(super) fn transform(transform: tiny_skia::Transform) -> Transform {
    Transform::from_row(
        transform.sx,
        transform.ky,
        transform.kx,
        transform.sy,
        transform.tx,
        transform.ty,
    )
}
