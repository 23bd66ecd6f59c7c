//! A list as UTF-8, piece by piece, with a way back to any place in it.
//!
//! Places are counted in decoded bytes. Each piece of the file is decoded by itself and noted, so that going to a place
//! costs one piece and not the file up to it.

use super::letters::TextEncoding;
use std::io::{self, Read, Seek, SeekFrom};

/// Bytes of the file that are decoded at once.
const PIECE: usize = 1 << 16;

/// Where a piece begins.
#[derive(Clone, Copy)]
struct Mark {
    raw: u64,
    decoded: u64,
}

/// A file that is read as UTF-8.
pub(super) struct Decoded<R> {
    source: R,
    encoding: TextEncoding,
    /// Where the pieces begin that were read so far, and the one after them.
    marks: Vec<Mark>,
    /// The mark of the piece that is read next.
    next: usize,
    raw: Vec<u8>,
    piece: String,
    /// Where `piece` begins, and how much of it was taken.
    at: u64,
    taken: usize,
}

impl<R: Read + Seek> Decoded<R> {
    /// `source` from its byte `start` on.
    pub(super) fn new(source: R, encoding: TextEncoding, start: u64) -> Self {
        Self {
            source,
            encoding,
            marks: vec![Mark {
                raw: start,
                decoded: 0,
            }],
            next: 0,
            raw: Vec::with_capacity(PIECE),
            piece: String::new(),
            at: 0,
            taken: 0,
        }
    }

    /// The place of the next byte.
    pub(super) fn place(&self) -> u64 {
        self.at + self.taken as u64
    }

    /// The bytes that are at hand, at least one except at the end. They begin and end with whole characters unless a
    /// part of a character was taken.
    pub(super) fn bytes(&mut self) -> io::Result<&[u8]> {
        while self.taken == self.piece.len() {
            if !self.read_piece()? {
                return Ok(&[]);
            }
        }
        Ok(&self.piece.as_bytes()[self.taken..])
    }

    /// Goes on behind `count` of the bytes at hand.
    pub(super) fn take(&mut self, count: usize) {
        self.taken += count;
    }

    /// Goes to a place that was read before.
    pub(super) fn go_to(&mut self, place: u64) -> io::Result<()> {
        if !(self.at..=self.at + self.piece.len() as u64).contains(&place) {
            self.next = self.marks.partition_point(|mark| mark.decoded <= place) - 1;
            self.piece.clear();
            self.at = self.marks[self.next].decoded;
            self.read_piece()?;
        }
        self.taken = usize::try_from(place - self.at).unwrap_or(usize::MAX);
        self.taken = self.taken.min(self.piece.len());
        Ok(())
    }

    /// Reads the piece at `next`; false at the end.
    fn read_piece(&mut self) -> io::Result<bool> {
        let mark = self.marks[self.next];
        self.source.seek(SeekFrom::Start(mark.raw))?;
        self.raw.clear();
        self.source
            .by_ref()
            .take(PIECE as u64)
            .read_to_end(&mut self.raw)?;
        if self.raw.is_empty() {
            return Ok(false);
        }
        if self.raw.len() == PIECE {
            self.raw.truncate(self.encoding.whole(&self.raw));
        }
        let (text, _) = self.encoding.codec().decode_without_bom_handling(&self.raw);
        self.piece.clear();
        self.piece.push_str(&text);
        (self.at, self.taken) = (mark.decoded, 0);
        self.next += 1;
        if self.next == self.marks.len() {
            self.marks.push(Mark {
                raw: mark.raw + self.raw.len() as u64,
                decoded: mark.decoded + self.piece.len() as u64,
            });
        }
        Ok(true)
    }
}
