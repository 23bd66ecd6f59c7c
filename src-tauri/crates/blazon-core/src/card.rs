//! Work for the engine, with a graphics card where a person wants it and one can be used.
//!
//! What can go wrong: no worker for cards is installed, it finds no card, a driver crashes or
//! computes wrongly. Until the first step is done the processor takes over, and that is said; after
//! it, what the card has reached is kept as with any other crash.

use crate::Studio;
use crate::bases::BaseError;
use blazon_model::{CardFinding, WorkerMessage, WorkerTask};
use blazon_providers::local::{Ending, EngineError, Flow};

/// What is heard while a task is carried out.
#[derive(Clone, Copy)]
pub(crate) enum Heard<'a> {
    /// A message of the engine.
    Message(&'a WorkerMessage),
    /// Nothing for a moment.
    Nothing,
    /// Why the graphics card is not used after all.
    NoCard(&'a str),
}

impl Studio {
    /// Carries `task` out. What `hear` returns decides whether the engine goes on.
    ///
    /// # Errors
    /// [`EngineError`].
    pub(crate) fn carry_out(
        &self,
        task: &WorkerTask,
        on_card: bool,
        hear: &mut dyn FnMut(Heard<'_>) -> Flow,
    ) -> Result<Ending, EngineError> {
        if on_card {
            let mut has_stepped = false;
            let result = match self.places.engine.on_card() {
                Some(card) => card.carry_out(task, &mut |message| {
                    has_stepped |= message.is_some_and(is_step);
                    hear(message.map_or(Heard::Nothing, Heard::Message))
                }),
                None => Err(EngineError::Start(std::io::Error::other(
                    "blazon-gpu-worker is not beside the program",
                ))),
            };
            match result {
                Err(error) if !has_stepped => {
                    tracing::warn!(%error, "the graphics card is not used");
                    if hear(Heard::NoCard(&error.to_string())) == Flow::Stop {
                        return Ok(Ending::Stopped);
                    }
                }
                other => return other,
            }
        }
        self.places.engine.carry_out(task, &mut |message| {
            hear(message.map_or(Heard::Nothing, Heard::Message))
        })
    }

    /// Looks for a graphics card and tries it; `None` where no worker for cards is installed. With
    /// `measure` a step of a training is timed too. Takes from a second to some minutes.
    ///
    /// # Errors
    /// When the base that ships is missing.
    pub fn find_card(&self, measure: bool) -> anyhow::Result<Option<CardFinding>> {
        let Some(card) = self.places.engine.on_card() else {
            return Ok(None);
        };
        let found = match self.probe_economy(&card, measure) {
            Ok(probed) => CardFinding {
                name: Some(probed.device),
                trouble: String::new(),
                seconds_per_step: probed.seconds_per_step,
            },
            Err(BaseError::Unusable { source, .. }) => CardFinding {
                name: None,
                trouble: source.to_string(),
                seconds_per_step: None,
            },
            Err(error) => return Err(error.into()),
        };
        Ok(Some(found))
    }
}

const fn is_step(message: &WorkerMessage) -> bool {
    matches!(
        message,
        WorkerMessage::Step { .. } | WorkerMessage::Progress { .. } | WorkerMessage::Picture { .. }
    )
}
