//! What comes out of folders and zip archives: photos in order, with their captions, and a reason
//! for everything else.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

use blazon_dataset::{FoundFile, PhotoError, find_captions, find_files};
use blazon_model::{ImportProblem, ProblemReason};
use bolero::check;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A whole picture of a few bytes.
fn png() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::from_pixel(4, 4, image::Rgb([200, 30, 30]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn find(source: &Path) -> (Vec<FoundFile>, Vec<ImportProblem>) {
    find_files(&[source.to_owned()], |_| true)
}

fn names_and_captions(files: &[FoundFile]) -> Vec<(&str, Option<&str>)> {
    files
        .iter()
        .map(|file| (file.name.as_str(), file.caption.as_deref()))
        .collect()
}

#[test]
fn photos_in_a_zip_are_found_in_order_and_read() {
    let photo = png();
    let archive = zip(&[
        ("trip/IMG_10.png", &photo),
        ("trip/IMG_9.png", &photo),
        ("__MACOSX/trip/._IMG_9.png", b"x"),
        ("trip/.DS_Store", b"x"),
        (".hidden/a.png", &photo),
        ("../../etc/passwd.png", &photo),
        ("notes.pdf", b"%PDF-1.7"),
        ("empty.png", b""),
    ]);
    // Known by its content.
    let folder = folder(&[("photos.jpg", &archive)]);
    let (files, problems) = find(folder.path());
    assert_eq!(problems, []);
    let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "passwd.png",
            "empty.png",
            "notes.pdf",
            "IMG_9.png",
            "IMG_10.png"
        ]
    );
    assert!(files.iter().all(FoundFile::is_in_archive));
    assert!(files[3].read().unwrap() == photo);
    assert!(files[0].read().unwrap() == photo);
    assert!(matches!(files[1].read(), Err(PhotoError::Empty)));
    assert!(matches!(files[2].read(), Err(PhotoError::NotAnImage)));
}

#[test]
fn an_archive_in_an_archive_is_not_opened() {
    let inner = zip(&[("a.png", &png())]);
    let folder = folder(&[("outer.zip", &zip(&[("inner.zip", &inner)]))]);
    let (files, _) = find(folder.path());
    let error = files[0].read().unwrap_err();
    assert_eq!(error.reason(), ProblemReason::NestedArchive);
}

#[test]
fn a_document_that_is_a_zip_is_no_source() {
    let document = zip(&[
        ("[Content_Types].xml", b"<x/>"),
        ("word/media/image1.png", &png()),
    ]);
    let folder = folder(&[("letter.docx", &document)]);
    let (files, problems) = find(folder.path());
    assert_eq!(files.len(), 0);
    assert_eq!(problems[0].reason, ProblemReason::NotAnImage);
}

#[test]
fn a_bomb_stops_where_it_said_it_would() {
    // Two hundred megabytes of nothing in two hundred kilobytes: no picture begins so.
    let zeros = vec![0; 200 * 1024 * 1024];
    let archive = zip(&[("bomb.png", &zeros)]);
    drop(zeros);
    assert!(archive.len() < 300 * 1024);
    // And a picture followed by them, which says that it has 100 bytes.
    let mut photo = png();
    photo.resize(1024 * 1024, 0);
    let mut liar = zip(&[("liar.png", &photo)]);
    let start = liar
        .windows(4)
        .rposition(|four| four == b"PK\x01\x02")
        .unwrap();
    liar[start + 24..start + 28].copy_from_slice(&100_u32.to_le_bytes());
    let folder = folder(&[("bomb.zip", &archive), ("liar.zip", &liar)]);
    let (files, _) = find(folder.path());
    assert!(matches!(files[0].read(), Err(PhotoError::NotAnImage)));
    assert!(matches!(files[1].read(), Err(PhotoError::Broken(_))));
}

#[test]
fn an_archive_that_says_it_has_too_much_is_not_opened() {
    let photo = png();
    // Seventeen files of four thousand million bytes each, by their own word.
    let names: Vec<String> = (0..17).map(|index| format!("{index}.png")).collect();
    let list: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), photo.as_slice()))
        .collect();
    let mut bytes = zip(&list);
    let starts: Vec<usize> = (0..bytes.len() - 4)
        .filter(|at| &bytes[*at..at + 4] == b"PK\x01\x02")
        .collect();
    for start in starts {
        bytes[start + 24..start + 28].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    }
    let folder = folder(&[("large.zip", &bytes)]);
    let (files, problems) = find(folder.path());
    assert_eq!(files.len(), 0);
    assert_eq!(problems[0].reason, ProblemReason::ArchiveTooLarge);
}

#[test]
fn a_protected_file_is_said_as_such() {
    let mut bytes = zip(&[("a.png", &png())]);
    // Bit 0 of the flags, beside the file and in the list (APPNOTE 4.4.4).
    bytes[6] |= 1;
    let start = bytes
        .windows(4)
        .rposition(|four| four == b"PK\x01\x02")
        .unwrap();
    bytes[start + 8] |= 1;
    let folder = folder(&[("locked.zip", &bytes)]);
    let (files, _) = find(folder.path());
    assert!(matches!(files[0].read(), Err(PhotoError::Locked)));
}

#[test]
fn captions_beside_photos_come_with_them() {
    let photo = png();
    let folder = folder(&[
        ("1.png", &photo),
        ("1.txt", b"a red\nsquare"),
        ("2.png", &photo),
        ("2.CAPTION", b"second"),
        ("3.png", &photo),
        ("3.caption", b"not this"),
        ("3.txt", b"third"),
        ("4.png", &photo),
        ("metadata.jsonl", b"{\"file_name\": \"4.png\", \"text\": \"fourth\"}\n{\"file_name\": \"sub/5.png\", \"text\": \"fifth\"}"),
        ("sub/1.png", &photo),
        ("sub/5.png", &photo),
        ("readme.txt", b"not a caption"),
    ]);
    let (files, problems) = find(folder.path());
    assert_eq!(problems, []);
    assert_eq!(
        names_and_captions(&files),
        [
            ("1.png", Some("a red square")),
            ("2.png", Some("second")),
            ("3.png", Some("third")),
            ("4.png", Some("fourth")),
            ("readme.txt", None),
            ("1.png", None),
            ("5.png", Some("fifth")),
        ]
    );
    assert!(matches!(files[4].read(), Err(PhotoError::NotAnImage)));
}

#[test]
fn captions_in_a_zip_belong_to_its_folders() {
    let photo = png();
    let archive = zip(&[
        ("a/1.png", &photo),
        ("a/1.txt", b"in a"),
        ("b/1.png", &photo),
        (
            "b/metadata.jsonl",
            b"{\"file_name\": \"1.png\", \"caption\": \"in b\"}",
        ),
        ("c/1.png", &photo),
    ]);
    let folder = folder(&[("photos.zip", &archive), ("1.txt", b"beside the archive")]);
    let (files, _) = find(&folder.path().join("photos.zip"));
    assert_eq!(
        names_and_captions(&files),
        [
            ("1.png", Some("in a")),
            ("1.png", Some("in b")),
            ("1.png", None)
        ]
    );
}

#[test]
fn the_caption_of_a_single_photo_comes_along_and_a_text_alone_does_not_pass() {
    let folder = folder(&[("1.png", &png()), ("1.txt", b"first"), ("2.txt", b"alone")]);
    let find_one = |name: &str| find(&folder.path().join(name)).0;
    assert_eq!(
        names_and_captions(&find_one("1.png")),
        [("1.png", Some("first"))]
    );
    assert_eq!(find_one("1.txt"), []);
    assert_eq!(find_one("2.txt").len(), 1);
}

#[test]
fn captions_alone_are_matched_by_name() {
    let folder = folder(&[
        ("texts/IMG_1.txt", b"one"),
        (
            "texts/metadata.jsonl",
            b"{\"file_name\": \"IMG_2.jpg\", \"text\": \"two\"}",
        ),
        ("more.zip", &zip(&[("x/img_3.txt", b"three")])),
        ("4.caption", b"four"),
    ]);
    let captions = find_captions(&[
        folder.path().join("texts"),
        folder.path().join("more.zip"),
        folder.path().join("4.caption"),
    ])
    .unwrap();
    assert_eq!(captions.len(), 4);
    assert_eq!(captions.of("img_1.JPG"), Some("one"));
    assert_eq!(captions.of("IMG_2.png"), Some("two"));
    assert_eq!(captions.of("IMG_3.heic"), Some("three"));
    assert_eq!(captions.of("4.jpg"), Some("four"));
    assert_eq!(captions.of("5.jpg"), None);
    let gone = find_captions(&[PathBuf::from("/no/such/folder")]).unwrap_err();
    assert_eq!(gone.kind(), std::io::ErrorKind::NotFound);
}

#[test]
fn fuzzed_archives_are_read_or_refused() {
    let photo = png();
    let good = zip(&[
        ("a/1.png", &photo),
        ("a/1.txt", b"one"),
        (
            "metadata.jsonl",
            b"{\"file_name\": \"a/1.png\", \"text\": \"one\"}",
        ),
        ("../x.png", &photo),
        ("inner.zip", &zip(&[("b.png", &photo)])),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("photos.zip");
    check!()
        .with_iterations(1000)
        .with_type::<(u16, Vec<(u16, u8)>)>()
        .for_each(|(end, changes)| {
            let mut bytes = good.clone();
            for (at, value) in changes {
                let at = usize::from(*at) % bytes.len();
                bytes[at] = *value;
            }
            if end % 4 == 0 {
                bytes.truncate(usize::from(end / 4) % bytes.len());
            }
            fs::write(&path, &bytes).unwrap();
            let (files, problems) = find(&path);
            assert!(files.len() <= 5 && problems.len() <= 1);
            for file in files {
                assert!(!file.name.contains('/') && !file.name.is_empty());
                assert!(file.read().is_ok_and(|bytes| bytes.len() < 4096) || file.read().is_err());
            }
        });
}

#[test]
fn fuzzed_captions_are_short_lines_or_none() {
    let folder = folder(&[("1.png", &png())]);
    let (text, table) = (
        folder.path().join("1.txt"),
        folder.path().join("metadata.jsonl"),
    );
    check!()
        .with_iterations(1000)
        .with_type::<(Vec<u8>, Vec<u8>)>()
        .for_each(|(bytes, line)| {
            fs::write(&text, bytes).unwrap();
            let mut row = b"{\"file_name\": \"1.png\", \"text\": \"".to_vec();
            row.extend(line);
            row.extend(b"\"}");
            fs::write(&table, &row).unwrap();
            let (files, _) = find(folder.path());
            let caption = files[0].caption.as_deref().unwrap_or("x");
            assert!(!caption.is_empty() && !caption.contains(['\n', '\r', '\0']));
            assert!(caption.chars().count() <= blazon_model::LONGEST_CAPTION);
        });
}
