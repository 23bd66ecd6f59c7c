//! Edits of a dataset, each of which can be undone and redone, after a restart too.

use crate::{DatasetId, DatasetName, EditId, JobId, PhotoId, Subject, Timestamp, TriggerWord};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What an edit changed, with all that is needed to take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum DatasetChange {
    /// An import brought photos.
    PhotosAdded {
        /// The import.
        import: JobId,
        /// How many photos it brought.
        count: u32,
    },
    /// Photos were taken out; their originals stay in the library.
    PhotosRemoved {
        /// Which.
        photos: Vec<PhotoId>,
        /// Their names, for people to read.
        names: Vec<String>,
    },
    /// The dataset got another name.
    Renamed {
        /// The name before.
        from: DatasetName,
        /// The name after.
        to: DatasetName,
    },
    /// Another subject was chosen.
    Described {
        /// The subject before.
        from: Subject,
        /// The subject after.
        to: Subject,
    },
    /// Another trigger word was chosen.
    TriggerChanged {
        /// The word before.
        from: TriggerWord,
        /// The word after.
        to: TriggerWord,
    },
}

/// One entry of a dataset's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    /// Its id.
    pub id: EditId,
    /// The dataset.
    pub dataset: DatasetId,
    /// What changed.
    pub change: DatasetChange,
    /// When.
    pub at: Timestamp,
    /// Whether it is undone at the moment.
    pub undone: bool,
}
