//! Who carries hosted work, several pieces side by side: trainings from their acceptance to their model, drawings
//! (`hosted_drawing_carrier.rs`) and captions (`caption_carrier.rs`).
//!
//! Each step is a committed row before the next begins, so that a crash anywhere goes on from the row:
//! - while the archive is sent: it is sent again, which costs nothing;
//! - between `Submitting` and the request's id: the reply counts as lost. Replicate is asked whether it was taken; fal
//!   cannot tell, and a person has to look. It is never submitted again by itself;
//! - after that: by the request's id;
//! - while weights come: they are fetched again;
//! - a provider that does not answer ends nothing: the training goes on there, and so do the questions.

use crate::hosted_cost::settled;
use crate::hosted_course::HostedCourse;
use crate::model_keeping::reason_not_kept;
use crate::run_folder::RunFolder;
use crate::runner::Key;
use crate::{Event, Studio};
use blazon_model::{
    ByteCount, FailureReason, LedgerKind, PaidWork, ProviderId, RequestId, RetryStep, RunEvent,
    RunId, RunLine, RunNews, RunState, Timestamp, TrainingRun,
};
use blazon_providers::Problem;
use blazon_providers::hosted::{Billed, Course, LoraAddress, Ticket, Trainer, WeightsAt};
use blazon_store::{StoreError, WeightsAddress};
use std::collections::HashSet;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Threads of hosted work that block on rows, keys and pictures.
const BLOCKING: usize = 16;
const HOSTED: [ProviderId; 2] = [ProviderId::Fal, ProviderId::Replicate];
/// How often a long step looks whether the person has cancelled.
const LOOK: Duration = Duration::from_millis(200);
/// How often progress of a transfer is written.
pub(crate) const SAVE: Duration = Duration::from_millis(300);
/// Answers without sense in a row, after which a person is told.
pub(crate) const MOST_BROKEN: u32 = 20;
/// The least time between two looks at what is to be carried: many orders at once are one look.
const BREATH: Duration = Duration::from_millis(30);
/// How long a program that ends waits for the answer to a submission.
const LAST_ANSWER: Duration = Duration::from_secs(8);

/// What follows a step.
pub(crate) enum Next {
    /// The row has changed.
    Again,
    /// After a while the same.
    Later,
    /// A person has to do something, or it is over.
    Leave,
}

impl Studio {
    /// Carries hosted trainings until the program ends.
    pub(crate) fn carry_hosted(self: &Arc<Self>) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            // Each thread keeps memory of its own; one of them only waits for work.
            .max_blocking_threads(BLOCKING)
            .build();
        match runtime {
            Ok(runtime) => runtime.block_on(self.tend_hosted()),
            Err(error) => tracing::error!(%error, "hosted trainings cannot be carried"),
        }
    }

    async fn tend_hosted(self: &Arc<Self>) {
        let mut carried = HashSet::new();
        let mut tasks = JoinSet::new();
        let mut seen = 0;
        let mut waiting = self.list_unknown();
        while !self.is_ending() {
            waiting.extend(self.list_hosted());
            for work in waiting.drain(..) {
                if carried.insert(work) {
                    tasks.spawn(Arc::clone(self).carry_paid(work));
                }
            }
            let studio = Arc::clone(self);
            let waited = tokio::task::spawn_blocking(move || {
                studio.wait_for_work(&mut seen);
                seen
            });
            seen = waited.await.unwrap_or(seen);
            tokio::time::sleep(BREATH).await;
            while let Some(ended) = tasks.try_join_next() {
                match ended {
                    Ok(work) => {
                        carried.remove(&work);
                    }
                    Err(error) => tracing::error!(%error, "hosted work is carried no more"),
                }
            }
        }
        // A submission that is under way gets its answer, or its time is up.
        let asked = Instant::now();
        while self.runner.submitting() > 0 && asked.elapsed() < LAST_ANSWER {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        tasks.abort_all();
    }

    /// What got no reply to its submission.
    fn list_unknown(&self) -> Vec<PaidWork> {
        let lists = HOSTED.map(|provider| self.store.read(|db| db.list_unknown_runs(provider)));
        let runs = lists.into_iter().flatten().flatten();
        let drawings = self.store.read(|db| db.list_unknown_drawings());
        runs.map(|run| run.id.into())
            .chain(drawings.into_iter().flatten().map(PaidWork::Drawing))
            .collect()
    }

    /// What goes on at a provider; packing is done in the photos' lane.
    fn list_hosted(&self) -> Vec<PaidWork> {
        let lists = HOSTED.map(|provider| self.store.read(|db| db.list_open_runs(provider)));
        let runs = lists.into_iter().flatten().flatten();
        let drawings = self.store.read(|db| db.list_hosted_drawings());
        let captions = self.store.read(|db| db.list_open_captions());
        runs.filter(|run| !matches!(run.state, RunState::Packing))
            .map(|run| run.id.into())
            .chain(drawings.into_iter().flatten().map(PaidWork::Drawing))
            .chain(captions.into_iter().flatten().map(PaidWork::Caption))
            .collect()
    }

    async fn carry_paid(self: Arc<Self>, work: PaidWork) -> PaidWork {
        match work {
            PaidWork::Run(run) => self.carry_hosted_run(run).await,
            PaidWork::Drawing(drawing) => self.carry_hosted_drawing(drawing).await,
            PaidWork::Caption(order) => self.carry_caption(order).await,
        }
        if !self.is_ending() {
            // Who is carried no more waits for nothing.
            self.runner.note_key(work, Key::Good);
        }
        work
    }

    async fn carry_hosted_run(self: &Arc<Self>, id: RunId) {
        let mut course = HostedCourse::default();
        while !self.is_ending() {
            let Ok(run) = self.store.read(|db| db.load_run(id)) else {
                break;
            };
            let next = match &run.state {
                RunState::Uploading { .. } => self.send_and_submit(&run).await,
                // Nobody else submits: what stands here when a run is taken up was cut off.
                RunState::Submitting => self.lose_reply(&run, "the program ended meanwhile"),
                RunState::Unknown => self.look_for(&run).await,
                RunState::Queued { .. } | RunState::Training { .. } => {
                    self.ask(&run, &mut course).await
                }
                RunState::Downloading { .. } => self.download(&run, &mut course).await,
                RunState::Checking { request } => self.keep_hosted(&run, request).await,
                RunState::Cancelling { .. } => self.stop_hosted(&run, &mut course).await,
                RunState::Draft
                | RunState::Packing
                | RunState::Quoted { .. }
                | RunState::Ready { .. }
                | RunState::Failed { .. }
                | RunState::Cancelled => Next::Leave,
            };
            match next {
                Next::Again => {}
                Next::Later => tokio::time::sleep(self.places.poll).await,
                Next::Leave => break,
            }
        }
    }

    async fn ask(self: &Arc<Self>, run: &TrainingRun, course: &mut HostedCourse) -> Next {
        let Some((trainer, ticket)) = self.taken(run).await else {
            return Next::Later;
        };
        let report = match trainer.poll_training(&ticket).await {
            Ok(report) => report,
            Err(problem) => return self.unanswered(run, &ticket, &problem, course),
        };
        course.answered();
        self.runner.note_key(run.id, Key::Good);
        let news = course.news(self, run.id, &report);
        match report.course {
            Course::Queued { position } => self.go_on(run, RunEvent::Moved(position), &news),
            Course::Working { steps } => {
                let event = course.stepped(run, steps);
                self.go_on(run, event, &news)
            }
            Course::Done { billed, .. } => self.trained(run, billed, &news),
            Course::Failed { problem, billed } => {
                self.take_news(run.id, &news, None);
                self.settle_what_is_billed(run, billed);
                self.give_up(run, &problem, Some(RetryStep::Pack))
            }
            Course::Cancelled { billed } => self.stopped_there(run, billed),
        }
    }

    /// The trainer and the request of a run that was taken. `None`, with a line in the log, where the key is missing.
    async fn taken(self: &Arc<Self>, run: &TrainingRun) -> Option<(Box<dyn Trainer>, Ticket)> {
        let request = self.store.read(|db| db.find_request(run.id)).ok()??;
        let ticket = serde_json::from_str(&request.ticket?).ok()?;
        match self.reach_trainer(run.recipe.provider).await {
            Ok(trainer) => Some((trainer, ticket)),
            Err(problem) => {
                tracing::warn!(run = %run.id, %problem, "the provider cannot be asked");
                self.note_problem_of_key(run.id, &problem);
                None
            }
        }
    }

    /// Notes that work waits for a person to set a good key, where that is the problem.
    pub(crate) fn note_problem_of_key(&self, work: impl Into<PaidWork>, problem: &Problem) {
        if matches!(problem, Problem::NoKey { .. } | Problem::BadKey { .. }) {
            self.runner.note_key(work, Key::Missing);
        }
    }

    /// The provider did not answer, or made no sense. The training goes on there; a person is told when it lasts.
    fn unanswered(
        &self,
        run: &TrainingRun,
        ticket: &Ticket,
        problem: &Problem,
        course: &mut HostedCourse,
    ) -> Next {
        let times = course.unanswered();
        self.note_problem_of_key(run.id, problem);
        if times == 1 {
            let news = self.line(&format!("no answer: {}", chain(problem)));
            self.take_news(run.id, &news, None);
        }
        if makes_no_sense(problem) && times >= MOST_BROKEN {
            let request = ticket.request.clone();
            return self.give_up(run, problem, Some(RetryStep::Poll { request }));
        }
        Next::Later
    }

    fn go_on(&self, run: &TrainingRun, event: RunEvent, news: &(RunNews, u32)) -> Next {
        self.take_news(run.id, news, Some(event));
        Next::Later
    }

    /// Writes what is new of a run, and moves it on where it is not being cancelled.
    pub(crate) fn take_news(&self, id: RunId, news: &(RunNews, u32), event: Option<RunEvent>) {
        let (news, lines) = news;
        let taken = self.store.write::<_, StoreError>(|tx| {
            tx.add_news(id, news)?;
            if *lines > 0 {
                tx.save_lines_read(id, *lines)?;
            }
            let run = tx.load_run(id)?;
            match event {
                Some(event) if !matches!(run.state, RunState::Cancelling { .. }) => {
                    tx.advance_run(id, event, self.now())
                }
                Some(_) | None => Ok(run),
            }
        });
        match taken {
            Ok(run) => {
                if !news.is_empty() {
                    self.events.send(Event::RunWentOn {
                        run: id,
                        news: news.clone(),
                    });
                }
                self.tell_run(&run);
            }
            Err(error) => tracing::warn!(%error, "the course of a run cannot be written"),
        }
    }

    /// It is trained: what it cost is settled, and the weights are to be fetched.
    fn trained(&self, run: &TrainingRun, billed: Billed, news: &(RunNews, u32)) -> Next {
        self.take_news(run.id, news, None);
        let moved = self.store.write::<_, StoreError>(|tx| {
            let now = tx.load_run(run.id)?;
            if matches!(now.state, RunState::Cancelling { .. }) {
                return Ok(());
            }
            self.close(tx, run.id, LedgerKind::Settled, |quote| {
                settled(quote, billed)
            })?;
            tx.advance_run(run.id, RunEvent::Trained, self.now())
                .map(drop)
        });
        self.tell_row(run.id);
        self.events.send(Event::SpendChanged);
        match moved {
            Ok(()) => Next::Again,
            Err(error) => {
                tracing::warn!(%error, "a finished training cannot be noted");
                Next::Later
            }
        }
    }

    /// Settles what a provider charges for all the same, where it says so; else what is set aside stays for who
    /// gives it back.
    pub(crate) fn settle_what_is_billed(&self, run: &TrainingRun, billed: Billed) {
        if billed.seconds.is_none_or(|seconds| seconds <= 0.0) {
            return;
        }
        let settled = self.store.write::<_, StoreError>(|tx| {
            self.close(tx, run.id, LedgerKind::Settled, |quote| {
                settled(quote, billed)
            })
        });
        if let Err(error) = settled {
            tracing::warn!(%error, "what a training cost cannot be noted");
        }
    }

    /// It was stopped: by the person here, or at the provider, which is told as what it is.
    pub(crate) fn stopped_there(&self, run: &TrainingRun, billed: Billed) -> Next {
        self.settle_what_is_billed(run, billed);
        let found = self.store.read(|db| db.load_run(run.id));
        if !found.is_ok_and(|run| matches!(run.state, RunState::Cancelling { .. })) {
            let said = "the training was stopped at the provider";
            let reason = FailureReason::StoppedThere;
            return self.end_run(run, reason, said, Some(RetryStep::Pack));
        }
        if let Err(error) = self.store.write(|tx| self.refund(tx, run.id)) {
            tracing::warn!(%error, "a cancelled training cannot be noted");
            return Next::Later;
        }
        self.events.send(Event::SpendChanged);
        self.confirm_cancel(run);
        Next::Leave
    }

    async fn download(self: &Arc<Self>, run: &TrainingRun, course: &mut HostedCourse) -> Next {
        let Some((trainer, ticket)) = self.taken(run).await else {
            return Next::Later;
        };
        // Addresses of results change, so it is asked for each time.
        let weights = match trainer.poll_training(&ticket).await {
            Ok(report) => match report.course {
                Course::Done { result, .. } => {
                    self.runner.note_key(run.id, Key::Good);
                    self.note_weights(run.id, &result);
                    result
                }
                Course::Failed { problem, .. } => {
                    let request = ticket.request.clone();
                    return self.give_up(run, &problem, Some(RetryStep::Download { request }));
                }
                Course::Cancelled { billed } => return self.stopped_there(run, billed),
                Course::Queued { .. } | Course::Working { .. } => return Next::Later,
            },
            Err(problem) => return self.unanswered(run, &ticket, &problem, course),
        };
        let progress = self.progress_of(run, |received| RunEvent::Received {
            received,
            total: None,
        });
        let to = RunFolder::of(self.library.home(), run.id).weights();
        let fetching = trainer.fetch_weights(&weights, &to, &progress);
        match self.unless_cancelled(run.id, fetching).await {
            None => Next::Again,
            Some(Ok(fetched)) => {
                tracing::info!(run = %run.id, bytes = fetched.bytes.0, "weights were fetched");
                self.take_news(run.id, &(RunNews::default(), 0), Some(RunEvent::Downloaded));
                Next::Again
            }
            Some(Err(problem)) if problem.may_pass() => {
                self.unanswered(run, &ticket, &problem, course)
            }
            Some(Err(problem)) => {
                let retry = RetryStep::Download {
                    request: ticket.request,
                };
                // What is too large here are the weights, not the archive.
                let reason = if matches!(problem, Problem::TooLarge { .. }) {
                    FailureReason::BadWeights
                } else {
                    problem.reason()
                };
                self.end_run(run, reason, &chain(&problem), Some(retry))
            }
        }
    }

    /// Notes what generators there are told of the weights: drawing with them then sends nothing.
    fn note_weights(&self, run: RunId, weights: &WeightsAt) {
        let Some(there) = &weights.address else {
            return;
        };
        let at = address_from(self.now(), there);
        if let Err(error) = self.store.write(|tx| tx.save_run_address(run, &at)) {
            tracing::warn!(%error, "where the weights lie cannot be noted");
        }
    }

    async fn keep_hosted(self: &Arc<Self>, run: &TrainingRun, request: &RequestId) -> Next {
        let id = run.id;
        match self.blocking(move |studio| studio.keep_model(id)).await {
            Ok(run) => {
                self.tell_run(&run);
                self.events.send(Event::ModelsChanged);
            }
            Err(error) => {
                let reason = reason_not_kept(&error);
                let request = request.clone();
                let retry = Some(RetryStep::Download { request });
                self.fail_run(id, reason, retry, &format!("{error:#}"));
            }
        }
        Next::Leave
    }

    /// Ends a run for a problem, as [`Studio::end_run`].
    pub(crate) fn give_up(
        &self,
        run: &TrainingRun,
        problem: &Problem,
        retry: Option<RetryStep>,
    ) -> Next {
        self.end_run(run, problem.reason(), &chain(problem), retry)
    }

    /// Ends a run for a reason: what was set aside is given back in the same transaction. `said` is for the log.
    pub(crate) fn end_run(
        &self,
        run: &TrainingRun,
        reason: FailureReason,
        said: &str,
        retry: Option<RetryStep>,
    ) -> Next {
        tracing::warn!(run = %run.id, said, "a hosted training cannot go on");
        let news = self.line(said).0;
        let now = self.now();
        let ended = self.store.write::<_, StoreError>(|tx| {
            tx.add_news(run.id, &news)?;
            // What was taken goes on to be asked about, and stays set aside.
            if !matches!(
                retry,
                Some(RetryStep::Poll { .. } | RetryStep::Download { .. })
            ) {
                self.refund(tx, run.id)?;
            }
            if matches!(tx.load_run(run.id)?.state, RunState::Cancelling { .. }) {
                return tx.advance_run(run.id, RunEvent::CancelConfirmed, now);
            }
            tx.advance_run(run.id, RunEvent::Fail { reason, retry }, now)
        });
        match ended {
            Ok(ended) => {
                if matches!(ended.state, RunState::Cancelled) {
                    self.clear_cancelled(run.id);
                }
                self.events.send(Event::RunWentOn { run: run.id, news });
                self.events.send(Event::SpendChanged);
                self.tell_run(&ended);
                Next::Leave
            }
            Err(error) => {
                tracing::warn!(%error, "a failed run cannot be written");
                Next::Later
            }
        }
    }

    /// Waits for `work`, unless the person cancels; then it is dropped.
    pub(crate) async fn unless_cancelled<T>(
        &self,
        id: RunId,
        work: impl Future<Output = T>,
    ) -> Option<T> {
        let is_cancelled = || {
            let found = self.store.read(|db| db.load_run(id));
            found.is_ok_and(|run| matches!(run.state, RunState::Cancelling { .. }))
        };
        unless(is_cancelled, work).await
    }

    /// Writes how far a transfer is, a few times a second.
    pub(crate) fn progress_of<'s>(
        &'s self,
        run: &TrainingRun,
        event: impl Fn(ByteCount) -> RunEvent + Send + Sync + 's,
    ) -> impl Fn(ByteCount) + Send + Sync + 's {
        let id = run.id;
        let written = Mutex::new(Instant::now());
        move |bytes| {
            let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
            if written.elapsed() < SAVE {
                return;
            }
            *written = Instant::now();
            let now = self.now();
            // A run that is being cancelled is moved on by nobody else.
            if let Ok(run) = self.store.write(|tx| tx.advance_run(id, event(bytes), now)) {
                self.tell_run(&run);
            }
        }
    }

    pub(crate) fn line(&self, text: &str) -> (RunNews, u32) {
        let line = RunLine {
            at: self.now(),
            text: text.to_owned(),
        };
        let news = RunNews {
            log: vec![line],
            ..RunNews::default()
        };
        (news, 0)
    }

    pub(crate) fn tell_row(&self, id: RunId) {
        if let Ok(run) = self.store.read(|db| db.load_run(id)) {
            self.tell_run(&run);
        }
    }
}

/// An address as it is kept, from what a provider says of it at `now`.
pub(crate) fn address_from(now: Timestamp, there: &LoraAddress) -> WeightsAddress {
    let expires_at = there.lasts.map(|lasts| {
        let lasts = i64::try_from(lasts.as_millis()).unwrap_or(i64::MAX);
        Timestamp(now.0.saturating_add(lasts))
    });
    WeightsAddress {
        address: there.address.clone(),
        expires_at,
    }
}

/// Waits for `work`, unless `is_over` becomes true meanwhile; then it is dropped.
pub(crate) async fn unless<T>(
    is_over: impl Fn() -> bool,
    work: impl Future<Output = T>,
) -> Option<T> {
    tokio::pin!(work);
    loop {
        match tokio::time::timeout(LOOK, &mut work).await {
            Ok(done) => return Some(done),
            Err(_) if is_over() => return None,
            Err(_) => {}
        }
    }
}

/// Whether a question got an answer of which nothing better is to be expected: who is away, or does not know the key,
/// may be back.
pub(crate) fn makes_no_sense(problem: &Problem) -> bool {
    !problem.may_pass()
        && !matches!(
            problem,
            Problem::NoKey { .. }
                | Problem::BadKey { .. }
                | Problem::NoCredit { .. }
                | Problem::HostRefused { .. }
                | Problem::BadProxy
        )
}

/// A problem with its causes, for the log.
pub(crate) fn chain(problem: &Problem) -> String {
    let mut text = problem.to_string();
    let mut cause = std::error::Error::source(problem);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
