//! Settings: one row of JSON for each section.

use crate::{Reader, StoreError, Writer};
use blazon_model::{BotIdentity, BotSettings, Settings, Timestamp};
use rusqlite::OptionalExtension;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// The section that holds [`Settings`].
const GENERAL: &str = "general";
/// The section that says that a person knows that the program goes on without its window.
const BACKGROUND: &str = "background";
/// The section that holds the prompts with which models are tried.
const EVALUATION: &str = "evaluation";
/// The section that holds [`BotSettings`].
const BOT: &str = "bot";
/// The section that holds the code that makes an owner, while there is one, and until when it holds.
const BOT_PAIRING: &str = "bot-pairing";
/// The section that holds what Telegram says about the bot, while its token is kept.
const BOT_IDENTITY: &str = "bot-identity";

impl Reader<'_> {
    /// The settings; defaults where none were ever changed.
    ///
    /// # Errors
    /// When SQLite fails or the row cannot be read.
    pub fn load_settings(&self) -> Result<Settings, StoreError> {
        self.load_or_default(GENERAL)
    }

    /// What a person set for the bot; defaults where nothing was ever changed.
    ///
    /// # Errors
    /// When SQLite fails or the row cannot be read.
    pub fn load_bot_settings(&self) -> Result<BotSettings, StoreError> {
        self.load_or_default(BOT)
    }

    /// The code that makes an owner and until when it holds; `None` where none is open.
    ///
    /// # Errors
    /// When SQLite fails or the row cannot be read.
    pub fn load_bot_pairing(&self) -> Result<Option<(String, Timestamp)>, StoreError> {
        self.find_value(BOT_PAIRING)
    }

    /// The bot whose token is kept; `None` where none was checked yet.
    ///
    /// # Errors
    /// When SQLite fails or the row cannot be read.
    pub fn load_bot_identity(&self) -> Result<Option<BotIdentity>, StoreError> {
        self.find_value(BOT_IDENTITY)
    }

    /// The prompts that a person wrote to try models with, by kind of subject.
    ///
    /// # Errors
    /// When SQLite fails or the row cannot be read.
    pub fn load_evaluation_prompts(&self) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
        Ok(self.find_value(EVALUATION)?.unwrap_or_default())
    }

    fn load_or_default<T: Serialize + DeserializeOwned + Default>(
        &self,
        section: &'static str,
    ) -> Result<T, StoreError> {
        match self.find_section(section)? {
            Some(text) => read(&text).map_err(|source| StoreError::Json {
                what: section,
                source,
            }),
            None => Ok(T::default()),
        }
    }

    fn find_value<T: DeserializeOwned>(
        &self,
        section: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let text = self.find_section(section)?;
        text.map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(|source| StoreError::Json {
                what: section,
                source,
            })
    }

    fn find_section(&self, section: &str) -> Result<Option<String>, StoreError> {
        Ok(self
            .db
            .query_row(
                "SELECT value FROM settings WHERE section = ?1",
                [section],
                |row| row.get(0),
            )
            .optional()?)
    }
}

/// Reads settings; what an older program did not know takes its default.
fn read<T: Serialize + DeserializeOwned + Default>(text: &str) -> serde_json::Result<T> {
    let mut known = serde_json::to_value(T::default())?;
    let stored: serde_json::Map<_, _> = serde_json::from_str(text)?;
    if let Some(fields) = known.as_object_mut() {
        fields.extend(stored);
    }
    serde_json::from_value(known)
}

impl Writer<'_> {
    /// Puts `settings` in place of the old ones.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_settings(&self, settings: &Settings, now: Timestamp) -> Result<(), StoreError> {
        self.save_section(GENERAL, settings, now)
    }

    /// Puts what a person set for the bot in place of what was set before.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_bot_settings(
        &self,
        settings: &BotSettings,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.save_section(BOT, settings, now)
    }

    /// Keeps the code that makes an owner with the time until which it holds, in place of any before; `None` takes it back.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_bot_pairing(
        &self,
        pairing: Option<(&str, Timestamp)>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.save_or_forget(BOT_PAIRING, pairing.as_ref(), now)
    }

    /// Keeps what Telegram says about the bot; `None` forgets it.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_bot_identity(
        &self,
        identity: Option<&BotIdentity>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.save_or_forget(BOT_IDENTITY, identity, now)
    }

    /// Puts the prompts with which models are tried in place of the old ones, by kind of subject.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_evaluation_prompts(
        &self,
        prompts: &BTreeMap<String, Vec<String>>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.save_section(EVALUATION, prompts, now)
    }

    /// Notes that a person knows that the program goes on without its window; whether that is new.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn note_background_told(&self, now: Timestamp) -> Result<bool, StoreError> {
        let is_new = self.find_section(BACKGROUND)?.is_none();
        if is_new {
            self.save_section(BACKGROUND, &true, now)?;
        }
        Ok(is_new)
    }

    fn save_or_forget<T: Serialize>(
        &self,
        section: &'static str,
        value: Option<&T>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if let Some(value) = value {
            return self.save_section(section, value, now);
        }
        self.db
            .execute("DELETE FROM settings WHERE section = ?1", [section])?;
        Ok(())
    }

    fn save_section<T: Serialize>(
        &self,
        section: &'static str,
        value: &T,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let text = crate::datasets::to_json(section, value)?;
        self.db.execute(
            "INSERT INTO settings (section, value, updated_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (section) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
            (section, text, now.0),
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use blazon_model::Language;

    #[test]
    fn settings_of_an_older_program_are_read() {
        let expected = Settings {
            language: Language::Ru,
            ..Settings::default()
        };
        assert_eq!(read::<Settings>(r#"{"language":"ru"}"#).unwrap(), expected);
        let expected = BotSettings {
            daily_quota: 3,
            ..BotSettings::default()
        };
        assert_eq!(
            read::<BotSettings>(r#"{"dailyQuota":3}"#).unwrap(),
            expected
        );
    }
}
