//! Who carries a training on this computer from its place in the queue to its model.
//!
//! What can go wrong: the engine crashes, hangs or is killed for its memory (the run fails with a
//! reason and can go on from its last checkpoint); this program crashes (the row says how far it
//! was, the engine has written checkpoints, whoever carries next goes on); the person cancels;
//! the disk is full. Losses that are told again after a checkpoint take the place of the first.

use crate::memory::threads;
use crate::run_folder::RunFolder;
use crate::training::pace_key;
use crate::{Event, Studio};
use anyhow::Context;
use blazon_model::{
    BaseFamily, FailureReason, LossPoint, Preparation, ProviderId, RequestId, RetryStep, RunEvent,
    RunId, RunLine, RunNews, RunSample, RunState, SamplePrompt, Seed, Subject, TrainRecipe,
    TrainTask, TrainingRun, WorkerFailure, WorkerMessage, WorkerTask, compose_prompt,
};
use blazon_providers::local::{Ending, EngineError, Flow};
use blazon_store::StoreError;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often progress is told.
const TELL: Duration = Duration::from_millis(100);
/// How often progress is written to the rows, for programs that watch.
const SAVE: Duration = Duration::from_millis(500);
/// Rounds of samples after the one before the training.
const SAMPLE_ROUNDS: u32 = 5;
/// Checkpoints in the course of a training, at least.
const CHECKPOINTS: u32 = 10;
/// Lines of the log for steps, at most.
const STEP_LINES: u32 = 50;

impl Studio {
    /// Carries the oldest run that waits for this computer. Returns whether there was one.
    pub(crate) fn carry_next_run(self: &Arc<Self>) -> bool {
        let waiting = self.list_waiting_runs();
        let Some(next) = waiting.first() else {
            return false;
        };
        self.tell_places();
        let span = tracing::info_span!("training", run = %next.id);
        let _entered = span.enter();
        if matches!(next.state, RunState::Cancelling { .. }) {
            self.confirm_cancel(next);
        } else if matches!(
            next.state,
            RunState::Downloading { .. } | RunState::Checking { .. }
        ) {
            self.finish_run(next);
        } else {
            self.train(next);
        }
        true
    }

    /// The runs that this computer trains, in the order in which it does; the first is carried.
    fn list_waiting_runs(&self) -> Vec<TrainingRun> {
        let open = self.store.read(|db| db.list_open_runs(ProviderId::Local));
        let open = open.unwrap_or_default().into_iter();
        open.filter(|run| is_carried_here(&run.state)).collect()
    }

    /// Says to those who wait behind the first how many of them are before them.
    pub(crate) fn tell_places(&self) {
        for (place, run) in (0..).zip(self.list_waiting_runs().iter().skip(1)) {
            let RunState::Queued { position, .. } = &run.state else {
                continue;
            };
            if *position == Some(place) {
                continue;
            }
            let moved = RunEvent::Moved(Some(place));
            if let Ok(run) = self
                .store
                .write(|tx| tx.advance_run(run.id, moved, self.now()))
            {
                self.tell_run(&run);
            }
        }
    }

    fn train(self: &Arc<Self>, run: &TrainingRun) {
        let task = match self.train_task(run) {
            Ok(task) => task,
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "the training cannot begin");
                let retry = Some(RetryStep::Pack);
                return self.fail_run(
                    run.id,
                    FailureReason::RejectedInput,
                    retry,
                    &format!("{error:#}"),
                );
            }
        };
        let mut course = Course::new(self, run);
        course.begin();
        let result = self
            .engine
            .carry_out(&WorkerTask::Train(Box::new(task)), &mut |message| {
                course.hear(message)
            });
        course.save();
        match result {
            Ok(Ending::Done(_)) => {
                course.note_pace();
                self.finish_run(run);
            }
            Ok(Ending::Stopped) => self.confirm_cancel(run),
            Err(error) => {
                let reason = reason_of(&error);
                let retry = RetryStep::Poll {
                    request: RequestId(run.id.to_string()),
                };
                tracing::warn!(%error, "the engine did not train to the end");
                self.fail_run(run.id, reason, Some(retry), &error.to_string());
            }
        }
    }

    fn train_task(&self, run: &TrainingRun) -> anyhow::Result<TrainTask> {
        let recipe = &run.recipe;
        let local = &recipe.local;
        let folder = RunFolder::of(self.library.home(), run.id);
        folder.make().context("make the folder of the run")?;
        let dataset = self.load_dataset(run.dataset)?;
        let base = self.base_folder(local.base_path.as_deref())?;
        let mut photos = folder
            .train_photos()
            .context("read what the run is trained on")?;
        for photo in &mut photos {
            photo.caption = self.spoken_to(recipe.base, &photo.caption);
        }
        let samples = sample_prompts(recipe.base, dataset.subject);
        Ok(TrainTask {
            base,
            photos,
            recipe: TrainRecipe {
                steps: recipe.steps,
                rank: recipe.rank,
                // A scale of 1, as most trainers of today take it; ranks are at most 128.
                alpha: recipe.rank as f32,
                learning_rate: recipe.learning_rate,
                warmup: (recipe.steps / 20).min(100),
                batch: local.batch,
                resolution: recipe.resolution,
                layers: local.parts,
                caption_dropout: local.caption_dropout,
                flip: local.flip,
                min_snr_gamma: None,
                seed: local.seed.0,
                sample_every: recipe.steps.div_ceil(SAMPLE_ROUNDS),
                checkpoint_every: recipe.steps.div_ceil(CHECKPOINTS).min(100),
            },
            samples: (1..)
                .zip(samples)
                .map(|(seed, prompt)| SamplePrompt {
                    prompt: compose_prompt(Some(&dataset.trigger), prompt),
                    seed,
                })
                .collect(),
            workdir: folder.work(),
            output: folder.weights(),
            trigger: Some(dataset.trigger.to_string()),
            name: dataset.name.as_str().to_owned(),
            // The day that the run was started, so that one that goes on writes the same file.
            date: Some(day_of(run.created_at)),
            threads: threads(),
        })
    }

    /// Makes the model of a run whose weights are written.
    fn finish_run(&self, run: &TrainingRun) {
        match self.keep_model(run.id) {
            Ok(run) => {
                self.tell_run(&run);
                self.events.send(Event::ModelsChanged);
            }
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "the model was not kept");
                let is_full = error
                    .chain()
                    .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
                    .any(blazon_dataset::is_full);
                let (reason, retry) = if is_full {
                    let request = RequestId(run.id.to_string());
                    (FailureReason::DiskFull, RetryStep::Download { request })
                } else {
                    (FailureReason::BadWeights, RetryStep::Pack)
                };
                self.fail_run(run.id, reason, Some(retry), &format!("{error:#}"));
            }
        }
    }

    /// A run that was stopped: cancelled if the person wanted that, otherwise left as it is, for
    /// the program that carries it next.
    pub(crate) fn confirm_cancel(&self, run: &TrainingRun) {
        let found = self.store.read(|db| db.load_run(run.id));
        if !found.is_ok_and(|run| matches!(run.state, RunState::Cancelling { .. })) {
            return;
        }
        // First the folder: a crash between the two leaves a run that is confirmed at the next start.
        if let Err(error) = RunFolder::of(self.library.home(), run.id).remove() {
            tracing::warn!(%error, "the folder of a cancelled run stays");
        }
        let confirmed = self
            .store
            .write(|tx| tx.advance_run(run.id, RunEvent::CancelConfirmed, self.now()));
        if let Ok(run) = confirmed {
            self.tell_run(&run);
        }
    }

    /// Ends a run for `reason`; `detail` becomes the last line of its log. A run that the person
    /// has cancelled meanwhile is cancelled.
    pub(crate) fn fail_run(
        &self,
        id: RunId,
        reason: FailureReason,
        retry: Option<RetryStep>,
        detail: &str,
    ) {
        let now = self.now();
        let line = RunLine {
            at: now,
            text: detail.to_owned(),
        };
        let news = RunNews {
            log: vec![line],
            ..RunNews::default()
        };
        let ended = self.store.write::<_, StoreError>(|tx| {
            tx.add_news(id, &news)?;
            if let RunState::Cancelling { .. } = tx.load_run(id)?.state {
                return tx.advance_run(id, RunEvent::CancelConfirmed, now);
            }
            tx.advance_run(id, RunEvent::Fail { reason, retry }, now)
        });
        match ended {
            Ok(run) => {
                self.events.send(Event::RunWentOn { run: id, news });
                self.tell_run(&run);
            }
            Err(error) => tracing::warn!(%error, "a failed run cannot be written"),
        }
    }
}

/// What a run has done, told ten times a second and written twice a second.
struct Course<'s> {
    studio: &'s Arc<Studio>,
    run: TrainingRun,
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
    fn new(studio: &'s Arc<Studio>, run: &TrainingRun) -> Self {
        Self {
            studio,
            run: run.clone(),
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
    fn begin(&mut self) {
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

    fn hear(&mut self, message: Option<&WorkerMessage>) -> Flow {
        if let Some(message) = message {
            self.take(message);
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
        let dataset = self.studio.load_dataset(self.run.dataset).ok();
        let prompts = dataset.map(|dataset| {
            let prompts = sample_prompts(self.run.recipe.base, dataset.subject);
            prompts.map(|prompt| compose_prompt(Some(&dataset.trigger), prompt))
        });
        let prompt = prompts.and_then(|prompts| prompts.get(order).cloned());
        self.add(&RunNews {
            samples: vec![RunSample {
                step,
                index,
                prompt: prompt.unwrap_or_default(),
                seed: Seed(u64::from(index) + 1),
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
    fn save(&mut self) {
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
    fn note_pace(&self) {
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

/// Whether the training lane carries a run in this state.
const fn is_carried_here(state: &RunState) -> bool {
    matches!(
        state,
        RunState::Queued { .. }
            | RunState::Training { .. }
            | RunState::Downloading { .. }
            | RunState::Checking { .. }
            | RunState::Cancelling { .. }
    )
}

/// What is drawn at intervals: once the subject as it is, once in another scene.
const fn sample_prompts(base: BaseFamily, subject: Subject) -> [&'static str; 2] {
    match (base, subject) {
        (BaseFamily::Pocket, _) => ["holding a lantern", "holding a sword, blue background"],
        (_, Subject::Person { .. }) => ["portrait", "portrait in a garden, soft light"],
        (_, Subject::Character) => ["full figure", "full figure, in a forest"],
        (_, Subject::Object) => ["on a table", "in a garden, soft light"],
        (_, Subject::Style) => ["a house by a lake", "a portrait"],
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

const fn reason_of(error: &EngineError) -> FailureReason {
    match error {
        EngineError::Killed => FailureReason::OutOfMemory,
        EngineError::Start(_) | EngineError::Ended { .. } => FailureReason::TrainingFailed,
        EngineError::Failed { reason, .. } => match reason {
            WorkerFailure::OutOfMemory => FailureReason::OutOfMemory,
            WorkerFailure::Disk => FailureReason::DiskFull,
            WorkerFailure::BadTask
            | WorkerFailure::BadBase
            | WorkerFailure::BadPhoto
            | WorkerFailure::BadLora => FailureReason::RejectedInput,
            WorkerFailure::Crashed => FailureReason::TrainingFailed,
        },
    }
}

/// The day of a time in UTC, as `2026-11-25`.
fn day_of(at: blazon_model::Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map(|time| time.strftime("%Y-%m-%d").to_string())
        .unwrap_or_default()
}
