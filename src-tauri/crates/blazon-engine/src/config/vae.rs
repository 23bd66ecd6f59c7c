//! `vae/config.json`: the autoencoder between pictures and latents.

use super::json::{absent, only, read_json, unsupported, within};
use crate::EngineError;
use serde::Deserialize;
use std::path::Path;

#[derive(Debug, Deserialize)]
struct File {
    #[serde(rename = "_class_name")]
    class: Option<String>,
    in_channels: Option<usize>,
    out_channels: Option<usize>,
    block_out_channels: Vec<usize>,
    down_block_types: Vec<String>,
    up_block_types: Vec<String>,
    layers_per_block: Option<usize>,
    latent_channels: Option<usize>,
    norm_num_groups: Option<usize>,
    scaling_factor: Option<f64>,
    shift_factor: Option<f64>,
    latents_mean: Option<Vec<f64>>,
    act_fn: Option<String>,
    mid_block_add_attention: Option<bool>,
    use_quant_conv: Option<bool>,
    use_post_quant_conv: Option<bool>,
}

/// An autoencoder's plan.
#[derive(Clone, Debug, PartialEq)]
pub struct VaeConfig {
    /// Channels of each level, the finest first; each halves the one before.
    pub channels: Vec<usize>,
    /// Residual blocks of a level of the encoder; the decoder has one more.
    pub layers: usize,
    /// Channels of the latents.
    pub latent_channels: usize,
    /// Groups of the group norms; divides the channels of every level.
    pub groups: usize,
    /// By which latents are multiplied before the UNet sees them.
    pub scaling: f64,
    /// What is subtracted before that.
    pub shift: f64,
    /// Whether the middle attends.
    pub attends: bool,
    /// Whether a 1x1 convolution follows the encoder.
    pub quant: bool,
    /// Whether a 1x1 convolution precedes the decoder.
    pub post_quant: bool,
}

impl VaeConfig {
    /// Reads and checks an autoencoder's configuration.
    ///
    /// # Errors
    /// When the file is missing, is of another model, or asks for what is not supported.
    pub fn read(path: &Path) -> Result<Self, EngineError> {
        let file: File = read_json(path)?;
        file.check(path)?;
        let count = within(
            path,
            "number of levels",
            file.block_out_channels.len(),
            1..=6,
        )?;
        let groups = within(
            path,
            "norm_num_groups",
            file.norm_num_groups.unwrap_or(32),
            1..=256,
        )?;
        for channels in &file.block_out_channels {
            within(path, "block_out_channels", *channels, 1..=4096)?;
            if channels % groups != 0 {
                return Err(unsupported(
                    path,
                    format!("{channels} channels do not divide into {groups} groups"),
                ));
            }
        }
        if file.down_block_types.len() != count || file.up_block_types.len() != count {
            return Err(unsupported(
                path,
                "the lists of blocks differ in length from `block_out_channels`",
            ));
        }
        Ok(Self {
            channels: file.block_out_channels,
            layers: within(
                path,
                "layers_per_block",
                file.layers_per_block.unwrap_or(1),
                1..=8,
            )?,
            latent_channels: within(
                path,
                "latent_channels",
                file.latent_channels.unwrap_or(4),
                1..=64,
            )?,
            groups,
            scaling: file.scaling_factor.unwrap_or(0.18215),
            shift: file.shift_factor.unwrap_or(0.0),
            attends: file.mid_block_add_attention.unwrap_or(true),
            quant: file.use_quant_conv.unwrap_or(true),
            post_quant: file.use_post_quant_conv.unwrap_or(true),
        })
    }

    /// Pixels along one side of a latent: 8 in every Stable Diffusion.
    #[must_use]
    pub fn reduction(&self) -> usize {
        1 << (self.channels.len() - 1)
    }
}

impl File {
    fn check(&self, path: &Path) -> Result<(), EngineError> {
        only(
            path,
            "_class_name",
            self.class.as_ref(),
            &"AutoencoderKL".to_owned(),
        )?;
        only(path, "act_fn", self.act_fn.as_ref(), &"silu".to_owned())?;
        only(path, "in_channels", self.in_channels.as_ref(), &3)?;
        only(path, "out_channels", self.out_channels.as_ref(), &3)?;
        absent(path, "latents_mean", self.latents_mean.as_ref())?;
        for block in &self.down_block_types {
            only(
                path,
                "down_block_types",
                Some(block),
                &"DownEncoderBlock2D".to_owned(),
            )?;
        }
        for block in &self.up_block_types {
            only(
                path,
                "up_block_types",
                Some(block),
                &"UpDecoderBlock2D".to_owned(),
            )?;
        }
        let scaling = self.scaling_factor.unwrap_or(1.0);
        if !scaling.is_finite() || scaling == 0.0 {
            return Err(unsupported(path, format!("`scaling_factor` is {scaling}")));
        }
        Ok(())
    }
}
