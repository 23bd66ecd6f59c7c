//! Recipes: how to train.

use crate::{BaseFamily, Endpoint, Field, FieldKind, FieldValue, Price, Role, Seed};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;

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

/// What a person looks for on a provider's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ProviderPage {
    /// Where keys are made.
    Keys,
    /// Where requests are listed.
    Requests,
    /// Where credit is added.
    Credit,
}

impl ProviderId {
    /// The address of a page for people; `None` for this computer. As the providers' own documentation links them.
    #[must_use]
    pub const fn page(self, page: ProviderPage) -> Option<&'static str> {
        match (self, page) {
            (Self::Local, _) => None,
            (Self::Fal, ProviderPage::Keys) => Some("https://fal.ai/dashboard/keys"),
            (Self::Fal, ProviderPage::Requests) => Some("https://fal.ai/dashboard/requests"),
            (Self::Fal, ProviderPage::Credit) => Some("https://fal.ai/dashboard/billing"),
            (Self::Replicate, ProviderPage::Keys) => {
                Some("https://replicate.com/account/api-tokens")
            }
            (Self::Replicate, ProviderPage::Requests) => Some("https://replicate.com/trainings"),
            (Self::Replicate, ProviderPage::Credit) => {
                Some("https://replicate.com/account/billing")
            }
        }
    }
}

/// A set of values that people choose by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Preset {
    /// 500 steps, rank 8.
    Economy,
    /// 1000 steps, rank 16, learning rate 4e-4 (5e-4 on Pocket).
    #[default]
    Standard,
    /// Each value by hand.
    Custom,
}

/// Which layers of the base get a pair of LoRA matrices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LoraParts {
    /// Queries, keys, values and outputs of the attention layers.
    pub attention: bool,
    /// The feed-forward layers.
    pub feed_forward: bool,
    /// The projections into and out of the transformer blocks.
    pub projections: bool,
    /// The convolutions of the residual blocks.
    pub convolutions: bool,
}

impl LoraParts {
    /// Whether no layer would be trained.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        !(self.attention || self.feed_forward || self.projections || self.convolutions)
    }
}

impl Default for LoraParts {
    fn default() -> Self {
        Self {
            attention: true,
            feed_forward: true,
            projections: true,
            convolutions: false,
        }
    }
}

/// What only training on this computer knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct LocalRecipe {
    /// A folder or file with a base of one's own; `None` for the base that ships.
    pub base_path: Option<String>,
    /// Pictures in one step, 1 to 16.
    pub batch: u32,
    /// Which layers get pairs.
    pub parts: LoraParts,
    /// The share of steps that are trained without a caption, 0 to 0.5.
    pub caption_dropout: f64,
    /// Whether pictures are mirrored at random; wrong for faces and writing.
    pub flip: bool,
    /// What all chance in the training follows from.
    pub seed: Seed,
    /// Whether a graphics card computes, where there is one that can be used; experimental.
    pub on_card: bool,
}

impl Default for LocalRecipe {
    fn default() -> Self {
        Self {
            base_path: None,
            batch: 4,
            parts: LoraParts::default(),
            caption_dropout: 0.05,
            flip: false,
            seed: Seed(42),
            on_card: false,
        }
    }
}

impl LocalRecipe {
    /// A step of eight pictures of Pocket still takes a tenth of a second. Its convolutions stay as they are: with
    /// them a LoRA of a few photos holds their colours and loses the figure, as one looks at the pictures.
    #[must_use]
    pub fn for_pocket() -> Self {
        Self {
            batch: 8,
            ..Self::default()
        }
    }
}

/// What only hosted work knows: a training, or a drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HostedChoice {
    /// The trainer or generator, `owner/name`.
    pub endpoint: String,
    /// Fields of its input over their defaults.
    pub chosen: BTreeMap<String, FieldValue>,
    /// The price that a person typed from the provider's page, where no sourced one is known.
    pub typed_price: Option<Price>,
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
    /// What only this computer's trainer has.
    #[serde(default)]
    pub local: LocalRecipe,
    /// What only a hosted training knows; `None` on this computer.
    #[serde(default)]
    pub hosted: Option<HostedChoice>,
}

impl Recipe {
    /// The values of `preset` for `provider` and `base`; Custom starts from Standard.
    #[must_use]
    pub fn from_preset(preset: Preset, provider: ProviderId, base: BaseFamily) -> Self {
        let (steps, rank) = match preset {
            Preset::Economy => (500, 8),
            Preset::Standard | Preset::Custom => (1000, 16),
        };
        let (learning_rate, local) = if base == BaseFamily::Pocket {
            (5e-4, LocalRecipe::for_pocket())
        } else {
            (4e-4, LocalRecipe::default())
        };
        Self {
            preset,
            provider,
            base,
            steps,
            rank,
            learning_rate,
            resolution: base.native_resolution(),
            local,
            hosted: None,
        }
    }

    /// The values of a preset for a hosted trainer: only those that it has a field for, within its limits. Its own
    /// learning rate is kept where it names one, since each trainer's is its own.
    #[must_use]
    pub fn of_trainer(preset: Preset, trainer: &Endpoint) -> Self {
        let base = trainer.base.unwrap_or(BaseFamily::Flux1);
        let mut recipe = Self::from_preset(preset, trainer.provider, base);
        let mut chosen = BTreeMap::new();
        let mut take = |role: Role, value: f64| -> Option<f64> {
            let field = trainer.field_of(role)?;
            let value = within(field, value)?;
            chosen.insert(field.name.clone(), FieldValue::Number(value));
            Some(value)
        };
        // A field's limits are 32 bits wide.
        recipe.steps = take(Role::Steps, f64::from(recipe.steps)).map_or(0, |steps| steps as u32);
        recipe.rank = take(Role::Rank, f64::from(recipe.rank)).map_or(0, |rank| rank as u32);
        let rate = trainer
            .field_of(Role::LearningRate)
            .map(|field| match &field.default {
                Some(FieldValue::Number(own)) => *own,
                Some(_) | None => recipe.learning_rate,
            });
        recipe.learning_rate = rate
            .and_then(|rate| take(Role::LearningRate, rate))
            .unwrap_or_default();
        recipe.hosted = Some(HostedChoice {
            endpoint: trainer.id.clone(),
            chosen,
            typed_price: None,
        });
        recipe
    }
}

/// The value nearest to `value` that a field of numbers takes.
fn within(field: &Field, value: f64) -> Option<f64> {
    match &field.kind {
        FieldKind::Integer { least, most } => {
            Some(value.clamp(f64::from(*least), f64::from(*most)))
        }
        FieldKind::Number { least, most } => Some(value.clamp(*least, *most)),
        FieldKind::Flag | FieldKind::Choice { .. } | FieldKind::Text | FieldKind::Filled => None,
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
        assert!((economy.learning_rate - 4e-4).abs() < f64::EPSILON);
        assert!((standard.learning_rate - 5e-4).abs() < f64::EPSILON);
        assert_eq!((economy.local.batch, standard.local.batch), (4, 8));
    }
}
