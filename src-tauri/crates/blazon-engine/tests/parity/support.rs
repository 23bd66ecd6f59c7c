//! Reading fixtures and comparing numbers.

use blazon_engine::{Device, Tensor, TensorData};
use blazon_lora::TensorFile;
use std::path::{Path, PathBuf};

/// What a reference may differ by: the largest difference over the largest number.
pub(crate) const TOLERANCE: f32 = 1e-4;

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

/// Numbers that a reference wrote.
pub(crate) struct Reference(TensorFile);

impl Reference {
    pub(crate) fn open(name: &str) -> Self {
        Self(TensorFile::open(&fixture(name)).unwrap())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.info(name).is_some()
    }

    pub(crate) fn numbers(&self, name: &str) -> Vec<f32> {
        self.0.to_f32(name).unwrap()
    }

    pub(crate) fn tensor<const D: usize>(&self, name: &str) -> Tensor<D> {
        let shape: [usize; D] = self.0.info(name).unwrap().shape.clone().try_into().unwrap();
        Tensor::from_data(TensorData::new(self.numbers(name), shape), &Device::flex())
    }

    /// Rows of token numbers, which are stored as 64-bit integers.
    pub(crate) fn tokens(&self, name: &str) -> Vec<Vec<u32>> {
        let width = self.0.info(name).unwrap().shape[1];
        let (numbers, _) = self.0.data(name).unwrap().as_chunks::<8>();
        let numbers: Vec<u32> = numbers
            .iter()
            .map(|bytes| u32::try_from(i64::from_le_bytes(*bytes)).unwrap())
            .collect();
        numbers.chunks(width).map(<[u32]>::to_vec).collect()
    }
}

pub(crate) fn numbers_of<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_to_vec::<f32>().unwrap()
}

/// The largest difference over the largest number of the reference.
pub(crate) fn difference(ours: &[f32], reference: &[f32]) -> f32 {
    assert_eq!(ours.len(), reference.len());
    let largest = reference
        .iter()
        .fold(0f32, |most, number| most.max(number.abs()));
    assert!(largest > 0.0, "a reference of zeros proves nothing");
    let apart = ours
        .iter()
        .zip(reference)
        .map(|(ours, reference)| (ours - reference).abs())
        .fold(0f32, |most, difference| {
            if difference.is_nan() {
                f32::INFINITY
            } else {
                most.max(difference)
            }
        });
    apart / largest
}

pub(crate) fn assert_close(what: &str, ours: &[f32], reference: &[f32]) {
    let apart = difference(ours, reference);
    println!("{what}: {apart:.1e}");
    assert!(apart < TOLERANCE, "{what} differs by {apart:.1e}");
}
