//! What Telegram gave the bot and was not answered to the end, as Telegram sent it.

use crate::{Reader, StoreError, Writer};
use blazon_model::{BotId, Timestamp};

impl Reader<'_> {
    /// The updates that are kept, with Telegram's numbers, in the order of those.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_updates(&self, bot: BotId) -> Result<Vec<(i64, String)>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT update_id, body FROM bot_updates WHERE bot_id = ?1 ORDER BY update_id",
        )?;
        let updates = query.query_map([bot.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(updates.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Keeps updates with Telegram's numbers; one that is kept already stays as it is.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn keep_updates(
        &self,
        bot: BotId,
        updates: &[(i64, String)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut insert = self.db.prepare_cached(
            "INSERT INTO bot_updates (bot_id, update_id, body, received_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO NOTHING",
        )?;
        for (id, body) in updates {
            insert.execute((bot.0, id, body, now.0))?;
        }
        Ok(())
    }

    /// Lets go of updates that were answered.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn forget_updates(&self, bot: BotId, updates: &[i64]) -> Result<(), StoreError> {
        let mut delete = self
            .db
            .prepare_cached("DELETE FROM bot_updates WHERE bot_id = ?1 AND update_id = ?2")?;
        for id in updates {
            delete.execute((bot.0, id))?;
        }
        Ok(())
    }
}
