//! The shell's state: the studio, which opens while the window does, and the paths it was given.

use crate::bot_switch::BotSwitch;
use crate::drops::Drops;
use crate::error::CommandError;
use blazon_core::Studio;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio::sync::{Mutex, SetOnce};

/// What every command reaches.
#[derive(Default)]
pub(crate) struct App {
    /// Set once the library is open, or once it is known that it cannot be.
    pub(crate) studio: SetOnce<Result<Arc<Studio>, CommandError>>,
    /// Paths that the window was given; they never cross into its pages.
    pub(crate) drops: Drops,
    /// The badge or the folder of badges that was written last, for who wants to see it.
    pub(crate) exported: Mutex<Option<PathBuf>>,
    /// The folder that was chosen for the library last.
    pub(crate) chosen_home: Mutex<Option<PathBuf>>,
    /// Whether the person wants no move of the library any more.
    pub(crate) move_stopped: AtomicBool,
    /// The bot, where it is on.
    pub(crate) bot: BotSwitch,
    /// Whether a person wants the program to end, whatever works.
    pub(crate) quit_asked: AtomicBool,
    /// Whether it was looked whether the person knows that the program goes on without its window.
    pub(crate) told_of_background: AtomicBool,
    /// Whether the program starts again once it has ended.
    pub(crate) restart_asked: AtomicBool,
}

impl App {
    /// The studio, as soon as the library is open.
    pub(crate) async fn studio(&self) -> Result<&Arc<Studio>, CommandError> {
        self.studio.wait().await.as_ref().map_err(Clone::clone)
    }

    /// Runs `work` on the studio away from the window's threads; its errors come out in the
    /// person's language.
    pub(crate) async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Arc<Studio>) -> anyhow::Result<T> + Send + 'static,
    ) -> Result<T, CommandError> {
        let studio = self.studio().await?;
        studio
            .blocking(work)
            .await
            .map_err(|error| CommandError::of(&error, &studio.words()))
    }
}
