//! The operations of which the networks are made.
//!
//! Each has two forms: [`fast`] for the processor, and [`general`] in the tensor library's own operations for every
//! other device and for what the fast form does not support. The tests compare their results and gradients.

use super::adapters::Pair;
use super::layers::Geometry;
use super::{channels_first, channels_last, fast, general};
use burn::tensor::ops::{InterpolateMode, InterpolateOptions};
use burn::tensor::{Tensor, module};

/// What follows a norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// Nothing.
    Nothing,
    /// `x * sigmoid(x)`.
    Silu,
}

/// Whether tokens see those behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Causal {
    Yes,
    No,
}

/// `x * weight + bias`, and what the pairs add; over the last side.
pub(super) fn linear<const D: usize>(
    x: Tensor<D>,
    weight: Tensor<2>,
    bias: Option<Tensor<1>>,
    pairs: &[Pair],
) -> Tensor<D> {
    match fast::affine(&x, &weight, bias.as_ref(), None, pairs) {
        Some(out) => out,
        None => general::linear(x, weight, bias, pairs),
    }
}

/// A convolution over `[batch, height, width, channels]`, and what the pairs add.
pub(super) fn conv(
    x: Tensor<4>,
    weight: Tensor<2>,
    bias: Option<Tensor<1>>,
    geometry: Geometry,
    pairs: &[Pair],
) -> Tensor<4> {
    match fast::affine(&x, &weight, bias.as_ref(), Some(geometry), pairs) {
        Some(out) => out,
        None => general::conv(x, weight, bias, geometry, pairs),
    }
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
    match fast::group_norm(&x, &gamma, &beta, groups, epsilon, then) {
        Some(out) => out,
        None => general::group_norm(x, gamma, beta, groups, epsilon, then),
    }
}

/// A layer norm over the last side (Ba et al., 2016).
pub(super) fn layer_norm(
    x: Tensor<3>,
    gamma: Tensor<1>,
    beta: Tensor<1>,
    epsilon: f64,
) -> Tensor<3> {
    match fast::layer_norm(&x, &gamma, &beta, epsilon) {
        Some(out) => out,
        None => general::layer_norm(x, gamma, beta, epsilon),
    }
}

/// `softmax(q k^T / sqrt(width of a head)) v` in `heads` heads. Queries are `[batch, tokens, channels]`, keys and
/// values `[batch, other tokens, channels]`.
pub(super) fn attention(
    q: Tensor<3>,
    k: Tensor<3>,
    v: Tensor<3>,
    heads: usize,
    causal: Causal,
) -> Tensor<3> {
    match fast::attention(&q, &k, &v, heads, causal) {
        Some(out) => out,
        None => general::attention(q, k, v, heads, causal),
    }
}

/// The first half times the exact GELU of the second (Shazeer, "GLU Variants", 2020).
pub(super) fn geglu(x: Tensor<3>) -> Tensor<3> {
    match fast::geglu(&x) {
        Some(out) => out,
        None => general::geglu(x),
    }
}

/// Twice as high and wide, each pixel four times; then cut or stretched to `[height, width]` where the sizes on
/// the way down were odd.
pub(super) fn enlarge(x: Tensor<4>, [height, width]: [usize; 2]) -> Tensor<4> {
    let [batch, rows, columns, channels] = x.dims();
    if [2 * rows, 2 * columns] == [height, width] {
        let x = x
            .reshape([batch * rows, 1, columns, channels])
            .repeat_dim(1, 2);
        let x = x
            .reshape([batch * height * columns, 1, channels])
            .repeat_dim(1, 2);
        return x.reshape([batch, height, width, channels]);
    }
    let options =
        InterpolateOptions::new(InterpolateMode::Nearest).with_output_size([height, width]);
    channels_last(module::interpolate(channels_first(x), options))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheduler::{Noise, NoiseSource};
    use burn::tensor::{Device, TensorData};
    use rstest::rstest;

    /// What two forms of an operation are given, tracked.
    struct Given {
        noise: Noise,
    }

    impl Given {
        fn new() -> Self {
            Self {
                noise: Noise::new(3, 0),
            }
        }

        fn numbers<const D: usize>(&mut self, shape: [usize; D]) -> Tensor<D> {
            let numbers = self.noise.draw(shape.iter().product());
            Tensor::from_data(TensorData::new(numbers, shape), &Device::flex())
        }

        fn tracked<const D: usize>(&mut self, shape: [usize; D]) -> Tensor<D> {
            self.numbers(shape).autodiff().require_grad()
        }
    }

    fn apart<const D: usize>(ours: Tensor<D>, general: Tensor<D>) -> f32 {
        let most = general.clone().abs().max().into_scalar::<f32>();
        (ours - general).abs().max().into_scalar::<f32>() / most
    }

    /// The results and the gradients by each input of both forms, for a loss that weighs each number differently.
    fn compare<const D: usize, const I: usize>(
        inputs: &[Tensor<I>],
        weights: Tensor<D>,
        fast: Tensor<D>,
        general: Tensor<D>,
    ) {
        assert!(apart(fast.clone().inner(), general.clone().inner()) < 1e-5);
        let weights = weights.autodiff();
        let by_fast = (fast * weights.clone()).sum().backward();
        let by_general = (general * weights).sum().backward();
        for (number, input) in inputs.iter().enumerate() {
            let pair = (
                input.grad(&by_fast).unwrap(),
                input.grad(&by_general).unwrap(),
            );
            let apart = apart(pair.0, pair.1);
            assert!(
                apart < 1e-5,
                "the gradient by input {number} is apart by {apart}"
            );
        }
    }

    #[rstest]
    #[case([2, 300, 24], 17)]
    #[case([1, 5, 130], 260)]
    fn linear_layers_agree(#[case] shape: [usize; 3], #[case] outputs: usize) {
        let mut given = Given::new();
        let [batch, tokens, inputs] = shape;
        let (weight, bias) = (given.numbers([inputs, outputs]), given.numbers([outputs]));
        let (down, up) = (given.tracked([inputs, 4]), given.tracked([4, outputs]));
        let x = given.tracked(shape);
        let weights = given.numbers([batch, tokens, outputs]);
        for pairs in [vec![], vec![Pair::new(down.clone(), up.clone(), 0.7)]] {
            let fast = fast::affine(&x, &weight, Some(&bias), None, &pairs).unwrap();
            let general = general::linear(x.clone(), weight.clone(), Some(bias.clone()), &pairs);
            compare(std::slice::from_ref(&x), weights.clone(), fast, general);
        }
        let pairs = [Pair::new(down.clone(), up.clone(), 0.7)];
        let fast = fast::affine(&x, &weight, None, None, &pairs).unwrap();
        let general = general::linear(x, weight, None, &pairs);
        compare(&[down, up], weights, fast, general);
    }

    #[rstest]
    fn convolutions_agree(
        #[values(Geometry::SAME, Geometry::HALVE, Geometry::HALVE_LATE)] geometry: Geometry,
        #[values([2, 6, 8, 5], [1, 20, 12, 3])] shape: [usize; 4],
    ) {
        let mut given = Given::new();
        let [batch, height, width, inputs] = shape;
        let (weight, bias) = (given.numbers([9 * inputs, 7]), given.numbers([7]));
        let (down, up) = (given.tracked([9 * inputs, 4]), given.tracked([4, 7]));
        let x = given.tracked(shape);
        let weights = given.numbers([batch, geometry.output(height), geometry.output(width), 7]);
        for pairs in [vec![], vec![Pair::new(down.clone(), up.clone(), 0.7)]] {
            let fast = fast::affine(&x, &weight, Some(&bias), Some(geometry), &pairs).unwrap();
            let general = general::conv(
                x.clone(),
                weight.clone(),
                Some(bias.clone()),
                geometry,
                &pairs,
            );
            compare(std::slice::from_ref(&x), weights.clone(), fast, general);
        }
        let pairs = [Pair::new(down.clone(), up.clone(), 0.7)];
        let fast = fast::affine(&x, &weight, None, Some(geometry), &pairs).unwrap();
        let general = general::conv(x, weight, None, geometry, &pairs);
        compare(&[down, up], weights, fast, general);
    }

    #[rstest]
    fn group_norms_agree(#[values(Then::Nothing, Then::Silu)] then: Then) {
        let mut given = Given::new();
        let shape = [2, 20, 11, 12];
        let x = given.tracked(shape);
        let (gamma, beta) = (given.numbers([12]), given.numbers([12]));
        let fast = fast::group_norm(&x, &gamma, &beta, 4, 1e-5, then).unwrap();
        let general = general::group_norm(x.clone(), gamma, beta, 4, 1e-5, then);
        compare(&[x], given.numbers(shape), fast, general);
    }

    #[test]
    fn layer_norms_agree() {
        let mut given = Given::new();
        let shape = [2, 150, 21];
        let x = given.tracked(shape);
        let (gamma, beta) = (given.numbers([21]), given.numbers([21]));
        let fast = fast::layer_norm(&x, &gamma, &beta, 1e-5).unwrap();
        let general = general::layer_norm(x.clone(), gamma, beta, 1e-5);
        compare(&[x], given.numbers(shape), fast, general);
    }

    #[rstest]
    #[case(2, 9, 5, Causal::No)]
    #[case(1, 150, 150, Causal::No)]
    #[case(2, 12, 12, Causal::Yes)]
    fn attentions_agree(
        #[case] batch: usize,
        #[case] queries: usize,
        #[case] keys: usize,
        #[case] causal: Causal,
    ) {
        let mut given = Given::new();
        let inputs = [queries, keys, keys].map(|tokens| given.tracked([batch, tokens, 12]));
        let [q, k, v] = inputs.clone();
        let fast = fast::attention(&q, &k, &v, 3, causal).unwrap();
        let general = general::attention(q, k, v, 3, causal);
        compare(&inputs, given.numbers([batch, queries, 12]), fast, general);
    }

    #[test]
    fn gates_agree() {
        let mut given = Given::new();
        let x = given.tracked([2, 70, 26]);
        let fast = fast::geglu(&x).unwrap();
        let general = general::geglu(x.clone());
        compare(&[x], given.numbers([2, 70, 13]), fast, general);
    }

    #[test]
    fn a_pair_alone_is_trained_where_nothing_else_is_tracked() {
        let mut given = Given::new();
        let (x, weight) = (given.numbers([1, 6, 8]), given.numbers([8, 5]));
        let (down, up) = (given.tracked([8, 2]), given.tracked([2, 5]));
        let pairs = [Pair::new(down.clone(), up.clone(), 1.0)];
        let fast = linear(x.clone(), weight.clone(), None, &pairs);
        let general = general::linear(x.autodiff(), weight.autodiff(), None, &pairs);
        compare(&[down, up], given.numbers([1, 6, 5]), fast, general);
    }
}
