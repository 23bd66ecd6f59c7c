//! Settings: one row of JSON for each section.

use crate::{Reader, StoreError, Writer};
use blazon_model::{Settings, Timestamp};
use rusqlite::OptionalExtension;
use std::collections::BTreeMap;

/// The section that holds [`Settings`].
const GENERAL: &str = "general";
/// The section that holds the prompts with which models are tried.
const EVALUATION: &str = "evaluation";

impl Reader<'_> {
    /// The settings; defaults where none were ever changed.
    ///
    /// # Errors
    /// When SQLite fails or the row cannot be read.
    pub fn load_settings(&self) -> Result<Settings, StoreError> {
        match self.find_section(GENERAL)? {
            Some(text) => read(&text).map_err(|source| StoreError::Json {
                what: "settings",
                source,
            }),
            None => Ok(Settings::default()),
        }
    }

    /// The prompts that a person wrote to try models with, by kind of subject.
    ///
    /// # Errors
    /// When SQLite fails or the row cannot be read.
    pub fn load_evaluation_prompts(&self) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
        match self.find_section(EVALUATION)? {
            Some(text) => serde_json::from_str(&text).map_err(|source| StoreError::Json {
                what: "evaluation",
                source,
            }),
            None => Ok(BTreeMap::new()),
        }
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
fn read(text: &str) -> serde_json::Result<Settings> {
    let mut known = serde_json::to_value(Settings::default())?;
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
        let text = crate::datasets::to_json("settings", settings)?;
        self.save_section(GENERAL, &text, now)
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
        let text = crate::datasets::to_json("evaluation", prompts)?;
        self.save_section(EVALUATION, &text, now)
    }

    fn save_section(&self, section: &str, text: &str, now: Timestamp) -> Result<(), StoreError> {
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
        assert_eq!(read(r#"{"language":"ru"}"#).unwrap(), expected);
    }
}
