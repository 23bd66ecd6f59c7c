//! What Telegram says, as far as a bot needs it (<https://core.telegram.org/bots/api>). Fields that are not named are let
//! go, and a kind of update that is not known is one without content.

use super::TelegramError;
use crate::problem::Problem;
use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::Duration;

/// How long is waited where a reply asks to wait and does not say how long.
const USUAL_WAIT: Duration = Duration::from_secs(3);

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// Rises from one to the next.
    pub id: i64,
    /// What happened.
    pub kind: UpdateKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum UpdateKind {
    /// Somebody wrote.
    Message(Box<Message>),
    /// Somebody pressed a button under a message.
    Callback(Box<CallbackQuery>),
    /// Something else, or what makes no sense.
    Other,
}

impl<'de> Deserialize<'de> for Update {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Raw {
            update_id: i64,
            #[serde(default)]
            message: Value,
            #[serde(default)]
            callback_query: Value,
        }
        let raw = Raw::deserialize(deserializer)?;
        // One update that cannot be read must not hold up the others.
        let message = serde_json::from_value(raw.message).ok();
        let callback = serde_json::from_value(raw.callback_query).ok();
        let kind = match (message, callback) {
            (Some(message), _) => UpdateKind::Message(message),
            (None, Some(callback)) => UpdateKind::Callback(callback),
            (None, None) => UpdateKind::Other,
        };
        Ok(Self {
            id: raw.update_id,
            kind,
        })
    }
}

/// A person or a bot.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct User {
    /// Telegram's number.
    pub id: i64,
    /// Whether it is a bot.
    #[serde(default)]
    pub is_bot: bool,
    /// The name; never empty.
    pub first_name: String,
    /// The family name.
    pub last_name: Option<String>,
    /// The name after the `@`.
    pub username: Option<String>,
    /// The language of the person's Telegram, as in BCP 47.
    pub language_code: Option<String>,
}

/// Where messages are.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Chat {
    /// Telegram's number.
    pub id: i64,
    /// Whether it is a person's own or a group.
    #[serde(rename = "type")]
    pub kind: ChatKind,
}

/// Kinds of chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChatKind {
    /// With one person.
    Private,
    /// A small group.
    Group,
    /// A large group.
    Supergroup,
    /// A channel.
    Channel,
    /// What was not there when this was written.
    #[serde(other)]
    Other,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Message {
    /// Its number in its chat.
    pub message_id: i64,
    /// Who wrote it; none in channels.
    pub from: Option<User>,
    /// Where.
    pub chat: Chat,
    /// The text.
    pub text: Option<String>,
    /// The text under a file.
    pub caption: Option<String>,
    /// A photo in several sizes, the largest last.
    #[serde(default)]
    pub photo: Vec<PhotoSize>,
    /// A file that was sent as such.
    pub document: Option<File>,
    /// What it answers.
    pub reply_to_message: Option<Box<Message>>,
}

/// One size of a photo.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PhotoSize {
    /// By it the same bot sends it again.
    pub file_id: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct File {
    /// By it the same bot sends it again.
    pub file_id: String,
    /// In bytes.
    pub file_size: Option<u64>,
    /// Where it can be fetched for an hour.
    pub file_path: Option<String>,
}

/// A button was pressed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct CallbackQuery {
    /// By it the press is answered.
    pub id: String,
    /// Who pressed.
    pub from: User,
    /// The message with the button; none where it is too old.
    pub message: Option<Box<Message>>,
    /// What the button carries; anybody can forge it.
    pub data: Option<String>,
}

/// A command in the bot's menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BotCommand {
    /// 1 to 32 of a-z, 0-9 and `_`.
    pub command: &'static str,
    /// 1 to 256 characters.
    pub description: String,
}

#[derive(Deserialize)]
struct Envelope {
    ok: bool,
    #[serde(default)]
    result: Value,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: Parameters,
}

#[derive(Default, Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
}

/// The result of a call, or why there is none.
pub(super) fn answer<T: DeserializeOwned>(
    status: StatusCode,
    body: &[u8],
) -> Result<T, TelegramError> {
    match serde_json::from_slice::<Envelope>(body) {
        Ok(envelope) if envelope.ok => serde_json::from_value(envelope.result)
            .map_err(|error| TelegramError::Way(Problem::broken(error.to_string()))),
        _ => Err(refusal(status, body)),
    }
}

/// What an error status and its body say.
pub(super) fn refusal(status: StatusCode, body: &[u8]) -> TelegramError {
    let envelope: Option<Envelope> = serde_json::from_slice(body).ok();
    let wait = envelope
        .as_ref()
        .and_then(|envelope| envelope.parameters.retry_after)
        .map_or(USUAL_WAIT, Duration::from_secs);
    let said = envelope.map(|envelope| envelope.description);
    match (status.as_u16(), said) {
        // A method of a bot that is none is not found.
        (401 | 404 | 421, _) => TelegramError::BadToken,
        (429, _) => TelegramError::TooMany { wait },
        (status @ 500.., _) => TelegramError::Broken { status },
        (409, Some(said)) => TelegramError::Conflict { said },
        (403, Some(said)) => TelegramError::Forbidden { said },
        (_, Some(said)) => TelegramError::Refused { said },
        (status, None) => TelegramError::Way(Problem::broken(format!("{status} without a reason"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn read(status: u16, body: &str) -> Result<Value, TelegramError> {
        answer(StatusCode::from_u16(status).unwrap(), body.as_bytes())
    }

    #[rstest]
    #[case::unauthorized(
        401,
        r#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#,
        "BadToken"
    )]
    #[case::conflict(
        409,
        r#"{"ok":false,"description":"Conflict: terminated by other getUpdates request"}"#,
        "Conflict"
    )]
    #[case::flood(429, r#"{"ok":false,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}"#, "TooMany { wait: 7s }")]
    #[case::flood_without_a_wait(429, "", "TooMany { wait: 3s }")]
    #[case::blocked(
        403,
        r#"{"ok":false,"description":"Forbidden: bot was blocked by the user"}"#,
        "Forbidden"
    )]
    #[case::html(502, "<html>Bad Gateway</html>", "Broken { status: 502 }")]
    #[case::other(
        400,
        r#"{"ok":false,"description":"Bad Request: chat not found"}"#,
        "Refused"
    )]
    #[case::nonsense(400, "no", "Way(")]
    #[case::nonsense_that_is_well(200, "no", "Way(")]
    fn a_refusal_is_told_as_what_it_is(
        #[case] status: u16,
        #[case] body: &str,
        #[case] told: &str,
    ) {
        let error = format!("{:?}", read(status, body).unwrap_err());
        assert!(error.starts_with(told), "{error}");
    }

    #[test]
    fn an_edit_that_changes_nothing_is_known() {
        let body = r#"{"ok":false,"description":"Bad Request: message is not modified: specified new message content and reply markup are exactly the same"}"#;
        assert!(read(400, body).unwrap_err().is_not_modified());
    }

    #[test]
    fn an_update_that_is_not_known_is_one_without_content() {
        let text = r#"[{"update_id":1,"poll":{"id":"x"}},{"update_id":2,"message":{"message_id":"text"}},
            {"update_id":3,"message":{"message_id":5,"date":0,"chat":{"id":7,"type":"private"},
             "from":{"id":7,"is_bot":false,"first_name":"Anna"},"text":"/start"}}]"#;
        let updates: Vec<Update> = serde_json::from_str(text).unwrap();
        let kinds: Vec<bool> = updates
            .iter()
            .map(|update| matches!(update.kind, UpdateKind::Other))
            .collect();
        assert_eq!(kinds, [true, true, false]);
        assert_eq!(updates[2].id, 3);
    }
}
