//! What is measured of a photo's pixels, once, on an upright picture whose short side has 512.
//!
//! All of it comes from one plane of luma and the tiles of 32 x 32 pixels that it is cut into. It
//! must not know which marks follow: those are rules of `marks`, which can change without
//! measuring again.

use crate::look;
use blazon_model::Measures;

/// Counts up when a photo would be measured differently, so that kept measures are made anew.
pub const VERSION: u32 = 1;

/// The side of a tile in pixels: a 16th of the measured picture's short side, about an eye and
/// its brow in a portrait of head and shoulders.
const TILE: usize = 32;
/// The share of tiles that are less sharp than the one that speaks for the photo. Near the top, so
/// that a sharp face before a blurred background counts as sharp; not the very top, so that one
/// odd tile does not speak alone.
const SHARPEST: f64 = 0.995;
/// Added to the squared gradient (in squares of luma steps), so that the noise of an even tile is
/// not taken for detail. Below it a tile shows less than a slope of 12 of 255 over a pixel.
const EVEN: f32 = 300.0;
/// Luma up to this is nearly black: a tenth of the light of a mid grey in sRGB.
const NEARLY_BLACK: usize = 24;
/// Luma from this on is nearly white.
const NEARLY_WHITE: usize = 250;
/// Alpha below this lets a background be seen.
const OPAQUE: u8 = 250;
/// Which share of the tiles on either side belongs to the border.
const BORDER: usize = 6;
/// How far from the middle, in shares of a side, a thing draws the eye e^-0.5 times as much. Wide
/// enough that a face at the edge of a landscape format wins over an even middle.
const CENTRE: f32 = 0.5;
/// How much the colour of a tile adds to what its edges draw, for each of the 255 steps by which
/// it differs from the border's.
const COLOUR: f32 = 0.5;

/// Measures the upright sRGB picture `rgb`: rows of `width` pixels of `channels` (3 or 4) bytes.
/// A picture without pixels gives the measures of an even black one.
pub(crate) fn measure(rgb: &[u8], channels: usize, width: u32, height: u32) -> Measures {
    let plane = Plane::new(rgb, channels, width, height);
    let tones = plane.tones();
    let grid = Grid::new(&plane);
    Measures {
        sharpness: grid.sharpness(),
        brightness: tones.mean,
        contrast: tones.deviation,
        dark: tones.dark,
        bright: tones.bright,
        transparent: plane.transparent,
        busyness: grid.busyness(),
        salient: grid.salient(),
        look: look::hash(&plane.luma, plane.width, plane.height),
    }
}

/// A picture as it looks on white.
pub(crate) struct Plane<'p> {
    rgb: &'p [u8],
    channels: usize,
    /// BT.601 luma (ITU-R BT.601-7, 2.5.1), 0 to 255.
    pub(crate) luma: Vec<u8>,
    width: usize,
    height: usize,
    transparent: f32,
}

impl<'p> Plane<'p> {
    pub(crate) fn new(rgb: &'p [u8], channels: usize, width: u32, height: u32) -> Self {
        let (width, height) = (width as usize, height as usize);
        let mut transparent = 0_u32;
        let luma = if channels == 4 {
            let pixels = rgb.chunks_exact(4);
            pixels
                .map(|pixel| {
                    transparent += u32::from(pixel[3] < OPAQUE);
                    on_white(luma(pixel), pixel[3])
                })
                .collect()
        } else {
            rgb.chunks_exact(3).map(luma).collect::<Vec<_>>()
        };
        // Rows that are not there are not measured.
        let height = luma.len().checked_div(width).unwrap_or(0).min(height);
        Self {
            rgb,
            channels,
            transparent: share(transparent as usize, luma.len()),
            luma,
            width,
            height,
        }
    }

    fn tones(&self) -> Tones {
        let mut counts = [0_usize; 256];
        for value in &self.luma {
            counts[usize::from(*value)] += 1;
        }
        let pixels = self.luma.len().max(1) as f64;
        let moment = |power: i32| {
            let sum: f64 = (0_i32..)
                .zip(counts)
                .map(|(value, count)| (f64::from(value) / 255.0).powi(power) * count as f64)
                .sum();
            sum / pixels
        };
        let mean = moment(1);
        Tones {
            mean: narrow(mean),
            deviation: narrow((moment(2) - mean * mean).max(0.0).sqrt()),
            dark: share(counts[..=NEARLY_BLACK].iter().sum(), self.luma.len()),
            bright: share(counts[NEARLY_WHITE..].iter().sum(), self.luma.len()),
        }
    }

    /// The mean colour of a rectangle, red, green and blue, by every fourth pixel of every fourth
    /// row.
    fn colour(&self, across: std::ops::Range<usize>, down: std::ops::Range<usize>) -> [f32; 3] {
        let mut sums = [0_u32; 3];
        let mut count = 0_u32;
        for y in down.step_by(4) {
            for x in across.clone().step_by(4) {
                let at = (y * self.width + x) * self.channels;
                for (sum, value) in sums.iter_mut().zip(&self.rgb[at..at + 3]) {
                    *sum += u32::from(*value);
                }
                count += 1;
            }
        }
        sums.map(|sum| sum as f32 / count.max(1) as f32)
    }
}

struct Tones {
    mean: f32,
    deviation: f32,
    dark: f32,
    bright: f32,
}

/// What is seen in one tile.
#[derive(Clone, Copy)]
struct Tile {
    /// The mean squared second difference along the direction in which it is least, in the scale
    /// of a Laplacian.
    detail: f32,
    /// The mean squared gradient.
    slope: f32,
    colour: [f32; 3],
}

impl Tile {
    /// How much of the slopes is as steep as a pixel allows; about 0.2 where nothing is sharp, 1
    /// and more where a lens and a sensor did their best. Contrast takes no part in it, and
    /// neither do edges along which a camera moved: each direction has to be sharp.
    fn sharpness(&self) -> f32 {
        (self.detail / (self.slope + EVEN)).sqrt()
    }
}

/// The tiles of a picture, in rows. What is left at the right and at the bottom is not looked at.
struct Grid {
    tiles: Vec<Tile>,
    columns: usize,
    rows: usize,
}

impl Grid {
    fn new(plane: &Plane<'_>) -> Self {
        // Each pixel needs its neighbours; a picture smaller than a tile is one tile.
        let inner = |side: usize| side.saturating_sub(2);
        let (width, height) = (inner(plane.width), inner(plane.height));
        let (across, down) = (TILE.min(width), TILE.min(height));
        let columns = width.checked_div(across).unwrap_or(0);
        let rows = height.checked_div(down).unwrap_or(0);
        let mut tiles = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                let (x, y) = (1 + column * across, 1 + row * down);
                let (detail, slope) = edges(plane, x..x + across, y..y + down);
                tiles.push(Tile {
                    detail,
                    slope,
                    colour: plane.colour(x..x + across, y..y + down),
                });
            }
        }
        Self {
            tiles,
            columns,
            rows,
        }
    }

    fn sharpness(&self) -> f32 {
        let mut values: Vec<f32> = self.tiles.iter().map(Tile::sharpness).collect();
        values.sort_by(f32::total_cmp);
        let at = (values.len().saturating_sub(1)) as f64 * SHARPEST;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "less than the count of tiles"
        )]
        let value = values.get(at as usize);
        value.copied().unwrap_or(0.0)
    }

    /// How much goes on in the tiles at the left, the right and the top. The bottom is left out:
    /// there a subject stands.
    fn busyness(&self) -> f32 {
        let mut border = self.border().peekable();
        if border.peek().is_none() {
            return 0.0;
        }
        mean(border.map(|tile| tile.slope / (tile.slope + EVEN)))
    }

    fn border(&self) -> impl Iterator<Item = &Tile> {
        let (beside, above) = (self.columns.div_ceil(BORDER), self.rows.div_ceil(BORDER));
        let columns = self.columns;
        self.tiles.iter().enumerate().filter_map(move |(at, tile)| {
            let (row, column) = (at / columns, at % columns);
            let is_border = row < above || column < beside || column >= columns - beside;
            is_border.then_some(tile)
        })
    }

    /// The middle of what draws the eye in the square of half the short side that draws it most:
    /// edges, and colours that the border does not have, more in the middle than outside.
    fn salient(&self) -> (f32, f32) {
        if self.tiles.is_empty() {
            return (0.5, 0.5);
        }
        let pulls = self.pulls();
        let side = (self.columns.min(self.rows) / 2).max(1);
        let (mut best, mut place) = (0.0, (0.5, 0.5));
        for top in 0..=self.rows - side {
            for left in 0..=self.columns - side {
                let (mut sum, mut x, mut y) = (0.0, 0.0, 0.0);
                for row in top..top + side {
                    for column in left..left + side {
                        let pull = pulls[row * self.columns + column];
                        sum += pull;
                        x += pull * (column as f32 + 0.5);
                        y += pull * (row as f32 + 0.5);
                    }
                }
                if sum > best {
                    best = sum;
                    place = (x / sum / self.columns as f32, y / sum / self.rows as f32);
                }
            }
        }
        place
    }

    fn pulls(&self) -> Vec<f32> {
        let ground = self.ground();
        let middle = |at: usize, count: usize| (at as f32 + 0.5) / count as f32 - 0.5;
        let tiles = self.tiles.iter().enumerate();
        tiles
            .map(|(at, tile)| {
                let x = middle(at % self.columns, self.columns);
                let y = middle(at / self.columns, self.rows);
                let far = (x * x + y * y) / (CENTRE * CENTRE);
                let colour: f32 = (0..3)
                    .map(|channel| (tile.colour[channel] - ground[channel]).abs())
                    .sum();
                (tile.slope.sqrt() + COLOUR * colour) * (-0.5 * far).exp()
            })
            .collect()
    }

    /// The mean colour of the border.
    fn ground(&self) -> [f32; 3] {
        [0, 1, 2].map(|channel| mean(self.border().map(|tile| tile.colour[channel])))
    }
}

/// The mean squared second difference along the direction in which it is least, and the mean
/// squared gradient, of a rectangle that has a pixel around it.
fn edges(
    plane: &Plane<'_>,
    across: std::ops::Range<usize>,
    down: std::ops::Range<usize>,
) -> (f32, f32) {
    let mut seconds = [0_u32; 4];
    let mut slope = 0_u32;
    let count = (across.len() * down.len()).max(1) as f32;
    for y in down {
        let row = |y: usize| {
            let start = y * plane.width + across.start - 1;
            &plane.luma[start..start + across.len() + 2]
        };
        let (above, here, below) = (row(y - 1), row(y), row(y + 1));
        for x in 1..=across.len() {
            let value = |row: &[u8], x: usize| i32::from(row[x]);
            let twice = 2 * value(here, x);
            let (left, right) = (value(here, x - 1), value(here, x + 1));
            let (up, down) = (value(above, x), value(below, x));
            let falling = value(above, x - 1) + value(below, x + 1);
            let rising = value(above, x + 1) + value(below, x - 1);
            let square = |difference: i32| difference.unsigned_abs().pow(2);
            seconds[0] += square(twice - left - right);
            seconds[1] += square(twice - up - down);
            seconds[2] += square(twice - falling);
            seconds[3] += square(twice - rising);
            slope += square(right - left) + square(down - up);
        }
    }
    // The neighbours on a diagonal are farther by the root of two, their second difference twice
    // that of the same slope. A Laplacian adds two directions, which is four times the square.
    let [level, upright, falling, rising] = seconds;
    let least = level.min(upright).min(falling / 4).min(rising / 4);
    (4.0 * least as f32 / count, slope as f32 / count)
}

/// Where a sharpness lies between 0, nothing but blur, and 100, as sharp as pixels can be.
/// Rises with sharpness.
#[must_use]
pub(crate) fn in_percent(sharpness: f32) -> u32 {
    const SHARPEST_OF_ALL: f32 = 1.6;
    let share = (sharpness / SHARPEST_OF_ALL).clamp(0.0, 1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 100, and 0 for what is not a number"
    )]
    let percent = (share * 100.0).round() as u32;
    percent
}

fn luma(pixel: &[u8]) -> u8 {
    let [red, green, blue] = [0, 1, 2].map(|channel| u32::from(pixel[channel]));
    u8::try_from((77 * red + 150 * green + 29 * blue) >> 8).unwrap_or(u8::MAX)
}

fn on_white(luma: u8, alpha: u8) -> u8 {
    let (luma, alpha) = (u32::from(luma), u32::from(alpha));
    u8::try_from((luma * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
}

fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    sum / count.max(1) as f32
}

#[expect(clippy::cast_possible_truncation, reason = "a share needs no more")]
const fn narrow(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: u32, height: u32, shade: impl Fn(u32, u32) -> u8) -> Vec<u8> {
        (0..width * height)
            .flat_map(|at| [shade(at % width, at / width); 3])
            .collect()
    }

    /// Squares of 8 pixels, as sharp as pixels can be.
    fn chequered(x: u32, y: u32) -> u8 {
        if (x / 8 + y / 8).is_multiple_of(2) {
            230
        } else {
            20
        }
    }

    #[test]
    fn a_ramp_is_blurred_and_a_chequered_field_is_sharp() {
        let ramp = measure(&grey(256, 256, |x, _| x as u8), 3, 256, 256);
        let field = measure(&grey(256, 256, chequered), 3, 256, 256);
        assert!(ramp.sharpness < 0.1, "{}", ramp.sharpness);
        assert!(field.sharpness > 0.8, "{}", field.sharpness);
    }

    #[test]
    fn edges_along_one_direction_alone_are_a_shaken_camera() {
        let stripes = measure(&grey(256, 256, |x, _| chequered(x, 0)), 3, 256, 256);
        assert!(stripes.sharpness < 0.1, "{}", stripes.sharpness);
    }

    #[test]
    fn contrast_does_not_make_sharp() {
        let faint = |x, y| 120 + chequered(x, y) / 5;
        let (strong, faint) = (grey(256, 256, chequered), grey(256, 256, faint));
        let [strong, faint] = [strong, faint].map(|field| measure(&field, 3, 256, 256).sharpness);
        assert!((strong - faint).abs() < 0.25 * strong, "{strong} {faint}");
    }

    #[test]
    fn tones_are_shares_of_what_is_seen() {
        let half = grey(64, 64, |x, _| if x < 32 { 0 } else { 255 });
        let measures = measure(&half, 3, 64, 64);
        assert!((measures.brightness - 0.5).abs() < 0.01);
        assert!((measures.contrast - 0.5).abs() < 0.01);
        assert_eq!((measures.dark, measures.bright), (0.5, 0.5));
    }

    #[test]
    fn what_can_be_seen_through_is_white() {
        let clear: Vec<u8> = (0..64 * 64)
            .flat_map(|at| [0, 0, 0, if at % 4 == 0 { 255 } else { 0 }])
            .collect();
        let measures = measure(&clear, 4, 64, 64);
        assert_eq!(measures.transparent, 0.75);
        assert!((measures.brightness - 0.75).abs() < 0.01);
    }

    #[test]
    fn a_busy_border_is_told_from_a_busy_middle() {
        let is_middle = |x: u32, y: u32| (96..160).contains(&x) && (96..160).contains(&y);
        let middle = |x, y| {
            if is_middle(x, y) {
                chequered(x, y)
            } else {
                128
            }
        };
        let border = |x, y| {
            if is_middle(x, y) {
                128
            } else {
                chequered(x, y)
            }
        };
        let middle = measure(&grey(256, 256, middle), 3, 256, 256);
        let border = measure(&grey(256, 256, border), 3, 256, 256);
        assert!(middle.busyness < 0.05, "{}", middle.busyness);
        assert!(border.busyness > 0.7, "{}", border.busyness);
    }

    #[test]
    fn the_eye_goes_to_the_only_thing_there_is() {
        let is_thing = |x: u32, y: u32| (300..400).contains(&x) && (60..160).contains(&y);
        let thing = |x, y| if is_thing(x, y) { chequered(x, y) } else { 128 };
        let (x, y) = measure(&grey(480, 256, thing), 3, 480, 256).salient;
        assert!((x - 350.0 / 480.0).abs() < 0.08, "{x}");
        assert!((y - 110.0 / 256.0).abs() < 0.12, "{y}");
    }

    #[test]
    fn pictures_of_any_size_are_measured() {
        for (width, height) in [(0, 0), (1, 1), (2, 500), (500, 3), (33, 34)] {
            let measures = measure(&grey(width, height, chequered), 3, width, height);
            for value in [
                measures.sharpness,
                measures.brightness,
                measures.contrast,
                measures.busyness,
                measures.salient.0,
                measures.salient.1,
            ] {
                assert!(value.is_finite(), "{width} x {height}: {measures:?}");
            }
        }
    }

    #[test]
    fn percent_rises_with_sharpness() {
        let all = [f32::NAN, -1.0, 0.0, 0.4, 0.9, 1.6, f32::INFINITY].map(in_percent);
        assert_eq!(all, [0, 0, 0, 25, 56, 100, 100]);
    }
}
