//! How far the bot's dialogues are, by bot, chat and person. What a state means is not known here.

use crate::datasets::optional_id;
use crate::{Reader, StoreError, Writer};
use blazon_model::{BotId, ChatId, ModelId, TelegramId, Timestamp};
use rusqlite::OptionalExtension;

/// How far a dialogue is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DialogueRow {
    /// The state as JSON, in the words of the program that wrote it.
    pub state: String,
    /// The model that the guest chose; `None` for the bot's own.
    pub model: Option<ModelId>,
    /// Telegram's number for the last update that was taken into it.
    pub update: i64,
}

impl Reader<'_> {
    /// How far a person's dialogue in a chat is; `None` before its beginning.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find_dialogue(
        &self,
        bot: BotId,
        chat: ChatId,
        person: TelegramId,
    ) -> Result<Option<DialogueRow>, StoreError> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT state, model_id, update_id FROM bot_dialogues
                 WHERE bot_id = ?1 AND chat_id = ?2 AND person_id = ?3",
            )?
            .query_row((bot.0, chat.0, person.0), |row| {
                Ok(DialogueRow {
                    state: row.get(0)?,
                    model: optional_id(row, 1)?,
                    update: row.get(2)?,
                })
            })
            .optional()?)
    }
}

impl Writer<'_> {
    /// Writes how far a dialogue is.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_dialogue(
        &self,
        bot: BotId,
        chat: ChatId,
        person: TelegramId,
        row: &DialogueRow,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db
            .prepare_cached(
                "INSERT INTO bot_dialogues (bot_id, chat_id, person_id, state, model_id, update_id, updated_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (bot_id, chat_id, person_id) DO UPDATE SET
                     state = excluded.state, model_id = excluded.model_id,
                     update_id = excluded.update_id, updated_at = excluded.updated_at",
            )?
            .execute((
                bot.0,
                chat.0,
                person.0,
                &row.state,
                row.model.map(|model| model.to_string()),
                row.update,
                now.0,
            ))?;
        Ok(())
    }

    /// Lets go of the dialogues that have not gone on since `before`. Returns how many those were.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn forget_dialogues(&self, before: Timestamp) -> Result<usize, StoreError> {
        Ok(self.db.execute(
            "DELETE FROM bot_dialogues WHERE updated_at < ?1",
            [before.0],
        )?)
    }
}
