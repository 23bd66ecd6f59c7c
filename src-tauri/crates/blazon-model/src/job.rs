//! Jobs: work that outlives a crash, one row each.

use crate::{DatasetId, ImportReport, JobId, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What kind of work it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum JobKind {
    /// Files become photos of a dataset.
    Import,
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
    /// What it has brought so far.
    pub report: ImportReport,
}
