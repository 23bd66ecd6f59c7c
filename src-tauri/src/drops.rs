//! Files that a person dropped on the window or picked in a dialog.
//!
//! The paths stay here: pages get a number and counts, so that no page can name a file of its own,
//! and a name that is not text arrives unharmed.

use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
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
    /// How many of the files have the name of a model's weights, whatever is in them.
    pub(crate) models: u32,
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
        /// How many of the files have the name of a model's weights.
        models: u32,
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
    /// Files are being dragged out of the window: that they hang over it means nothing.
    leaving: AtomicBool,
}

impl Drops {
    /// Keeps paths until an import takes them.
    pub(crate) fn put(&self, paths: Vec<PathBuf>) -> PendingDrop {
        let Counts {
            files,
            folders,
            models,
        } = Counts::of(&paths);
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.0 = waiting.0.wrapping_add(1);
        let id = DropId(waiting.0);
        waiting.1.insert(id, paths);
        PendingDrop {
            id,
            files,
            folders,
            models,
        }
    }

    /// Files begin to be dragged out of the window, or are no more.
    pub(crate) fn leave(&self, leaving: bool) {
        self.leaving.store(leaving, Ordering::SeqCst);
    }

    /// One path of a drop, which stays.
    pub(crate) fn look(&self, id: DropId, index: u32) -> Option<PathBuf> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let index = usize::try_from(index).ok()?;
        waiting.1.get(&id)?.get(index).cloned()
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
    if app.state::<App>().drops.leaving.load(Ordering::SeqCst) {
        return;
    }
    if let DragDropEvent::Enter { paths, .. } = event {
        let Counts {
            files,
            folders,
            models,
        } = Counts::of(paths);
        BlazonEvent::Drag(DropEvent::DropHovered {
            files,
            folders,
            models,
        })
        .send(app);
    } else if let DragDropEvent::Drop { paths, .. } = event
        && !paths.is_empty()
    {
        let drop = app.state::<App>().drops.put(paths.clone());
        BlazonEvent::dropped(drop).send(app);
    } else if !matches!(event, DragDropEvent::Over { .. }) {
        BlazonEvent::Drag(DropEvent::DropLeft).send(app);
    }
}

/// What paths are, by looking at them from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Counts {
    files: u32,
    folders: u32,
    models: u32,
}

impl Counts {
    fn of(paths: &[PathBuf]) -> Self {
        let folders = paths.iter().filter(|path| path.is_dir()).count();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            files: number(paths.len() - folders),
            folders: number(folders),
            models: number(paths.iter().filter(|path| is_weights(path)).count()),
        }
    }
}

/// Whether a file is called as weights are. PyTorch's files are among them, so that they are refused as what they are.
fn is_weights(path: &Path) -> bool {
    const ENDINGS: [&str; 5] = ["safetensors", "ckpt", "pt", "pth", "bin"];
    let ending = path.extension().and_then(|ending| ending.to_str());
    let is_named = |ending: &str| {
        ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    };
    ending.is_some_and(is_named) && !path.is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_told_from_photos_by_their_names() {
        let paths = ["a.SAFETENSORS", "b.jpg", "c.ckpt", "d"].map(PathBuf::from);
        let counts = Counts::of(&paths);
        assert_eq!((counts.files, counts.models), (4, 2));
    }

    #[test]
    fn a_drop_is_looked_at_by_number_and_stays() {
        let drops = Drops::default();
        let drop = drops.put(vec!["a.safetensors".into(), "b.safetensors".into()]);
        assert_eq!(drops.look(drop.id, 1), Some("b.safetensors".into()));
        assert_eq!(drops.look(drop.id, 1), Some("b.safetensors".into()));
        assert_eq!(drops.look(drop.id, 2), None);
        assert_eq!(drops.look(DropId(99), 0), None);
    }
}
