//! Taps on the buttons under messages, and the bot's answers to them.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::failure::{Failure, Outcome};
use super::parameters::Parameters;
use super::state::{Moment, State};

/// How long a tap can be answered. Telegram does not tell; a test may set it.
const PATIENCE: Duration = Duration::from_secs(60);

/// The number of the first tap; where Telegram begins is chance.
const FIRST_QUERY: i64 = 4_382_115_937_520_114_600;

/// The longest answer, in characters.
const ANSWER_LENGTH: usize = 200;

/// What a person sees of the bot's answer to a tap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackAnswer {
    /// Shown for a moment, or in a window of its own; may be empty.
    pub text: String,
    /// Whether it is shown in a window.
    pub alert: bool,
    /// An address that is opened.
    pub url: Option<String>,
    /// When it came, since the emulator started.
    pub at: Duration,
}

#[derive(Debug)]
struct Query {
    chat: i64,
    at: Duration,
    answer: Option<CallbackAnswer>,
}

/// All taps so far.
#[derive(Debug)]
pub(super) struct Queries {
    taps: BTreeMap<i64, Query>,
    next: i64,
    pub(super) patience: Duration,
}

impl Default for Queries {
    fn default() -> Self {
        Self {
            taps: BTreeMap::new(),
            next: FIRST_QUERY,
            patience: PATIENCE,
        }
    }
}

impl State {
    /// A person taps a button: the bot hears of it. Returns the tap's number.
    pub(super) fn tap(
        &mut self,
        person: i64,
        chat: i64,
        message: i64,
        data: &str,
        now: Moment,
    ) -> i64 {
        let id = self.queries.next;
        self.queries.next += 1;
        let tap = Query {
            chat,
            at: now.since,
            answer: None,
        };
        self.queries.taps.insert(id, tap);
        let shown = self.message(chat, message).map_or_else(
            || self.gone_json(chat, message),
            |shown| self.message_json(shown),
        );
        let query = json!({
            "id": id.to_string(),
            "from": self.person_json(person),
            "message": shown,
            // The same for one chat with one bot, and no chat's id.
            "chat_instance": (chat.wrapping_mul(6_364_136_223_846_793_005) ^ self.bot.id).to_string(),
            "data": data,
        });
        self.mailbox.push("callback_query", query);
        id
    }

    pub(super) fn answer_tap(&mut self, parameters: &Parameters, now: Moment) -> Outcome {
        let patience = self.queries.patience;
        let text = parameters.text("text");
        if text.chars().count() > ANSWER_LENGTH {
            return Err(Failure::bad("MESSAGE_TOO_LONG"));
        }
        let id = parameters.number("callback_query_id");
        let tap = self
            .queries
            .taps
            .get_mut(&id)
            .filter(|tap| tap.answer.is_none() && now.since.saturating_sub(tap.at) <= patience);
        let Some(tap) = tap else {
            return Err(Failure::bad(
                "query is too old and response timeout expired or query ID is invalid",
            ));
        };
        tap.answer = Some(CallbackAnswer {
            text: text.to_owned(),
            alert: parameters.flag("show_alert"),
            url: Some(parameters.text("url").to_owned()).filter(|url| !url.is_empty()),
            at: now.since,
        });
        if let Some(chat) = self.chats.get(&tap.chat) {
            chat.signal.raise();
        }
        Ok(Value::Bool(true))
    }

    pub(super) fn answer_to(&self, tap: i64) -> Option<CallbackAnswer> {
        self.queries.taps.get(&tap)?.answer.clone()
    }
}
