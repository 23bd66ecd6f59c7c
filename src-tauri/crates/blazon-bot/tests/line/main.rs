//! The bot's line against the emulator of Telegram: what goes out, what comes in, and what happens when the way is broken.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

mod bot;
mod hostile;
mod inbox;
mod outbox;
mod outbox_load;
mod outbox_trouble;
mod poll;
mod support;
mod webhook;
mod wire;
