//! What an import of files brought, and why some files were left.

use crate::ByteCount;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Why a file could not be imported, or what has to be known about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ProblemReason {
    /// Its content is not a picture, whatever its name says.
    NotAnImage,
    /// It is a picture of a format that cannot be read yet.
    UnsupportedFormat {
        /// The format's usual name, "HEIC".
        format: String,
    },
    /// It is a picture of a format that another program's library reads, which is not installed.
    ReaderMissing {
        /// The format's usual name, "HEIC".
        format: String,
        /// The package to install, as it is called in Debian and Ubuntu.
        package: String,
    },
    /// An archive in an archive; only the outermost is opened.
    NestedArchive,
    /// An archive with more files, or more bytes, than are read.
    ArchiveTooLarge,
    /// It has no bytes.
    Empty,
    /// It ends before the picture does.
    Truncated,
    /// It is a picture, but its content is damaged.
    Broken,
    /// It says that it has more pixels than can be read safely.
    TooManyPixels {
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
        /// The limit in millions of pixels.
        limit_megapixels: u32,
    },
    /// The file is larger than a photo can be.
    TooManyBytes {
        /// The limit.
        limit: ByteCount,
    },
    /// The system refuses to let this user read it.
    NoPermission,
    /// It lies in an archive behind a password.
    Locked,
    /// It was there and is not any more.
    Vanished,
    /// The disk or the system failed while it was read.
    Unreadable,
    /// The system refuses to list a folder, or failed to.
    FolderUnreadable,
    /// Imported; its name is not text, so a replacement is shown.
    NameNotText,
    /// The library's disk was full when it should have been kept.
    DiskFull,
}

impl ProblemReason {
    /// The message that says it to people, the same in window, terminal and bot.
    #[must_use]
    pub const fn message_id(&self) -> &'static str {
        match self {
            Self::NotAnImage => "problem-not-an-image",
            Self::UnsupportedFormat { .. } => "problem-unsupported-format",
            Self::ReaderMissing { .. } => "problem-reader-missing",
            Self::NestedArchive => "problem-nested-archive",
            Self::ArchiveTooLarge => "problem-archive-too-large",
            Self::Empty => "problem-empty",
            Self::Truncated => "problem-truncated",
            Self::Broken => "problem-broken",
            Self::TooManyPixels { .. } => "problem-too-many-pixels",
            Self::TooManyBytes { .. } => "problem-too-many-bytes",
            Self::NoPermission => "problem-no-permission",
            Self::Locked => "problem-locked",
            Self::Vanished => "problem-vanished",
            Self::Unreadable => "problem-unreadable",
            Self::FolderUnreadable => "problem-folder-unreadable",
            Self::NameNotText => "problem-name-not-text",
            Self::DiskFull => "problem-disk-full",
        }
    }
}

/// One file or folder about which something has to be said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportProblem {
    /// Its name, without the folders above it.
    pub file_name: String,
    /// What is the matter.
    pub reason: ProblemReason,
}

/// What an import has brought so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// Photos that are new in the dataset.
    pub added: u32,
    /// Files whose content was in the dataset before.
    pub already_there: u32,
    /// Captions that came along from sidecar files.
    #[serde(default)]
    pub captions: u32,
    /// Files about which something has to be said, in the order of reading.
    pub problems: Vec<ImportProblem>,
}
