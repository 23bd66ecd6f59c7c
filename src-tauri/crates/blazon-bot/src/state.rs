//! Where a dialogue stands. It is kept as JSON in the row of its bot, chat and person.

use blazon_core::DialogueRow;
use blazon_model::{BotJobId, ModelId};
use serde::{Deserialize, Serialize};

/// What is expected next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "expects",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub(crate) enum State {
    /// Nothing.
    #[default]
    Nothing,
    /// What the character holds.
    Hold,
    /// What stands on the banner.
    Banner {
        /// What the character holds.
        words: String,
    },
    /// What a portrait shows.
    Portrait,
    /// Nothing: the guest was told this, and it may not have got out before a crash.
    Told {
        /// What was said.
        text: String,
    },
    /// Other text for the banner of a badge that is there.
    OtherText {
        /// The badge.
        job: BotJobId,
    },
}

impl State {
    /// Whether words are expected.
    pub(crate) const fn expects_words(&self) -> bool {
        match self {
            Self::Nothing | Self::Told { .. } => false,
            Self::Hold | Self::Banner { .. } | Self::Portrait | Self::OtherText { .. } => true,
        }
    }
}

/// A dialogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dialogue {
    pub(crate) state: State,
    /// The model that the guest chose.
    pub(crate) model: Option<ModelId>,
    /// The last update that was taken in.
    pub(crate) update: i64,
}

impl Dialogue {
    /// The dialogue of a row. A state that an older program wrote and this one does not know is as none.
    pub(crate) fn of_row(row: Option<DialogueRow>) -> Self {
        row.map_or_else(Self::default, |row| Self {
            state: serde_json::from_str(&row.state).unwrap_or_default(),
            model: row.model,
            update: row.update,
        })
    }

    pub(crate) fn row(&self) -> anyhow::Result<DialogueRow> {
        Ok(DialogueRow {
            state: serde_json::to_string(&self.state)?,
            model: self.model,
            update: self.update,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialogue_is_what_its_row_says_and_an_unknown_state_is_none() {
        let dialogue = Dialogue {
            state: State::Banner {
                words: "a \"lamp\"".into(),
            },
            model: None,
            update: 7,
        };
        let row = dialogue.row().unwrap();
        assert_eq!(Dialogue::of_row(Some(row)), dialogue);
        let unknown = DialogueRow {
            state: r#"{"expects":"payment"}"#.into(),
            model: None,
            update: 9,
        };
        let read = Dialogue::of_row(Some(unknown));
        assert_eq!((read.state, read.update), (State::Nothing, 9));
    }
}
