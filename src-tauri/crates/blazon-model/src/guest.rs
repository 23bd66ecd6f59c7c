//! Guests: people who use the bot through Telegram.

use crate::{GuestId, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Telegram's number for a person; up to 52 significant bits (Bot API, `User.id`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
pub struct TelegramId(#[specta(type = i32)] pub i64);

/// What a guest may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GuestAccess {
    /// Has paired with the window; may switch and allow.
    Owner,
    /// May draw within the limits.
    Allowed,
    /// Has asked and was not answered yet.
    Waiting,
    /// Is not answered.
    Banned,
}

/// A person who uses the bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Guest {
    /// Its id.
    pub id: GuestId,
    /// Telegram's number.
    pub telegram: TelegramId,
    /// The name that Telegram shows.
    pub name: String,
    /// What the guest may do.
    pub access: GuestAccess,
    /// Pictures a day; `None`: the bot's own limit.
    pub daily_quota: Option<u32>,
    /// When the guest was first seen.
    pub first_seen_at: Timestamp,
}
