//! What a base consists of, before its weights are read.

use crate::EngineError;
use crate::config::{
    Activation, AddedConditions, Level, ModelIndex, Prediction, SchedulerConfig, TextConfig,
    UnetConfig, VaeConfig,
};
use blazon_model::BaseFamily;
use std::path::Path;

/// The plans of all parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Plans {
    /// The UNet.
    pub unet: UnetConfig,
    /// The autoencoder.
    pub vae: VaeConfig,
    /// One text encoder, or SDXL's two.
    pub texts: Vec<TextConfig>,
    /// How the base was noised.
    pub scheduler: SchedulerConfig,
    /// Zeros stand for the embedding of an empty negative prompt.
    pub zeros_for_empty: bool,
}

/// The folders of the text encoders.
pub(crate) const TEXT_FOLDERS: [&str; 2] = ["text_encoder", "text_encoder_2"];

impl Plans {
    /// Reads the configurations of a diffusers folder.
    ///
    /// # Errors
    /// When one is missing, broken, or does not fit the others.
    pub fn read(folder: &Path) -> Result<Self, EngineError> {
        let index = ModelIndex::read(&folder.join("model_index.json"))?;
        let encoders = if index.is_xl { 2 } else { 1 };
        let plans = Self {
            unet: UnetConfig::read(&folder.join("unet/config.json"))?,
            vae: VaeConfig::read(&folder.join("vae/config.json"))?,
            texts: TEXT_FOLDERS[..encoders]
                .iter()
                .map(|part| TextConfig::read(&folder.join(part).join("config.json")))
                .collect::<Result<_, _>>()?,
            scheduler: SchedulerConfig::read(&folder.join("scheduler/scheduler_config.json"))?,
            zeros_for_empty: index.zeros_for_empty,
        };
        plans.check(folder)?;
        Ok(plans)
    }

    /// The family, by what tells it apart: two encoders, or the width of the text.
    #[must_use]
    pub fn family(&self) -> BaseFamily {
        match (self.texts.len(), self.unet.context) {
            (2, _) => BaseFamily::Sdxl,
            (_, 768) => BaseFamily::Sd15,
            (_, 1024) => BaseFamily::Sd21,
            _ => BaseFamily::Pocket,
        }
    }

    /// The side in pixels of a square picture for which the base was made.
    #[must_use]
    pub fn native_side(&self) -> usize {
        self.unet.sample_size * self.vae.reduction()
    }

    /// Of what a picture's sides must be multiples.
    #[must_use]
    pub fn granularity(&self) -> usize {
        self.vae.reduction()
    }

    fn check(&self, folder: &Path) -> Result<(), EngineError> {
        let refuse = |reason: String| {
            Err(EngineError::Unsupported {
                path: folder.to_owned(),
                reason,
            })
        };
        let text: usize = self.texts.iter().map(|text| text.width).sum();
        if text != self.unet.context {
            let asked = self.unet.context;
            return refuse(format!(
                "the text encoders give {text} numbers for a token, the UNet wants {asked}"
            ));
        }
        let latents = self.vae.latent_channels;
        if (self.unet.in_channels, self.unet.out_channels) != (latents, latents) {
            let (inputs, outputs) = (self.unet.in_channels, self.unet.out_channels);
            return refuse(format!(
                "the UNet takes {inputs} channels and gives {outputs}, the autoencoder has {latents}; \
                 bases for inpainting are not supported"
            ));
        }
        let pooled = self.texts.last().and_then(|text| text.projection);
        match (&self.unet.added, pooled) {
            (Some(added), Some(pooled)) if added.input_dim == pooled + 6 * added.time_dim => Ok(()),
            (None, _) if self.texts.len() == 1 => Ok(()),
            (Some(_) | None, _) => {
                refuse("the UNet's added conditions do not fit the text encoders".to_owned())
            }
        }
    }

    /// Stable Diffusion 1.x, as the original configuration has it.
    #[must_use]
    pub fn stable_diffusion_1() -> Self {
        Self {
            unet: UnetConfig {
                levels: four_levels([8, 8, 8, 8]),
                context: 768,
                linear_projection: false,
                ..stable_unet(64)
            },
            vae: stable_vae(0.18215),
            texts: vec![clip_large()],
            scheduler: SchedulerConfig::stable_diffusion(Prediction::Epsilon),
            zeros_for_empty: false,
        }
    }

    /// Stable Diffusion 2.x; `prediction` is the velocity for 768 px and the noise for the 512 px "base".
    #[must_use]
    pub fn stable_diffusion_2(prediction: Prediction) -> Self {
        let side = match prediction {
            Prediction::Velocity => 96,
            Prediction::Epsilon => 64,
        };
        Self {
            unet: UnetConfig {
                levels: four_levels([5, 10, 20, 20]),
                context: 1024,
                ..stable_unet(side)
            },
            vae: stable_vae(0.18215),
            // OpenCLIP's ViT-H without its last layer.
            texts: vec![TextConfig {
                width: 1024,
                inner: 4096,
                layers: 23,
                heads: 16,
                activation: Activation::Gelu,
                ..clip_large()
            }],
            scheduler: SchedulerConfig::stable_diffusion(prediction),
            zeros_for_empty: false,
        }
    }

    /// Stable Diffusion XL.
    #[must_use]
    pub fn stable_diffusion_xl() -> Self {
        let level = |channels: usize, depth: usize| Level {
            channels,
            layers: 2,
            heads: channels / 64,
            depth,
            attends_down: channels > 320,
            attends_up: channels > 320,
        };
        Self {
            unet: UnetConfig {
                levels: vec![level(320, 1), level(640, 2), level(1280, 10)],
                context: 2048,
                added: Some(AddedConditions {
                    time_dim: 256,
                    input_dim: 2816,
                }),
                ..stable_unet(128)
            },
            vae: stable_vae(0.13025),
            texts: vec![
                clip_large(),
                // OpenCLIP's ViT-bigG.
                TextConfig {
                    width: 1280,
                    inner: 5120,
                    layers: 32,
                    heads: 20,
                    activation: Activation::Gelu,
                    projection: Some(1280),
                    ..clip_large()
                },
            ],
            scheduler: SchedulerConfig::stable_diffusion(Prediction::Epsilon),
            zeros_for_empty: true,
        }
    }
}

fn stable_unet(sample_size: usize) -> UnetConfig {
    UnetConfig {
        in_channels: 4,
        out_channels: 4,
        sample_size,
        levels: Vec::new(),
        context: 0,
        groups: 32,
        epsilon: 1e-5,
        linear_projection: true,
        flip_sin_to_cos: true,
        frequency_shift: 0.0,
        added: None,
    }
}

fn four_levels(heads: [usize; 4]) -> Vec<Level> {
    let channels = [320, 640, 1280, 1280];
    let levels = channels.into_iter().zip(heads).enumerate();
    levels
        .map(|(number, (channels, heads))| Level {
            channels,
            layers: 2,
            heads,
            depth: 1,
            attends_down: number < 3,
            attends_up: number < 3,
        })
        .collect()
}

fn stable_vae(scaling: f64) -> VaeConfig {
    VaeConfig {
        channels: vec![128, 256, 512, 512],
        layers: 2,
        latent_channels: 4,
        groups: 32,
        scaling,
        shift: 0.0,
        attends: true,
        quant: true,
        post_quant: true,
    }
}

/// OpenAI's ViT-L/14.
fn clip_large() -> TextConfig {
    TextConfig {
        vocabulary: 49408,
        width: 768,
        inner: 3072,
        layers: 12,
        heads: 12,
        length: 77,
        activation: Activation::QuickGelu,
        epsilon: 1e-5,
        end: None,
        projection: None,
    }
}
