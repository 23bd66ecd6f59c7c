//! Captions written by a provider: one press of the button, and an order for each photo.
//!
//! Each photo is a submission of its own, with an acceptance of its own, so that a lost reply concerns one photo and
//! nothing is ever paid twice. What came is given to the dataset as one edit when nothing is under way any more.

use crate::{
    CaptioningId, DatasetId, FailureReason, HostedChoice, Money, PlannedCost, ProviderId, Spend,
    Timestamp,
};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Which photos are described.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CaptionScope {
    /// Those that are used and have no caption.
    #[default]
    Missing,
    /// All that are used; what stands there is replaced.
    All,
}

/// What is to be described, where and by what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CaptionRequest {
    /// The dataset.
    pub dataset: DatasetId,
    /// Which of its photos.
    pub scope: CaptionScope,
    /// Whose describer.
    pub provider: ProviderId,
    /// The describer, and the price that was typed where none is sourced.
    pub hosted: HostedChoice,
}

/// Why photos cannot be described there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum CaptionRefusal {
    /// No photo is left to be described.
    NothingToDescribe,
    /// Photos of this dataset are being described.
    UnderWay,
    /// No key of the provider is set.
    NoKey {
        /// Whose.
        provider: ProviderId,
    },
    /// No sourced price is known, and none was typed.
    NoPrice {
        /// The provider's page.
        page: String,
    },
    /// It would pass the ceiling of the month.
    OverCeiling {
        /// What would be set aside.
        reserved: Money,
        /// Spent and set aside in this month so far.
        month_to_date: Money,
        /// The ceiling.
        ceiling: Money,
    },
    /// It would set aside more than the person has agreed to.
    OverLimit {
        /// What would be set aside.
        reserved: Money,
        /// What the person has agreed to.
        limit: Money,
    },
    /// The catalogue has no such describer.
    DescriberUnknown {
        /// What was asked for.
        endpoint: String,
    },
}

/// What is shown before photos are described.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CaptionPlan {
    /// Photos that would be sent.
    pub photos: u32,
    /// The host that gets them; empty where none is known.
    pub host: String,
    /// What all of them cost; `None` where no price is known.
    pub cost: Option<PlannedCost>,
    /// Why it cannot be asked for; `None` where it can.
    pub refusal: Option<CaptionRefusal>,
}

/// Where the description of a photo stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "camelCase")]
pub enum CaptionState {
    /// It waits here, or is being sent.
    Queued,
    /// Committed before the request is sent: from here on it may have been paid.
    Submitting,
    /// The reply to the submission was lost: it may or may not have been taken.
    Unknown,
    /// The provider has taken it.
    Waiting,
    /// It is described.
    Described,
    /// It could not be described.
    Failed {
        /// Why.
        reason: FailureReason,
    },
    /// It was stopped.
    Cancelled,
}

impl CaptionState {
    /// The word in its row.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Submitting => "submitting",
            Self::Unknown => "unknown",
            Self::Waiting => "waiting",
            Self::Described => "described",
            Self::Failed { .. } => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing will happen to it any more.
    #[must_use]
    pub const fn is_terminal(&self) -> bool {
        match self {
            Self::Queued | Self::Submitting | Self::Unknown | Self::Waiting => false,
            Self::Described | Self::Failed { .. } | Self::Cancelled => true,
        }
    }
}

/// How the photos of a captioning stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CaptionCounts {
    /// Photos in all.
    pub total: u32,
    /// Those that wait or are under way.
    pub open: u32,
    /// Those that are described.
    pub described: u32,
    /// Those that could not be described.
    pub failed: u32,
    /// Those that were stopped.
    pub cancelled: u32,
    /// Those whose submission got no reply: a person has to look.
    pub unknown: u32,
}

/// One press of the button that describes photos.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Captioning {
    /// Its id.
    pub id: CaptioningId,
    /// The dataset.
    pub dataset: DatasetId,
    /// Where.
    pub provider: ProviderId,
    /// How its photos stand.
    pub counts: CaptionCounts,
    /// Photos that were described and keep another caption: a person has written one meanwhile, or they are gone.
    pub left_alone: u32,
    /// Whether what came was given to the dataset.
    pub is_applied: bool,
    /// Whether it is being stopped.
    pub is_stopping: bool,
    /// Why a photo could not be described; of several the first.
    pub trouble: Option<FailureReason>,
    /// What the provider said about it, in its own words; empty where that would not help.
    pub said: String,
    /// What it has cost.
    pub spend: Spend,
    /// When the button was pressed.
    pub created_at: Timestamp,
}

impl Captioning {
    /// Whether nothing goes on by itself any more: what is left is described, failed, stopped, or asked of the person.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        self.counts.open == 0
    }
}
