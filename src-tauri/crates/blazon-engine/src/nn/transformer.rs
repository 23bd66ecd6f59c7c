//! The transformer behind a residual block: self-attention, attention to the text, feed-forward.

use super::layers::{AffineId, Geometry, LayerGroup, NormId, Pass};
use super::load::{Bias, Loader};
use super::ops::{self, Causal, Then};
use crate::EngineError;
use burn::tensor::Tensor;

/// The epsilon of the group norm before a transformer (diffusers' `Transformer2DModel`).
const OUTER_EPSILON: f64 = 1e-6;
/// The epsilon of the layer norms within.
const INNER_EPSILON: f64 = 1e-5;

/// The sizes of a transformer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub(super) channels: usize,
    pub(super) heads: usize,
    pub(super) depth: usize,
    pub(super) context: usize,
    pub(super) groups: usize,
    pub(super) linear_projection: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Transformer {
    norm: NormId,
    proj_in: AffineId,
    blocks: Vec<Block>,
    proj_out: AffineId,
    groups: usize,
}

impl Transformer {
    pub(super) fn load(
        loader: &mut Loader<'_>,
        path: &str,
        shape: Shape,
    ) -> Result<Self, EngineError> {
        let Shape {
            channels, groups, ..
        } = shape;
        let blocks = (0..shape.depth)
            .map(|number| {
                Block::load(
                    loader,
                    &format!("{path}.transformer_blocks.{number}"),
                    shape,
                )
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            norm: loader.norm(&format!("{path}.norm"), channels, OUTER_EPSILON)?,
            proj_in: projection(loader, &format!("{path}.proj_in"), shape)?,
            blocks,
            proj_out: projection(loader, &format!("{path}.proj_out"), shape)?,
            groups,
        })
    }

    /// `x` is `[batch, height, width, channels]`, `context` `[batch, tokens, width of the text]`.
    pub(super) fn forward(&self, pass: Pass<'_>, x: Tensor<4>, context: &Tensor<3>) -> Tensor<4> {
        let [batch, height, width, channels] = x.dims();
        let hidden = pass.group_norm(self.norm, x.clone(), self.groups, Then::Nothing);
        let mut hidden = pass.linear(
            self.proj_in,
            hidden.reshape([batch, height * width, channels]),
        );
        for block in &self.blocks {
            hidden = block.forward(pass, hidden, context);
        }
        let hidden = pass.linear(self.proj_out, hidden);
        hidden.reshape([batch, height, width, channels]) + x
    }
}

/// A 1x1 convolution or a linear layer: the same numbers, but another shape in LoRA files.
fn projection(loader: &mut Loader<'_>, path: &str, shape: Shape) -> Result<AffineId, EngineError> {
    let sizes = [shape.channels, shape.channels];
    match shape.linear_projection {
        true => loader.linear(path, sizes, Bias::Yes, LayerGroup::Projection),
        false => loader.conv(path, sizes, Geometry::POINT, LayerGroup::Projection),
    }
}

#[derive(Clone, Debug)]
struct Block {
    norms: [NormId; 3],
    to_itself: Attention,
    to_text: Attention,
    widen: AffineId,
    narrow: AffineId,
}

impl Block {
    fn load(loader: &mut Loader<'_>, path: &str, shape: Shape) -> Result<Self, EngineError> {
        let Shape {
            channels,
            heads,
            context,
            ..
        } = shape;
        let inner = 4 * channels;
        let mut norm =
            |number: usize| loader.norm(&format!("{path}.norm{number}"), channels, INNER_EPSILON);
        let norms = [norm(1)?, norm(2)?, norm(3)?];
        let group = LayerGroup::FeedForward;
        let widen = format!("{path}.ff.net.0.proj");
        let narrow = format!("{path}.ff.net.2");
        Ok(Self {
            norms,
            to_itself: Attention::load(
                loader,
                &format!("{path}.attn1"),
                channels,
                channels,
                heads,
            )?,
            to_text: Attention::load(loader, &format!("{path}.attn2"), channels, context, heads)?,
            widen: loader.linear(&widen, [channels, 2 * inner], Bias::Yes, group)?,
            narrow: loader.linear(&narrow, [inner, channels], Bias::Yes, group)?,
        })
    }

    fn forward(&self, pass: Pass<'_>, x: Tensor<3>, context: &Tensor<3>) -> Tensor<3> {
        let seen = pass.layer_norm(self.norms[0], x.clone());
        let x = x + self.to_itself.forward(pass, seen.clone(), seen);
        let seen = pass.layer_norm(self.norms[1], x.clone());
        let x = x + self.to_text.forward(pass, seen, context.clone());
        let seen = pass.layer_norm(self.norms[2], x.clone());
        let wide = ops::geglu(pass.linear(self.widen, seen));
        x + pass.linear(self.narrow, wide)
    }
}

/// Attention of the tokens to themselves or to the text.
#[derive(Clone, Debug)]
struct Attention {
    query: AffineId,
    key: AffineId,
    value: AffineId,
    out: AffineId,
    heads: usize,
}

impl Attention {
    fn load(
        loader: &mut Loader<'_>,
        path: &str,
        channels: usize,
        context: usize,
        heads: usize,
    ) -> Result<Self, EngineError> {
        let group = LayerGroup::Attention;
        let mut layer = |name: &str, inputs: usize, bias: Bias| {
            loader.linear(&format!("{path}.{name}"), [inputs, channels], bias, group)
        };
        Ok(Self {
            query: layer("to_q", channels, Bias::No)?,
            key: layer("to_k", context, Bias::No)?,
            value: layer("to_v", context, Bias::No)?,
            out: layer("to_out.0", channels, Bias::Yes)?,
            heads,
        })
    }

    fn forward(&self, pass: Pass<'_>, x: Tensor<3>, seen: Tensor<3>) -> Tensor<3> {
        let query = pass.linear(self.query, x);
        let key = pass.linear(self.key, seen.clone());
        let value = pass.linear(self.value, seen);
        pass.linear(
            self.out,
            ops::attention(query, key, value, self.heads, Causal::No),
        )
    }
}
