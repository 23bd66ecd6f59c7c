//! Removal for good: a person's photo leaves originals, thumbnails, archives, samples and copies.
//!
//! What can go wrong: a crash between the rows and the files would leave a photo that nothing
//! knows of. So the contents are noted as to be deleted in the transaction that removes their
//! rows, and whoever carries the work next finishes what was begun.

use crate::model_keeping::hash_of;
use crate::run_folder::RunFolder;
use crate::{Event, Studio};
use anyhow::Context;
use blazon_model::{
    ContentHash, DatasetId, DeletionReport, HeldElsewhere, PhotoId, ProviderId, RunEvent, RunState,
    Timestamp,
};
use blazon_store::StoreError;
use std::collections::HashSet;
use std::fs;
use std::path::Path;

/// How long photos that were sent to be described lie there at most, with a day in the queue, in milliseconds.
const DESCRIBED_PHOTOS: i64 = 2 * 24 * 3_600_000;

impl Studio {
    /// Removes photos for good, from every dataset that shows the same content. Cannot be undone.
    ///
    /// # Errors
    /// When the database or the disk fails; what was begun is finished at the next start.
    pub fn delete_photos_for_good(&self, photos: &[PhotoId]) -> anyhow::Result<DeletionReport> {
        let deleted = self
            .store
            .write(|tx| tx.begin_deletion(photos, self.now()))?;
        let mut report = self.remove_files(&deleted.hashes)?;
        report.datasets = u32::try_from(deleted.datasets.len()).unwrap_or(u32::MAX);
        for dataset in deleted.datasets {
            self.remove_archives(dataset, &deleted.hashes, &mut report)?;
            report.still_held_by.extend(self.held_elsewhere(dataset)?);
            self.events.send(Event::DatasetChanged { dataset });
        }
        self.forget_deletions(&deleted.hashes)?;
        tracing::info!(?report, "photos were removed for good");
        Ok(report)
    }

    /// Finishes deletions that a crash cut off.
    pub(crate) fn finish_deletions(&self) -> anyhow::Result<()> {
        let hashes = self.store.read(|db| db.list_unfinished_deletions())?;
        if hashes.is_empty() {
            return Ok(());
        }
        let mut report = self.remove_files(&hashes)?;
        for dataset in self.list_datasets()? {
            self.remove_archives(dataset.id, &hashes, &mut report)?;
        }
        self.forget_deletions(&hashes)
    }

    fn remove_files(&self, hashes: &[ContentHash]) -> anyhow::Result<DeletionReport> {
        let every: Vec<&ContentHash> = hashes.iter().collect();
        let removed = self.shelf.remove(&every).context("remove photos' files")?;
        let mut report = DeletionReport {
            originals: removed.originals,
            thumbnails: removed.thumbnails,
            ..DeletionReport::default()
        };
        (report.backups_cleaned, report.backups_removed) = self.store.forget_in_backups(hashes)?;
        Ok(report)
    }

    /// An archive that was sent may hold the photo, so it goes as a whole; so do samples that are
    /// the photo itself. The model's card keeps the list of what was in the archive.
    fn remove_archives(
        &self,
        dataset: DatasetId,
        hashes: &[ContentHash],
        report: &mut DeletionReport,
    ) -> anyhow::Result<()> {
        if remove_if_there(&self.archive_path(dataset))? {
            report.archives_removed += 1;
        }
        self.remove_from_runs(dataset, report)?;
        let hashes: HashSet<&str> = hashes.iter().map(ContentHash::as_str).collect();
        for model in self.store.read(|db| db.list_models_of(dataset))? {
            let folder = self.library.home().join("models").join(&model.folder);
            if remove_if_there(&folder.join("dataset.zip"))? {
                report.archives_removed += 1;
            }
            for sample in fs::read_dir(folder.join("samples"))
                .into_iter()
                .flatten()
                .flatten()
            {
                if hash_of(&sample.path()).is_ok_and(|hash| hashes.contains(hash.as_str())) {
                    fs::remove_file(sample.path())?;
                }
            }
        }
        Ok(())
    }

    /// A run that has not ended holds the pictures themselves, and what was encoded from them: it is
    /// stopped, and all of that goes.
    fn remove_from_runs(
        &self,
        dataset: DatasetId,
        report: &mut DeletionReport,
    ) -> anyhow::Result<()> {
        for run in self.store.read(|db| db.list_runs_of(dataset))? {
            let folder = RunFolder::of(self.library.home(), run.id);
            if !folder.is_there() {
                continue;
            }
            if !run.state.is_terminal() {
                let stopped = self
                    .store
                    .write(|tx| tx.advance_run(run.id, RunEvent::Cancel, self.now()));
                match stopped {
                    Ok(run) => self.tell_run(&run),
                    // It is being stopped already.
                    Err(StoreError::Transition(_)) => {}
                    Err(error) => return Err(error.into()),
                }
                self.runner.wake();
            }
            report.archives_removed += u32::from(folder.archive().exists());
            folder.remove().context("remove the folder of a run")?;
        }
        Ok(())
    }

    /// Where a run has sent the dataset's archive, or may have; and where its photos were described not long ago.
    fn held_elsewhere(&self, dataset: DatasetId) -> anyhow::Result<Vec<HeldElsewhere>> {
        let runs = self.store.read(|db| db.list_runs_of(dataset))?;
        let sent = runs
            .into_iter()
            .filter(|run| run.recipe.provider != ProviderId::Local && may_be_sent(&run.state));
        let sent = sent.map(|run| HeldElsewhere {
            provider: run.recipe.provider,
            request: run.state.request().cloned(),
        });
        let since = Timestamp(self.now().0.saturating_sub(DESCRIBED_PHOTOS));
        let captionings = self.store.read(|db| db.list_captionings(dataset))?;
        let described = captionings
            .into_iter()
            .filter(|captioning| captioning.created_at >= since)
            .map(|captioning| HeldElsewhere {
                provider: captioning.provider,
                request: None,
            });
        Ok(sent.chain(described).collect())
    }

    fn forget_deletions(&self, hashes: &[ContentHash]) -> anyhow::Result<()> {
        self.store.write::<_, StoreError>(|tx| {
            hashes.iter().try_for_each(|hash| tx.finish_deletion(hash))
        })?;
        Ok(self.store.settle()?)
    }
}

const fn may_be_sent(state: &RunState) -> bool {
    match state {
        RunState::Draft | RunState::Packing | RunState::Quoted { .. } => false,
        RunState::Uploading { .. }
        | RunState::Submitting
        | RunState::Queued { .. }
        | RunState::Training { .. }
        | RunState::Downloading { .. }
        | RunState::Checking { .. }
        | RunState::Ready { .. }
        | RunState::Failed { .. }
        | RunState::Cancelling { .. }
        | RunState::Cancelled
        | RunState::Unknown => true,
    }
}

fn remove_if_there(path: &Path) -> anyhow::Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).context("remove a training archive"),
    }
}
