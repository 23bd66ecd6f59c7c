//! Who carries a training on this computer from its place in the queue to its model.
//!
//! What can go wrong: the engine crashes, hangs or is killed for its memory (the run fails with a
//! reason and can go on from its last checkpoint); this program crashes (the row says how far it
//! was, the engine has written checkpoints, whoever carries next goes on); the person cancels;
//! the disk is full. How far a run is while it is trained is `run_course.rs`.

use crate::memory::threads;
use crate::model_keeping::reason_not_kept;
use crate::run_course::Course;
use crate::run_folder::RunFolder;
use crate::{Event, Studio};
use anyhow::Context;
use blazon_model::{
    BaseFamily, FailureReason, ProviderId, RequestId, RetryStep, RunEvent, RunId, RunLine, RunNews,
    RunState, SamplePrompt, Subject, TrainRecipe, TrainTask, TrainingRun, WorkerFailure,
    WorkerTask, compose_prompt,
};
use blazon_providers::local::{Ending, EngineError};
use blazon_store::StoreError;
use std::sync::Arc;

/// Rounds of samples after the one before the training.
const SAMPLE_ROUNDS: u32 = 5;
/// Checkpoints in the course of a training, at least.
const CHECKPOINTS: u32 = 10;
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
        let mut course = Course::new(self, run, task.samples.clone());
        course.begin();
        let task = WorkerTask::Train(Box::new(task));
        let on_card = run.recipe.local.on_card;
        let result = self.carry_out(&task, on_card, &mut |news| course.hear(news));
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
        let dataset = self.dataset_of(run)?;
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
                if let RunState::Ready { model } = run.state {
                    self.evaluate_after(&run, model);
                }
            }
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "the model was not kept");
                let reason = reason_not_kept(&error);
                let retry = if reason == FailureReason::BadWeights {
                    RetryStep::Pack
                } else {
                    let request = RequestId(run.id.to_string());
                    RetryStep::Download { request }
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
        self.clear_cancelled(run.id);
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
                if matches!(run.state, RunState::Cancelled) {
                    self.clear_cancelled(id);
                }
                self.events.send(Event::RunWentOn { run: id, news });
                self.tell_run(&run);
            }
            Err(error) => tracing::warn!(%error, "a failed run cannot be written"),
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
            WorkerFailure::Crashed | WorkerFailure::NoDevice => FailureReason::TrainingFailed,
        },
    }
}

/// The day of a time in UTC, as `2026-11-25`.
fn day_of(at: blazon_model::Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map(|time| time.strftime("%Y-%m-%d").to_string())
        .unwrap_or_default()
}
