//! Photos on the shelf: what is kept, what is refused, and that nothing half is ever there.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

use blazon_dataset::{PhotoError, Removed, Shelf};
use blazon_model::{ContentHash, Framing, PhotoFormat};
use rstest::rstest;
use std::cell::Cell;
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use tempfile::TempDir;
use turbojpeg::{Compressor, Image, PixelFormat};

struct Fixture {
    home: TempDir,
    shelf: Shelf,
}

impl Fixture {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(home.path()).unwrap();
        Self { home, shelf }
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.home.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn count(&self, folder: &str) -> usize {
        fs::read_dir(self.home.path().join(folder)).unwrap().count()
    }
}

/// A picture whose left half is red and right half blue, with noise so that it has some bytes.
fn pixels(width: usize, height: usize, channels: usize) -> Vec<u8> {
    let mut noise = 1_u32;
    (0..height * width)
        .flat_map(|index| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = u8::try_from(noise >> 28).unwrap();
            let colour = if index % width < width / 2 {
                [220, 20, 20, 255]
            } else {
                [20, 20, 220, 255]
            };
            colour
                .map(|channel: u8| channel.saturating_add(grain))
                .into_iter()
                .take(channels)
                .collect::<Vec<_>>()
        })
        .collect()
}

fn jpeg(width: usize, height: usize, prepare: impl FnOnce(&mut Compressor)) -> Vec<u8> {
    let data = pixels(width, height, 3);
    let image = Image {
        pixels: data.as_slice(),
        width,
        pitch: width * 3,
        height,
        format: PixelFormat::RGB,
    };
    let mut compressor = Compressor::new().unwrap();
    prepare(&mut compressor);
    compressor.compress_to_vec(image).unwrap()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let data = pixels(width as usize, height as usize, 4);
    let mut bytes = Cursor::new(Vec::new());
    image::RgbaImage::from_raw(width, height, data)
        .unwrap()
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// Puts an EXIF segment with this orientation behind the start of a JPEG.
fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

#[test]
fn a_photo_is_kept_as_it_is_with_a_thumbnail() {
    let fixture = Fixture::new();
    let bytes = jpeg(2000, 1500, |_| {});
    let kept = fixture
        .shelf
        .keep(&fixture.file("a.png", &bytes), None)
        .unwrap();
    assert_eq!(
        kept.original.format,
        PhotoFormat::Jpeg,
        "known by content, not by name"
    );
    assert_eq!((kept.original.width, kept.original.height), (2000, 1500));
    assert_eq!(
        kept.original.hash,
        ContentHash::from_bytes(*blake3::hash(&bytes).as_bytes())
    );
    let on_shelf = fs::read(
        fixture
            .shelf
            .original_path(&kept.original.hash, PhotoFormat::Jpeg),
    )
    .unwrap();
    assert!(on_shelf == bytes, "the original is the same to the byte");
    let thumbnail = fs::read(fixture.shelf.thumbnail_path(&kept.original.hash)).unwrap();
    let small = webp::Decoder::new(&thumbnail).decode().unwrap();
    assert_eq!((small.width(), small.height()), (427, 320));
    assert!(fixture.shelf.is_intact(&kept.original).unwrap());
    assert_eq!(fixture.count("tmp"), 0);
}

#[test]
fn the_same_content_is_kept_once() {
    let fixture = Fixture::new();
    let bytes = jpeg(400, 400, |_| {});
    assert!(
        !fixture
            .shelf
            .keep(&fixture.file("a.jpg", &bytes), None)
            .unwrap()
            .was_there
    );
    assert!(
        fixture
            .shelf
            .keep(&fixture.file("b.jpg", &bytes), None)
            .unwrap()
            .was_there
    );
    assert_eq!((fixture.count("photos"), fixture.count("thumbs")), (1, 1));
}

#[test]
fn a_half_original_of_an_earlier_crash_is_replaced() {
    let fixture = Fixture::new();
    let bytes = jpeg(400, 400, |_| {});
    let source = fixture.file("a.jpg", &bytes);
    let kept = fixture.shelf.keep(&source, None).unwrap();
    let path = fixture
        .shelf
        .original_path(&kept.original.hash, PhotoFormat::Jpeg);
    fs::write(&path, &bytes[..100]).unwrap();
    assert!(!fixture.shelf.is_intact(&kept.original).unwrap());
    assert!(!fixture.shelf.keep(&source, None).unwrap().was_there);
    assert!(fs::read(&path).unwrap() == bytes);
}

#[rstest]
#[case::progressive(jpeg(900, 700, |compressor| compressor.set_progressive(true).unwrap()))]
#[case::full_colour(jpeg(900, 700, |compressor| compressor.set_subsamp(turbojpeg::Subsamp::None).unwrap()))]
#[case::grey(jpeg(900, 700, |compressor| compressor.set_subsamp(turbojpeg::Subsamp::Gray).unwrap()))]
#[case::png_with_alpha(png(900, 700))]
#[case::tiny(jpeg(1, 1, |_| {}))]
fn the_usual_kinds_are_read(#[case] bytes: Vec<u8>) {
    let fixture = Fixture::new();
    let kept = fixture
        .shelf
        .keep(&fixture.file("a", &bytes), None)
        .unwrap();
    let thumbnail = fs::read(fixture.shelf.thumbnail_path(&kept.original.hash)).unwrap();
    assert!(webp::Decoder::new(&thumbnail).decode().is_some());
}

#[test]
fn cmyk_keeps_its_colours() {
    let fixture = Fixture::new();
    // Adobe's inverted ink: full cyan is 0 in the first channel, which is no red.
    let ink: Vec<u8> = [0, 255, 255, 255].repeat(400 * 400);
    let image = Image {
        pixels: ink.as_slice(),
        width: 400,
        pitch: 1600,
        height: 400,
        format: PixelFormat::CMYK,
    };
    let bytes = Compressor::new().unwrap().compress_to_vec(image).unwrap();
    let kept = fixture
        .shelf
        .keep(&fixture.file("a.jpg", &bytes), None)
        .unwrap();
    let thumbnail = fs::read(fixture.shelf.thumbnail_path(&kept.original.hash)).unwrap();
    let small = webp::Decoder::new(&thumbnail).decode().unwrap();
    assert!(
        small[0] < 30 && small[1] > 225 && small[2] > 225,
        "{:?} is not cyan",
        &small[..3]
    );
}

#[rstest]
#[case::upright(1, (800, 600))]
#[case::upside_down(3, (800, 600))]
#[case::turned_right(6, (600, 800))]
#[case::turned_left(8, (600, 800))]
fn sizes_and_thumbnail_stand_upright(#[case] orientation: u8, #[case] size: (u32, u32)) {
    let fixture = Fixture::new();
    let bytes = with_orientation(&jpeg(800, 600, |_| {}), orientation);
    let kept = fixture
        .shelf
        .keep(&fixture.file("a.jpg", &bytes), None)
        .unwrap();
    assert_eq!(kept.original.orientation.exif(), orientation);
    assert_eq!((kept.original.width, kept.original.height), size);
    let thumbnail = fs::read(fixture.shelf.thumbnail_path(&kept.original.hash)).unwrap();
    let small = webp::Decoder::new(&thumbnail).decode().unwrap();
    assert_eq!(small.width() > small.height(), size.0 > size.1);
    // The red half is left when upright, right upside down, on top turned right, below turned left.
    let at = |x: u32, y: u32| {
        let start = ((y * small.width() + x) * 3) as usize;
        if small[start] > small[start + 2] {
            "red"
        } else {
            "blue"
        }
    };
    let (right, bottom) = (small.width() - 20, small.height() - 20);
    let corners = [at(20, 20), at(right, 20), at(20, bottom), at(right, bottom)];
    let expected = match orientation {
        1 => ["red", "blue", "red", "blue"],
        3 => ["blue", "red", "blue", "red"],
        6 => ["red", "red", "blue", "blue"],
        _ => ["blue", "blue", "red", "red"],
    };
    assert_eq!(corners, expected);
}

/// A PNG that says it is 40,000 x 40,000 in a few bytes.
fn bomb() -> Vec<u8> {
    let mut bytes = png(8, 8);
    bytes[16..20].copy_from_slice(&40_000_u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&40_000_u32.to_be_bytes());
    bytes
}

/// A JPEG that says it is 40,000 x 40,000.
fn jpeg_bomb() -> Vec<u8> {
    let mut bytes = jpeg(64, 64, |_| {});
    let frame = bytes
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap();
    bytes[frame + 5..frame + 7].copy_from_slice(&40_000_u16.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&40_000_u16.to_be_bytes());
    bytes
}

#[rstest]
#[case::text(b"just text".to_vec(), "NotAnImage")]
#[case::empty(Vec::new(), "Empty")]
#[case::photoshop(b"8BPS\0\x01\0\0".to_vec(), "UnsupportedFormat")]
#[case::png_bomb(bomb(), "TooManyPixels")]
#[case::jpeg_bomb(jpeg_bomb(), "TooManyPixels")]
#[case::cut_jpeg(jpeg(900, 700, |_| {})[..20_000].to_vec(), "Truncated")]
#[case::cut_progressive_jpeg(
    jpeg(900, 700, |compressor| compressor.set_progressive(true).unwrap())[..20_000].to_vec(),
    "Truncated"
)]
#[case::cut_png(png(300, 300)[..2_000].to_vec(), "Truncated")]
#[case::only_a_start(b"\xff\xd8\xff".to_vec(), "Truncated")]
fn what_is_no_whole_picture_is_refused_and_leaves_nothing(
    #[case] bytes: Vec<u8>,
    #[case] expected: &str,
) {
    let fixture = Fixture::new();
    let error = fixture
        .shelf
        .keep(&fixture.file("a.jpg", &bytes), None)
        .unwrap_err();
    assert!(format!("{error:?}").starts_with(expected), "{error:?}");
    for folder in ["photos", "thumbs", "tmp"] {
        assert_eq!(fixture.count(folder), 0, "{folder}");
    }
}

#[test]
fn damage_in_the_middle_is_noticed_or_harmless_and_never_a_panic() {
    let fixture = Fixture::new();
    let whole = jpeg(120, 90, |_| {});
    for position in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[position] ^= 0x55;
        if let Err(error) = fixture.shelf.keep(&fixture.file("a.jpg", &bytes), None) {
            assert!(
                !matches!(error, PhotoError::Keep { .. } | PhotoError::Read { .. }),
                "{error:?}"
            );
        }
    }
    assert_eq!(fixture.count("tmp"), 0);
}

#[test]
fn a_file_that_is_gone_and_a_folder_are_said_as_such() {
    let fixture = Fixture::new();
    let gone = fixture
        .shelf
        .keep(&fixture.home.path().join("gone.jpg"), None)
        .unwrap_err();
    assert_eq!(gone.reason(), blazon_model::ProblemReason::Vanished);
    let folder = fixture.shelf.keep(fixture.home.path(), None).unwrap_err();
    assert_eq!(folder.reason(), blazon_model::ProblemReason::NotAnImage);
}

#[test]
fn removing_takes_original_and_thumbnail_and_is_calm_the_second_time() {
    let fixture = Fixture::new();
    let kept = fixture
        .shelf
        .keep(&fixture.file("a.jpg", &jpeg(64, 64, |_| {})), None)
        .unwrap();
    let remove = || fixture.shelf.remove(&[&kept.original.hash]).unwrap();
    let all = Removed {
        originals: 1,
        thumbnails: 1,
    };
    assert_eq!(remove(), all);
    assert_eq!(remove(), Removed::default());
}

#[test]
fn what_an_interrupted_program_left_is_swept() {
    let fixture = Fixture::new();
    let tmp = fixture.home.path().join("tmp");
    fs::write(tmp.join(".tmpAbc"), "half").unwrap();
    fs::create_dir(tmp.join(".tmpModel")).unwrap();
    fs::write(tmp.join(".tmpModel/lora.safetensors"), "half").unwrap();
    assert_eq!(fixture.shelf.sweep().unwrap(), 2);
    assert_eq!(fixture.count("tmp"), 0);
}

/// Says yes so many times, then no.
fn yes_times(times: u32) -> impl Fn() -> bool {
    let left = Cell::new(times);
    move || {
        let now = left.get();
        left.set(now.saturating_sub(1));
        now > 0
    }
}

#[test]
fn a_photo_that_is_given_up_leaves_nothing_whenever_that_is() {
    let bytes = jpeg(900, 700, |_| {});
    let mut given_up = 0;
    loop {
        let fixture = Fixture::new();
        let go_on = yes_times(given_up);
        let framing = Some(Framing::default());
        let outcome = fixture.shelf.keep_bytes_while(&bytes, framing, &go_on);
        let left = ["photos", "thumbs", "prepared", "tmp"].map(|folder| fixture.count(folder));
        if outcome.is_ok() {
            assert_eq!(left, [1, 1, 1, 0]);
            break;
        }
        assert!(matches!(outcome, Err(PhotoError::Stopped)), "{outcome:?}");
        assert_eq!(left, [0; 4], "given up after {given_up} steps");
        given_up += 1;
    }
    assert!(
        given_up >= 5,
        "it was asked before, within and after the decode"
    );
}

#[test]
fn what_was_on_the_shelf_before_a_photo_was_given_up_stays() {
    let fixture = Fixture::new();
    let bytes = jpeg(900, 700, |_| {});
    let original = fixture.shelf.keep_bytes(&bytes, None).unwrap().original;
    fs::remove_file(fixture.shelf.thumbnail_path(&original.hash)).unwrap();
    for steps in 0..3 {
        let go_on = yes_times(steps);
        let outcome = fixture.shelf.keep_bytes_while(&bytes, None, &go_on);
        assert!(matches!(outcome, Err(PhotoError::Stopped)), "{outcome:?}");
        assert!(fixture.shelf.is_intact(&original).unwrap());
    }
    assert_eq!((fixture.count("photos"), fixture.count("tmp")), (1, 0));
}
