//! What is said of a dataset as a whole before it is trained.

use crate::{Bucket, CaptionLint, PhotoId};
use serde::{Deserialize, Serialize};
use specta::Type;

/// With fewer photos nothing is trained.
pub const NEEDED_PHOTOS: u32 = 5;
/// From so many photos on a likeness is good.
pub const ADVISED_PHOTOS: u32 = 10;
/// From so many photos on a style is good.
pub const ADVISED_PHOTOS_OF_STYLE: u32 = 15;

/// What a person decided about a photo, whatever its marks say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Choice {
    /// It is used.
    Keep,
    /// It is left out.
    LeaveOut,
}

/// Which photos are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PhotoFilter {
    /// All of them.
    #[default]
    All,
    /// Those with a mark that a person should decide about, and has not.
    NeedsALook,
    /// Those that will not be sent.
    LeftOut,
    /// Those that will be sent.
    Used,
}

/// In which order photos are listed. Near duplicates always stand together, the best one first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PhotoOrder {
    /// As they were imported.
    #[default]
    Imported,
    /// By name, as people order names.
    Name,
    /// The least sharp first.
    Sharpness,
    /// The smallest first.
    Size,
}

/// One line of a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Finding {
    /// Too few photos to train.
    TooFewPhotos {
        /// How many are used.
        used: u32,
        /// How many are needed.
        needed: u32,
    },
    /// Enough to train, fewer than advised.
    FewerThanAdvised {
        /// How many are used.
        used: u32,
        /// How many are advised.
        advised: u32,
    },
    /// As many as advised.
    EnoughPhotos {
        /// How many are used.
        used: u32,
    },
    /// Photos that are used have this mark and nobody has decided about them.
    Marked {
        /// The mark.
        mark: crate::Mark,
        /// Which photos.
        photos: Vec<PhotoId>,
    },
    /// Photos were left out because of this mark.
    LeftOut {
        /// The mark.
        mark: crate::Mark,
        /// Which photos.
        photos: Vec<PhotoId>,
    },
    /// Photos look nearly the same; of each group one is used.
    NearDuplicates {
        /// How many groups.
        groups: u32,
        /// All photos of the groups.
        photos: Vec<PhotoId>,
        /// How many of them are used.
        used: u32,
    },
    /// One face was found in each photo of a person.
    OneFaceEverywhere,
    /// Faces are still being looked for.
    FacesToCome {
        /// In how many photos they were looked for.
        done: u32,
        /// In how many photos they will be.
        total: u32,
    },
    /// Photos were not measured yet.
    MeasuresToCome {
        /// How many.
        photos: u32,
    },
    /// Every photo that is used has a caption without a fault.
    CaptionsComplete {
        /// How many.
        count: u32,
    },
    /// Something about the captions.
    Captions {
        /// What.
        lint: CaptionLint,
    },
    /// Nothing but pixels is sent: no place, time or camera.
    MetadataRemoved,
}

/// How serious a line of a review is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Weight {
    /// Training is refused.
    Refused,
    /// A person should decide.
    ToDecide,
    /// Worth knowing.
    Known,
    /// In order.
    Passed,
}

impl Finding {
    /// How serious it is.
    #[must_use]
    pub const fn weight(&self) -> Weight {
        match self {
            Self::TooFewPhotos { .. } => Weight::Refused,
            Self::FewerThanAdvised { .. } | Self::MeasuresToCome { .. } => Weight::ToDecide,
            Self::Marked { mark, .. } => {
                if mark.needs_a_look() {
                    Weight::ToDecide
                } else {
                    Weight::Known
                }
            }
            Self::Captions { lint } => match lint {
                CaptionLint::None => Weight::Known,
                CaptionLint::Missing { .. }
                | CaptionLint::NoTrigger { .. }
                | CaptionLint::TooShort { .. }
                | CaptionLint::TooLong { .. }
                | CaptionLint::Repeats { .. }
                | CaptionLint::AllTheSame
                | CaptionLint::InNearlyAll { .. } => Weight::ToDecide,
            },
            Self::LeftOut { .. } | Self::NearDuplicates { .. } | Self::FacesToCome { .. } => {
                Weight::Known
            }
            Self::EnoughPhotos { .. }
            | Self::OneFaceEverywhere
            | Self::CaptionsComplete { .. }
            | Self::MetadataRemoved => Weight::Passed,
        }
    }
}

/// One line of a review with its weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReviewLine {
    /// How serious it is.
    pub weight: Weight,
    /// What it says.
    pub finding: Finding,
}

/// What is said of a dataset before it is trained: the most serious lines first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DatasetReview {
    /// How many photos there are.
    pub photos: u32,
    /// How many of them will be sent.
    pub used: u32,
    /// How many wait for a decision.
    pub needs_a_look: u32,
    /// How many are left out.
    pub left_out: u32,
    /// The lines.
    pub lines: Vec<ReviewLine>,
}

/// How many photos go into a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct BucketCount {
    /// The bucket.
    pub bucket: Bucket,
    /// How many photos.
    pub photos: u32,
}

/// How many photos lie in a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RangeCount {
    /// From here.
    pub from: u32,
    /// To here, exclusive; open at the end.
    pub to: Option<u32>,
    /// How many photos.
    pub photos: u32,
}

/// How often a word stands in captions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WordCount {
    /// The word, in lower case.
    pub word: String,
    /// In how many captions.
    pub captions: u32,
}

/// Figures of the photos that will be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DatasetStatistics {
    /// How many photos.
    pub photos: u32,
    /// Their buckets, the fullest first.
    pub buckets: Vec<BucketCount>,
    /// Their short sides in pixels, after the crop.
    pub short_sides: Vec<RangeCount>,
    /// Their sharpness, in the unit of [`crate::Measures::sharpness`].
    pub sharpness: Vec<RangeCount>,
    /// The words of their captions, the most frequent first, at most 40.
    pub words: Vec<WordCount>,
}
