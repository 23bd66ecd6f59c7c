//! Pictures: generated images with everything needed to make them again.

use crate::{
    BaseFamily, ContentHash, DrawingId, ModelId, PictureId, ProviderId, Sampler, Seed, Timestamp,
};
use serde::{Deserialize, Serialize};
use specta::Type;

/// One generated image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Picture {
    /// Its id.
    pub id: PictureId,
    /// The drawing of which it came.
    pub drawing: DrawingId,
    /// Which of that drawing's pictures, counted from 0.
    pub index: u32,
    /// The file, relative to the library.
    pub file: String,
    /// Its file's content.
    pub hash: ContentHash,
    /// The model; `None` where only the base drew it.
    pub model: Option<ModelId>,
    /// Who drew it.
    pub provider: ProviderId,
    /// What it was drawn with.
    pub base: BaseFamily,
    /// The prompt as it was sent, trigger word included.
    pub prompt: String,
    /// What should not be drawn; empty where nothing was said.
    pub negative_prompt: String,
    /// The seed; `None` where the provider did not report it.
    pub seed: Option<Seed>,
    /// How noise became the picture; `None` where the provider does not say.
    pub sampler: Option<Sampler>,
    /// Denoising steps.
    pub steps: u32,
    /// Guidance scale.
    pub guidance: f64,
    /// Strength of the LoRA, 1 as trained.
    pub strength: f64,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// When it was drawn.
    pub created_at: Timestamp,
    /// Whether it lies in the trash.
    #[serde(default)]
    pub is_removed: bool,
}
