//! EXIF 2.3, which is TIFF 6.0 with other tags: the user comment, and the tags of the camera's maker and model,
//! which ComfyUI uses in WebP for `prompt:…` and `workflow:…`.

use super::{Texts, guessed, user_comment};
use crate::picture_reading::texts::USER_COMMENT;

/// The pointer to EXIF's own tags (4.6.3).
const EXIF_TAGS: u16 = 0x8769;
/// The user comment (4.6.5).
const COMMENT_TAG: u16 = 0x9286;
/// What ComfyUI and its relatives begin such a text with, and what the text is called in PNG.
const NAMED: [&str; 2] = ["prompt", "workflow"];

/// The order of the bytes in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ByteOrder {
    BigEndian,
    LittleEndian,
}

impl ByteOrder {
    pub(super) const fn number16(self, bytes: [u8; 2]) -> u16 {
        match self {
            Self::BigEndian => u16::from_be_bytes(bytes),
            Self::LittleEndian => u16::from_le_bytes(bytes),
        }
    }

    const fn number32(self, bytes: [u8; 4]) -> u32 {
        match self {
            Self::BigEndian => u32::from_be_bytes(bytes),
            Self::LittleEndian => u32::from_le_bytes(bytes),
        }
    }
}

pub(super) fn read(tiff: &[u8], texts: &mut Texts) {
    let Some(tiff) = Tiff::new(tiff) else {
        return;
    };
    let Some(first) = tiff.number32(4) else {
        return;
    };
    let mut exif_tags = None;
    for entry in tiff.entries(first) {
        match entry.tag {
            EXIF_TAGS => exif_tags = exif_tags.or_else(|| tiff.number32(entry.place + 8)),
            COMMENT_TAG => take_comment(&tiff, &entry, texts),
            _ => take_named(&tiff, &entry, texts),
        }
    }
    for entry in exif_tags.into_iter().flat_map(|place| tiff.entries(place)) {
        if entry.tag == COMMENT_TAG {
            take_comment(&tiff, &entry, texts);
        }
    }
}

fn take_comment(tiff: &Tiff<'_>, entry: &Entry, texts: &mut Texts) {
    if let Some(comment) = tiff.bytes_of(entry)
        && texts.take_place()
    {
        texts.add(USER_COMMENT, user_comment::decode(comment, tiff.order));
    }
}

fn take_named(tiff: &Tiff<'_>, entry: &Entry, texts: &mut Texts) {
    let Some(bytes) = tiff.bytes_of(entry) else {
        return;
    };
    let named = NAMED.into_iter().find_map(|name| {
        let head = bytes.get(..name.len())?;
        let text = bytes[name.len()..].strip_prefix(b":")?;
        head.eq_ignore_ascii_case(name.as_bytes())
            .then_some((name, text))
    });
    if let Some((name, text)) = named
        && texts.take_place()
    {
        texts.add(name, guessed(text).trim_matches('\0').to_owned());
    }
}

/// One tag, whose value is yet to be found.
struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    place: usize,
}

struct Tiff<'b> {
    bytes: &'b [u8],
    order: ByteOrder,
}

impl<'b> Tiff<'b> {
    fn new(bytes: &'b [u8]) -> Option<Self> {
        let order = match bytes.get(..4)? {
            b"II\x2a\0" => ByteOrder::LittleEndian,
            b"MM\0\x2a" => ByteOrder::BigEndian,
            _ => return None,
        };
        Some(Self { bytes, order })
    }

    fn number16(&self, place: usize) -> Option<u16> {
        let bytes = self.bytes.get(place..)?.first_chunk()?;
        Some(self.order.number16(*bytes))
    }

    fn number32(&self, place: usize) -> Option<u32> {
        let bytes = self.bytes.get(place..)?.first_chunk()?;
        Some(self.order.number32(*bytes))
    }

    /// The tags of the directory at `place`, up to the first that lies outside.
    fn entries(&self, place: u32) -> impl Iterator<Item = Entry> {
        let place = place as usize;
        let count = self.number16(place).map_or(0, usize::from);
        (0..count)
            .map(move |index| place.saturating_add(2 + index * 12))
            .map_while(|place| {
                Some(Entry {
                    tag: self.number16(place)?,
                    kind: self.number16(place.checked_add(2)?)?,
                    count: self.number32(place.checked_add(4)?)?,
                    place,
                })
            })
    }

    /// The value of a tag that is made of bytes: BYTE, ASCII or UNDEFINED. Up to four stand in the tag itself.
    fn bytes_of(&self, entry: &Entry) -> Option<&'b [u8]> {
        if !matches!(entry.kind, 1 | 2 | 7) {
            return None;
        }
        let count = entry.count as usize;
        let place = if count <= 4 {
            entry.place + 8
        } else {
            self.number32(entry.place + 8)? as usize
        };
        self.bytes.get(place..place.checked_add(count)?)
    }
}
