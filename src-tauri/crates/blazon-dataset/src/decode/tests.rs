//! Every format in, its colours, and files that are damaged in every way that was thought of.

use super::*;
use bolero::check;
use image::codecs::{gif, png, tiff as tiff_codec, webp};
use image::{DynamicImage, ExtendedColorType, ImageEncoder, ImageFormat, RgbImage};
use moxcms::ColorProfile;
use rstest::rstest;
use std::io::Cursor;
use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

/// A small picture whose left half is red and right half blue.
fn picture(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, _| {
        image::Rgb(if x < width / 2 {
            [220, 20, 20]
        } else {
            [20, 20, 220]
        })
    })
    .into()
}

fn jpeg(picture: &DynamicImage, prepare: impl FnOnce(&mut Compressor)) -> Vec<u8> {
    let rgb = picture.to_rgb8();
    let (width, height) = (rgb.width() as usize, rgb.height() as usize);
    let mut compressor = Compressor::new().unwrap();
    compressor.set_quality(100).unwrap();
    compressor.set_subsamp(Subsamp::None).unwrap();
    prepare(&mut compressor);
    compressor
        .compress_to_vec(Image {
            pixels: rgb.as_raw().as_slice(),
            width,
            pitch: width * 3,
            height,
            format: PixelFormat::RGB,
        })
        .unwrap()
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// The picture in each format that is read within this process.
fn samples(picture: &DynamicImage) -> Vec<(PhotoFormat, Vec<u8>)> {
    vec![
        (PhotoFormat::Jpeg, jpeg(picture, |_| {})),
        (
            PhotoFormat::Jpeg,
            jpeg(picture, |compressor| {
                compressor.set_progressive(true).unwrap();
            }),
        ),
        (PhotoFormat::Png, written(picture, ImageFormat::Png)),
        (
            PhotoFormat::Png,
            written(&picture.to_rgba16().into(), ImageFormat::Png),
        ),
        (PhotoFormat::Webp, written(picture, ImageFormat::WebP)),
        (
            PhotoFormat::Webp,
            ::webp::Encoder::from_rgb(
                picture.to_rgb8().as_raw(),
                picture.width(),
                picture.height(),
            )
            .encode(90.0)
            .to_vec(),
        ),
        (
            PhotoFormat::Gif,
            written(&picture.to_rgba8().into(), ImageFormat::Gif),
        ),
        (PhotoFormat::Bmp, written(picture, ImageFormat::Bmp)),
        (PhotoFormat::Tiff, written(picture, ImageFormat::Tiff)),
        (
            PhotoFormat::Tiff,
            written(&picture.to_rgb16().into(), ImageFormat::Tiff),
        ),
    ]
}

fn read(bytes: &[u8]) -> Result<(Header, Pixels), PhotoError> {
    let header = read_header(bytes, 320)?;
    let pixels = decode(bytes, &header, 320)?;
    Ok((header, pixels))
}

fn assert_near(found: &[u8], expected: [u8; 3], most: u8) {
    let near = found
        .iter()
        .zip(expected)
        .all(|(found, expected)| found.abs_diff(expected) <= most);
    assert!(near, "{:?} is not {expected:?}", &found[..3]);
}

#[test]
fn each_format_is_read() {
    for (format, bytes) in samples(&picture(64, 48)) {
        let (header, pixels) = read(&bytes).unwrap();
        assert_eq!(
            (header.format, header.width, header.height),
            (format, 64, 48)
        );
        assert_eq!((pixels.width, pixels.height), (64, 48));
        assert!(!pixels.has_alpha, "{format:?} is opaque");
        assert_eq!(pixels.data.len(), 64 * 48 * 3);
        assert_near(&pixels.data[..3], [220, 20, 20], 12);
        assert_near(&pixels.data[63 * 3..], [20, 20, 220], 12);
    }
}

#[test]
fn grey_palette_and_alpha_are_read() {
    let grey = picture(8, 8).to_luma8();
    for format in [ImageFormat::Png, ImageFormat::Tiff, ImageFormat::Bmp] {
        let (_, pixels) = read(&written(&grey.clone().into(), format)).unwrap();
        let level = grey.get_pixel(0, 0).0[0];
        assert_near(&pixels.data[..3], [level; 3], 0);
    }
    let mut glass = picture(8, 8).to_rgba8();
    glass.get_pixel_mut(0, 0).0[3] = 0;
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let (_, pixels) = read(&written(&glass.clone().into(), format)).unwrap();
        assert!(pixels.has_alpha);
        assert_eq!((pixels.data[3], pixels.data[7]), (0, 255), "{format:?}");
    }
}

/// The first of two pictures in a GIF.
#[test]
fn of_a_moving_picture_the_first_is_taken() {
    let mut bytes = Vec::new();
    let mut encoder = gif::GifEncoder::new(&mut bytes);
    for red in [200, 10] {
        let frame = image::RgbaImage::from_pixel(16, 16, image::Rgba([red, 0, 0, 255]));
        encoder.encode_frame(image::Frame::new(frame)).unwrap();
    }
    drop(encoder);
    let (_, pixels) = read(&bytes).unwrap();
    assert_near(&pixels.data[..3], [200, 0, 0], 4);
}

/// EXIF that says turned right.
const TURNED: &[u8] = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";

#[test]
fn orientation_is_read_from_png_webp_tiff_and_jpeg() {
    let rgb = picture(8, 4).to_rgb8();
    let mut in_png = Vec::new();
    let mut encoder = png::PngEncoder::new(&mut in_png);
    encoder.set_exif_metadata(TURNED.to_vec()).unwrap();
    encoder
        .write_image(rgb.as_raw(), 8, 4, ExtendedColorType::Rgb8)
        .unwrap();
    let mut in_webp = Vec::new();
    let mut encoder = webp::WebPEncoder::new_lossless(&mut in_webp);
    encoder.set_exif_metadata(TURNED.to_vec()).unwrap();
    encoder
        .write_image(rgb.as_raw(), 8, 4, ExtendedColorType::Rgb8)
        .unwrap();
    let mut in_tiff = Cursor::new(Vec::new());
    let mut writer = tiff::encoder::TiffEncoder::new(&mut in_tiff).unwrap();
    let mut page = writer
        .new_image::<tiff::encoder::colortype::RGB8>(8, 4)
        .unwrap();
    page.encoder()
        .write_tag(tiff::tags::Tag::Orientation, 6_u16)
        .unwrap();
    page.write_data(rgb.as_raw()).unwrap();
    let exif = [b"Exif\0\0", TURNED].concat();
    let in_jpeg = with_segment(&jpeg(&picture(8, 4), |_| {}), 0xe1, &exif);
    for bytes in [in_png, in_webp, in_tiff.into_inner(), in_jpeg] {
        let header = read_header(&bytes, 320).unwrap();
        assert_eq!(header.orientation.exif(), 6, "{:?}", header.format);
        assert_eq!((header.width, header.height), (8, 4));
    }
}

#[test]
fn the_preview_in_a_raw_file_is_not_taken_for_the_photo() {
    let mut bytes = Cursor::new(Vec::new());
    let mut writer = tiff::encoder::TiffEncoder::new(&mut bytes).unwrap();
    let mut page = writer
        .new_image::<tiff::encoder::colortype::RGB8>(8, 4)
        .unwrap();
    page.encoder()
        .write_tag(tiff::tags::Tag::NewSubfileType, 1_u32)
        .unwrap();
    page.write_data(picture(8, 4).to_rgb8().as_raw()).unwrap();
    let result = read(&bytes.into_inner());
    assert!(matches!(result, Err(PhotoError::UnsupportedFormat("RAW"))));
}

/// Puts a segment behind the start of a JPEG.
fn with_segment(jpeg: &[u8], marker: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, payload, &jpeg[2..]].concat()
}

/// Puts a colour profile into a JPEG, in two parts of which the second comes first.
fn with_profile(jpeg: &[u8], icc: &[u8]) -> Vec<u8> {
    let (first, second) = icc.split_at(icc.len() / 2);
    let first = [b"ICC_PROFILE\0\x01\x02", first].concat();
    let second = [b"ICC_PROFILE\0\x02\x02", second].concat();
    with_segment(&with_segment(jpeg, 0xe2, &first), 0xe2, &second)
}

const COLOURS: [[u8; 3]; 6] = [
    [200, 60, 60],
    [60, 200, 60],
    [60, 60, 200],
    [128, 128, 128],
    [250, 240, 20],
    [10, 30, 90],
];

// What ImageCms of Pillow 13.0.0 (LittleCMS) makes of COLOURS, relative colorimetric, without
// black point compensation.
#[rstest]
#[case::display_p3(
    ColorProfile::new_display_p3(),
    [[217, 42, 52], [0, 203, 11], [60, 60, 208], [128, 128, 128], [252, 240, 0], [3, 31, 94]]
)]
#[case::adobe_rgb(
    ColorProfile::new_adobe_rgb(),
    [[231, 57, 57], [0, 201, 37], [57, 57, 205], [129, 129, 129], [254, 240, 0], [0, 24, 91]]
)]
#[case::pro_photo(
    ColorProfile::new_pro_photo_rgb(),
    [[255, 0, 74], [0, 228, 0], [0, 76, 223], [146, 146, 146], [255, 241, 0], [0, 44, 116]]
)]
#[case::srgb(ColorProfile::new_srgb(), COLOURS)]
fn a_profile_becomes_srgb(#[case] profile: ColorProfile, #[case] expected: [[u8; 3]; 6]) {
    let icc = profile.encode().unwrap();
    let row = COLOURS.concat();
    let mut in_png = Vec::new();
    let mut encoder = png::PngEncoder::new(&mut in_png);
    encoder.set_icc_profile(icc.clone()).unwrap();
    encoder
        .write_image(&row, 6, 1, ExtendedColorType::Rgb8)
        .unwrap();
    let mut in_webp = Vec::new();
    let mut encoder = webp::WebPEncoder::new_lossless(&mut in_webp);
    encoder.set_icc_profile(icc.clone()).unwrap();
    encoder
        .write_image(&row, 6, 1, ExtendedColorType::Rgb8)
        .unwrap();
    let mut in_tiff = Cursor::new(Vec::new());
    let mut encoder = tiff_codec::TiffEncoder::new(&mut in_tiff);
    encoder.set_icc_profile(icc.clone()).unwrap();
    encoder
        .write_image(&row, 6, 1, ExtendedColorType::Rgb8)
        .unwrap();
    for bytes in [in_png, in_webp, in_tiff.into_inner()] {
        let (_, pixels) = read(&bytes).unwrap();
        for (found, expected) in pixels.data.chunks_exact(3).zip(expected) {
            assert_near(found, expected, 2);
        }
    }
    for (colour, expected) in COLOURS.into_iter().zip(expected) {
        let flat = RgbImage::from_pixel(16, 16, image::Rgb(colour)).into();
        let (_, pixels) = read(&with_profile(&jpeg(&flat, |_| {}), &icc)).unwrap();
        // One more for what JPEG itself loses in colours that the conversion spreads.
        assert_near(&pixels.data[..3], expected, 3);
    }
}

// Levels by ImageCms as above.
#[test]
fn a_grey_profile_becomes_srgb() {
    let icc = ColorProfile::new_gray_with_gamma(1.8).encode().unwrap();
    let mut bytes = Vec::new();
    let mut encoder = png::PngEncoder::new(&mut bytes);
    encoder.set_icc_profile(icc).unwrap();
    encoder
        .write_image(&[0, 40, 128, 200, 255], 5, 1, ExtendedColorType::L8)
        .unwrap();
    let (_, pixels) = read(&bytes).unwrap();
    for (found, expected) in pixels.data.chunks_exact(3).zip([0, 53, 146, 210, 255]) {
        assert_near(found, [expected; 3], 2);
    }
}

#[test]
fn a_broken_profile_changes_nothing() {
    let whole = ColorProfile::new_display_p3().encode().unwrap();
    let plain = jpeg(&picture(16, 16), |_| {});
    let (_, expected) = read(&plain).unwrap();
    let mut part_missing = with_profile(&plain, &whole);
    part_missing[2 + 4 + 12 + 1] = 3;
    for bytes in [
        with_profile(&plain, &whole[..100]),
        with_profile(&plain, b"not a profile"),
        part_missing,
        with_segment(&plain, 0xe2, b"ICC_PROFILE\0"),
    ] {
        let (_, found) = read(&bytes).unwrap();
        assert!(found.data == expected.data);
    }
}

fn set_size(bytes: &mut [u8], at: usize, width: &[u8], height: &[u8]) {
    bytes[at..at + width.len()].copy_from_slice(width);
    let at = at + width.len();
    bytes[at..at + height.len()].copy_from_slice(height);
}

/// Pictures that say they are huge in a few bytes.
fn bombs() -> Vec<Vec<u8>> {
    let small = picture(8, 8);
    let mut in_png = written(&small, ImageFormat::Png);
    let big = 40_000_u32;
    set_size(&mut in_png, 16, &big.to_be_bytes(), &big.to_be_bytes());
    let mut in_gif = written(&small.to_rgba8().into(), ImageFormat::Gif);
    let side = u16::MAX.to_le_bytes();
    set_size(&mut in_gif, 6, &side, &side);
    let mut in_bmp = written(&small, ImageFormat::Bmp);
    set_size(&mut in_bmp, 18, &big.to_le_bytes(), &big.to_le_bytes());
    // An extended WebP's canvas: 24 bits each, one less than they are (RFC 9649, 2.7).
    let mut in_webp = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".to_vec();
    in_webp.extend([0xff, 0x9c, 0, 0xff, 0x9c, 0]);
    // Little-endian TIFF with one strip: 40,000 by 40,000 RGB.
    let mut in_tiff = b"II*\0\x08\0\0\0\x07\0".to_vec();
    for (tag, value) in [
        (256_u16, big),
        (257, big),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, 8),
        (279, 10),
    ] {
        in_tiff.extend(tag.to_le_bytes());
        in_tiff.extend([4, 0, 1, 0, 0, 0]);
        in_tiff.extend(value.to_le_bytes());
    }
    in_tiff.extend([0; 4]);
    vec![in_png, in_gif, in_bmp, in_webp, in_tiff]
}

#[test]
fn a_huge_size_is_refused_by_the_header() {
    for bytes in bombs() {
        let error = read_header(&bytes, 320).unwrap_err();
        let start = &bytes[..4];
        // An encoder's bomb may be damaged as well, and either is said.
        assert!(
            matches!(
                error,
                PhotoError::TooManyPixels { .. } | PhotoError::Truncated | PhotoError::Broken(_)
            ),
            "{start:?}: {error:?}"
        );
    }
}

/// The numbers of a linear congruential generator (Knuth's MMIX).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// A file that comes of a good one by cutting, flipping, doubling or overwriting.
fn damaged(good: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = good.to_vec();
    if bytes.is_empty() {
        return bytes;
    }
    match numbers.below(5) {
        0 => bytes.truncate(numbers.below(good.len())),
        1 => {
            for _ in 0..=numbers.below(8) {
                let at = numbers.below(bytes.len());
                bytes[at] ^= 1 << numbers.below(8);
            }
        }
        2 => {
            let (from, length) = (numbers.below(good.len()), numbers.below(64));
            let part = good[from..good.len().min(from + length)].to_vec();
            let at = numbers.below(bytes.len());
            bytes.splice(at..at, part);
        }
        3 => {
            // Lengths and sizes of four thousand millions.
            let at = numbers.below(bytes.len());
            let end = bytes.len().min(at + 4);
            bytes[at..end].fill(0xff);
        }
        _ => {
            let at = numbers.below(bytes.len());
            let end = bytes.len().min(at + 1 + numbers.below(32));
            bytes.drain(at..end);
        }
    }
    bytes
}

fn assert_error_or_picture(bytes: &[u8]) {
    match read(bytes) {
        Ok((header, pixels)) => {
            let channels = if pixels.has_alpha { 4 } else { 3 };
            let size = pixels.width as usize * pixels.height as usize;
            assert_eq!(pixels.data.len(), size * channels, "{:?}", header.format);
        }
        Err(error) => assert!(
            !matches!(error, PhotoError::Keep { .. } | PhotoError::Read { .. }),
            "{error:?}"
        ),
    }
}

#[test]
fn a_thousand_damaged_files_are_each_an_error_or_a_picture() {
    let good: Vec<Vec<u8>> = samples(&picture(24, 16))
        .into_iter()
        .map(|(_, bytes)| bytes)
        .chain(bombs())
        .chain([Vec::new(), b"PK\x03\x04".to_vec(), vec![0; 64]])
        .collect();
    let mut numbers = Numbers(2026);
    for index in 0..1000 {
        assert_error_or_picture(&damaged(&good[index % good.len()], &mut numbers));
    }
    each_format_is_read();
}

#[test]
fn fuzzed_pictures_are_each_an_error_or_a_picture() {
    let icc = ColorProfile::new_display_p3().encode().unwrap();
    let mut good: Vec<Vec<u8>> = samples(&picture(16, 12))
        .into_iter()
        .map(|(_, bytes)| bytes)
        .collect();
    good.push(with_profile(&jpeg(&picture(16, 12), |_| {}), &icc));
    check!()
        .with_iterations(2000)
        .with_type::<(u8, u16, Vec<(u16, u8)>)>()
        .for_each(|(which, end, changes)| {
            let mut bytes = good[usize::from(*which) % good.len()].clone();
            for (at, value) in changes {
                let at = usize::from(*at) % bytes.len();
                bytes[at] = *value;
            }
            if usize::from(*end) % 4 == 0 {
                bytes.truncate(usize::from(*end / 4) % bytes.len());
            }
            assert_error_or_picture(&bytes);
        });
}

#[test]
fn fuzzed_profiles_change_a_picture_or_nothing() {
    let profiles: Vec<Vec<u8>> = [
        ColorProfile::new_display_p3(),
        ColorProfile::new_adobe_rgb(),
        ColorProfile::new_gray_with_gamma(2.2),
    ]
    .map(|profile| profile.encode().unwrap())
    .into();
    check!()
        .with_iterations(500)
        .with_type::<(u8, Vec<(u16, u8)>)>()
        .for_each(|(which, changes)| {
            let mut icc = profiles[usize::from(*which) % profiles.len()].clone();
            for (at, value) in changes {
                let at = usize::from(*at) % icc.len();
                icc[at] = *value;
            }
            let pixels = Pixels {
                data: COLOURS.concat(),
                width: 6,
                height: 1,
                has_alpha: false,
            };
            assert_eq!(pixels.converted_by(Some(&icc)).data.len(), 18);
            let ink = [0, 128, 255, 10].repeat(4);
            assert!(profile::rgb_of_cmyk(&ink, &icc).is_none_or(|rgb| rgb.len() == 12));
        });
}
