//! The autoencoder between pictures and latents (diffusers' `AutoencoderKL`).

use super::layers::{AffineId, Geometry, LayerGroup, Layers, NormId, Pass};
use super::load::{Bias, Loader};
use super::ops::{self, Causal, Then};
use super::resnet::{Resnet, Style};
use super::{Adapters, channels_first, channels_last, on_worker};
use crate::EngineError;
use crate::config::VaeConfig;
use crate::weights::Weights;
use burn::tensor::{Device, Tensor};

/// The epsilon of its norms.
const EPSILON: f64 = 1e-6;
/// The bounds of the logarithm of the variance (diffusers' `DiagonalGaussianDistribution`).
const LOG_VARIANCE: [f32; 2] = [-30.0, 20.0];

/// The distribution of latents that a picture stands for, both `[batch, channels, height, width]`.
#[derive(Clone, Debug)]
pub struct Moments {
    /// The middle.
    pub mean: Tensor<4>,
    /// The logarithm of the variance, within -30 and 20.
    pub log_variance: Tensor<4>,
}

/// An autoencoder with its weights. Cloning shares them.
#[derive(Clone, Debug)]
pub struct Vae {
    config: VaeConfig,
    layers: Layers,
    encoder: Encoder,
    decoder: Decoder,
}

#[derive(Clone, Debug)]
struct Encoder {
    conv_in: AffineId,
    levels: Vec<Level>,
    middle: Middle,
    norm_out: NormId,
    conv_out: AffineId,
    quant: Option<AffineId>,
}

#[derive(Clone, Debug)]
struct Decoder {
    post_quant: Option<AffineId>,
    conv_in: AffineId,
    middle: Middle,
    levels: Vec<Level>,
    norm_out: NormId,
    conv_out: AffineId,
}

#[derive(Clone, Debug)]
struct Level {
    resnets: Vec<Resnet>,
    onward: Option<AffineId>,
}

#[derive(Clone, Debug)]
struct Middle {
    first: Resnet,
    attention: Option<Attention>,
    second: Resnet,
}

#[derive(Clone, Debug)]
struct Attention {
    norm: NormId,
    query: AffineId,
    key: AffineId,
    value: AffineId,
    out: AffineId,
}

impl Vae {
    /// Builds the autoencoder out of weights in diffusers' names.
    ///
    /// # Errors
    /// When a tensor is missing, has another shape than the configuration asks for, or holds what is no number.
    pub fn load(
        config: &VaeConfig,
        weights: &Weights,
        device: &Device,
    ) -> Result<Self, EngineError> {
        let mut loader = Loader::new(weights, device);
        Ok(Self {
            config: config.clone(),
            encoder: Encoder::load(&mut loader, config)?,
            decoder: Decoder::load(&mut loader, config)?,
            layers: loader.layers,
        })
    }

    /// Its plan.
    #[must_use]
    pub const fn config(&self) -> &VaeConfig {
        &self.config
    }

    /// How many numbers its weights are.
    #[must_use]
    pub fn parameter_count(&self) -> usize {
        self.layers.count()
    }

    /// What latents stand for pictures, `[batch, 3, height, width]` from -1 to 1, whose sides are multiples of the
    /// plan's reduction. They are not scaled yet.
    #[must_use]
    pub fn encode(&self, pictures: Tensor<4>) -> Moments {
        let groups = self.config.groups;
        let moments = on_worker(|| {
            let pictures = channels_last(pictures);
            channels_first(self.encoder.forward(self.pass(), pictures, groups))
        });
        let channels = self.config.latent_channels;
        let [low, high] = LOG_VARIANCE;
        Moments {
            mean: moments.clone().narrow(1, 0, channels),
            log_variance: moments.narrow(1, channels, channels).clamp(low, high),
        }
    }

    /// Latents as the UNet wants them.
    #[must_use]
    pub fn scale(&self, latents: Tensor<4>) -> Tensor<4> {
        (latents - self.config.shift as f32) * self.config.scaling as f32
    }

    /// Latents as [`Vae::decode`] wants them.
    #[must_use]
    pub fn unscale(&self, latents: Tensor<4>) -> Tensor<4> {
        latents / self.config.scaling as f32 + self.config.shift as f32
    }

    /// The pictures of latents without scale, about -1 to 1, `[batch, 3, height, width]`.
    #[must_use]
    pub fn decode(&self, latents: Tensor<4>) -> Tensor<4> {
        let groups = self.config.groups;
        on_worker(|| {
            let latents = channels_last(latents);
            channels_first(self.decoder.forward(self.pass(), latents, groups))
        })
    }

    fn pass(&self) -> Pass<'_> {
        const NONE: &Adapters = &Adapters::none();
        Pass {
            layers: &self.layers,
            adapters: NONE,
        }
    }
}

const OTHER: LayerGroup = LayerGroup::Other;

fn style(config: &VaeConfig) -> Style {
    Style {
        groups: config.groups,
        epsilon: EPSILON,
        time: None,
        group: OTHER,
    }
}

impl Encoder {
    fn load(loader: &mut Loader<'_>, config: &VaeConfig) -> Result<Self, EngineError> {
        let channels = &config.channels;
        let last = channels[channels.len() - 1];
        let latents = 2 * config.latent_channels;
        Ok(Self {
            conv_in: loader.conv("encoder.conv_in", [3, channels[0]], Geometry::SAME, OTHER)?,
            levels: Self::load_levels(loader, config)?,
            middle: Middle::load(loader, "encoder.mid_block", last, config)?,
            norm_out: loader.norm("encoder.conv_norm_out", last, EPSILON)?,
            conv_out: loader.conv("encoder.conv_out", [last, latents], Geometry::SAME, OTHER)?,
            quant: match config.quant {
                true => {
                    Some(loader.conv("quant_conv", [latents, latents], Geometry::POINT, OTHER)?)
                }
                false => None,
            },
        })
    }

    fn load_levels(loader: &mut Loader<'_>, config: &VaeConfig) -> Result<Vec<Level>, EngineError> {
        let mut inputs = config.channels[0];
        let last = config.channels.len() - 1;
        let mut levels = Vec::new();
        for (number, outputs) in config.channels.iter().copied().enumerate() {
            let path = format!("encoder.down_blocks.{number}");
            let mut resnets = Vec::new();
            for layer in 0..config.layers {
                let path = format!("{path}.resnets.{layer}");
                resnets.push(Resnet::load(
                    loader,
                    &path,
                    [inputs, outputs],
                    style(config),
                )?);
                inputs = outputs;
            }
            let onward = match number == last {
                true => None,
                false => {
                    let path = format!("{path}.downsamplers.0.conv");
                    Some(loader.conv(&path, [outputs, outputs], Geometry::HALVE_LATE, OTHER)?)
                }
            };
            levels.push(Level { resnets, onward });
        }
        Ok(levels)
    }

    fn forward(&self, pass: Pass<'_>, pictures: Tensor<4>, groups: usize) -> Tensor<4> {
        let mut x = pass.conv(self.conv_in, pictures);
        for level in &self.levels {
            x = level.through(pass, x);
            if let Some(halve) = level.onward {
                x = pass.conv(halve, x);
            }
        }
        let x = self.middle.forward(pass, x, groups);
        let x = pass.group_norm(self.norm_out, x, groups, Then::Silu);
        let x = pass.conv(self.conv_out, x);
        match self.quant {
            Some(quant) => pass.conv(quant, x),
            None => x,
        }
    }
}

impl Decoder {
    fn load(loader: &mut Loader<'_>, config: &VaeConfig) -> Result<Self, EngineError> {
        let channels = &config.channels;
        let last = channels[channels.len() - 1];
        let latents = config.latent_channels;
        Ok(Self {
            post_quant: match config.post_quant {
                true => Some(loader.conv(
                    "post_quant_conv",
                    [latents, latents],
                    Geometry::POINT,
                    OTHER,
                )?),
                false => None,
            },
            conv_in: loader.conv("decoder.conv_in", [latents, last], Geometry::SAME, OTHER)?,
            middle: Middle::load(loader, "decoder.mid_block", last, config)?,
            levels: Self::load_levels(loader, config)?,
            norm_out: loader.norm("decoder.conv_norm_out", channels[0], EPSILON)?,
            conv_out: loader.conv("decoder.conv_out", [channels[0], 3], Geometry::SAME, OTHER)?,
        })
    }

    fn load_levels(loader: &mut Loader<'_>, config: &VaeConfig) -> Result<Vec<Level>, EngineError> {
        let count = config.channels.len();
        let mut inputs = config.channels[count - 1];
        let mut levels = Vec::new();
        for (number, outputs) in config.channels.iter().copied().rev().enumerate() {
            let path = format!("decoder.up_blocks.{number}");
            let mut resnets = Vec::new();
            for layer in 0..=config.layers {
                let path = format!("{path}.resnets.{layer}");
                resnets.push(Resnet::load(
                    loader,
                    &path,
                    [inputs, outputs],
                    style(config),
                )?);
                inputs = outputs;
            }
            let onward = match number + 1 == count {
                true => None,
                false => {
                    let path = format!("{path}.upsamplers.0.conv");
                    Some(loader.conv(&path, [outputs, outputs], Geometry::SAME, OTHER)?)
                }
            };
            levels.push(Level { resnets, onward });
        }
        Ok(levels)
    }

    fn forward(&self, pass: Pass<'_>, latents: Tensor<4>, groups: usize) -> Tensor<4> {
        let latents = match self.post_quant {
            Some(quant) => pass.conv(quant, latents),
            None => latents,
        };
        let x = pass.conv(self.conv_in, latents);
        let mut x = self.middle.forward(pass, x, groups);
        for level in &self.levels {
            x = level.through(pass, x);
            if let Some(conv) = level.onward {
                let [_, height, width, _] = x.dims();
                x = pass.conv(conv, ops::enlarge(x, [2 * height, 2 * width]));
            }
        }
        let x = pass.group_norm(self.norm_out, x, groups, Then::Silu);
        pass.conv(self.conv_out, x)
    }
}

impl Level {
    fn through(&self, pass: Pass<'_>, x: Tensor<4>) -> Tensor<4> {
        self.resnets
            .iter()
            .fold(x, |x, resnet| resnet.forward(pass, x, None))
    }
}

impl Middle {
    fn load(
        loader: &mut Loader<'_>,
        path: &str,
        channels: usize,
        config: &VaeConfig,
    ) -> Result<Self, EngineError> {
        let sizes = [channels, channels];
        Ok(Self {
            first: Resnet::load(loader, &format!("{path}.resnets.0"), sizes, style(config))?,
            attention: match config.attends {
                true => Some(Attention::load(
                    loader,
                    &format!("{path}.attentions.0"),
                    channels,
                )?),
                false => None,
            },
            second: Resnet::load(loader, &format!("{path}.resnets.1"), sizes, style(config))?,
        })
    }

    fn forward(&self, pass: Pass<'_>, x: Tensor<4>, groups: usize) -> Tensor<4> {
        let x = self.first.forward(pass, x, None);
        let x = match &self.attention {
            Some(attention) => attention.forward(pass, x, groups),
            None => x,
        };
        self.second.forward(pass, x, None)
    }
}

impl Attention {
    fn load(loader: &mut Loader<'_>, path: &str, channels: usize) -> Result<Self, EngineError> {
        let norm = loader.norm(&format!("{path}.group_norm"), channels, EPSILON)?;
        let mut layer = |name: &str| {
            loader.linear(
                &format!("{path}.{name}"),
                [channels, channels],
                Bias::Yes,
                OTHER,
            )
        };
        Ok(Self {
            norm,
            query: layer("to_q")?,
            key: layer("to_k")?,
            value: layer("to_v")?,
            out: layer("to_out.0")?,
        })
    }

    /// One head over all pixels.
    fn forward(&self, pass: Pass<'_>, x: Tensor<4>, groups: usize) -> Tensor<4> {
        let [batch, height, width, channels] = x.dims();
        let seen = pass.group_norm(self.norm, x.clone(), groups, Then::Nothing);
        let seen = seen.reshape([batch, height * width, channels]);
        let query = pass.linear(self.query, seen.clone());
        let key = pass.linear(self.key, seen.clone());
        let value = pass.linear(self.value, seen);
        let mixed = pass.linear(self.out, ops::attention(query, key, value, 1, Causal::No));
        x + mixed.reshape([batch, height, width, channels])
    }
}
