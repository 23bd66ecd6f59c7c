//! The ledger: every spend, reserved, settled or refunded.

use crate::{
    CaptionOrderId, DrawingId, LedgerId, Money, PaidWork, ProviderId, RequestId, RunId, Timestamp,
};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Who spent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Spender {
    /// The person at the window or the terminal.
    Person,
    /// A guest of the bot.
    Guest {
        /// Telegram's number.
        telegram: crate::TelegramId,
    },
}

/// What an entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LedgerKind {
    /// Set aside before a request is sent.
    Reserved,
    /// What it cost in the end; replaces the reservation of the same purpose.
    Settled,
    /// The reservation is given back: nothing was charged.
    Refunded,
    /// A request id became known; no money.
    Requested,
}

/// One line of the ledger. Lines are only ever added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LedgerEntry {
    /// Its id.
    pub id: LedgerId,
    /// When.
    pub at: Timestamp,
    /// What it says.
    pub kind: LedgerKind,
    /// How much; zero for [`LedgerKind::Requested`].
    pub amount: Money,
    /// To whom.
    pub provider: ProviderId,
    /// The training run it is for; `None` for other work.
    pub run: Option<RunId>,
    /// The drawing it is for; `None` for other work. Lines of earlier programs do not have it.
    #[serde(default)]
    pub drawing: Option<DrawingId>,
    /// The order of a caption that it is for; `None` for other work. Lines of earlier programs do not have it.
    #[serde(default)]
    pub caption: Option<CaptionOrderId>,
    /// The provider's request, once it is known.
    pub request: Option<RequestId>,
    /// Who spent.
    pub by: Spender,
}

impl LedgerEntry {
    /// What it is for.
    #[must_use]
    pub fn work(&self) -> Option<PaidWork> {
        let run = self.run.map(PaidWork::Run);
        let drawing = self.drawing.map(PaidWork::Drawing);
        let caption = self.caption.map(PaidWork::Caption);
        run.or(drawing).or(caption)
    }
}
