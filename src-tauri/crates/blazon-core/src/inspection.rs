//! Work in the background that nobody waits for: photos from earlier versions are measured, and
//! faces are looked for. It gives way to any other job, and goes on where it stopped.

use crate::background::step_back;
use crate::stop::Stop;
use crate::{Event, Studio};
use blazon_dataset::PhotoError;
use blazon_dataset::faces::{self, Detector};
use blazon_dataset::measure;
use blazon_model::{ContentHash, DatasetId, Face, Job, JobFailure, JobState, Subject, Timestamp};
use blazon_store::{JobRow, JobTask, StoreError};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often progress is told.
const TELL: Duration = Duration::from_millis(250);

impl Studio {
    /// Puts the looking for faces into the queue, where the dataset shows a person and has photos
    /// in which nobody has looked; and the measuring of photos that were never measured.
    pub(crate) fn queue_inspections(&self, dataset: DatasetId) -> anyhow::Result<()> {
        let (subject, unmeasured, unseen) = self.store.read::<_, StoreError>(|db| {
            Ok((
                db.load_dataset(dataset)?.subject,
                db.list_unmeasured(dataset, measure::VERSION)?,
                db.list_faces_to_find(dataset, faces::VERSION)?,
            ))
        })?;
        if !unmeasured.is_empty() {
            self.queue_unless_open(dataset, &JobTask::Measure)?;
        }
        if let Subject::Person { .. } = subject
            && !unseen.is_empty()
        {
            self.queue_unless_open(dataset, &JobTask::Faces)?;
        }
        Ok(())
    }

    fn queue_unless_open(&self, dataset: DatasetId, task: &JobTask) -> anyhow::Result<()> {
        if !self.store.read(|db| db.is_job_open(dataset, task))? {
            self.queue(dataset, task)?;
        }
        Ok(())
    }

    /// Puts what every dataset lacks into the queue; once, at the start.
    pub(crate) fn queue_all_inspections(&self) -> anyhow::Result<()> {
        for dataset in self.list_datasets()? {
            self.queue_inspections(dataset.id)?;
        }
        Ok(())
    }

    /// Measures the originals of a dataset that were not measured yet.
    pub(crate) fn carry_measuring(self: &Arc<Self>, row: JobRow, stop: &Stop) -> Job {
        let dataset = row.job.dataset;
        let missing = self
            .store
            .read(|db| db.list_unmeasured(dataset, measure::VERSION));
        Inspecting::new(self, row.job, stop).carry(missing, || {
            |hash: &ContentHash| {
                let Some(original) = self.store.read(|db| db.find_original(hash))? else {
                    return Ok(());
                };
                match self.shelf.measure(&original) {
                    Ok(measures) => self
                        .store
                        .write(|tx| tx.save_measures(hash, measure::VERSION, &measures)),
                    Err(error) => {
                        tracing::warn!(%error, "a photo cannot be measured");
                        Ok(())
                    }
                }
            }
        })
    }

    /// Looks for faces in the photos of a dataset in which nobody has looked yet.
    pub(crate) fn carry_faces(self: &Arc<Self>, row: JobRow, stop: &Stop) -> Job {
        let dataset = row.job.dataset;
        let missing = self
            .store
            .read(|db| db.list_faces_to_find(dataset, faces::VERSION));
        Inspecting::new(self, row.job, stop).carry(missing, || {
            let mut detector = Detector::new();
            move |hash: &ContentHash| match self.find_faces(hash, &mut detector) {
                Ok(found) => self
                    .store
                    .write(|tx| tx.save_faces(hash, faces::VERSION, &found)),
                Err(error) => {
                    tracing::warn!(%error, "faces cannot be looked for in a photo");
                    Ok(())
                }
            }
        })
    }
}

impl Studio {
    fn find_faces(
        &self,
        hash: &ContentHash,
        detector: &mut Detector,
    ) -> Result<Vec<Face>, PhotoError> {
        let path = self.shelf.thumbnail_path(hash);
        let thumbnail = std::fs::read(&path).map_err(|source| PhotoError::Read { path, source })?;
        detector.find_in_thumbnail(&thumbnail)
    }
}

/// A job in the background that is being carried.
struct Inspecting<'s> {
    studio: &'s Arc<Studio>,
    job: Job,
    stop: &'s Stop,
    started_at: Timestamp,
    told: Option<Instant>,
}

impl<'s> Inspecting<'s> {
    fn new(studio: &'s Arc<Studio>, job: Job, stop: &'s Stop) -> Self {
        Self {
            studio,
            job,
            stop,
            started_at: studio.now(),
            told: None,
        }
    }

    fn carry<I>(
        mut self,
        missing: Result<Vec<ContentHash>, StoreError>,
        begin: impl FnOnce() -> I + Send,
    ) -> Job
    where
        I: FnMut(&ContentHash) -> Result<(), StoreError>,
    {
        // The runner's own thread would keep its low priority for the next job.
        let result = std::thread::scope(|scope| {
            let worker = scope.spawn(|| {
                step_back();
                self.inspect_all(&missing?, begin())
            });
            worker.join()
        });
        let finished_at = self.studio.now();
        self.job.state = match result {
            Ok(Ok(true)) => JobState::Succeeded { finished_at },
            Ok(Ok(false)) if self.stop.is_asked() => JobState::Cancelled { finished_at },
            Ok(Ok(false)) => JobState::Queued,
            Ok(Err(error)) => {
                tracing::warn!(%error, "photos cannot be inspected");
                JobState::Failed {
                    finished_at,
                    reason: JobFailure::Internal,
                }
            }
            Err(_panic) => JobState::Failed {
                finished_at,
                reason: JobFailure::Internal,
            },
        };
        self.studio.save_progress(&self.job);
        self.studio.events.send(Event::DatasetChanged {
            dataset: self.job.dataset,
        });
        self.job
    }

    /// Returns whether it came to the end.
    fn inspect_all(
        &mut self,
        missing: &[ContentHash],
        mut inspect: impl FnMut(&ContentHash) -> Result<(), StoreError>,
    ) -> Result<bool, StoreError> {
        let total = missing.len();
        for (done, hash) in missing.iter().enumerate() {
            if self.studio.has_to_stop(self.stop)
                || self.studio.store.read(|db| db.is_work_waiting())?
                || self
                    .studio
                    .store
                    .read(|db| db.is_cancel_asked(self.job.id))?
            {
                return Ok(false);
            }
            inspect(hash)?;
            self.tell(done + 1, total);
        }
        Ok(true)
    }

    fn tell(&mut self, done: usize, total: usize) {
        if self.told.is_some_and(|told| told.elapsed() < TELL) {
            return;
        }
        self.told = Some(Instant::now());
        self.job.state = JobState::Running {
            started_at: self.started_at,
            done: u32::try_from(done).unwrap_or(u32::MAX),
            total: u32::try_from(total).ok(),
        };
        self.studio.events.send(Event::JobChanged {
            job: self.job.clone(),
        });
        self.studio.events.send(Event::DatasetChanged {
            dataset: self.job.dataset,
        });
    }
}
