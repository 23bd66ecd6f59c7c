//! The library's database: SQLite, one file per table, and the copies of it.
//!
//! Everything that names SQL lives here. It knows rows and transactions, and must not learn of
//! pictures, providers or windows. All calls block; whoever is asynchronous calls them through
//! `spawn_blocking`.

mod addresses;
mod archives;
mod backup;
mod badges;
mod bases;
mod bot_dialogues;
mod bot_jobs;
mod bot_updates;
mod captionings;
mod closed;
mod courses;
mod datasets;
mod drawing_orders;
mod drawings;
mod edits;
mod error;
mod gallery;
mod grids;
mod guests;
mod inspections;
mod jobs;
mod ledger;
mod migration;
mod models;
mod open;
mod photos;
mod requests;
mod restore;
mod runs;
mod settings;
mod statements;
mod store;

pub use addresses::WeightsAddress;
pub use bot_dialogues::DialogueRow;
pub use bot_jobs::{BotJob, BotJobMessages, BotPlace, NewBotJob};
pub use captionings::{CaptionOrderRow, DescribedPhoto, NewCaptionOrder};
pub use closed::ClosedDatabase;
pub use drawing_orders::{DrawingOrderRow, DrawingSubmission};
pub use error::StoreError;
pub use gallery::{GalleryRow, KnownFile, PictureFile};
pub use grids::GridRow;
pub use jobs::{JobRow, JobTask, SourcePath};
pub use open::{Opened, Restored};
pub use photos::{Addition, DeletedPhotos, NewPhoto, PhotoRow};
pub use requests::{RunRequest, RunSubmission};
pub use restore::{UnusableBackup, WishedRestore};
pub use store::{Reader, Store, Writer};
