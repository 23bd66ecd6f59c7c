//! The forms of masks, frames and shapes, as paths.

use crate::geometry::Rect;
use crate::template::Outline;
use tiny_skia::{Path, PathBuilder};

/// How far the handles of a quarter circle are from its ends, as a part of the radius.
const QUARTER: f32 = 0.552_284_8;

/// The most commands of a path that somebody wrote.
const MOST_COMMANDS: usize = 1000;

/// The path of a form in its box; `None` where the box has no inside.
pub(crate) fn path(outline: &Outline, area: Rect) -> Option<Path> {
    match outline {
        Outline::Square => rectangle(area),
        Outline::Rounded(radius) => rounded(area, *radius),
        Outline::Round => ellipse(area),
        Outline::Shield => shield(area),
        Outline::Hexagon => polygon(area, &HEXAGON),
        Outline::Burst {
            points,
            depth,
            wavy,
        } => burst(area, *points, *depth, *wavy),
        Outline::Ticket(radius) => ticket(area, *radius),
        Outline::Polygon(corners) => polygon(area, corners),
        Outline::Path(words) => parse_path(words, area).ok(),
    }
}

pub(crate) fn rectangle(area: Rect) -> Option<Path> {
    let rect = tiny_skia::Rect::from_xywh(area.x, area.y, area.width, area.height)?;
    Some(PathBuilder::from_rect(rect))
}

pub(crate) fn ellipse(area: Rect) -> Option<Path> {
    let rect = tiny_skia::Rect::from_xywh(area.x, area.y, area.width, area.height)?;
    PathBuilder::from_oval(rect)
}

pub(crate) fn rounded(area: Rect, radius: f32) -> Option<Path> {
    let radius = radius.min(area.width / 2.0).min(area.height / 2.0);
    if radius <= 0.0 {
        return rectangle(area);
    }
    let (left, top, right, bottom) = (area.x, area.y, area.right(), area.bottom());
    let handle = radius * (1.0 - QUARTER);
    let mut path = PathBuilder::new();
    path.move_to(left + radius, top);
    path.line_to(right - radius, top);
    path.cubic_to(
        right - handle,
        top,
        right,
        top + handle,
        right,
        top + radius,
    );
    path.line_to(right, bottom - radius);
    path.cubic_to(
        right,
        bottom - handle,
        right - handle,
        bottom,
        right - radius,
        bottom,
    );
    path.line_to(left + radius, bottom);
    path.cubic_to(
        left + handle,
        bottom,
        left,
        bottom - handle,
        left,
        bottom - radius,
    );
    path.line_to(left, top + radius);
    path.cubic_to(left, top + handle, left + handle, top, left + radius, top);
    path.close();
    path.finish()
}

const HEXAGON: [[f32; 2]; 6] = [
    [0.5, 0.0],
    [0.933, 0.25],
    [0.933, 0.75],
    [0.5, 1.0],
    [0.067, 0.75],
    [0.067, 0.25],
];

fn polygon(area: Rect, corners: &[[f32; 2]]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (number, [x, y]) in corners.iter().enumerate() {
        let (x, y) = (area.x + x * area.width, area.y + y * area.height);
        if number == 0 {
            path.move_to(x, y);
        } else {
            path.line_to(x, y);
        }
    }
    if corners.len() > 2 {
        path.close();
    }
    path.finish()
}

/// A heater shield: flat above, its sides bend to the point below.
fn shield(area: Rect) -> Option<Path> {
    let x = |part: f32| area.x + part * area.width;
    let y = |part: f32| area.y + part * area.height;
    let mut path = PathBuilder::new();
    path.move_to(x(0.5), y(0.0));
    path.cubic_to(x(0.62), y(0.055), x(0.8), y(0.085), x(0.97), y(0.07));
    path.cubic_to(x(1.0), y(0.19), x(1.0), y(0.3), x(0.985), y(0.42));
    path.cubic_to(x(0.955), y(0.69), x(0.78), y(0.88), x(0.5), y(1.0));
    path.cubic_to(x(0.22), y(0.88), x(0.045), y(0.69), x(0.015), y(0.42));
    path.cubic_to(x(0.0), y(0.3), x(0.0), y(0.19), x(0.03), y(0.07));
    path.cubic_to(x(0.2), y(0.085), x(0.38), y(0.055), x(0.5), y(0.0));
    path.close();
    path.finish()
}

fn burst(area: Rect, points: u32, depth: f32, wavy: bool) -> Option<Path> {
    let centre = area.centre();
    let place = |step: u32, inner: bool| {
        // Angles are counted in whole steps, so that the last meets the first exactly.
        let angle = f64::from(step) * std::f64::consts::PI / f64::from(points)
            - std::f64::consts::FRAC_PI_2;
        let reach = if inner { 1.0 - depth } else { 1.0 };
        let (sine, cosine) = (libm::sin(angle) as f32, libm::cos(angle) as f32);
        (
            centre.x + cosine * area.width / 2.0 * reach,
            centre.y + sine * area.height / 2.0 * reach,
        )
    };
    let mut path = PathBuilder::new();
    if wavy {
        let middle =
            |from: (f32, f32), to: (f32, f32)| ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
        let start = middle(place(0, false), place(1, true));
        path.move_to(start.0, start.1);
        for step in 1..=2 * points {
            let corner = place(step, step % 2 == 1);
            let end = middle(corner, place(step + 1, step % 2 == 0));
            path.quad_to(corner.0, corner.1, end.0, end.1);
        }
    } else {
        for step in 0..2 * points {
            let (x, y) = place(step, step % 2 == 1);
            if step == 0 {
                path.move_to(x, y);
            } else {
                path.line_to(x, y);
            }
        }
    }
    path.close();
    path.finish()
}

fn ticket(area: Rect, radius: f32) -> Option<Path> {
    let radius = radius.min(area.height / 3.0).min(area.width / 4.0);
    let (left, top, right, bottom) = (area.x, area.y, area.right(), area.bottom());
    let middle = area.centre().y;
    let handle = radius * QUARTER;
    let mut path = PathBuilder::new();
    path.move_to(left, top);
    path.line_to(right, top);
    path.line_to(right, middle - radius);
    path.cubic_to(
        right - handle,
        middle - radius,
        right - radius,
        middle - handle,
        right - radius,
        middle,
    );
    path.cubic_to(
        right - radius,
        middle + handle,
        right - handle,
        middle + radius,
        right,
        middle + radius,
    );
    path.line_to(right, bottom);
    path.line_to(left, bottom);
    path.line_to(left, middle + radius);
    path.cubic_to(
        left + handle,
        middle + radius,
        left + radius,
        middle + handle,
        left + radius,
        middle,
    );
    path.cubic_to(
        left + radius,
        middle - handle,
        left + handle,
        middle - radius,
        left,
        middle - radius,
    );
    path.close();
    path.finish()
}

/// A path in fractions of a box: absolute `M`, `L`, `Q`, `C` and `Z`, numbers between spaces or commas.
pub(crate) fn parse_path(words: &str, area: Rect) -> Result<Path, String> {
    let mut tokens = words
        .split(|letter: char| letter.is_whitespace() || letter == ',')
        .filter(|token| !token.is_empty())
        .peekable();
    let mut path = PathBuilder::new();
    let mut commands = 0;
    while let Some(command) = tokens.next() {
        commands += 1;
        if commands > MOST_COMMANDS {
            return Err(format!("a path has at most {MOST_COMMANDS} commands"));
        }
        if commands == 1 && command != "M" {
            return Err("a path begins with M".to_owned());
        }
        let mut place = || -> Result<(f32, f32), String> {
            let mut number = || {
                let token = tokens
                    .next()
                    .ok_or_else(|| format!("`{command}` lacks a number"))?;
                let value: f32 = token
                    .parse()
                    .map_err(|_| format!("`{token}` is no number"))?;
                (-2.0..=3.0)
                    .contains(&value)
                    .then_some(value)
                    .ok_or_else(|| format!("`{token}` is not on the badge"))
            };
            let (x, y) = (number()?, number()?);
            Ok((area.x + x * area.width, area.y + y * area.height))
        };
        match command {
            "M" => {
                let (x, y) = place()?;
                path.move_to(x, y);
            }
            "L" => {
                let (x, y) = place()?;
                path.line_to(x, y);
            }
            "Q" => {
                let (handle, end) = (place()?, place()?);
                path.quad_to(handle.0, handle.1, end.0, end.1);
            }
            "C" => {
                let (first, second, end) = (place()?, place()?, place()?);
                path.cubic_to(first.0, first.1, second.0, second.1, end.0, end.1);
            }
            "Z" => path.close(),
            other => return Err(format!("`{other}` is none of M, L, Q, C, Z")),
        }
    }
    path.finish()
        .ok_or_else(|| "the path has no line".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const BOX: Rect = Rect::new(10.0, 20.0, 200.0, 100.0);

    #[rstest]
    #[case(Outline::Square)]
    #[case(Outline::Rounded(500.0))]
    #[case(Outline::Round)]
    #[case(Outline::Shield)]
    #[case(Outline::Hexagon)]
    #[case(Outline::Burst { points: 24, depth: 0.1, wavy: false })]
    #[case(Outline::Burst { points: 24, depth: 0.1, wavy: true })]
    #[case(Outline::Ticket(500.0))]
    #[case(Outline::Path("M 0 0 L 1 0 Q 1 1 0.5 1 C 0 1 0 1 0 0 Z".to_owned()))]
    fn a_form_stays_in_its_box(#[case] outline: Outline) {
        let bounds = path(&outline, BOX).expect("the box has an inside").bounds();
        assert!(
            bounds.left() >= 9.99 && bounds.right() <= 210.01,
            "{bounds:?}"
        );
        assert!(
            bounds.top() >= 19.99 && bounds.bottom() <= 120.01,
            "{bounds:?}"
        );
    }

    #[rstest]
    #[case("L 0 0", "begins with M")]
    #[case("M 0", "lacks a number")]
    #[case("M 0 0 L 1 x", "`x` is no number")]
    #[case("M 0 0 L 1 1e9", "not on the badge")]
    #[case("M 0 0 l 1 1", "none of M, L, Q, C, Z")]
    #[case("M 0 0 L nan 0", "not on the badge")]
    #[case("", "has no line")]
    fn a_bad_path_is_named(#[case] words: &str, #[case] reason: &str) {
        let error = parse_path(words, BOX).expect_err("the path is bad");
        assert!(error.contains(reason), "{error}");
    }
}
