//! The one error that crosses the window's border.

use blazon_core::{ErrorCode, Words, explain};
use serde::Serialize;
use specta::Type;

/// An error in the person's language.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CommandError {
    /// What the window may branch on.
    pub(crate) code: ErrorCode,
    /// What happened.
    pub(crate) message: String,
    /// What to do.
    pub(crate) hint: Option<String>,
}

impl CommandError {
    /// Puts an error into words and logs its whole chain, once.
    pub(crate) fn of(error: &anyhow::Error, words: &Words) -> Self {
        let explained = explain(error, words);
        if explained.code == ErrorCode::Unknown {
            tracing::warn!(error = format!("{error:#}"), "a call failed");
        }
        Self {
            code: explained.code,
            message: explained.message,
            hint: explained.hint,
        }
    }
}
