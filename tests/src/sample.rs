//! Photos made up for tests and measurements: each seed another picture, the same seed the same file.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use turbojpeg::{Image, PixelFormat, Subsamp};

/// Writes a JPEG of soft colours with the grain of a sensor, so that its size is that of a real photo: 3 to 4 MB for
/// 12 MP at quality 90.
///
/// # Errors
/// When it cannot be encoded or written.
pub fn write_jpeg(path: &Path, width: usize, height: usize, seed: u64) -> Result<()> {
    let mut pixels = vec![0; width * height * 3];
    paint(&mut pixels, width, height, seed);
    let image = Image {
        pixels: pixels.as_slice(),
        width,
        pitch: width * 3,
        height,
        format: PixelFormat::RGB,
    };
    let jpeg = turbojpeg::compress(image, 90, Subsamp::Sub2x2).context("encode a photo")?;
    fs::write(path, &*jpeg).with_context(|| format!("write {}", path.display()))
}

fn paint(pixels: &mut [u8], width: usize, height: usize, seed: u64) {
    let mut grain = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    for (row, line) in pixels.chunks_exact_mut(width * 3).enumerate() {
        for (column, pixel) in line.chunks_exact_mut(3).enumerate() {
            grain ^= grain << 13;
            grain ^= grain >> 7;
            grain ^= grain << 17;
            let noise = (grain >> 60) as usize;
            let patch = patch(seed, column * 8 / width, row * 8 / height);
            let slope = [
                column * 100 / width,
                row * 100 / height,
                (seed as usize * 37 + column / 8) % 100,
            ];
            for (channel, base) in pixel.iter_mut().zip(slope) {
                *channel = u8::try_from(base + patch + noise + 16).unwrap_or(u8::MAX);
            }
        }
    }
}

/// The brightness of a field of the picture, 0 to 119, so that no two pictures look alike.
fn patch(seed: u64, column: usize, row: usize) -> usize {
    let field = seed.wrapping_mul(64) + (row * 8 + column) as u64;
    (field.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize % 120
}
