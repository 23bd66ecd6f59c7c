//! Settings: read, checked and changed.

use crate::studio::language_of;
use crate::{Event, Studio};
use anyhow::Context;
use blazon_model::Settings;

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
        let language_tag = language_of(&settings);
        self.events.send(Event::SettingsChanged {
            settings: settings.clone(),
            language_tag,
        });
        Ok(settings)
    }
}
