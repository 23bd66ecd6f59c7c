//! Edits of a dataset, each of which can be undone and redone, after a restart too.

use crate::{
    CaptionStyle, Choice, CropRect, DatasetId, DatasetName, EditId, Framing, JobId, PhotoId,
    Subject, Timestamp, TriggerWord,
};
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
    /// A person decided about photos.
    PhotosChosen {
        /// For each photo what was decided before and after.
        photos: Vec<Turned<Option<Choice>>>,
    },
    /// Photos were cropped.
    PhotosCropped {
        /// For each photo the crop before and after.
        photos: Vec<Turned<Option<CropRect>>>,
    },
    /// Captions were written or changed.
    CaptionsChanged {
        /// For each photo the caption before and after.
        photos: Vec<Turned<String>>,
    },
    /// Another shape or size was chosen.
    Framed {
        /// Before.
        from: Framing,
        /// After.
        to: Framing,
    },
    /// Captions are used in another way.
    CaptionStyleChanged {
        /// Before.
        from: CaptionStyle,
        /// After.
        to: CaptionStyle,
    },
}

impl DatasetChange {
    /// The photos that it is about, in the order in which they were changed; none where it is
    /// about the dataset or an import.
    #[must_use]
    pub fn photos(&self) -> Vec<PhotoId> {
        fn of<T>(photos: &[Turned<T>]) -> Vec<PhotoId> {
            photos.iter().map(|turned| turned.photo).collect()
        }
        match self {
            Self::PhotosRemoved { photos, .. } => photos.clone(),
            Self::PhotosChosen { photos } => of(photos),
            Self::PhotosCropped { photos } => of(photos),
            Self::CaptionsChanged { photos } => of(photos),
            Self::PhotosAdded { .. }
            | Self::Renamed { .. }
            | Self::Described { .. }
            | Self::TriggerChanged { .. }
            | Self::Framed { .. }
            | Self::CaptionStyleChanged { .. } => Vec::new(),
        }
    }
}

/// A photo's value before and after an edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Turned<T> {
    /// The photo.
    pub photo: PhotoId,
    /// Before.
    pub from: T,
    /// After.
    pub to: T,
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
    /// Names of the first photos that it is about, at most [`NAMED_IN_EDIT`].
    pub names: Vec<String>,
}

/// How many photos of an edit are named.
pub const NAMED_IN_EDIT: usize = 3;
