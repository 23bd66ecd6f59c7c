//! Whether a PNG is whole, without its pixels: every chunk's checksum, and that what is compressed in it comes out as long
//! as its header says, each row with a filter that there is. Such a file can be decoded.
//!
//! It only ever says yes where that is sure; of all others a decoder has to say what they are.

use fdeflate::Decompressor;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// How far back a compressed stream may point (RFC 1950, 2.2).
const WINDOW: usize = 32 * 1024;
/// What is uncompressed before the window is moved to the front.
const ROOM: usize = 4 * WINDOW;
/// The filters of rows are 0 to 4 (PNG specification, 9.2).
const LAST_FILTER: u8 = 4;

/// Whether the file is a whole PNG of the plain kind: 8 bits for a channel, no palette, not interlaced.
pub(crate) fn is_whole(file: &[u8]) -> bool {
    look_through(file).is_some()
}

/// `None` where it is not sure.
fn look_through(file: &[u8]) -> Option<()> {
    let mut rest = file.strip_prefix(SIGNATURE)?;
    let (kind, header) = next_chunk(&mut rest)?;
    if kind != *b"IHDR" {
        return None;
    }
    let mut rows = Rows::of_header(header)?;
    loop {
        match next_chunk(&mut rest)? {
            (kind, data) if kind == *b"IDAT" => rows.take(data)?,
            (kind, _) if kind == *b"IEND" => return rows.are_all_there().then_some(()),
            _ => {}
        }
    }
}

/// Kind and data of the next chunk; `None` where it is cut, or its checksum is not that of its bytes.
fn next_chunk<'f>(rest: &mut &'f [u8]) -> Option<([u8; 4], &'f [u8])> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = u32::from_be_bytes(*length) as usize;
    let (named, after) = after.split_at_checked(length.checked_add(4)?)?;
    let (checksum, after) = after.split_first_chunk::<4>()?;
    if crc32fast::hash(named) != u32::from_be_bytes(*checksum) {
        return None;
    }
    *rest = after;
    let (kind, data) = named.split_first_chunk::<4>()?;
    Some((*kind, data))
}

/// The rows of a picture as they are uncompressed, forgotten at once.
struct Rows {
    stream: Decompressor,
    /// The last [`WINDOW`] bytes and room for more.
    buffer: Vec<u8>,
    filled: usize,
    /// Bytes of a row with the filter before it.
    row: u64,
    whole: u64,
    seen: u64,
}

impl Rows {
    fn of_header(header: &[u8]) -> Option<Self> {
        let (width, rest) = header.split_first_chunk::<4>()?;
        let (height, rest) = rest.split_first_chunk::<4>()?;
        let channels = match rest {
            [8, 0, 0, 0, 0] => 1,
            [8, 2, 0, 0, 0] => 3,
            [8, 4, 0, 0, 0] => 2,
            [8, 6, 0, 0, 0] => 4,
            _ => return None,
        };
        let row = u64::from(u32::from_be_bytes(*width)) * channels + 1;
        Some(Self {
            stream: Decompressor::new(),
            buffer: vec![0; WINDOW + ROOM],
            filled: 0,
            row,
            whole: row * u64::from(u32::from_be_bytes(*height)),
            seen: 0,
        })
    }

    fn take(&mut self, mut data: &[u8]) -> Option<()> {
        while !data.is_empty() && !self.stream.is_done() {
            if self.filled == self.buffer.len() {
                self.buffer.copy_within(ROOM.., 0);
                self.filled = WINDOW;
            }
            let (read, made) = self
                .stream
                .read(data, &mut self.buffer, self.filled, false)
                .ok()?;
            self.look_at(made)?;
            data = &data[read..];
            if (read, made) == (0, 0) {
                return None;
            }
        }
        data.is_empty().then_some(())
    }

    /// Looks at the filters among the bytes that were made.
    fn look_at(&mut self, made: usize) -> Option<()> {
        let bytes = &self.buffer[self.filled..self.filled + made];
        let first = (self.row - self.seen % self.row) % self.row;
        let filters = bytes.iter().skip(first as usize).step_by(self.row as usize);
        if filters.max().is_some_and(|most| *most > LAST_FILTER) {
            return None;
        }
        self.filled += made;
        self.seen += made as u64;
        (self.seen <= self.whole).then_some(())
    }

    fn are_all_there(&self) -> bool {
        self.stream.is_done() && self.seen == self.whole && self.whole > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{Pixels, decode, read_header};
    use crate::drawn::encode_png;
    use proptest::prelude::*;

    /// Colours that compress badly, so that the stream is longer than its window.
    fn png(width: u32, height: u32, has_alpha: bool) -> Vec<u8> {
        let channels = if has_alpha { 4 } else { 3 };
        let mut state = 7_u32;
        let data = (0..width * height * channels).map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        });
        encode_png(&Pixels {
            data: data.collect(),
            width,
            height,
            has_alpha,
        })
        .unwrap()
    }

    fn is_decoded(file: &[u8]) -> bool {
        read_header(file, u32::MAX).is_ok_and(|header| decode(file, &header, u32::MAX).is_ok())
    }

    /// The same with its chunks' checksums made anew.
    fn sealed(mut file: Vec<u8>) -> Vec<u8> {
        let mut at = SIGNATURE.len();
        while at + 12 <= file.len() {
            let length = u32::from_be_bytes(file[at..at + 4].try_into().unwrap()) as usize;
            let end = at + 8 + length;
            if end + 4 > file.len() {
                break;
            }
            let checksum = crc32fast::hash(&file[at + 4..end]);
            file[end..end + 4].copy_from_slice(&checksum.to_be_bytes());
            at = end + 4;
        }
        file
    }

    #[test]
    fn whole_pictures_are_whole_and_cut_ones_are_not() {
        for (width, height, alpha) in [(1, 1, false), (300, 500, false), (640, 200, true)] {
            let file = png(width, height, alpha);
            assert!(is_whole(&file), "{width} x {height}");
            for end in [file.len() - 1, file.len() - 12, file.len() / 2, 40, 8, 0] {
                assert!(!is_whole(&file[..end]), "cut at {end}");
            }
        }
    }

    #[test]
    fn a_header_that_names_another_size_is_noticed() {
        let mut file = png(64, 64, false);
        // The last byte of the height.
        for height in [63, 65] {
            file[23] = height;
            assert!(!is_whole(&sealed(file.clone())), "{height}");
        }
        file[23] = 64;
        assert!(is_whole(&sealed(file)));
    }

    #[test]
    fn what_it_cannot_tell_of_is_left_to_the_decoder() {
        let mut grey = Vec::new();
        let encoder = image::codecs::png::PngEncoder::new(&mut grey);
        let deep = [0, 1, 2, 3, 4, 5, 6, 7];
        image::ImageEncoder::write_image(encoder, &deep, 2, 2, image::ExtendedColorType::L16)
            .unwrap();
        assert!(is_decoded(&grey) && !is_whole(&grey));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// A byte that is not what it was, with checksums that fit and with those that do not: what is said to be whole
        /// can be decoded.
        #[test]
        fn what_is_said_to_be_whole_can_be_decoded(at in 0_usize..9000, by in 1_u8..=255, sealing: bool) {
            let mut file = png(50, 50, false);
            let at = at % file.len();
            file[at] ^= by;
            let file = if sealing { sealed(file) } else { file };
            prop_assert!(!is_whole(&file) || is_decoded(&file));
        }
    }
}
