//! How the Bot API says no. The words are those of its own server (`Client.cpp`, `ClientManager.cpp`, `Query.cpp` of
//! tdlib/telegram-bot-api) and of TDLib below it; what comes from Telegram's inner servers is in capitals, as it is there.

use serde_json::{Value, json};

use crate::reply::Reply;

/// What a method comes to.
pub(super) type Outcome<T = Value> = Result<T, Failure>;

/// A refusal of the Bot API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) code: u16,
    pub(super) description: String,
    retry_after: Option<u64>,
}

impl Failure {
    pub(super) fn new(code: u16, description: impl Into<String>) -> Self {
        Self {
            code,
            description: description.into(),
            retry_after: None,
        }
    }

    /// 400, in the words of the layers below, whose first letter the server makes small unless it is a word in capitals.
    pub(super) fn bad(message: impl AsRef<str>) -> Self {
        Self::new(400, prefixed("Bad Request", message.as_ref()))
    }

    pub(super) fn forbidden(message: &str) -> Self {
        Self::new(403, prefixed("Forbidden", message))
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(401, "Unauthorized")
    }

    pub(super) fn conflict(message: &str) -> Self {
        Self::new(409, format!("Conflict: {message}"))
    }

    pub(super) fn too_many(seconds: u64) -> Self {
        Self {
            code: 429,
            description: format!("Too Many Requests: retry after {seconds}"),
            retry_after: Some(seconds),
        }
    }

    pub(super) fn chat_not_found() -> Self {
        Self::bad("chat not found")
    }

    pub(super) fn reply(&self) -> Reply {
        let mut body = json!({
            "ok": false,
            "error_code": self.code,
            "description": self.description,
        });
        let Some(seconds) = self.retry_after else {
            return Reply::json(self.code, &body);
        };
        body["parameters"] = json!({ "retry_after": seconds });
        Reply::json(self.code, &body).with("retry-after", seconds.to_string())
    }
}

/// What is said when all is well.
pub(super) fn success(result: &Value) -> Reply {
    Reply::json(200, &json!({ "ok": true, "result": result }))
}

fn prefixed(prefix: &str, message: &str) -> String {
    let mut letters = message.chars();
    let Some(first) = letters.next() else {
        return prefix.to_owned();
    };
    let in_capitals = letters
        .clone()
        .next()
        .is_some_and(|second| second == '_' || second.is_ascii_uppercase());
    if in_capitals {
        format!("{prefix}: {message}")
    } else {
        format!(
            "{prefix}: {}{}",
            first.to_ascii_lowercase(),
            letters.as_str()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_small_and_codes_stay_in_capitals() {
        assert_eq!(
            Failure::bad("Message text is empty").description,
            "Bad Request: message text is empty"
        );
        assert_eq!(
            Failure::bad("BUTTON_DATA_INVALID").description,
            "Bad Request: BUTTON_DATA_INVALID"
        );
    }
}
