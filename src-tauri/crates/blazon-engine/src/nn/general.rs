//! The networks' operations in the tensor library's own: they run and differentiate on every device.

use super::adapters::Pair;
use super::layers::Geometry;
use super::ops::{Causal, Then};
use super::{channels_first, channels_last};
use burn::tensor::ops::{AttentionModuleOptions, ConvOptions, PadMode};
use burn::tensor::{Tensor, activation, module};

/// `x * weight + bias`, and what the pairs add; over the last side.
pub(super) fn linear<const D: usize>(
    x: Tensor<D>,
    weight: Tensor<2>,
    bias: Option<Tensor<1>>,
    pairs: &[Pair],
) -> Tensor<D> {
    let shape = x.dims();
    let inputs = shape[D - 1];
    let outputs = weight.dims()[1];
    let rows = shape[..D - 1].iter().product();
    let flat = x.reshape([rows, inputs]);
    let mut out = flat.clone().matmul(weight);
    if let Some(bias) = bias {
        out = out + bias.unsqueeze::<2>();
    }
    for pair in pairs {
        let low = flat.clone().matmul(pair.down().clone());
        out = out + low.matmul(pair.up().clone()) * pair.scale();
    }
    let mut shape = shape;
    shape[D - 1] = outputs;
    out.reshape(shape)
}

/// A convolution, and what the pairs add.
pub(super) fn conv(
    x: Tensor<4>,
    weight: Tensor<2>,
    bias: Option<Tensor<1>>,
    geometry: Geometry,
    pairs: &[Pair],
) -> Tensor<4> {
    let x = channels_first(x);
    let [before, after] = geometry.padding;
    let (x, padding) = match before == after {
        true => (x, before),
        false => (
            x.pad([(before, after), (before, after)], PadMode::Constant(0.0)),
            0,
        ),
    };
    let options = || ConvOptions::new([geometry.stride; 2], [padding; 2], [1, 1], 1);
    let mut out = module::conv2d(x.clone(), kernel(weight, geometry), bias, options());
    for pair in pairs {
        let low = module::conv2d(
            x.clone(),
            kernel(pair.down().clone(), geometry),
            None,
            options(),
        );
        let up = kernel(pair.up().clone(), Geometry::POINT);
        let point = ConvOptions::new([1, 1], [0, 0], [1, 1], 1);
        out = out + module::conv2d(low, up, None, point) * pair.scale();
    }
    channels_last(out)
}

/// Rows of a kernel's places to `[outputs, inputs, side, side]`.
fn kernel(rows: Tensor<2>, geometry: Geometry) -> Tensor<4> {
    let [count, outputs] = rows.dims();
    let side = geometry.kernel;
    let inputs = count / (side * side);
    rows.reshape([side, side, inputs, outputs])
        .permute([3, 2, 0, 1])
}

/// A group norm over `[batch, height, width, channels]` (Wu and He, 2018).
pub(super) fn group_norm(
    x: Tensor<4>,
    gamma: Tensor<1>,
    beta: Tensor<1>,
    groups: usize,
    epsilon: f64,
    then: Then,
) -> Tensor<4> {
    let [batch, height, width, channels] = x.dims();
    let x = x.reshape([batch, height * width, groups, channels / groups]);
    let x = x.clone() - x.mean_dims(&[1, 3]);
    let spread = (x.clone().square().mean_dims(&[1, 3]) + epsilon).sqrt();
    let x = (x / spread).reshape([batch, height, width, channels]);
    let x = x * gamma.unsqueeze::<4>() + beta.unsqueeze::<4>();
    match then {
        Then::Nothing => x,
        Then::Silu => activation::silu(x),
    }
}

/// A layer norm over the last side.
pub(super) fn layer_norm(
    x: Tensor<3>,
    gamma: Tensor<1>,
    beta: Tensor<1>,
    epsilon: f64,
) -> Tensor<3> {
    module::layer_norm(x, gamma, Some(beta), epsilon)
}

/// `softmax(q k^T / sqrt(width of a head)) v` in `heads` heads. Queries are `[batch, tokens, channels]`, keys and
/// values `[batch, other tokens, channels]`; `causal` lets each token see only those before it.
pub(super) fn attention(
    q: Tensor<3>,
    k: Tensor<3>,
    v: Tensor<3>,
    heads: usize,
    causal: Causal,
) -> Tensor<3> {
    let [batch, tokens, channels] = q.dims();
    let split = |x: Tensor<3>| {
        let [batch, tokens, channels] = x.dims();
        x.reshape([batch, tokens, heads, channels / heads])
            .swap_dims(1, 2)
    };
    let options = AttentionModuleOptions {
        is_causal: causal == Causal::Yes,
        ..Default::default()
    };
    let out = module::attention(split(q), split(k), split(v), None, None, options);
    out.swap_dims(1, 2).reshape([batch, tokens, channels])
}

/// The first half times the exact GELU of the second (Shazeer, "GLU Variants", 2020).
pub(super) fn geglu(x: Tensor<3>) -> Tensor<3> {
    let half = x.dims()[2] / 2;
    let gate = activation::gelu(x.clone().narrow(2, half, half));
    x.narrow(2, 0, half) * gate
}
