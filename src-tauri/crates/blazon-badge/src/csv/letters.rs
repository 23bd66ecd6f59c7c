//! How the letters of a list are written: told by a byte order mark or by what the bytes can be.
//!
//! The whole file is looked at, since a list may begin with ten thousand Latin names before its first Cyrillic one.

use super::CsvError;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252};
use std::io::{Read, Seek, SeekFrom};

/// How letters are written in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16 with the low byte first ("Unicode text" of Excel).
    Utf16Le,
    /// UTF-16 with the high byte first.
    Utf16Be,
    /// One byte each, as Excel writes CSV where Windows is Russian.
    Windows1251,
    /// One byte each, as Excel writes CSV in western Europe and America.
    Windows1252,
}

impl TextEncoding {
    pub(super) fn codec(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Windows1251 => WINDOWS_1251,
            Self::Windows1252 => WINDOWS_1252,
        }
    }

    /// How many of `bytes` end with a whole character, so that what follows can be decoded by itself. Bytes that are
    /// wrong anyway count as whole.
    pub(super) fn whole(self, bytes: &[u8]) -> usize {
        match self {
            Self::Utf8 => whole_utf8(bytes),
            Self::Utf16Le => whole_utf16(bytes, 1),
            Self::Utf16Be => whole_utf16(bytes, 0),
            Self::Windows1251 | Self::Windows1252 => bytes.len(),
        }
    }
}

fn whole_utf8(bytes: &[u8]) -> usize {
    for back in 1..=bytes.len().min(3) {
        let length = match bytes[bytes.len() - back] {
            0x80..=0xBF => continue,
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => 1,
        };
        return bytes.len() - if length > back { back } else { 0 };
    }
    bytes.len()
}

/// `high` is the place of the high byte within a unit.
fn whole_utf16(bytes: &[u8], high: usize) -> usize {
    let even = bytes.len() & !1;
    match even.checked_sub(2) {
        Some(last) if matches!(bytes[last + high], 0xD8..=0xDB) => last,
        _ => even,
    }
}

/// How `source` is written, and where its text begins.
pub(super) fn find_encoding(
    source: &mut (impl Read + Seek),
) -> Result<(TextEncoding, u64), CsvError> {
    source.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    source.by_ref().take(8).read_to_end(&mut head)?;
    refuse_workbooks(&head)?;
    if let Some(found) = by_mark(&head) {
        return Ok(found);
    }
    source.seek(SeekFrom::Start(0))?;
    by_bytes(source).map(|encoding| (encoding, 0))
}

/// The zip of a .xlsx or .ods, and the compound file of a .xls.
fn refuse_workbooks(head: &[u8]) -> Result<(), CsvError> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(CsvError::Workbook);
    }
    Ok(())
}

/// The encoding that a byte order mark names, and the mark's length.
pub(super) fn by_mark(head: &[u8]) -> Option<(TextEncoding, u64)> {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => Some((TextEncoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => Some((TextEncoding::Utf16Le, 2)),
        [0xFE, 0xFF, ..] => Some((TextEncoding::Utf16Be, 2)),
        _ => None,
    }
}

/// What was seen of the bytes above ASCII.
#[derive(Default)]
struct Seen {
    /// Characters of several bytes that are right in UTF-8.
    right: u64,
    /// Sequences that are wrong in UTF-8.
    wrong: u64,
    /// High bytes beside another high byte, as in Cyrillic words.
    in_words: u64,
    /// High bytes with ASCII letters around, as in "Müller".
    alone: u64,
    /// The byte before.
    before: u8,
}

fn by_bytes(source: &mut impl Read) -> Result<TextEncoding, CsvError> {
    let mut seen = Seen::default();
    let mut buffer = vec![0; 1 << 16];
    let mut kept = 0;
    loop {
        let read = source.read(&mut buffer[kept..])?;
        let bytes = &buffer[..kept + read];
        if bytes[kept..].contains(&0) {
            return Err(CsvError::NotText);
        }
        seen.count_neighbours(&bytes[kept..]);
        let whole = if read == 0 {
            bytes.len()
        } else {
            whole_utf8(bytes)
        };
        seen.count_utf8(&bytes[..whole]);
        kept = bytes.len() - whole;
        buffer.copy_within(whole..whole + kept, 0);
        if read == 0 {
            return Ok(seen.encoding());
        }
    }
}

impl Seen {
    fn count_utf8(&mut self, bytes: &[u8]) {
        for chunk in bytes.utf8_chunks() {
            let high = chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
            self.right += high as u64;
            self.wrong += u64::from(!chunk.invalid().is_empty());
        }
    }

    fn count_neighbours(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let (high, high_before) = (*byte >= 0x80, self.before >= 0x80);
            if high && high_before {
                self.in_words += 1;
            } else if high && self.before.is_ascii_alphabetic()
                || high_before && byte.is_ascii_alphabetic()
            {
                self.alone += 1;
            }
            self.before = *byte;
        }
    }

    /// UTF-8 with a damaged character here and there is still UTF-8: twenty right ones for each wrong.
    fn encoding(&self) -> TextEncoding {
        if self.wrong.saturating_mul(20) <= self.right {
            TextEncoding::Utf8
        } else if self.alone > self.in_words {
            TextEncoding::Windows1252
        } else {
            TextEncoding::Windows1251
        }
    }
}
