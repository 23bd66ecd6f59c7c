//! Who draws: the engine makes the pictures of a drawing, and each is kept as it is finished.
//!
//! What can go wrong: a crash between a picture's file and its row (the file is named after the
//! picture, which is drawn again under the same seed, so nothing is lost and the file is replaced),
//! an engine that ends early (what is finished stays), a full disk, a cancel.

use crate::card::Heard;
use crate::explain::is_disk_full;
use crate::memory::threads;
use crate::picture_keeping::Finished;
use crate::{Event, Studio};
use anyhow::Context;
use blazon_model::{
    DrawFailure, DrawTask, Drawing, DrawingState, LoraModel, LoraUse, Picture, Preview, Seed,
    WorkerFailure, WorkerMessage, WorkerTask,
};
use blazon_providers::local::{Ending, EngineError, Flow};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often progress is told.
const TELL: Duration = Duration::from_millis(100);
/// How often the row is written, and looked at for a cancel from another program.
const SAVE: Duration = Duration::from_millis(250);
/// Previews of each picture, about.
const PREVIEWS: u32 = 8;

/// Why a drawing ended early.
enum Trouble {
    Engine(EngineError),
    Other(anyhow::Error),
}

impl Studio {
    /// Draws the oldest drawing that waits. Returns whether there was one.
    pub(crate) fn carry_next_drawing(self: &Arc<Self>) -> bool {
        let claimed = match self.store.write(|tx| tx.claim_drawing(self.now())) {
            Ok(Some(claimed)) => claimed,
            Ok(None) => return false,
            Err(error) => {
                tracing::warn!(%error, "the drawings cannot be read");
                return false;
            }
        };
        let span = tracing::info_span!("drawing", id = %claimed.id);
        let _entered = span.enter();
        Session::new(self, claimed).carry();
        true
    }
}

struct Session<'s> {
    studio: &'s Arc<Studio>,
    drawing: Drawing,
    told: Instant,
    saved: Instant,
    cancelled: bool,
    /// What went wrong with a picture that the engine has finished.
    trouble: Option<anyhow::Error>,
}

impl<'s> Session<'s> {
    fn new(studio: &'s Arc<Studio>, drawing: Drawing) -> Self {
        Self {
            studio,
            drawing,
            told: Instant::now(),
            saved: Instant::now(),
            cancelled: false,
            trouble: None,
        }
    }

    fn carry(mut self) {
        self.studio.tell_drawing(&self.drawing);
        let result = self.draw();
        let state = match result {
            Ok(true) => DrawingState::Succeeded,
            Ok(false) if self.cancelled => DrawingState::Cancelled,
            // The program ends: the next one draws what is missing.
            Ok(false) => DrawingState::Queued,
            Err(trouble) => failed(&trouble),
        };
        self.drawing.state = state;
        self.save();
        self.studio.tell_drawing(&self.drawing);
    }

    /// Draws what is missing; returns whether all is there.
    fn draw(&mut self) -> Result<bool, Trouble> {
        let (task, model, _folder) = self.task().map_err(Trouble::Other)?;
        if self.left() == 0 {
            return Ok(true);
        }
        let first = u32::try_from(self.drawing.pictures.len()).unwrap_or(u32::MAX);
        let studio = Arc::clone(self.studio);
        let on_card = self.drawing.request.on_card;
        let ending = studio
            .carry_out(&task, on_card, &mut |heard| {
                self.hear(heard, first, model.as_ref())
            })
            .map_err(Trouble::Engine)?;
        match self.trouble.take() {
            Some(error) => Err(Trouble::Other(error)),
            None => Ok(ending != Ending::Stopped),
        }
    }

    /// What the engine has to do: the pictures that are not there yet.
    fn task(&self) -> anyhow::Result<(WorkerTask, Option<LoraModel>, tempfile::TempDir)> {
        let (studio, request) = (self.studio, &self.drawing.request);
        let model = match request.model {
            Some(id) => Some(studio.store.read(|db| db.load_model(id))?),
            None => None,
        };
        let folder = tempfile::TempDir::new_in(studio.library.home().join("tmp"))
            .context("make a folder for pictures")?;
        let Seed(first) = request.seed.unwrap_or_default();
        let drawn = self.drawing.pictures.len() as u64;
        let task = DrawTask {
            base: studio.base_folder(request.base_path.as_deref())?,
            prompt: self.drawing.sent_prompt.clone(),
            negative: request.negative_prompt.clone(),
            guidance: request.guidance as f32,
            steps: request.steps,
            width: request.width,
            height: request.height,
            seed: first.wrapping_add(drawn),
            count: self.left(),
            sampler: request.sampler,
            loras: model
                .iter()
                .map(|model| LoraUse {
                    path: studio.weights_path(model),
                    strength: request.strength as f32,
                })
                .collect(),
            preview_every: request.steps.div_ceil(PREVIEWS),
            outdir: folder.path().to_owned(),
            threads: threads(),
        };
        Ok((WorkerTask::Draw(Box::new(task)), model, folder))
    }

    fn hear(&mut self, heard: Heard<'_>, first: u32, model: Option<&LoraModel>) -> Flow {
        if let Heard::Message(message) = heard {
            self.take(message, first, model);
        }
        if self.told.elapsed() >= TELL {
            self.tell();
        }
        if self.saved.elapsed() >= SAVE {
            self.save();
            let asked = self
                .studio
                .store
                .read(|db| db.is_drawing_cancelled(self.drawing.id));
            self.cancelled |= asked.unwrap_or(false);
        }
        if self.cancelled || self.trouble.is_some() || self.studio.is_ending() {
            Flow::Stop
        } else {
            Flow::GoOn
        }
    }

    fn take(&mut self, message: &WorkerMessage, first: u32, model: Option<&LoraModel>) {
        match message {
            WorkerMessage::Progress { index, step, total } => {
                self.drawing.state = DrawingState::Running {
                    picture: first.saturating_add(*index),
                    step: *step,
                    steps: *total,
                };
            }
            WorkerMessage::Preview {
                index,
                step,
                width,
                height,
                rgb,
            } => self.studio.events.send(Event::DrawingPreviewed {
                preview: Preview {
                    drawing: self.drawing.id,
                    picture: first.saturating_add(*index),
                    step: *step,
                    steps: self.drawing.request.steps,
                    width: *width,
                    height: *height,
                    rgb: rgb.clone(),
                },
            }),
            WorkerMessage::Picture { index, path, seed } => {
                match self.keep(first.saturating_add(*index), Seed(*seed), path, model) {
                    Ok(picture) => {
                        self.drawing.pictures.push(picture);
                        self.tell();
                    }
                    Err(error) => self.trouble = Some(error),
                }
            }
            WorkerMessage::Estimate { .. }
            | WorkerMessage::Preparing { .. }
            | WorkerMessage::Step { .. }
            | WorkerMessage::Sample { .. }
            | WorkerMessage::Checkpoint { .. }
            | WorkerMessage::Done { .. }
            | WorkerMessage::Cancelled
            | WorkerMessage::Failed { .. } => {}
        }
    }

    /// Pictures that are not there yet.
    fn left(&self) -> u32 {
        let drawn = u32::try_from(self.drawing.pictures.len()).unwrap_or(u32::MAX);
        self.drawing.request.count.saturating_sub(drawn)
    }

    fn tell(&mut self) {
        self.told = Instant::now();
        self.studio.tell_drawing(&self.drawing);
    }

    fn save(&mut self) {
        self.saved = Instant::now();
        let (id, state) = (self.drawing.id, &self.drawing.state);
        let saved = self
            .studio
            .store
            .write(|tx| tx.save_drawing(id, state, self.studio.now()));
        if let Err(error) = saved {
            tracing::warn!(%error, "a drawing's row cannot be written");
        }
    }

    fn keep(
        &self,
        index: u32,
        seed: Seed,
        drawn: &Path,
        model: Option<&LoraModel>,
    ) -> anyhow::Result<Picture> {
        let request = &self.drawing.request;
        let finished = Finished {
            png: fs::read(drawn)?,
            hash: None,
            index,
            seed: Some(seed),
            size: [request.width, request.height],
            base: self.studio.base_family(request.base_path.as_deref())?,
        };
        self.studio.keep_picture(&self.drawing, &finished, model)
    }
}

fn failed(trouble: &Trouble) -> DrawingState {
    let (reason, detail) = match trouble {
        Trouble::Engine(error) => (reason_of(error), error.to_string()),
        Trouble::Other(error) => {
            let reason = if is_disk_full(error) {
                DrawFailure::DiskFull
            } else if error.is::<crate::BaseError>() {
                DrawFailure::BaseUnusable
            } else {
                DrawFailure::EngineEnded
            };
            (reason, format!("{error:#}"))
        }
    };
    tracing::warn!(detail, "a drawing failed");
    DrawingState::Failed { reason, detail }
}

const fn reason_of(error: &EngineError) -> DrawFailure {
    match error {
        EngineError::Killed => DrawFailure::OutOfMemory,
        EngineError::Start(_) | EngineError::Ended { .. } => DrawFailure::EngineEnded,
        EngineError::Failed { reason, .. } => match reason {
            WorkerFailure::BadBase => DrawFailure::BaseUnusable,
            WorkerFailure::BadLora => DrawFailure::LoraUnusable,
            WorkerFailure::OutOfMemory => DrawFailure::OutOfMemory,
            WorkerFailure::Disk => DrawFailure::DiskFull,
            WorkerFailure::BadTask
            | WorkerFailure::BadPhoto
            | WorkerFailure::NoDevice
            | WorkerFailure::Crashed => DrawFailure::EngineEnded,
        },
    }
}
