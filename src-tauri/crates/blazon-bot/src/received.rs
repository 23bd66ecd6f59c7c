//! What Telegram tells, read for both who keeps it and who answers it: as text, and as what it says.

use async_trait::async_trait;
use blazon_providers::telegram::{Update, UpdateKind};
use serde_json::Value;

/// The kinds of updates that are asked for.
pub(crate) const KINDS: [&str; 2] = ["message", "callback_query"];

/// Keeps updates before Telegram hears that they have arrived.
#[async_trait]
pub trait Updates: Send + Sync {
    /// Keeps updates, each with its number and its JSON. Only what was kept is confirmed and handed on; what was not comes
    /// again. So does what was kept when the confirmation is lost, even after a restart: what is there already stays as it
    /// is. What was kept and not handed on, because the bot was switched off in between, is the keeper's to answer.
    ///
    /// # Errors
    /// Whatever prevents it; the text goes to the log.
    async fn keep(&self, batch: Vec<(i64, String)>) -> anyhow::Result<()>;
}

/// Updates that came together.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// To keep.
    pub(crate) texts: Vec<(i64, String)>,
    /// To hand on.
    pub(crate) updates: Vec<Update>,
    /// How many were of a kind that is not known, or made no sense.
    pub(crate) unknown: u64,
    /// The highest number, unknown ones included.
    pub(crate) last: Option<i64>,
}

impl Batch {
    pub(crate) fn read(values: Vec<Value>) -> Self {
        let mut batch = Self::default();
        for value in values {
            batch.add(value);
        }
        batch
    }

    fn add(&mut self, value: Value) {
        let text = value.to_string();
        let Ok(update) = serde_json::from_value::<Update>(value) else {
            self.unknown += 1;
            return;
        };
        self.last = self.last.max(Some(update.id));
        match update.kind {
            UpdateKind::Message(_) | UpdateKind::Callback(_) => {
                self.texts.push((update.id, text));
                self.updates.push(update);
            }
            UpdateKind::Other => self.unknown += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_not_known_is_counted_and_confirmed_and_not_kept() {
        let person = json!({ "id": 7, "is_bot": false, "first_name": "Anna" });
        let chat = json!({ "id": 7, "type": "private" });
        let batch = Batch::read(vec![
            json!({ "update_id": 3, "message": { "message_id": 1, "from": person, "chat": chat, "text": "/start" } }),
            json!({ "update_id": 5, "poll": {} }),
            json!({ "update_id": 4, "message": { "message_id": "x" } }),
            json!({ "message": {} }),
            json!("nonsense"),
        ]);
        assert_eq!((batch.unknown, batch.last), (4, Some(5)));
        assert_eq!(batch.updates.len(), 1);
        let (id, text) = &batch.texts[0];
        let kept: Update = serde_json::from_str(text).unwrap();
        assert_eq!((*id, &kept), (3, &batch.updates[0]));
    }
}
