//! A file that is read forwards, in pieces whose sizes it says itself: never more is held than was really there.

use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom};

pub(super) struct Source<R> {
    file: BufReader<R>,
}

impl<R: Read + Seek> Source<R> {
    pub(super) fn new(file: R) -> Self {
        Self {
            file: BufReader::new(file),
        }
    }

    /// The next bytes, fewer where the file ends.
    pub(super) fn up_to(&mut self, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file
            .by_ref()
            .take(length as u64)
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The next bytes, all of them or an end that was not expected.
    pub(super) fn block(&mut self, length: usize) -> io::Result<Vec<u8>> {
        let bytes = self.up_to(length)?;
        if bytes.len() < length {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(bytes)
    }

    /// The next few bytes.
    pub(super) fn array<const LENGTH: usize>(&mut self) -> io::Result<[u8; LENGTH]> {
        let mut bytes = [0; LENGTH];
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// Goes on behind the next `length` bytes.
    pub(super) fn skip(&mut self, length: u64) -> io::Result<()> {
        let length = i64::try_from(length).map_err(|_| ErrorKind::UnexpectedEof)?;
        self.file.seek_relative(length)
    }

    /// Goes to a place near the file's start.
    pub(super) fn go_to(&mut self, place: usize) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(place as u64)).map(|_| ())
    }
}
