//! Jobs of the bot: one badge or portrait that a guest asked for.

use crate::{DatasetName, TelegramId, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;

/// A job's number; short, since it goes into buttons, which hold 64 bytes (Bot API, `InlineKeyboardButton`).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
pub struct BotJobId(#[specta(type = i32)] pub i64);

/// What a guest asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BotJobKind {
    /// A picture in a badge, with words on its banner.
    Badge,
    /// A picture alone.
    Portrait,
}

impl BotJobKind {
    /// The word in its row.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Badge => "badge",
            Self::Portrait => "portrait",
        }
    }
}

/// Why a job came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BotJobFailure {
    /// The picture could not be drawn.
    Drawing,
    /// The provider's checker held the picture back.
    HeldBack,
    /// The place cannot draw with this model.
    Undrawable,
    /// The guests' ceiling is reached.
    Budget,
    /// The model is not shared any more.
    ModelGone,
    /// The guest has blocked the bot.
    Forbidden,
}

impl BotJobFailure {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Drawing,
        Self::HeldBack,
        Self::Undrawable,
        Self::Budget,
        Self::ModelGone,
        Self::Forbidden,
    ];

    /// The word in a row.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Drawing => "drawing",
            Self::HeldBack => "heldBack",
            Self::Undrawable => "undrawable",
            Self::Budget => "budget",
            Self::ModelGone => "modelGone",
            Self::Forbidden => "forbidden",
        }
    }
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "status",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum BotJobState {
    /// Its picture is drawn, or waits for it.
    Drawing,
    /// The picture is there; the banner is painted and it is sent.
    Drawn,
    /// The guest has it.
    Sent,
    /// Nothing came of it.
    Failed {
        /// Why.
        reason: BotJobFailure,
    },
    /// The guest or the owner stopped it.
    Cancelled,
}

impl BotJobState {
    /// Whether nothing will happen to it any more.
    #[must_use]
    pub const fn is_terminal(&self) -> bool {
        match self {
            Self::Drawing | Self::Drawn => false,
            Self::Sent | Self::Failed { .. } | Self::Cancelled => true,
        }
    }

    /// The word in its row.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Drawing => "drawing",
            Self::Drawn => "drawn",
            Self::Sent => "sent",
            Self::Failed { .. } => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Why it came to nothing, where it did.
    #[must_use]
    pub const fn failure(&self) -> Option<BotJobFailure> {
        match self {
            Self::Failed { reason } => Some(*reason),
            Self::Drawing | Self::Drawn | Self::Sent | Self::Cancelled => None,
        }
    }
}

/// A job as the window lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BotJobLine {
    /// Its number.
    pub id: BotJobId,
    /// The guest's name; empty where none is known.
    pub guest: String,
    /// Telegram's number for the guest.
    pub telegram: TelegramId,
    /// The model's name; `None` where only the base draws.
    pub model: Option<DatasetName>,
    /// What the guest asked to be drawn.
    pub words: String,
    /// What stands on the banner; empty for a portrait.
    pub banner: String,
    /// Where it stands.
    pub state: BotJobState,
    /// Whether its turn has come.
    pub is_drawn_now: bool,
    /// When it was asked for.
    pub made_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::drawing(BotJobState::Drawing, false)]
    #[case::drawn(BotJobState::Drawn, false)]
    #[case::sent(BotJobState::Sent, true)]
    #[case::failed(BotJobState::Failed { reason: BotJobFailure::HeldBack }, true)]
    #[case::cancelled(BotJobState::Cancelled, true)]
    fn a_state_is_named_alike_in_rows_and_on_the_wire(
        #[case] state: BotJobState,
        #[case] is_terminal: bool,
    ) {
        let json = serde_json::to_value(state).unwrap();
        assert_eq!(json["status"], state.name());
        assert_eq!(state.is_terminal(), is_terminal);
        assert_eq!(
            json.get("reason").and_then(serde_json::Value::as_str),
            state.failure().map(BotJobFailure::name)
        );
    }

    #[test]
    fn kinds_and_failures_are_read_by_the_words_of_their_rows() {
        for reason in BotJobFailure::ALL {
            let json = serde_json::Value::from(reason.name());
            assert_eq!(
                serde_json::from_value::<BotJobFailure>(json).unwrap(),
                reason
            );
        }
        for kind in [BotJobKind::Badge, BotJobKind::Portrait] {
            let json = serde_json::Value::from(kind.name());
            assert_eq!(serde_json::from_value::<BotJobKind>(json).unwrap(), kind);
        }
    }
}
