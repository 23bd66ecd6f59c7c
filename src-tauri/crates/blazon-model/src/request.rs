//! What was sent over the network, as far as it may be shown: never a key, a query or a body.

use crate::{ByteCount, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What came of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum RequestAnswer {
    /// The host answered with this HTTP status.
    Status {
        /// The status.
        status: u16,
    },
    /// No connection came about.
    Unreachable,
    /// No answer came in time.
    TimedOut,
    /// The connection broke before there was an answer.
    BrokenOff,
    /// Nobody waited for the answer any more.
    Stopped,
}

impl RequestAnswer {
    /// The message that says it to people.
    #[must_use]
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::Status { .. } => "request-status",
            Self::Unreachable => "request-unreachable",
            Self::TimedOut => "request-timed-out",
            Self::BrokenOff => "request-broken-off",
            Self::Stopped => "request-stopped",
        }
    }
}

/// A request that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SentRequest {
    /// When it began.
    pub at: Timestamp,
    /// `GET`, `POST` or `PUT`.
    pub method: String,
    /// The host.
    pub host: String,
    /// The path, without query; parts that may hold a secret are `…`.
    pub path: String,
    /// What came of it.
    pub answer: RequestAnswer,
    /// How long the head of the answer took, in milliseconds.
    pub milliseconds: u32,
    /// How many bytes were to be sent, where that is known.
    pub sent: Option<ByteCount>,
}
