//! Errors as a program is told of them: a kind to act on, and a sentence.

use crate::EngineError;
use crate::train::TrainError;
use blazon_lora::LoraError;
use blazon_model::WorkerFailure;
use std::error::Error;

/// How a task ended that was not done.
#[derive(Debug)]
pub(super) enum Failure {
    Cancelled,
    Failed {
        reason: WorkerFailure,
        message: String,
    },
}

impl Failure {
    pub(super) fn new(reason: WorkerFailure, error: &dyn Error) -> Self {
        let causes = std::iter::successors(error.source(), |cause| (*cause).source());
        let message = causes.fold(error.to_string(), |all, cause| format!("{all}: {cause}"));
        Self::Failed { reason, message }
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        let reason = match error {
            EngineError::Cancelled => return Self::Cancelled,
            EngineError::NotEnoughMemory { .. } => WorkerFailure::OutOfMemory,
            EngineError::AdapterMisfit(_) => WorkerFailure::BadLora,
            EngineError::BadRequest(_) | EngineError::Diverged => WorkerFailure::BadTask,
            EngineError::MissingFile { .. }
            | EngineError::Read { .. }
            | EngineError::BrokenConfig { .. }
            | EngineError::Unsupported { .. }
            | EngineError::MissingTensor { .. }
            | EngineError::WrongShape { .. }
            | EngineError::NotFinite { .. }
            | EngineError::Tensors(_)
            | EngineError::UnknownLayout { .. }
            | EngineError::BrokenTokenizer { .. } => WorkerFailure::BadBase,
        };
        Self::new(reason, &error)
    }
}

impl From<TrainError> for Failure {
    fn from(error: TrainError) -> Self {
        let reason = match error {
            TrainError::Engine(error) => return error.into(),
            TrainError::Write(_) | TrainError::WriteFile { .. } => WorkerFailure::Disk,
            TrainError::Photo { .. } => WorkerFailure::BadPhoto,
            TrainError::Recipe(_) | TrainError::RanAway { .. } => WorkerFailure::BadTask,
        };
        Self::new(reason, &error)
    }
}

impl From<LoraError> for Failure {
    fn from(error: LoraError) -> Self {
        Self::new(WorkerFailure::BadLora, &error)
    }
}
