//! What is sent to a trainer: prepared pictures and their captions, packed, read back and proved;
//! and the same written for other trainers.
//!
//! What can go wrong: a crash while packing (the half archive lies in `tmp/` and is swept; the
//! prepared pictures stay, so that nothing is made twice), a full disk, an original that is gone
//! or damaged, a picture that changes between writing and reading back. An archive gets its name
//! and its row only after it was read back whole.

use crate::preparation::{PackError, prepare_all};
use crate::review::Reviewed;
use crate::stop::Stop;
use crate::{Event, Studio};
use anyhow::Context;
use blazon_dataset::archive::{self, ArchiveError, ArchiveItem};
use blazon_dataset::export::{self, Export};
use blazon_dataset::{PhotoError, caption};
use blazon_model::{ArchiveProof, DatasetId, ExportFormat, Job, JobFailure, JobId, JobState};
use blazon_store::{JobRow, JobTask, SourcePath, StoreError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often progress is told.
const TELL: Duration = Duration::from_millis(100);
/// How often progress is written to the row, for programs that watch.
const SAVE: Duration = Duration::from_millis(500);

impl Studio {
    /// Puts the making of a dataset's archive into the queue.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn pack_archive(&self, dataset: DatasetId) -> anyhow::Result<Job> {
        self.queue(dataset, &JobTask::Archive)
    }

    /// Puts an export of a dataset into the queue. `to` is the file or the folder that is made.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn export_dataset(
        &self,
        dataset: DatasetId,
        format: ExportFormat,
        to: &Path,
    ) -> anyhow::Result<Job> {
        let to = std::path::absolute(to).context("find the folder in which the program runs")?;
        let to = SourcePath::from(to.as_path());
        self.queue(dataset, &JobTask::Export { format, to })
    }

    /// The archive of a dataset as it was read back, and whether the dataset is still what it was
    /// then. None where none was made, or its file is gone.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn find_archive(&self, dataset: DatasetId) -> anyhow::Result<Option<ArchiveProof>> {
        let found = self.store.read(|db| db.find_archive(dataset))?;
        let Some((manifest, basis)) = found else {
            return Ok(None);
        };
        let bytes = std::fs::metadata(self.archive_path(dataset)).map(|file| file.len());
        if bytes.ok() != Some(manifest.bytes.0) {
            return Ok(None);
        }
        let reviewed = self.reviewed(dataset)?;
        let fresh = basis_of(&reviewed) == basis;
        Ok(Some(ArchiveProof { manifest, fresh }))
    }

    /// The name that an export of a dataset is proposed to have.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn export_name(&self, dataset: DatasetId, format: ExportFormat) -> anyhow::Result<String> {
        let dataset = self.load_dataset(dataset)?;
        let slug = blazon_model::slug(dataset.name.as_str(), 40);
        let name = if slug.is_empty() { "dataset" } else { &slug };
        Ok(match format {
            ExportFormat::Zip => format!("{name}.zip"),
            ExportFormat::Kohya => format!("{name}-kohya"),
            ExportFormat::AiToolkit => format!("{name}-ai-toolkit"),
            ExportFormat::OneTrainer => format!("{name}-onetrainer"),
            ExportFormat::HuggingFace => format!("{name}-huggingface"),
        })
    }

    /// Where the archive of a dataset lies.
    #[must_use]
    pub fn archive_path(&self, dataset: DatasetId) -> PathBuf {
        self.library
            .home()
            .join("archives")
            .join(format!("{dataset}.zip"))
    }

    /// Puts work on a dataset into the queue.
    pub(crate) fn queue(&self, dataset: DatasetId, task: &JobTask) -> anyhow::Result<Job> {
        let id = JobId::new(self.now(), self.random());
        let job = self.store.write::<_, StoreError>(|tx| {
            tx.load_dataset(dataset)?;
            tx.queue_job(id, dataset, task, self.now())
        })?;
        self.events.send(Event::JobChanged { job: job.clone() });
        self.runner.wake();
        Ok(job)
    }

    /// Carries the making of an archive to its end, or to where it has to stop.
    pub(crate) fn carry_archive(self: &Arc<Self>, row: JobRow, stop: &Stop) -> Job {
        let mut packing = Packing::new(self, row.job, stop);
        let result = packing.make_archive();
        packing.finish(result)
    }

    /// Carries an export to its end, or to where it has to stop.
    pub(crate) fn carry_export(
        self: &Arc<Self>,
        row: JobRow,
        format: ExportFormat,
        to: &Path,
        stop: &Stop,
    ) -> Job {
        let mut packing = Packing::new(self, row.job, stop);
        let result = packing.export(format, to);
        packing.finish(result)
    }
}

/// An archive or an export that is being made.
struct Packing<'s> {
    studio: &'s Arc<Studio>,
    job: Job,
    stop: &'s Stop,
    started_at: blazon_model::Timestamp,
    told: Option<Instant>,
    saved: Instant,
}

impl<'s> Packing<'s> {
    fn new(studio: &'s Arc<Studio>, job: Job, stop: &'s Stop) -> Self {
        Self {
            studio,
            job,
            stop,
            started_at: studio.now(),
            told: None,
            saved: Instant::now(),
        }
    }

    fn make_archive(&mut self) -> Result<(), PackError> {
        let (studio, dataset) = (self.studio, self.job.dataset);
        let reviewed = studio.review_to_send(dataset)?;
        let items = self.prepare_all(&reviewed)?;
        let to = studio.archive_path(dataset);
        let tmp = studio.library.home().join("tmp");
        let total = items.len();
        let manifest = archive::write_archive(&items, &to, &tmp, studio.now(), &mut |done| {
            self.went_on(total + done, total * 2)
        })?;
        let basis = basis_of(&reviewed);
        studio
            .store
            .write(|tx| tx.save_archive(dataset, &manifest, &basis))?;
        Ok(())
    }

    fn export(&mut self, format: ExportFormat, to: &Path) -> Result<(), PackError> {
        let reviewed = self.studio.review_to_send(self.job.dataset)?;
        let items = self.prepare_all(&reviewed)?;
        let total = items.len();
        let now = self.studio.now();
        let export = Export {
            format,
            name: reviewed.dataset.name.as_str(),
            trigger: &reviewed.dataset.trigger,
            class_word: reviewed.dataset.subject.class_word(),
            framing: reviewed.dataset.framing,
            items: &items,
        };
        let report = export::export(&export, to, now, &mut |done| {
            self.went_on(total + done, total * 2)
        })?;
        self.job.export = Some(report);
        Ok(())
    }

    fn prepare_all(&mut self, reviewed: &Reviewed) -> Result<Vec<ArchiveItem>, PackError> {
        let studio = self.studio;
        prepare_all(studio, reviewed, &mut |done, total| {
            self.went_on(done, total * 2)
        })
    }

    /// Tells how far it is, now and then, and returns whether to go on.
    fn went_on(&mut self, done: usize, total: usize) -> bool {
        self.job.state = JobState::Running {
            started_at: self.started_at,
            done: u32::try_from(done).unwrap_or(u32::MAX),
            total: u32::try_from(total).ok(),
        };
        if self.told.is_none_or(|told| told.elapsed() >= TELL) {
            self.told = Some(Instant::now());
            self.studio.events.send(Event::JobChanged {
                job: self.job.clone(),
            });
        }
        if self.saved.elapsed() >= SAVE {
            self.saved = Instant::now();
            self.studio.save_progress(&self.job);
            let asked = self.studio.store.read(|db| db.is_cancel_asked(self.job.id));
            if asked.unwrap_or(false) {
                self.stop.ask();
            }
        }
        !self.studio.has_to_stop(self.stop)
    }

    fn finish(mut self, result: Result<(), PackError>) -> Job {
        let finished_at = self.studio.now();
        let is_stopped = matches!(
            result,
            Err(PackError::Stopped | PackError::Archive(ArchiveError::Cancelled))
        );
        self.job.state = match result {
            Ok(()) => JobState::Succeeded { finished_at },
            // The program ends: the next one goes on.
            Err(_) if is_stopped && !self.stop.is_asked() => JobState::Queued,
            Err(_) if is_stopped => JobState::Cancelled { finished_at },
            Err(error) => {
                let reason = failure(&error);
                let error = anyhow::Error::from(error);
                tracing::warn!(error = format!("{error:#}"), "the archive was not made");
                JobState::Failed {
                    finished_at,
                    reason,
                }
            }
        };
        self.studio.save_progress(&self.job);
        self.studio.events.send(Event::DatasetChanged {
            dataset: self.job.dataset,
        });
        self.job
    }
}

fn failure(error: &PackError) -> JobFailure {
    match error {
        PackError::NothingToSend => JobFailure::NothingToSend,
        PackError::Stopped | PackError::Quote(_) => JobFailure::Internal,
        PackError::Photo(PhotoError::Keep { source, .. }) if blazon_dataset::is_full(source) => {
            JobFailure::DiskFull
        }
        PackError::Photo(PhotoError::Keep { .. }) => JobFailure::LibraryUnwritable,
        PackError::Photo(_) => JobFailure::OriginalLost,
        PackError::Archive(error) => match error {
            ArchiveError::DiskFull => JobFailure::DiskFull,
            ArchiveError::Taken { .. } => JobFailure::TargetTaken,
            ArchiveError::Mismatch { .. } => JobFailure::ArchiveWrong,
            ArchiveError::Io { .. } | ArchiveError::NotText { .. } => JobFailure::TargetUnwritable,
            ArchiveError::Nothing => JobFailure::NothingToSend,
            ArchiveError::Picture { .. } | ArchiveError::TooMany(_) | ArchiveError::Cancelled => {
                JobFailure::Internal
            }
        },
        PackError::Store(StoreError::NotFound { .. }) => JobFailure::DatasetGone,
        PackError::Store(StoreError::DiskFull) => JobFailure::DiskFull,
        PackError::Store(_) => JobFailure::Internal,
    }
}

/// What an archive is made of, hashed: the same text means that the same would be packed again.
fn basis_of(reviewed: &Reviewed) -> String {
    let dataset = &reviewed.dataset;
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    for photo in reviewed.used() {
        let line = caption::line(
            &dataset.trigger,
            dataset.caption_style,
            dataset.subject.class_word(),
            &photo.caption,
        );
        add(photo.hash.as_str());
        add(&photo.id.to_string());
        add(&format!("{:?} {:?}", photo.used, photo.fit.bucket));
        add(line.as_deref().unwrap_or_default());
    }
    hasher.finalize().to_hex().to_string()
}
