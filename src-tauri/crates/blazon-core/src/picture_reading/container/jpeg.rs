//! JPEG (ITU-T T.81, annex B): comments, and EXIF in the segment that EXIF 2.3 (4.7.2) gives it. The pixels begin
//! behind all segments that are read.

use super::{Texts, exif, guessed, source::Source};
use crate::picture_reading::texts::COMMENT;
use std::io::{self, Read, Seek};

pub(super) const START: &[u8] = b"\xff\xd8";
const EXIF: &[u8] = b"Exif\0\0";
/// Segments that are gone through.
const SEGMENTS: usize = 1 << 12;

pub(super) fn read<R: Read + Seek>(source: &mut Source<R>, texts: &mut Texts) -> io::Result<()> {
    for _ in 0..SEGMENTS {
        let Some(marker) = next_marker(source)? else {
            break;
        };
        match marker {
            // These stand alone.
            0x01 | 0xd0..=0xd8 => continue,
            // The end, and the pixels.
            0xd9 | 0xda => break,
            _ => {}
        }
        let Some(length) = u16::from_be_bytes(source.array()?).checked_sub(2) else {
            break;
        };
        if !matches!(marker, 0xe1 | 0xfe) || !texts.take_place() {
            source.skip(u64::from(length))?;
            continue;
        }
        let data = source.block(usize::from(length))?;
        if marker == 0xfe {
            texts.add(COMMENT, guessed(&data).trim_matches('\0').to_owned());
        } else if let Some(tiff) = data.strip_prefix(EXIF) {
            exif::read(tiff, texts);
        }
    }
    Ok(())
}

/// The next marker; `None` where something else stands. Any number of `FF` may stand before it.
fn next_marker<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Option<u8>> {
    let [mut byte] = source.array()?;
    if byte != 0xff {
        return Ok(None);
    }
    while byte == 0xff {
        [byte] = source.array()?;
    }
    Ok(Some(byte))
}
