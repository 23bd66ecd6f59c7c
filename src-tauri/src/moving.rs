//! The library's way to another folder, before it opens: the pages are told how far it is, and can stop it.

use crate::app::App;
use blazon_core::{
    Event, EventSink, LibraryPlace, Words, explain, forget_move, move_library, wished_move,
};
use blazon_model::Notice;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tauri::{AppHandle, Manager};

/// How often the pages are told at most.
const BETWEEN_WORDS: Duration = Duration::from_millis(100);

/// What became of the wish to move the library.
pub(crate) enum Moved {
    /// There was none.
    NoWish,
    /// The library is there; the program has to start again.
    There,
    /// It is where it was; this has to be told.
    Not(Notice),
}

/// Moves the library where that was wished.
///
/// # Errors
/// When the wish of a move that did not work out cannot be forgotten.
pub(crate) fn come_true(
    app: &AppHandle,
    home: &Path,
    pages: &dyn EventSink,
) -> anyhow::Result<Moved> {
    let Some(to) = wished_move(home) else {
        return Ok(Moved::NoWish);
    };
    let state = app.state::<App>();
    let told = Mutex::new(None::<Instant>);
    let moved = move_library(
        &LibraryPlace::of_system(),
        home,
        &to,
        &state.move_stopped,
        &|done_bytes, all_bytes| {
            let Ok(mut told) = told.lock() else { return };
            if told.is_none_or(|last| last.elapsed() >= BETWEEN_WORDS) {
                *told = Some(Instant::now());
                pages.send(Event::LibraryMoving {
                    done_bytes,
                    all_bytes,
                });
            }
        },
    );
    match moved {
        Ok(()) => {
            state.restart_asked.store(true, Ordering::SeqCst);
            app.exit(0);
            Ok(Moved::There)
        }
        Err(error) => {
            tracing::warn!(%error, "the library was not moved");
            forget_move(home)?;
            let said = explain(&error, &Words::of_system());
            let hint = said.hint.map(|hint| format!(" {hint}")).unwrap_or_default();
            Ok(Moved::Not(Notice::LibraryNotMoved {
                to: to.display().to_string(),
                why: said.message + &hint,
            }))
        }
    }
}
