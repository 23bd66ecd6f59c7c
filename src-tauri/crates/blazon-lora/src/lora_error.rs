//! Why a LoRA cannot be used, in one sentence each.

use crate::TensorFileError;
use blazon_model::BaseFamily;
use std::path::PathBuf;

/// A LoRA file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoraError {
    /// The file itself.
    #[error(transparent)]
    File(#[from] TensorFileError),
    /// A file of tensors without a LoRA in it.
    #[error("{path} has no LoRA in it")]
    NoPairs {
        /// The file.
        path: PathBuf,
    },
    /// A whole base, or a network of one, where a LoRA was looked for.
    #[error("{path} has no LoRA in it: it is a whole base, or a part of one")]
    WholeBase {
        /// The file.
        path: PathBuf,
    },
    /// Half of a pair.
    #[error("{path} has only one matrix of the two for {module}")]
    HalfPair {
        /// The file.
        path: PathBuf,
        /// The module's name in the file.
        module: String,
    },
    /// The LoRA was made for another family of bases.
    #[error("{path} is for {file}, and this base is {base}", file = file.name(), base = base.name())]
    OtherBase {
        /// The file.
        path: PathBuf,
        /// What the LoRA is for.
        file: BaseFamily,
        /// What the base is.
        base: BaseFamily,
    },
    /// The LoRA changes what the base does not have.
    #[error("{path} changes {module}, which this base does not have")]
    UnknownModule {
        /// The file.
        path: PathBuf,
        /// The module's name in the file.
        module: String,
    },
    /// The LoRA changes one module in two pairs.
    #[error("{path} changes {module} twice")]
    ChangedTwice {
        /// The file.
        path: PathBuf,
        /// The module's path in the base.
        module: String,
    },
    /// A pair has other sides than the base's module.
    #[error("{path} does not fit this base: {module} has other sides there")]
    WrongSides {
        /// The file.
        path: PathBuf,
        /// The module's name in the file.
        module: String,
    },
    /// The file holds a kind of change that is not a LoRA of two matrices.
    #[error(
        "{path} uses {what}, which is not applied here, so its pictures would be other than meant"
    )]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// What it uses.
        what: String,
    },
    /// Alpha is no number by which a change can be multiplied.
    #[error("{path} has no usable alpha for {module}")]
    BadAlpha {
        /// The file.
        path: PathBuf,
        /// The module's name in the file.
        module: String,
    },
}
