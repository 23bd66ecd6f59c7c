//! Events on their way to the window.

use blazon_core::{Event, EventSink, Words};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::path::PathBuf;
use tauri::AppHandle;
use tauri_specta::Event as _;

use crate::drops::{DropEvent, PendingDrop};
use crate::notify::Notifier;

/// Everything that the window is told without asking.
#[derive(Clone, Debug, Serialize, Deserialize, Type, tauri_specta::Event)]
#[serde(untagged)]
pub(crate) enum BlazonEvent {
    /// Something happened in the library.
    Library(Box<Event>),
    /// Files are dragged over the window.
    Drag(DropEvent),
}

impl BlazonEvent {
    pub(crate) fn send(self, app: &AppHandle) {
        if let Err(error) = self.emit(app) {
            tracing::warn!(%error, "the window cannot be told");
        }
    }

    pub(crate) fn dropped(drop: PendingDrop) -> Self {
        Self::Drag(DropEvent::Dropped { drop })
    }
}

/// The window as a sink of the core's events.
pub(crate) struct TauriSink {
    pub(crate) app: AppHandle,
    pub(crate) home: PathBuf,
    pub(crate) notifier: Notifier,
}

impl TauriSink {
    /// Samples lie in a folder for each run and model, which is made while the window is open.
    fn show_new_samples(&self) {
        if let Err(error) = crate::start::show_samples(&self.app, &self.home) {
            tracing::warn!(%error, "the samples cannot be shown");
        }
    }
}

impl EventSink for TauriSink {
    fn send(&self, event: Event) {
        if event == Event::RaiseAsked {
            crate::background::raise(&self.app);
        }
        if let Event::SettingsChanged { language_tag, .. } = &event {
            crate::background::translate_tray(&self.app, &Words::new(*language_tag));
        }
        if let Event::RunChanged { run } = &event {
            self.notifier.hear(&self.app, run);
        }
        let has_samples =
            matches!(&event, Event::RunWentOn { news, .. } if !news.samples.is_empty());
        if has_samples || event == Event::ModelsChanged {
            self.show_new_samples();
        }
        BlazonEvent::Library(Box::new(event)).send(&self.app);
    }
}
