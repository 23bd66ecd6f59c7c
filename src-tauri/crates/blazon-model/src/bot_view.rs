//! The bot as the window shows it.

use crate::{
    BotIdentity, BotJobLine, BotLine, BotSettings, BotText, DatasetName, ModelId, Money, Timestamp,
};
use serde::{Deserialize, Serialize};
use specta::Type;

/// A code that makes whoever sends it to the bot its owner, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BotPairing {
    /// The code.
    pub code: String,
    /// The address that sends it.
    pub link: String,
    /// Until when it holds.
    pub until: Timestamp,
}

/// What guests did in a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BotDay {
    /// Pictures that were drawn or are still to be drawn.
    pub pictures: u32,
    /// What was made of a picture that was there already.
    pub redraws: u32,
    /// Guests who asked for any of it.
    pub guests: u32,
    /// What guests spent, and what is set aside for them.
    pub spent: Money,
}

/// A model with which the bot draws.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SharedModel {
    /// Its id.
    pub model: ModelId,
    /// Its name.
    pub name: DatasetName,
    /// A picture that shows what it draws, relative to the library.
    pub cover: Option<String>,
    /// The address that opens the bot with this model.
    pub link: String,
    /// The QR code of the address: rows of "0" and "1", where "1" is dark; without its quiet zone.
    pub qr: Vec<String>,
}

/// All that the window shows of the bot at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BotOverview {
    /// The bot whose token is kept; `None` where none was checked yet.
    pub identity: Option<BotIdentity>,
    /// Whether a token is kept.
    pub has_token: bool,
    /// How its line to Telegram stands.
    pub line: BotLine,
    /// What a person set.
    pub settings: BotSettings,
    /// Its texts, language by language.
    pub texts: Vec<BotText>,
    /// The code that makes an owner, while it holds.
    pub pairing: Option<BotPairing>,
    /// Whether there is an owner.
    pub has_owner: bool,
    /// What guests did today.
    pub today: BotDay,
    /// What guests spent in this calendar month, and what is set aside for them.
    pub month_spent: Money,
    /// What one picture with the default model costs; zero on this computer, `None` where it is not known.
    pub picture_cost: Option<Money>,
    /// The models that are shared.
    pub shared: Vec<SharedModel>,
    /// The open jobs, in their order, at most 100.
    pub jobs: Vec<BotJobLine>,
    /// Open jobs in all.
    pub waiting: u32,
}
