//! What is shown of hosted trainings: their trainers, what was packed and sent, and what was spent. Decides nothing.

use crate::Studio;
use crate::hosted::{month_of, page_of, unknown};
use crate::run_folder::RunFolder;
use crate::training::RefusedTraining;
use anyhow::Context;
use blazon_model::{
    ArchiveManifest, CaptioningId, Endpoint, HostedDetails, LedgerEntry, ProviderId, Quote, RunId,
    RunState, Spend, SpendLine, SpendPurpose, Spending, TrainingRun, Work,
};
use blazon_store::{Reader, StoreError};

/// The part of a model's card that says what it was trained on.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct KeptCard {
    trained_on: ArchiveManifest,
}

impl Studio {
    /// What only a hosted run has; `None` on this computer.
    pub(crate) fn hosted_details(
        &self,
        db: &Reader<'_>,
        run: &TrainingRun,
        accepted: Option<&Quote>,
    ) -> Result<Option<HostedDetails>, StoreError> {
        let Some(hosted) = &run.recipe.hosted else {
            return Ok(None);
        };
        // A trainer that the catalogue does not know any more is called by its id.
        let trainer = self.trainer_of(&run.recipe).map(|trainer| trainer.name);
        let entries = db.list_ledger_of(run.id)?;
        let quote = match &run.state {
            RunState::Quoted { quote } => Some(&**quote),
            RunState::Draft
            | RunState::Packing
            | RunState::Uploading { .. }
            | RunState::Submitting
            | RunState::Unknown
            | RunState::Queued { .. }
            | RunState::Training { .. }
            | RunState::Downloading { .. }
            | RunState::Checking { .. }
            | RunState::Ready { .. }
            | RunState::Failed { .. }
            | RunState::Cancelling { .. }
            | RunState::Cancelled => accepted,
        };
        Ok(Some(HostedDetails {
            trainer: trainer.unwrap_or_else(|_| hosted.endpoint.clone()),
            quote: quote.cloned(),
            spend: Spend::of_entries(&entries),
            request: entries.into_iter().rev().find_map(|entry| entry.request),
        }))
    }

    /// What was packed for a run, as it was read back: what was sent, or would be.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], and when neither the run nor its model holds the list any more.
    pub fn load_run_archive(&self, id: RunId) -> anyhow::Result<ArchiveManifest> {
        let run = self.store.read(|db| db.load_run(id))?;
        let RunState::Ready { model } = run.state else {
            let folder = RunFolder::of(self.library.home(), id);
            return folder.manifest().context("read what was packed");
        };
        let model = self.store.read(|db| db.load_model(model))?;
        let card = std::fs::read(self.model_folder(&model).join("card.json"));
        let card: KeptCard = serde_json::from_slice(&card.context("read the model's card")?)?;
        Ok(card.trained_on)
    }

    /// What was spent in this month, under which ceiling, and the whole ledger.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load_spending(&self) -> anyhow::Result<Spending> {
        let (from, until) = month_of(self.now());
        Ok(self.store.read::<_, StoreError>(|db| {
            Ok(Spending {
                month_to_date: db.spent_between(from, until)?,
                ceiling: db.load_settings()?.monthly_ceiling,
                lines: together(db.list_spend_lines()?),
            })
        })?)
    }

    /// The trainers of `provider`, in the catalogue's order.
    ///
    /// # Errors
    /// When the library's own catalogue cannot be read.
    pub fn list_trainers(&self, provider: ProviderId) -> anyhow::Result<Vec<Endpoint>> {
        let catalog = self.catalog()?;
        Ok(catalog.offers(provider, Work::Training).cloned().collect())
    }

    /// The address of the page on which a person finds the price of a trainer or generator.
    ///
    /// # Errors
    /// [`RefusedTraining`] where the catalogue has no such endpoint.
    pub fn price_page(&self, provider: ProviderId, endpoint: &str) -> anyhow::Result<String> {
        let catalog = self.catalog()?;
        let trainer = catalog.find(provider, endpoint);
        let trainer = trainer.ok_or_else(|| RefusedTraining(unknown(endpoint)))?;
        Ok(page_of(trainer))
    }

    /// Every spend, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_ledger(&self) -> anyhow::Result<Vec<LedgerEntry>> {
        Ok(self.store.read(|db| db.list_ledger())?)
    }
}

/// Lines as people read them: photos of one captioning of which the same became stand together.
fn together(lines: Vec<(SpendLine, Option<CaptioningId>)>) -> Vec<SpendLine> {
    let mut all: Vec<(SpendLine, Option<CaptioningId>)> = Vec::new();
    for (line, captioning) in lines {
        if let Some((before, of)) = all.last_mut()
            && captioning.is_some()
            && *of == captioning
            && before.kind == line.kind
            && let SpendPurpose::Captions { photos, .. } = &mut before.purpose
            && let Some(sum) = before.amount.checked_add(line.amount)
        {
            *photos += 1;
            before.amount = sum;
            continue;
        }
        all.push((line, captioning));
    }
    all.into_iter().map(|(line, _)| line).collect()
}
