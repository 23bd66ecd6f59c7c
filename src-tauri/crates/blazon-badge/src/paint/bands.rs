//! Gradients over whole pixels: bands and shades are large rectangles, and a table of their colours is a
//! tenth of the work of a general shader.

use super::brush::shade;
use crate::scene::{Paint, Stop};
use tiny_skia::{Path, Pixmap, PremultipliedColorU8, Transform};

/// How many colours a gradient is made of: more than a byte tells apart.
const COLOURS: usize = 1024;

/// Paints a linear gradient over a rectangle of whole pixels. `false` where it is something else.
pub(super) fn paint(
    pixmap: &mut Pixmap,
    path: &Path,
    paint: &Paint,
    transform: Transform,
    opacity: f32,
) -> bool {
    let Paint::Linear { from, to, stops } = paint else {
        return false;
    };
    let Some([left, top, right, bottom]) = whole_pixels(path, transform, pixmap) else {
        return false;
    };
    let mut ends = [
        tiny_skia::Point::from_xy(from.x, from.y),
        tiny_skia::Point::from_xy(to.x, to.y),
    ];
    transform.map_points(&mut ends);
    let (x, y) = (ends[1].x - ends[0].x, ends[1].y - ends[0].y);
    let length = x * x + y * y;
    if length <= 0.0 || transform.sx != transform.sy {
        return false;
    }
    let table = table(stops, opacity);
    let scale = COLOURS as f32 / length;
    let width = pixmap.width() as usize;
    let colour_at = |along: f32| table[((along * scale).max(0.0) as usize).min(COLOURS - 1)];
    // What goes straight down has one colour in each row.
    let is_down = x == 0.0;
    for row in top..bottom {
        let places = row * width + left..row * width + right;
        let down = (row as f32 + 0.5 - ends[0].y) * y;
        if is_down {
            let bytes = places.start * 4..places.end * 4;
            lay_over(&mut pixmap.data_mut()[bytes], colour_at(down));
            continue;
        }
        let line = &mut pixmap.pixels_mut()[places];
        for (column, pixel) in line.iter_mut().enumerate() {
            let colour = colour_at(((left + column) as f32 + 0.5 - ends[0].x) * x + down);
            *pixel = if colour.alpha() == 255 {
                colour
            } else {
                over(*pixel, colour)
            };
        }
    }
    true
}

/// The sides of a rectangle that has its edges between pixels, cut to the canvas.
fn whole_pixels(path: &Path, transform: Transform, pixmap: &Pixmap) -> Option<[usize; 4]> {
    if transform.kx != 0.0 || transform.ky != 0.0 || path.len() != 5 {
        return None;
    }
    let bounds = path.bounds();
    if tiny_skia::PathBuilder::from_rect(bounds) != *path {
        return None;
    }
    let bounds = bounds.transform(transform)?;
    let sides = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()];
    if sides.iter().any(|side| (side - side.round()).abs() > 1e-3) {
        return None;
    }
    let within = |side: f32, most: u32| side.round().clamp(0.0, most as f32) as usize;
    let (width, height) = (pixmap.width(), pixmap.height());
    Some([
        within(sides[0], width),
        within(sides[1], height),
        within(sides[2], width),
        within(sides[3], height),
    ])
}

fn table(stops: &[Stop], opacity: f32) -> Vec<PremultipliedColorU8> {
    let colours: Vec<(f32, tiny_skia::Color)> = stops
        .iter()
        .map(|stop| (stop.at, shade(stop.colour, opacity)))
        .collect();
    (0..COLOURS)
        .map(|number| {
            let at = (number as f32 + 0.5) / COLOURS as f32;
            let after = colours.iter().position(|(place, _)| *place >= at);
            let (first, second) = match after {
                Some(0) => (colours[0], colours[0]),
                Some(after) => (colours[after - 1], colours[after]),
                None => (colours[colours.len() - 1], colours[colours.len() - 1]),
            };
            let part = if second.0 > first.0 {
                (at - first.0) / (second.0 - first.0)
            } else {
                0.0
            };
            let mix = |first: f32, second: f32| (first + (second - first) * part).clamp(0.0, 1.0);
            let (first, second) = (first.1, second.1);
            tiny_skia::Color::from_rgba(
                mix(first.red(), second.red()),
                mix(first.green(), second.green()),
                mix(first.blue(), second.blue()),
                mix(first.alpha(), second.alpha()),
            )
            .unwrap_or(first)
            .premultiply()
            .to_color_u8()
        })
        .collect()
}

/// Lays one colour over a row of pixels, four at a time, as the processor likes it. No channel passes its alpha, since none
/// does in the colour and in what lies under it.
fn lay_over(row: &mut [u8], colour: PremultipliedColorU8) {
    let [red, green, blue, alpha] =
        [colour.red(), colour.green(), colour.blue(), colour.alpha()].map(u16::from);
    let colours: [u16; 16] = std::array::from_fn(|at| [red, green, blue, alpha][at % 4]);
    let rest = 255 - alpha;
    let lay = |(value, colour): (&mut u8, u16)| {
        let product = u16::from(*value) * rest + 127;
        // A division by 255, exact for all products of two bytes.
        *value = (colour + ((product + 1 + (product >> 8)) >> 8)) as u8;
    };
    let (fours, last) = row.as_chunks_mut::<16>();
    for four in fours {
        four.iter_mut().zip(colours).for_each(lay);
    }
    last.iter_mut().zip(colours).for_each(lay);
}

fn over(under: PremultipliedColorU8, colour: PremultipliedColorU8) -> PremultipliedColorU8 {
    let rest = 255 - u32::from(colour.alpha());
    let mix = |under: u8, colour: u8| {
        (u32::from(colour) + (u32::from(under) * rest + 127) / 255).min(255) as u8
    };
    let alpha = mix(under.alpha(), colour.alpha());
    PremultipliedColorU8::from_rgba(
        mix(under.red(), colour.red()).min(alpha),
        mix(under.green(), colour.green()).min(alpha),
        mix(under.blue(), colour.blue()).min(alpha),
        alpha,
    )
    .unwrap_or(colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_laid_over_as_each_of_its_pixels_is() {
        let colour = |red, green, blue, alpha| {
            PremultipliedColorU8::from_rgba(red, green, blue, alpha)
                .expect("no channel passes its alpha")
        };
        for laid in [
            colour(0, 0, 0, 0),
            colour(0, 0, 1, 1),
            colour(60, 128, 0, 128),
            colour(254, 7, 254, 254),
            colour(255, 255, 0, 255),
        ] {
            let unders: Vec<_> = (0..=255)
                .map(|alpha| colour(alpha / 3, 0, alpha, alpha))
                .collect();
            let bytes = unders
                .iter()
                .flat_map(|under| [under.red(), under.green(), under.blue(), under.alpha()]);
            let mut row: Vec<u8> = bytes.take(255 * 4).collect();
            lay_over(&mut row, laid);
            for (pixel, under) in row.chunks_exact(4).zip(&unders) {
                let expected = over(*under, laid);
                let expected = [
                    expected.red(),
                    expected.green(),
                    expected.blue(),
                    expected.alpha(),
                ];
                assert_eq!(pixel, expected, "{laid:?} over {under:?}");
            }
        }
    }
}
