//! PNG (third edition): `tEXt`, `zTXt`, `iTXt` and `eXIf`, before and behind the pixels.

use super::{TEXT_LIMIT, Texts, exif, guessed, source::Source};
use flate2::read::ZlibDecoder;
use std::io::{self, Read, Seek};

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The longest chunk (5.3).
const LONGEST: u32 = i32::MAX as u32;
/// The longest keyword (11.3.3.1).
const KEYWORD: usize = 79;
/// Chunks that are gone through; a picture of 256 MB whose pixels lie in chunks of 8 KB has half as many.
const CHUNKS: usize = 1 << 16;

pub(super) fn read<R: Read + Seek>(source: &mut Source<R>, texts: &mut Texts) -> io::Result<()> {
    for _ in 0..CHUNKS {
        let length = u32::from_be_bytes(source.array()?);
        let kind = source.array::<4>()?;
        if length > LONGEST || &kind == b"IEND" {
            break;
        }
        let is_text = matches!(&kind, b"tEXt" | b"zTXt" | b"iTXt" | b"eXIf");
        if !is_text || length as usize > TEXT_LIMIT || !texts.take_place() {
            source.skip(u64::from(length) + 4)?;
            continue;
        }
        let data = source.block(length as usize)?;
        let sum = u32::from_be_bytes(source.array()?);
        // A damaged text would be believed.
        if sum == check_sum(kind, &data) {
            take_chunk(kind, &data, texts);
        }
    }
    Ok(())
}

fn check_sum(kind: [u8; 4], data: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&kind);
    sum.update(data);
    sum.finalize()
}

fn take_chunk(kind: [u8; 4], data: &[u8], texts: &mut Texts) {
    if &kind == b"eXIf" {
        exif::read(data, texts);
        return;
    }
    let Some((keyword, data)) = cut_at_zero(data) else {
        return;
    };
    if keyword.is_empty() || keyword.len() > KEYWORD {
        return;
    }
    let text = match &kind {
        b"tEXt" => Some(guessed(data)),
        b"zTXt" => compressed_text(data),
        _ => international_text(data),
    };
    if let Some(text) = text {
        texts.add(&guessed(keyword), text);
    }
}

/// `zTXt` behind its keyword: the method, which is always deflate, and the data (11.3.3.3).
fn compressed_text(data: &[u8]) -> Option<String> {
    let (method, data) = data.split_first()?;
    (*method == 0)
        .then(|| inflated(data))?
        .map(|text| guessed(&text))
}

/// `iTXt` behind its keyword: whether and how it is compressed, two texts about languages, the text (11.3.3.4).
fn international_text(data: &[u8]) -> Option<String> {
    let (&[is_compressed, method], data) = data.split_first_chunk()?;
    let (_language, data) = cut_at_zero(data)?;
    let (_translated, data) = cut_at_zero(data)?;
    match (is_compressed, method) {
        (0, _) => Some(guessed(data)),
        (1, 0) => inflated(data).map(|text| guessed(&text)),
        _ => None,
    }
}

/// What was deflated; `None` where it is damaged, or longer than a text may be.
fn inflated(data: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    ZlibDecoder::new(data)
        .take(TEXT_LIMIT as u64 + 1)
        .read_to_end(&mut text)
        .ok()?;
    (text.len() <= TEXT_LIMIT).then_some(text)
}

fn cut_at_zero(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let zero = data.iter().position(|byte| *byte == 0)?;
    Some((&data[..zero], &data[zero + 1..]))
}
