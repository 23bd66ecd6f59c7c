//! Badges: a picture, a template and texts, rendered.

use crate::{BadgeId, ContentHash, PictureId, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;

/// A rendered badge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Badge {
    /// Its id.
    pub id: BadgeId,
    /// The picture; `None` where it came from a file outside the library.
    pub picture: Option<PictureId>,
    /// The template's folder name.
    pub template: String,
    /// The texts, in the order of the template's fields.
    pub texts: Vec<String>,
    /// The rendered file's content.
    pub hash: ContentHash,
    /// When it was rendered.
    pub created_at: Timestamp,
}
