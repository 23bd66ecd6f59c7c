//! Jobs: work that outlives a crash, one row each.

use crate::{DatasetId, ExportReport, ImportReport, JobId, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What kind of work it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum JobKind {
    /// Files become photos of a dataset.
    Import,
    /// Photos from earlier versions of the program are measured.
    Measure,
    /// Faces are looked for, in the background.
    Faces,
    /// The archive of a dataset is made and read back.
    Archive,
    /// A dataset is written for another trainer.
    Export,
}

/// Why a job as a whole could not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum JobFailure {
    /// The library's disk is full.
    DiskFull,
    /// The library's folder cannot be written.
    LibraryUnwritable,
    /// The dataset was removed meanwhile.
    DatasetGone,
    /// No photo would be sent: there is none, or all are left out.
    NothingToSend,
    /// The folder that was chosen for an export cannot be written.
    TargetUnwritable,
    /// There is something else already where an export should go.
    TargetTaken,
    /// What was read back was not what had been written; the disk may be failing.
    ArchiveWrong,
    /// An original is missing or damaged.
    OriginalLost,
    /// A defect; the log has the details.
    Internal,
}

impl JobFailure {
    /// The message that says it to people.
    #[must_use]
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::DiskFull => "job-failed-disk-full",
            Self::LibraryUnwritable => "job-failed-library-unwritable",
            Self::DatasetGone => "job-failed-dataset-gone",
            Self::NothingToSend => "job-failed-nothing-to-send",
            Self::TargetUnwritable => "job-failed-target-unwritable",
            Self::TargetTaken => "job-failed-target-taken",
            Self::ArchiveWrong => "job-failed-archive-wrong",
            Self::OriginalLost => "job-failed-original-lost",
            Self::Internal => "job-failed-internal",
        }
    }
}

/// Where a job stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "status",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum JobState {
    /// Nobody has begun it, or the program that carried it has ended.
    Queued,
    /// The holder of the runner's lock carries it.
    Running {
        /// Since when.
        started_at: Timestamp,
        /// Units done.
        done: u32,
        /// Units in all; unknown while they are still being counted.
        total: Option<u32>,
    },
    /// All that could be done is done.
    Succeeded {
        /// When.
        finished_at: Timestamp,
    },
    /// It could not go on.
    Failed {
        /// When.
        finished_at: Timestamp,
        /// Why.
        reason: JobFailure,
    },
    /// The person stopped it; what was done stays.
    Cancelled {
        /// When.
        finished_at: Timestamp,
    },
}

impl JobState {
    /// Whether nothing will happen to it any more.
    #[must_use]
    pub const fn is_terminal(&self) -> bool {
        match self {
            Self::Queued | Self::Running { .. } => false,
            Self::Succeeded { .. } | Self::Failed { .. } | Self::Cancelled { .. } => true,
        }
    }
}

/// A piece of work in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// The dataset that it works on.
    pub dataset: DatasetId,
    /// What kind of work.
    pub kind: JobKind,
    /// Where it stands.
    pub state: JobState,
    /// What an import has brought so far; empty for other jobs.
    pub report: ImportReport,
    /// What an export has written, once it has.
    pub export: Option<ExportReport>,
}
