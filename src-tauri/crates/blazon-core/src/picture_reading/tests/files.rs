//! Builds files as the formats' specifications say, with no more than a head where the pixels would be.

use flate2::{Compression, write::ZlibEncoder};
use std::io::Write;

pub(super) fn deflated(text: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

pub(super) fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("it is short");
    let checked = [&kind[..], data].concat();
    [
        &length.to_be_bytes()[..],
        &checked,
        &crc32fast::hash(&checked).to_be_bytes(),
    ]
    .concat()
}

/// `tEXt` with the bytes as they are.
pub(super) fn plain(keyword: &str, text: &[u8]) -> Vec<u8> {
    chunk(b"tEXt", &[keyword.as_bytes(), b"\0", text].concat())
}

pub(super) fn compressed(keyword: &str, text: &[u8]) -> Vec<u8> {
    let data = [keyword.as_bytes(), b"\0\0", &deflated(text)].concat();
    chunk(b"zTXt", &data)
}

pub(super) fn international(keyword: &str, text: &str) -> Vec<u8> {
    let data = [keyword.as_bytes(), b"\0\0\0en\0Title\0", text.as_bytes()].concat();
    chunk(b"iTXt", &data)
}

pub(super) fn international_compressed(keyword: &str, text: &str) -> Vec<u8> {
    let data = [
        keyword.as_bytes(),
        b"\0\x01\0\0\0",
        &deflated(text.as_bytes()),
    ]
    .concat();
    chunk(b"iTXt", &data)
}

/// A PNG with chunks before its pixels and chunks behind them.
pub(super) fn png_around(before: &[Vec<u8>], behind: &[Vec<u8>]) -> Vec<u8> {
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]),
        before.concat(),
        chunk(b"IDAT", &[7; 5000]),
        behind.concat(),
        chunk(b"IEND", &[]),
    ]
    .concat()
}

pub(super) fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
    png_around(chunks, &[])
}

/// A PNG with one `tEXt`.
pub(super) fn png_with(keyword: &str, text: &str) -> Vec<u8> {
    png(&[plain(keyword, text.as_bytes())])
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Order {
    Big,
    Little,
}

impl Order {
    fn number16(self, number: u16) -> [u8; 2] {
        match self {
            Self::Big => number.to_be_bytes(),
            Self::Little => number.to_le_bytes(),
        }
    }

    fn number32(self, number: usize) -> [u8; 4] {
        let number = u32::try_from(number).expect("it is small");
        match self {
            Self::Big => number.to_be_bytes(),
            Self::Little => number.to_le_bytes(),
        }
    }

    pub(super) fn utf16(self, text: &str) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| self.number16(unit))
            .collect()
    }
}

fn entry(order: Order, tag: u16, kind: u16, count: usize, value: usize) -> Vec<u8> {
    [
        &order.number16(tag)[..],
        &order.number16(kind),
        &order.number32(count),
        &order.number32(value),
    ]
    .concat()
}

/// TIFF with a user comment in EXIF's own tags, and tags of its first directory.
pub(super) fn tiff(order: Order, comment: &[u8], tags: &[(u16, &str)]) -> Vec<u8> {
    let exif_place = 8 + 2 + 12 * (tags.len() + 1) + 4;
    let comment_place = exif_place + 2 + 12 + 4;
    let mut text_place = comment_place + comment.len();
    let mut first = Vec::new();
    let mut texts = Vec::new();
    for (tag, text) in tags {
        first.extend(entry(order, *tag, 2, text.len() + 1, text_place));
        texts.extend([text.as_bytes(), b"\0"].concat());
        text_place += text.len() + 1;
    }
    first.extend(entry(order, 0x8769, 4, 1, exif_place));
    [
        match order {
            Order::Big => b"MM\0\x2a".to_vec(),
            Order::Little => b"II\x2a\0".to_vec(),
        },
        order.number32(8).to_vec(),
        order
            .number16(u16::try_from(tags.len()).expect("few") + 1)
            .to_vec(),
        first,
        order.number32(0).to_vec(),
        order.number16(1).to_vec(),
        if comment.len() > 4 {
            entry(order, 0x9286, 7, comment.len(), comment_place)
        } else {
            let mut entry = entry(order, 0x9286, 7, comment.len(), 0);
            entry[8..8 + comment.len()].copy_from_slice(comment);
            entry
        },
        order.number32(0).to_vec(),
        comment.to_vec(),
        texts,
    ]
    .concat()
}

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).expect("it is short");
    [&[0xff, marker][..], &length.to_be_bytes(), data].concat()
}

/// A JPEG with EXIF and, where there is one, a comment.
pub(super) fn jpeg(tiff: &[u8], comment: Option<&str>) -> Vec<u8> {
    [
        b"\xff\xd8".to_vec(),
        segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x/>"),
        segment(0xe1, &[b"Exif\0\0", tiff].concat()),
        comment.map_or_else(Vec::new, |text| segment(0xfe, text.as_bytes())),
        segment(0xda, &[1, 1, 0, 0, 63, 0]),
        vec![0x55; 500],
        b"\xff\xd9".to_vec(),
    ]
    .concat()
}

fn riff_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("it is short");
    let padding = &[0][..data.len() % 2];
    [&kind[..], &length.to_le_bytes(), data, padding].concat()
}

/// A WebP whose EXIF is behind pixels of an odd length.
pub(super) fn webp(exif: &[u8]) -> Vec<u8> {
    let chunks = [
        riff_chunk(b"VP8X", &[8, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        riff_chunk(b"VP8 ", &[3; 333]),
        riff_chunk(b"EXIF", exif),
    ]
    .concat();
    let length = u32::try_from(chunks.len() + 4).expect("it is short");
    [b"RIFF", &length.to_le_bytes()[..], b"WEBP", &chunks].concat()
}
