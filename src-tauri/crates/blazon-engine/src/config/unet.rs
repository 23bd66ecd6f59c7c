//! `unet/config.json`: the network that removes noise.

use super::json::{OneOrMany, absent, only, read_json, unsupported, within};
use crate::EngineError;
use serde::Deserialize;
use std::path::Path;

/// The file, as diffusers writes it; what is not named here has no effect on the numbers.
#[derive(Debug, Deserialize)]
struct File {
    #[serde(rename = "_class_name")]
    class: Option<String>,
    sample_size: Option<OneOrMany<usize>>,
    #[serde(default = "four")]
    in_channels: usize,
    #[serde(default = "four")]
    out_channels: usize,
    block_out_channels: Vec<usize>,
    down_block_types: Vec<String>,
    up_block_types: Vec<String>,
    mid_block_type: Option<String>,
    #[serde(default = "two")]
    layers_per_block: OneOrMany<usize>,
    #[serde(default = "one")]
    transformer_layers_per_block: OneOrMany<usize>,
    cross_attention_dim: OneOrMany<usize>,
    #[serde(default = "eight")]
    attention_head_dim: OneOrMany<usize>,
    num_attention_heads: Option<OneOrMany<usize>>,
    #[serde(default)]
    use_linear_projection: bool,
    #[serde(default = "thirty_two")]
    norm_num_groups: usize,
    #[serde(default = "small")]
    norm_eps: f64,
    #[serde(default = "yes")]
    flip_sin_to_cos: bool,
    #[serde(default)]
    freq_shift: f64,
    addition_embed_type: Option<String>,
    addition_time_embed_dim: Option<usize>,
    projection_class_embeddings_input_dim: Option<usize>,
    act_fn: Option<String>,
    downsample_padding: Option<usize>,
    conv_in_kernel: Option<usize>,
    conv_out_kernel: Option<usize>,
    center_input_sample: Option<bool>,
    dual_cross_attention: Option<bool>,
    only_cross_attention: Option<bool>,
    mid_block_only_cross_attention: Option<bool>,
    mid_block_scale_factor: Option<f64>,
    resnet_out_scale_factor: Option<f64>,
    resnet_skip_time_act: Option<bool>,
    resnet_time_scale_shift: Option<String>,
    time_embedding_type: Option<String>,
    attention_type: Option<String>,
    class_embeddings_concat: Option<bool>,
    class_embed_type: Option<String>,
    num_class_embeds: Option<usize>,
    time_embedding_dim: Option<usize>,
    time_embedding_act_fn: Option<String>,
    timestep_post_act: Option<String>,
    time_cond_proj_dim: Option<usize>,
    encoder_hid_dim: Option<usize>,
    encoder_hid_dim_type: Option<String>,
    cross_attention_norm: Option<String>,
    reverse_transformer_layers_per_block: Option<serde_json::Value>,
}

const fn one() -> OneOrMany<usize> {
    OneOrMany::One(1)
}
const fn two() -> OneOrMany<usize> {
    OneOrMany::One(2)
}
const fn eight() -> OneOrMany<usize> {
    OneOrMany::One(8)
}
const fn four() -> usize {
    4
}
const fn thirty_two() -> usize {
    32
}
const fn small() -> f64 {
    1e-5
}
const fn yes() -> bool {
    true
}

/// One resolution of the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Channels of its feature maps.
    pub channels: usize,
    /// Residual blocks on the way down; one more on the way up.
    pub layers: usize,
    /// Heads of its attention; divides `channels`.
    pub heads: usize,
    /// Transformer blocks behind each residual block, 1 to 24.
    pub depth: usize,
    /// Whether there are transformers on the way down.
    pub attends_down: bool,
    /// Whether there are transformers on the way up.
    pub attends_up: bool,
}

/// SDXL's conditions beside the text: a pooled embedding and the picture's measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedConditions {
    /// Width of the embedding of each of the six measures.
    pub time_dim: usize,
    /// Width of all together: the pooled embedding and six measures.
    pub input_dim: usize,
}

/// A UNet's plan.
#[derive(Clone, Debug, PartialEq)]
pub struct UnetConfig {
    /// Channels of the latents that go in.
    pub in_channels: usize,
    /// Channels of what comes out.
    pub out_channels: usize,
    /// Side of the latents for which it was made.
    pub sample_size: usize,
    /// The resolutions, the finest first; each halves the one before.
    pub levels: Vec<Level>,
    /// Width of the text embeddings.
    pub context: usize,
    /// Groups of the group norms; divides the channels of every level.
    pub groups: usize,
    /// The epsilon of the residual blocks' norms.
    pub epsilon: f64,
    /// Linear layers around the transformers, where SD 1 has 1x1 convolutions.
    pub linear_projection: bool,
    /// Cosines before sines in the embedding of the time.
    pub flip_sin_to_cos: bool,
    /// What is subtracted from the number of frequencies.
    pub frequency_shift: f64,
    /// SDXL's further conditions.
    pub added: Option<AddedConditions>,
}

impl UnetConfig {
    /// Reads and checks a UNet's configuration.
    ///
    /// # Errors
    /// When the file is missing, is not of a UNet, or asks for what is not supported.
    pub fn read(path: &Path) -> Result<Self, EngineError> {
        let file: File = read_json(path)?;
        file.check_names(path)?;
        file.check_features(path)?;
        let config = Self {
            in_channels: within(path, "in_channels", file.in_channels, 1..=64)?,
            out_channels: within(path, "out_channels", file.out_channels, 1..=64)?,
            sample_size: within(path, "sample_size", file.side(), 1..=1024)?,
            levels: file.levels(path)?,
            context: within(path, "cross_attention_dim", file.context(path)?, 1..=8192)?,
            groups: within(path, "norm_num_groups", file.norm_num_groups, 1..=256)?,
            epsilon: file.norm_eps,
            linear_projection: file.use_linear_projection,
            flip_sin_to_cos: file.flip_sin_to_cos,
            frequency_shift: file.freq_shift,
            added: file.added(path)?,
        };
        config.check_divisions(path)?;
        Ok(config)
    }

    /// Width of the embedding of the time: four times the channels of the finest level.
    #[must_use]
    pub fn time_width(&self) -> usize {
        4 * self.levels[0].channels
    }

    /// By how much the coarsest level is smaller than the latents; their sides should be multiples of it.
    #[must_use]
    pub fn reduction(&self) -> usize {
        1 << (self.levels.len() - 1)
    }

    fn check_divisions(&self, path: &Path) -> Result<(), EngineError> {
        for level in &self.levels {
            if level.channels % self.groups != 0 {
                let reason = format!(
                    "{} channels do not divide into {} groups",
                    level.channels, self.groups
                );
                return Err(unsupported(path, reason));
            }
            if level.channels % level.heads != 0 {
                let reason = format!(
                    "{} channels do not divide into {} heads",
                    level.channels, level.heads
                );
                return Err(unsupported(path, reason));
            }
        }
        Ok(())
    }
}

impl File {
    fn check_names(&self, path: &Path) -> Result<(), EngineError> {
        let class = "UNet2DConditionModel".to_owned();
        only(path, "_class_name", self.class.as_ref(), &class)?;
        let mid = "UNetMidBlock2DCrossAttn".to_owned();
        only(path, "mid_block_type", self.mid_block_type.as_ref(), &mid)?;
        only(path, "act_fn", self.act_fn.as_ref(), &"silu".to_owned())?;
        let plain = "default".to_owned();
        only(
            path,
            "resnet_time_scale_shift",
            self.resnet_time_scale_shift.as_ref(),
            &plain,
        )?;
        only(path, "attention_type", self.attention_type.as_ref(), &plain)?;
        let positional = "positional".to_owned();
        only(
            path,
            "time_embedding_type",
            self.time_embedding_type.as_ref(),
            &positional,
        )
    }

    fn check_features(&self, path: &Path) -> Result<(), EngineError> {
        only(
            path,
            "downsample_padding",
            self.downsample_padding.as_ref(),
            &1,
        )?;
        only(path, "conv_in_kernel", self.conv_in_kernel.as_ref(), &3)?;
        only(path, "conv_out_kernel", self.conv_out_kernel.as_ref(), &3)?;
        only(
            path,
            "mid_block_scale_factor",
            self.mid_block_scale_factor.as_ref(),
            &1.0,
        )?;
        only(
            path,
            "resnet_out_scale_factor",
            self.resnet_out_scale_factor.as_ref(),
            &1.0,
        )?;
        for (name, value) in [
            ("center_input_sample", self.center_input_sample),
            ("dual_cross_attention", self.dual_cross_attention),
            ("only_cross_attention", self.only_cross_attention),
            (
                "mid_block_only_cross_attention",
                self.mid_block_only_cross_attention,
            ),
            ("resnet_skip_time_act", self.resnet_skip_time_act),
            ("class_embeddings_concat", self.class_embeddings_concat),
        ] {
            only(path, name, value.as_ref(), &false)?;
        }
        absent(path, "class_embed_type", self.class_embed_type.as_ref())?;
        absent(path, "num_class_embeds", self.num_class_embeds.as_ref())?;
        absent(path, "time_embedding_dim", self.time_embedding_dim.as_ref())?;
        absent(
            path,
            "time_embedding_act_fn",
            self.time_embedding_act_fn.as_ref(),
        )?;
        absent(path, "timestep_post_act", self.timestep_post_act.as_ref())?;
        absent(path, "time_cond_proj_dim", self.time_cond_proj_dim.as_ref())?;
        absent(path, "encoder_hid_dim", self.encoder_hid_dim.as_ref())?;
        absent(
            path,
            "encoder_hid_dim_type",
            self.encoder_hid_dim_type.as_ref(),
        )?;
        absent(
            path,
            "cross_attention_norm",
            self.cross_attention_norm.as_ref(),
        )?;
        let reversed = self.reverse_transformer_layers_per_block.as_ref();
        absent(path, "reverse_transformer_layers_per_block", reversed)
    }

    fn side(&self) -> usize {
        match &self.sample_size {
            Some(OneOrMany::One(side)) => *side,
            Some(OneOrMany::Many(sides)) => sides.iter().copied().max().unwrap_or(64),
            None => 64,
        }
    }

    fn context(&self, path: &Path) -> Result<usize, EngineError> {
        let each = self.cross_attention_dim.spread(
            path,
            "cross_attention_dim",
            self.block_out_channels.len(),
        )?;
        match each.first() {
            Some(first) if each.iter().all(|width| width == first) => Ok(*first),
            Some(_) | None => Err(unsupported(
                path,
                "`cross_attention_dim` differs between levels",
            )),
        }
    }

    /// `attention_head_dim` is the number of heads: diffusers keeps the wrong name of the first checkpoints.
    fn levels(&self, path: &Path) -> Result<Vec<Level>, EngineError> {
        let count = within(
            path,
            "number of levels",
            self.block_out_channels.len(),
            1..=6,
        )?;
        let heads = self
            .num_attention_heads
            .as_ref()
            .unwrap_or(&self.attention_head_dim);
        let heads = heads.spread(path, "attention_head_dim", count)?;
        let layers = self
            .layers_per_block
            .spread(path, "layers_per_block", count)?;
        let depths = self.transformer_layers_per_block.spread(
            path,
            "transformer_layers_per_block",
            count,
        )?;
        if self.down_block_types.len() != count || self.up_block_types.len() != count {
            return Err(unsupported(
                path,
                "the lists of blocks differ in length from `block_out_channels`",
            ));
        }
        (0..count)
            .map(|level| {
                Ok(Level {
                    channels: within(
                        path,
                        "block_out_channels",
                        self.block_out_channels[level],
                        1..=4096,
                    )?,
                    layers: within(path, "layers_per_block", layers[level], 1..=8)?,
                    heads: within(path, "attention_head_dim", heads[level], 1..=256)?,
                    depth: within(path, "transformer_layers_per_block", depths[level], 1..=24)?,
                    attends_down: attends(path, &self.down_block_types[level], "Down")?,
                    attends_up: attends(path, &self.up_block_types[count - 1 - level], "Up")?,
                })
            })
            .collect()
    }

    fn added(&self, path: &Path) -> Result<Option<AddedConditions>, EngineError> {
        let Some(kind) = &self.addition_embed_type else {
            return Ok(None);
        };
        only(
            path,
            "addition_embed_type",
            Some(kind),
            &"text_time".to_owned(),
        )?;
        let time_dim = self.addition_time_embed_dim.unwrap_or(0);
        let input_dim = self.projection_class_embeddings_input_dim.unwrap_or(0);
        Ok(Some(AddedConditions {
            time_dim: within(path, "addition_time_embed_dim", time_dim, 1..=1024)?,
            input_dim: within(
                path,
                "projection_class_embeddings_input_dim",
                input_dim,
                6 * time_dim + 1..=16384,
            )?,
        }))
    }
}

fn attends(path: &Path, block: &str, way: &str) -> Result<bool, EngineError> {
    match block.strip_suffix("Block2D") {
        Some(kind) if kind == way => Ok(false),
        Some(kind) if kind.strip_prefix("CrossAttn") == Some(way) => Ok(true),
        Some(_) | None => Err(unsupported(
            path,
            format!("blocks of the kind {block} are not supported"),
        )),
    }
}
