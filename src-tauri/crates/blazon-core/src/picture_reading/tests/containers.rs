//! Where texts lie in files, and in which letters.

use super::super::{PictureReadError, read_texts};
use super::files::{
    Order, chunk, compressed, deflated, international, international_compressed, jpeg, plain, png,
    png_around, png_with, tiff, webp,
};
use super::texts_of;
use rstest::rstest;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

const CYRILLIC: &str = "рыжий кот, 猫 🐈";

#[rstest]
#[case::plain(plain("parameters", b"a cat"), "a cat")]
#[case::plain_in_latin_1(plain("parameters", b"caf\xe9, \xdcber"), "café, Über")]
#[case::plain_although_it_is_utf_8(plain("parameters", CYRILLIC.as_bytes()), CYRILLIC)]
#[case::compressed(compressed("parameters", b"a cat, caf\xe9"), "a cat, café")]
#[case::international(international("parameters", CYRILLIC), CYRILLIC)]
#[case::international_compressed(international_compressed("parameters", CYRILLIC), CYRILLIC)]
fn each_text_chunk_of_a_png_is_read(#[case] text: Vec<u8>, #[case] expected: &str) {
    for file in [png(std::slice::from_ref(&text)), png_around(&[], &[text])] {
        assert_eq!(texts_of(&file).find("parameters"), Some(expected));
    }
}

#[rstest]
#[case::unicode_as_the_file(Order::Big, Order::Big)]
#[case::unicode_as_the_other_file(Order::Little, Order::Little)]
#[case::big_endian_in_a_little_file(Order::Little, Order::Big)]
#[case::little_endian_in_a_big_file(Order::Big, Order::Little)]
fn a_comment_in_unicode_is_read_in_either_order_of_bytes(
    #[case] file: Order,
    #[case] comment: Order,
) {
    let text = "рыжий кот\nSteps: 20, 猫 🐈";
    for mark in ["", "\u{feff}"] {
        let comment = [
            b"UNICODE\0".to_vec(),
            comment.utf16(mark),
            comment.utf16(text),
        ]
        .concat();
        let tiff = tiff(file, &comment, &[]);
        for file in [
            jpeg(&tiff, None),
            webp(&tiff),
            webp(&[b"Exif\0\0", &tiff[..]].concat()),
            png(&[chunk(b"eXIf", &tiff)]),
        ] {
            assert_eq!(texts_of(&file).find("UserComment"), Some(text));
        }
    }
}

#[rstest]
#[case::ascii(b"ASCII\0\0\0a cat\0\0", "a cat")]
#[case::ascii_that_is_utf_8("ASCII\0\0\0кот".as_bytes(), "кот")]
#[case::jis(b"JIS\0\0\0\0\0a cat", "a cat")]
#[case::of_no_encoding(b"\0\0\0\0\0\0\0\0a cat", "a cat")]
#[case::without_a_head(b"a cat on a mat", "a cat on a mat")]
#[case::without_a_head_in_utf_16(b"a\0 \0c\0a\0t\0 \0o\0n\0 \0a\0 \0m\0a\0t\0", "a cat on a mat")]
#[case::short(b"a cat", "a cat")]
#[case::in_the_tag_itself(b"cat", "cat")]
fn a_comment_says_its_encoding_or_not(#[case] comment: &[u8], #[case] expected: &str) {
    let file = jpeg(&tiff(Order::Little, comment, &[]), None);
    assert_eq!(texts_of(&file).find("UserComment"), Some(expected));
}

#[test]
fn the_comment_of_a_jpeg_is_read_and_its_pixels_are_not() {
    let file = jpeg(&tiff(Order::Big, b"", &[]), Some("made by кот\0"));
    assert_eq!(texts_of(&file).find("Comment"), Some("made by кот"));
    assert_eq!(texts_of(&file).all().len(), 1);
}

#[test]
fn the_camera_s_tags_are_texts_only_where_comfyui_wrote_them() {
    let tags = [
        (0x010f, "workflow:{\"nodes\": []}"),
        (0x0110, "Prompt:{\"3\": {}}"),
        (0x0131, "promptly made"),
    ];
    let texts = texts_of(&webp(&tiff(Order::Big, b"", &tags)));
    assert_eq!(texts.find("prompt"), Some("{\"3\": {}}"));
    assert_eq!(texts.find("workflow"), Some("{\"nodes\": []}"));
    assert_eq!(texts.all().len(), 2);
}

#[rstest]
#[case::empty(b"")]
#[case::a_text(b"a cat\nSteps: 20")]
#[case::a_gif(b"GIF89a\x01\0\x01\0\0\0\0")]
#[case::half_a_signature(b"\x89PNG\r\n")]
#[case::a_sound(b"RIFF\x04\0\0\0WAVE")]
fn another_file_is_no_picture(#[case] file: &[u8]) {
    let refused = read_texts(Cursor::new(file)).expect_err("it is none");
    assert!(matches!(refused, PictureReadError::NotAPicture));
}

/// A file of a length that no memory holds.
struct Endless(u64);

impl Read for Endless {
    fn read(&mut self, _buffer: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}

impl Seek for Endless {
    fn seek(&mut self, _place: SeekFrom) -> io::Result<u64> {
        Ok(self.0)
    }
}

#[test]
fn a_file_of_more_than_256_mb_is_refused_unread() {
    let refused = read_texts(Endless((256 << 20) + 1)).expect_err("it is too large");
    assert!(matches!(refused, PictureReadError::TooLarge));
}

#[test]
fn a_disk_that_fails_is_told_with_its_reason() {
    let refused = read_texts(Endless(100)).expect_err("it cannot be read");
    let reason = std::error::Error::source(&refused).map(ToString::to_string);
    assert_eq!(reason.as_deref(), Some("the disk is gone"));
}

#[test]
fn a_cut_file_gives_the_texts_before_the_cut() {
    let first = plain("first", b"one");
    let file = png(&[first.clone(), plain("second", b"two")]);
    let head = 8 + 25;
    let cut = &file[..head + first.len() + 10];
    let texts = texts_of(cut);
    assert_eq!(texts.find("first"), Some("one"));
    assert_eq!(texts.all().len(), 1);
    assert!(texts_of(&file[..head]).all().is_empty());
}

#[test]
fn a_damaged_text_is_passed_over_and_the_next_is_read() {
    let mut damaged = plain("parameters", b"a cat");
    damaged[20] ^= 1;
    let file = png(&[damaged, plain("Comment", b"a dog")]);
    assert_eq!(texts_of(&file).find("parameters"), None);
    assert_eq!(texts_of(&file).find("Comment"), Some("a dog"));
}

#[test]
fn a_text_that_unpacks_to_more_than_4_mb_is_passed_over() {
    let bomb = vec![b'a'; (4 << 20) + 1];
    let file = png(&[
        compressed("parameters", &bomb),
        compressed("parameters", &bomb[..100]),
    ]);
    assert!(file.len() < 20_000);
    assert_eq!(texts_of(&file).find("parameters").map(str::len), Some(100));
}

#[test]
fn a_text_that_cannot_be_unpacked_is_passed_over() {
    let mut packed = deflated(b"a cat, a cat, a cat, a cat");
    packed.truncate(packed.len() / 2);
    let data = [b"parameters\0\0", &packed[..]].concat();
    let file = png(&[chunk(b"zTXt", &data)]);
    assert!(texts_of(&file).all().is_empty());
}

#[test]
fn no_more_than_64_texts_are_looked_at_whatever_they_are() {
    let damaged = chunk(b"zTXt", b"parameters\0\0not deflated");
    let mut chunks = vec![damaged; 60];
    chunks.extend((0..10).map(|index| plain(&format!("text{index}"), b"a")));
    assert_eq!(texts_of(&png(&chunks)).all().len(), 4);
}

#[test]
fn texts_are_no_longer_than_16_mb_together() {
    let long = vec![b'a'; 3 << 20];
    let chunks = vec![plain("parameters", &long); 20];
    let length: usize = texts_of(&png(&chunks))
        .all()
        .iter()
        .map(|text| text.text.len())
        .sum();
    assert_eq!(length, 15 << 20);
}

#[test]
fn a_chunk_that_claims_to_be_longer_than_the_file_ends_it() {
    let mut file = png_with("first", "one");
    file.truncate(file.len() - 12);
    file.extend([0x7f, 0xff, 0xff, 0xff]);
    file.extend(b"IDATabc");
    assert_eq!(texts_of(&file).find("first"), Some("one"));
}

#[test]
fn a_directory_that_points_at_itself_is_read_once() {
    let mut tiff = tiff(Order::Big, b"ASCII\0\0\0a cat", &[]);
    // The pointer to EXIF's tags leads back to the first directory.
    tiff[18..22].copy_from_slice(&[0, 0, 0, 8]);
    assert!(texts_of(&webp(&tiff)).all().is_empty());
}
