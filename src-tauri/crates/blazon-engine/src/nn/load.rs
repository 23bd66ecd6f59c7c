//! Building layers out of weights, with every shape compared.

use super::layers::{Affine, AffineId, Geometry, LayerGroup, Layers, Norm, NormId};
use crate::EngineError;
use crate::weights::{Weights, transposed};
use burn::tensor::{Device, Tensor, TensorData};

/// Whether a layer has a bias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bias {
    Yes,
    No,
}

/// Reads layers by their path.
pub(super) struct Loader<'a> {
    weights: &'a Weights,
    device: &'a Device,
    pub(super) layers: Layers,
}

impl<'a> Loader<'a> {
    pub(super) fn new(weights: &'a Weights, device: &'a Device) -> Self {
        Self {
            weights,
            device,
            layers: Layers::default(),
        }
    }

    pub(super) fn linear(
        &mut self,
        path: &str,
        [inputs, outputs]: [usize; 2],
        bias: Bias,
        group: LayerGroup,
    ) -> Result<AffineId, EngineError> {
        let weight = self.turned(&format!("{path}.weight"), outputs, inputs)?;
        self.affine(path, weight, outputs, bias, None, group)
    }

    pub(super) fn conv(
        &mut self,
        path: &str,
        [inputs, outputs]: [usize; 2],
        geometry: Geometry,
        group: LayerGroup,
    ) -> Result<AffineId, EngineError> {
        let side = geometry.kernel;
        let stored = self
            .weights
            .read(&format!("{path}.weight"), &[outputs, inputs, side, side])?;
        let turned = kernel_rows(&stored, outputs, inputs, side * side);
        let weight = self.tensor(turned, [inputs * side * side, outputs]);
        self.affine(path, weight, outputs, Bias::Yes, Some(geometry), group)
    }

    fn affine(
        &mut self,
        path: &str,
        weight: Tensor<2>,
        outputs: usize,
        bias: Bias,
        geometry: Option<Geometry>,
        group: LayerGroup,
    ) -> Result<AffineId, EngineError> {
        let bias = match bias {
            Bias::Yes => Some(self.vector(&format!("{path}.bias"), outputs)?),
            Bias::No => None,
        };
        Ok(self.layers.add_affine(Affine {
            path: path.to_owned(),
            weight,
            bias,
            geometry,
            group,
        }))
    }

    pub(super) fn norm(
        &mut self,
        path: &str,
        channels: usize,
        epsilon: f64,
    ) -> Result<NormId, EngineError> {
        let gamma = self.vector(&format!("{path}.weight"), channels)?;
        let beta = self.vector(&format!("{path}.bias"), channels)?;
        Ok(self.layers.add_norm(Norm {
            gamma,
            beta,
            epsilon,
        }))
    }

    pub(super) fn table(
        &mut self,
        name: &str,
        rows: usize,
        width: usize,
    ) -> Result<usize, EngineError> {
        let numbers = self.weights.read(name, &[rows, width])?;
        let table = self.tensor(numbers, [rows, width]);
        Ok(self.layers.add_table(table))
    }

    fn vector(&self, name: &str, length: usize) -> Result<Tensor<1>, EngineError> {
        Ok(self.tensor(self.weights.read(name, &[length])?, [length]))
    }

    /// A matrix that is stored `[outputs, inputs]`, as `[inputs, outputs]`.
    fn turned(&self, name: &str, outputs: usize, inputs: usize) -> Result<Tensor<2>, EngineError> {
        let stored = self.weights.read(name, &[outputs, inputs])?;
        Ok(self.tensor(transposed(&stored, outputs, inputs), [inputs, outputs]))
    }

    fn tensor<const D: usize>(&self, numbers: Vec<f32>, shape: [usize; D]) -> Tensor<D> {
        Tensor::from_data(TensorData::new(numbers, shape), self.device)
    }
}

/// `[outputs, inputs, places]` to `[places, inputs, outputs]`.
fn kernel_rows(stored: &[f32], outputs: usize, inputs: usize, places: usize) -> Vec<f32> {
    let turned = transposed(stored, outputs, inputs * places);
    let mut rows = Vec::with_capacity(turned.len());
    for place in 0..places {
        for input in 0..inputs {
            let from = (input * places + place) * outputs;
            rows.extend_from_slice(&turned[from..from + outputs]);
        }
    }
    rows
}
