//! What the bot has asked for, and when: for limits and latencies.

use std::collections::BTreeMap;
use std::time::Duration;

use super::method::Method;

/// One call of the bot.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// What was called.
    pub method: Method,
    /// The chat that it was about.
    pub chat: Option<i64>,
    /// Its parameters as text, JSON where they are more than that; files are not among them.
    pub parameters: BTreeMap<String, String>,
    /// The length of the request's body.
    pub bytes: usize,
    /// When it had been read to its end, since the emulator started.
    pub at: Duration,
    /// When the reply was ready; none while there is none, or when it was lost.
    pub answered_at: Option<Duration>,
    /// The status of the reply.
    pub status: Option<u16>,
}

impl Call {
    /// Whether it came to something, and the bot has heard so.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.status == Some(200)
    }
}
