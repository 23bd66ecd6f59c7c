//! Numbers, colours, paths and words as SVG writes them.

use crate::Colour;
use std::fmt::Write as _;
use tiny_skia::{Path, PathSegment, Point, Transform};

/// A number with three places at most: a thousandth of a design unit is seen by nobody.
pub(super) fn number(value: f32) -> String {
    trimmed(&format!("{value:.3}"))
}

/// A number where thousandths are seen: scales and turns.
fn fine(value: f32) -> String {
    trimmed(&format!("{value:.6}"))
}

fn trimmed(text: &str) -> String {
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text {
        "-0" | "" => "0".to_owned(),
        text => text.to_owned(),
    }
}

pub(super) fn matrix(transform: Transform) -> String {
    format!(
        "matrix({} {} {} {} {} {})",
        fine(transform.sx),
        fine(transform.ky),
        fine(transform.kx),
        fine(transform.sy),
        number(transform.tx),
        number(transform.ty)
    )
}

/// A colour as two attributes, as SVG 1.1 has them.
pub(super) fn colour(name: &str, opacity_name: &str, colour: Colour) -> String {
    let Colour {
        red,
        green,
        blue,
        alpha,
    } = colour;
    let mut text = format!(" {name}=\"#{red:02x}{green:02x}{blue:02x}\"");
    if alpha < 255 {
        let opacity = number(f32::from(alpha) / 255.0);
        let _ = write!(text, " {opacity_name}=\"{opacity}\"");
    }
    text
}

pub(super) fn path_data(path: &Path) -> String {
    let mut data = String::new();
    let mut put = |letter: char, points: &[Point]| {
        data.push(letter);
        for (index, point) in points.iter().enumerate() {
            if index > 0 {
                data.push(' ');
            }
            let _ = write!(data, "{} {}", number(point.x), number(point.y));
        }
    };
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(to) => put('M', &[to]),
            PathSegment::LineTo(to) => put('L', &[to]),
            PathSegment::QuadTo(by, to) => put('Q', &[by, to]),
            PathSegment::CubicTo(by, and, to) => put('C', &[by, and, to]),
            PathSegment::Close => put('Z', &[]),
        }
    }
    data
}

/// Words as XML takes them, in text and in attributes; what XML has no place for is left out.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}
