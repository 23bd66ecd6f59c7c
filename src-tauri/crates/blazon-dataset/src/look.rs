//! What a photo looks like in 64 bits: the signs of its coarsest waves.
//!
//! A perceptual hash in the manner of pHash (Zauner, "Implementation and benchmarking of perceptual
//! image hash functions", 2010): luma at 32 x 32, a cosine transform, the lowest frequencies
//! against their median. It knows a plane of luma and nothing else.

use blazon_model::LookHash;
use std::f32::consts::PI;

/// The side of the picture that is transformed.
const SIDE: usize = 32;
/// How many frequencies are taken across and down; the lowest of them make the hash.
const FREQUENCIES: usize = 11;
/// The bits of a hash.
const BITS: usize = 64;

/// The look of `luma`, rows of `width` values. All even pictures look the same.
pub(crate) fn hash(luma: &[u8], width: usize, height: usize) -> LookHash {
    if width == 0 || height == 0 {
        return LookHash(0);
    }
    let waves = lowest_waves(&reduce(luma, width, height));
    let mut sorted = waves;
    sorted.sort_by(f32::total_cmp);
    let median = f32::midpoint(sorted[BITS / 2 - 1], sorted[BITS / 2]);
    let bits = waves.iter().enumerate();
    LookHash(bits.fold(0, |hash, (bit, wave)| {
        hash | (u64::from(*wave > median) << bit)
    }))
}

/// The means of 32 x 32 fields that cover the picture.
fn reduce(luma: &[u8], width: usize, height: usize) -> [[f32; SIDE]; SIDE] {
    let field = |at: usize, length: usize| {
        let start = at * length / SIDE;
        start..((at + 1) * length / SIDE).max(start + 1)
    };
    let mut small = [[0.0; SIDE]; SIDE];
    for (row, line) in small.iter_mut().enumerate() {
        let down = field(row, height);
        for (column, mean) in line.iter_mut().enumerate() {
            let across = field(column, width);
            let lines = down.clone().map(|y| &luma[y * width..][across.clone()]);
            let sum: u32 = lines
                .map(|line| line.iter().map(|v| u32::from(*v)).sum::<u32>())
                .sum();
            *mean = sum as f32 / (across.len() * down.len()) as f32;
        }
    }
    small
}

/// The 64 lowest waves of the cosine transform (DCT-II), from the coarsest on, without the mean.
fn lowest_waves(small: &[[f32; SIDE]; SIDE]) -> [f32; BITS] {
    let cosines: [[f32; SIDE]; FREQUENCIES] = std::array::from_fn(|wave| {
        std::array::from_fn(|at| (PI * wave as f32 * (at as f32 + 0.5) / SIDE as f32).cos())
    });
    let product =
        |a: &[f32; SIDE], b: &[f32; SIDE]| -> f32 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    // Across first: one row of frequencies for each row of the picture.
    let across: [[f32; SIDE]; FREQUENCIES] =
        std::array::from_fn(|wave| std::array::from_fn(|row| product(&small[row], &cosines[wave])));
    let mut order = (1..FREQUENCIES).flat_map(|sum| (0..=sum).map(move |down| (sum - down, down)));
    std::array::from_fn(|_| {
        order
            .next()
            .map_or(0.0, |(wide, down)| product(&across[wide], &cosines[down]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks of 8 x 8 in shades that a seed gives.
    fn mosaic(seed: u32, width: usize, height: usize) -> Vec<u8> {
        (0..width * height)
            .map(|at| {
                let (x, y) = (at % width * 8 / width, at / width * 8 / height);
                let block = u32::try_from(y * 8 + x).unwrap() + seed * 64;
                u8::try_from(block.wrapping_mul(2_654_435_761) >> 24).unwrap()
            })
            .collect()
    }

    #[test]
    fn a_picture_of_another_size_looks_the_same() {
        let large = hash(&mosaic(1, 640, 480), 640, 480);
        let small = hash(&mosaic(1, 320, 240), 320, 240);
        assert!(large.distance(small) <= 1);
    }

    #[test]
    fn another_picture_looks_different() {
        let one = hash(&mosaic(1, 64, 64), 64, 64);
        let other = hash(&mosaic(2, 64, 64), 64, 64);
        assert!(one.distance(other) > 16, "{}", one.distance(other));
    }

    #[test]
    fn half_of_the_bits_are_set() {
        assert_eq!(hash(&mosaic(3, 100, 90), 100, 90).0.count_ones(), 32);
    }

    #[test]
    fn a_picture_smaller_than_the_fields_has_a_look() {
        for (width, height) in [(0, 0), (1, 1), (1, 40), (31, 2)] {
            hash(&mosaic(1, width, height), width, height);
        }
    }
}
