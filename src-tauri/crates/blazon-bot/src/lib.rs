//! The Telegram bot: an adapter over the core, like window and terminal.
//!
//! The only crate that names teloxide. A handler never waits for a job and decides nothing that
//! the core could decide.
//!
//! The room is empty so far.
