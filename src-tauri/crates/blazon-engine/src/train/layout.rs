//! The pairs that are trained, as one vector of numbers.
//!
//! Optimiser, gradients and checkpoints see the vector; the network sees tensors made of it.

use super::chance::{Purpose, chance};
use crate::nn::{Adapters, LayerGroup, Pair, Target, TargetKind};
use blazon_lora::{LoraPair, Part};
use blazon_model::{TrainRecipe, TrainedLayers};
use burn::tensor::{Device, Tensor, TensorData};
use std::ops::Range;

/// Where the pairs lie in the vector.
#[derive(Clone, Debug)]
pub struct Layout {
    places: Vec<Place>,
    rank: usize,
    alpha: f32,
    count: usize,
}

#[derive(Clone, Debug)]
struct Place {
    target: Target,
    /// `[rows, rank]`.
    down: Range<usize>,
    /// `[rank, outputs]`.
    up: Range<usize>,
}

/// The pairs as tensors of which gradients are taken, in the order of the layout.
pub(super) type Tracked = Vec<[Tensor<2>; 2]>;

impl Layout {
    /// A place for a pair on each of the layers that the recipe chooses.
    #[must_use]
    pub fn new(targets: &[Target], recipe: &TrainRecipe) -> Self {
        let rank = recipe.rank as usize;
        let mut count = 0;
        let mut take = |length: usize| {
            count += length;
            count - length..count
        };
        let chosen = targets
            .iter()
            .filter(|target| is_trained(recipe.layers, target.group));
        let places = chosen
            .map(|target| Place {
                down: take(target.rows() * rank),
                up: take(rank * target.outputs),
                target: target.clone(),
            })
            .collect();
        Self {
            places,
            rank,
            alpha: recipe.alpha,
            count,
        }
    }

    /// How many layers are changed.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.places.len()
    }

    /// How many numbers there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Each matrix with its layer's path and its place in the vector.
    pub fn matrices(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        let of = |place: &'_ Place| [place.down.clone(), place.up.clone()];
        self.places
            .iter()
            .flat_map(move |place| of(place).map(|range| (place.target.path.as_str(), range)))
    }

    /// The values with which a training begins: the first matrix uniform within one over the root
    /// of its inputs (PyTorch's default, as in sd-scripts and PEFT), the second zero, so that
    /// nothing is changed yet.
    #[must_use]
    pub fn start(&self, seed: u64) -> Vec<f32> {
        let mut values = vec![0.0; self.count];
        for (number, place) in self.places.iter().enumerate() {
            let bound = 1.0 / (place.target.rows() as f64).sqrt();
            let mut chance = chance(seed, Purpose::Start, number as u64, 0);
            for value in &mut values[place.down.clone()] {
                *value = ((2.0 * chance.next_unit() - 1.0) * bound) as f32;
            }
        }
        values
    }

    /// The pairs as constants, for drawing.
    #[must_use]
    pub fn adapters(&self, values: &[f32], device: &Device) -> Adapters {
        self.build(values, device, |tensor| tensor).0
    }

    /// The pairs as parameters of an autodiff graph of their own.
    pub(super) fn tracked(&self, values: &[f32], device: &Device) -> (Adapters, Tracked) {
        self.build(values, device, |tensor| tensor.autodiff().require_grad())
    }

    fn build(
        &self,
        values: &[f32],
        device: &Device,
        make: impl Fn(Tensor<2>) -> Tensor<2>,
    ) -> (Adapters, Tracked) {
        let tensor = |range: &Range<usize>, shape: [usize; 2]| {
            let data = TensorData::new(values[range.clone()].to_vec(), shape);
            make(Tensor::from_data(data, device))
        };
        let mut adapters = Adapters::none();
        let mut tensors = Vec::with_capacity(self.places.len());
        for place in &self.places {
            let down = tensor(&place.down, [place.target.rows(), self.rank]);
            let up = tensor(&place.up, [self.rank, place.target.outputs]);
            let pair = Pair::new(down.clone(), up.clone(), self.scale());
            adapters.add(&place.target.path, pair);
            tensors.push([down, up]);
        }
        (adapters, tensors)
    }

    /// One vector of what `number_of` gives for each matrix.
    pub(super) fn gather(
        &self,
        tensors: &Tracked,
        numbers_of: impl Fn(&Tensor<2>) -> Vec<f32>,
    ) -> Vec<f32> {
        let mut all = Vec::with_capacity(self.count);
        for tensor in tensors.iter().flatten() {
            all.extend(numbers_of(tensor));
        }
        all
    }

    /// The pairs as a LoRA file has them.
    #[must_use]
    pub fn lora_pairs(&self, values: &[f32]) -> Vec<LoraPair> {
        let pairs = self.places.iter().map(|place| LoraPair {
            part: Part::Unet,
            path: place.target.path.clone(),
            rank: self.rank,
            alpha: self.alpha,
            scale: self.scale(),
            down: stored_down(&values[place.down.clone()], &place.target, self.rank),
            up: turned(&values[place.up.clone()], self.rank, place.target.outputs),
        });
        pairs.collect()
    }

    fn scale(&self) -> f32 {
        self.alpha / self.rank as f32
    }
}

const fn is_trained(layers: TrainedLayers, group: LayerGroup) -> bool {
    match group {
        LayerGroup::Attention => layers.attention,
        LayerGroup::FeedForward => layers.feed_forward,
        LayerGroup::Projection => layers.projections,
        LayerGroup::Convolution => layers.convolutions,
        LayerGroup::Other => false,
    }
}

/// `[places of the kernel * inputs, rank]` as `[rank, inputs, places]`.
fn stored_down(values: &[f32], target: &Target, rank: usize) -> Vec<f32> {
    let places = match target.kind {
        TargetKind::Linear => 1,
        TargetKind::Conv(geometry) => geometry.kernel * geometry.kernel,
    };
    let mut stored = Vec::with_capacity(values.len());
    for column in 0..rank {
        for input in 0..target.inputs {
            let at = |place: usize| values[(place * target.inputs + input) * rank + column];
            stored.extend((0..places).map(at));
        }
    }
    stored
}

/// `[rows, columns]` as `[columns, rows]`.
fn turned(values: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    let at = |(column, row): (usize, usize)| values[row * columns + column];
    let places = (0..columns).flat_map(|column| (0..rows).map(move |row| (column, row)));
    places.map(at).collect()
}
