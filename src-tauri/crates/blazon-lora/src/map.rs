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
use std::ops::Range;
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

/// Gives the memory of a part that has been read back to the system; looked at again, it comes from the file again.
/// A base of gigabytes would otherwise be in memory twice, as it is stored and as it is computed with.
#[cfg(unix)]
pub(crate) fn release(map: &Mmap, part: Range<usize>) {
    // SAFETY: a map for reading holds nothing that the file does not.
    let released = unsafe {
        map.unchecked_advise_range(memmap2::UncheckedAdvice::DontNeed, part.start, part.len())
    };
    // What the system keeps all the same is memory that it takes back when it is short of it.
    drop(released);
}

/// Other systems take the memory back by themselves.
#[cfg(not(unix))]
pub(crate) fn release(_: &Mmap, _: Range<usize>) {}
