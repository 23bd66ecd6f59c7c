//! A file in memory without being read: the only place with `unsafe` in this crate.

#![expect(
    unsafe_code,
    reason = "mapping is safe while nobody shortens or rewrites the file; ours are replaced by \
              renaming and never written in place, and a base is opened in the worker process, \
              whose end harms nothing"
)]

use memmap2::Mmap;
use std::fs::File;
use std::io;
use std::path::Path;

/// Maps a whole file for reading.
pub(crate) fn map(path: &Path) -> io::Result<Mmap> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    // SAFETY: the file is not changed in place while it is mapped (see above).
    unsafe { Mmap::map(&file) }
}
