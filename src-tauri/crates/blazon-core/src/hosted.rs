//! Hosted trainings, as far as a person decides: what one would cost, its quote, its acceptance, and what became of one
//! whose reply was lost. Who carries them is `hosted_carrier.rs`.
//!
//! What can go wrong: two quotes are accepted at once and pass the ceiling together (the sum is taken in the
//! transaction that accepts); a quote is accepted twice (a run shows it once); the price is not known (nothing is
//! submitted without one that was sourced or typed).

use crate::training::RefusedTraining;
use crate::{Event, Studio};
use anyhow::Context;
use blazon_model::{
    AcceptanceId, ArchiveManifest, ByteCount, CaptionNeed, Endpoint, FieldValue, LedgerEntry,
    LedgerId, LedgerKind, Money, PaidWork, PlannedCost, Preset, ProviderId, Quote, QuoteId, Recipe,
    Role, RunEvent, RunId, RunState, Spender, Timestamp, TrainingRefusal, TrainingRun, Work,
};
use blazon_providers::Catalog;
use blazon_providers::catalog::{Amount, estimate};
use blazon_store::{Reader, StoreError};
use std::collections::HashSet;

/// Why a packed archive is not what its trainer takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UnfitArchive {
    /// More bytes than are taken.
    #[error("the archive has {} bytes, and the trainer takes {}", have.0, most.0)]
    TooLarge {
        /// What there is.
        have: ByteCount,
        /// What is taken.
        most: ByteCount,
    },
    /// Too few photos.
    #[error("the archive has {have} photos, and the trainer needs {needed}")]
    TooFewPhotos {
        /// Photos in it.
        have: u32,
        /// Photos that are needed.
        needed: u32,
    },
    /// The trainer needs a caption for each photo.
    #[error("{have} of {photos} photos have a caption, and the trainer needs one for each")]
    CaptionsMissing {
        /// Photos that have one.
        have: u32,
        /// Photos in all.
        photos: u32,
    },
}

impl Studio {
    /// The trainers and generators that are known.
    ///
    /// # Errors
    /// When the library's own catalogue cannot be read.
    pub fn catalog(&self) -> anyhow::Result<Catalog> {
        Catalog::of_library(self.library.home()).context("read the catalogue")
    }

    /// The recipe of `preset` for a hosted trainer; without one the provider's first.
    ///
    /// # Errors
    /// [`RefusedTraining`] where there is no such trainer, and when the catalogue cannot be read.
    pub fn propose_hosted_recipe(
        &self,
        provider: ProviderId,
        endpoint: Option<&str>,
        preset: Preset,
    ) -> anyhow::Result<Recipe> {
        let catalog = self.catalog()?;
        let found = match endpoint {
            Some(id) => catalog.find(provider, id),
            None => catalog.offers(provider, Work::Training).next(),
        };
        let trainer = found
            .filter(|found| found.work == Work::Training)
            .ok_or_else(|| RefusedTraining(unknown(endpoint.unwrap_or_default())))?;
        Ok(Recipe::of_trainer(preset, trainer))
    }

    /// Puts steps and rank of a hosted recipe into the fields of its trainer, where it has such.
    ///
    /// # Errors
    /// [`RefusedTraining`] where the catalogue has no such trainer, or it cannot be read.
    pub fn fill_hosted(&self, recipe: &mut Recipe) -> anyhow::Result<()> {
        if recipe.hosted.is_none() {
            return Ok(());
        }
        let trainer = self.trainer_of(recipe)?;
        let numbers = [(Role::Steps, recipe.steps), (Role::Rank, recipe.rank)];
        if let Some(hosted) = &mut recipe.hosted {
            for (role, number) in numbers {
                if let Some(field) = trainer.field_of(role) {
                    let value = FieldValue::Number(f64::from(number));
                    hosted.chosen.insert(field.name.clone(), value);
                }
            }
        }
        Ok(())
    }

    /// The trainer of a hosted recipe, with the price that the person typed where the catalogue has none.
    pub(crate) fn trainer_of(&self, recipe: &Recipe) -> anyhow::Result<Endpoint> {
        let hosted = recipe.hosted.as_ref();
        let id = hosted
            .map(|hosted| hosted.endpoint.as_str())
            .unwrap_or_default();
        let catalog = self.catalog()?;
        let found = catalog.find(recipe.provider, id);
        let mut trainer = found
            .filter(|found| found.work == Work::Training)
            .cloned()
            .ok_or_else(|| RefusedTraining(unknown(id)))?;
        if trainer.price.is_none() {
            trainer.price = hosted.and_then(|hosted| hosted.typed_price.clone());
        }
        Ok(trainer)
    }

    /// What a hosted training costs, and why it cannot start, if it cannot.
    pub(crate) fn plan_hosted(
        &self,
        recipe: &Recipe,
        [photos, captions]: [u32; 2],
    ) -> anyhow::Result<(Option<PlannedCost>, Option<TrainingRefusal>)> {
        let trainer = match self.trainer_of(recipe) {
            Ok(trainer) => trainer,
            Err(error) => match error.downcast::<RefusedTraining>() {
                Ok(RefusedTraining(refusal)) => return Ok((None, Some(refusal))),
                Err(error) => return Err(error),
            },
        };
        let cost = self
            .store
            .read(|db| self.planned_cost(db, &trainer, recipe))?;
        Ok((
            cost.clone(),
            self.refusal(&trainer, cost, [photos, captions])?,
        ))
    }

    fn refusal(
        &self,
        trainer: &Endpoint,
        cost: Option<PlannedCost>,
        [photos, captions]: [u32; 2],
    ) -> anyhow::Result<Option<TrainingRefusal>> {
        let provider = trainer.provider;
        if !self.has_key(provider)? {
            return Ok(Some(TrainingRefusal::NoKey { provider }));
        }
        if let Some(terms) = &trainer.archive {
            if photos < terms.least_photos {
                return Ok(Some(TrainingRefusal::TooFewPhotos {
                    have: photos,
                    needed: terms.least_photos,
                }));
            }
            if terms.captions == CaptionNeed::Required && captions < photos {
                return Ok(Some(TrainingRefusal::CaptionsMissing {
                    have: captions,
                    needed: photos,
                }));
            }
        }
        let Some(cost) = cost else {
            return Ok(Some(TrainingRefusal::NoPrice {
                page: page_of(trainer),
            }));
        };
        Ok(over_ceiling(&cost))
    }

    fn planned_cost(
        &self,
        db: &Reader<'_>,
        trainer: &Endpoint,
        recipe: &Recipe,
    ) -> Result<Option<PlannedCost>, StoreError> {
        let amount = Amount {
            steps: steps_sent(trainer, recipe),
            pictures: 0,
            pixels: 0,
        };
        self.cost_of(db, trainer, amount)
    }

    /// What as much work as `amount` costs there; `None` where no price is known.
    pub(crate) fn cost_of(
        &self,
        db: &Reader<'_>,
        endpoint: &Endpoint,
        amount: Amount,
    ) -> Result<Option<PlannedCost>, StoreError> {
        let (Some((cost, reserved)), Some(price)) =
            (estimate(endpoint, amount), endpoint.price.clone())
        else {
            return Ok(None);
        };
        let (from, until) = month_of(self.now());
        Ok(Some(PlannedCost {
            cost,
            reserved,
            price,
            month_to_date: db.spent_between(from, until)?,
            ceiling: db.load_settings()?.monthly_ceiling,
        }))
    }

    /// Shows the quote of a hosted run whose archive is packed, where its trainer takes it.
    pub(crate) fn quote_hosted(
        &self,
        run: &TrainingRun,
        manifest: &ArchiveManifest,
    ) -> anyhow::Result<TrainingRun> {
        let trainer = self.trainer_of(&run.recipe)?;
        // Photos and captions may have been changed since the run was started.
        check_archive(&trainer, manifest)?;
        let host = self
            .trainer(run.recipe.provider)
            .map(|trainer| trainer.host())?;
        let now = self.now();
        let planned = self
            .store
            .read(|db| self.planned_cost(db, &trainer, &run.recipe))?;
        let planned = planned.ok_or_else(|| {
            RefusedTraining(TrainingRefusal::NoPrice {
                page: page_of(&trainer),
            })
        })?;
        let quote = Quote {
            id: QuoteId::new(now, self.random()),
            provider: run.recipe.provider,
            host,
            endpoint: trainer.id,
            photos: manifest.images,
            captions: manifest.captions,
            archive_bytes: manifest.bytes,
            archive: Some(manifest.hash.clone()),
            cost: planned.cost,
            reserved: planned.reserved,
            price: Some(planned.price),
            month_to_date: planned.month_to_date,
            ceiling: planned.ceiling,
            made_at: now,
        };
        let event = RunEvent::QuoteMade(Box::new(quote));
        Ok(self.store.write(|tx| tx.advance_run(run.id, event, now))?)
    }

    /// Accepts the quote that a run shows: its sum is set aside, and the run goes on.
    ///
    /// # Errors
    /// [`RefusedTraining`] where it would pass the ceiling now; [`StoreError::Transition`] where the run shows no
    /// quote; [`StoreError::NotFound`], or the database's. Nothing is then set aside.
    pub fn accept_quote(&self, id: RunId) -> anyhow::Result<TrainingRun> {
        let now = self.now();
        let acceptance = AcceptanceId::new(now, self.random());
        let (from, until) = month_of(now);
        let run = self.store.write::<_, anyhow::Error>(|tx| {
            let run = tx.load_run(id)?;
            if let RunState::Quoted { quote } = &run.state {
                let refusal = over_ceiling(&PlannedCost {
                    cost: quote.cost,
                    reserved: quote.reserved,
                    price: quote.price.clone().context("find the price of the quote")?,
                    month_to_date: tx.spent_between(from, until)?,
                    ceiling: tx.load_settings()?.monthly_ceiling,
                });
                if let Some(refusal) = refusal {
                    return Err(RefusedTraining(refusal).into());
                }
                // What was known of an earlier submission says nothing of this one.
                tx.forget_request(id)?;
                let entry = self.entry(id, quote, LedgerKind::Reserved, quote.reserved);
                tx.append_ledger(&entry)?;
            }
            Ok(tx.accept_quote(acceptance, id, now)?)
        })?;
        tracing::info!(run = %id, "a quote was accepted");
        self.tell_run(&run);
        self.events.send(Event::SpendChanged);
        self.runner.wake();
        Ok(run)
    }

    /// Says that a run whose reply was lost was taken, by the id that the person found on the provider's page.
    ///
    /// # Errors
    /// [`RefusedTraining`] where that is no request's id; [`blazon_providers::Problem`] where no key is set;
    /// [`StoreError::Transition`] where the run is not unknown any more; and the database's.
    pub fn say_taken(&self, id: RunId, request: &str) -> anyhow::Result<TrainingRun> {
        let run = self.store.read(|db| db.load_run(id))?;
        if !matches!(run.state, RunState::Unknown) {
            return Err(not_unknown(&run, "taken").into());
        }
        let endpoint = self.trainer_of(&run.recipe)?.id;
        let trainer = self.trainer(run.recipe.provider)?;
        let ticket = trainer
            .ticket_of(&endpoint, request.trim())
            .ok_or(RefusedTraining(TrainingRefusal::NoRequest))?;
        self.write_ticket(&run, &ticket)?;
        let run = self.store.read(|db| db.load_run(id))?;
        self.tell_run(&run);
        self.runner.wake();
        Ok(run)
    }

    /// Says what became of a run whose reply was lost, after the person has looked at the provider's page.
    ///
    /// # Errors
    /// [`StoreError::Transition`] where it is not unknown any more; [`StoreError::NotFound`], or the database's.
    pub fn say_never_taken(&self, id: RunId) -> anyhow::Result<TrainingRun> {
        let run = self.store.write::<_, StoreError>(|tx| {
            let run = tx.load_run(id)?;
            if !matches!(run.state, RunState::Unknown) {
                return Err(not_unknown(&run, "never taken"));
            }
            self.refund(tx, id)?;
            let event = RunEvent::Fail {
                reason: blazon_model::FailureReason::NeverTaken,
                retry: Some(blazon_model::RetryStep::Pack),
            };
            tx.advance_run(id, event, self.now())
        })?;
        self.tell_run(&run);
        self.events.send(Event::SpendChanged);
        Ok(run)
    }

    /// Whether something is set aside that was neither settled nor given back.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_anything_set_aside(&self) -> anyhow::Result<bool> {
        Ok(self.store.read::<_, StoreError>(|db| {
            let mut reserved = HashSet::new();
            for entry in db.list_ledger()? {
                let Some(work) = entry.work() else { continue };
                match entry.kind {
                    LedgerKind::Reserved => reserved.insert(work),
                    LedgerKind::Settled | LedgerKind::Refunded => reserved.remove(&work),
                    LedgerKind::Requested => false,
                };
            }
            Ok(!reserved.is_empty())
        })?)
    }

    /// Gives back what is set aside for a piece of work, where something is.
    pub(crate) fn refund(
        &self,
        tx: &blazon_store::Writer<'_>,
        work: impl Into<PaidWork>,
    ) -> Result<(), StoreError> {
        self.close(tx, work, LedgerKind::Refunded, |_| Money::ZERO)
    }

    /// Writes what a piece of work cost in the end, or that it cost nothing, where something is set aside for it.
    pub(crate) fn close(
        &self,
        tx: &blazon_store::Writer<'_>,
        work: impl Into<PaidWork>,
        kind: LedgerKind,
        amount: impl FnOnce(&Quote) -> Money,
    ) -> Result<(), StoreError> {
        let work = work.into();
        if tx.is_reserved(work)?
            && let Some(quote) = tx.find_accepted_quote(work)?
        {
            let lines = tx.list_ledger_of(work)?.into_iter().rev();
            let mut reserved = lines.filter(|line| line.kind == LedgerKind::Reserved);
            let by = reserved.next().map_or(Spender::Person, |line| line.by);
            let entry = self.entry(work, &quote, kind, amount(&quote));
            tx.append_ledger(&LedgerEntry { by, ..entry })?;
        }
        Ok(())
    }

    /// A line of the ledger for a piece of work. Its id follows from the quote and what the line says: a line whose commit
    /// failed and that is written again is the same line, in the file too.
    pub(crate) fn entry(
        &self,
        work: impl Into<PaidWork>,
        quote: &Quote,
        kind: LedgerKind,
        amount: Money,
    ) -> LedgerEntry {
        let (run, drawing, caption) = match work.into() {
            PaidWork::Run(run) => (Some(run), None, None),
            PaidWork::Drawing(drawing) => (None, Some(drawing), None),
            PaidWork::Caption(caption) => (None, None, Some(caption)),
        };
        let name = format!("{} {kind:?}", quote.id);
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&blake3::hash(name.as_bytes()).as_bytes()[..10]);
        LedgerEntry {
            id: LedgerId::new(quote.made_at, bytes),
            at: self.now(),
            kind,
            amount,
            provider: quote.provider,
            run,
            drawing,
            caption,
            request: None,
            by: Spender::Person,
        }
    }
}

/// Whether a trainer takes this archive.
fn check_archive(trainer: &Endpoint, manifest: &ArchiveManifest) -> Result<(), UnfitArchive> {
    let Some(terms) = &trainer.archive else {
        return Ok(());
    };
    if let Some(most) = terms.most_bytes
        && manifest.bytes > most
    {
        let have = manifest.bytes;
        return Err(UnfitArchive::TooLarge { have, most });
    }
    if manifest.images < terms.least_photos {
        return Err(UnfitArchive::TooFewPhotos {
            have: manifest.images,
            needed: terms.least_photos,
        });
    }
    if terms.captions == CaptionNeed::Required && manifest.captions < manifest.images {
        return Err(UnfitArchive::CaptionsMissing {
            have: manifest.captions,
            photos: manifest.images,
        });
    }
    Ok(())
}

/// The steps that are sent, and so those that are paid: what was chosen, or the trainer's default.
fn steps_sent(trainer: &Endpoint, recipe: &Recipe) -> u32 {
    let Some(field) = trainer.field_of(Role::Steps) else {
        return recipe.steps;
    };
    let hosted = recipe.hosted.as_ref();
    let chosen = hosted.and_then(|hosted| hosted.chosen.get(&field.name));
    match chosen.or(field.default.as_ref()) {
        // A field of steps has 32 bits; what is less than nothing is refused by the check.
        Some(FieldValue::Number(steps)) => *steps as u32,
        Some(FieldValue::Flag(_) | FieldValue::Text(_)) | None => recipe.steps,
    }
}

const fn not_unknown(run: &TrainingRun, event: &'static str) -> StoreError {
    StoreError::Transition(blazon_model::InvalidTransition {
        state: run.state.name(),
        event,
    })
}

pub(crate) fn unknown(endpoint: &str) -> TrainingRefusal {
    TrainingRefusal::TrainerUnknown {
        endpoint: endpoint.to_owned(),
    }
}

fn over_ceiling(cost: &PlannedCost) -> Option<TrainingRefusal> {
    passed_ceiling(cost).map(|ceiling| TrainingRefusal::OverCeiling {
        reserved: cost.reserved,
        month_to_date: cost.month_to_date,
        ceiling,
    })
}

/// The ceiling, where it would be passed. A sum that does not fit passes any.
pub(crate) fn passed_ceiling(cost: &PlannedCost) -> Option<Money> {
    let ceiling = cost.ceiling?;
    let sum = cost.month_to_date.checked_add(cost.reserved);
    sum.is_none_or(|sum| sum > ceiling).then_some(ceiling)
}

/// The page on which a person finds the price of a trainer or generator.
pub(crate) fn page_of(endpoint: &Endpoint) -> String {
    match endpoint.provider {
        ProviderId::Fal => format!("https://fal.ai/models/{}", endpoint.id),
        // What a training made is priced as its trainer's hardware.
        ProviderId::Replicate if endpoint.is_trained => "https://replicate.com/pricing".to_owned(),
        ProviderId::Replicate => format!("https://replicate.com/{}", endpoint.id),
        ProviderId::Local => String::new(),
    }
}

/// The calendar month (UTC) in which `at` lies: its first millisecond, and that of the next.
pub(crate) fn month_of(at: Timestamp) -> (Timestamp, Timestamp) {
    use jiff::civil::Date;
    use jiff::tz::TimeZone;
    let zone = TimeZone::UTC;
    let date = jiff::Timestamp::from_millisecond(at.0).map_or(Date::constant(1970, 1, 1), |time| {
        zone.to_datetime(time).date()
    });
    let first = date.first_of_month();
    let start = |date: Date| {
        let zoned = date.to_zoned(TimeZone::UTC);
        Timestamp(zoned.map_or(0, |zoned| zoned.timestamp().as_millisecond()))
    };
    let next = date.last_of_month().tomorrow().unwrap_or(Date::MAX);
    (start(first), start(next))
}

/// The day in which `at` lies where the person is: its first millisecond, and that of the next.
pub(crate) fn day_of(at: Timestamp) -> (Timestamp, Timestamp) {
    let zone = jiff::tz::TimeZone::system();
    let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let date = moment.to_zoned(zone.clone()).date();
    let start = |date: jiff::civil::Date| {
        let zoned = date.to_zoned(zone.clone());
        Timestamp(zoned.map_or(at.0, |zoned| zoned.timestamp().as_millisecond()))
    };
    (start(date), start(date.tomorrow().unwrap_or(date)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use blazon_model::ContentHash;
    use rstest::rstest;

    fn packed([images, captions]: [u32; 2], bytes: u64) -> ArchiveManifest {
        ArchiveManifest {
            entries: Vec::new(),
            images,
            captions,
            bytes: ByteCount(bytes),
            hash: ContentHash::from_bytes([7; 32]),
            made_at: Timestamp(0),
        }
    }

    #[rstest]
    #[case::fits("ostris/flux-dev-lora-trainer", packed([5, 0], 100_000_000), true)]
    #[case::too_large("ostris/flux-dev-lora-trainer", packed([5, 5], 100_000_001), false)]
    #[case::too_few("ostris/flux-dev-lora-trainer", packed([1, 1], 9), false)]
    #[case::all_captions("fal-ai/flux-2-trainer", packed([5, 5], 200_000_000), true)]
    #[case::a_caption_missing("fal-ai/flux-2-trainer", packed([5, 4], 9), false)]
    fn an_archive_is_checked_as_it_is_packed(
        #[case] trainer: &str,
        #[case] manifest: ArchiveManifest,
        #[case] fits: bool,
    ) {
        let catalog = Catalog::shipped();
        let is_it = |endpoint: &&Endpoint| endpoint.id == trainer;
        let trainer = catalog.endpoints().iter().find(is_it).unwrap();
        assert_eq!(check_archive(trainer, &manifest).is_ok(), fits);
    }

    #[rstest]
    // 2026-11-26T05:00:00Z lies between 2026-11-01 and 2026-12-01.
    #[case::november(1_795_669_200_000, 1_793_491_200_000, 1_796_083_200_000)]
    // 2026-12-31T23:59:59.999Z belongs to December.
    #[case::the_last_moment(1_798_761_599_999, 1_796_083_200_000, 1_798_761_600_000)]
    fn a_month_is_the_calendars(#[case] at: i64, #[case] from: i64, #[case] until: i64) {
        assert_eq!(month_of(Timestamp(at)), (Timestamp(from), Timestamp(until)));
    }
}
