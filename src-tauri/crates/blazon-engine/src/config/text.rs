//! `text_encoder/config.json`: CLIP's text encoder.

use super::json::{only, read_json, unsupported, within};
use crate::EngineError;
use serde::Deserialize;
use std::path::Path;

#[derive(Debug, Deserialize)]
struct File {
    architectures: Option<Vec<String>>,
    model_type: Option<String>,
    vocab_size: usize,
    hidden_size: usize,
    intermediate_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    max_position_embeddings: Option<usize>,
    hidden_act: Option<String>,
    layer_norm_eps: Option<f64>,
    eos_token_id: Option<u32>,
    projection_dim: Option<usize>,
    use_attention_mask: Option<bool>,
}

/// The function inside the feed-forward layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// `x * sigmoid(1.702 x)`, of OpenAI's CLIP.
    QuickGelu,
    /// The exact one, of OpenCLIP.
    Gelu,
}

/// A text encoder's plan.
#[derive(Clone, Debug, PartialEq)]
pub struct TextConfig {
    /// Tokens that it knows.
    pub vocabulary: usize,
    /// Width of its embeddings.
    pub width: usize,
    /// Width inside the feed-forward layers.
    pub inner: usize,
    /// Layers.
    pub layers: usize,
    /// Heads of the attention; divides `width`.
    pub heads: usize,
    /// Tokens of a prompt at most: 77.
    pub length: usize,
    /// The function inside the feed-forward layers.
    pub activation: Activation,
    /// The epsilon of its norms.
    pub epsilon: f64,
    /// The token that ends a prompt, at which the pooled embedding is read. `None` in the oldest configurations,
    /// which say 2 and mean the highest number of the prompt (transformers' `modeling_clip`).
    pub end: Option<u32>,
    /// Width of the pooled embedding; only of encoders with a projection.
    pub projection: Option<usize>,
}

impl TextConfig {
    /// Reads and checks a text encoder's configuration.
    ///
    /// # Errors
    /// When the file is missing, is of another model, or asks for what is not supported.
    pub fn read(path: &Path) -> Result<Self, EngineError> {
        let file: File = read_json(path)?;
        let projects = file.projects(path)?;
        only(
            path,
            "use_attention_mask",
            file.use_attention_mask.as_ref(),
            &false,
        )?;
        let config = Self {
            vocabulary: within(path, "vocab_size", file.vocab_size, 3..=1 << 20)?,
            width: within(path, "hidden_size", file.hidden_size, 1..=8192)?,
            inner: within(
                path,
                "intermediate_size",
                file.intermediate_size,
                1..=1 << 15,
            )?,
            layers: within(path, "num_hidden_layers", file.num_hidden_layers, 1..=64)?,
            heads: within(
                path,
                "num_attention_heads",
                file.num_attention_heads,
                1..=256,
            )?,
            length: within(
                path,
                "max_position_embeddings",
                file.max_position_embeddings.unwrap_or(77),
                4..=1024,
            )?,
            activation: file.activation(path)?,
            epsilon: file.layer_norm_eps.unwrap_or(1e-5),
            end: file.eos_token_id.filter(|token| *token != 2),
            projection: match projects {
                true => Some(within(
                    path,
                    "projection_dim",
                    file.projection_dim.unwrap_or(512),
                    1..=8192,
                )?),
                false => None,
            },
        };
        if !config.width.is_multiple_of(config.heads) {
            let reason = format!(
                "a width of {} does not divide into {} heads",
                config.width, config.heads
            );
            return Err(unsupported(path, reason));
        }
        Ok(config)
    }
}

impl File {
    fn projects(&self, path: &Path) -> Result<bool, EngineError> {
        let kind = self.model_type.as_ref();
        only(path, "model_type", kind, &"clip_text_model".to_owned())?;
        match self.architectures.as_deref().unwrap_or_default() {
            [] => Ok(false),
            [name] if name == "CLIPTextModel" => Ok(false),
            [name] if name == "CLIPTextModelWithProjection" => Ok(true),
            names => Err(unsupported(
                path,
                format!("{} is not a CLIP text encoder", names.join(", ")),
            )),
        }
    }

    fn activation(&self, path: &Path) -> Result<Activation, EngineError> {
        match self.hidden_act.as_deref() {
            None | Some("quick_gelu") => Ok(Activation::QuickGelu),
            Some("gelu") => Ok(Activation::Gelu),
            Some(other) => Err(unsupported(
                path,
                format!("`hidden_act` {other} is not supported"),
            )),
        }
    }
}
