//! The Telegram bot: an adapter over the core, like window and terminal.
//!
//! The calls of the Bot API are those of `blazon-providers`; here is what lies between them and a dialogue: updates that are
//! kept before they are confirmed ([`poll`]), chats side by side ([`inbox`]), and a way out that keeps to Telegram's limits
//! ([`outbox`]). A handler never waits for a job and decides nothing that the core could decide.

pub mod inbox;
pub mod limiter;
pub mod line;
pub mod outbox;
pub mod poll;
mod received;
pub mod webhook;

pub use received::Updates;
pub use tokio_util::sync::CancellationToken;
