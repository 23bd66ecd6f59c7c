//! Turning a picture upright by its EXIF orientation, and finding in the stored picture what is
//! named by its place in the upright one.

use crate::decode::Pixels;
use crate::resize::Region;
use blazon_model::Orientation;

/// How many rows and columns are turned at once, so that what is read down a column stays in the
/// processor's nearest memory.
const BLOCK: usize = 32;

/// Turns a picture upright.
pub(crate) fn upright(pixels: Pixels, orientation: Orientation) -> Pixels {
    let (width, height) = (pixels.width as usize, pixels.height as usize);
    let data = if pixels.has_alpha {
        turn_upright::<4>(pixels.data, width, height, orientation).0
    } else {
        turn_upright::<3>(pixels.data, width, height, orientation).0
    };
    let (width, height) = upright_size(pixels.width, pixels.height, orientation);
    Pixels {
        data,
        width,
        height,
        has_alpha: pixels.has_alpha,
    }
}

/// Width and height when a picture of `width` x `height` is turned; also the other way round.
pub(crate) const fn upright_size(width: u32, height: u32, orientation: Orientation) -> (u32, u32) {
    if orientation.swaps_sides() {
        (height, width)
    } else {
        (width, height)
    }
}

/// Where a region of the upright picture lies in the stored one of `width` x `height`.
pub(crate) fn stored_region(
    upright: Region,
    width: f64,
    height: f64,
    orientation: Orientation,
) -> Region {
    let (x, y) = (upright.x, upright.y);
    let turned = if orientation.swaps_sides() {
        Region {
            x: y,
            y: x,
            width: upright.height,
            height: upright.width,
        }
    } else {
        upright
    };
    let from_right = width - turned.x - turned.width;
    let from_bottom = height - turned.y - turned.height;
    let (flips_x, flips_y) = flips(orientation);
    Region {
        x: if flips_x { from_right } else { turned.x },
        y: if flips_y { from_bottom } else { turned.y },
        ..turned
    }
}

/// Whether the stored columns, and the stored rows, run against the upright picture's (Exif 3.0,
/// 4.6.5: where row 0 and column 0 of the stored picture are seen).
const fn flips(orientation: Orientation) -> (bool, bool) {
    match orientation.exif() {
        2 => (true, false),
        3 | 7 => (true, true),
        4 => (false, true),
        6 => (false, true),
        8 => (true, false),
        _ => (false, false),
    }
}

/// Turns `pixels` (rows of `stored_width` pixels of `CHANNELS` bytes) upright. Returns the pixels
/// with their width and height.
pub(crate) fn turn_upright<const CHANNELS: usize>(
    pixels: Vec<u8>,
    stored_width: usize,
    stored_height: usize,
    orientation: Orientation,
) -> (Vec<u8>, usize, usize) {
    if orientation == Orientation::UPRIGHT {
        return (pixels, stored_width, stored_height);
    }
    let (width, height) = if orientation.swaps_sides() {
        (stored_height, stored_width)
    } else {
        (stored_width, stored_height)
    };
    let (stored, _) = pixels.as_chunks::<CHANNELS>();
    let mut data = vec![0; pixels.len()];
    let (upright, _) = data.as_chunks_mut::<CHANNELS>();
    let (flips_x, flips_y) = flips(orientation);
    // Where the upright corner is stored, and how far one column and one row of the stored
    // picture are from the next in the upright direction.
    let start = if flips_x { stored_width - 1 } else { 0 }
        + if flips_y {
            (stored_height - 1) * stored_width
        } else {
            0
        };
    let column = if flips_x { 1_usize.wrapping_neg() } else { 1 };
    let row = if flips_y {
        stored_width.wrapping_neg()
    } else {
        stored_width
    };
    let (right, down) = if orientation.swaps_sides() {
        (row, column)
    } else {
        (column, row)
    };
    for top in (0..height).step_by(BLOCK) {
        for left in (0..width).step_by(BLOCK) {
            for y in top..height.min(top + BLOCK) {
                let line = &mut upright[y * width + left..y * width + width.min(left + BLOCK)];
                let mut from = start
                    .wrapping_add(left.wrapping_mul(right))
                    .wrapping_add(y.wrapping_mul(down));
                for pixel in line {
                    *pixel = stored[from];
                    from = from.wrapping_add(right);
                }
            }
        }
    }
    (data, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    // A stored picture of 3 x 2:  a b c
    //                             d e f
    #[rstest]
    #[case::as_stored(1, "abc def")]
    #[case::mirrored(2, "cba fed")]
    #[case::upside_down(3, "fed cba")]
    #[case::mirrored_upside_down(4, "def abc")]
    #[case::transposed(5, "ad be cf")]
    #[case::turned_right(6, "da eb fc")]
    #[case::transversed(7, "fc eb da")]
    #[case::turned_left(8, "cf be ad")]
    fn each_orientation_is_turned_upright(#[case] exif: u8, #[case] expected: &str) {
        let orientation = Orientation::from_exif(exif).unwrap();
        let (pixels, width, height) = turn_upright::<1>(b"abcdef".to_vec(), 3, 2, orientation);
        let rows: Vec<_> = pixels.chunks(width).map(String::from_utf8_lossy).collect();
        assert_eq!((rows.join(" "), rows.len()), (expected.to_owned(), height));
    }

    #[rstest]
    fn a_region_is_found_where_its_pixels_are_stored(
        #[values(1, 2, 3, 4, 5, 6, 7, 8)] exif: u8,
        #[values(false, true)] has_alpha: bool,
    ) {
        let orientation = Orientation::from_exif(exif).unwrap();
        let (width, height) = (70_u32, 50_u32);
        let channels = if has_alpha { 4 } else { 3 };
        let stored: Vec<u8> = (0..height * width)
            .flat_map(|index| {
                let (x, y) = ((index % width) as u8, (index / width) as u8);
                [x, y, 0, 255].into_iter().take(channels)
            })
            .collect();
        let upright = upright(
            Pixels {
                data: stored,
                width,
                height,
                has_alpha,
            },
            orientation,
        );
        let wanted = Region {
            x: 5.0,
            y: 9.0,
            width: 20.0,
            height: 10.0,
        };
        let found = stored_region(wanted, f64::from(width), f64::from(height), orientation);
        for (x, y) in [(5, 9), (24, 9), (5, 18), (24, 18)] {
            let at = (y * upright.width as usize + x) * channels;
            let (column, row) = (f64::from(upright.data[at]), f64::from(upright.data[at + 1]));
            assert!(
                (found.x..found.x + found.width).contains(&column),
                "{found:?}"
            );
            assert!(
                (found.y..found.y + found.height).contains(&row),
                "{found:?}"
            );
        }
    }
}
