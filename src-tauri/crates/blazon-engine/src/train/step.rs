//! One step: the gradient of the loss at the pairs, computed by several threads.
//!
//! A tensor library gains little from a second thread on matrices of this size, so the pictures
//! of a batch are split: each thread computes with one processor and a graph of its own, and the
//! gradients are added in the order of the threads. The sum is the same bits for the same number
//! of threads.

use super::layout::Layout;
use crate::EngineError;
use crate::nn::{Added, Unet};
use burn::tensor::{Device, Tensor, TensorData};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::thread;

/// One noisy picture and what is to be learned from it.
#[derive(Clone, Debug)]
pub struct Sample {
    /// `[channels, height, width]`.
    pub shape: [usize; 3],
    /// The latents with noise.
    pub noisy: Vec<f32>,
    /// What the network should answer.
    pub target: Vec<f32>,
    /// The step of the base's own training, 0 to 999.
    pub time: f32,
    /// By what its loss is multiplied.
    pub weight: f32,
    /// The text, `[tokens, width]`.
    pub context: Vec<f32>,
    /// Tokens of the text.
    pub tokens: usize,
    /// SDXL's conditions beside the text: the pooled text and the six measures.
    pub added: Option<(Vec<f32>, [f32; 6])>,
}

/// The loss of a batch and its gradient, in the order of the layout.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradient {
    /// The mean of the weighted losses.
    pub loss: f64,
    /// The derivative by each number.
    pub numbers: Vec<f32>,
}

/// The threads that compute a training.
#[derive(Debug)]
pub struct Crew {
    members: Vec<Member>,
    device: Device,
}

/// A thread with its own graph. The weights are shared by all; the nodes that stand for them are
/// not, or the graphs of all threads would be one behind one lock.
#[derive(Debug)]
struct Member {
    pool: ThreadPool,
    unet: Unet,
}

impl Crew {
    /// `threads` threads, at least one, for a network on a device without autodiff.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(unet: &Unet, device: &Device, threads: usize) -> Result<Self, EngineError> {
        let member = |_| {
            // Whatever the library would spread over threads stays on this one.
            let pool = ThreadPoolBuilder::new().num_threads(1).build();
            let pool = pool.map_err(|error| EngineError::BadRequest(error.to_string()))?;
            let unet = unet.autodiff();
            Ok(Member { pool, unet })
        };
        Ok(Self {
            members: (0..threads.max(1))
                .map(member)
                .collect::<Result<_, EngineError>>()?,
            device: device.clone(),
        })
    }

    /// The gradient of the mean loss of a batch of pictures of one size.
    ///
    /// # Panics
    /// When the batch is empty or its sizes differ, or a thread panics.
    #[must_use]
    pub fn gradient(&self, layout: &Layout, values: &[f32], batch: &[Sample]) -> Gradient {
        let share = batch.len().div_ceil(self.members.len());
        let device = &self.device;
        let parts: Vec<Gradient> = thread::scope(|scope| {
            let running: Vec<_> = batch
                .chunks(share)
                .zip(&self.members)
                .map(|(samples, member)| {
                    let work =
                        move || member.gradient(layout, values, samples, batch.len(), device);
                    scope.spawn(move || member.pool.install(work))
                })
                .collect();
            let join = |thread: thread::ScopedJoinHandle<'_, Gradient>| {
                thread
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            running.into_iter().map(join).collect()
        });
        let mut sum = Gradient {
            loss: 0.0,
            numbers: vec![0.0; layout.count()],
        };
        for part in parts {
            sum.loss += part.loss;
            let numbers = sum.numbers.iter_mut().zip(part.numbers);
            numbers.for_each(|(sum, number)| *sum += number);
        }
        sum
    }
}

impl Member {
    fn gradient(
        &self,
        layout: &Layout,
        values: &[f32],
        samples: &[Sample],
        of: usize,
        device: &Device,
    ) -> Gradient {
        let (adapters, tensors) = layout.tracked(values, device);
        let batch = Inputs::new(samples, of, device);
        let answer = self.unet.forward(
            batch.noisy,
            &batch.times,
            &batch.context,
            batch.added.as_ref(),
            &adapters,
        );
        let errors = (answer - batch.target).square().mean_dims(&[1, 2, 3]);
        let loss = (errors * batch.weights).sum();
        let gradients = loss.backward();
        let numbers = layout.gather(&tensors, |tensor| {
            let gradient = tensor.grad(&gradients);
            numbers_of(gradient.expect("each pair of the layout takes part in the answer"))
        });
        Gradient {
            loss: numbers_of(loss.inner()).into_iter().map(f64::from).sum(),
            numbers,
        }
    }
}

/// Samples as tensors on the autodiff device, without gradients of their own.
struct Inputs {
    noisy: Tensor<4>,
    target: Tensor<4>,
    times: Vec<f32>,
    /// `[batch, 1, 1, 1]`: each sample's weight over the size of the whole batch.
    weights: Tensor<4>,
    context: Tensor<3>,
    added: Option<Added>,
}

impl Inputs {
    fn new(samples: &[Sample], of: usize, device: &Device) -> Self {
        let first = &samples[0];
        let [channels, height, width] = first.shape;
        let latents = [samples.len(), channels, height, width];
        let text = [
            samples.len(),
            first.tokens,
            first.context.len() / first.tokens,
        ];
        let joined = |part: fn(&Sample) -> &[f32]| -> Vec<f32> {
            samples.iter().flat_map(part).copied().collect()
        };
        let weights = samples.iter().map(|sample| sample.weight / of as f32);
        let pooled = first.added.as_ref().map(|(pooled, _)| pooled.len());
        Self {
            noisy: constant(joined(|sample| &sample.noisy), latents, device),
            target: constant(joined(|sample| &sample.target), latents, device),
            times: samples.iter().map(|sample| sample.time).collect(),
            weights: constant(weights.collect(), [samples.len(), 1, 1, 1], device),
            context: constant(joined(|sample| &sample.context), text, device),
            added: pooled.map(|width| Added {
                pooled: constant(
                    samples
                        .iter()
                        .flat_map(|sample| &sample.added)
                        .flat_map(|(pooled, _)| pooled)
                        .copied()
                        .collect(),
                    [samples.len(), width],
                    device,
                ),
                measures: samples
                    .iter()
                    .flat_map(|sample| &sample.added)
                    .map(|(_, measures)| *measures)
                    .collect(),
            }),
        }
    }
}

fn constant<const D: usize>(numbers: Vec<f32>, shape: [usize; D], device: &Device) -> Tensor<D> {
    Tensor::<D>::from_data(TensorData::new(numbers, shape), device).autodiff()
}

/// The numbers of a tensor, row after row.
pub(super) fn numbers_of<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    let data = tensor.into_data();
    data.try_to_vec().expect("the networks compute with f32")
}
