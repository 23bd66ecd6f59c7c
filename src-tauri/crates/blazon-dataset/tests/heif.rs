//! HEIC and AVIF through the helper process: this test program starts itself again as the helper,
//! as the programs of Blazon do.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

use blazon_dataset::{PhotoError, Shelf, heif};
use blazon_model::{Orientation, PhotoFormat};
use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::process::ExitCode;

const HEIC: &[u8] = include_bytes!("fixtures/red-blue.heic");
const AVIF: &[u8] = include_bytes!("fixtures/red-blue.avif");
const TURNED: &[u8] = include_bytes!("fixtures/turned.heic");
const ALPHA: &[u8] = include_bytes!("fixtures/alpha.heic");
const WIDE: &[u8] = include_bytes!("fixtures/display-p3.heic");

fn main() -> ExitCode {
    if let Some(code) = heif::help() {
        return code;
    }
    let tests: [(&str, fn()); 9] = [
        ("a_heic_is_read", a_heic_is_read),
        ("an_avif_is_read", an_avif_is_read),
        ("a_turned_heic_stands_upright", a_turned_heic_stands_upright),
        ("an_alpha_channel_is_kept", an_alpha_channel_is_kept),
        (
            "wide_colours_become_those_of_srgb",
            wide_colours_become_those_of_srgb,
        ),
        (
            "a_cut_file_is_refused_and_leaves_nothing",
            a_cut_file_is_refused_and_leaves_nothing,
        ),
        (
            "a_huge_size_is_refused_before_it_is_decoded",
            a_huge_size_is_refused_before_it_is_decoded,
        ),
        (
            "flipped_bits_are_an_error_or_a_picture",
            flipped_bits_are_an_error_or_a_picture,
        ),
        (
            "a_picture_named_after_another_format_is_read",
            a_picture_named_after_another_format_is_read,
        ),
    ];
    // Without libheif there is nothing to read with; what is then said is tested beside the code.
    let is_there = std::env::consts::OS != "linux" || has_libheif();
    let trials = tests.map(|(name, test)| {
        Trial::test(name, move || {
            test();
            Ok::<(), Failed>(())
        })
        .with_ignored_flag(!is_there)
    });
    libtest_mimic::run(&Arguments::from_args(), Vec::from(trials)).exit_code()
}

fn has_libheif() -> bool {
    !matches!(keep(HEIC), Err(PhotoError::ReaderMissing { .. }))
}

/// A picture's format, size and thumbnail.
struct Read {
    format: PhotoFormat,
    size: (u32, u32),
    orientation: Orientation,
    thumbnail: webp::WebPImage,
}

impl Read {
    /// A pixel of the thumbnail.
    fn at(&self, x: u32, y: u32) -> &[u8] {
        let channels = self.thumbnail.len() / (self.size.0 * self.size.1) as usize;
        &self.thumbnail[((y * self.size.0 + x) as usize) * channels..][..channels]
    }
}

fn keep(bytes: &[u8]) -> Result<Read, PhotoError> {
    let home = tempfile::tempdir().unwrap();
    let shelf = Shelf::open(home.path()).unwrap();
    let kept = shelf.keep_bytes(bytes, None);
    let is_empty = |folder: &str| fs::read_dir(home.path().join(folder)).unwrap().count() == 0;
    if kept.is_err() {
        assert!(["photos", "thumbs", "tmp"].into_iter().all(is_empty));
    }
    let original = kept?.original;
    let thumbnail = fs::read(shelf.thumbnail_path(&original.hash)).unwrap();
    Ok(Read {
        format: original.format,
        size: (original.width, original.height),
        orientation: original.orientation,
        thumbnail: webp::Decoder::new(&thumbnail).decode().unwrap(),
    })
}

fn assert_red(pixel: &[u8]) {
    assert!(
        pixel[0] > 190 && pixel[1] < 60 && pixel[2] < 60,
        "{pixel:?} is not red"
    );
}

fn assert_blue(pixel: &[u8]) {
    assert!(
        pixel[0] < 60 && pixel[1] < 60 && pixel[2] > 190,
        "{pixel:?} is not blue"
    );
}

fn a_heic_is_read() {
    let read = keep(HEIC).unwrap();
    assert_eq!((read.format, read.size), (PhotoFormat::Heic, (64, 48)));
    assert_red(read.at(10, 24));
    assert_blue(read.at(54, 24));
}

fn an_avif_is_read() {
    let read = keep(AVIF).unwrap();
    assert_eq!((read.format, read.size), (PhotoFormat::Avif, (64, 48)));
    assert_red(read.at(10, 24));
    assert_blue(read.at(54, 24));
}

fn a_turned_heic_stands_upright() {
    let read = keep(TURNED).unwrap();
    assert_eq!(read.size, (48, 64));
    assert_eq!(read.orientation, Orientation::UPRIGHT);
    // Turned right, the left half is on top.
    assert_red(read.at(24, 10));
    assert_blue(read.at(24, 54));
}

fn an_alpha_channel_is_kept() {
    let read = keep(ALPHA).unwrap();
    assert_eq!(read.at(32, 8)[3], 0);
    assert_eq!(read.at(32, 40)[3], 255);
}

fn wide_colours_become_those_of_srgb() {
    let read = keep(WIDE).unwrap();
    let pixel = read.at(32, 24);
    // (200, 60, 60) of Display P3 by ImageCms of Pillow 13, relative colorimetric, and what two
    // lossy encoders add.
    for (found, expected) in pixel.iter().zip([217_u8, 42, 52]) {
        assert!(found.abs_diff(expected) <= 8, "{pixel:?}");
    }
}

fn a_cut_file_is_refused_and_leaves_nothing() {
    for whole in [HEIC, AVIF] {
        for end in (12..whole.len()).step_by(23) {
            assert!(keep(&whole[..end]).is_err(), "{end}");
        }
    }
}

fn a_huge_size_is_refused_before_it_is_decoded() {
    // The sizes stand in a box of their own, behind its version and flags (ISO/IEC 23008-12, 6.5.3).
    for whole in [HEIC, AVIF] {
        let mut bytes = whole.to_vec();
        let name = bytes.windows(4).position(|name| name == b"ispe").unwrap();
        bytes[name + 8..name + 12].copy_from_slice(&30_000_u32.to_be_bytes());
        bytes[name + 12..name + 16].copy_from_slice(&30_000_u32.to_be_bytes());
        assert!(
            matches!(keep(&bytes), Err(PhotoError::TooManyPixels { .. })),
            "{:?}",
            keep(&bytes).err()
        );
    }
}

fn flipped_bits_are_an_error_or_a_picture() {
    for whole in [HEIC, AVIF] {
        for position in (0..whole.len()).step_by(11) {
            let mut bytes = whole.to_vec();
            bytes[position] ^= 0x55;
            if let Err(error) = keep(&bytes) {
                assert!(
                    !matches!(error, PhotoError::Keep { .. } | PhotoError::Read { .. }),
                    "{error:?}"
                );
            }
        }
    }
}

fn a_picture_named_after_another_format_is_read() {
    let home = tempfile::tempdir().unwrap();
    let shelf = Shelf::open(home.path()).unwrap();
    let path = home.path().join("photo.jpg");
    fs::write(&path, HEIC).unwrap();
    assert_eq!(
        shelf.keep(&path, None).unwrap().original.format,
        PhotoFormat::Heic
    );
}
