//! Settings: one row of JSON for each section.

use crate::{Reader, StoreError, Writer};
use blazon_model::{Settings, Timestamp};
use rusqlite::OptionalExtension;

/// The section that holds [`Settings`].
const GENERAL: &str = "general";

impl Reader<'_> {
    /// The settings; defaults where none were ever changed.
    ///
    /// # Errors
    /// When SQLite fails or the row cannot be read.
    pub fn load_settings(&self) -> Result<Settings, StoreError> {
        let text: Option<String> = self
            .db
            .query_row(
                "SELECT value FROM settings WHERE section = ?1",
                [GENERAL],
                |row| row.get(0),
            )
            .optional()?;
        match text {
            Some(text) => read(&text).map_err(|source| StoreError::Json {
                what: "settings",
                source,
            }),
            None => Ok(Settings::default()),
        }
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
        self.db.execute(
            "INSERT INTO settings (section, value, updated_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (section) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
            (GENERAL, text, now.0),
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
