//! Why a training cannot be done, in one sentence each.

use crate::EngineError;
use blazon_lora::TensorFileError;
use std::io;
use std::path::{Path, PathBuf};

/// A training cannot begin or go on.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// The base, memory, or a cancel.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The LoRA or a checkpoint cannot be written.
    #[error(transparent)]
    Write(#[from] TensorFileError),
    /// A file cannot be written.
    #[error("cannot write {path}")]
    WriteFile {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// A photo cannot be used.
    #[error("{path} is not a picture that can be read")]
    Photo {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The recipe has a value that cannot be.
    #[error("{0}")]
    Recipe(&'static str),
    /// The loss left the range of numbers.
    #[error("the training ran away in step {step}; try a smaller learning rate")]
    RanAway {
        /// The step.
        step: u32,
    },
}

impl TrainError {
    pub(super) fn photo<E>(path: &Path) -> impl Fn(E) -> Self
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        move |source| Self::Photo {
            path: path.to_owned(),
            source: source.into(),
        }
    }

    pub(super) fn writing(path: &Path) -> impl Fn(io::Error) -> Self {
        move |source| Self::WriteFile {
            path: path.to_owned(),
            source,
        }
    }
}
