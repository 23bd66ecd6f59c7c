//! Where a zip is written to, silent after its first failure.
//!
//! A zip writer that is dropped finishes its file, and where that fails, as on a full disk, it
//! complains on the terminal. The failure was told by then, and the file is removed.

use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use tempfile::NamedTempFile;

pub(super) struct Sink {
    file: BufWriter<NamedTempFile>,
    /// Where the writer believes to be, and how long it believes the file to be.
    position: u64,
    length: u64,
    has_failed: bool,
}

impl Sink {
    pub(super) fn new(file: NamedTempFile) -> Self {
        Self {
            file: BufWriter::new(file),
            position: 0,
            length: 0,
            has_failed: false,
        }
    }

    /// The file with all that was written.
    pub(super) fn finish(self) -> io::Result<NamedTempFile> {
        self.file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
    }

    /// Does something with the file, until that has failed once.
    fn act(
        &mut self,
        act: impl FnOnce(&mut BufWriter<NamedTempFile>) -> io::Result<()>,
    ) -> io::Result<()> {
        if self.has_failed {
            return Ok(());
        }
        let done = act(&mut self.file);
        self.has_failed = done.is_err();
        done
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.act(|file| file.write_all(bytes))?;
        self.position += bytes.len() as u64;
        self.length = self.length.max(self.position);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.act(Write::flush)
    }
}

impl Seek for Sink {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::Current(steps) => self.position.checked_add_signed(steps),
            SeekFrom::End(steps) => self.length.checked_add_signed(steps),
        };
        let position = position.ok_or(io::ErrorKind::InvalidInput)?;
        self.act(|file| file.seek(SeekFrom::Start(position)).map(drop))?;
        self.position = position;
        Ok(position)
    }
}
