//! Troubles that a test orders for calls of the bot.

use std::collections::VecDeque;
use std::time::Duration;

use super::method::Method;

/// What befalls a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The Bot API says no with this status, in JSON; the call is not carried out.
    Refused {
        /// The status, which is the `error_code` too.
        status: u16,
        /// The whole description, as `Bad Request: chat not found`.
        description: String,
    },
    /// A status without a body; the call is not carried out.
    Bare {
        /// The status.
        status: u16,
    },
    /// A page in HTML where JSON is expected, as proxies write them; the call is not carried out.
    Html {
        /// The status that it comes with; 200 is possible too.
        status: u16,
    },
    /// Too many requests; the call is not carried out.
    RetryAfter {
        /// When to come back.
        seconds: u64,
    },
    /// The connection is closed without a reply, and the call is not carried out.
    DroppedBefore,
    /// The call is carried out, and the connection is closed without a reply.
    DroppedAfter,
    /// The call is carried out; its reply announces its full length and breaks off in the middle.
    CutMidBody,
    /// The call is carried out after so long a time.
    Slow(Duration),
    /// Nothing happens until the bot hangs up.
    Hang,
}

impl Trouble {
    /// What a server says that is out of order.
    #[must_use]
    pub fn server_error(status: u16) -> Self {
        Self::Refused {
            status,
            description: "Internal Server Error".to_owned(),
        }
    }
}

/// Troubles that have been ordered and not yet met, in the order in which they were; without a method they are for any.
#[derive(Debug, Default)]
pub(super) struct Orders(VecDeque<(Option<Method>, Trouble)>);

impl Orders {
    pub(super) fn add(&mut self, times: usize, method: Option<Method>, trouble: &Trouble) {
        let ordered = std::iter::repeat_n((method, trouble.clone()), times);
        self.0.extend(ordered);
    }

    pub(super) fn take(&mut self, method: Method) -> Option<Trouble> {
        let is_for = |wanted: &Option<Method>| wanted.is_none_or(|wanted| wanted == method);
        let place = self.0.iter().position(|(wanted, _)| is_for(wanted))?;
        self.0.remove(place).map(|(_, trouble)| trouble)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
