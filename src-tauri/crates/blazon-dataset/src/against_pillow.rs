//! The prepared pictures beside those of Pillow, the library that trainers' scripts use.
//!
//! Pillow turns, crops and resizes the same made-up photos; a mirrored or shifted picture would
//! be nowhere near it.

use crate::decode::{self, Decoder, Picture};
use crate::prepare::{self, Order, Quality};
use blazon_model::{Bucket, BucketFit, CropRect, Framing};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use turbojpeg::{Image, PixelFormat, Subsamp};

const PILLOW: &str = "pillow==13.0.0";

/// Reads lines of: photo, x, y, width, height of the crop, width and height of the bucket, our
/// pixels, our JPEG. Prints how near the two are to its own, in dB.
const SCRIPT: &str = r"
import math, sys
from PIL import Image, ImageChops, ImageOps, ImageStat
def psnr(a, b):
    assert a.size == b.size and b.mode == 'RGB', (a.size, b.size, b.mode)
    errors = ImageStat.Stat(ImageChops.difference(a, b)).sum2
    return 10 * math.log10(255**2 * 3 * a.width * a.height / max(1, sum(errors)))
for line in open(sys.argv[1]):
    photo, x, y, width, height, across, down, pixels, jpeg = line.split('\t')
    x, y, width, height = float(x), float(y), float(width), float(height)
    image = ImageOps.exif_transpose(Image.open(photo))
    own = image.resize((int(across), int(down)), Image.Resampling.LANCZOS, (x, y, x + width, y + height))
    jpeg = Image.open(jpeg.strip())
    left = [name for name in jpeg.info if not name.startswith('jfif') and name != 'dpi']
    assert not left and not jpeg.getexif(), left
    print(psnr(own, Image.open(pixels)), psnr(own, jpeg))
";

/// A photo whose texture has all sizes, so that a wrong pixel is seen anywhere in it.
fn photo(width: usize, height: usize, exif: u8) -> Vec<u8> {
    let mut grain = 1_u32;
    let mut pixels = vec![0_u8; width * height * 3];
    for (at, pixel) in pixels.chunks_exact_mut(3).enumerate() {
        let (x, y) = (at % width, at / width);
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let disc = (x % 97).pow(2) + (y % 131).pow(2) < 40 * 40;
        for (channel, value) in pixel.iter_mut().enumerate() {
            let slope = (x * (channel + 1) / 16 + y / (11 + channel)) % 180;
            let wave = ((x * x / 900 + y * (channel + 2) / 7) % 40) / 2;
            let shape = if disc { 30 * channel } else { 0 };
            *value = u8::try_from(slope + wave / 2 + shape).unwrap_or(255) / 2
                + 50
                + u8::try_from(grain >> 29).unwrap();
        }
    }
    let image = Image {
        pixels: pixels.as_slice(),
        width,
        pitch: width * 3,
        height,
        format: PixelFormat::RGB,
    };
    let jpeg = turbojpeg::compress(image, 92, Subsamp::Sub2x2).unwrap();
    let mut tags = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tags.extend([exif, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(tags.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &tags, &jpeg[2..]].concat()
}

/// One photo in a folder, with our pixels and JPEG of a crop; gives the line for the script.
fn prepared(folder: &Path, size: (usize, usize), exif: u8, crop: Option<CropRect>) -> String {
    let name = format!("{}x{}-{exif}-{}", size.0, size.1, crop.is_some());
    let file = |extension: &str| folder.join(format!("{name}.{extension}"));
    let bytes = photo(size.0, size.1, exif);
    fs::write(file("photo.jpg"), &bytes).unwrap();
    let header = decode::read_header(&bytes, 1).unwrap();
    let (width, height) =
        crate::orient::upright_size(header.width, header.height, header.orientation);
    let crop = crop.unwrap_or(CropRect::whole(width, height));
    let fit = BucketFit::of((crop.width, crop.height), Framing::default());
    let order = Order { crop, fit };
    let short_side = order.short_side(width, height, Quality::Fast);
    let decoder = Decoder::default();
    let picture = decoder.decode_picture(&bytes, &header, short_side).unwrap();
    assert!(
        matches!(picture, Picture::Planes(_)),
        "the short way is taken"
    );
    fs::write(
        file("jpg"),
        prepare::make(&picture, &header, &order).unwrap(),
    )
    .unwrap();
    let pixels = decode::decode(&bytes, &header, short_side).unwrap();
    let pixels = prepare::pixels_of(&pixels, &header, &order).unwrap();
    image::RgbImage::from_raw(pixels.width, pixels.height, pixels.data)
        .unwrap()
        .save(file("png"))
        .unwrap();
    let (Bucket { width, height }, scaled) = (fit.bucket, fit.scaled);
    // What is cut away after scaling, taken away before it.
    let across = f64::from(crop.width) / f64::from(scaled.width);
    let down = f64::from(crop.height) / f64::from(scaled.height);
    let x = f64::from(crop.x) + f64::from(fit.lost_width / 2) * across;
    let y = f64::from(crop.y) + f64::from(fit.lost_height / 2) * down;
    let (used_width, used_height) = (f64::from(width) * across, f64::from(height) * down);
    format!(
        "{}\t{x}\t{y}\t{used_width}\t{used_height}\t{width}\t{height}\t{}\t{}\n",
        file("photo.jpg").display(),
        file("png").display(),
        file("jpg").display()
    )
}

/// Python with Pillow in `target/tools/python`, made once and shared by all that need it.
fn python() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target"),
        PathBuf::from,
    );
    let place = target.join("tools/python");
    fs::create_dir_all(&place).unwrap();
    let lock = File::create(place.join("lock")).unwrap();
    lock.lock().unwrap();
    let python = place.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let done = place.join(PILLOW);
    if !done.exists() {
        let own = if cfg!(windows) { "python" } else { "python3" };
        run(Command::new(own).args(["-m", "venv"]).arg(&place));
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", PILLOW]));
        fs::write(done, "").unwrap();
    }
    python
}

fn run(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?} cannot be started: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn pictures_for_trainers_are_those_of_pillow_in_all_orientations() {
    let folder = tempfile::tempdir().unwrap();
    let crop = CropRect {
        x: 37,
        y: 51,
        width: 1111,
        height: 1085,
    };
    let mut lines: Vec<String> = (1..=8)
        .flat_map(|exif| {
            [
                ((1600, 1200), None),
                ((1200, 1600), None),
                ((1601, 1203), Some(crop)),
            ]
            .map(|(size, crop)| prepared(folder.path(), size, exif, crop))
        })
        .collect();
    // A photo that is reduced while it is decoded.
    lines.push(prepared(folder.path(), (3000, 2251), 6, None));
    let list = folder.path().join("list");
    fs::write(&list, lines.concat()).unwrap();
    let said = run(Command::new(python()).args(["-c", SCRIPT]).arg(list));
    let figures: Vec<(f64, f64)> = said
        .lines()
        .map(|line| {
            let (pixels, jpeg) = line.split_once(' ').unwrap();
            (pixels.parse().unwrap(), jpeg.parse().unwrap())
        })
        .collect();
    assert_eq!(figures.len(), lines.len());
    for (line, (pixels, jpeg)) in lines.iter().zip(figures) {
        assert!(pixels > 45.0, "{pixels} dB before JPEG: {line}");
        assert!(jpeg > 35.0, "{jpeg} dB after JPEG: {line}");
    }
}
