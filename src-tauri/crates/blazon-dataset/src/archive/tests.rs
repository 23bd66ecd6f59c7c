//! The archive, forced to fail and read back.

use super::*;
use proptest::prelude::*;
use std::fs;

const NOW: Timestamp = Timestamp(1_763_700_000_000);

/// A JPEG of `width` x `height` whose colours depend on `seed`.
pub(crate) fn jpeg(width: usize, height: usize, seed: u8) -> Vec<u8> {
    let pixels: Vec<u8> = (0..width * height * 3)
        .map(|at| u8::try_from(at * 7 % 251).unwrap().wrapping_mul(seed | 1))
        .collect();
    let image = turbojpeg::Image {
        pixels: pixels.as_slice(),
        width,
        pitch: width * 3,
        height,
        format: turbojpeg::PixelFormat::RGB,
    };
    turbojpeg::compress(image, 90, turbojpeg::Subsamp::Sub2x2)
        .unwrap()
        .to_vec()
}

struct Ground {
    folder: tempfile::TempDir,
    items: Vec<ArchiveItem>,
}

impl Ground {
    fn new(count: u8) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("tmp")).unwrap();
        let items = (0..count)
            .map(|seed| {
                let picture = folder.path().join(format!("{seed}.prepared"));
                fs::write(&picture, jpeg(16 + usize::from(seed), 16, seed)).unwrap();
                ArchiveItem {
                    photo: PhotoId::new(NOW, [seed; 10]),
                    name: format!("../IMG {seed}.HEIC"),
                    picture,
                    caption: (seed % 2 == 0).then(|| format!("FOX_A3F2, лиса {seed}")),
                }
            })
            .collect();
        Self { folder, items }
    }

    fn tmp(&self) -> PathBuf {
        self.folder.path().join("tmp")
    }

    fn to(&self) -> PathBuf {
        self.folder.path().join("dataset.zip")
    }

    fn pack(&self) -> Result<ArchiveManifest, ArchiveError> {
        write_archive(&self.items, &self.to(), &self.tmp(), NOW, &mut |_| true)
    }

    fn written(&self) -> Written {
        let file = NamedTempFile::new_in(self.tmp()).unwrap();
        Written::write(&self.items, file, &mut |_| true).unwrap()
    }

    /// What is said of an archive whose file was changed after it was written.
    fn proved_after(&self, change: impl Fn(&mut Vec<u8>)) -> ArchiveError {
        let written = self.written();
        let mut bytes = fs::read(written.file.path()).unwrap();
        change(&mut bytes);
        fs::write(written.file.path(), bytes).unwrap();
        written
            .prove(&self.items, NOW, &mut |_| true)
            .expect_err("it was changed")
    }

    fn assert_nothing_left(&self) {
        assert!(!self.to().exists());
        assert_eq!(fs::read_dir(self.tmp()).unwrap().count(), 0);
    }
}

#[test]
fn the_manifest_says_what_the_file_holds() {
    let ground = Ground::new(3);
    let manifest = ground.pack().unwrap();
    assert_eq!((manifest.images, manifest.captions), (3, 2));
    let file = fs::read(ground.to()).unwrap();
    assert_eq!(manifest.bytes, ByteCount(file.len() as u64));
    assert_eq!(manifest.hash, hash_of(&file));
    let second = &manifest.entries[1];
    let bytes = fs::read(&ground.items[1].picture).unwrap();
    assert_eq!(second.file, "002.jpg");
    assert_eq!(second.photo, ground.items[1].photo);
    assert_eq!((second.width, second.height), (17, 16));
    assert_eq!(second.hash, hash_of(&bytes));
    assert_eq!(second.bytes, ByteCount(bytes.len() as u64));
    assert_eq!(second.caption, None);
    assert_eq!(
        manifest.entries[2].caption.as_deref(),
        Some("FOX_A3F2, лиса 2")
    );
    assert_eq!(fs::read_dir(ground.tmp()).unwrap().count(), 0);
}

#[test]
fn an_archive_can_be_read_again_and_is_replaced_by_the_next() {
    let mut ground = Ground::new(3);
    let manifest = ground.pack().unwrap();
    let read = read_archive(&ground.to()).unwrap();
    assert_eq!(read.hash, manifest.hash);
    assert_eq!(read.pictures.len(), 3);
    ground.items.pop();
    let next = ground.pack().unwrap();
    assert_eq!(read_archive(&ground.to()).unwrap().hash, next.hash);
    assert_ne!(next.hash, manifest.hash);
}

#[test]
fn the_same_pictures_give_the_same_bytes() {
    let (one, other) = (Ground::new(4), Ground::new(4));
    let first = one.pack().unwrap();
    let later = write_archive(
        &other.items,
        &other.to(),
        &other.tmp(),
        Timestamp(NOW.0 + 86_400_000),
        &mut |_| true,
    )
    .unwrap();
    assert_eq!(first.hash, later.hash);
    assert_eq!(fs::read(one.to()).unwrap(), fs::read(other.to()).unwrap());
}

#[test]
fn from_a_thousand_pictures_on_names_have_more_digits() {
    assert_eq!(stem(0, 999), "001");
    assert_eq!(stem(998, 999), "999");
    assert_eq!(stem(0, 1000), "0001");
    assert_eq!(stem(9_999, 10_000), "10000");
}

#[test]
fn stopping_at_any_time_leaves_nothing_behind() {
    for last in 0..7 {
        let ground = Ground::new(3);
        let mut calls = 0;
        let stopped = write_archive(&ground.items, &ground.to(), &ground.tmp(), NOW, &mut |_| {
            calls += 1;
            calls <= last
        });
        match (last, stopped) {
            (6, Ok(_)) => {}
            (0..6, Err(ArchiveError::Cancelled)) => ground.assert_nothing_left(),
            (_, other) => panic!("after {last} calls: {other:?}"),
        }
    }
}

#[test]
fn progress_counts_the_pictures_that_were_read_back() {
    let ground = Ground::new(3);
    let mut told = Vec::new();
    write_archive(
        &ground.items,
        &ground.to(),
        &ground.tmp(),
        NOW,
        &mut |done| {
            told.push(done);
            true
        },
    )
    .unwrap();
    assert_eq!(told, [0, 0, 0, 1, 2, 3]);
}

#[test]
fn a_flipped_byte_of_the_file_is_noticed_or_is_not_content() {
    let ground = Ground::new(2);
    let written = ground.written();
    let whole = fs::read(written.file.path()).unwrap();
    let meant = written.prove(&ground.items, NOW, &mut |_| true).unwrap();
    for at in (0..whole.len()).step_by(3) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        fs::write(written.file.path(), bytes).unwrap();
        // Dates and attributes may differ; pictures, names and captions may not.
        if let Ok(manifest) = written.prove(&ground.items, NOW, &mut |_| true) {
            assert_eq!(manifest.entries, meant.entries, "at {at}");
        }
    }
}

#[test]
fn a_picture_changed_on_the_disk_is_a_mismatch() {
    let ground = Ground::new(2);
    let error = ground.proved_after(|bytes| {
        // In the first picture's data: behind the entry's header of 37 bytes.
        bytes[600] ^= 0xff;
    });
    assert!(matches!(error, ArchiveError::Mismatch { .. }), "{error:?}");
}

#[test]
fn a_caption_changed_with_its_check_sum_is_a_mismatch() {
    let ground = Ground::new(1);
    let mut other = ground.items.clone();
    other[0].caption = Some("FOX_A3F2, волк 0".to_owned());
    let error = ground
        .written()
        .prove(&other, NOW, &mut |_| true)
        .expect_err("another caption was meant");
    let text = error.to_string();
    assert!(text.contains("its caption is another"), "{text}");
}

#[test]
fn a_picture_too_few_or_too_many_is_a_mismatch() {
    let ground = Ground::new(3);
    let written = ground.written();
    let few = written.prove(&ground.items[..2], NOW, &mut |_| true);
    assert!(matches!(few, Err(ArchiveError::Mismatch { .. })), "{few:?}");
    let mut more = ground.items.clone();
    more.push(ground.items[0].clone());
    let many = written.prove(&more, NOW, &mut |_| true);
    assert!(
        matches!(many, Err(ArchiveError::Mismatch { .. })),
        "{many:?}"
    );
}

#[test]
fn a_cut_archive_is_a_mismatch() {
    let ground = Ground::new(2);
    for keep in [0, 10, 500] {
        let error = ground.proved_after(|bytes| bytes.truncate(keep));
        assert!(matches!(error, ArchiveError::Mismatch { .. }), "{error:?}");
    }
}

#[test]
fn a_picture_with_metadata_is_never_sent() {
    let ground = Ground::new(1);
    let plain = jpeg(64, 48, 1);
    let exif = [&[0xff, 0xe1, 0, 10][..], b"Exif\0\0MM"].concat();
    let comment = [&[0xff, 0xfe, 0, 6][..], b"home"].concat();
    let profile = [&[0xff, 0xe2, 0, 6][..], b"ICC_"].concat();
    for segment in [exif, comment, profile] {
        let picture = [&plain[..2], &segment, &plain[2..]].concat();
        fs::write(&ground.items[0].picture, picture).unwrap();
        let error = ground.pack().expect_err("it has metadata");
        assert!(
            matches!(
                error,
                ArchiveError::Picture {
                    fault: PictureFault::HasMetadata,
                    ..
                }
            ),
            "{error:?}"
        );
        ground.assert_nothing_left();
    }
    let trailing = [&plain[..], b"a video behind it"].concat();
    fs::write(&ground.items[0].picture, trailing).unwrap();
    assert!(ground.pack().is_err());
}

#[test]
fn a_damaged_or_missing_picture_is_named() {
    let ground = Ground::new(2);
    let plain = jpeg(64, 48, 1);
    for broken in [&plain[..plain.len() / 2], b"\x89PNG\r\n\x1a\n", b""] {
        fs::write(&ground.items[1].picture, broken).unwrap();
        let error = ground.pack().expect_err("it is broken");
        assert!(
            matches!(&error, ArchiveError::Picture { path, .. } if *path == ground.items[1].picture),
            "{error:?}"
        );
    }
    fs::remove_file(&ground.items[1].picture).unwrap();
    let error = ground.pack().expect_err("it is missing");
    assert!(
        matches!(&error, ArchiveError::Io { path, .. } if *path == ground.items[1].picture),
        "{error:?}"
    );
    ground.assert_nothing_left();
}

#[test]
fn without_pictures_or_with_too_many_there_is_no_archive() {
    let ground = Ground::new(0);
    assert!(matches!(ground.pack(), Err(ArchiveError::Nothing)));
    let one = Ground::new(1);
    let many = vec![one.items[0].clone(); MOST_PICTURES + 1];
    let error = write_archive(&many, &one.to(), &one.tmp(), NOW, &mut |_| true);
    assert!(matches!(error, Err(ArchiveError::TooMany(30_001))));
}

#[test]
fn a_foreign_zip_is_not_taken_for_an_archive() {
    let ground = Ground::new(0);
    let picture = jpeg(64, 48, 1);
    for names in [
        &["../001.jpg"][..],
        &["001.JPG"],
        &["002.jpg"],
        &["1.jpg"],
        &["photos/001.jpg"],
        &["001.jpg", "002.txt"],
        &["001.jpg", "003.jpg"],
        &["001.txt", "001.jpg"],
    ] {
        let mut zip = ZipWriter::new(fs::File::create(ground.to()).unwrap());
        for name in names {
            put(&mut zip, name, &picture).unwrap();
        }
        zip.finish().unwrap();
        let read = read_archive(&ground.to());
        assert!(
            matches!(read, Err(ArchiveError::Mismatch { .. })),
            "{names:?}: {read:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_captions_come_back_on_one_line_and_in_the_same_bytes(
        captions in proptest::collection::vec(any::<Option<String>>(), 3),
    ) {
        let (mut one, mut other) = (Ground::new(3), Ground::new(3));
        for ground in [&mut one, &mut other] {
            for (item, caption) in ground.items.iter_mut().zip(&captions) {
                item.caption.clone_from(caption);
            }
        }
        let manifest = one.pack().unwrap();
        prop_assert_eq!(&manifest.hash, &other.pack().unwrap().hash);
        for (entry, caption) in manifest.entries.iter().zip(captions) {
            let line = caption.map(|text| on_one_line(&text)).filter(|line| !line.is_empty());
            prop_assert_eq!(&entry.caption, &line);
        }
    }
}
