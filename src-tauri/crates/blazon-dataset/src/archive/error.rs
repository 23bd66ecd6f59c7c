//! Why there is no archive or export.

use crate::shelf::is_full;
use std::io;
use std::path::{Path, PathBuf};

/// An error of an archive or export. Wherever it comes from, what was begun is gone.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// There is no picture to pack.
    #[error("there is no picture to pack")]
    Nothing,
    /// More pictures than [`super::MOST_PICTURES`].
    #[error("{0} pictures are more than an archive can have")]
    TooMany(usize),
    /// The disk, or what this user may use of it, is full.
    #[error("the disk is full")]
    DiskFull,
    /// A file cannot be read or written.
    #[error("cannot use {path}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A prepared picture is none that can be sent.
    #[error("{path} cannot be sent: {fault}")]
    Picture {
        /// The picture.
        path: PathBuf,
        /// Why.
        fault: PictureFault,
    },
    /// What was read back is not what was written.
    #[error("{file} was read back otherwise than it was written: {what}")]
    Mismatch {
        /// The file in the archive or export, or the archive itself.
        file: String,
        /// What differs.
        what: String,
    },
    /// Something is there already, and is left as it is.
    #[error("{path} is there already")]
    Taken {
        /// What is there.
        path: PathBuf,
    },
    /// A path has to be written into a text file and is none that text can hold.
    #[error("{path} is not text")]
    NotText {
        /// The path.
        path: PathBuf,
    },
    /// It was stopped.
    #[error("it was stopped")]
    Cancelled,
}

/// What is wrong with a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureFault {
    /// It is not a JPEG that can be decoded to its end.
    #[error("it is no whole JPEG")]
    Damaged,
    /// It has a segment in which EXIF, a profile or a comment stands.
    #[error("it carries metadata")]
    HasMetadata,
    /// It has more bytes or pixels than a prepared picture has.
    #[error("it is too large")]
    TooLarge,
}

impl ArchiveError {
    /// Turns an error of the system about `path` into this one.
    pub fn at(path: &Path) -> impl Fn(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| {
            if is_full(&source) {
                Self::DiskFull
            } else {
                Self::Io {
                    path: path.clone(),
                    source,
                }
            }
        }
    }

    /// Turns an error of the zip at `path` into this one.
    pub(crate) fn in_zip(path: &Path) -> impl Fn(zip::result::ZipError) -> Self + use<> {
        let path = path.to_owned();
        move |error| {
            if let zip::result::ZipError::Io(source) = error {
                Self::at(&path)(source)
            } else {
                Self::mismatch(&path.display().to_string(), &error.to_string())
            }
        }
    }

    pub(crate) fn mismatch(file: &str, what: &str) -> Self {
        Self::Mismatch {
            file: file.to_owned(),
            what: what.to_owned(),
        }
    }
}
