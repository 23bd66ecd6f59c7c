//! The Telegram bot: an adapter over the core, like window and terminal.
//!
//! The calls of the Bot API are those of `blazon-providers`; here is what lies between them and a dialogue: updates that are
//! kept before they are confirmed ([`poll`], [`webhook`]), chats side by side ([`inbox`]), a way out that keeps to
//! Telegram's limits ([`outbox`]), the dialogue itself and guests' jobs. A handler never waits for a job and decides
//! nothing that the core could decide.

mod bot;
mod dialogue;
mod health;
pub mod inbox;
mod jobs;
pub mod limiter;
pub mod line;
pub mod outbox;
mod painters;
pub mod poll;
mod received;
mod replies;
mod service;
mod state;
pub mod webhook;

pub use bot::{Bot, BotOptions, Way, WebhookPlace};
pub use health::serve_health;
pub use received::Updates;
pub use tokio_util::sync::CancellationToken;
