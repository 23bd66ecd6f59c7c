//! Weights by diffusers' names, from a folder or out of a single file.
//!
//! A table says where each tensor lies and how it is cut; the numbers are read from the memory map when a layer
//! is built, checked and converted to f32, so that no part of a base is in memory twice for long. What is here
//! knows files and names, and nothing of tensors' arithmetic.

use crate::EngineError;
use crate::config::read_json;
use blazon_lora::TensorFile;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where one tensor lies.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Which of the files.
    pub(crate) file: usize,
    /// Its name there.
    pub(crate) name: String,
    /// What of it.
    pub(crate) cut: Cut,
}

/// What is taken of a stored tensor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// All.
    Whole,
    /// The first, second or third part of the rows: OpenCLIP keeps query, key and value as one.
    Third(usize),
    /// Columns for rows: OpenCLIP's projection is used from the other side.
    Transposed,
}

/// The weights of one part of a base.
#[derive(Clone, Debug)]
pub struct Weights {
    path: PathBuf,
    files: Vec<Arc<TensorFile>>,
    places: HashMap<String, Place>,
}

/// `*.safetensors.index.json`: which file has which tensor.
#[derive(Deserialize)]
struct ShardIndex {
    weight_map: HashMap<String, String>,
}

impl Weights {
    /// The UNet's weights in a diffusers folder.
    ///
    /// # Errors
    /// When no weights file is there, or one is damaged.
    pub fn unet(folder: &Path) -> Result<Self, EngineError> {
        Self::open(folder, "diffusion_pytorch_model", str::to_owned)
    }

    /// The autoencoder's weights, whose attention had other names in the first folders.
    ///
    /// # Errors
    /// As [`Weights::unet`].
    pub fn vae(folder: &Path) -> Result<Self, EngineError> {
        Self::open(folder, "diffusion_pytorch_model", current_vae_name)
    }

    /// A text encoder's weights, whose names stand below `text_model.` in published folders and do not in those
    /// that transformers 5 writes.
    ///
    /// # Errors
    /// As [`Weights::unet`].
    pub fn text(folder: &Path) -> Result<Self, EngineError> {
        Self::open(folder, "model", published_text_name)
    }

    /// Weights that lie in `file` under names that a table gives.
    pub(crate) fn of_file(file: Arc<TensorFile>, places: HashMap<String, Place>) -> Self {
        Self {
            path: file.path().to_owned(),
            files: vec![file],
            places,
        }
    }

    fn open(folder: &Path, stem: &str, name: fn(&str) -> String) -> Result<Self, EngineError> {
        let mut files = Vec::new();
        let mut places = HashMap::new();
        for path in weight_files(folder, stem)? {
            let file = TensorFile::open(&path)?;
            for stored in file.names() {
                let place = Place {
                    file: files.len(),
                    name: stored.to_owned(),
                    cut: Cut::Whole,
                };
                places.insert(name(stored), place);
            }
            files.push(Arc::new(file));
        }
        Ok(Self {
            path: folder.to_owned(),
            files,
            places,
        })
    }

    /// The folder or file, for errors.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The names that are there, in no order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// Whether a tensor is there.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// The numbers of a tensor that must have `shape`, row after row. Sides of 1 at its end may be there or not:
    /// 1x1 convolutions and linear layers are the same thing.
    ///
    /// # Errors
    /// When it is not there, has another shape, is not stored as F32, F16 or BF16, or holds what is no number.
    pub fn read(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, EngineError> {
        let place = self
            .places
            .get(name)
            .ok_or_else(|| EngineError::MissingTensor {
                path: self.path.clone(),
                name: name.to_owned(),
            })?;
        let file = &self.files[place.file];
        let found = file
            .info(&place.name)
            .map(|info| cut_shape(&info.shape, place.cut))
            .unwrap_or_default();
        if without_ones(&found) != without_ones(shape) {
            return Err(EngineError::WrongShape {
                path: self.path.clone(),
                name: name.to_owned(),
                expected: shape.to_vec(),
                found,
            });
        }
        let numbers = cut(file.to_f32(&place.name)?, shape, place.cut);
        if numbers.iter().all(|number| number.is_finite()) {
            return Ok(numbers);
        }
        Err(EngineError::NotFinite {
            path: self.path.clone(),
            name: name.to_owned(),
        })
    }
}

/// The weights files of a part: one, or those that an index names.
fn weight_files(folder: &Path, stem: &str) -> Result<Vec<PathBuf>, EngineError> {
    for name in [
        format!("{stem}.safetensors"),
        format!("{stem}.fp16.safetensors"),
    ] {
        let path = folder.join(name);
        if path.exists() {
            return Ok(vec![path]);
        }
    }
    for name in [
        format!("{stem}.safetensors.index.json"),
        format!("{stem}.safetensors.index.fp16.json"),
    ] {
        let path = folder.join(name);
        if path.exists() {
            return shards(folder, &path);
        }
    }
    Err(EngineError::MissingFile {
        path: folder.join(format!("{stem}.safetensors")),
    })
}

/// The files that an index names; a name with a folder in it is refused, since it could lead anywhere.
fn shards(folder: &Path, index: &Path) -> Result<Vec<PathBuf>, EngineError> {
    let index_of: ShardIndex = read_json(index)?;
    let mut names: Vec<String> = index_of.weight_map.into_values().collect();
    names.sort_unstable();
    names.dedup();
    let stray = names
        .iter()
        .find(|name| Path::new(name).components().count() != 1 || *name == "..");
    if let Some(name) = stray {
        return Err(EngineError::Unsupported {
            path: index.to_owned(),
            reason: format!("it names the file {name}, outside of its folder"),
        });
    }
    names
        .into_iter()
        .map(|name| folder.join(name))
        .map(|path| match path.exists() {
            true => Ok(path),
            false => Err(EngineError::MissingFile { path }),
        })
        .collect()
}

fn current_vae_name(stored: &str) -> String {
    const RENAMED: [(&str, &str); 4] = [
        (".query.", ".to_q."),
        (".key.", ".to_k."),
        (".value.", ".to_v."),
        (".proj_attn.", ".to_out.0."),
    ];
    RENAMED
        .iter()
        .fold(stored.to_owned(), |name, (old, new)| name.replace(old, new))
}

fn published_text_name(stored: &str) -> String {
    match stored.starts_with("text_model.") || stored.starts_with("text_projection.") {
        true => stored.to_owned(),
        false => format!("text_model.{stored}"),
    }
}

fn without_ones(shape: &[usize]) -> &[usize] {
    let kept = shape
        .iter()
        .rposition(|side| *side != 1)
        .map_or(0, |last| last + 1);
    &shape[..kept]
}

fn cut_shape(stored: &[usize], cut: Cut) -> Vec<usize> {
    let mut shape = stored.to_vec();
    match (cut, shape.first_mut()) {
        (Cut::Third(_), Some(rows)) if *rows % 3 == 0 => *rows /= 3,
        (Cut::Transposed, Some(_)) => shape.reverse(),
        (Cut::Whole | Cut::Third(_) | Cut::Transposed, _) => {}
    }
    shape
}

/// Takes a part of a tensor whose shape has been compared; `shape` is the part's.
fn cut(numbers: Vec<f32>, shape: &[usize], cut: Cut) -> Vec<f32> {
    match cut {
        Cut::Whole => numbers,
        Cut::Third(part) => {
            let length = numbers.len() / 3;
            numbers[part * length..(part + 1) * length].to_vec()
        }
        Cut::Transposed => transposed(&numbers, numbers.len() / shape[0].max(1), shape[0]),
    }
}

/// Turns `rows x columns` numbers into `columns x rows`, in blocks that fit the processor's nearest memory.
pub(crate) fn transposed(numbers: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    const BLOCK: usize = 32;
    let mut out = vec![0.0; numbers.len()];
    for top in (0..rows).step_by(BLOCK) {
        for left in (0..columns).step_by(BLOCK) {
            for row in top..rows.min(top + BLOCK) {
                for column in left..columns.min(left + BLOCK) {
                    out[column * rows + row] = numbers[row * columns + column];
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(
        "decoder.mid_block.attentions.0.query.weight",
        "decoder.mid_block.attentions.0.to_q.weight"
    )]
    #[case(
        "encoder.mid_block.attentions.0.proj_attn.bias",
        "encoder.mid_block.attentions.0.to_out.0.bias"
    )]
    #[case("encoder.conv_in.weight", "encoder.conv_in.weight")]
    fn old_names_of_the_autoencoder_become_new_ones(#[case] stored: &str, #[case] name: &str) {
        assert_eq!(current_vae_name(stored), name);
    }

    #[test]
    fn transposing_moves_each_number_to_its_mirrored_place() {
        let numbers: Vec<f32> = (0..35 * 70).map(|number| number as f32).collect();
        let turned = transposed(&numbers, 35, 70);
        assert_eq!(turned[3 * 35 + 34], numbers[34 * 70 + 3]);
        assert_eq!(transposed(&turned, 70, 35), numbers);
    }

    #[test]
    fn a_shard_outside_of_the_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("model.safetensors.index.json");
        std::fs::write(&index, r#"{"weight_map": {"a": "../a.safetensors"}}"#).unwrap();
        let error = Weights::text(folder.path()).unwrap_err();
        assert!(
            error.to_string().contains("outside of its folder"),
            "{error}"
        );
    }

    #[test]
    fn a_folder_without_weights_says_which_file_it_wants() {
        let folder = tempfile::tempdir().unwrap();
        let error = Weights::unet(folder.path()).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("diffusion_pytorch_model.safetensors"),
            "{error}"
        );
    }
}
