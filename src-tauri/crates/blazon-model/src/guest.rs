//! Guests: people who use the bot through Telegram.

use crate::{GuestId, LanguageTag, Money, Timestamp};
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

impl GuestAccess {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Allowed, Self::Waiting, Self::Banned];

    /// The word in a row.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Allowed => "allowed",
            Self::Waiting => "waiting",
            Self::Banned => "banned",
        }
    }
}

/// A person who uses the bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Guest {
    /// Its id.
    pub id: GuestId,
    /// Telegram's number.
    pub telegram: TelegramId,
    /// The name that Telegram shows; empty for who was allowed by number and has not written yet.
    pub name: String,
    /// The name in addresses, without `@`; not everybody has one.
    pub username: Option<String>,
    /// What the guest may do.
    pub access: GuestAccess,
    /// Pictures a day; `None`: the bot's own limit.
    pub daily_quota: Option<u32>,
    /// The language that the guest chose; `None`: as Telegram says.
    pub language: Option<LanguageTag>,
    /// When the guest first wrote; before that, when the number was allowed.
    pub first_seen_at: Timestamp,
    /// When the guest last wrote, to within a minute.
    pub last_seen_at: Timestamp,
}

/// A guest as the window lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GuestLine {
    /// The guest.
    pub guest: Guest,
    /// Pictures of today that count against the quota.
    pub pictures_today: u32,
    /// What the guest spent today, and what is set aside.
    pub spent_today: Money,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_guest_may_do_is_named_alike_in_rows_and_on_the_wire() {
        for access in GuestAccess::ALL {
            assert_eq!(serde_json::to_value(access).unwrap(), access.name());
        }
    }
}
