//! Between the library's tensors and plain numbers, with or without its graph of gradients.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, NodeGuard, Ops, OpsKind};
use burn::backend::flex::FlexTensor;
use burn::backend::{Autodiff, Flex};
use burn::tensor::{Tensor, TensorData};
use std::fmt::Debug;
use std::marker::PhantomData;

type Tracking = Autodiff<Flex>;

/// Numbers of a tensor on the processor, contiguous. Cloning shares them.
#[derive(Clone, Debug)]
pub(super) struct Numbers(FlexTensor);

impl Numbers {
    fn new(tensor: FlexTensor) -> Self {
        Self(match tensor.is_contiguous() {
            true => tensor,
            false => tensor.to_contiguous(),
        })
    }

    pub(super) fn as_slice(&self) -> &[f32] {
        self.0.as_slice().expect("the numbers are contiguous f32")
    }
}

/// Constant numbers: of a tensor that nothing is differentiated by. `None` on other devices, or where it is tracked.
pub(super) fn constant<const D: usize>(tensor: &Tensor<D>) -> Option<Numbers> {
    if tensor.is_autodiff() && tensor.is_tracked() {
        return None;
    }
    let plain = tensor.clone().without_autodiff();
    plain.try_into_primitive::<Flex>().ok().map(Numbers::new)
}

/// A tensor that takes part: its numbers, and its node where the result may be differentiated by it.
pub(super) struct Input {
    pub(super) numbers: Numbers,
    node: Option<NodeGuard>,
}

impl Input {
    /// `None` on other devices.
    pub(super) fn new<const D: usize>(tensor: &Tensor<D>) -> Option<Self> {
        if !tensor.is_autodiff() {
            let numbers = tensor
                .clone()
                .try_into_primitive::<Flex>()
                .ok()
                .map(Numbers::new)?;
            return Some(Self {
                numbers,
                node: None,
            });
        }
        let tracked = tensor.clone().try_into_primitive::<Tracking>().ok()?;
        let (primitive, node) = tracked.into_parts();
        Some(Self {
            numbers: Numbers::new(primitive),
            node: Some(node),
        })
    }

    /// Of several: all or none on the graph.
    pub(super) fn both<const D: usize, const N: usize>(
        tensors: [&Tensor<D>; N],
    ) -> Option<[Self; N]> {
        let on_graph = tensors.iter().any(|tensor| tensor.is_autodiff());
        let lifted = tensors.map(|tensor| match on_graph {
            true => Self::new(&tensor.clone().autodiff()),
            false => Self::new(tensor),
        });
        lifted
            .into_iter()
            .collect::<Option<Vec<_>>>()?
            .try_into()
            .ok()
    }
}

/// An operation that knows its own gradients.
pub(super) trait Gradient<const N: usize>: Clone + Debug + Send + 'static {
    /// The gradients by each of the inputs that are wanted, out of the gradient by the result.
    fn backward(&self, by_result: &[f32], wanted: [bool; N])
    -> [Option<(Vec<f32>, Vec<usize>)>; N];
}

/// Puts an operation's result on the graph, where its inputs are on it.
pub(super) fn record<const N: usize, const D: usize, G: Gradient<N>>(
    inputs: [Input; N],
    gradient: impl FnOnce() -> G,
    result: Vec<f32>,
    shape: [usize; D],
) -> Tensor<D> {
    let result = FlexTensor::from_data(TensorData::new(result, shape));
    let nodes = inputs.map(|input| input.node);
    let Some(nodes) = all(nodes) else {
        return Tensor::from_primitive::<Flex>(result);
    };
    let recorded = Recorded::<G>(PhantomData);
    let tracked = match recorded
        .prepare::<NoCheckpointing>(nodes)
        .compute_bound()
        .stateful()
    {
        OpsKind::Tracked(step) => step.finish(gradient(), result),
        OpsKind::UnTracked(step) => step.finish(result),
    };
    Tensor::from_primitive::<Tracking>(tracked)
}

fn all<T, const N: usize>(options: [Option<T>; N]) -> Option<[T; N]> {
    options
        .into_iter()
        .collect::<Option<Vec<T>>>()?
        .try_into()
        .ok()
}

#[derive(Debug)]
struct Recorded<G>(PhantomData<G>);

impl<G: Gradient<N>, const N: usize> Backward<Flex, N> for Recorded<G> {
    type State = G;

    fn backward(self, ops: Ops<G, N>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let by_result = Numbers::new(gradients.consume::<Flex>(&ops.node));
        let wanted = ops.parents.each_ref().map(Option::is_some);
        let found = ops.state.backward(by_result.as_slice(), wanted);
        for (parent, found) in ops.parents.into_iter().zip(found) {
            if let (Some(parent), Some((numbers, shape))) = (parent, found) {
                let tensor = FlexTensor::from_data(TensorData::new(numbers, shape));
                gradients.register::<Flex>(parent.id, tensor);
            }
        }
    }
}
