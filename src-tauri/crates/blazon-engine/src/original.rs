//! Single-file checkpoints in the original layout: CompVis' names for Stable Diffusion 1 and 2, Stability's for XL.
//!
//! Every name of the file is translated into diffusers' name, so that the networks know of one layout only. The
//! translation follows the structure of the original program (`openaimodel.py`, `model.py`, OpenCLIP), not lists.

use crate::EngineError;
use crate::config::{Prediction, TextConfig, UnetConfig, VaeConfig};
use crate::plans::Plans;
use crate::weights::{Cut, Place, Weights};
use blazon_lora::TensorFile;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

const UNET: &str = "model.diffusion_model.";
const VAE: &str = "first_stage_model.";
/// Where the text encoders lie, with the layout that each place has.
const TEXTS: [(&str, TextLayout); 4] = [
    ("cond_stage_model.transformer.", TextLayout::Transformers),
    ("cond_stage_model.model.", TextLayout::OpenClip),
    (
        "conditioner.embedders.0.transformer.",
        TextLayout::Transformers,
    ),
    ("conditioner.embedders.1.model.", TextLayout::OpenClip),
];
/// A weight that each family has, and whose width tells them apart.
const TELLTALE: &str =
    "model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextLayout {
    Transformers,
    OpenClip,
}

/// An opened checkpoint.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    file: Arc<TensorFile>,
}

/// The weights of all parts.
#[derive(Clone, Debug)]
pub struct PartWeights {
    /// The UNet's.
    pub unet: Weights,
    /// The autoencoder's.
    pub vae: Weights,
    /// The text encoders'.
    pub texts: Vec<Weights>,
}

impl Checkpoint {
    /// Opens a file by a memory map.
    ///
    /// # Errors
    /// When it cannot be read or is damaged.
    pub fn open(path: &Path) -> Result<Self, EngineError> {
        let file = Arc::new(TensorFile::open(path)?);
        Ok(Self { file })
    }

    /// The plans of the family to which it belongs, told by the width of the text.
    ///
    /// # Errors
    /// When it is of none.
    pub fn plans(&self) -> Result<Plans, EngineError> {
        let width = self
            .file
            .info(TELLTALE)
            .and_then(|info| info.shape.get(1).copied());
        match width {
            Some(768) => Ok(Plans::stable_diffusion_1()),
            Some(1024) => Ok(Plans::stable_diffusion_2(self.prediction())),
            Some(2048) => Ok(Plans::stable_diffusion_xl()),
            Some(_) | None => Err(EngineError::UnknownLayout {
                path: self.file.path().to_owned(),
            }),
        }
    }

    /// What a Stable Diffusion 2 answers with, which its weights do not tell: what the file says of itself, or the
    /// velocity.
    fn prediction(&self) -> Prediction {
        let metadata = self.file.metadata();
        let said = metadata
            .get("modelspec.prediction_type")
            .map(String::as_str);
        let resolution = metadata.get("modelspec.resolution").map(String::as_str);
        match (said, resolution) {
            (Some("epsilon"), _) | (None, Some("512x512")) => Prediction::Epsilon,
            (Some(_) | None, _) => Prediction::Velocity,
        }
    }

    /// The weights under diffusers' names.
    ///
    /// # Errors
    /// When a text encoder is not there; other gaps show when a network is built.
    pub fn weights(&self, plans: &Plans) -> Result<PartWeights, EngineError> {
        let mut texts = Vec::new();
        for (prefix, layout) in TEXTS {
            let mut names = self.below(prefix).peekable();
            if texts.len() < plans.texts.len() && names.peek().is_some() {
                texts.push(self.text(names, layout, &plans.texts[texts.len()]));
            }
        }
        if texts.len() < plans.texts.len() {
            return Err(EngineError::UnknownLayout {
                path: self.file.path().to_owned(),
            });
        }
        Ok(PartWeights {
            unet: self.part(self.below(UNET), |name| unet_name(name, &plans.unet)),
            vae: self.part(self.below(VAE), |name| vae_name(name, &plans.vae)),
            texts,
        })
    }

    /// Names below a prefix: as they are in the file, and without the prefix.
    fn below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let names = self.file.names();
        names.filter_map(move |name| name.strip_prefix(prefix).map(|short| (name, short)))
    }

    fn part<'a>(
        &self,
        names: impl Iterator<Item = (&'a str, &'a str)>,
        translate: impl Fn(&str) -> Option<String>,
    ) -> Weights {
        let places = names
            .filter_map(|(stored, short)| Some((translate(short)?, place(stored, Cut::Whole))));
        Weights::of_file(Arc::clone(&self.file), places.collect())
    }

    fn text<'a>(
        &self,
        names: impl Iterator<Item = (&'a str, &'a str)>,
        layout: TextLayout,
        config: &TextConfig,
    ) -> Weights {
        match layout {
            TextLayout::Transformers => self.part(names, |name| Some(name.to_owned())),
            TextLayout::OpenClip => {
                let places: HashMap<_, _> = names
                    .flat_map(|(stored, short)| open_clip_places(stored, short, config))
                    .collect();
                Weights::of_file(Arc::clone(&self.file), places)
            }
        }
    }
}

fn place(stored: &str, cut: Cut) -> Place {
    Place {
        file: 0,
        name: stored.to_owned(),
        cut,
    }
}

/// A UNet's name, without its prefix.
fn unet_name(name: &str, config: &UnetConfig) -> Option<String> {
    const ENDS: [(&str, &str); 7] = [
        ("time_embed.0.", "time_embedding.linear_1."),
        ("time_embed.2.", "time_embedding.linear_2."),
        ("label_emb.0.0.", "add_embedding.linear_1."),
        ("label_emb.0.2.", "add_embedding.linear_2."),
        ("input_blocks.0.0.", "conv_in."),
        ("out.0.", "conv_norm_out."),
        ("out.2.", "conv_out."),
    ];
    if let Some(name) = exchanged(name, &ENDS) {
        return Some(name);
    }
    let (kind, rest) = name.split_once('.')?;
    let (number, rest) = rest.split_once('.')?;
    let number: usize = number.parse().ok()?;
    match kind {
        "input_blocks" => down_name(number.checked_sub(1)?, rest, config),
        "middle_block" => match number {
            0 | 2 => Some(format!(
                "mid_block.resnets.{}.{}",
                number / 2,
                resnet_name(rest)?
            )),
            1 => Some(format!("mid_block.attentions.0.{rest}")),
            _ => None,
        },
        "output_blocks" => up_name(number, rest, config),
        _ => None,
    }
}

/// On the way down, each level has its residual blocks and then the halving.
fn down_name(mut number: usize, rest: &str, config: &UnetConfig) -> Option<String> {
    for (level, plan) in config.levels.iter().enumerate() {
        if number <= plan.layers {
            let path = format!("down_blocks.{level}");
            return match rest.split_once('.')? {
                ("0", rest) if number == plan.layers => Some(format!(
                    "{path}.downsamplers.0.conv.{}",
                    rest.strip_prefix("op.")?
                )),
                ("0", rest) => Some(format!("{path}.resnets.{number}.{}", resnet_name(rest)?)),
                ("1", rest) => Some(format!("{path}.attentions.{number}.{rest}")),
                _ => None,
            };
        }
        number -= plan.layers + 1;
    }
    None
}

/// On the way up, the doubling belongs to the last residual block of its level.
fn up_name(mut number: usize, rest: &str, config: &UnetConfig) -> Option<String> {
    for (level, plan) in config.levels.iter().rev().enumerate() {
        if number <= plan.layers {
            let path = format!("up_blocks.{level}");
            let (sub, rest) = rest.split_once('.')?;
            return match (sub, rest.strip_prefix("conv.")) {
                ("0", _) => Some(format!("{path}.resnets.{number}.{}", resnet_name(rest)?)),
                (_, Some(rest)) => Some(format!("{path}.upsamplers.0.conv.{rest}")),
                ("1", None) => Some(format!("{path}.attentions.{number}.{rest}")),
                _ => None,
            };
        }
        number -= plan.layers + 1;
    }
    None
}

fn resnet_name(rest: &str) -> Option<String> {
    const PARTS: [(&str, &str); 6] = [
        ("in_layers.0.", "norm1."),
        ("in_layers.2.", "conv1."),
        ("emb_layers.1.", "time_emb_proj."),
        ("out_layers.0.", "norm2."),
        ("out_layers.3.", "conv2."),
        ("skip_connection.", "conv_shortcut."),
    ];
    exchanged(rest, &PARTS)
}

/// An autoencoder's name, without its prefix.
fn vae_name(name: &str, config: &VaeConfig) -> Option<String> {
    const WITHIN: [(&str, &str); 11] = [
        ("mid.block_1.", "mid_block.resnets.0."),
        ("mid.block_2.", "mid_block.resnets.1."),
        ("mid.attn_1.norm.", "mid_block.attentions.0.group_norm."),
        ("mid.attn_1.q.", "mid_block.attentions.0.to_q."),
        ("mid.attn_1.k.", "mid_block.attentions.0.to_k."),
        ("mid.attn_1.v.", "mid_block.attentions.0.to_v."),
        ("mid.attn_1.proj_out.", "mid_block.attentions.0.to_out.0."),
        ("norm_out.", "conv_norm_out."),
        ("conv_in.", "conv_in."),
        ("conv_out.", "conv_out."),
        ("nin_shortcut.", "conv_shortcut."),
    ];
    let (side, rest) = name.split_once('.')?;
    if side != "encoder" && side != "decoder" {
        return Some(name.to_owned());
    }
    if let Some(rest) = exchanged(rest, &WITHIN) {
        return Some(format!(
            "{side}.{}",
            rest.replace("nin_shortcut", "conv_shortcut")
        ));
    }
    let mut words = rest.splitn(3, '.');
    let (way, level, rest) = (
        words.next()?,
        words.next()?.parse::<usize>().ok()?,
        words.next()?,
    );
    let (path, change) = match way {
        "down" => (format!("{side}.down_blocks.{level}"), "downsample"),
        // The decoder counts its levels from the picture, diffusers from the latents.
        "up" => (
            format!(
                "{side}.up_blocks.{}",
                config.channels.len().checked_sub(level + 1)?
            ),
            "upsample",
        ),
        _ => return None,
    };
    if let Some(rest) = rest.strip_prefix("block.") {
        return Some(format!(
            "{path}.resnets.{}",
            rest.replace("nin_shortcut", "conv_shortcut")
        ));
    }
    let rest = rest.strip_prefix(change)?;
    Some(format!("{path}.{change}rs.0{rest}"))
}

/// OpenCLIP's name, without its prefix, and what becomes of it: query, key and value are one matrix there.
fn open_clip_places(stored: &str, short: &str, config: &TextConfig) -> Vec<(String, Place)> {
    const ENDS: [(&str, &str); 4] = [
        (
            "token_embedding.weight",
            "text_model.embeddings.token_embedding.weight",
        ),
        (
            "positional_embedding",
            "text_model.embeddings.position_embedding.weight",
        ),
        ("ln_final.", "text_model.final_layer_norm."),
        ("text_projection.weight", "text_projection.weight"),
    ];
    if short == "text_projection" {
        return vec![(
            "text_projection.weight".to_owned(),
            place(stored, Cut::Transposed),
        )];
    }
    if let Some(name) = exchanged(short, &ENDS) {
        return vec![(name, place(stored, Cut::Whole))];
    }
    let layer = short
        .strip_prefix("transformer.resblocks.")
        .and_then(|rest| rest.split_once('.'));
    let Some((number, rest)) = layer.filter(|(number, _)| {
        number
            .parse()
            .is_ok_and(|number: usize| number < config.layers)
    }) else {
        return Vec::new();
    };
    let path = format!("text_model.encoder.layers.{number}");
    if let Some(kind) = rest.strip_prefix("attn.in_proj_") {
        let parts = ["q_proj", "k_proj", "v_proj"].into_iter().enumerate();
        return parts
            .map(|(third, part)| {
                (
                    format!("{path}.self_attn.{part}.{kind}"),
                    place(stored, Cut::Third(third)),
                )
            })
            .collect();
    }
    const WITHIN: [(&str, &str); 5] = [
        ("ln_1.", "layer_norm1."),
        ("ln_2.", "layer_norm2."),
        ("attn.out_proj.", "self_attn.out_proj."),
        ("mlp.c_fc.", "mlp.fc1."),
        ("mlp.c_proj.", "mlp.fc2."),
    ];
    let name = exchanged(rest, &WITHIN).map(|rest| format!("{path}.{rest}"));
    name.into_iter()
        .map(|name| (name, place(stored, Cut::Whole)))
        .collect()
}

/// A name with its beginning exchanged by a table.
fn exchanged(name: &str, table: &[(&str, &str)]) -> Option<String> {
    table
        .iter()
        .find_map(|(old, new)| name.strip_prefix(old).map(|rest| format!("{new}{rest}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(
        "input_blocks.1.1.proj_in.weight",
        "down_blocks.0.attentions.0.proj_in.weight"
    )]
    #[case("input_blocks.3.0.op.bias", "down_blocks.0.downsamplers.0.conv.bias")]
    #[case(
        "input_blocks.11.0.in_layers.2.weight",
        "down_blocks.3.resnets.1.conv1.weight"
    )]
    #[case("middle_block.2.out_layers.3.bias", "mid_block.resnets.1.conv2.bias")]
    #[case(
        "output_blocks.2.1.conv.weight",
        "up_blocks.0.upsamplers.0.conv.weight"
    )]
    #[case(
        "output_blocks.5.2.conv.weight",
        "up_blocks.1.upsamplers.0.conv.weight"
    )]
    #[case(
        "output_blocks.11.1.transformer_blocks.0.attn2.to_k.weight",
        "up_blocks.3.attentions.2.transformer_blocks.0.attn2.to_k.weight"
    )]
    #[case("out.2.weight", "conv_out.weight")]
    fn a_unets_names_become_those_of_diffusers(#[case] stored: &str, #[case] name: &str) {
        let config = Plans::stable_diffusion_1().unet;
        assert_eq!(unet_name(stored, &config).as_deref(), Some(name));
    }

    #[rstest]
    #[case(
        "encoder.down.1.block.0.nin_shortcut.weight",
        "encoder.down_blocks.1.resnets.0.conv_shortcut.weight"
    )]
    #[case(
        "encoder.down.0.downsample.conv.bias",
        "encoder.down_blocks.0.downsamplers.0.conv.bias"
    )]
    #[case(
        "decoder.up.3.upsample.conv.weight",
        "decoder.up_blocks.0.upsamplers.0.conv.weight"
    )]
    #[case(
        "decoder.mid.attn_1.proj_out.bias",
        "decoder.mid_block.attentions.0.to_out.0.bias"
    )]
    #[case("quant_conv.weight", "quant_conv.weight")]
    fn an_autoencoders_names_become_those_of_diffusers(#[case] stored: &str, #[case] name: &str) {
        let config = Plans::stable_diffusion_1().vae;
        assert_eq!(vae_name(stored, &config).as_deref(), Some(name));
    }

    #[test]
    fn layers_beyond_the_plan_are_left_out() {
        let config = &Plans::stable_diffusion_2(Prediction::Velocity).texts[0];
        let name = "transformer.resblocks.23.ln_1.weight";
        assert!(open_clip_places(name, name, config).is_empty());
        let name = "transformer.resblocks.22.attn.in_proj_bias";
        assert_eq!(open_clip_places(name, name, config).len(), 3);
    }
}
