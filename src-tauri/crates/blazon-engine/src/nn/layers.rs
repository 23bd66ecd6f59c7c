//! The layers of a network as one list, so that blocks hold numbers of layers and no tensors.
//!
//! One place then lists what a LoRA may change, merges it into copies, or moves everything to an autodiff device;
//! none of it has to walk through blocks.

use super::{Adapters, ops};
use crate::EngineError;
use burn::tensor::Tensor;

/// The number of an [`Affine`] layer.
#[derive(Clone, Copy, Debug)]
pub(super) struct AffineId(usize);

/// The number of a [`Norm`].
#[derive(Clone, Copy, Debug)]
pub(super) struct NormId(usize);

/// How a convolution moves over the picture; kernels are square.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    /// Side of the kernel in pixels.
    pub kernel: usize,
    /// Pixels from one place to the next.
    pub stride: usize,
    /// Zeros around the picture, before and after.
    pub padding: [usize; 2],
}

impl Geometry {
    /// A kernel of one pixel.
    pub const POINT: Self = Self {
        kernel: 1,
        stride: 1,
        padding: [0, 0],
    };
    /// A kernel of three pixels that keeps the size.
    pub const SAME: Self = Self {
        kernel: 3,
        stride: 1,
        padding: [1, 1],
    };
    /// A kernel of three pixels that halves the size.
    pub const HALVE: Self = Self {
        kernel: 3,
        stride: 2,
        padding: [1, 1],
    };
    /// As [`Geometry::HALVE`], with zeros only at the right and below: the autoencoder's.
    pub const HALVE_LATE: Self = Self {
        kernel: 3,
        stride: 2,
        padding: [0, 1],
    };

    /// The side of what comes out of `side` pixels.
    #[must_use]
    pub const fn output(self, side: usize) -> usize {
        (side + self.padding[0] + self.padding[1] - self.kernel) / self.stride + 1
    }

    /// Whether each pixel is taken by itself, so that the convolution is a linear layer.
    #[must_use]
    pub const fn is_point(self) -> bool {
        self.kernel == 1 && self.stride == 1 && self.padding[0] == 0 && self.padding[1] == 0
    }
}

/// Which part of a network a layer belongs to, for recipes that train some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LayerGroup {
    /// Query, key, value and output of an attention.
    Attention,
    /// The two layers behind an attention.
    FeedForward,
    /// Into and out of a transformer.
    Projection,
    /// The convolutions of residual blocks and between levels.
    Convolution,
    /// What LoRAs leave alone: the embedding of the time, and the ends of the network.
    Other,
}

/// A linear layer or a convolution.
#[derive(Clone, Debug)]
pub(super) struct Affine {
    /// Its path in diffusers' names, such as `mid_block.attentions.0.proj_in`.
    pub(super) path: String,
    /// `[kernel * kernel * inputs, outputs]`; the rows of a kernel's places lie row by row, channels innermost.
    pub(super) weight: Tensor<2>,
    /// `[outputs]`.
    pub(super) bias: Option<Tensor<1>>,
    /// `None` for a linear layer.
    pub(super) geometry: Option<Geometry>,
    pub(super) group: LayerGroup,
}

/// A group norm or a layer norm.
#[derive(Clone, Debug)]
pub(super) struct Norm {
    /// `[channels]`.
    pub(super) gamma: Tensor<1>,
    /// `[channels]`.
    pub(super) beta: Tensor<1>,
    pub(super) epsilon: f64,
}

/// The shape of a layer, as a LoRA file has to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// A linear layer.
    Linear,
    /// A convolution.
    Conv(Geometry),
}

/// A layer that a LoRA may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its path in diffusers' names, without the part of the base.
    pub path: String,
    /// Linear or convolution.
    pub kind: TargetKind,
    /// Channels in.
    pub inputs: usize,
    /// Channels out.
    pub outputs: usize,
    /// Where it belongs.
    pub group: LayerGroup,
}

impl Target {
    /// Rows of the first matrix of a pair: inputs, for each place of the kernel.
    #[must_use]
    pub const fn rows(&self) -> usize {
        match self.kind {
            TargetKind::Linear => self.inputs,
            TargetKind::Conv(geometry) => self.inputs * geometry.kernel * geometry.kernel,
        }
    }
}

/// All layers of one network.
#[derive(Clone, Debug, Default)]
pub(super) struct Layers {
    affines: Vec<Affine>,
    norms: Vec<Norm>,
    tables: Vec<Tensor<2>>,
}

impl Layers {
    pub(super) fn add_affine(&mut self, affine: Affine) -> AffineId {
        self.affines.push(affine);
        AffineId(self.affines.len() - 1)
    }

    pub(super) fn add_norm(&mut self, norm: Norm) -> NormId {
        self.norms.push(norm);
        NormId(self.norms.len() - 1)
    }

    /// Adds an embedding, `[rows, width]`, and gives its number.
    pub(super) fn add_table(&mut self, table: Tensor<2>) -> usize {
        self.tables.push(table);
        self.tables.len() - 1
    }

    pub(super) fn table(&self, number: usize) -> Tensor<2> {
        self.tables[number].clone()
    }

    /// What a LoRA may change, in the order of the network.
    pub(super) fn targets(&self) -> Vec<Target> {
        let chosen = self
            .affines
            .iter()
            .filter(|affine| affine.group != LayerGroup::Other);
        chosen.map(Affine::target).collect()
    }

    /// A copy with the pairs added to the weights; layers without a pair share their memory with this one.
    pub(super) fn merged(&self, adapters: &Adapters) -> Result<Self, EngineError> {
        self.check(adapters)?;
        let mut copy = self.clone();
        for affine in &mut copy.affines {
            for pair in adapters.pairs(&affine.path) {
                let change = pair.down().clone().matmul(pair.up().clone()) * pair.scale();
                affine.weight = affine.weight.clone() + change;
            }
        }
        Ok(copy)
    }

    /// Refuses pairs that fit no layer.
    pub(super) fn check(&self, adapters: &Adapters) -> Result<(), EngineError> {
        for path in adapters.paths() {
            let known = self.affines.iter().find(|affine| affine.path == path);
            let affine = known
                .ok_or_else(|| EngineError::AdapterMisfit(format!("it has no layer `{path}`")))?;
            affine.check(adapters)?;
        }
        Ok(())
    }

    /// The same tensors, without copies, as constants on the autodiff device.
    pub(super) fn autodiff(&self) -> Self {
        let mut copy = self.clone();
        for affine in &mut copy.affines {
            affine.weight = affine.weight.clone().autodiff();
            affine.bias = affine.bias.take().map(Tensor::autodiff);
        }
        for norm in &mut copy.norms {
            norm.gamma = norm.gamma.clone().autodiff();
            norm.beta = norm.beta.clone().autodiff();
        }
        for table in &mut copy.tables {
            *table = table.clone().autodiff();
        }
        copy
    }

    /// How many numbers all layers have.
    pub(super) fn count(&self) -> usize {
        let affines = self.affines.iter().map(|affine| {
            let [rows, columns] = affine.weight.dims();
            rows * columns + affine.bias.as_ref().map_or(0, |_| columns)
        });
        let norms = self.norms.iter().map(|norm| 2 * norm.gamma.dims()[0]);
        let tables = self
            .tables
            .iter()
            .map(|table| table.dims().iter().product());
        affines.chain(norms).chain(tables).sum()
    }
}

impl Affine {
    fn target(&self) -> Target {
        let [rows, outputs] = self.weight.dims();
        let places = self
            .geometry
            .map_or(1, |geometry| geometry.kernel * geometry.kernel);
        Target {
            path: self.path.clone(),
            kind: self.geometry.map_or(TargetKind::Linear, TargetKind::Conv),
            inputs: rows / places,
            outputs,
            group: self.group,
        }
    }

    fn check(&self, adapters: &Adapters) -> Result<(), EngineError> {
        let [rows, columns] = self.weight.dims();
        for pair in adapters.pairs(&self.path) {
            let ([down, rank], [up_rank, up]) = (pair.down().dims(), pair.up().dims());
            if (down, up) != (rows, columns) || rank != up_rank {
                return Err(EngineError::AdapterMisfit(format!(
                    "its pair for `{}` is {down} to {rank} and {up_rank} to {up}, the layer is {rows} to {columns}",
                    self.path
                )));
            }
        }
        Ok(())
    }
}

/// One run through a network: its layers, and what is added to them.
#[derive(Clone, Copy)]
pub(super) struct Pass<'a> {
    pub(super) layers: &'a Layers,
    pub(super) adapters: &'a Adapters,
}

impl Pass<'_> {
    /// A linear layer over the last side.
    pub(super) fn linear<const D: usize>(self, id: AffineId, x: Tensor<D>) -> Tensor<D> {
        let affine = &self.layers.affines[id.0];
        let pairs = self.adapters.pairs(&affine.path);
        ops::linear(x, affine.weight.clone(), affine.bias.clone(), pairs)
    }

    /// A convolution over `[batch, height, width, channels]`.
    pub(super) fn conv(self, id: AffineId, x: Tensor<4>) -> Tensor<4> {
        let affine = &self.layers.affines[id.0];
        let pairs = self.adapters.pairs(&affine.path);
        match affine.geometry {
            Some(geometry) if !geometry.is_point() => ops::conv(
                x,
                affine.weight.clone(),
                affine.bias.clone(),
                geometry,
                pairs,
            ),
            Some(_) | None => ops::linear(x, affine.weight.clone(), affine.bias.clone(), pairs),
        }
    }

    /// A group norm over `[batch, height, width, channels]`, with SiLU behind it or not.
    pub(super) fn group_norm(
        self,
        id: NormId,
        x: Tensor<4>,
        groups: usize,
        then: ops::Then,
    ) -> Tensor<4> {
        let norm = &self.layers.norms[id.0];
        ops::group_norm(
            x,
            norm.gamma.clone(),
            norm.beta.clone(),
            groups,
            norm.epsilon,
            then,
        )
    }

    /// A layer norm over the last side of `[batch, tokens, channels]`.
    pub(super) fn layer_norm(self, id: NormId, x: Tensor<3>) -> Tensor<3> {
        let norm = &self.layers.norms[id.0];
        ops::layer_norm(x, norm.gamma.clone(), norm.beta.clone(), norm.epsilon)
    }
}
