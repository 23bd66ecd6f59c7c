//! The user comment of EXIF: eight bytes that name its encoding, and the text (EXIF 2.3, 4.6.5).

use super::{exif::ByteOrder, guessed};

const HEAD: usize = 8;
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The comment's text. JIS is read as far as it is ASCII or UTF-8; what else it may be, no generator writes.
pub(super) fn decode(comment: &[u8], order: ByteOrder) -> String {
    let (head, text) = comment.split_at_checked(HEAD).unwrap_or((&[], comment));
    let text = match head {
        b"UNICODE\0" => utf16(text, order),
        b"ASCII\0\0\0" | b"JIS\0\0\0\0\0" | b"\0\0\0\0\0\0\0\0" => unnamed(text, order),
        // Some write the text alone.
        _ => unnamed(comment, order),
    };
    text.trim_matches(['\0', BYTE_ORDER_MARK]).trim().to_owned()
}

fn unnamed(text: &[u8], order: ByteOrder) -> String {
    if is_utf16(text) {
        utf16(text, order)
    } else {
        guessed(text)
    }
}

/// Nearly every text of a generator is ASCII in more than every second letter, which leaves zeros.
fn is_utf16(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii_end();
    let end = text.iter().rposition(|byte| *byte != 0).unwrap_or(0);
    let zeros = text[..end].iter().filter(|byte| **byte == 0).count();
    matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) || zeros * 3 > end
}

/// The order is that of the file only by the book: A1111 writes big endian always (`piexif`), and a file that was
/// written anew keeps the comment as it was. So the order is taken in which more letters are ASCII.
fn utf16(bytes: &[u8], file_order: ByteOrder) -> String {
    let big = letters(bytes, ByteOrder::BigEndian);
    let little = letters(bytes, ByteOrder::LittleEndian);
    let units = match ascii_count(&big).cmp(&ascii_count(&little)) {
        std::cmp::Ordering::Greater => big,
        std::cmp::Ordering::Less => little,
        std::cmp::Ordering::Equal => match file_order {
            ByteOrder::BigEndian => big,
            ByteOrder::LittleEndian => little,
        },
    };
    String::from_utf16_lossy(&units)
}

fn letters(bytes: &[u8], order: ByteOrder) -> Vec<u16> {
    let (pairs, _rest) = bytes.as_chunks();
    pairs.iter().map(|pair| order.number16(*pair)).collect()
}

fn ascii_count(units: &[u16]) -> usize {
    units
        .iter()
        .filter(|unit| (0x09..0x7f).contains(*unit) || **unit == 0xfeff)
        .count()
}
