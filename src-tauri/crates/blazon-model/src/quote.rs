//! Quotes: what a paid step will send and cost; and the proof that a person accepted one.

use crate::{
    AcceptanceId, ByteCount, CaptionOrderId, ContentHash, DrawingId, Money, Price, ProviderId,
    QuoteId, RunId, Timestamp,
};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::fmt;

/// What is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaidWork {
    /// A training.
    Run(RunId),
    /// A drawing.
    Drawing(DrawingId),
    /// The description of a photo.
    Caption(CaptionOrderId),
}

impl fmt::Display for PaidWork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Run(run) => run.fmt(f),
            Self::Drawing(drawing) => drawing.fmt(f),
            Self::Caption(order) => order.fmt(f),
        }
    }
}

impl From<RunId> for PaidWork {
    fn from(run: RunId) -> Self {
        Self::Run(run)
    }
}

impl From<DrawingId> for PaidWork {
    fn from(drawing: DrawingId) -> Self {
        Self::Drawing(drawing)
    }
}

impl From<CaptionOrderId> for PaidWork {
    fn from(order: CaptionOrderId) -> Self {
        Self::Caption(order)
    }
}

/// What a paid step will send, to whom, and what it will cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    /// Its id.
    pub id: QuoteId,
    /// Whom it goes to.
    pub provider: ProviderId,
    /// The host that receives it.
    pub host: String,
    /// The trainer or generator there.
    pub endpoint: String,
    /// Photos in the archive.
    pub photos: u32,
    /// Captions in the archive.
    pub captions: u32,
    /// The archive's size.
    pub archive_bytes: ByteCount,
    /// The archive's content; `None` where nothing is sent but text.
    pub archive: Option<ContentHash>,
    /// The estimate; what is free costs zero.
    pub cost: Money,
    /// What is set aside until it is settled, at least `cost`.
    pub reserved: Money,
    /// The price behind the estimate; `None` for what is free.
    pub price: Option<Price>,
    /// Spent and reserved in this calendar month before this step.
    pub month_to_date: Money,
    /// The most for a calendar month.
    pub ceiling: Option<Money>,
    /// When the quote was made.
    pub made_at: Timestamp,
}

impl Quote {
    /// Whether this step would pass the ceiling. A sum that does not fit passes any ceiling.
    #[must_use]
    pub fn is_over_ceiling(&self) -> bool {
        self.ceiling.is_some_and(|ceiling| {
            self.month_to_date
                .checked_add(self.reserved)
                .is_none_or(|sum| sum > ceiling)
        })
    }
}

/// The proof that a person accepted a quote, needed by every submission. It is made from the
/// acceptance row alone, in the transaction that uses the row up and commits `Submitting`.
#[derive(Debug, PartialEq, Eq)]
pub struct AcceptedQuote {
    acceptance: AcceptanceId,
    work: PaidWork,
    quote: Quote,
}

impl AcceptedQuote {
    /// The proof in a row that was just used up. Only the store may call it; a lint says so.
    #[must_use]
    pub const fn from_used_row(acceptance: AcceptanceId, work: PaidWork, quote: Quote) -> Self {
        Self {
            acceptance,
            work,
            quote,
        }
    }

    /// The acceptance.
    #[must_use]
    pub const fn acceptance(&self) -> AcceptanceId {
        self.acceptance
    }

    /// The work for which it was accepted.
    #[must_use]
    pub const fn work(&self) -> PaidWork {
        self.work
    }

    /// What was accepted.
    #[must_use]
    pub const fn quote(&self) -> &Quote {
        &self.quote
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use rstest::rstest;

    /// A quote of two dollars, 3.20 spent before, under `ceiling`.
    pub(crate) fn two_dollars(ceiling: Option<Money>) -> Quote {
        Quote {
            id: QuoteId::new(Timestamp(0), [1; 10]),
            provider: ProviderId::Fal,
            host: "fal.run".into(),
            endpoint: "fal-ai/flux-lora-fast-training".into(),
            photos: 21,
            captions: 21,
            archive_bytes: ByteCount(52_400_000),
            archive: Some(ContentHash::from_bytes([7; 32])),
            cost: Money::from_micros(2_000_000),
            reserved: Money::from_micros(2_000_000),
            price: None,
            month_to_date: Money::from_micros(3_200_000),
            ceiling,
            made_at: Timestamp(0),
        }
    }

    #[rstest]
    #[case::none(None, false)]
    #[case::room_left(Some(20_000_000), false)]
    #[case::exactly(Some(5_200_000), false)]
    #[case::one_millionth_over(Some(5_199_999), true)]
    fn a_step_that_passes_the_ceiling_is_seen(#[case] ceiling: Option<i64>, #[case] over: bool) {
        assert_eq!(
            two_dollars(ceiling.map(Money::from_micros)).is_over_ceiling(),
            over
        );
    }
}
