//! Who carries the work: the one program that holds `runner.lock`.
//!
//! It recovers what a crash left, and lets the lock go only when it ends. Work goes in four
//! lanes: photos, trainings and drawings, each one piece after the other, so that a training of
//! minutes holds up neither an import nor a picture; and what hosted providers do, all side by
//! side. Other programs write rows and watch. Once a second it looks whether another program has
//! written (one PRAGMA, no disk), since SQLite tells nobody.

use crate::caption_carrier::Describing;
use crate::import::Sources;
use crate::stop::{Rest, Stop};
use crate::{Event, Studio};
use anyhow::Context;
use blazon_model::{Job, JobId, PaidWork, ProviderId, RunState, TrainingRun};
use blazon_store::{JobRow, JobTask, StoreError};
use std::collections::HashSet;
use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often the runner looks for what other programs wrote.
const WATCH: Duration = Duration::from_secs(1);
/// How long a program waits for its own work to stop when it ends.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long who cancels a job waits for its end before the wish is written into its row.
const HEED: Duration = Duration::from_millis(500);

/// The state that the runner's thread and its callers share.
#[derive(Default)]
pub(crate) struct Runner {
    inbox: Mutex<Inbox>,
    woken: Condvar,
    /// Set while work has to stop because the program ends.
    ending: AtomicBool,
    /// The job that is carried by this program, and whether it has to stop.
    current: Mutex<Option<(JobId, Arc<Stop>)>>,
    /// Work whose reply was lost and of which the provider cannot tell: a person has to look.
    left_to_people: Mutex<HashSet<PaidWork>>,
    /// Work of which the provider cannot be asked until a person has set a good key.
    waiting_for_key: Mutex<HashSet<PaidWork>>,
    /// Held while a model's weights are sent, so that several drawings with it send them once.
    pub(crate) sending_weights: tokio::sync::Mutex<()>,
    /// The places for photos that are described.
    pub(crate) describing: Describing,
    /// The places for drawings at providers for which nobody sits at the window: cells of grids, and guests' pictures.
    pub(crate) cells: Turns<24>,
    /// The places for pictures from providers that are looked at and written; each is large while it is decoded.
    pub(crate) keeping: Turns<2>,
    /// Submissions that are under way.
    submitting: AtomicUsize,
    /// Outcomes for which the disk had no room; written as soon as it has.
    unwritten: Mutex<Vec<Job>>,
}

#[derive(Default)]
struct Inbox {
    /// How often something was put into a queue; a lane that has seen less looks again.
    wakes: u64,
    started: bool,
    holds_lock: bool,
    ended: bool,
}

impl Runner {
    fn inbox(&self) -> std::sync::MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn current(&self) -> std::sync::MutexGuard<'_, Option<(JobId, Arc<Stop>)>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What stops the job `id`, where this program carries it.
    fn find_stop(&self, id: JobId) -> Option<Arc<Stop>> {
        let current = self.current();
        let (_, stop) = current.as_ref().filter(|(current, _)| *current == id)?;
        Some(Arc::clone(stop))
    }

    fn unwritten(&self) -> std::sync::MutexGuard<'_, Vec<Job>> {
        self.unwritten
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that a submission is under way, until what is given is dropped.
    pub(crate) fn submit(&self) -> Submitting<'_> {
        self.submitting.fetch_add(1, Ordering::SeqCst);
        Submitting(self)
    }

    /// Notes that a person has to look what became of a submission.
    pub(crate) fn leave_to_people(&self, work: impl Into<PaidWork>) {
        let left = self.left_to_people.lock();
        left.unwrap_or_else(PoisonError::into_inner)
            .insert(work.into());
    }

    fn is_left_to_people(&self, work: PaidWork) -> bool {
        let left = self.left_to_people.lock();
        left.unwrap_or_else(PoisonError::into_inner).contains(&work)
    }

    /// Notes whether work waits for a person to set a good key.
    pub(crate) fn note_key(&self, work: impl Into<PaidWork>, key: Key) {
        let waiting = self.waiting_for_key.lock();
        let mut waiting = waiting.unwrap_or_else(PoisonError::into_inner);
        match key {
            Key::Good => waiting.remove(&work.into()),
            Key::Missing => waiting.insert(work.into()),
        };
    }

    fn is_waiting_for_key(&self, work: PaidWork) -> bool {
        let waiting = self.waiting_for_key.lock();
        let waiting = waiting.unwrap_or_else(PoisonError::into_inner);
        waiting.contains(&work)
    }

    /// How many submissions are under way.
    pub(crate) fn submitting(&self) -> usize {
        self.submitting.load(Ordering::SeqCst)
    }

    /// Says that something may be in the queue.
    pub(crate) fn wake(&self) {
        self.inbox().wakes += 1;
        self.woken.notify_all();
    }
}

/// As many turns as may be taken at once; the others wait in their order.
pub(crate) struct Turns<const AT_ONCE: usize>(tokio::sync::Semaphore);

impl<const AT_ONCE: usize> Default for Turns<AT_ONCE> {
    fn default() -> Self {
        Self(tokio::sync::Semaphore::new(AT_ONCE))
    }
}

impl<const AT_ONCE: usize> Turns<AT_ONCE> {
    /// Waits for a turn, which ends when what is given is dropped.
    pub(crate) async fn take(&self) -> Option<tokio::sync::SemaphorePermit<'_>> {
        // Nobody closes it.
        self.0.acquire().await.ok()
    }
}

/// What a provider says of the key when it is asked about work there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// It answers.
    Good,
    /// None is set, or it is refused.
    Missing,
}

/// A submission that is under way.
pub(crate) struct Submitting<'r>(&'r Runner);

impl Drop for Submitting<'_> {
    fn drop(&mut self) {
        self.0.submitting.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Work that is carried side by side with the other lanes'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lane {
    /// Jobs on photos, and the packing of runs.
    Photos,
    /// Trainings on this computer.
    Trainings,
    /// Drawings on this computer.
    Drawings,
    /// Trainings and drawings at hosted providers, side by side.
    Hosted,
}

impl Studio {
    /// Starts carrying work where no other program does. Where one does, this one watches and
    /// takes over when the other ends. Returns whether this program holds the lock now.
    ///
    /// # Errors
    /// When the lock file cannot be opened or the thread not be started.
    pub fn start_runner(self: &Arc<Self>) -> anyhow::Result<bool> {
        let lock = self.library.try_lock_runner().context("open runner.lock")?;
        let holds_lock = lock.is_some();
        {
            let mut inbox = self.runner.inbox();
            if inbox.started {
                return Ok(inbox.holds_lock);
            }
            inbox.started = true;
            inbox.holds_lock = holds_lock;
            inbox.wakes += 1;
        }
        let studio = Arc::clone(self);
        std::thread::Builder::new()
            .name("runner".to_owned())
            .spawn(move || studio.run_until_ended(lock))
            .context("start the runner")?;
        Ok(holds_lock)
    }

    /// Stops carrying work and gives the lock back. What is half done goes on at the next start.
    pub fn end_runner(&self) {
        self.runner.ending.store(true, Ordering::SeqCst);
        self.runner.woken.notify_all();
        let deadline = Instant::now() + PATIENCE;
        let mut inbox = self.runner.inbox();
        while inbox.started && !inbox.ended && Instant::now() < deadline {
            let waited = self
                .runner
                .woken
                .wait_timeout(inbox, Duration::from_millis(50));
            inbox = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Jobs that are not finished, and those finished since this program started.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_jobs(&self) -> anyhow::Result<Vec<Job>> {
        let mut jobs = self.store.read(|db| db.list_jobs(self.opened_at))?;
        for job in &mut jobs {
            self.correct(job);
        }
        Ok(jobs)
    }

    /// Where a job stands.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn load_job(&self, id: JobId) -> anyhow::Result<JobRow> {
        let mut row = self.store.read(|db| db.load_job(id))?;
        self.correct(&mut row.job);
        Ok(row)
    }

    /// An outcome that could not be written stands above its row.
    fn correct(&self, job: &mut Job) {
        if let Some(outcome) = self
            .runner
            .unwritten()
            .iter()
            .find(|other| other.id == job.id)
        {
            *job = outcome.clone();
        }
    }

    /// Stops a job; what it has done stays. One that another program carries is stopped by it.
    ///
    /// When this returns, the wish outlives the program: as the job's end where that came soon,
    /// else as a note in its row.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn cancel_job(&self, id: JobId) -> anyhow::Result<()> {
        if let Some(stop) = self.runner.find_stop(id) {
            stop.ask();
            // Who carries the job has told of its end.
            if stop.wait_for_rest(HEED) == Some(Rest::Ended) {
                return Ok(());
            }
        }
        let job = self.store.write(|tx| tx.ask_cancel(id, self.now()))?;
        self.events.send(Event::JobChanged { job });
        Ok(())
    }

    fn run_until_ended(self: &Arc<Self>, mut lock: Option<File>) {
        let mut seen = 0;
        while lock.is_none() && !self.is_ending() {
            lock = self.take_over();
            if lock.is_none() {
                self.wait_for_work(&mut seen);
                self.notice_others();
            }
        }
        if lock.is_some() {
            self.recover();
            self.carry_lanes();
        }
        drop(lock);
        self.runner.inbox().ended = true;
        self.runner.woken.notify_all();
    }

    fn carry_lanes(self: &Arc<Self>) {
        std::thread::scope(|scope| {
            for (lane, name) in [
                (Lane::Trainings, "trainings"),
                (Lane::Drawings, "drawings"),
                (Lane::Hosted, "hosted"),
            ] {
                let thread = std::thread::Builder::new().name(name.to_owned());
                if let Err(error) = thread.spawn_scoped(scope, move || self.carry_lane(lane)) {
                    tracing::error!(%error, name, "a lane cannot be started");
                }
            }
            self.carry_lane(Lane::Photos);
        });
    }

    fn carry_lane(self: &Arc<Self>, lane: Lane) {
        if lane == Lane::Hosted {
            return self.carry_hosted();
        }
        let mut seen = 0;
        while !self.is_ending() {
            let carried = match lane {
                Lane::Photos => self.carry_next() || self.pack_next_run(),
                Lane::Trainings => self.carry_next_run(),
                Lane::Drawings => self.carry_next_drawing(),
                Lane::Hosted => false,
            };
            if carried {
                continue;
            }
            self.wait_for_work(&mut seen);
            if lane == Lane::Photos {
                self.write_what_was_left();
                self.notice_others();
            }
        }
    }

    /// Waits until something was put into a queue since the last call, or for a while.
    pub(crate) fn wait_for_work(&self, seen: &mut u64) {
        let inbox = self.runner.inbox();
        let idle = |inbox: &mut Inbox| inbox.wakes == *seen && !self.is_ending();
        let waited = self.runner.woken.wait_timeout_while(inbox, WATCH, idle);
        let wakes = waited.unwrap_or_else(PoisonError::into_inner).0.wakes;
        *seen = wakes;
    }

    fn notice_others(&self) {
        if self.library.take_raise_request() {
            self.events.send(Event::RaiseAsked);
        }
        self.requests.tell_rest();
        match self.store.foreign_commits() {
            Ok(commits) if self.seen_commits.swap(commits, Ordering::SeqCst) != commits => {
                self.notice_settings();
                self.events.send(Event::LibraryChanged);
                self.runner.wake();
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the database cannot be watched"),
        }
    }

    fn take_over(&self) -> Option<File> {
        let lock = self.library.try_lock_runner().ok().flatten()?;
        tracing::info!("the program that carried the work has ended; this one takes over");
        self.runner.inbox().holds_lock = true;
        self.recover();
        Some(lock)
    }

    /// What the holder of the lock does first: half files away, interrupted jobs back into the
    /// queue, deletions and imports of models to their end, what cancelled runs have left away, sheets that were not written, and the
    /// daily copy.
    fn recover(&self) {
        let swept = self.shelf.sweep();
        let requeued = self.store.write::<_, StoreError>(|tx| {
            tx.requeue_interrupted_drawings(self.now())?;
            tx.requeue_interrupted_jobs(self.now())
        });
        tracing::info!(?swept, ?requeued, "recovered");
        if let Err(error) = self.finish_deletions() {
            tracing::warn!(
                error = format!("{error:#}"),
                "a deletion could not be finished"
            );
        }
        if let Err(error) = self.clear_all_ended() {
            tracing::warn!(
                error = format!("{error:#}"),
                "what ended runs have left stays"
            );
        }
        if let Err(error) = self.finish_imports() {
            tracing::warn!(
                error = format!("{error:#}"),
                "imports of models are not finished"
            );
        }
        if let Err(error) = self.finish_captionings() {
            tracing::warn!(
                error = format!("{error:#}"),
                "captions cannot be given to their datasets"
            );
        }
        if let Err(error) = self.keep_lost_sheets() {
            tracing::warn!(
                error = format!("{error:#}"),
                "evaluation sheets are not kept"
            );
        }
        if let Err(error) = self.queue_all_inspections() {
            tracing::warn!(
                error = format!("{error:#}"),
                "photos cannot be queued for inspection"
            );
        }
        if let Err(error) = self.store.back_up_daily(self.now()) {
            tracing::warn!(%error, "the daily copy could not be made");
        }
    }

    /// Carries one job. Returns whether there was one.
    fn carry_next(self: &Arc<Self>) -> bool {
        let claimed = match self.store.write(|tx| tx.claim_job(self.now())) {
            Ok(Some(claimed)) => claimed,
            Ok(None) => return false,
            Err(error) => {
                tracing::warn!(%error, "the queue cannot be read");
                return false;
            }
        };
        let id = claimed.job.id;
        let stop = Arc::new(Stop::default());
        if claimed.cancel_asked {
            stop.ask();
        }
        *self.runner.current() = Some((id, Arc::clone(&stop)));
        let span = tracing::info_span!("job", %id, attempt = claimed.attempts);
        let _entered = span.enter();
        let job = match claimed.task.clone() {
            JobTask::Import { sources } => {
                self.carry_import(claimed, Sources::Paths(sources), &stop)
            }
            JobTask::Samples => self.carry_import(claimed, Sources::Samples, &stop),
            JobTask::Measure => self.carry_measuring(claimed, &stop),
            JobTask::Faces => self.carry_faces(claimed, &stop),
            JobTask::Archive => self.carry_archive(claimed, &stop),
            JobTask::Export { format, to } => {
                self.carry_export(claimed, format, &PathBuf::from(to), &stop)
            }
        };
        *self.runner.current() = None;
        stop.note_rest(match job.state.is_terminal() {
            true => Rest::Ended,
            false => Rest::PutBack,
        });
        self.events.send(Event::JobChanged { job });
        true
    }

    /// Whether the work of `job` has to stop: the person or the end of the program wants it.
    pub(crate) fn has_to_stop(&self, stop: &Stop) -> bool {
        stop.is_asked() || self.runner.ending.load(Ordering::SeqCst)
    }

    /// Writes where a job stands. An outcome that finds no room on the disk is kept here and
    /// written later; if the program ends before, the row is taken up again at the next start.
    /// So is one that has not ended after a power cut, wherever it stood: for that nobody waits.
    pub(crate) fn save_progress(&self, job: &Job) {
        if let Err(error) = self.write_progress(job) {
            tracing::warn!(%error, "the job's row cannot be written");
            if job.state.is_terminal() {
                self.runner.unwritten().push(job.clone());
            }
        }
    }

    fn write_progress(&self, job: &Job) -> Result<(), StoreError> {
        match job.state.is_terminal() {
            true => self.store.write(|tx| tx.save_job(job, self.now())),
            false => self.store.write_unsynced(|tx| tx.save_job(job, self.now())),
        }
    }

    fn write_what_was_left(&self) {
        let mut unwritten = self.runner.unwritten();
        unwritten.retain(|job| self.write_progress(job).is_err());
    }

    /// Whether the program ends, as opposed to a person who cancels.
    pub(crate) fn is_ending(&self) -> bool {
        self.runner.ending.load(Ordering::SeqCst)
    }

    /// Waits until `id` is finished, here or in the program that carries the work, and calls
    /// `progress` now and then.
    ///
    /// # Errors
    /// When the database fails.
    pub fn watch_job(&self, id: JobId, mut progress: impl FnMut(&Job)) -> anyhow::Result<Job> {
        loop {
            let job = self.load_job(id)?.job;
            progress(&job);
            if job.state.is_terminal() {
                return Ok(job);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Whether this program carries work of which its provider cannot be asked until a person has set a good key.
    /// It goes on there meanwhile.
    #[must_use]
    pub fn is_waiting_for_key(&self, work: impl Into<PaidWork>) -> bool {
        self.runner.is_waiting_for_key(work.into())
    }

    /// The runs that wait for a key, as [`Studio::is_waiting_for_key`], oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_runs_without_key(&self) -> anyhow::Result<Vec<TrainingRun>> {
        let runs = self.list_runs()?.into_iter().rev();
        Ok(runs.filter(|run| self.is_waiting_for_key(run.id)).collect())
    }

    /// Carries work until the queue is empty, but for what waits for a key.
    ///
    /// # Errors
    /// When the database fails.
    pub fn wait_until_idle(&self) -> anyhow::Result<()> {
        while self.is_work_left()? {
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Whether something goes on, here or at a provider, but for what waits for a key.
    pub(crate) fn is_work_left(&self) -> anyhow::Result<bool> {
        let unfinished = |job: &Job| !job.state.is_terminal();
        let (runs, drawings) = self.store.read(|db| -> Result<_, StoreError> {
            let mut are_open = false;
            for provider in [ProviderId::Local, ProviderId::Fal, ProviderId::Replicate] {
                let open = db.list_open_runs(provider)?;
                are_open |= open.iter().any(|run| !self.is_waiting_for_key(run.id));
                let lost = db.list_unknown_runs(provider)?;
                are_open |= lost.iter().any(|run| self.is_looked_for(run));
            }
            let hosted = db.list_hosted_drawings()?;
            let lost = db.list_unknown_drawings()?;
            let are_drawn = db.is_drawing_open()?
                || hosted.iter().any(|id| !self.is_waiting_for_key(*id))
                || lost.iter().any(|id| self.is_asked_about(*id));
            let captions = db.list_open_captions()?;
            are_open |= captions.iter().any(|id| !self.is_waiting_for_key(*id));
            are_open |= !db.list_captionings_to_apply()?.is_empty();
            Ok((are_open, are_drawn))
        })?;
        Ok(runs || drawings || self.list_jobs()?.iter().any(unfinished))
    }

    /// Whether the provider is still asked what became of a training whose reply was lost.
    pub(crate) fn is_looked_for(&self, run: &TrainingRun) -> bool {
        matches!(run.state, RunState::Unknown) && self.is_asked_about(run.id)
    }

    /// Whether this program asks the provider about work whose reply was lost.
    pub(crate) fn is_asked_about(&self, work: impl Into<PaidWork>) -> bool {
        let work = work.into();
        self.runner.inbox().holds_lock
            && !self.runner.is_left_to_people(work)
            && !self.runner.is_waiting_for_key(work)
    }

    /// Whether some program carries work.
    ///
    /// # Errors
    /// When the lock file cannot be opened.
    pub fn is_work_carried(&self) -> anyhow::Result<bool> {
        if self.runner.inbox().holds_lock {
            return Ok(true);
        }
        let lock = self.library.try_lock_runner().context("open runner.lock")?;
        Ok(lock.is_none())
    }
}
