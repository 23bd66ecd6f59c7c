//! Where a training stood: the pairs and the optimiser's memory, in one file that is whole or not
//! there.

use super::adamw::AdamW;
use blazon_lora::{TensorFile, TensorFileError, TensorToWrite, write_tensors};
use std::collections::BTreeMap;
use std::path::Path;

const STEP: &str = "step";
const TRAINING: &str = "training";

/// The state after some steps.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Checkpoint {
    /// Steps done.
    pub(super) step: u32,
    /// The pairs.
    pub(super) values: Vec<f32>,
    /// The optimiser.
    pub(super) optimiser: AdamW,
}

impl Checkpoint {
    /// Writes it in the place of the one before.
    ///
    /// # Errors
    /// When the disk refuses; then the one before is still there.
    pub(super) fn write(&self, path: &Path, training: &str) -> Result<(), TensorFileError> {
        let tensors = [
            ("values", &self.values),
            ("mean", &self.optimiser.mean),
            ("square", &self.optimiser.square),
        ]
        .map(|(name, numbers)| TensorToWrite::f32(name, &[numbers.len()], numbers));
        let metadata = BTreeMap::from([
            (STEP.to_owned(), self.step.to_string()),
            (TRAINING.to_owned(), training.to_owned()),
        ]);
        write_tensors(path, &tensors, &metadata)
    }

    /// Reads the checkpoint of a training; `None` where there is none, it is another training's,
    /// or it cannot be used: then the training begins anew.
    pub(super) fn read(path: &Path, training: &str, count: usize) -> Option<Self> {
        let file = TensorFile::read(path).ok()?;
        if file.metadata().get(TRAINING).map(String::as_str) != Some(training) {
            return None;
        }
        file.check_finite().ok()?;
        let numbers = |name: &str| {
            let numbers = file.to_f32(name).ok()?;
            (numbers.len() == count).then_some(numbers)
        };
        Some(Self {
            step: file.metadata().get(STEP)?.parse().ok()?,
            values: numbers("values")?,
            optimiser: AdamW {
                mean: numbers("mean")?,
                square: numbers("square")?,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_comes_back_bit_by_bit_and_only_for_its_own_training() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("checkpoint.safetensors");
        assert_eq!(Checkpoint::read(&path, "a", 2), None);
        let checkpoint = Checkpoint {
            step: 7,
            values: vec![f32::MIN_POSITIVE / 2.0, -1.0 / 3.0],
            optimiser: AdamW {
                mean: vec![1e-30, 2.0],
                square: vec![0.0, 1e-38],
            },
        };
        checkpoint.write(&path, "a").unwrap();
        assert_eq!(Checkpoint::read(&path, "a", 2), Some(checkpoint));
        assert_eq!(Checkpoint::read(&path, "b", 2), None);
        assert_eq!(Checkpoint::read(&path, "a", 3), None);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        assert_eq!(Checkpoint::read(&path, "a", 2), None);
    }
}
