//! Drawings: one press of the button in the playground, and the pictures that come of it.

use crate::{
    ByteCount, DrawingId, HostedChoice, ModelId, Picture, ProviderId, RequestId, Seed, Spend,
    Timestamp,
};
use serde::{Deserialize, Serialize};
use specta::Type;

/// How noise becomes a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Sampler {
    /// DPM-Solver++ of second order, multistep (arXiv 2211.01095).
    #[default]
    DpmPlusPlus2M,
    /// Euler's method with fresh noise at each step.
    EulerAncestral,
    /// Denoising diffusion implicit model (arXiv 2010.02502), without fresh noise.
    Ddim,
}

impl Sampler {
    /// Its name as other programs write and read it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DpmPlusPlus2M => "DPM++ 2M",
            Self::EulerAncestral => "Euler a",
            Self::Ddim => "DDIM",
        }
    }
}

/// What is to be drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DrawRequest {
    /// Where it is drawn.
    pub provider: ProviderId,
    /// The model; `None` where only the base draws.
    pub model: Option<ModelId>,
    /// The base on this computer; `None` for the one that ships.
    pub base_path: Option<String>,
    /// The prompt as it was typed; the model's trigger word is put before it.
    pub prompt: String,
    /// Whether the prompt is sent as it was typed, without the model's trigger word before it.
    #[serde(default)]
    pub without_trigger: bool,
    /// What should not be drawn; empty where nothing was said.
    pub negative_prompt: String,
    /// Strength of the LoRA, 0 to 2, 1 as trained.
    pub strength: f64,
    /// Denoising steps, 1 to 100.
    pub steps: u32,
    /// Guidance scale, 1 to 20.
    pub guidance: f64,
    /// How noise becomes a picture.
    pub sampler: Sampler,
    /// Width in pixels, a multiple of 8.
    pub width: u32,
    /// Height in pixels, a multiple of 8.
    pub height: u32,
    /// The first picture's seed, the next pictures' are those that follow; `None` for a new one.
    pub seed: Option<Seed>,
    /// Pictures, 1 to 8.
    pub count: u32,
    /// Whether a graphics card computes, where there is one that can be used; experimental.
    #[serde(default)]
    pub on_card: bool,
    /// Which generator draws, and what only it knows; `None` on this computer. Steps, guidance and what should not be
    /// drawn are those above, where the generator has such fields.
    #[serde(default)]
    pub hosted: Option<HostedChoice>,
}

/// Why a drawing failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DrawFailure {
    /// The base is not where it was, or cannot be read.
    BaseUnusable,
    /// The LoRA is missing, damaged, or for another base.
    LoraUnusable,
    /// This computer has too little memory.
    OutOfMemory,
    /// The library's disk is full.
    DiskFull,
    /// The engine ended without saying why.
    EngineEnded,
    /// No key of the provider is set.
    NoKey,
    /// The key was refused.
    BadKey,
    /// The account has no credit.
    NoCredit,
    /// The provider refused a value.
    Rejected,
    /// The provider's checker held every picture back.
    Blocked,
    /// The provider has no capacity.
    Busy,
    /// The network or the host could not be reached.
    Offline,
    /// The settings do not allow the host.
    HostRefused,
    /// The proxy of the settings is no address.
    BadProxy,
    /// The provider's answer could not be understood.
    BrokenReply,
    /// The drawing itself failed there.
    FailedThere,
    /// It was stopped at the provider, and not from here.
    StoppedThere,
    /// The provider has no such drawing: nothing was submitted.
    NeverTaken,
    /// The pictures are not there any more, or are none.
    BadPictures,
    /// A file of the library cannot be read or written.
    DiskFailed,
}

impl DrawFailure {
    /// The message that says it to people.
    #[must_use]
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::BaseUnusable => "drawing-failed-base",
            Self::LoraUnusable => "drawing-failed-lora",
            Self::OutOfMemory => "drawing-failed-memory",
            Self::DiskFull => "drawing-failed-disk-full",
            Self::EngineEnded => "drawing-failed-engine",
            Self::NoKey => "drawing-failed-no-key",
            Self::BadKey => "drawing-failed-bad-key",
            Self::NoCredit => "drawing-failed-no-credit",
            Self::Rejected => "drawing-failed-rejected",
            Self::Blocked => "drawing-failed-blocked",
            Self::Busy => "drawing-failed-busy",
            Self::Offline => "drawing-failed-offline",
            Self::HostRefused => "drawing-failed-host-refused",
            Self::BadProxy => "drawing-failed-bad-proxy",
            Self::BrokenReply => "drawing-failed-broken-reply",
            Self::FailedThere => "drawing-failed-there",
            Self::StoppedThere => "drawing-failed-stopped-there",
            Self::NeverTaken => "drawing-failed-never-taken",
            Self::BadPictures => "drawing-failed-pictures",
            Self::DiskFailed => "drawing-failed-disk",
        }
    }
}

/// Where a drawing stands. Hosted ones go from `Queued`, where they are accepted, over `Sending` and `Submitting` to
/// `Waiting`, `Running` and `Fetching`; a reply to the submission that is lost leads to `Unknown`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "status",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum DrawingState {
    /// It waits here.
    Queued,
    /// The model's weights are being sent to the provider.
    Sending {
        /// Bytes sent.
        sent: ByteCount,
        /// Bytes in all.
        total: ByteCount,
    },
    /// Committed before the request is sent: from here on it may have been paid.
    Submitting,
    /// The reply to the submission was lost: it may or may not have been taken.
    Unknown,
    /// The provider has taken it, and it waits there.
    Waiting {
        /// Requests before it, where the provider says it.
        position: Option<u32>,
    },
    /// It is drawn.
    Running {
        /// The picture that is drawn, counted from 0; what lies before it is finished.
        picture: u32,
        /// Steps done of that picture; 0 while the base is loaded.
        step: u32,
        /// Steps of each picture.
        steps: u32,
    },
    /// It is drawn, and its pictures are being fetched.
    Fetching,
    /// All pictures are there.
    Succeeded,
    /// It could not go on; pictures that were finished stay.
    Failed {
        /// Why.
        reason: DrawFailure,
        /// What exactly, as the engine said it; empty where it said nothing.
        detail: String,
    },
    /// The person stopped it; pictures that were finished stay.
    Cancelled,
}

impl DrawingState {
    /// Whether nothing will happen to it any more.
    #[must_use]
    pub const fn is_terminal(&self) -> bool {
        match self {
            Self::Queued
            | Self::Sending { .. }
            | Self::Submitting
            | Self::Unknown
            | Self::Waiting { .. }
            | Self::Running { .. }
            | Self::Fetching => false,
            Self::Succeeded | Self::Failed { .. } | Self::Cancelled => true,
        }
    }

    /// The word in its row.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending { .. } => "sending",
            Self::Submitting => "submitting",
            Self::Unknown => "unknown",
            Self::Waiting { .. } => "waiting",
            Self::Fetching => "fetching",
            Self::Running { .. } => "running",
            Self::Succeeded => "succeeded",
            Self::Failed { .. } => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// One press of the button.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Drawing {
    /// Its id.
    pub id: DrawingId,
    /// What was asked for, with the seed that was taken.
    pub request: DrawRequest,
    /// The prompt as it is sent, trigger word included.
    pub sent_prompt: String,
    /// Where it stands.
    pub state: DrawingState,
    /// The pictures that are finished, in order.
    pub pictures: Vec<Picture>,
    /// Pictures that the provider's checker held back.
    #[serde(default)]
    pub held_back: u32,
    /// Whether a person wants it stopped.
    #[serde(default)]
    pub is_stopping: bool,
    /// Whether it is a cell of a grid, with which it is shown.
    #[serde(default)]
    pub is_cell: bool,
    /// What a hosted drawing has cost; `None` on this computer.
    #[serde(default)]
    pub spend: Option<Spend>,
    /// The provider's request, once it is known.
    #[serde(default)]
    pub request_id: Option<RequestId>,
    /// When the button was pressed.
    pub created_at: Timestamp,
}

/// A picture that is not finished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// The drawing.
    pub drawing: DrawingId,
    /// Which of its pictures, counted from 0.
    pub picture: u32,
    /// Steps done.
    pub step: u32,
    /// Steps in all.
    pub steps: u32,
    /// Width in pixels, much smaller than the picture's.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Red, green and blue of each pixel, row by row, in base64 (RFC 4648).
    pub rgb: String,
}

/// What became of the search for a graphics card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CardFinding {
    /// The card that can be used, as its maker calls it; `None` where none can.
    pub name: Option<String>,
    /// Why none can be used, as one sentence; empty where one can.
    pub trouble: String,
    /// Seconds of a training step on the base that ships, where it was measured.
    pub seconds_per_step: Option<f64>,
}

/// A word in a prompt about which something has to be said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PromptWord {
    /// Where it begins, in UTF-16 units, as JavaScript counts.
    pub start: u32,
    /// How long it is, in UTF-16 units.
    pub length: u32,
    /// The word as it was typed.
    pub word: String,
    /// The known word that is sent for it; `None` where the base does not know it.
    pub sent_as: Option<String>,
    /// Known words that are nearest to one that is not known, the nearest first.
    pub nearest: Vec<String>,
}
