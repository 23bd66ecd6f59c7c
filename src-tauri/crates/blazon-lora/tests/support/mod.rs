//! What the tests of LoRA files share: the fixtures of `tools/lora/fixtures.py` and small files made here.

use blazon_lora::{
    LoraError, LoraFile, LoraPair, Module, ModulePaths, Part, TensorToWrite, write_tensors,
};
use serde::Deserialize;
use std::path::{Path, PathBuf};

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

pub(crate) fn json<T: for<'de> Deserialize<'de>>(name: &str) -> T {
    serde_json::from_slice(&std::fs::read(fixture(name)).unwrap()).unwrap()
}

#[derive(Deserialize)]
struct Layer {
    part: String,
    path: String,
    inputs: usize,
    outputs: usize,
    kernel: Option<(usize, usize)>,
}

/// The pipeline of the fixtures.
pub(crate) fn base() -> ModulePaths {
    let layers: Vec<Layer> = json("modules.json");
    let modules = layers.into_iter().map(|layer| Module {
        part: match layer.part.as_str() {
            "unet" => Part::Unet,
            _ => Part::Text,
        },
        path: layer.path,
        inputs: layer.inputs,
        outputs: layer.outputs,
        kernel: layer.kernel,
    });
    ModulePaths::new(None, modules.collect())
}

/// `scale * up * down` of a pair: its sum and the sum of its squares.
pub(crate) fn change(pair: &LoraPair) -> [f64; 2] {
    let columns = pair.down.len() / pair.rank;
    let mut sums = [0.0; 2];
    for row in pair.up.chunks(pair.rank) {
        for column in 0..columns {
            let product = |(rank, up): (usize, &f32)| {
                f64::from(*up) * f64::from(pair.down[rank * columns + column])
            };
            let change = f64::from(pair.scale) * row.iter().enumerate().map(product).sum::<f64>();
            sums[0] += change;
            sums[1] += change * change;
        }
    }
    sums
}

pub(crate) fn scratch() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lora.safetensors");
    (folder, path)
}

/// A LoRA of these tensors, all numbers 0.5.
pub(crate) fn lora(
    tensors: &[(&str, &[usize])],
    metadata: &[(&str, &str)],
) -> Result<LoraFile, LoraError> {
    let (_folder, path) = scratch();
    let tensors: Vec<_> = tensors
        .iter()
        .map(|(name, shape)| TensorToWrite::f32(*name, shape, &vec![0.5; shape.iter().product()]))
        .collect();
    let metadata = metadata
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    write_tensors(&path, &tensors, &metadata).unwrap();
    LoraFile::read(&path)
}
