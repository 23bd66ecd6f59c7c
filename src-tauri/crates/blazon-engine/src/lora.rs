//! LoRA files on a base: which of its layers they may change, and their pairs as the networks want them.

use crate::nn::{Adapters, Pair, Target, TargetKind};
use blazon_lora::{LoraPair, Module, Part};
use burn::tensor::{Device, Tensor, TensorData};

/// The pairs for each network of a base.
#[derive(Clone, Debug, Default)]
pub struct BaseAdapters {
    /// For the UNet.
    pub unet: Adapters,
    /// For the text encoders.
    pub texts: [Adapters; 2],
}

impl BaseAdapters {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.unet.is_empty() && self.texts.iter().all(Adapters::is_empty)
    }

    /// Adds a file's pairs at a strength, usually 0 to 1.
    pub fn add(&mut self, pairs: &[LoraPair], targets: &[Module], strength: f32, device: &Device) {
        for pair in pairs {
            let fits = |module: &&Module| module.part == pair.part && module.path == pair.path;
            let Some(module) = targets.iter().find(fits) else {
                continue;
            };
            let ready = pair_of(pair, module, strength, device);
            self.part(pair.part).add(pair.path.clone(), ready);
        }
    }

    const fn part(&mut self, part: Part) -> &mut Adapters {
        match part {
            Part::Unet => &mut self.unet,
            Part::Text => &mut self.texts[0],
            Part::Text2 => &mut self.texts[1],
        }
    }
}

/// A network's target as LoRA files know it.
#[must_use]
pub fn module_of(part: Part, target: Target) -> Module {
    Module {
        part,
        path: target.path,
        inputs: target.inputs,
        outputs: target.outputs,
        kernel: match target.kind {
            TargetKind::Linear => None,
            TargetKind::Conv(geometry) => Some((geometry.kernel, geometry.kernel)),
        },
    }
}

/// A pair as files have it, `[rank, inputs, height, width]` and `[outputs, rank]`, turned into the two matrices of
/// a [`Pair`].
#[must_use]
pub fn pair_of(pair: &LoraPair, module: &Module, strength: f32, device: &Device) -> Pair {
    let (height, width) = module.kernel.unwrap_or((1, 1));
    let (inputs, rank) = (module.inputs, pair.rank);
    let stored = TensorData::new(pair.down.clone(), [rank, inputs, height * width]);
    let down = Tensor::<3>::from_data(stored, device).permute([2, 1, 0]);
    let up = Tensor::<2>::from_data(
        TensorData::new(pair.up.clone(), [module.outputs, rank]),
        device,
    );
    Pair::new(
        down.reshape([height * width * inputs, rank]),
        up.transpose(),
        strength * pair.scale,
    )
}

/// The matrices of a [`Pair`] as files have them: down `[rank, inputs, height, width]`, up `[outputs, rank]`, row
/// after row.
///
/// # Panics
/// When the pair does not fit the module.
#[must_use]
pub fn matrices_of(pair: &Pair, module: &Module) -> (Vec<f32>, Vec<f32>) {
    let (height, width) = module.kernel.unwrap_or((1, 1));
    let [rows, rank] = pair.down().dims();
    assert_eq!(rows, module.row(), "the pair fits the module");
    let down = pair.down().clone().without_autodiff();
    let down = down
        .reshape([height * width, module.inputs, rank])
        .permute([2, 1, 0]);
    let up = pair.up().clone().without_autodiff().transpose();
    (
        numbers(down.reshape([rank * module.row()])),
        numbers(up.reshape([rank * module.outputs])),
    )
}

fn numbers(flat: Tensor<1>) -> Vec<f32> {
    flat.into_data()
        .try_to_vec::<f32>()
        .expect("tensors here are f32")
}
