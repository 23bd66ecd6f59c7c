//! What is made of photos on the shelf: pictures for trainers, large views and measures; that it is
//! made once, made again where it was cut, and gone with its photo.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

use blazon_dataset::{Kept, PhotoError, Prepared, Quality, Shelf};
use blazon_model::{BucketFit, CropRect, Framing, Shape};
use rstest::rstest;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use turbojpeg::{Image, PixelFormat, Subsamp};

const DEFAULT: Framing = Framing {
    shape: Shape::Keep,
    size: 1024,
};

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

    fn keep(&self, bytes: &[u8], framing: Option<Framing>) -> Kept {
        self.shelf.keep_bytes(bytes, framing).unwrap()
    }

    fn files(&self, folder: &str) -> Vec<PathBuf> {
        fs::read_dir(self.home.path().join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect()
    }

    /// The photo as it is, without a crop.
    fn prepare(&self, kept: &Kept) -> Prepared {
        let (width, height) = (kept.original.width, kept.original.height);
        let fit = BucketFit::of((width, height), DEFAULT);
        let crop = CropRect::whole(width, height);
        self.shelf.prepare(&kept.original, crop, fit).unwrap()
    }
}

/// A JPEG with texture, turned by `exif`.
fn jpeg(width: usize, height: usize, sampling: Subsamp, exif: u8) -> Vec<u8> {
    let pixels: Vec<u8> = (0..width * height)
        .flat_map(|at| {
            let (x, y) = (at % width, at / width);
            [x * 200 / width, y * 200 / height, (x / 9 + y / 5) % 200]
        })
        .map(|value| u8::try_from(value).unwrap())
        .collect();
    let image = Image {
        pixels: pixels.as_slice(),
        width,
        pitch: width * 3,
        height,
        format: PixelFormat::RGB,
    };
    let jpeg = turbojpeg::compress(image, 90, sampling).unwrap();
    let mut tags = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tags.extend([exif, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(tags.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &tags, &jpeg[2..]].concat()
}

fn decoded(path: &Path) -> Image<Vec<u8>> {
    turbojpeg::decompress(&fs::read(path).unwrap(), PixelFormat::RGB).unwrap()
}

#[rstest]
#[case::as_cameras_make_them(Subsamp::Sub2x2)]
#[case::with_all_colours(Subsamp::None)]
fn what_an_import_prepares_is_what_a_packing_would(#[case] sampling: Subsamp) {
    let fixture = Fixture::new();
    let kept = fixture.keep(&jpeg(2600, 1950, sampling, 6), Some(DEFAULT));
    assert!(kept.measures.is_some());
    let path = fixture.files("prepared").pop().unwrap();
    let by_import = fs::read(&path).unwrap();
    assert_eq!(fixture.prepare(&kept).path, path);
    fs::remove_file(&path).unwrap();
    let prepared = fixture.prepare(&kept);
    assert_eq!(prepared.path, path);
    assert_eq!(prepared.bytes.0, by_import.len() as u64);
    assert!(fs::read(&path).unwrap() == by_import);
    let picture = decoded(&path);
    assert_eq!((picture.width, picture.height), (896, 1152));
}

#[test]
fn squares_wait_for_their_crop() {
    let fixture = Fixture::new();
    let square = Framing {
        shape: Shape::Square,
        size: 1024,
    };
    fixture.keep(&jpeg(1300, 1100, Subsamp::Sub2x2, 1), Some(square));
    assert!(fixture.files("prepared").is_empty());
}

#[test]
fn nothing_is_decoded_for_a_photo_that_is_there_with_all_that_was_made_of_it() {
    let fixture = Fixture::new();
    let bytes = jpeg(1300, 1100, Subsamp::Sub2x2, 1);
    let first = fixture.keep(&bytes, Some(DEFAULT));
    let again = fixture.keep(&bytes, Some(DEFAULT));
    assert!(again.was_there);
    assert_eq!(again.measures, None);
    assert_eq!(
        fixture.shelf.measure(&first.original).unwrap(),
        first.measures.unwrap(),
        "measures do not depend on when they are taken"
    );
    let without = Fixture::new().keep(&bytes, None);
    assert_eq!(without.measures, first.measures, "nor on what is asked for");
}

#[rstest]
#[case::empty(|_: &[u8]| Vec::new())]
#[case::cut(|bytes: &[u8]| bytes[..bytes.len() / 2].to_vec())]
#[case::with_a_hole(|bytes: &[u8]| {
    let mut bytes = bytes.to_vec();
    bytes[1024..2048].fill(0);
    bytes
})]
fn a_file_that_a_power_cut_left_half_is_made_anew(#[case] spoil: fn(&[u8]) -> Vec<u8>) {
    let fixture = Fixture::new();
    let bytes = jpeg(1300, 1100, Subsamp::Sub2x2, 1);
    let kept = fixture.keep(&bytes, Some(DEFAULT));
    let thumbnail = fixture.shelf.thumbnail_path(&kept.original.hash);
    let prepared = fixture.prepare(&kept).path;
    let preview = fixture.shelf.preview(&kept.original).unwrap();
    let whole = [&thumbnail, &prepared, &preview].map(|path| fs::read(path).unwrap());
    for path in [&thumbnail, &prepared, &preview] {
        fs::write(path, spoil(&fs::read(path).unwrap())).unwrap();
    }
    fixture.prepare(&kept);
    fixture.shelf.preview(&kept.original).unwrap();
    fixture.shelf.measure(&kept.original).unwrap();
    for (path, whole) in [&thumbnail, &prepared, &preview].iter().zip(&whole) {
        assert!(fs::read(path).unwrap() == *whole, "{}", path.display());
    }
    fs::write(&thumbnail, spoil(&whole[0])).unwrap();
    assert!(fixture.keep(&bytes, Some(DEFAULT)).measures.is_some());
    assert!(fs::read(&thumbnail).unwrap() == whole[0]);
}

#[test]
fn a_picture_that_is_there_is_not_made_again() {
    let fixture = Fixture::new();
    let kept = fixture.keep(&jpeg(1300, 1100, Subsamp::Sub2x2, 1), None);
    let path = fixture.prepare(&kept).path;
    // With the original gone it could not be.
    fs::remove_file(fixture.files("photos").pop().unwrap()).unwrap();
    assert_eq!(fixture.prepare(&kept).path, path);
    fs::remove_file(&path).unwrap();
    let whole = CropRect::whole(1300, 1100);
    let error = fixture
        .shelf
        .prepare(&kept.original, whole, BucketFit::of((1300, 1100), DEFAULT))
        .unwrap_err();
    assert!(matches!(error, PhotoError::Read { .. }), "{error:?}");
}

#[test]
fn a_crop_outside_the_photo_is_refused() {
    let fixture = Fixture::new();
    let kept = fixture.keep(&jpeg(700, 600, Subsamp::Sub2x2, 6), None);
    let crop = CropRect::whole(700, 600);
    let error = fixture
        .shelf
        .prepare(&kept.original, crop, BucketFit::of((700, 600), DEFAULT))
        .unwrap_err();
    assert!(
        matches!(error, PhotoError::OutsidePhoto),
        "the upright photo is 600 x 700: {error:?}"
    );
}

#[rstest]
#[case::tiny((33, 21))]
#[case::odd((1001, 37))]
#[case::one_pixel((1, 1))]
#[case::line((3000, 1))]
fn photos_of_any_size_are_prepared_and_shown(
    #[case] size: (usize, usize),
    #[values(Subsamp::Sub2x2, Subsamp::None)] sampling: Subsamp,
    #[values(1, 6)] exif: u8,
) {
    let fixture = Fixture::new();
    let kept = fixture.keep(&jpeg(size.0, size.1, sampling, exif), Some(DEFAULT));
    let fit = BucketFit::of((kept.original.width, kept.original.height), DEFAULT);
    let picture = decoded(&fixture.prepare(&kept).path);
    assert_eq!(
        (picture.width, picture.height),
        (fit.bucket.width as usize, fit.bucket.height as usize)
    );
    decoded(&fixture.shelf.preview(&kept.original).unwrap());
}

#[test]
fn no_tag_of_the_photo_is_left() {
    let fixture = Fixture::new();
    let kept = fixture.keep(&jpeg(1300, 1100, Subsamp::Sub2x2, 3), None);
    for path in [
        fixture.prepare(&kept).path,
        fixture.shelf.preview(&kept.original).unwrap(),
    ] {
        let bytes = fs::read(path).unwrap();
        let tags = bytes
            .windows(2)
            .filter(|pair| pair[0] == 0xff && matches!(pair[1], 0xe1..=0xef | 0xfe));
        // In the data of a picture 0xff is followed by 0 (ITU T.81, B.1.1.5).
        assert_eq!(tags.count(), 0);
    }
}

#[test]
fn transparent_parts_are_white_for_a_trainer() {
    let fixture = Fixture::new();
    let mut bytes = Cursor::new(Vec::new());
    image::RgbaImage::from_fn(300, 300, |x, _| {
        image::Rgba([200, 0, 0, if x < 150 { 0 } else { 255 }])
    })
    .write_to(&mut bytes, image::ImageFormat::Png)
    .unwrap();
    let kept = fixture.keep(&bytes.into_inner(), None);
    let picture = decoded(&fixture.prepare(&kept).path);
    let at = |x: usize| &picture.pixels[(100 * picture.width + x) * 3..][..3];
    assert!(at(20).iter().all(|value| *value > 250), "{:?}", at(20));
    assert!(at(200)[0] > 180 && at(200)[1] < 30, "{:?}", at(200));
}

#[test]
fn a_large_view_stands_upright_and_is_no_longer_than_2048() {
    let fixture = Fixture::new();
    let kept = fixture.keep(&jpeg(3000, 1500, Subsamp::Sub2x2, 6), None);
    let picture = decoded(&fixture.shelf.preview(&kept.original).unwrap());
    assert_eq!((picture.width, picture.height), (1024, 2048));
}

#[test]
fn the_best_quality_has_a_file_of_its_own() {
    let fixture = Fixture::new();
    let kept = fixture.keep(&jpeg(3000, 2250, Subsamp::Sub2x2, 1), None);
    let fast = fixture.prepare(&kept);
    let fit = BucketFit::of((3000, 2250), DEFAULT);
    let crop = CropRect::whole(3000, 2250);
    let best = fixture
        .shelf
        .prepare_with(&kept.original, crop, fit, Quality::Best)
        .unwrap();
    assert!(fs::read(&best.path).unwrap() != fs::read(&fast.path).unwrap());
}

#[test]
fn all_that_was_made_of_a_photo_goes_with_it_and_nothing_of_another() {
    let fixture = Fixture::new();
    let kept = fixture.keep(&jpeg(900, 700, Subsamp::Sub2x2, 1), Some(DEFAULT));
    let other = fixture.keep(&jpeg(700, 900, Subsamp::Sub2x2, 1), Some(DEFAULT));
    for kept in [&kept, &other] {
        fixture.shelf.preview(&kept.original).unwrap();
    }
    fixture.shelf.remove(&[&kept.original.hash]).unwrap();
    for folder in ["photos", "thumbs", "prepared", "previews"] {
        let files = fixture.files(folder);
        assert_eq!(files.len(), 1, "{folder}");
        let name = files[0].file_name().unwrap().to_string_lossy().into_owned();
        assert!(name.starts_with(other.original.hash.as_str()), "{name}");
    }
}
