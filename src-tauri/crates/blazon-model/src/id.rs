//! Ids and points in time.
//!
//! Ids are newtypes over UUIDv7 (RFC 9562), so rows sort by the time they were made. The time and
//! the random bits are arguments: a test that fixes both gets the same id.

use serde::{Deserialize, Serialize};
use specta::Type;
use std::fmt;
use std::str::FromStr;
use uuid::{Builder, Uuid};

/// Milliseconds since 1970-01-01 in UTC. Within ±2^53, so that a JavaScript number holds it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
// In TypeScript a whole number, not one that may be NaN.
pub struct Timestamp(#[specta(type = i32)] pub i64);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
        pub struct $name(#[specta(type = String)] Uuid);

        impl $name {
            /// An id made at `at` (a time before 1970 counts as 1970) with 74 bits taken from `random`.
            #[must_use]
            pub fn new(at: Timestamp, random: [u8; 10]) -> Self {
                let millis = u64::try_from(at.0).unwrap_or(0);
                Self(Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A [`crate::Dataset`].
    DatasetId,
    /// A [`crate::Photo`] in a dataset.
    PhotoId,
    /// An [`crate::Edit`] of a dataset.
    EditId,
    /// A [`crate::Job`] in the queue.
    JobId,
    /// A [`crate::Quote`].
    QuoteId,
    /// The acceptance of a quote.
    AcceptanceId,
    /// A [`crate::TrainingRun`].
    RunId,
    /// A [`crate::LoraModel`].
    ModelId,
    /// A [`crate::Picture`].
    PictureId,
    /// A [`crate::Drawing`].
    DrawingId,
    /// A [`crate::Captioning`].
    CaptioningId,
    /// The order for one photo of a [`crate::Captioning`].
    CaptionOrderId,
    /// A [`crate::Badge`].
    BadgeId,
    /// A [`crate::Picture`] or a [`crate::Badge`] in the gallery.
    GalleryId,
    /// A [`crate::Grid`].
    GridId,
    /// A [`crate::Guest`].
    GuestId,
    /// A [`crate::LedgerEntry`].
    LedgerId,
}

impl From<PictureId> for GalleryId {
    fn from(PictureId(id): PictureId) -> Self {
        Self(id)
    }
}

impl From<BadgeId> for GalleryId {
    fn from(BadgeId(id): BadgeId) -> Self {
        Self(id)
    }
}

/// The picture of that id; a badge has none.
impl From<GalleryId> for PictureId {
    fn from(GalleryId(id): GalleryId) -> Self {
        Self(id)
    }
}

/// What a provider calls a submitted piece of work; opaque text of the provider.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
pub struct RequestId(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_time_they_were_made() {
        let early = DatasetId::new(Timestamp(1_000), [255; 10]);
        let late = DatasetId::new(Timestamp(1_001), [0; 10]);
        assert!(early < late);
        assert!(early.to_string() < late.to_string());
    }

    #[test]
    fn an_id_survives_text_and_json() {
        let id = PhotoId::new(Timestamp(1_763_700_000_000), *b"0123456789");
        assert_eq!(id.to_string().parse::<PhotoId>().unwrap(), id);
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, format!("\"{id}\""));
        assert_eq!(serde_json::from_str::<PhotoId>(&json).unwrap(), id);
    }
}
