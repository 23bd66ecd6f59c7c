//! Imports: files become photos of a dataset, as a job that outlives a crash.
//!
//! Threads read and decode; one thread writes rows, in the order of the files, several in one
//! transaction when they are ready together. A row is written only after its file is on the disk
//! under its final name. Begun again after a crash, an import finds by content what it has.
//!
//! Who cancels does not wait for the photos in flight: the end is written while their threads put
//! them down. The carrying itself ends with the threads, so that no other job runs beside them.

use crate::background::step_back;
use crate::samples::{SAMPLES, Sample};
use crate::stop::{Rest, Stop};
use crate::{Event, StartedImport, Studio};
use anyhow::Context;
use blazon_dataset::{FoundFile, GoOn, Kept, PhotoError, find_files, measure};
use blazon_model::{
    ContentHash, DatasetChange, DatasetId, EditId, Framing, ImportProblem, Job, JobFailure,
    JobState, PhotoId, ProblemReason, Subject, Timestamp,
};
use blazon_store::{Addition, JobRow, JobTask, NewPhoto, SourcePath, StoreError};
use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

#[cfg(test)]
mod tests;

/// How often progress is told.
const TELL: Duration = Duration::from_millis(100);
/// How often it is told that the dataset has more photos: whoever shows them reads them again.
const TELL_PHOTOS: Duration = Duration::from_millis(500);
/// How often progress is written to the row, for programs that watch.
const SAVE: Duration = Duration::from_millis(500);
/// How often it is looked whether somebody has cancelled, while no photo is ready.
const LOOK: Duration = Duration::from_millis(5);
/// How many photos wait at most between the readers and the writer.
const LEAD: usize = 16;

/// Where an import takes its photos from.
pub(crate) enum Sources {
    Paths(Vec<SourcePath>),
    Samples,
}

/// One thing to import.
enum Item {
    File(FoundFile),
    Sample(Sample),
}

/// What became of one item.
type Outcome = Result<Kept, PhotoError>;

impl Studio {
    /// Puts an import of files and folders into the queue. Without a dataset a new one is made,
    /// named by the date, for a person until the person says otherwise.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn import_paths(
        &self,
        sources: &[PathBuf],
        dataset: Option<DatasetId>,
    ) -> anyhow::Result<StartedImport> {
        let dataset = match dataset {
            Some(id) => self.load_dataset(id)?,
            None => self.create_dataset(
                None,
                Subject::Person {
                    gender: blazon_model::Gender::Person,
                },
            )?,
        };
        let sources = sources
            .iter()
            .map(|path| std::path::absolute(path).map(|path| SourcePath::from(path.as_path())))
            .collect::<Result<_, _>>()
            .context("find the folder in which the program runs")?;
        self.queue_import(dataset.id, &JobTask::Import { sources })
    }

    /// Makes a dataset of the twelve sample pictures.
    ///
    /// # Errors
    /// When the database fails.
    pub fn import_samples(&self) -> anyhow::Result<StartedImport> {
        let name = self.words().say("dataset-samples-name");
        let dataset = self.create_dataset(Some(&name), Subject::Character)?;
        self.queue_import(dataset.id, &JobTask::Samples)
    }

    fn queue_import(&self, dataset: DatasetId, task: &JobTask) -> anyhow::Result<StartedImport> {
        let job = self.queue(dataset, task)?;
        let dataset = self.load_dataset(dataset)?;
        Ok(StartedImport { dataset, job })
    }

    /// Carries an import to its end, or to where it has to stop.
    pub(crate) fn carry_import(
        self: &Arc<Self>,
        row: JobRow,
        sources: Sources,
        stop: &Stop,
    ) -> Job {
        let mut import = Import::new(self, row.job, stop);
        import.job.report = blazon_model::ImportReport::default();
        match import.find_items(sources) {
            Ok(items) => import.keep_all(&items),
            Err(error) => import.finish(Err(error)),
        }
        import.tell_dataset();
        import.job
    }
}

/// An import that is being carried.
struct Import<'s> {
    studio: &'s Arc<Studio>,
    job: Job,
    stop: &'s Stop,
    started_at: Timestamp,
    done: u32,
    total: Option<u32>,
    /// What the dataset's photos become is made by the same decode.
    framing: Framing,
    /// What this attempt has brought, so that a second copy among the files counts as such.
    seen: HashSet<ContentHash>,
    told: Option<Instant>,
    told_photos: Option<Instant>,
    saved: Instant,
}

impl<'s> Import<'s> {
    fn new(studio: &'s Arc<Studio>, job: Job, stop: &'s Stop) -> Self {
        Self {
            studio,
            job,
            stop,
            started_at: studio.now(),
            done: 0,
            total: None,
            framing: Framing::default(),
            seen: HashSet::new(),
            told: None,
            told_photos: None,
            saved: Instant::now(),
        }
    }

    fn find_items(&mut self, sources: Sources) -> Result<Vec<Item>, StoreError> {
        let dataset = self
            .studio
            .store
            .read(|db| db.load_dataset(self.job.dataset))?;
        self.framing = dataset.framing;
        let items = match sources {
            Sources::Paths(paths) => self.find(paths),
            Sources::Samples => SAMPLES.iter().map(|sample| Item::Sample(*sample)).collect(),
        };
        self.total = Some(u32::try_from(items.len()).unwrap_or(u32::MAX));
        self.tell();
        Ok(items)
    }

    fn find(&mut self, sources: Vec<SourcePath>) -> Vec<Item> {
        let sources: Vec<PathBuf> = sources.into_iter().map(PathBuf::from).collect();
        self.tell();
        let (files, problems) = find_files(&sources, |_| !self.studio.has_to_stop(self.stop));
        self.job.report.problems = problems;
        files.into_iter().map(Item::File).collect()
    }

    /// Reads with as many threads as there are processors and writes the rows and the end here.
    fn keep_all(&mut self, items: &[Item]) {
        let next = AtomicUsize::new(0);
        let halt = AtomicBool::new(false);
        let (sender, receiver) = mpsc::sync_channel::<(usize, Outcome)>(LEAD);
        let threads = std::thread::available_parallelism()
            .map_or(1, usize::from)
            .min(items.len().max(1));
        let (studio, stop, framing) = (self.studio, self.stop, self.framing);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let (sender, next, halt) = (sender.clone(), &next, &halt);
                scope.spawn(move || {
                    step_back();
                    while !studio.has_to_stop(stop) && !halt.load(Ordering::Relaxed) {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(item) = items.get(index) else { return };
                        let go_on = || !studio.has_to_stop(stop) && !halt.load(Ordering::Relaxed);
                        let outcome = studio.keep_item(item, framing, &go_on);
                        if matches!(outcome, Err(PhotoError::Stopped))
                            || sender.send((index, outcome)).is_err()
                        {
                            return;
                        }
                    }
                });
            }
            drop(sender);
            let result = self.write_in_order(items, &receiver);
            // The readers end soon where a row could not be written.
            halt.store(true, Ordering::Relaxed);
            self.finish(result);
            let late = receiver.into_iter().filter_map(|(_, outcome)| outcome.ok());
            self.forget_late(&late.collect::<Vec<_>>());
        });
    }

    /// Photos that were kept after the end was written have no rows. Where the import goes on later
    /// it finds them; else their files go.
    fn forget_late(&self, late: &[Kept]) {
        if self.job.state.is_terminal() && !late.is_empty() {
            self.take_away(late.iter());
        }
    }

    fn write_in_order(
        &mut self,
        items: &[Item],
        receiver: &mpsc::Receiver<(usize, Outcome)>,
    ) -> Result<(), StoreError> {
        let mut early = BTreeMap::new();
        let mut next = 0;
        while !self.stop.is_asked() {
            match receiver.recv_timeout(LOOK) {
                Ok((index, outcome)) => early.insert(index, outcome),
                Err(mpsc::RecvTimeoutError::Timeout) => continue,
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            };
            early.extend(receiver.try_iter());
            let mut ready = Vec::new();
            while let Some(outcome) = early.remove(&next) {
                ready.push((&items[next], outcome));
                next += 1;
            }
            self.write_rows(ready)?;
            self.tell_now_and_then();
        }
        // What was kept beyond a gap when it had to stop is worth its rows too.
        early.extend(receiver.try_iter());
        let rest = early
            .into_iter()
            .map(|(index, outcome)| (&items[index], outcome))
            .collect();
        self.write_rows(rest)
    }

    fn write_rows(&mut self, ready: Vec<(&Item, Outcome)>) -> Result<(), StoreError> {
        let mut kept = Vec::new();
        for (item, outcome) in ready {
            self.done += 1;
            match outcome {
                Ok(photo) => kept.push((item, photo)),
                Err(error) => self.note_problem(item, &error),
            }
        }
        if kept.is_empty() {
            return Ok(());
        }
        let studio = self.studio;
        let (job, dataset) = (self.job.id, self.job.dataset);
        // What a power cut takes of it is brought again: the job's row is older and lasts.
        let written = studio.store.write_unsynced::<_, StoreError>(|tx| {
            let mut additions = Vec::new();
            for (item, photo) in &kept {
                let id = PhotoId::new(studio.now(), studio.random());
                let new = NewPhoto {
                    id,
                    dataset,
                    original: &photo.original,
                    name: item.name(),
                    import: job,
                    caption: item.caption(),
                };
                additions.push(tx.add_photo(&new, studio.now())?);
                if let Some(measures) = &photo.measures {
                    tx.save_measures(&photo.original.hash, measure::VERSION, measures)?;
                }
            }
            Ok(additions)
        });
        match written {
            Ok(additions) => {
                for ((item, photo), addition) in kept.into_iter().zip(additions) {
                    self.count(item, photo.original.hash, addition);
                }
                Ok(())
            }
            Err(StoreError::DiskFull) => {
                self.give_back(&kept);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Files whose rows found no room on the disk make room again. The person's own files are
    /// where they were.
    fn give_back(&mut self, kept: &[(&Item, Kept)]) {
        self.take_away(kept.iter().map(|(_, photo)| photo));
        for (item, _) in kept {
            self.job.report.problems.push(ImportProblem {
                file_name: item.name().to_owned(),
                reason: ProblemReason::DiskFull,
            });
        }
    }

    /// Removes the files that these photos brought, where no row knows them: nothing else would
    /// ever know of them.
    fn take_away<'k>(&self, kept: impl Iterator<Item = &'k Kept>) {
        let studio = self.studio;
        let unknown = studio.store.read::<_, StoreError>(|db| {
            let mut unknown = Vec::new();
            for photo in kept.filter(|photo| !photo.was_there) {
                let hash = &photo.original.hash;
                if db.find_original(hash)?.is_none() {
                    unknown.push(hash);
                }
            }
            Ok(unknown)
        });
        let removed = unknown
            .map_err(anyhow::Error::from)
            .and_then(|unknown| Ok(studio.shelf.remove(&unknown)?));
        if let Err(error) = removed {
            tracing::warn!(
                error = format!("{error:#}"),
                "a file without a row stays in the library"
            );
        }
    }

    fn count(&mut self, item: &Item, hash: ContentHash, addition: Addition) {
        let first_here = self.seen.insert(hash);
        let report = &mut self.job.report;
        match addition {
            Addition::New => report.added += 1,
            // Brought by an attempt that was cut off.
            Addition::ByThisImport if first_here => report.added += 1,
            Addition::ByThisImport | Addition::AlreadyThere => {
                report.already_there += 1;
                return;
            }
        }
        report.captions += u32::from(!item.caption().is_empty());
        if let Item::File(FoundFile {
            name,
            name_is_text: false,
            ..
        }) = item
        {
            let problem = ImportProblem {
                file_name: name.clone(),
                reason: ProblemReason::NameNotText,
            };
            report.problems.push(problem);
        }
    }

    fn note_problem(&mut self, item: &Item, error: &PhotoError) {
        tracing::info!(error = %error, "a file is left out");
        let problem = ImportProblem {
            file_name: item.name().to_owned(),
            reason: error.reason(),
        };
        self.job.report.problems.push(problem);
    }

    fn tell_now_and_then(&mut self) {
        if self.told.is_none_or(|told| told.elapsed() >= TELL) {
            self.tell();
        }
        if self.saved.elapsed() >= SAVE {
            self.saved = Instant::now();
            self.studio.save_progress(&self.job);
            let asked = self.studio.store.read(|db| db.is_cancel_asked(self.job.id));
            if asked.unwrap_or(false) {
                self.stop.ask();
            }
        }
    }

    fn tell(&mut self) {
        self.told = Some(Instant::now());
        self.job.state = JobState::Running {
            started_at: self.started_at,
            done: self.done,
            total: self.total,
        };
        self.studio.events.send(Event::JobChanged {
            job: self.job.clone(),
        });
        if self
            .told_photos
            .is_none_or(|told| told.elapsed() >= TELL_PHOTOS)
        {
            self.told_photos = Some(Instant::now());
            self.studio.events.send(Event::DatasetChanged {
                dataset: self.job.dataset,
            });
        }
    }

    fn finish(&mut self, result: Result<(), StoreError>) {
        let finished_at = self.studio.now();
        let is_cancelled = self.stop.is_asked();
        self.job.state = match result {
            Err(error) => {
                tracing::warn!(%error, "the import cannot go on");
                JobState::Failed {
                    finished_at,
                    reason: failure(&error),
                }
            }
            Ok(()) if is_cancelled => JobState::Cancelled { finished_at },
            // The program ends: the next one goes on.
            Ok(())
                if self.studio.is_ending() && self.total.is_none_or(|total| self.done < total) =>
            {
                JobState::Queued
            }
            Ok(()) => JobState::Succeeded { finished_at },
        };
        if !(self.job.state.is_terminal() && self.save_with_edit()) {
            self.studio.save_progress(&self.job);
        }
        // Who has cancelled sees the end before anything else begins.
        self.studio.events.send(Event::JobChanged {
            job: self.job.clone(),
        });
        if self.job.state.is_terminal() {
            self.stop.note_rest(Rest::Ended);
        }
    }

    /// Tells what the dataset has become, and what there is to look at in it.
    fn tell_dataset(&self) {
        if self.job.state.is_terminal()
            && let Err(error) = self.studio.queue_inspections(self.job.dataset)
        {
            tracing::warn!(
                error = format!("{error:#}"),
                "the photos are not looked at in the background"
            );
        }
        self.studio.events.send(Event::DatasetChanged {
            dataset: self.job.dataset,
        });
    }

    /// Writes the outcome, and the import into the dataset's history, so that it can be undone as a whole. Says
    /// whether that was written.
    fn save_with_edit(&self) -> bool {
        let studio = self.studio;
        let id = EditId::new(studio.now(), studio.random());
        let noted = studio.store.write::<_, StoreError>(|tx| {
            let count = tx.count_imported(self.job.id)?;
            if count > 0 {
                let change = DatasetChange::PhotosAdded {
                    import: self.job.id,
                    count,
                };
                tx.note_edit(id, self.job.dataset, change, studio.now())?;
            }
            tx.save_job(&self.job, studio.now())
        });
        if let Err(error) = &noted {
            tracing::warn!(%error, "the import cannot be noted in the history");
        }
        noted.is_ok()
    }
}

impl Studio {
    fn keep_item(&self, item: &Item, framing: Framing, go_on: GoOn<'_>) -> Outcome {
        let shelf = &self.shelf;
        match item {
            Item::File(file) => shelf.keep_bytes_while(&file.read()?, Some(framing), go_on),
            Item::Sample(sample) => shelf.keep_bytes_while(sample.bytes, Some(framing), go_on),
        }
    }
}

impl Item {
    /// The caption that came along; empty where none did.
    fn caption(&self) -> &str {
        match self {
            Self::File(file) => file.caption.as_deref().unwrap_or_default(),
            Self::Sample(sample) => sample.caption.trim_end(),
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::File(file) => &file.name,
            Self::Sample(sample) => sample.name,
        }
    }
}

const fn failure(error: &StoreError) -> JobFailure {
    match error {
        StoreError::DiskFull => JobFailure::DiskFull,
        StoreError::NotFound { .. } => JobFailure::DatasetGone,
        StoreError::File { .. } => JobFailure::LibraryUnwritable,
        StoreError::Newer { .. }
        | StoreError::TriggerTaken
        | StoreError::TriggerLocked
        | StoreError::Busy
        | StoreError::Json { .. }
        | StoreError::Transition(_)
        | StoreError::Migration(_)
        | StoreError::Unusable(_)
        | StoreError::Sqlite(_) => JobFailure::Internal,
    }
}
