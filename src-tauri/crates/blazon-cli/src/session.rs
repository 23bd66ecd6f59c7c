//! One run of the program on an opened library.

use crate::say;
use anyhow::{Context, bail};
use blazon_core::{
    Argument, Engine, Explained, LibraryPlace, LogGuard, NoEvents, Places, Secrets, Studio,
    SystemSurroundings, Words, explain, start_logging,
};
use blazon_model::{Dataset, Notice};
use serde::Serialize;
use std::process::ExitCode;
use std::sync::Arc;

/// An opened library and how to speak of it.
pub(crate) struct Session {
    pub(crate) studio: Arc<Studio>,
    pub(crate) words: Words,
    pub(crate) json: bool,
    _log: LogGuard,
}

/// The library could not be opened.
pub(crate) struct OpenFailure(anyhow::Error);

#[derive(Serialize)]
struct ErrorLine<'e> {
    error: &'e str,
    hint: Option<&'e str>,
}

impl Session {
    /// Opens the library.
    pub(crate) fn open(json: bool) -> Result<Self, OpenFailure> {
        let open = || -> anyhow::Result<_> {
            let home = LibraryPlace::of_system().home()?;
            let secrets = Secrets::of_system(&home);
            Ok(Studio::open(
                &home,
                Arc::new(NoEvents),
                Arc::new(SystemSurroundings),
                secrets,
                Places::of_environment(
                    Engine::of_this_program().context("find this program")?,
                    |name| std::env::var(name).ok(),
                )?,
            )?)
        };
        let studio = open().map_err(OpenFailure)?;
        let log = start_logging(studio.library());
        let session = Self {
            words: studio.words(),
            studio,
            json,
            _log: log,
        };
        session.tell_notices().map_err(OpenFailure)?;
        Ok(session)
    }

    fn tell_notices(&self) -> anyhow::Result<()> {
        for notice in self.studio.library_info()?.notices {
            let (id, argument) = match notice {
                Notice::RestoredFromBackup {
                    backup_at: Some(_),
                    moved_to,
                } => ("cli-restored", ("moved", moved_to)),
                Notice::RestoredFromBackup {
                    backup_at: None,
                    moved_to,
                } => ("cli-begun-anew", ("moved", moved_to)),
                Notice::Restored { kept, .. } => ("cli-notice-restored", ("kept", kept)),
                Notice::RestoreFailed { name } => ("cli-notice-restore-failed", ("name", name)),
                Notice::RestoreWaits => ("cli-notice-restore-waits", ("name", String::new())),
                Notice::LibraryMoved { from, .. } => ("cli-notice-moved", ("from", from)),
                // Moves that a window could not carry out are told there.
                Notice::LibraryNotMoved { .. } | Notice::KeysInFile { .. } | Notice::DiskFull => {
                    continue;
                }
            };
            let (name, value) = argument;
            say::aside(&self.words.say_with(id, &[(name, Argument::from(value))]));
        }
        Ok(())
    }

    /// A message.
    pub(crate) fn say(&self, id: &str, arguments: &[(&str, Argument)]) -> String {
        self.words.say_with(id, arguments)
    }

    /// Prints a result: as JSON where that was asked for, otherwise as the text that `text` makes.
    pub(crate) fn result(&self, value: &impl Serialize, text: impl FnOnce() -> String) {
        if self.json {
            say::json(value);
        } else {
            say::line(&text());
        }
    }

    /// The dataset with this id or name. A name that several have is refused.
    pub(crate) fn find_dataset(&self, wanted: &str) -> anyhow::Result<Dataset> {
        if let Ok(id) = wanted.parse() {
            return self.studio.load_dataset(id);
        }
        let named = |dataset: &Dataset| {
            dataset.name.as_str() == wanted || dataset.trigger.as_str() == wanted
        };
        let mut found: Vec<_> = self
            .studio
            .list_datasets()?
            .into_iter()
            .filter(named)
            .collect();
        match found.len() {
            0 => bail!(self.say("cli-no-dataset", &[("name", wanted.into())])),
            1 => found.pop().context("find the dataset"),
            _ => bail!(self.say("cli-ambiguous-dataset", &[("name", wanted.into())])),
        }
    }

    /// Ends what this program carries.
    pub(crate) fn end(&self) {
        self.studio.end_runner();
    }

    /// Says why something was refused and gives the exit code for it. It is in no log: what was typed may have a password.
    pub(crate) fn refuse(&self, error: &anyhow::Error) -> ExitCode {
        tell(&explain(error, &self.words), self.json);
        ExitCode::from(3)
    }

    /// Says an error and gives the exit code for it.
    pub(crate) fn fail(&self, error: &anyhow::Error) -> ExitCode {
        fail(error, &self.words, self.json)
    }
}

impl OpenFailure {
    /// Says it in the system's language, since the settings cannot be read.
    pub(crate) fn report(self, json: bool) -> ExitCode {
        fail(&self.0, &Words::of_system(), json)
    }
}

fn fail(error: &anyhow::Error, words: &Words, json: bool) -> ExitCode {
    let mut explained = explain(error, words);
    // A sentence that this program made itself stands at the top of the chain.
    if explained.code == blazon_core::ErrorCode::Unknown && error.chain().count() == 1 {
        explained.message = error.to_string();
        explained.hint = None;
    }
    tracing::warn!(error = format!("{error:#}"), "failed");
    tell(&explained, json);
    ExitCode::from(1)
}

fn tell(explained: &Explained, json: bool) {
    let Explained { message, hint, .. } = explained;
    if json {
        say::json(&ErrorLine {
            error: message,
            hint: hint.as_deref(),
        });
    } else {
        say::aside(message);
        hint.iter().for_each(|hint| say::aside(hint));
    }
}
