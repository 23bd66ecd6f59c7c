//! What is said about the library as a whole: checks, copies, removals for good.

use crate::{ByteCount, ProviderId, RequestId, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What a check of the library found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FindingKind {
    /// A row whose original is not on the disk.
    MissingOriginal,
    /// An original whose content is not what its name says: changed, or half written.
    DamagedOriginal,
    /// A photo without a thumbnail.
    MissingThumbnail,
    /// A file in the library that no row knows; harmless.
    Orphan,
    /// A temporary file of an interrupted program; harmless.
    Leftover,
}

impl FindingKind {
    /// Whether something is lost or wrong, beyond untidiness.
    #[must_use]
    pub const fn is_damage(self) -> bool {
        match self {
            Self::MissingOriginal | Self::DamagedOriginal | Self::MissingThumbnail => true,
            Self::Orphan | Self::Leftover => false,
        }
    }

    /// The message that says it to people.
    #[must_use]
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::MissingOriginal => "finding-missing-original",
            Self::DamagedOriginal => "finding-damaged-original",
            Self::MissingThumbnail => "finding-missing-thumbnail",
            Self::Orphan => "finding-orphan",
            Self::Leftover => "finding-leftover",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckFinding {
    /// What it is.
    pub kind: FindingKind,
    /// The file, relative to the library, or the photo's name.
    pub what: String,
}

/// The result of a check of the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// Photos in datasets, removed ones included.
    pub photos: u32,
    /// Originals that were read and hashed again.
    pub originals: u32,
    /// Whether the database passed SQLite's own integrity and foreign key checks.
    pub database_ok: bool,
    /// What was found.
    pub findings: Vec<CheckFinding>,
    /// Whether nothing is lost or wrong.
    pub sound: bool,
}

impl CheckReport {
    /// The report of a check that found `findings`.
    #[must_use]
    pub fn new(
        photos: u32,
        originals: u32,
        database_ok: bool,
        findings: Vec<CheckFinding>,
    ) -> Self {
        let sound = database_ok && !findings.iter().any(|finding| finding.kind.is_damage());
        Self {
            photos,
            originals,
            database_ok,
            findings,
            sound,
        }
    }
}

/// Why a copy of the library's database was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BackupKind {
    /// Daily, or because a person asked for it.
    Daily,
    /// A newer program was about to change the format.
    BeforeMigration,
    /// Another copy was about to take the database's place.
    BeforeRestore,
}

impl BackupKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Daily, Self::BeforeMigration, Self::BeforeRestore];

    /// The message that says it to people.
    #[must_use]
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::Daily => "backup-daily",
            Self::BeforeMigration => "backup-before-migration",
            Self::BeforeRestore => "backup-before-restore",
        }
    }
}

/// A copy of the library's database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BackupInfo {
    /// Its name in `backups/`, by which it is chosen.
    pub name: String,
    /// Where it lies.
    pub path: String,
    /// Why it was made.
    pub kind: BackupKind,
    /// Whether this program can read it and SQLite finds no fault in it.
    pub usable: bool,
    /// Its size.
    pub bytes: ByteCount,
    /// When it was made.
    pub at: Timestamp,
}

/// What a provider still holds of photos that were removed here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HeldElsewhere {
    /// The provider.
    pub provider: ProviderId,
    /// The request under which it was sent, where one is known.
    pub request: Option<RequestId>,
}

/// What was removed for good.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeletionReport {
    /// Files removed from `photos/`.
    pub originals: u32,
    /// Files removed from `thumbs/`.
    pub thumbnails: u32,
    /// Datasets in which they were.
    pub datasets: u32,
    /// Copies of the database from which their rows were removed.
    pub backups_cleaned: u32,
    /// Copies of the database that could not be cleaned and were removed whole.
    pub backups_removed: u32,
    /// Training archives that were removed because they held one of the photos.
    pub archives_removed: u32,
    /// What providers still hold.
    pub still_held_by: Vec<HeldElsewhere>,
}

/// What moving the library would mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MovePlan {
    /// Where it is.
    pub from: String,
    /// Where it would be.
    pub to: String,
    /// What has to be copied, the database aside.
    pub bytes: ByteCount,
    /// In how many files.
    pub files: u32,
    /// What is free there; `None` where the system does not say.
    pub free_bytes: Option<ByteCount>,
}

/// The folder in which the library was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LeftLibrary {
    /// The folder.
    pub path: String,
    /// Its size, the database aside.
    pub bytes: ByteCount,
}
