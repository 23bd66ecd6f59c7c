//! What a training on this computer has done so far: told to who watches, written to its rows.
//!
//! Losses that are told again after a checkpoint take the place of the first.

use crate::card::Heard;
use crate::training::pace_key;
use crate::{Event, Studio};
use blazon_model::{
    LossPoint, Preparation, RunEvent, RunLine, RunNews, RunSample, RunState, SamplePrompt, Seed,
    TrainingRun, WorkerMessage,
};
use blazon_providers::local::Flow;
use blazon_store::StoreError;
use std::time::{Duration, Instant};

/// How often progress is told.
const TELL: Duration = Duration::from_millis(100);
/// How often progress is written to the rows, for programs that watch.
const SAVE: Duration = Duration::from_millis(500);
/// Lines of the log for steps, at most.
const STEP_LINES: u32 = 50;

/// What a run has done, told ten times a second and written twice a second.
pub(crate) struct Course<'s> {
    studio: &'s Studio,
    run: TrainingRun,
    /// What its samples show.
    samples: Vec<SamplePrompt>,
    /// Not told.
    untold: RunNews,
    /// Not written.
    unsaved: RunNews,
    /// The last step, as the row will say it.
    step: Option<RunEvent>,
    told: Instant,
    saved: Instant,
    /// When the first step of this engine was done, and which it was.
    first: Option<(Instant, u32)>,
    last: Option<(Instant, u32)>,
    stopping: bool,
}

impl<'s> Course<'s> {
    pub(crate) fn new(studio: &'s Studio, run: &TrainingRun, samples: Vec<SamplePrompt>) -> Self {
        Self {
            studio,
            run: run.clone(),
            samples,
            untold: RunNews::default(),
            unsaved: RunNews::default(),
            step: None,
            told: Instant::now(),
            saved: Instant::now(),
            first: None,
            last: None,
            stopping: false,
        }
    }

    /// Says that it is this run's turn.
    pub(crate) fn begin(&mut self) {
        let step = if let RunState::Training { step, .. } = self.run.state {
            step
        } else {
            0
        };
        self.step = Some(RunEvent::Stepped {
            step,
            total: self.run.recipe.steps,
            loss: None,
            eta: None,
        });
        self.save();
    }

    pub(crate) fn hear(&mut self, heard: Heard<'_>) -> Flow {
        match heard {
            Heard::Message(message) => self.take(message),
            Heard::Nothing => {}
            Heard::NoCard(reason) => self.note(format!(
                "the graphics card is not used, the processor is: {reason}"
            )),
        }
        if self.told.elapsed() >= TELL {
            self.tell();
        }
        if self.saved.elapsed() >= SAVE {
            self.save();
        }
        if self.stopping || self.studio.is_ending() {
            Flow::Stop
        } else {
            Flow::GoOn
        }
    }

    fn take(&mut self, message: &WorkerMessage) {
        match message {
            WorkerMessage::Step {
                step,
                total,
                loss,
                learning_rate,
                seconds_left,
            } => self.take_step(*step, *total, *loss, *learning_rate, *seconds_left),
            WorkerMessage::Sample { step, index, path } => self.add_sample(*step, *index, path),
            WorkerMessage::Checkpoint { step } => self.note(format!("checkpoint at step {step}")),
            WorkerMessage::Preparing { what } => self.note(preparation(*what).to_owned()),
            WorkerMessage::Estimate { bytes, seconds } => {
                let megabytes = bytes.0 / 1_000_000;
                self.note(format!("about {megabytes} MB of memory and {seconds:.0} s"));
            }
            WorkerMessage::Progress { .. }
            | WorkerMessage::Preview { .. }
            | WorkerMessage::Picture { .. }
            | WorkerMessage::Done { .. }
            | WorkerMessage::Cancelled
            | WorkerMessage::Failed { .. } => {}
        }
    }

    fn take_step(&mut self, step: u32, total: u32, loss: f64, rate: f64, seconds_left: f64) {
        let now = Instant::now();
        self.first.get_or_insert((now, step));
        self.last = Some((now, step));
        self.add(&RunNews {
            losses: vec![LossPoint { step, loss }],
            ..RunNews::default()
        });
        self.step = Some(RunEvent::Stepped {
            step,
            total,
            loss: Some(loss),
            // A value out of range is cut: nobody waits for 136 years.
            eta: Some(seconds_left.ceil() as u32),
        });
        if step.is_multiple_of(total.div_ceil(STEP_LINES)) || step == total {
            self.note(format!("step {step}/{total} loss {loss:.4} lr {rate:.1e}"));
        }
    }

    fn add_sample(&mut self, step: u32, index: u32, path: &std::path::Path) {
        let home = self.studio.library.home();
        let Ok(file) = path.strip_prefix(home) else {
            return;
        };
        let order = usize::try_from(index).unwrap_or_default();
        let Some(SamplePrompt { prompt, seed }) = self.samples.get(order).cloned() else {
            return;
        };
        self.add(&RunNews {
            samples: vec![RunSample {
                step,
                index,
                prompt,
                seed: Seed(seed),
                file: file.to_string_lossy().replace('\\', "/"),
            }],
            ..RunNews::default()
        });
    }

    fn note(&mut self, text: String) {
        let at = self.studio.now();
        self.add(&RunNews {
            log: vec![RunLine { at, text }],
            ..RunNews::default()
        });
    }

    fn add(&mut self, news: &RunNews) {
        for part in [&mut self.untold, &mut self.unsaved] {
            part.losses.extend_from_slice(&news.losses);
            part.samples.extend_from_slice(&news.samples);
            part.log.extend_from_slice(&news.log);
        }
    }

    fn tell(&mut self) {
        self.told = Instant::now();
        if !self.untold.is_empty() {
            self.studio.events.send(Event::RunWentOn {
                run: self.run.id,
                news: std::mem::take(&mut self.untold),
            });
        }
        // What the row will say at its next writing.
        if let Some(event) = &self.step
            && let Ok(state) = self.run.state.after(event.clone())
        {
            self.run.state = state;
            self.studio.tell_run(&self.run);
        }
    }

    /// Writes what is new, and looks whether the person has cancelled.
    pub(crate) fn save(&mut self) {
        self.tell();
        self.saved = Instant::now();
        let (id, now) = (self.run.id, self.studio.now());
        let (news, step) = (&self.unsaved, self.step.clone());
        let written = self.studio.store.write::<_, StoreError>(|tx| {
            tx.add_news(id, news)?;
            let run = tx.load_run(id)?;
            match step {
                Some(step) if !matches!(run.state, RunState::Cancelling { .. }) => {
                    tx.advance_run(id, step, now)
                }
                Some(_) | None => Ok(run),
            }
        });
        match written {
            Ok(run) => {
                self.stopping = matches!(run.state, RunState::Cancelling { .. });
                self.run = run;
                self.unsaved = RunNews::default();
                self.step = None;
            }
            // The disk may be full for a while; what is new waits.
            Err(error) => tracing::warn!(%error, "the course of a run cannot be written"),
        }
    }

    /// Keeps how long a step took, for the next estimate.
    pub(crate) fn note_pace(&self) {
        let (Some((begun, first)), Some((ended, last))) = (self.first, self.last) else {
            return;
        };
        let steps = last.saturating_sub(first);
        if steps < 5 {
            return;
        }
        let seconds = ended.duration_since(begun).as_secs_f64() / f64::from(steps);
        let key = pace_key(&self.run.recipe);
        let saved = self
            .studio
            .store
            .write(|tx| tx.save_pace(&key, seconds, self.studio.now()));
        if let Err(error) = saved {
            tracing::warn!(%error, "the pace cannot be written");
        }
    }
}

const fn preparation(what: Preparation) -> &'static str {
    match what {
        Preparation::Base => "reading the base",
        Preparation::Photos => "encoding pictures and captions",
        Preparation::Loras => "reading LoRA files",
        Preparation::Gpu => "preparing the GPU",
    }
}
