//! What is shown of trainings: what one would take, and what one has done so far.

use crate::{
    ByteCount, LedgerEntry, LedgerKind, Money, Price, ProviderId, Quote, Recipe, RequestId, Seed,
    Timestamp, TrainingRun,
};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Why a training cannot start as it is planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum TrainingRefusal {
    /// Too few photos would be sent.
    TooFewPhotos {
        /// Photos that would be.
        have: u32,
        /// Photos that are needed.
        needed: u32,
    },
    /// The base is not where it was.
    BaseMissing {
        /// Where it was.
        path: String,
    },
    /// The base is not one that can be trained.
    BaseUnusable {
        /// The base.
        path: String,
        /// What is the matter, as a sentence.
        detail: String,
    },
    /// This computer has too little memory.
    TooLittleMemory {
        /// What the training would take.
        needed: ByteCount,
        /// What is free.
        available: ByteCount,
    },
    /// No layer would be trained.
    NothingToTrain,
    /// No key of the provider is set.
    NoKey {
        /// Whose.
        provider: ProviderId,
    },
    /// No sourced price is known, and none was typed.
    NoPrice {
        /// The provider's page.
        page: String,
    },
    /// The trainer needs a caption for each photo.
    CaptionsMissing {
        /// Photos that have one.
        have: u32,
        /// Photos in all.
        needed: u32,
    },
    /// It would pass the ceiling of the month.
    OverCeiling {
        /// What would be set aside.
        reserved: Money,
        /// Spent and set aside in this month so far.
        month_to_date: Money,
        /// The ceiling.
        ceiling: Money,
    },
    /// What was typed is not the id of a request.
    NoRequest,
    /// The catalogue has no such trainer.
    TrainerUnknown {
        /// What was asked for.
        endpoint: String,
    },
}

/// What a hosted training will cost, by its price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlannedCost {
    /// The estimate.
    pub cost: Money,
    /// What is set aside until it is settled.
    pub reserved: Money,
    /// The price behind it.
    pub price: Price,
    /// Spent and set aside in this month so far.
    pub month_to_date: Money,
    /// The ceiling of the month.
    pub ceiling: Option<Money>,
}

/// What a training on this computer will take. Time is derived from a measured step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TrainingEstimate {
    /// Seconds, all in all; `None` while no step was measured on this computer.
    pub seconds: Option<u32>,
    /// Memory at its most.
    pub memory: ByteCount,
    /// Memory that is free now, where the system says it.
    pub available: Option<ByteCount>,
}

/// What would be trained, and whether it can be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TrainingPlan {
    /// How.
    pub recipe: Recipe,
    /// Photos that would be used.
    pub photos: u32,
    /// Those of them that have a caption.
    pub captions: u32,
    /// What it will take; `None` where the base cannot be read, and for hosted trainings.
    pub estimate: Option<TrainingEstimate>,
    /// What it will cost; `None` on this computer, and where no price is known.
    pub cost: Option<PlannedCost>,
    /// Why it cannot start.
    pub refusal: Option<TrainingRefusal>,
}

/// The loss of one step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LossPoint {
    /// The step, counted from 1.
    pub step: u32,
    /// Mean squared error of the predicted noise.
    pub loss: f64,
}

/// A picture drawn while a training went on, always from the same prompts and seeds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunSample {
    /// Steps done when it was drawn; 0 is before the training.
    pub step: u32,
    /// Which of the prompts.
    pub index: u32,
    /// The prompt as it was sent.
    pub prompt: String,
    /// The seed.
    pub seed: Seed,
    /// The file, relative to the library.
    pub file: String,
}

/// Something that a trainer said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunLine {
    /// When.
    pub at: Timestamp,
    /// What, in the trainer's words.
    pub text: String,
}

/// What hosted work has cost so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Spend {
    /// Set aside, and neither settled nor given back.
    pub reserved: Money,
    /// Paid, over all its submissions.
    pub settled: Money,
}

impl Spend {
    /// Both together. A sum that does not fit stays at the most that does.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let sum = |one: Money, other| {
            let most = Money::from_micros(i64::MAX);
            one.checked_add(other).unwrap_or(most)
        };
        Self {
            reserved: sum(self.reserved, other.reserved),
            settled: sum(self.settled, other.settled),
        }
    }

    /// Adds up the ledger's lines of one piece of work, oldest first. A sum that does not fit stays at the most that does.
    #[must_use]
    pub fn of_entries(entries: &[LedgerEntry]) -> Self {
        entries.iter().fold(Self::default(), |spend, entry| {
            let Self { settled, .. } = spend;
            match entry.kind {
                LedgerKind::Reserved => Self {
                    reserved: entry.amount,
                    settled,
                },
                LedgerKind::Settled => Self {
                    reserved: Money::ZERO,
                    settled: settled
                        .checked_add(entry.amount)
                        .unwrap_or(Money::from_micros(i64::MAX)),
                },
                LedgerKind::Refunded => Self {
                    reserved: Money::ZERO,
                    settled,
                },
                LedgerKind::Requested => spend,
            }
        })
    }
}

/// What only a hosted run has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HostedDetails {
    /// The trainer's proper name.
    pub trainer: String,
    /// The quote that it shows, or the one that was accepted last; `None` before it was packed.
    pub quote: Option<Quote>,
    /// What it has cost.
    pub spend: Spend,
    /// The provider's request, once it is known.
    pub request: Option<RequestId>,
}

/// What was spent in this month, and every line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Spending {
    /// Spent and set aside in this calendar month.
    pub month_to_date: Money,
    /// The most for a calendar month.
    pub ceiling: Option<Money>,
    /// What was set aside, paid and given back, newest first.
    pub lines: Vec<SpendLine>,
}

/// A line of the ledger about money, as people read it. The photos of a captioning are one line for each time that the
/// same became of several in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SpendLine {
    /// When; of several the last.
    pub at: Timestamp,
    /// What it says.
    pub kind: LedgerKind,
    /// How much.
    pub amount: Money,
    /// To whom.
    pub provider: ProviderId,
    /// What for.
    pub purpose: SpendPurpose,
}

/// What money was spent for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum SpendPurpose {
    /// A training.
    Training {
        /// The dataset's name.
        dataset: String,
    },
    /// Pictures.
    Drawing {
        /// How many.
        pictures: u32,
    },
    /// Captions.
    Captions {
        /// The dataset's name.
        dataset: String,
        /// For how many photos.
        photos: u32,
    },
    /// The library was restored from a copy that knows no more of it.
    Unknown,
}

/// A run with all that is known of its course.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunDetails {
    /// The run.
    pub run: TrainingRun,
    /// Photos that were sent; 0 before they were packed.
    pub photos: u32,
    /// Those of them that had a caption.
    pub captions: u32,
    /// The loss, step by step.
    pub losses: Vec<LossPoint>,
    /// The samples, in the order in which they were drawn.
    pub samples: Vec<RunSample>,
    /// The last lines of the log, oldest first.
    pub log: Vec<RunLine>,
    /// What only a hosted run has; `None` on this computer.
    pub hosted: Option<HostedDetails>,
}

/// What a run has done since it was last told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunNews {
    /// Losses of further steps.
    pub losses: Vec<LossPoint>,
    /// Further samples.
    pub samples: Vec<RunSample>,
    /// Further lines of the log.
    pub log: Vec<RunLine>,
}

impl RunNews {
    /// Whether there is nothing to tell.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.losses.is_empty() && self.samples.is_empty() && self.log.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LedgerId, Spender};
    use rstest::rstest;

    fn entry(kind: LedgerKind, micros: i64) -> LedgerEntry {
        LedgerEntry {
            id: LedgerId::new(Timestamp(0), [1; 10]),
            at: Timestamp(0),
            kind,
            amount: Money::from_micros(micros),
            provider: ProviderId::Fal,
            run: None,
            drawing: None,
            caption: None,
            request: None,
            by: Spender::Person,
        }
    }

    #[rstest]
    #[case::nothing(&[], 0, 0)]
    #[case::set_aside(&[(LedgerKind::Reserved, 20)], 20, 0)]
    #[case::taken(&[(LedgerKind::Reserved, 20), (LedgerKind::Requested, 0)], 20, 0)]
    #[case::paid(&[(LedgerKind::Reserved, 20), (LedgerKind::Settled, 15)], 0, 15)]
    #[case::given_back(&[(LedgerKind::Reserved, 20), (LedgerKind::Refunded, 0)], 0, 0)]
    #[case::paid_and_tried_again(
        &[(LedgerKind::Reserved, 20), (LedgerKind::Settled, 15), (LedgerKind::Reserved, 20)],
        20,
        15
    )]
    #[case::paid_twice(
        &[
            (LedgerKind::Reserved, 20),
            (LedgerKind::Settled, 15),
            (LedgerKind::Reserved, 20),
            (LedgerKind::Settled, 18),
        ],
        0,
        33
    )]
    fn the_ledger_says_what_a_run_cost(
        #[case] lines: &[(LedgerKind, i64)],
        #[case] reserved: i64,
        #[case] settled: i64,
    ) {
        let entries: Vec<_> = lines
            .iter()
            .map(|(kind, micros)| entry(*kind, *micros))
            .collect();
        let expected = Spend {
            reserved: Money::from_micros(reserved),
            settled: Money::from_micros(settled),
        };
        assert_eq!(Spend::of_entries(&entries), expected);
    }
}
