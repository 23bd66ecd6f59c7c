//! The packing of a run: what it is trained on is prepared, packed, read back and quoted. On this
//! computer, where it is free, the quote is accepted at once and the run waits for its turn; a
//! hosted one shows its quote and waits for the person.
//!
//! What can go wrong: a crash anywhere before the last transaction (the run is packed again, over
//! what is there), a full disk, an original that is gone. Quote, acceptance, submission and place
//! in the queue are one transaction, since on this computer nothing lies between them.

use crate::Studio;
use crate::hosted::UnfitArchive;
use crate::preparation::{PackError, prepare_all};
use crate::run_folder::RunFolder;
use blazon_dataset::archive::{self, ArchiveError};
use blazon_model::{
    AcceptanceId, ArchiveManifest, FailureReason, Money, ProviderId, Quote, QuoteId, RequestId,
    RetryStep, RunEvent, RunState, TrainingRun,
};
use blazon_providers::Problem;
use blazon_store::StoreError;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often a packing looks whether its run was cancelled.
const LOOK: Duration = Duration::from_millis(200);

impl Studio {
    /// Packs the oldest run that is to be packed. Returns whether there was one.
    pub(crate) fn pack_next_run(self: &Arc<Self>) -> bool {
        let open = |provider| self.store.read(|db| db.list_open_runs(provider));
        let all = [ProviderId::Local, ProviderId::Fal, ProviderId::Replicate].map(open);
        let packing = all.into_iter().flatten().flatten();
        let next = packing
            .filter(|run| matches!(run.state, RunState::Packing))
            .min_by_key(|run| run.id);
        let Some(run) = next else { return false };
        let span = tracing::info_span!("packing", run = %run.id);
        let _entered = span.enter();
        if let Err(error) = self.pack_run(&run) {
            self.packing_failed(&run, error);
        }
        true
    }

    fn pack_run(&self, run: &TrainingRun) -> Result<(), PackError> {
        let folder = RunFolder::of(self.library.home(), run.id);
        let keep = |source| PackError::Archive(ArchiveError::at(&folder.archive())(source));
        folder.make().map_err(keep)?;
        let reviewed = self.review_to_send(run.dataset)?;
        let mut looked = Instant::now();
        let mut go_on = || {
            if looked.elapsed() < LOOK {
                return !self.is_ending();
            }
            looked = Instant::now();
            let found = self.store.read(|db| db.load_run(run.id));
            let is_packing = found.is_ok_and(|run| matches!(run.state, RunState::Packing));
            is_packing && !self.is_ending()
        };
        let items = prepare_all(self, &reviewed, &mut |_, _| go_on())?;
        let tmp = self.library.home().join("tmp");
        let manifest =
            archive::write_archive(&items, &folder.archive(), &tmp, self.now(), &mut |_| {
                go_on()
            })?;
        for (item, entry) in items.iter().zip(&manifest.entries) {
            folder.add_photo(&item.picture, &entry.file).map_err(keep)?;
        }
        folder.save_manifest(&manifest).map_err(keep)?;
        let run = match run.recipe.provider {
            ProviderId::Local => self.submit_here(run, &manifest)?,
            ProviderId::Fal | ProviderId::Replicate => {
                let quoted = self.quote_hosted(run, &manifest);
                quoted.map_err(PackError::Quote)?
            }
        };
        self.tell_run(&run);
        self.tell_places();
        self.runner.wake();
        Ok(())
    }

    /// From the packed archive to the place in the queue.
    fn submit_here(
        &self,
        run: &TrainingRun,
        manifest: &ArchiveManifest,
    ) -> Result<TrainingRun, StoreError> {
        let now = self.now();
        let quote = Quote {
            id: QuoteId::new(now, self.random()),
            provider: ProviderId::Local,
            host: String::new(),
            endpoint: "engine".to_owned(),
            photos: manifest.images,
            captions: manifest.captions,
            archive_bytes: manifest.bytes,
            archive: Some(manifest.hash.clone()),
            cost: Money::ZERO,
            reserved: Money::ZERO,
            price: None,
            month_to_date: Money::ZERO,
            ceiling: None,
            made_at: now,
        };
        let acceptance = AcceptanceId::new(now, self.random());
        self.store.write(|tx| {
            tx.advance_run(run.id, RunEvent::QuoteMade(Box::new(quote)), now)?;
            tx.accept_quote(acceptance, run.id, now)?;
            tx.advance_run(run.id, RunEvent::Sent(manifest.bytes), now)?;
            tx.begin_submission(run.id, now)?;
            let taken = RunEvent::Taken(RequestId(run.id.to_string()));
            tx.advance_run(run.id, taken, now)
        })
    }

    fn packing_failed(&self, run: &TrainingRun, error: PackError) {
        let reason = match &error {
            // Cancelled, or the program ends; the row says which.
            PackError::Stopped | PackError::Archive(ArchiveError::Cancelled) => {
                return self.confirm_cancel(run);
            }
            PackError::Archive(ArchiveError::DiskFull) | PackError::Store(StoreError::DiskFull) => {
                FailureReason::DiskFull
            }
            PackError::Photo(blazon_dataset::PhotoError::Keep { source, .. })
                if blazon_dataset::is_full(source) =>
            {
                FailureReason::DiskFull
            }
            PackError::Quote(error) => reason_not_quoted(error),
            PackError::NothingToSend => FailureReason::UnfitArchive,
            PackError::Photo(blazon_dataset::PhotoError::Keep { .. })
            | PackError::Archive(ArchiveError::Io { .. })
            | PackError::Store(_) => FailureReason::DiskFailed,
            PackError::Photo(_) | PackError::Archive(_) => FailureReason::RejectedInput,
        };
        let error = anyhow::Error::from(error);
        tracing::warn!(error = format!("{error:#}"), "the run was not packed");
        self.fail_run(run.id, reason, Some(RetryStep::Pack), &format!("{error:#}"));
    }
}

/// Why no quote was made, as far as a run says it.
fn reason_not_quoted(error: &anyhow::Error) -> FailureReason {
    if error.is::<UnfitArchive>() {
        return FailureReason::UnfitArchive;
    }
    error
        .downcast_ref::<Problem>()
        .map_or(FailureReason::RejectedInput, Problem::reason)
}
