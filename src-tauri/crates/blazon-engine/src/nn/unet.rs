//! The network that removes noise (Rombach et al., "Latent Diffusion", 2022; diffusers' `UNet2DConditionModel`).

use super::layers::{AffineId, Geometry, LayerGroup, Layers, NormId, Pass};
use super::load::{Bias, Loader};
use super::ops::{self, Then};
use super::resnet::{Resnet, Style};
use super::transformer::{self, Transformer};
use super::{Adapters, Target, channels_first, channels_last, on_worker};
use crate::EngineError;
use crate::config::UnetConfig;
use crate::weights::Weights;
use burn::tensor::{Device, Tensor, TensorData, activation};

/// SDXL's conditions beside the text.
#[derive(Clone, Debug)]
pub struct Added {
    /// The pooled embedding of the second text encoder, `[batch, width]`.
    pub pooled: Tensor<2>,
    /// For each picture: height and width of the original, top and left of the cut, height and width asked for.
    pub measures: Vec<[f32; 6]>,
}

/// A UNet with its weights. Cloning shares them.
#[derive(Clone, Debug)]
pub struct Unet {
    config: UnetConfig,
    layers: Layers,
    conv_in: AffineId,
    time: [AffineId; 2],
    added: Option<[AffineId; 2]>,
    down: Vec<Stage>,
    middle: Middle,
    up: Vec<Stage>,
    norm_out: NormId,
    conv_out: AffineId,
}

/// One level on the way down or up.
#[derive(Clone, Debug)]
struct Stage {
    steps: Vec<(Resnet, Option<Transformer>)>,
    /// The convolution to the next level.
    onward: Option<AffineId>,
}

#[derive(Clone, Debug)]
struct Middle {
    first: Resnet,
    transformer: Transformer,
    second: Resnet,
}

impl Unet {
    /// Builds the network out of weights in diffusers' names.
    ///
    /// # Errors
    /// When a tensor is missing, has another shape than the configuration asks for, or holds what is no number.
    pub fn load(
        config: &UnetConfig,
        weights: &Weights,
        device: &Device,
    ) -> Result<Self, EngineError> {
        let mut loader = Loader::new(weights, device);
        let loader = &mut loader;
        let other = LayerGroup::Other;
        let (first, time) = (config.levels[0].channels, config.time_width());
        let pair = |loader: &mut Loader<'_>, path: &str, inputs: usize| {
            Ok::<_, EngineError>([
                loader.linear(
                    &format!("{path}.linear_1"),
                    [inputs, time],
                    Bias::Yes,
                    other,
                )?,
                loader.linear(&format!("{path}.linear_2"), [time, time], Bias::Yes, other)?,
            ])
        };
        Ok(Self {
            config: config.clone(),
            conv_in: loader.conv(
                "conv_in",
                [config.in_channels, first],
                Geometry::SAME,
                other,
            )?,
            time: pair(loader, "time_embedding", first)?,
            added: match &config.added {
                Some(added) => Some(pair(loader, "add_embedding", added.input_dim)?),
                None => None,
            },
            down: load_down(loader, config)?,
            middle: load_middle(loader, config)?,
            up: load_up(loader, config)?,
            norm_out: loader.norm("conv_norm_out", first, config.epsilon)?,
            conv_out: loader.conv(
                "conv_out",
                [first, config.out_channels],
                Geometry::SAME,
                other,
            )?,
            layers: std::mem::take(&mut loader.layers),
        })
    }

    /// Its plan.
    #[must_use]
    pub const fn config(&self) -> &UnetConfig {
        &self.config
    }

    /// What a LoRA may change, in the order of the network.
    #[must_use]
    pub fn lora_targets(&self) -> Vec<Target> {
        self.layers.targets()
    }

    /// A copy with the pairs added to its weights, so that drawing with them costs nothing more. What no pair
    /// changes is shared.
    ///
    /// # Errors
    /// When a pair fits no layer.
    pub fn merged(&self, adapters: &Adapters) -> Result<Self, EngineError> {
        let layers = self.layers.merged(adapters)?;
        Ok(Self {
            layers,
            ..self.clone()
        })
    }

    /// Refuses pairs that fit no layer.
    ///
    /// # Errors
    /// When there is one.
    pub fn check(&self, adapters: &Adapters) -> Result<(), EngineError> {
        self.layers.check(adapters)
    }

    /// The same network, its weights shared, as constants on the autodiff device: for training.
    #[must_use]
    pub fn autodiff(&self) -> Self {
        let layers = self.layers.autodiff();
        Self {
            layers,
            ..self.clone()
        }
    }

    /// How many numbers its weights are.
    #[must_use]
    pub fn parameter_count(&self) -> usize {
        self.layers.count()
    }

    /// What the network makes of noisy latents.
    ///
    /// `sample` is `[batch, channels, height, width]`, `times` one training step for each (0 to 999; fractions are
    /// allowed), `context` `[batch, tokens, width of the text]`. The answer has the shape of `sample`.
    ///
    /// # Panics
    /// When the batches differ, or `added` is missing where the plan has added conditions.
    #[must_use]
    pub fn forward(
        &self,
        sample: Tensor<4>,
        times: &[f32],
        context: &Tensor<3>,
        added: Option<&Added>,
        adapters: &Adapters,
    ) -> Tensor<4> {
        assert_eq!(sample.dims()[0], times.len(), "each sample has its time");
        on_worker(|| self.answer(sample, times, context, added, adapters))
    }

    fn answer(
        &self,
        sample: Tensor<4>,
        times: &[f32],
        context: &Tensor<3>,
        added: Option<&Added>,
        adapters: &Adapters,
    ) -> Tensor<4> {
        let pass = Pass {
            layers: &self.layers,
            adapters,
        };
        let time = activation::silu(self.embed_time(pass, times, added, &sample.device()));
        let mut x = pass.conv(self.conv_in, channels_last(sample));
        let mut skips = vec![x.clone()];
        for stage in &self.down {
            x = stage.down(pass, x, &time, context, &mut skips);
        }
        x = self.middle.forward(pass, x, &time, context);
        for stage in &self.up {
            x = stage.up(pass, x, &time, context, &mut skips);
        }
        let x = pass.group_norm(self.norm_out, x, self.config.groups, Then::Silu);
        channels_first(pass.conv(self.conv_out, x))
    }

    fn embed_time(
        &self,
        pass: Pass<'_>,
        times: &[f32],
        added: Option<&Added>,
        device: &Device,
    ) -> Tensor<2> {
        let UnetConfig {
            flip_sin_to_cos,
            frequency_shift,
            ..
        } = self.config;
        let waves = |values: &[f32], width: usize| {
            let numbers = sinusoids(values, width, flip_sin_to_cos, frequency_shift);
            Tensor::<2>::from_data(TensorData::new(numbers, [values.len(), width]), device)
        };
        let through = |[one, two]: [AffineId; 2], x: Tensor<2>| {
            pass.linear(two, activation::silu(pass.linear(one, x)))
        };
        let time = through(self.time, waves(times, self.config.levels[0].channels));
        let (Some(layers), Some(plan)) = (self.added, &self.config.added) else {
            return time;
        };
        let added = added.expect("a network with added conditions is given them");
        let measures: Vec<f32> = added.measures.iter().flatten().copied().collect();
        let measures =
            waves(&measures, plan.time_dim).reshape([added.measures.len(), 6 * plan.time_dim]);
        time + through(layers, Tensor::cat(vec![added.pooled.clone(), measures], 1))
    }
}

/// Sines and cosines of each value at `width / 2` frequencies (diffusers' `get_timestep_embedding`).
fn sinusoids(values: &[f32], width: usize, cosines_first: bool, shift: f64) -> Vec<f32> {
    let half = width / 2;
    let rate = -(10_000f32.ln()) / (half as f32 - shift as f32);
    let mut out = Vec::with_capacity(values.len() * width);
    for value in values {
        let angles: Vec<f32> = (0..half)
            .map(|index| value * (rate * index as f32).exp())
            .collect();
        let sines = angles.iter().map(|angle| angle.sin());
        let cosines = angles.iter().map(|angle| angle.cos());
        match cosines_first {
            true => out.extend(cosines.chain(sines)),
            false => out.extend(sines.chain(cosines)),
        }
        // An odd width ends with a zero.
        out.resize(out.len() + width % 2, 0.0);
    }
    out
}

impl Stage {
    fn down(
        &self,
        pass: Pass<'_>,
        mut x: Tensor<4>,
        time: &Tensor<2>,
        context: &Tensor<3>,
        skips: &mut Vec<Tensor<4>>,
    ) -> Tensor<4> {
        for step in &self.steps {
            x = step_forward(step, pass, x, time, context);
            skips.push(x.clone());
        }
        if let Some(halve) = self.onward {
            x = pass.conv(halve, x);
            skips.push(x.clone());
        }
        x
    }

    fn up(
        &self,
        pass: Pass<'_>,
        mut x: Tensor<4>,
        time: &Tensor<2>,
        context: &Tensor<3>,
        skips: &mut Vec<Tensor<4>>,
    ) -> Tensor<4> {
        for step in &self.steps {
            let skip = skips
                .pop()
                .expect("the way up has as many steps as the way down left skips");
            x = step_forward(step, pass, Tensor::cat(vec![x, skip], 3), time, context);
        }
        match (self.onward, skips.last()) {
            (Some(conv), Some(next)) => {
                let [_, height, width, _] = next.dims();
                pass.conv(conv, ops::enlarge(x, [height, width]))
            }
            (Some(_) | None, _) => x,
        }
    }
}

fn step_forward(
    (resnet, transformer): &(Resnet, Option<Transformer>),
    pass: Pass<'_>,
    x: Tensor<4>,
    time: &Tensor<2>,
    context: &Tensor<3>,
) -> Tensor<4> {
    let x = resnet.forward(pass, x, Some(time));
    match transformer {
        Some(transformer) => transformer.forward(pass, x, context),
        None => x,
    }
}

impl Middle {
    fn forward(
        &self,
        pass: Pass<'_>,
        x: Tensor<4>,
        time: &Tensor<2>,
        context: &Tensor<3>,
    ) -> Tensor<4> {
        let x = self.first.forward(pass, x, Some(time));
        let x = self.transformer.forward(pass, x, context);
        self.second.forward(pass, x, Some(time))
    }
}

fn style(config: &UnetConfig) -> Style {
    Style {
        groups: config.groups,
        epsilon: config.epsilon,
        time: Some(config.time_width()),
        group: LayerGroup::Convolution,
    }
}

fn transformer_shape(config: &UnetConfig, level: usize) -> transformer::Shape {
    let level = &config.levels[level];
    transformer::Shape {
        channels: level.channels,
        heads: level.heads,
        depth: level.depth,
        context: config.context,
        groups: config.groups,
        linear_projection: config.linear_projection,
    }
}

fn load_down(loader: &mut Loader<'_>, config: &UnetConfig) -> Result<Vec<Stage>, EngineError> {
    let mut inputs = config.levels[0].channels;
    let last = config.levels.len() - 1;
    let mut stages = Vec::new();
    for (number, level) in config.levels.iter().enumerate() {
        let path = format!("down_blocks.{number}");
        let mut steps = Vec::new();
        for layer in 0..level.layers {
            let resnet = format!("{path}.resnets.{layer}");
            let resnet = Resnet::load(loader, &resnet, [inputs, level.channels], style(config))?;
            inputs = level.channels;
            let transformer = match level.attends_down {
                true => {
                    let path = format!("{path}.attentions.{layer}");
                    Some(Transformer::load(
                        loader,
                        &path,
                        transformer_shape(config, number),
                    )?)
                }
                false => None,
            };
            steps.push((resnet, transformer));
        }
        let onward = match number == last {
            true => None,
            false => {
                let path = format!("{path}.downsamplers.0.conv");
                let sizes = [level.channels, level.channels];
                Some(loader.conv(&path, sizes, Geometry::HALVE, LayerGroup::Convolution)?)
            }
        };
        stages.push(Stage { steps, onward });
    }
    Ok(stages)
}

fn load_middle(loader: &mut Loader<'_>, config: &UnetConfig) -> Result<Middle, EngineError> {
    let last = config.levels.len() - 1;
    let sizes = [config.levels[last].channels; 2];
    Ok(Middle {
        first: Resnet::load(loader, "mid_block.resnets.0", sizes, style(config))?,
        transformer: Transformer::load(
            loader,
            "mid_block.attentions.0",
            transformer_shape(config, last),
        )?,
        second: Resnet::load(loader, "mid_block.resnets.1", sizes, style(config))?,
    })
}

/// The way up mirrors the way down, with one residual block more on each level, each of which takes a skip.
fn load_up(loader: &mut Loader<'_>, config: &UnetConfig) -> Result<Vec<Stage>, EngineError> {
    let levels = &config.levels;
    let mut carried = levels[levels.len() - 1].channels;
    let mut stages = Vec::new();
    for number in (0..levels.len()).rev() {
        let level = &levels[number];
        let path = format!("up_blocks.{}", levels.len() - 1 - number);
        let finer = levels[number.saturating_sub(1)].channels;
        let mut steps = Vec::new();
        for layer in 0..=level.layers {
            let skip = if layer == level.layers {
                finer
            } else {
                level.channels
            };
            let resnet = format!("{path}.resnets.{layer}");
            let resnet = Resnet::load(
                loader,
                &resnet,
                [carried + skip, level.channels],
                style(config),
            )?;
            carried = level.channels;
            let transformer = match level.attends_up {
                true => {
                    let path = format!("{path}.attentions.{layer}");
                    Some(Transformer::load(
                        loader,
                        &path,
                        transformer_shape(config, number),
                    )?)
                }
                false => None,
            };
            steps.push((resnet, transformer));
        }
        let onward = match number {
            0 => None,
            _ => {
                let path = format!("{path}.upsamplers.0.conv");
                let sizes = [level.channels, level.channels];
                Some(loader.conv(&path, sizes, Geometry::SAME, LayerGroup::Convolution)?)
            }
        };
        stages.push(Stage { steps, onward });
    }
    Ok(stages)
}
