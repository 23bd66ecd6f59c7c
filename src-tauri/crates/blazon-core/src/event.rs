//! What happened, told to whoever shows it.

use blazon_model::{
    BadgeBatch, ByteCount, Captioning, DatasetId, Drawing, Job, LanguageTag, Notice, Preview,
    RunId, RunNews, Settings, TrainingRun,
};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Something that happened in the library.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Event {
    /// A dataset or its photos changed, or it was made or removed.
    DatasetChanged {
        /// Which.
        dataset: DatasetId,
    },
    /// The library is being moved, before it opens; about ten times a second.
    LibraryMoving {
        /// Bytes that are copied and compared.
        done_bytes: ByteCount,
        /// Bytes in all.
        all_bytes: ByteCount,
    },
    /// Another program wrote; what is shown has to be read again.
    LibraryChanged,
    /// A job went on; at most about ten times a second.
    JobChanged {
        /// The job.
        job: Job,
    },
    /// A training run went on; at most about ten times a second.
    RunChanged {
        /// The run.
        run: TrainingRun,
    },
    /// A training run has further losses, samples or lines.
    RunWentOn {
        /// The run.
        run: RunId,
        /// What is new.
        news: RunNews,
    },
    /// A model was made, changed or removed.
    ModelsChanged,
    /// The gallery is no more what it was: something came or went, or was rated or tagged.
    GalleryChanged,
    /// A base was added or forgotten.
    BasesChanged,
    /// A drawing went on; at most about ten times a second.
    DrawingChanged {
        /// The drawing.
        drawing: Drawing,
    },
    /// A grid was made, goes on to other cells, was removed or taken back.
    GridsChanged,
    /// The photos of a captioning went on.
    CaptioningChanged {
        /// The captioning.
        captioning: Captioning,
    },
    /// What a picture looks like before it is finished.
    DrawingPreviewed {
        /// The preview.
        preview: Preview,
    },
    /// A badge was made, changed, removed or taken back.
    BadgesChanged,
    /// The badges of a list went on; at most about ten times a second.
    BatchChanged {
        /// How they stand.
        batch: BadgeBatch,
    },
    /// The bot's line, settings or jobs changed.
    BotChanged,
    /// A guest was seen for the first time, or was decided about.
    GuestsChanged,
    /// Something was set aside, settled or given back.
    SpendChanged,
    /// Further requests were sent; at most once a second.
    RequestsChanged,
    /// A provider's key was set or forgotten.
    KeysChanged,
    /// Settings were changed.
    SettingsChanged {
        /// The settings.
        settings: Settings,
        /// The language that follows from them.
        language_tag: LanguageTag,
    },
    /// A person has to be told something.
    NoticeRaised {
        /// What.
        notice: Notice,
    },
    /// Another start of the program with the same library wants this window to come forward.
    RaiseAsked,
}

/// Who is told. A window, a terminal, or a test.
pub trait EventSink: Send + Sync {
    /// Tells of `event`; must return at once.
    fn send(&self, event: Event);
}

/// Nobody is told.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoEvents;

impl EventSink for NoEvents {
    fn send(&self, _event: Event) {}
}
