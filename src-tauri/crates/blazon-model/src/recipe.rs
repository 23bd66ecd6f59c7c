//! Recipes: how to train.

use crate::BaseFamily;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Where work is done.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "camelCase")]
pub enum ProviderId {
    /// This computer.
    Local,
    /// fal.ai.
    Fal,
    /// Replicate.
    Replicate,
}

/// A set of values that people choose by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Preset {
    /// 500 steps, rank 8.
    Economy,
    /// 1000 steps, rank 16, learning rate 4e-4.
    #[default]
    Standard,
    /// Each value by hand.
    Custom,
}

/// How to train. A field that a trainer does not have is neither sent nor named in the quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Recipe {
    /// Where the values come from.
    pub preset: Preset,
    /// Where it is trained.
    pub provider: ProviderId,
    /// What it is trained on.
    pub base: BaseFamily,
    /// Training steps, at least 1.
    pub steps: u32,
    /// Rank of the LoRA matrices, 1 to 128.
    pub rank: u32,
    /// Learning rate, above 0.
    pub learning_rate: f64,
    /// Side of the training square in pixels, a multiple of 64 (128 for Pocket).
    pub resolution: u32,
}

impl Recipe {
    /// The values of `preset` for `provider` and `base`; Custom starts from Standard.
    #[must_use]
    pub const fn from_preset(preset: Preset, provider: ProviderId, base: BaseFamily) -> Self {
        let (steps, rank) = match preset {
            Preset::Economy => (500, 8),
            Preset::Standard | Preset::Custom => (1000, 16),
        };
        Self {
            preset,
            provider,
            base,
            steps,
            rank,
            learning_rate: 4e-4,
            resolution: base.native_resolution(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_have_the_documented_values() {
        let economy = Recipe::from_preset(Preset::Economy, ProviderId::Fal, BaseFamily::Flux1);
        assert_eq!((economy.steps, economy.rank), (500, 8));
        let standard = Recipe::from_preset(Preset::Standard, ProviderId::Local, BaseFamily::Pocket);
        assert_eq!(
            (standard.steps, standard.rank, standard.resolution),
            (1000, 16, 128)
        );
        assert!((standard.learning_rate - 4e-4).abs() < f64::EPSILON);
    }
}
