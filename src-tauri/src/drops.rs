//! Files that a person dropped on the window or picked in a dialog.
//!
//! The paths stay here: pages get a number and counts, so that no page can name a file of its own,
//! and a name that is not text arrives unharmed.

use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use tauri::{DragDropEvent, Manager, Window, WindowEvent};

use crate::app::App;
use crate::events::BlazonEvent;

/// The number of a drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
pub(crate) struct DropId(u32);

/// Files and folders that wait for the window to say where they go.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PendingDrop {
    /// Its number.
    pub(crate) id: DropId,
    /// How many files.
    pub(crate) files: u32,
    /// How many folders.
    pub(crate) folders: u32,
}

/// What is dragged over the window.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub(crate) enum DropEvent {
    /// Files and folders hang over the window.
    DropHovered {
        /// How many files.
        files: u32,
        /// How many folders.
        folders: u32,
    },
    /// They were taken away.
    DropLeft,
    /// They were let go.
    Dropped {
        /// The files.
        drop: PendingDrop,
    },
}

/// The drops that no import has taken yet.
#[derive(Default)]
pub(crate) struct Drops {
    waiting: Mutex<(u32, HashMap<DropId, Vec<PathBuf>>)>,
}

impl Drops {
    /// Keeps paths until an import takes them.
    pub(crate) fn put(&self, paths: Vec<PathBuf>) -> PendingDrop {
        let (files, folders) = count(&paths);
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.0 = waiting.0.wrapping_add(1);
        let id = DropId(waiting.0);
        waiting.1.insert(id, paths);
        PendingDrop { id, files, folders }
    }

    /// Takes the paths of a drop, once.
    pub(crate) fn take(&self, id: DropId) -> Option<Vec<PathBuf>> {
        self.waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .1
            .remove(&id)
    }
}

/// Passes what happens over the window on to its pages.
pub(crate) fn on_window_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::DragDrop(event) = event else {
        return;
    };
    let app = window.app_handle();
    if let DragDropEvent::Enter { paths, .. } = event {
        let (files, folders) = count(paths);
        BlazonEvent::Drag(DropEvent::DropHovered { files, folders }).send(app);
    } else if let DragDropEvent::Drop { paths, .. } = event
        && !paths.is_empty()
    {
        let drop = app.state::<App>().drops.put(paths.clone());
        BlazonEvent::dropped(drop).send(app);
    } else if !matches!(event, DragDropEvent::Over { .. }) {
        BlazonEvent::Drag(DropEvent::DropLeft).send(app);
    }
}

fn count(paths: &[PathBuf]) -> (u32, u32) {
    let folders = paths.iter().filter(|path| path.is_dir()).count();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    (number(paths.len() - folders), number(folders))
}
