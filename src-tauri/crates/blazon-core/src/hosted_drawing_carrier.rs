//! Who carries hosted drawings from their acceptance to their pictures, several side by side.
//!
//! Each step is a committed row before the next begins, so that a crash anywhere goes on from the row:
//! - while a model's weights are sent: they are sent again, which costs nothing;
//! - between `Submitting` and the request's id: the reply counts as lost (`hosted_drawing_lost.rs`), and nobody submits
//!   again;
//! - after that: by the request's id;
//! - while pictures come: those that have no row are fetched again;
//! - a provider that does not answer ends nothing: it goes on there, and so do the questions.
//!
//! What was asked of the provider and what it took lasts through a power cut. What is asked or fetched again where it is
//! missing does not wait for the disk.

use crate::explain::is_disk_full;
use crate::hosted_carrier::{MOST_BROKEN, Next, SAVE, address_from, chain, makes_no_sense, unless};
use crate::hosted_cost::settled;
use crate::hosted_drawing::chosen_of;
use crate::picture_keeping::Finished;
use crate::runner::Key;
use crate::{Event, Studio};
use anyhow::Context;
use blazon_dataset::read_drawn;
use blazon_model::{
    ByteCount, DrawFailure, Drawing, DrawingId, DrawingState, FailureReason, LedgerKind, ModelId,
    Money, ProviderId, Seed,
};
use blazon_providers::hosted::{
    Billed, Course, DrawingOrder, Generator, PictureAt, PicturesAt, StepsDone, Ticket,
};
use blazon_providers::{Fetched, Problem, SubmitError};
use blazon_store::{DrawingSubmission, StoreError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What is remembered of a drawing while it is carried.
#[derive(Default)]
struct Questions {
    /// Questions in a row that got no sensible answer.
    unanswered: u32,
    /// Whether the provider was asked to stop it.
    stop_sent: bool,
    reached: Option<Reached>,
    /// What the last answer named, until it is fetched from there.
    done: Option<PicturesAt>,
}

/// Whom to ask about a drawing that was taken, and as which request.
#[derive(Clone)]
struct Reached {
    generator: Arc<dyn Generator>,
    ticket: Arc<Ticket>,
    since: Instant,
}

impl Reached {
    /// How long it is taken for granted that key, hosts and proxy are still these. A problem ends it at once.
    const FOR: Duration = Duration::from_secs(2);

    fn holds(&self) -> bool {
        self.since.elapsed() < Self::FOR
    }
}

impl Studio {
    pub(crate) async fn carry_hosted_drawing(self: &Arc<Self>, id: DrawingId) {
        let mut questions = Questions::default();
        let is_cell = self
            .store
            .read(|db| db.load_drawing(id))
            .is_ok_and(|drawing| drawing.is_cell);
        let _turn = if is_cell {
            self.runner.cells.take().await
        } else {
            None
        };
        while !self.is_ending() {
            let Ok(drawing) = self.store.read(|db| db.load_drawing(id)) else {
                break;
            };
            let next = match &drawing.state {
                DrawingState::Queued | DrawingState::Sending { .. } => {
                    self.submit_drawing(&drawing).await
                }
                // Nobody else submits: what stands here when a drawing is taken up was cut off.
                DrawingState::Submitting => self.lose_drawing(id, "the program ended meanwhile"),
                DrawingState::Unknown => self.look_for_drawing(&drawing).await,
                DrawingState::Waiting { .. } | DrawingState::Running { .. } => {
                    self.ask_drawing(&drawing, &mut questions).await
                }
                DrawingState::Fetching => self.fetch_drawing(&drawing, &mut questions).await,
                DrawingState::Succeeded | DrawingState::Failed { .. } | DrawingState::Cancelled => {
                    Next::Leave
                }
            };
            match next {
                Next::Again => {}
                Next::Later => tokio::time::sleep(self.pace_of_drawings()).await,
                Next::Leave => break,
            }
        }
    }

    /// A drawing takes seconds where a training takes minutes.
    fn pace_of_drawings(&self) -> Duration {
        self.places.poll / 3
    }

    async fn submit_drawing(self: &Arc<Self>, drawing: &Drawing) -> Next {
        let id = drawing.id;
        let generator = match self.reach_generator(drawing.request.provider).await {
            Ok(generator) => generator,
            Err(problem) => return self.give_drawing_up(id, &problem),
        };
        let preparing = self.prepare_submission(drawing, generator.as_ref());
        let is_stopped = || self.is_drawing_stopped(id);
        let submission = match unless(is_stopped, preparing).await {
            None => return self.drawing_stopped(id),
            Some(Ok(submission)) => submission,
            Some(Err(problem)) => return self.give_drawing_up(id, &problem),
        };
        let order = match self.drawing_order(drawing, &submission) {
            Ok(order) => order,
            Err(error) => {
                let said = format!("{error:#}");
                return self.give_drawing_up(id, &Problem::Rejected { field: None, said });
            }
        };
        // From here on it may be paid: the acceptance is used up and `Submitting` committed before a byte is sent.
        let _submitting = self.runner.submit();
        let begun = self.store.write(|tx| {
            let accepted = tx.begin_drawing(id, &submission, self.now())?;
            // In a library that was restored from a copy: the ledger remembers what the rows do not.
            let quote = accepted.quote();
            let taken = self.entry(id, quote, LedgerKind::Requested, Money::ZERO);
            Ok::<_, StoreError>((tx.has_entry(taken.id)?, accepted))
        });
        let accepted = match begun {
            Ok((false, accepted)) => accepted,
            Ok((true, _)) => {
                return self.lose_drawing(id, "it was submitted before the library was restored");
            }
            // It was stopped meanwhile.
            Err(StoreError::Transition(_)) => return Next::Again,
            Err(error) => return self.fail_drawing_for_disk(id, &error.into()),
        };
        self.tell_drawing_row(id);
        match generator.submit_drawing(&accepted, &order).await {
            Ok(ticket) => self.note_drawing_ticket(id, &ticket).await,
            Err(SubmitError::Refused(problem)) => {
                self.forget_address(drawing, &problem);
                self.give_drawing_up(id, &problem)
            }
            Err(SubmitError::Unknown(problem)) => self.lose_drawing(id, &chain(&problem)),
        }
    }

    /// What has to be known before it is submitted: the account, and where the model's weights lie.
    async fn prepare_submission(
        &self,
        drawing: &Drawing,
        generator: &dyn Generator,
    ) -> Result<DrawingSubmission, Problem> {
        let account = generator.payer().await?;
        let lora = match drawing.request.model {
            Some(model) => Some(self.send_weights(drawing, model, generator).await?),
            None => None,
        };
        Ok(DrawingSubmission { lora, account })
    }

    async fn send_weights(
        &self,
        drawing: &Drawing,
        model: ModelId,
        generator: &dyn Generator,
    ) -> Result<String, Problem> {
        let _alone = self.runner.sending_weights.lock().await;
        let disk = |error: anyhow::Error| Problem::Disk {
            path: self.library.home().join("blazon.db"),
            source: std::io::Error::other(error),
        };
        let known = self
            .store
            .read(|db| self.address_of(db, &drawing.request))
            .map_err(|error| disk(error.into()))?;
        if let Some(address) = known {
            return Ok(address);
        }
        let model = self.load_model(model).map_err(disk)?;
        let progress = self.drawing_progress(drawing.id, model.bytes);
        let there = generator
            .send_weights(&self.weights_path(&model), &progress)
            .await?;
        let at = address_from(self.now(), &there);
        let saved = self
            .store
            .write(|tx| tx.save_model_address(model.id, drawing.request.provider, &at));
        if let Err(error) = saved {
            // They are sent again the next time.
            tracing::warn!(%error, "where the weights lie cannot be noted");
        }
        Ok(there.address)
    }

    /// Writes how far the weights are sent, a few times a second.
    fn drawing_progress(
        &self,
        id: DrawingId,
        total: ByteCount,
    ) -> impl Fn(ByteCount) + Send + Sync {
        let written = Mutex::new(None::<Instant>);
        move |sent| {
            let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
            if written.is_some_and(|written| written.elapsed() < SAVE) {
                return;
            }
            *written = Some(Instant::now());
            self.move_drawing(id, &DrawingState::Sending { sent, total });
        }
    }

    pub(crate) fn drawing_order(
        &self,
        drawing: &Drawing,
        submission: &DrawingSubmission,
    ) -> anyhow::Result<DrawingOrder> {
        let request = &drawing.request;
        let endpoint = self.generator_of(request)?;
        let seed = request.seed.context("find the seed")?;
        Ok(DrawingOrder {
            chosen: chosen_of(request, &endpoint),
            endpoint,
            prompt: drawing.sent_prompt.clone(),
            lora: submission
                .lora
                .clone()
                .map(|address| (address, request.strength)),
            size: [request.width, request.height],
            count: request.count,
            seed,
        })
    }

    async fn ask_drawing(self: &Arc<Self>, drawing: &Drawing, questions: &mut Questions) -> Next {
        let id = drawing.id;
        let Some(Reached {
            generator, ticket, ..
        }) = self.taken_drawing(drawing, questions).await
        else {
            return Next::Later;
        };
        if drawing.is_stopping && !questions.stop_sent {
            questions.stop_sent = generator.cancel_drawing(&ticket).await.is_ok();
        }
        let report = match generator.poll_drawing(&ticket).await {
            Ok(report) => report,
            Err(problem) => return self.drawing_unanswered(id, &problem, questions),
        };
        questions.unanswered = 0;
        self.runner.note_key(id, Key::Good);
        match report.course {
            Course::Queued { position } => {
                self.move_drawing_on(drawing, &DrawingState::Waiting { position });
                Next::Later
            }
            Course::Working { steps } => {
                self.move_drawing_on(drawing, &working(drawing, steps));
                Next::Later
            }
            Course::Done { result, billed } => {
                questions.done = Some(result);
                self.drawn_there(id, billed)
            }
            Course::Failed { problem, billed } => {
                self.forget_address(drawing, &problem);
                self.settle_drawing(id, billed);
                self.give_drawing_up(id, &problem)
            }
            Course::Cancelled { billed } => {
                self.settle_drawing(id, billed);
                self.drawing_stopped(id)
            }
        }
    }

    /// The generator and the request of a drawing that was taken; `None` where the key is missing.
    async fn taken_drawing(
        self: &Arc<Self>,
        drawing: &Drawing,
        questions: &mut Questions,
    ) -> Option<Reached> {
        if let Some(reached) = questions.reached.as_ref().filter(|reached| reached.holds()) {
            return Some(reached.clone());
        }
        let order = self
            .store
            .read(|db| db.find_drawing_order(drawing.id))
            .ok()??;
        let ticket = serde_json::from_str(&order.ticket?).ok()?;
        questions.reached = match self.reach_generator(drawing.request.provider).await {
            Ok(generator) => Some(Reached {
                generator: generator.into(),
                ticket: Arc::new(ticket),
                since: Instant::now(),
            }),
            Err(problem) => {
                self.note_problem_of_key(drawing.id, &problem);
                None
            }
        };
        questions.reached.clone()
    }

    /// The provider did not answer, or made no sense. It goes on there; a person is told when it lasts.
    fn drawing_unanswered(
        &self,
        id: DrawingId,
        problem: &Problem,
        questions: &mut Questions,
    ) -> Next {
        questions.unanswered += 1;
        questions.reached = None;
        self.note_problem_of_key(id, problem);
        if questions.unanswered == 1 {
            tracing::info!(drawing = %id, problem = chain(problem), "no answer about a drawing");
        }
        if !makes_no_sense(problem) || questions.unanswered < MOST_BROKEN {
            return Next::Later;
        }
        // It was taken, and what it cost is not told.
        self.close_drawing(id, Billed::default());
        self.fail_drawing(id, reason_of(problem), &chain(problem))
    }

    /// It is drawn: what it cost is settled, and its pictures are to be fetched.
    fn drawn_there(&self, id: DrawingId, billed: Billed) -> Next {
        let moved = self.store.write_unsynced::<_, StoreError>(|tx| {
            self.close(tx, id, LedgerKind::Settled, |quote| settled(quote, billed))?;
            tx.save_drawing(id, &DrawingState::Fetching, self.now())
        });
        self.tell_drawing_row(id);
        self.events.send(Event::SpendChanged);
        match moved {
            Ok(()) => Next::Again,
            Err(error) => {
                tracing::warn!(%error, "a finished drawing cannot be noted");
                Next::Later
            }
        }
    }

    async fn fetch_drawing(self: &Arc<Self>, drawing: &Drawing, questions: &mut Questions) -> Next {
        let id = drawing.id;
        let Some(Reached {
            generator, ticket, ..
        }) = self.taken_drawing(drawing, questions).await
        else {
            return Next::Later;
        };
        // Addresses of results change: those that could not be fetched are asked for anew.
        let result = match questions.done.take() {
            Some(result) => result,
            None => match generator.poll_drawing(&ticket).await {
                Ok(report) => match report.course {
                    Course::Done { result, .. } => result,
                    Course::Failed { problem, .. } => return self.give_drawing_up(id, &problem),
                    Course::Cancelled { .. } => return self.drawing_stopped(id),
                    Course::Queued { .. } | Course::Working { .. } => return Next::Later,
                },
                Err(problem) => return self.drawing_unanswered(id, &problem, questions),
            },
        };
        self.runner.note_key(id, Key::Good);
        let wanted = (0_u32..).zip(&result.pictures);
        for (index, picture) in wanted.filter(|(_, picture)| !picture.flagged) {
            if drawing.pictures.iter().any(|kept| kept.index == index) {
                continue;
            }
            match self
                .fetch_one(drawing, index, picture, generator.as_ref())
                .await
            {
                Ok(()) => self.tell_drawing_row(id),
                Err(Trouble::Provider(problem)) => {
                    return self.drawing_unanswered(id, &problem, questions);
                }
                Err(Trouble::Picture(said)) => {
                    return self.fail_drawing(id, DrawFailure::BadPictures, &said);
                }
                Err(Trouble::Disk(error)) => return self.fail_drawing_for_disk(id, &error),
            }
        }
        self.all_fetched(id, held_back(drawing, &result))
    }

    async fn fetch_one(
        self: &Arc<Self>,
        drawing: &Drawing,
        index: u32,
        picture: &PictureAt,
        generator: &dyn Generator,
    ) -> Result<(), Trouble> {
        let folder = tempfile::TempDir::new_in(self.library.home().join("tmp"));
        let folder = folder.map_err(|error| Trouble::Disk(error.into()))?;
        let to = folder.path().join("picture");
        let fetched = match generator.fetch_picture(picture, &to).await {
            Ok(fetched) => fetched,
            Err(Problem::Disk { path, source }) => {
                let error = anyhow::Error::from(source).context(path.display().to_string());
                return Err(Trouble::Disk(error));
            }
            Err(problem) => return Err(Trouble::Provider(problem)),
        };
        let drawing = drawing.clone();
        let _turn = self.runner.keeping.take().await;
        let kept = self
            .blocking(move |studio| Ok(studio.keep_fetched(&drawing, index, &to, &fetched)))
            .await;
        kept.map_err(Trouble::Disk)?
    }

    fn keep_fetched(
        &self,
        drawing: &Drawing,
        index: u32,
        from: &std::path::Path,
        fetched: &Fetched,
    ) -> Result<(), Trouble> {
        let file = std::fs::read(from).map_err(|error| Trouble::Disk(error.into()))?;
        let drawn = read_drawn(file).map_err(|error| Trouble::Picture(error.to_string()))?;
        let generator = self.generator_of(&drawing.request).map_err(Trouble::Disk)?;
        let model = match drawing.request.model {
            Some(model) => Some(self.load_model(model).map_err(Trouble::Disk)?),
            None => None,
        };
        let base = generator.base.or(model.as_ref().map(|model| model.base));
        let finished = Finished {
            png: drawn.png,
            hash: drawn.is_as_it_came.then(|| fetched.hash.clone()),
            index,
            seed: seed_of(drawing, index),
            size: [drawn.width, drawn.height],
            base: base.ok_or_else(|| Trouble::Picture("the base is not known".to_owned()))?,
        };
        let kept = self.keep_picture(drawing, &finished, model.as_ref());
        kept.map(drop).map_err(Trouble::Disk)
    }

    fn all_fetched(&self, id: DrawingId, held_back: u32) -> Next {
        let ended = self.store.write_unsynced::<_, StoreError>(|tx| {
            tx.save_held_back(id, held_back)?;
            let state = if tx.load_drawing(id)?.pictures.is_empty() {
                DrawingState::Failed {
                    reason: DrawFailure::Blocked,
                    detail: String::new(),
                }
            } else {
                DrawingState::Succeeded
            };
            tx.save_drawing(id, &state, self.now())
        });
        self.tell_drawing_row(id);
        match ended {
            Ok(()) => Next::Leave,
            Err(error) => {
                tracing::warn!(%error, "a finished drawing cannot be noted");
                Next::Later
            }
        }
    }

    /// It was stopped: by the person here, or at the provider, which is told as what it is.
    pub(crate) fn drawing_stopped(&self, id: DrawingId) -> Next {
        if self.is_drawing_stopped(id) {
            return self.end_drawing(id, &DrawingState::Cancelled);
        }
        let said = "the drawing was stopped at the provider";
        self.fail_drawing(id, DrawFailure::StoppedThere, said)
    }

    pub(crate) fn give_drawing_up(&self, id: DrawingId, problem: &Problem) -> Next {
        self.fail_drawing(id, reason_of(problem), &said_by(problem))
    }

    fn fail_drawing_for_disk(&self, id: DrawingId, error: &anyhow::Error) -> Next {
        let reason = if is_disk_full(error) {
            DrawFailure::DiskFull
        } else {
            DrawFailure::DiskFailed
        };
        self.fail_drawing(id, reason, &format!("{error:#}"))
    }

    pub(crate) fn fail_drawing(&self, id: DrawingId, reason: DrawFailure, detail: &str) -> Next {
        tracing::warn!(drawing = %id, detail, "a hosted drawing cannot go on");
        if self.is_drawing_stopped(id) {
            return self.end_drawing(id, &DrawingState::Cancelled);
        }
        let detail = detail.to_owned();
        self.end_drawing(id, &DrawingState::Failed { reason, detail })
    }

    /// Ends a drawing: what is still set aside is given back in the same transaction.
    fn end_drawing(&self, id: DrawingId, state: &DrawingState) -> Next {
        let ended = self.store.write::<_, StoreError>(|tx| {
            self.refund(tx, id)?;
            tx.save_drawing(id, state, self.now())
        });
        self.tell_drawing_row(id);
        self.events.send(Event::SpendChanged);
        match ended {
            Ok(()) => Next::Leave,
            Err(error) => {
                tracing::warn!(%error, "the end of a drawing cannot be written");
                Next::Later
            }
        }
    }

    /// Settles what a provider charges for all the same, where it says so.
    fn settle_drawing(&self, id: DrawingId, billed: Billed) {
        if billed.seconds.is_some_and(|seconds| seconds > 0.0) {
            self.close_drawing(id, billed);
        }
    }

    fn close_drawing(&self, id: DrawingId, billed: Billed) {
        let closed = self.store.write::<_, StoreError>(|tx| {
            self.close(tx, id, LedgerKind::Settled, |quote| settled(quote, billed))
        });
        if let Err(error) = closed {
            tracing::warn!(%error, "what a drawing cost cannot be noted");
        }
    }

    /// Weights that were not found, or not taken, are sent anew the next time.
    fn forget_address(&self, drawing: &Drawing, problem: &Problem) {
        let Some(model) = drawing.request.model else {
            return;
        };
        let may_be_theirs = matches!(
            problem,
            Problem::Rejected { .. } | Problem::WorkFailed { .. } | Problem::Gone
        );
        if !may_be_theirs || drawing.request.provider == ProviderId::Local {
            return;
        }
        let provider = drawing.request.provider;
        let forgotten = self
            .store
            .write(|tx| tx.forget_model_address(model, provider));
        if let Err(error) = forgotten {
            tracing::warn!(%error, "an address cannot be forgotten");
        }
    }

    fn move_drawing_on(&self, drawing: &Drawing, state: &DrawingState) {
        if drawing.state != *state {
            self.move_drawing(drawing.id, state);
        }
    }

    fn move_drawing(&self, id: DrawingId, state: &DrawingState) {
        match self
            .store
            .write_unsynced(|tx| tx.save_drawing(id, state, self.now()))
        {
            Ok(()) => self.tell_drawing_row(id),
            Err(error) => tracing::warn!(%error, "a drawing's row cannot be written"),
        }
    }

    fn is_drawing_stopped(&self, id: DrawingId) -> bool {
        let asked = self.store.read(|db| db.is_drawing_cancelled(id));
        asked.unwrap_or(false)
    }

    pub(crate) fn tell_drawing_row(&self, id: DrawingId) {
        if let Ok(drawing) = self.store.read(|db| db.load_drawing(id)) {
            self.tell_drawing(&drawing);
        }
    }
}

/// Why a picture was not kept.
enum Trouble {
    Provider(Problem),
    /// It is no picture.
    Picture(String),
    Disk(anyhow::Error),
}

/// The state of a drawing that is worked on; steps are told by few generators.
fn working(drawing: &Drawing, steps: Option<StepsDone>) -> DrawingState {
    let (step, steps) = match steps {
        Some(StepsDone { step, total, .. }) => (step, total),
        None => (0, drawing.request.steps),
    };
    DrawingState::Running {
        picture: 0,
        step,
        steps,
    }
}

/// Pictures that the provider's checker held back: flagged ones, and those that did not come.
fn held_back(drawing: &Drawing, result: &PicturesAt) -> u32 {
    let shown = result.pictures.iter().filter(|picture| !picture.flagged);
    let shown = u32::try_from(shown.count()).unwrap_or(u32::MAX);
    drawing.request.count.saturating_sub(shown)
}

/// The first picture's seed is the one that was sent; the others' are the provider's own.
fn seed_of(drawing: &Drawing, index: u32) -> Option<Seed> {
    drawing.request.seed.filter(|_| index == 0)
}

/// What the provider said, where it helps a person; else what happened, for the log.
pub(crate) fn said_by(problem: &Problem) -> String {
    match problem {
        Problem::Rejected { said, .. }
        | Problem::Blocked { said }
        | Problem::WorkFailed { said } => said.clone(),
        Problem::NoKey { .. }
        | Problem::BadKey { .. }
        | Problem::NoCredit { .. }
        | Problem::Busy { .. }
        | Problem::Offline { .. }
        | Problem::Silent
        | Problem::BrokenReply { .. }
        | Problem::Gone
        | Problem::HostRefused { .. }
        | Problem::BadProxy
        | Problem::TooLarge { .. }
        | Problem::BadWeights { .. }
        | Problem::Disk { .. } => chain(problem),
    }
}

fn reason_of(problem: &Problem) -> DrawFailure {
    if matches!(problem, Problem::Gone) {
        return DrawFailure::BadPictures;
    }
    match problem.reason() {
        FailureReason::NoKey => DrawFailure::NoKey,
        FailureReason::BadKey => DrawFailure::BadKey,
        FailureReason::NoCredit => DrawFailure::NoCredit,
        FailureReason::RejectedInput | FailureReason::UnfitArchive => DrawFailure::Rejected,
        FailureReason::BlockedContent => DrawFailure::Blocked,
        FailureReason::Busy => DrawFailure::Busy,
        FailureReason::Offline => DrawFailure::Offline,
        FailureReason::HostRefused => DrawFailure::HostRefused,
        FailureReason::BadProxy => DrawFailure::BadProxy,
        FailureReason::BrokenReply => DrawFailure::BrokenReply,
        FailureReason::TrainingFailed => DrawFailure::FailedThere,
        FailureReason::StoppedThere => DrawFailure::StoppedThere,
        FailureReason::NeverTaken => DrawFailure::NeverTaken,
        FailureReason::BadWeights => DrawFailure::LoraUnusable,
        FailureReason::OutOfMemory => DrawFailure::OutOfMemory,
        FailureReason::DiskFull => DrawFailure::DiskFull,
        FailureReason::DiskFailed => DrawFailure::DiskFailed,
    }
}
