//! Telegram's Bot API: calls, files, and what is wrong where one fails. It knows no dialogue and keeps nothing.
//!
//! Nothing is tried again here, and nothing waits longer than it was told to: who calls knows what may be sent twice and
//! who is waiting. The token is part of every address, so no address leaves this file.

mod multipart;
mod wire;

pub use wire::{
    BotCommand, CallbackQuery, Chat, ChatKind, File, Message, PhotoSize, Update, UpdateKind, User,
};

use crate::net::Net;
use crate::problem::Problem;
use bytes::Bytes;
use reqwest::header::CONTENT_TYPE;
use reqwest::{RequestBuilder, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;

/// The variable that sets another address.
pub const VARIABLE: &str = "BLAZON_TELEGRAM_URL";
/// The longest reply in bytes: a hundred updates, each a text of 4096 letters of twelve bytes that answers another one.
const LONGEST_REPLY: usize = 16 << 20;
/// The longest file that a bot may fetch, in bytes (Bot API, getFile).
const LONGEST_FILE: usize = 20 << 20;
/// The longest token (tdlib, telegram-bot-api, ClientManager.cpp).
const LONGEST_TOKEN: usize = 80;

/// Where Telegram is.
#[must_use]
pub fn address() -> Url {
    "https://api.telegram.org"
        .parse()
        .expect("an address that is written here")
}

/// Why a call did not work.
#[derive(Debug, thiserror::Error)]
pub enum TelegramError {
    /// Telegram knows no bot of this token.
    #[error("the token belongs to no bot")]
    BadToken,
    /// Another program asks for this bot's updates, or they are sent to a webhook.
    #[error("the updates of this bot go elsewhere: {said}")]
    Conflict {
        /// Telegram's words.
        said: String,
    },
    /// Too many calls; the next one may follow after this.
    #[error("too many calls, the next one in {wait:?}")]
    TooMany {
        /// How long to wait.
        wait: Duration,
    },
    /// The chat does not want to hear from the bot.
    #[error("the chat is closed to the bot: {said}")]
    Forbidden {
        /// Telegram's words.
        said: String,
    },
    /// What was asked for cannot be.
    #[error("refused: {said}")]
    Refused {
        /// Telegram's words.
        said: String,
    },
    /// Telegram has trouble of its own.
    #[error("Telegram answers {status}")]
    Broken {
        /// The status of the reply.
        status: u16,
    },
    /// Telegram could not be reached, or its reply makes no sense.
    #[error("the way to Telegram")]
    Way(#[source] Problem),
}

impl TelegramError {
    /// Whether the same call may do better later.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::TooMany { .. } | Self::Broken { .. } => true,
            Self::Way(problem) => problem.may_pass(),
            Self::BadToken
            | Self::Conflict { .. }
            | Self::Forbidden { .. }
            | Self::Refused { .. } => false,
        }
    }

    /// Whether surely nothing came of the call, so that it may be made again without doing anything twice.
    #[must_use]
    pub const fn is_undone(&self) -> bool {
        match self {
            Self::Way(Problem::Offline { unsent, .. }) => *unsent,
            Self::Way(Problem::HostRefused { .. } | Problem::BadProxy) => true,
            Self::Way(_) | Self::Broken { .. } => false,
            Self::BadToken
            | Self::Conflict { .. }
            | Self::TooMany { .. }
            | Self::Forbidden { .. }
            | Self::Refused { .. } => true,
        }
    }

    /// Whether an edit was refused because nothing would change by it.
    #[must_use]
    pub fn is_not_modified(&self) -> bool {
        matches!(self, Self::Refused { said } if said.contains("message is not modified"))
    }
}

/// A file that goes along with a call.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// The parameter in which it stands: `photo`, `document`.
    pub field: &'static str,
    /// Its name as people see it; ASCII.
    pub file_name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Bytes,
}

/// A bot's line to Telegram.
#[derive(Clone, Debug)]
pub struct Connection {
    net: Net,
    base: Url,
    token: SecretString,
}

impl Connection {
    /// A line for the bot of this token.
    ///
    /// # Errors
    /// [`TelegramError::BadToken`] for a text that no token is.
    pub fn new(net: Net, base: Url, token: &SecretString) -> Result<Self, TelegramError> {
        let token = token.expose_secret().trim();
        if !is_token(token) {
            return Err(TelegramError::BadToken);
        }
        Ok(Self {
            net,
            base,
            token: token.into(),
        })
    }

    /// Calls `method`, and waits for its answer no longer than `within`.
    ///
    /// # Errors
    /// [`TelegramError`]
    pub async fn call<T: DeserializeOwned>(
        &self,
        method: &str,
        parameters: &Value,
        within: Duration,
    ) -> Result<T, TelegramError> {
        let request = self.post(method)?.json(parameters);
        self.ask(request.timeout(within)).await
    }

    /// Calls `method` with a file beside its parameters, and waits for its answer no longer than `within`.
    ///
    /// # Errors
    /// [`TelegramError`]
    pub async fn send<T: DeserializeOwned>(
        &self,
        method: &str,
        parameters: &[(&str, String)],
        file: &Attachment,
        within: Duration,
    ) -> Result<T, TelegramError> {
        let (media_type, body) = multipart::form(parameters, file);
        let request = self.post(method)?.header(CONTENT_TYPE, media_type);
        self.ask(request.body(body).timeout(within)).await
    }

    /// The bytes of a file that a person has sent, at most 20 MB.
    ///
    /// # Errors
    /// [`TelegramError`]
    pub async fn fetch(&self, file: &File, within: Duration) -> Result<Bytes, TelegramError> {
        let path = file.file_path.as_deref().unwrap_or_default();
        // The path is Telegram's word and becomes part of an address that has the token in it.
        let is_plain = path.split('/').all(|part| {
            let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
            !part.is_empty() && part != "." && part != ".." && part.bytes().all(is_name)
        });
        if !is_plain {
            return Err(TelegramError::Way(Problem::broken("the path of a file")));
        }
        let url = self.below(&format!("file/bot{}/{path}", self.token.expose_secret()))?;
        let request = self.net.get(&url).map_err(TelegramError::Way)?;
        let (status, body) = self.read(request.timeout(within), LONGEST_FILE).await?;
        if status.is_success() {
            Ok(body)
        } else {
            Err(wire::refusal(status, &body))
        }
    }

    async fn ask<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, TelegramError> {
        let (status, body) = self.read(request, LONGEST_REPLY).await?;
        wire::answer(status, &body)
    }

    async fn read(
        &self,
        request: RequestBuilder,
        longest: usize,
    ) -> Result<(StatusCode, Bytes), TelegramError> {
        let way = |error| TelegramError::Way(Problem::of_transport(error));
        let mut reply = self.net.send(request).await.map_err(way)?;
        let mut body = Vec::new();
        while let Some(part) = reply.chunk().await.map_err(way)? {
            if body.len() + part.len() > longest {
                return Err(TelegramError::Way(Problem::broken(
                    "a reply without an end",
                )));
            }
            body.extend_from_slice(&part);
        }
        Ok((reply.status(), body.into()))
    }

    fn post(&self, method: &str) -> Result<RequestBuilder, TelegramError> {
        let url = self.below(&format!("bot{}/{method}", self.token.expose_secret()))?;
        self.net.post(&url).map_err(TelegramError::Way)
    }

    fn below(&self, path: &str) -> Result<Url, TelegramError> {
        let base = self.base.as_str().trim_end_matches('/');
        format!("{base}/{path}")
            .parse()
            .map_err(|_| TelegramError::Way(Problem::broken("an address that is none")))
    }
}

/// `<number>:<secret>` as Telegram writes it: digits without a leading zero, then letters, digits, `_` and `-`.
#[must_use]
pub fn is_token(text: &str) -> bool {
    let Some((number, secret)) = text.split_once(':') else {
        return false;
    };
    let is_number = !number.is_empty()
        && !number.starts_with('0')
        && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_secret = !secret.is_empty()
        && secret
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    text.len() <= LONGEST_TOKEN && is_number && is_secret
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::usual("123456:AAF-x_9", true)]
    #[case::no_colon("123456", false)]
    #[case::leading_zero("0123:AAF", false)]
    #[case::letters_first("bot123:AAF", false)]
    #[case::slash("123:AA/../x", false)]
    #[case::nothing_after("123:", false)]
    #[case::query("123:AA?x=1", false)]
    fn a_token_is_a_number_and_a_secret(#[case] text: &str, #[case] token: bool) {
        assert_eq!(is_token(text), token);
    }

    #[test]
    fn the_longest_token_has_eighty_characters() {
        assert!(is_token(&format!("1:{}", "a".repeat(78))));
        assert!(!is_token(&format!("1:{}", "a".repeat(79))));
    }
}
