//! Things that a person has to be told, beyond the answer to what was asked.

use crate::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A message that stays in the view until it is solved or put away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Notice {
    /// The database could not be read and the last copy was put in its place.
    RestoredFromBackup {
        /// When the copy was made; `None` where there was none and an empty one was begun.
        backup_at: Option<Timestamp>,
        /// Where the unreadable file lies now.
        moved_to: String,
    },
    /// A copy that a person chose was put in the database's place.
    Restored {
        /// When the copy was made.
        backup_at: Timestamp,
        /// The copy of what was there before, by its name in `backups/`.
        kept: String,
    },
    /// The copy that a person chose could not be put in the database's place, which is as it was.
    RestoreFailed {
        /// The copy, by its name in `backups/`.
        name: String,
    },
    /// Another program has the library open, so the copy that a person chose waits for the next start.
    RestoreWaits,
    /// The library is in another folder than before.
    LibraryMoved {
        /// Where it was, and still lies.
        from: String,
        /// Where it is.
        to: String,
    },
    /// The library could not be moved and is where it was.
    LibraryNotMoved {
        /// Where it should have been.
        to: String,
        /// Why, as a sentence in the person's language.
        why: String,
    },
    /// There is no keychain, so keys lie in a file that only this user may read.
    KeysInFile {
        /// The file.
        path: String,
    },
    /// The library's disk is full.
    DiskFull,
}
