//! Tells a person who looks elsewhere that a training has ended, or that it needs an answer, by the system's own
//! service. Where there is none, the window says it all the same.

use crate::app::App;
use blazon_core::Studio;
use blazon_model::{RunId, RunState, TrainingRun};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tauri::{AppHandle, Manager};

/// What was last heard of each run, so that each end is told once.
#[derive(Default)]
pub(crate) struct Notifier {
    heard: Mutex<HashMap<RunId, &'static str>>,
}

impl Notifier {
    /// Hears where a run stands; what is worth a word is told away from the thread that says so.
    pub(crate) fn hear(&self, app: &AppHandle, run: &TrainingRun) {
        let Some(message) = self.news(run) else {
            return;
        };
        let (app, run) = (app.clone(), run.clone());
        std::thread::spawn(move || tell(&app, &run, message));
    }

    /// The message that is due; `None` for what was told before, or was over when it was first heard of.
    fn news(&self, run: &TrainingRun) -> Option<&'static str> {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let before = heard.insert(run.id, run.state.name());
        let is_new = before.is_some_and(|before| before != run.state.name());
        message_of(&run.state).filter(|_| is_new)
    }
}

const fn message_of(state: &RunState) -> Option<&'static str> {
    match state {
        RunState::Ready { .. } => Some("notify-run-ready"),
        RunState::Failed { .. } => Some("notify-run-failed"),
        RunState::Unknown => Some("notify-run-unknown"),
        RunState::Draft
        | RunState::Packing
        | RunState::Quoted { .. }
        | RunState::Uploading { .. }
        | RunState::Submitting
        | RunState::Queued { .. }
        | RunState::Training { .. }
        | RunState::Downloading { .. }
        | RunState::Checking { .. }
        | RunState::Cancelling { .. }
        | RunState::Cancelled => None,
    }
}

fn tell(app: &AppHandle, run: &TrainingRun, message: &str) {
    let window = app.get_webview_window("main");
    if window.is_some_and(|window| window.is_focused().unwrap_or(false)) {
        return;
    }
    let state = app.state::<App>();
    let Some(Ok(studio)) = state.studio.get() else {
        return;
    };
    if let Err(error) = notification(studio, run, message).show() {
        tracing::info!(%error, "the system shows no notifications");
    }
}

fn notification(
    studio: &Arc<Studio>,
    run: &TrainingRun,
    message: &str,
) -> notify_rust::Notification {
    let words = studio.words();
    let name = studio
        .load_dataset(run.dataset)
        .map(|dataset| dataset.name.to_string());
    let name = name.unwrap_or_else(|_| words.say("training-dataset-gone"));
    let mut notification = notify_rust::Notification::new();
    notification
        .appname("Blazon")
        .summary(&words.say_with(message, &[("name", name.as_str().into())]))
        .body(&words.say(&format!("{message}-next")));
    notification
}

#[cfg(test)]
mod tests {
    use super::*;
    use blazon_model::{
        BaseFamily, DatasetId, FailureReason, ModelId, Preset, ProviderId, Recipe, Timestamp,
    };

    fn run(state: RunState) -> TrainingRun {
        TrainingRun {
            id: RunId::new(Timestamp(0), [1; 10]),
            dataset: DatasetId::new(Timestamp(0), [2; 10]),
            recipe: Recipe::from_preset(Preset::Economy, ProviderId::Local, BaseFamily::Pocket),
            state,
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
        }
    }

    fn ready() -> RunState {
        RunState::Ready {
            model: ModelId::new(Timestamp(0), [3; 10]),
        }
    }

    #[test]
    fn an_end_is_told_once() {
        let notifier = Notifier::default();
        assert_eq!(notifier.news(&run(RunState::Packing)), None);
        assert_eq!(notifier.news(&run(ready())), Some("notify-run-ready"));
        assert_eq!(notifier.news(&run(ready())), None);
    }

    #[test]
    fn what_was_over_before_is_not_told() {
        assert_eq!(Notifier::default().news(&run(ready())), None);
    }

    #[test]
    fn a_failure_after_another_try_is_told_again() {
        let notifier = Notifier::default();
        let failed = || {
            run(RunState::Failed {
                reason: FailureReason::Offline,
                retry: None,
            })
        };
        notifier.news(&run(RunState::Packing));
        assert_eq!(notifier.news(&failed()), Some("notify-run-failed"));
        assert_eq!(notifier.news(&run(RunState::Packing)), None);
        assert_eq!(notifier.news(&failed()), Some("notify-run-failed"));
    }
}
