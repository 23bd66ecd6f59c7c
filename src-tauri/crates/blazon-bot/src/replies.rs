//! What the bot says, as calls of the Bot API. Words of guests go out as plain text: there is no parse mode, and so
//! nothing to escape.

use crate::limiter::Target;
use crate::outbox::{Call, Lane, Outgoing};
use blazon_core::{BotJob, BotRefusal, Words};
use blazon_model::{BotJobFailure, BotJobId, BotJobKind, LanguageTag, LoraModel};
use serde_json::{Value, json};

/// Models that can be chosen by buttons; Telegram takes a hundred.
const MOST_MODELS: usize = 30;

/// What is done about an update, in this order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reply {
    /// Words, with or without buttons.
    Say {
        text: String,
        buttons: Option<Value>,
    },
    /// Words that ask for words: in a group the answer has to reach the bot.
    Ask { text: String },
    /// A press of a button is answered, so that it stops turning.
    Pressed { id: String },
    /// The message that says how far a job is.
    Progress { job: BotJobId },
    /// A job's picture as a file.
    File { job: Box<BotJob> },
}

/// How far a job is that waits for its drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// So many are before it.
    Behind(u32),
    /// It is drawn now.
    Drawn,
}

/// The words in a guest's language.
#[derive(Clone, Copy)]
pub(crate) struct Tongue {
    pub(crate) language: LanguageTag,
}

impl Tongue {
    pub(crate) fn say(self, id: &str) -> String {
        Words::new(self.language).say(id)
    }

    fn say_with(self, id: &str, name: &str, value: u32) -> String {
        Words::new(self.language).say_with(id, &[(name, value.into())])
    }

    pub(crate) fn say_name(self, id: &str, name: &str) -> String {
        Words::new(self.language).say_with(id, &[("name", name.into())])
    }

    pub(crate) fn limits(self, used: u32, quota: u32) -> String {
        let counts = [("used", used.into()), ("quota", quota.into())];
        Words::new(self.language).say_with("guest-limits", &counts)
    }

    pub(crate) fn refusal(self, refusal: BotRefusal) -> String {
        match refusal {
            BotRefusal::NotAdmitted => self.say("guest-private"),
            BotRefusal::UnderWay => self.say("guest-refused-under-way"),
            BotRefusal::Quota(quota) => self.say_with("guest-refused-quota", "quota", quota),
            BotRefusal::QueueFull => self.say("guest-refused-queue"),
            BotRefusal::Budget => self.say("guest-refused-budget"),
            BotRefusal::NothingShared => self.say("guest-refused-nothing-shared"),
            BotRefusal::ModelGone => self.say("guest-failed-model"),
            BotRefusal::Undrawable => self.say("guest-refused-undrawable"),
            BotRefusal::Empty => self.say("guest-refused-empty"),
            BotRefusal::TooLong(longest) => {
                let longest = u32::try_from(longest).unwrap_or(u32::MAX);
                self.say_with("guest-refused-long", "longest", longest)
            }
            BotRefusal::NoJob => self.say("guest-old-button"),
        }
    }

    pub(crate) fn failure(self, failure: Option<BotJobFailure>) -> String {
        self.say(match failure {
            None => "guest-stopped",
            Some(BotJobFailure::HeldBack) => "guest-failed-held-back",
            Some(BotJobFailure::ModelGone) => "guest-failed-model",
            Some(BotJobFailure::Budget) => "guest-refused-budget",
            Some(BotJobFailure::Drawing | BotJobFailure::Undrawable | BotJobFailure::Forbidden) => {
                "guest-failed"
            }
        })
    }

    /// How far a job is that waits for its drawing: being drawn, or behind so many others.
    pub(crate) fn progress(self, kind: BotJobKind, step: Step) -> String {
        match (step, kind) {
            (Step::Drawn, BotJobKind::Badge) => self.say("guest-drawing-badge"),
            (Step::Drawn, BotJobKind::Portrait) => self.say("guest-drawing-portrait"),
            (Step::Behind(0), _) => self.say("guest-next"),
            (Step::Behind(before), _) => self.say_with("guest-place", "before", before),
        }
    }

    /// What is said while a picture that is there becomes a message.
    pub(crate) fn finishing(self, kind: BotJobKind) -> String {
        self.say(match kind {
            BotJobKind::Badge => "guest-adding-text",
            BotJobKind::Portrait => "guest-sending",
        })
    }

    pub(crate) fn stop_button(self, job: BotJobId) -> Value {
        rows([vec![(self.say("guest-stop"), format!("s:{}", job.0))]])
    }

    /// The buttons under a finished picture.
    pub(crate) fn picture_buttons(self, job: &BotJob) -> Value {
        let id = job.id.0;
        let mut first = vec![(self.say("guest-again"), format!("a:{id}"))];
        if job.kind == BotJobKind::Badge {
            first.push((self.say("guest-other-text"), format!("t:{id}")));
        }
        first.push((self.say("guest-as-file"), format!("f:{id}")));
        rows([first])
    }
}

/// One button for each model.
pub(crate) fn model_buttons(models: &[LoraModel]) -> Value {
    let shown = models.iter().take(MOST_MODELS);
    rows(shown.map(|model| vec![(model.name.to_string(), format!("m:{}", model.id))]))
}

/// A button for each language, in its own words.
pub(crate) fn language_buttons() -> Value {
    rows([vec![
        ("English".to_owned(), "l:en".to_owned()),
        ("Русский".to_owned(), "l:ru".to_owned()),
    ]])
}

fn rows(rows: impl IntoIterator<Item = Vec<(String, String)>>) -> Value {
    let button = |(text, data)| json!({ "text": text, "callback_data": data });
    let rows = rows.into_iter();
    let rows: Vec<Vec<Value>> = rows
        .map(|row| row.into_iter().map(button).collect())
        .collect();
    json!({ "inline_keyboard": rows })
}

/// A call that writes a message.
pub(crate) fn message(
    target: Target,
    text: &str,
    markup: Option<Value>,
    to: Option<i64>,
) -> Outgoing {
    let mut parameters = json!({
        "chat_id": target.chat,
        "text": text,
        "link_preview_options": { "is_disabled": true },
    });
    if let Some(markup) = markup {
        parameters["reply_markup"] = markup;
    }
    answers(&mut parameters, to);
    outgoing(target, Lane::Answer, "sendMessage", parameters)
}

/// Makes what is sent the answer to a message, where there is one.
pub(crate) fn answers(parameters: &mut Value, to: Option<i64>) {
    if let Some(to) = to {
        parameters["reply_parameters"] =
            json!({ "message_id": to, "allow_sending_without_reply": true });
    }
}

/// A call that answers a press of a button.
pub(crate) fn pressed(target: Target, id: &str) -> Outgoing {
    let parameters = json!({ "callback_query_id": id });
    outgoing(target, Lane::Answer, "answerCallbackQuery", parameters)
}

fn outgoing(target: Target, lane: Lane, method: &'static str, parameters: Value) -> Outgoing {
    Outgoing {
        chat: target.chat,
        is_group: target.is_group,
        lane,
        call: Call {
            method,
            parameters,
            file: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_button_carries_more_than_telegram_takes() {
        let model = "m:01J9Z3Q0000000000000000000";
        assert!(model.len() <= 64);
        let job = format!("a:{}", i64::MAX);
        assert!(job.len() <= 64);
    }

    #[test]
    fn words_of_guests_are_sent_without_a_parse_mode() {
        let target = Target {
            chat: 7,
            is_group: false,
        };
        let sent = message(target, "<b>*_[x](y)", None, None).call.parameters;
        assert_eq!(sent["text"], "<b>*_[x](y)");
        assert!(sent.get("parse_mode").is_none());
    }
}
