//! Turning a picture upright by its EXIF orientation.

use blazon_model::Orientation;

/// Turns `pixels` (rows of `width` pixels of `CHANNELS` bytes) upright. Returns the pixels with
/// their width and height.
pub(crate) fn turn_upright<const CHANNELS: usize>(
    pixels: Vec<u8>,
    width: usize,
    height: usize,
    orientation: Orientation,
) -> (Vec<u8>, usize, usize) {
    if orientation == Orientation::UPRIGHT {
        return (pixels, width, height);
    }
    let (new_width, new_height) = if orientation.swaps_sides() {
        (height, width)
    } else {
        (width, height)
    };
    let mut turned = vec![0; pixels.len()];
    for (index, target) in turned.chunks_exact_mut(CHANNELS).enumerate() {
        let (x, y) = (index % new_width, index / new_width);
        let (from_x, from_y) = source(orientation.exif(), x, y, width, height);
        let from = (from_y * width + from_x) * CHANNELS;
        target.copy_from_slice(&pixels[from..from + CHANNELS]);
    }
    (turned, new_width, new_height)
}

/// Where the upright pixel (x, y) lies in the stored picture of `width` x `height`
/// (Exif 3.0, 4.6.5: where row 0 and column 0 of the stored picture are seen).
const fn source(exif: u8, x: usize, y: usize, width: usize, height: usize) -> (usize, usize) {
    match exif {
        2 => (width - 1 - x, y),
        3 => (width - 1 - x, height - 1 - y),
        4 => (x, height - 1 - y),
        5 => (y, x),
        6 => (y, height - 1 - x),
        7 => (width - 1 - y, height - 1 - x),
        8 => (width - 1 - y, x),
        _ => (x, y),
    }
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
}
