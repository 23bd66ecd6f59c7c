//! What can go wrong between a folder on the disk and a picture, in words for the person.

use blazon_lora::TensorFileError;
use std::path::PathBuf;

/// An error of a base, a LoRA or a drawing.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A file of the base is not there.
    #[error("the base is incomplete: {path} is missing")]
    MissingFile {
        /// The file.
        path: PathBuf,
    },
    /// A file cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A configuration that is no JSON, or has values of other types.
    #[error("{path} is not a configuration that can be read")]
    BrokenConfig {
        /// The file.
        path: PathBuf,
        /// Where it breaks.
        #[source]
        source: serde_json::Error,
    },
    /// A configuration that describes something else, or more than is supported.
    #[error("{path}: {reason}")]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// What is asked for that cannot be done.
        reason: String,
    },
    /// A tensor is not in the weights.
    #[error("{path} lacks the weights `{name}`")]
    MissingTensor {
        /// The file or folder.
        path: PathBuf,
        /// The tensor.
        name: String,
    },
    /// A tensor has another shape than the configuration asks for.
    #[error(
        "{path}: the weights `{name}` have the shape {found:?}, the configuration asks for {expected:?}"
    )]
    WrongShape {
        /// The file or folder.
        path: PathBuf,
        /// The tensor.
        name: String,
        /// What the configuration asks for.
        expected: Vec<usize>,
        /// What lies in the file.
        found: Vec<usize>,
    },
    /// A tensor holds what is not a number.
    #[error(
        "{path}: the weights `{name}` hold values that are not finite numbers; the file is damaged"
    )]
    NotFinite {
        /// The file or folder.
        path: PathBuf,
        /// The tensor.
        name: String,
    },
    /// A weights file cannot be used.
    #[error(transparent)]
    Tensors(#[from] TensorFileError),
    /// A single file whose layout is not one of the known ones.
    #[error("{path} is not a Stable Diffusion 1, 2 or XL checkpoint in the original layout")]
    UnknownLayout {
        /// The file.
        path: PathBuf,
    },
    /// A tokenizer's files do not fit each other or the text encoder.
    #[error("{path} is not a CLIP tokenizer: {reason}")]
    BrokenTokenizer {
        /// The file or folder.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },
    /// A LoRA pair that fits no layer of the base, or a layer of another size.
    #[error("the LoRA does not fit this base: {0}")]
    AdapterMisfit(String),
    /// A request that cannot be drawn.
    #[error("{0}")]
    BadRequest(String),
    /// The numbers left the range of the type, so there is no picture.
    #[error("the calculation gave no numbers; try a smaller guidance or LoRA strength")]
    Diverged,
    /// Too little memory is free.
    #[error(
        "about {needed_mib} MiB of memory are needed and {available_mib} MiB are free; close other programs, or choose a smaller picture or base"
    )]
    NotEnoughMemory {
        /// What the work takes at its peak.
        needed_mib: u64,
        /// What the system says can be had.
        available_mib: u64,
    },
    /// The caller asked to stop.
    #[error("cancelled")]
    Cancelled,
}
