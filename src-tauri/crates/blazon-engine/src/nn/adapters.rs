//! LoRA pairs by the path of the layer that they change.
//!
//! The same value serves drawing (constants, several LoRAs at once, mostly merged before) and training (the pairs
//! are the parameters, on the autodiff device).

use burn::tensor::Tensor;
use std::collections::BTreeMap;

/// What is added to one layer: `scale * (x * down) * up`.
#[derive(Clone, Debug)]
pub struct Pair {
    down: Tensor<2>,
    up: Tensor<2>,
    scale: f32,
}

impl Pair {
    /// A pair: `down` is `[rows, rank]`, where rows are the layer's inputs, for a convolution once for each place
    /// of its kernel (row by row, channels innermost); `up` is `[rank, outputs]`. `scale` is
    /// `strength * alpha / rank`.
    #[must_use]
    pub const fn new(down: Tensor<2>, up: Tensor<2>, scale: f32) -> Self {
        Self { down, up, scale }
    }

    /// Inputs to rank.
    #[must_use]
    pub const fn down(&self) -> &Tensor<2> {
        &self.down
    }

    /// Rank to outputs.
    #[must_use]
    pub const fn up(&self) -> &Tensor<2> {
        &self.up
    }

    /// By what the product is multiplied.
    #[must_use]
    pub const fn scale(&self) -> f32 {
        self.scale
    }
}

/// All pairs for one network.
#[derive(Clone, Debug, Default)]
pub struct Adapters {
    by_path: BTreeMap<String, Vec<Pair>>,
}

impl Adapters {
    /// No pairs.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            by_path: BTreeMap::new(),
        }
    }

    /// Adds a pair to the layer with that path; several add up.
    pub fn add(&mut self, path: impl Into<String>, pair: Pair) {
        self.by_path.entry(path.into()).or_default().push(pair);
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }

    /// The layers that are changed.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.by_path.keys().map(String::as_str)
    }

    /// The pairs of one layer.
    #[must_use]
    pub fn pairs(&self, path: &str) -> &[Pair] {
        self.by_path.get(path).map_or(&[], Vec::as_slice)
    }
}
