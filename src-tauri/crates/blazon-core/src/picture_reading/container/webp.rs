//! WebP (RFC 9649): EXIF in its chunk, usually behind the pixels.

use super::{TEXT_LIMIT, Texts, exif, source::Source};
use std::io::{self, Read, Seek};

/// `RIFF`, the length, `WEBP`.
pub(super) const HEAD: usize = 12;
/// Chunks that are gone through; an animation has one for each frame.
const CHUNKS: usize = 1 << 16;

pub(super) fn is_head(head: &[u8]) -> bool {
    head.len() == HEAD && head.starts_with(b"RIFF") && head.ends_with(b"WEBP")
}

pub(super) fn read<R: Read + Seek>(source: &mut Source<R>, texts: &mut Texts) -> io::Result<()> {
    for _ in 0..CHUNKS {
        let kind = source.array::<4>()?;
        let length = u32::from_le_bytes(source.array()?);
        // Chunks begin at even places.
        let padding = u64::from(length % 2);
        if &kind == b"EXIF" && length as usize <= TEXT_LIMIT && texts.take_place() {
            let data = source.block(length as usize)?;
            // The specification has no such head there, some writers do.
            exif::read(data.strip_prefix(b"Exif\0\0").unwrap_or(&data), texts);
            source.skip(padding)?;
        } else {
            source.skip(u64::from(length) + padding)?;
        }
    }
    Ok(())
}
