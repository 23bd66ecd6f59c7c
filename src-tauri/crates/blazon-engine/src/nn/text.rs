//! CLIP's text encoder (Radford et al., "Learning Transferable Visual Models", 2021; transformers' `modeling_clip`).

use super::layers::{AffineId, LayerGroup, Layers, NormId, Pass};
use super::load::{Bias, Loader};
use super::ops::{self, Causal};
use super::{Adapters, Target, on_worker};
use crate::EngineError;
use crate::config::{Activation, TextConfig};
use crate::weights::Weights;
use burn::tensor::{Device, Int, Tensor, TensorData, activation};

/// What an encoder makes of prompts.
#[derive(Clone, Debug)]
pub struct TextEmbedding {
    /// After all layers and the last norm, `[batch, tokens, width]`: what SD 1 and 2 draw by.
    pub last: Tensor<3>,
    /// After all layers but one, without a norm: what SDXL draws by.
    pub penultimate: Tensor<3>,
    /// The whole prompt, `[batch, width of the projection]`; only of encoders with a projection.
    pub pooled: Option<Tensor<2>>,
}

/// A text encoder with its weights. Cloning shares them.
#[derive(Clone, Debug)]
pub struct TextEncoder {
    config: TextConfig,
    layers: Layers,
    tokens: usize,
    positions: usize,
    blocks: Vec<Block>,
    norm: NormId,
    projection: Option<AffineId>,
}

#[derive(Clone, Debug)]
struct Block {
    norms: [NormId; 2],
    query: AffineId,
    key: AffineId,
    value: AffineId,
    out: AffineId,
    widen: AffineId,
    narrow: AffineId,
}

impl TextEncoder {
    /// Builds the encoder out of weights in transformers' names.
    ///
    /// # Errors
    /// When a tensor is missing, has another shape than the configuration asks for, or holds what is no number.
    pub fn load(
        config: &TextConfig,
        weights: &Weights,
        device: &Device,
    ) -> Result<Self, EngineError> {
        let mut loader = Loader::new(weights, device);
        let TextConfig {
            width,
            vocabulary,
            length,
            epsilon,
            ..
        } = *config;
        let embeddings = "text_model.embeddings";
        Ok(Self {
            config: config.clone(),
            tokens: loader.table(
                &format!("{embeddings}.token_embedding.weight"),
                vocabulary,
                width,
            )?,
            positions: loader.table(
                &format!("{embeddings}.position_embedding.weight"),
                length,
                width,
            )?,
            blocks: (0..config.layers)
                .map(|number| {
                    Block::load(
                        &mut loader,
                        &format!("text_model.encoder.layers.{number}"),
                        config,
                    )
                })
                .collect::<Result<_, _>>()?,
            norm: loader.norm("text_model.final_layer_norm", width, epsilon)?,
            projection: match config.projection {
                Some(outputs) => Some(loader.linear(
                    "text_projection",
                    [width, outputs],
                    Bias::No,
                    LayerGroup::Other,
                )?),
                None => None,
            },
            layers: loader.layers,
        })
    }

    /// Its plan.
    #[must_use]
    pub const fn config(&self) -> &TextConfig {
        &self.config
    }

    /// What a LoRA may change, in the order of the network.
    #[must_use]
    pub fn lora_targets(&self) -> Vec<Target> {
        self.layers.targets()
    }

    /// A copy with the pairs added to its weights; what no pair changes is shared.
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

    /// Embeds prompts of equal length, each with its marks.
    ///
    /// # Panics
    /// When there is no prompt, their lengths differ or are beyond the plan's, or a token is not of the vocabulary.
    #[must_use]
    pub fn forward(&self, prompts: &[Vec<u32>], adapters: &Adapters) -> TextEmbedding {
        on_worker(|| self.embedding(prompts, adapters))
    }

    fn embedding(&self, prompts: &[Vec<u32>], adapters: &Adapters) -> TextEmbedding {
        let pass = Pass {
            layers: &self.layers,
            adapters,
        };
        let mut x = self.embed(prompts);
        let mut penultimate = x.clone();
        for block in &self.blocks {
            penultimate = x.clone();
            x = block.forward(pass, x, &self.config);
        }
        let last = pass.layer_norm(self.norm, x);
        TextEmbedding {
            pooled: self
                .projection
                .map(|id| pass.linear(id, self.at_end(prompts, &last))),
            last,
            penultimate,
        }
    }

    fn embed(&self, prompts: &[Vec<u32>]) -> Tensor<3> {
        let table = self.layers.table(self.tokens);
        let length = prompts.first().expect("there is a prompt").len();
        assert!(
            length <= self.config.length,
            "a prompt has at most {} tokens",
            self.config.length
        );
        let ids: Vec<i64> = prompts
            .iter()
            .flatten()
            .map(|token| i64::from(*token))
            .collect();
        assert!(
            ids.iter()
                .all(|token| (*token as usize) < self.config.vocabulary),
            "all tokens are of the vocabulary"
        );
        let ids = Tensor::<1, Int>::from_data(
            TensorData::new(ids, [prompts.len() * length]),
            &table.device(),
        );
        let words = table
            .select(0, ids)
            .reshape([prompts.len(), length, self.config.width]);
        let places = self.layers.table(self.positions).narrow(0, 0, length);
        words + places.unsqueeze::<3>()
    }

    /// The state at each prompt's end, `[batch, width]`.
    fn at_end(&self, prompts: &[Vec<u32>], last: &Tensor<3>) -> Tensor<2> {
        let rows = prompts.iter().enumerate().map(|(row, prompt)| {
            let end = end_of(prompt, self.config.end);
            last.clone()
                .slice([row..row + 1, end..end + 1])
                .reshape([1, self.config.width])
        });
        Tensor::cat(rows.collect(), 0)
    }
}

/// Where a prompt ends: at the first end mark; in the oldest configurations, at the first of the highest numbers.
fn end_of(prompt: &[u32], end: Option<u32>) -> usize {
    let end = end.or_else(|| prompt.iter().copied().max());
    prompt
        .iter()
        .position(|token| Some(*token) == end)
        .unwrap_or(0)
}

impl Block {
    fn load(loader: &mut Loader<'_>, path: &str, config: &TextConfig) -> Result<Self, EngineError> {
        let TextConfig {
            width,
            inner,
            epsilon,
            ..
        } = *config;
        let mut norm =
            |number: usize| loader.norm(&format!("{path}.layer_norm{number}"), width, epsilon);
        let norms = [norm(1)?, norm(2)?];
        let mut layer = |name: &str, sizes: [usize; 2], group: LayerGroup| {
            loader.linear(&format!("{path}.{name}"), sizes, Bias::Yes, group)
        };
        Ok(Self {
            norms,
            query: layer("self_attn.q_proj", [width, width], LayerGroup::Attention)?,
            key: layer("self_attn.k_proj", [width, width], LayerGroup::Attention)?,
            value: layer("self_attn.v_proj", [width, width], LayerGroup::Attention)?,
            out: layer("self_attn.out_proj", [width, width], LayerGroup::Attention)?,
            widen: layer("mlp.fc1", [width, inner], LayerGroup::FeedForward)?,
            narrow: layer("mlp.fc2", [inner, width], LayerGroup::FeedForward)?,
        })
    }

    fn forward(&self, pass: Pass<'_>, x: Tensor<3>, config: &TextConfig) -> Tensor<3> {
        let seen = pass.layer_norm(self.norms[0], x.clone());
        let query = pass.linear(self.query, seen.clone());
        let key = pass.linear(self.key, seen.clone());
        let value = pass.linear(self.value, seen);
        let mixed = ops::attention(query, key, value, config.heads, Causal::Yes);
        let x = x + pass.linear(self.out, mixed);
        let seen = pass.layer_norm(self.norms[1], x.clone());
        let wide = activate(pass.linear(self.widen, seen), config.activation);
        x + pass.linear(self.narrow, wide)
    }
}

fn activate(x: Tensor<3>, by: Activation) -> Tensor<3> {
    match by {
        Activation::QuickGelu => x.clone() * activation::sigmoid(x * 1.702),
        Activation::Gelu => activation::gelu(x),
    }
}
