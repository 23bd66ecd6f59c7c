//! Models: a LoRA that can be used.

use crate::{ByteCount, ContentHash, DatasetName, ModelId, ModelTrigger, RunId, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;

/// The family of base models that a LoRA fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum BaseFamily {
    /// The small base that ships, 128 px.
    Pocket,
    /// Stable Diffusion 1.5, 512 px.
    Sd15,
    /// Stable Diffusion 2.1, 768 px.
    Sd21,
    /// Stable Diffusion XL, 1024 px.
    Sdxl,
    /// FLUX.1, 1024 px.
    Flux1,
    /// FLUX.2, 1024 px.
    Flux2,
    /// Qwen-Image, 1024 px.
    QwenImage,
    /// Z-Image, 1024 px.
    ZImage,
}

impl BaseFamily {
    /// All families, from the smallest to the largest.
    pub const ALL: [Self; 8] = [
        Self::Pocket,
        Self::Sd15,
        Self::Sd21,
        Self::Sdxl,
        Self::Flux1,
        Self::Flux2,
        Self::QwenImage,
        Self::ZImage,
    ];

    /// Its proper name, the same in every language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pocket => "Pocket",
            Self::Sd15 => "Stable Diffusion 1.5",
            Self::Sd21 => "Stable Diffusion 2.1",
            Self::Sdxl => "Stable Diffusion XL",
            Self::Flux1 => "FLUX.1",
            Self::Flux2 => "FLUX.2",
            Self::QwenImage => "Qwen-Image",
            Self::ZImage => "Z-Image",
        }
    }

    /// The strength at which a LoRA is drawn unless a person says otherwise: 1, as trained. In Pocket, which is very
    /// small, that leaves little of the figure that holds the subject; at 0.7 both are seen.
    #[must_use]
    pub const fn usual_strength(self) -> f64 {
        match self {
            Self::Pocket => 0.7,
            Self::Sd15
            | Self::Sd21
            | Self::Sdxl
            | Self::Flux1
            | Self::Flux2
            | Self::QwenImage
            | Self::ZImage => 1.0,
        }
    }

    /// Whether this computer draws with a base of the family, where one is there.
    #[must_use]
    pub const fn is_drawn_here(self) -> bool {
        match self {
            Self::Pocket | Self::Sd15 | Self::Sd21 | Self::Sdxl => true,
            Self::Flux1 | Self::Flux2 | Self::QwenImage | Self::ZImage => false,
        }
    }

    /// The side in pixels for which the base was made.
    #[must_use]
    pub const fn native_resolution(self) -> u32 {
        match self {
            Self::Pocket => 128,
            Self::Sd15 => 512,
            Self::Sd21 => 768,
            Self::Sdxl | Self::Flux1 | Self::Flux2 | Self::QwenImage | Self::ZImage => 1024,
        }
    }
}

/// A LoRA in the library. Its file is `models/<slug>-<id>/lora.safetensors`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LoraModel {
    /// Its id.
    pub id: ModelId,
    /// Its name.
    pub name: DatasetName,
    /// What calls the subject; an imported LoRA may have none.
    pub trigger: Option<ModelTrigger>,
    /// The bases that it fits.
    pub base: BaseFamily,
    /// The run that made it; `None` where the file was imported.
    pub run: Option<RunId>,
    /// The folder under `models/`.
    pub folder: String,
    /// The weights' content.
    pub weights: ContentHash,
    /// The weights' size.
    pub bytes: ByteCount,
    /// What is always drawn on a badge.
    pub badge_base: String,
    /// How a badge is drawn.
    pub badge_style: String,
    /// A picture that shows what it draws, relative to the library.
    pub cover: Option<String>,
    /// What the person notes about it.
    pub notes: String,
    /// The strength at which it is best, 0.05 to 2; `None` for that of its base.
    pub best_strength: Option<f64>,
    /// Whether the bot may draw with it.
    pub is_shared: bool,
    /// When the owner said that the person whom it shows agrees to that; `None` where nobody was asked.
    pub consent_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was archived: it is offered nowhere, and its pictures stay.
    pub archived_at: Option<Timestamp>,
    /// When it was removed: it can be taken back until its files are deleted.
    pub removed_at: Option<Timestamp>,
}

impl LoraModel {
    /// The strength at which it draws where nobody says otherwise.
    #[must_use]
    pub fn usual_strength(&self) -> f64 {
        self.best_strength
            .unwrap_or_else(|| self.base.usual_strength())
    }
}
