//! What is known of newer versions of Blazon.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What the place of announcements says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum UpdateFinding {
    /// There is none newer than this.
    Newest,
    /// There is a newer one. It is fetched by the person, from its page.
    Newer {
        /// Its version.
        version: String,
        /// What is new in it; may be empty.
        notes: String,
        /// The host of its page.
        host: String,
    },
}
