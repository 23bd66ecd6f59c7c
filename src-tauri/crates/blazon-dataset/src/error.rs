//! Why a file cannot become a photo.

use blazon_model::{ByteCount, ProblemReason};
use std::path::PathBuf;

/// An error of one file.
#[derive(Debug, thiserror::Error)]
pub enum PhotoError {
    /// The content is not a picture.
    #[error("the content is not a picture")]
    NotAnImage,
    /// A picture of a format that is not read yet.
    #[error("{0} pictures are not read yet")]
    UnsupportedFormat(&'static str),
    /// A picture that a library of the system reads, which is not installed.
    #[error("{format} pictures are read by {package}, which is not installed")]
    ReaderMissing {
        /// The format's usual name.
        format: &'static str,
        /// The package to install, as Debian and Ubuntu call it.
        package: &'static str,
    },
    /// An archive within an archive.
    #[error("an archive in an archive is not opened")]
    NestedArchive,
    /// An archive with more files, or more bytes, than are read.
    #[error("the archive has too many files or bytes")]
    ArchiveTooLarge,
    /// A file in an archive that a password protects.
    #[error("a password protects the file")]
    Locked,
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The picture ends before its last row.
    #[error("the file ends before the picture does")]
    Truncated,
    /// The content is damaged.
    #[error("the picture is damaged: {0}")]
    Broken(String),
    /// More pixels than can be read safely.
    #[error("{width} x {height} pixels are more than {limit_megapixels} million")]
    TooManyPixels {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// The limit in millions of pixels.
        limit_megapixels: u32,
    },
    /// More bytes than a photo can have.
    #[error("the file is larger than {0} bytes")]
    TooManyBytes(u64),
    /// The file cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A crop or a size that is not one of this photo.
    #[error("the crop does not lie in the photo")]
    OutsidePhoto,
    /// The work was given up because nobody wants it any more. Nothing was kept.
    #[error("the work was stopped")]
    Stopped,
    /// The library cannot keep it. This is the library's trouble, not the file's.
    #[error("cannot write {path}")]
    Keep {
        /// The file in the library.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl PhotoError {
    /// What is said of it to people.
    #[must_use]
    pub fn reason(&self) -> ProblemReason {
        match self {
            Self::NotAnImage => ProblemReason::NotAnImage,
            Self::UnsupportedFormat(format) => ProblemReason::UnsupportedFormat {
                format: (*format).to_owned(),
            },
            Self::ReaderMissing { format, package } => ProblemReason::ReaderMissing {
                format: (*format).to_owned(),
                package: (*package).to_owned(),
            },
            Self::NestedArchive => ProblemReason::NestedArchive,
            Self::ArchiveTooLarge => ProblemReason::ArchiveTooLarge,
            Self::Locked => ProblemReason::Locked,
            Self::Empty => ProblemReason::Empty,
            Self::Truncated => ProblemReason::Truncated,
            // What was stopped is said of by nobody.
            Self::Broken(_) | Self::OutsidePhoto | Self::Stopped => ProblemReason::Broken,
            Self::TooManyPixels {
                width,
                height,
                limit_megapixels,
            } => ProblemReason::TooManyPixels {
                width: *width,
                height: *height,
                limit_megapixels: *limit_megapixels,
            },
            Self::TooManyBytes(limit) => ProblemReason::TooManyBytes {
                limit: ByteCount(*limit),
            },
            Self::Read { source, .. } => unread(source.kind()),
            Self::Keep { .. } => ProblemReason::DiskFull,
        }
    }
}

/// What is said of a file that the system does not let us read.
fn unread(kind: std::io::ErrorKind) -> ProblemReason {
    if kind == std::io::ErrorKind::PermissionDenied {
        ProblemReason::NoPermission
    } else if kind == std::io::ErrorKind::NotFound {
        ProblemReason::Vanished
    } else {
        ProblemReason::Unreadable
    }
}
