//! Reading a file into memory, within limits and no further than it looks like a photo.

use crate::PhotoError;
use crate::sniff::photo_format;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// The most bytes that a photo's file may have.
pub(crate) const LONGEST_FILE: u64 = 512 * 1024 * 1024;
/// How many bytes are enough to know a picture.
const START: u64 = 32;

/// Reads the photo in the file `source`. What does not begin as one is left after its start.
///
/// # Errors
/// When it is no picture, too long, or cannot be read.
pub(crate) fn read_photo(source: &Path) -> Result<Vec<u8>, PhotoError> {
    let cannot = |error| cannot_read(source, error);
    // A pipe or a device would keep the reader waiting; only files are photos.
    let metadata = fs::metadata(source).map_err(cannot)?;
    if !metadata.is_file() {
        return Err(PhotoError::NotAnImage);
    }
    let file = File::open(source).map_err(cannot)?;
    read_photo_from(file, metadata.len(), |start| {
        photo_format(start).map(|_format| ())
    })
    .map_err(|error| match error {
        ReadError::Io(error) => cannot(error),
        ReadError::Photo(error) => error,
    })
}

/// Why a reader brought no photo.
pub(crate) enum ReadError {
    Io(io::Error),
    Photo(PhotoError),
}

/// Reads what `reader` has, which is said to be `length` bytes, if its start passes `check`.
///
/// # Errors
/// The reader's, the check's, and those of files that are empty or too long.
pub(crate) fn read_photo_from(
    mut reader: impl Read,
    length: u64,
    check: impl FnOnce(&[u8]) -> Result<(), PhotoError>,
) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::with_capacity(START as usize);
    reader
        .by_ref()
        .take(START)
        .read_to_end(&mut bytes)
        .map_err(ReadError::Io)?;
    if bytes.is_empty() {
        return Err(ReadError::Photo(PhotoError::Empty));
    }
    check(&bytes).map_err(ReadError::Photo)?;
    let too_long = ReadError::Photo(PhotoError::TooManyBytes(LONGEST_FILE));
    if length > LONGEST_FILE {
        return Err(too_long);
    }
    // The length is only what is said; memory grows with what comes.
    bytes.reserve(usize::try_from(length.min(16 * 1024 * 1024)).unwrap_or(0));
    reader
        .take(LONGEST_FILE - START + 1)
        .read_to_end(&mut bytes)
        .map_err(ReadError::Io)?;
    if bytes.len() as u64 > LONGEST_FILE {
        return Err(too_long);
    }
    Ok(bytes)
}

pub(crate) fn cannot_read(path: &Path, source: io::Error) -> PhotoError {
    PhotoError::Read {
        path: path.to_owned(),
        source,
    }
}
