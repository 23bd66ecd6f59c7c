//! Settings: read, checked and changed.

use crate::studio::language_of;
use crate::{Event, Studio};
use anyhow::Context;
use blazon_model::Settings;
use std::sync::{MutexGuard, PoisonError};

impl Studio {
    /// The settings.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn load_settings(&self) -> anyhow::Result<Settings> {
        self.store
            .read(|db| db.load_settings())
            .context("load the settings")
    }

    /// Puts `settings` in place of the old ones.
    ///
    /// # Errors
    /// [`blazon_model::InvalidSetting`] for a value that cannot be; nothing is then changed.
    pub fn change_settings(&self, settings: Settings) -> anyhow::Result<Settings> {
        settings.check()?;
        self.store
            .write(|tx| tx.save_settings(&settings, self.now()))
            .context("save the settings")?;
        *self.known_settings() = Some(settings.clone());
        self.tell_settings(&settings);
        Ok(settings)
    }

    /// Tells the settings that another program has written. A window that kept the old ones would put them back with the
    /// next change.
    pub(crate) fn notice_settings(&self) {
        let settings = match self.load_settings() {
            Ok(settings) => settings,
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "the settings cannot be read");
                return;
            }
        };
        let before = self.known_settings().replace(settings.clone());
        if before.as_ref() != Some(&settings) {
            self.tell_settings(&settings);
        }
    }

    fn tell_settings(&self, settings: &Settings) {
        self.events.send(Event::SettingsChanged {
            settings: settings.clone(),
            language_tag: language_of(settings),
        });
    }

    fn known_settings(&self) -> MutexGuard<'_, Option<Settings>> {
        self.known_settings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
