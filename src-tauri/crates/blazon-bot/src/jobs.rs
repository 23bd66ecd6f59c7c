//! Guests' jobs: where they stand is said in place, what is finished is painted and sent, and how one ended is told.
//!
//! Everything follows from rows, so that a bot that was killed goes on where it was. What a job costs in memory is bound by
//! how many are painted and sent at once.

use crate::limiter::Target;
use crate::outbox::{Call, Edit, Lane, Outbox, Outgoing, SendError};
use crate::painters::Painters;
use crate::replies::{self, Step, Tongue};
use blazon_core::{BotJob, BotPlace, PaintedJob, SentAs, Studio};
use blazon_model::{BotId, BotJobFailure, BotJobId, BotJobKind, BotJobState, BotTextKey};
use blazon_providers::telegram::{Attachment, Message, TelegramError};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, Semaphore};
use tokio_util::sync::CancellationToken;

/// Pictures that are painted or wait to be sent at once.
const AT_ONCE: usize = 8;
/// How often rows are looked at, beyond when something is said to have happened.
const LOOK: Duration = Duration::from_secs(1);
/// The least time between two looks.
const BREATH: Duration = Duration::from_millis(250);
/// The least time between two looks at how far everybody is: that takes as long as the queue is.
const TELL: Duration = Duration::from_secs(1);
/// How often a picture is tried to be painted or sent.
const MOST_TRIES: u32 = 3;
/// After how long it is tried again.
const AGAIN: Duration = Duration::from_secs(20);
/// Places in the queue that are said; between them the message stays as it is, so that a long queue is no flood of edits.
const SAID: [u32; 7] = [7, 9, 11, 14, 18, 23, 30];

/// Carries jobs from their rows to their guests.
pub(crate) struct Jobs {
    pub(crate) studio: Arc<Studio>,
    pub(crate) bot: BotId,
    pub(crate) outbox: Outbox,
    /// Something was ordered.
    pub(crate) ordered: Notify,
    sending: Arc<Semaphore>,
    painters: Painters,
    /// Jobs that are being announced or finished, and how often each was tried.
    at_work: Mutex<HashSet<BotJobId>>,
    tries: Mutex<HashMap<BotJobId, u32>>,
    /// What the message about a job says.
    said: Mutex<HashMap<BotJobId, Step>>,
}

impl Jobs {
    /// # Errors
    /// When the system gives no threads.
    pub(crate) fn new(studio: Arc<Studio>, bot: BotId, outbox: Outbox) -> anyhow::Result<Self> {
        Ok(Self {
            studio,
            bot,
            outbox,
            ordered: Notify::new(),
            sending: Arc::new(Semaphore::new(AT_ONCE)),
            painters: Painters::start()?,
            at_work: Mutex::default(),
            tries: Mutex::default(),
            said: Mutex::default(),
        })
    }

    /// Looks after jobs until `stop` is cancelled.
    pub(crate) async fn carry(self: &Arc<Self>, stop: &CancellationToken) {
        let mut told = None::<Instant>;
        while !stop.is_cancelled() {
            let is_time = told.is_none_or(|told| told.elapsed() >= TELL);
            if let Err(error) = self.look(stop).await {
                tracing::warn!(
                    error = format!("{error:#}"),
                    "guests' jobs cannot be looked at"
                );
            } else if is_time && self.tell_places(told.is_none(), stop).await {
                told = Some(Instant::now());
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(BREATH) => {}
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.ordered.notified() => {}
                () = self.studio.news().heard() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    /// Says how far everybody is; the first time also to those who ordered before the program ended. Whether the queue could
    /// be read.
    async fn tell_places(self: &Arc<Self>, is_first: bool, stop: &CancellationToken) -> bool {
        let bot = self.bot;
        let listed = self
            .studio
            .blocking(move |studio| studio.list_bot_places(bot));
        match listed.await {
            Ok(places) => {
                self.edit_places(&places);
                if is_first {
                    self.begin_unsaid(&places, stop).await;
                }
                true
            }
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "the queue cannot be read");
                false
            }
        }
    }

    /// Says how far those jobs are that were ordered before the program ended, and of which nothing was said.
    async fn begin_unsaid(self: &Arc<Self>, places: &[BotPlace], stop: &CancellationToken) {
        for place in places.iter().filter(|place| place.message.is_none()) {
            self.begin(place.job, stop).await;
        }
    }

    /// Takes up what is finished and what has ended.
    async fn look(self: &Arc<Self>, stop: &CancellationToken) -> anyhow::Result<()> {
        let bot = self.bot;
        let looked = self.studio.blocking(move |studio| {
            studio.settle_bot_jobs(bot)?;
            studio.list_due_bot_jobs(bot)
        });
        let due = looked.await?;
        for job in due {
            if lock(&self.at_work).insert(job.id) {
                let (jobs, stop) = (Arc::clone(self), stop.clone());
                tokio::spawn(async move {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = jobs.finish(job.id) => {}
                    }
                });
            }
        }
        Ok(())
    }

    /// Says how far jobs are, where that is worth an edit.
    fn edit_places(&self, places: &[BotPlace]) {
        let mut said = lock(&self.said);
        let waiting = places.iter().filter(|place| !place.is_drawn_now);
        let before: HashMap<BotJobId, u32> = waiting.map(|place| place.job).zip(0..).collect();
        for place in places {
            let Some(message) = place.message else {
                continue;
            };
            let before = before.get(&place.job).copied().unwrap_or_default();
            if !place.is_drawn_now && before >= SAID[0] && !SAID.contains(&before) {
                continue;
            }
            let step = match place.is_drawn_now {
                true => Step::Drawn,
                false => Step::Behind(before),
            };
            if said.get(&place.job) == Some(&step) {
                continue;
            }
            let tongue = Tongue {
                language: place.language,
            };
            let target = target_of(place.chat.0);
            let edit = Edit {
                chat: target.chat,
                is_group: target.is_group,
                message,
                text: tongue.progress(place.kind, step),
                buttons: Some(tongue.stop_button(place.job)),
            };
            if self.outbox.edit(edit).is_ok() {
                said.insert(place.job, step);
            }
        }
    }

    /// Says how far a job is, in a message that is noted and edited from then on. Nothing is finished meanwhile, so that
    /// what comes of the job finds the message. What is finished already needs none.
    pub(crate) async fn begin(self: &Arc<Self>, id: BotJobId, stop: &CancellationToken) {
        if !lock(&self.at_work).insert(id) {
            return;
        }
        let looked = self
            .studio
            .blocking(move |studio| Ok((studio.load_bot_job(id)?, studio.place_before(id)?)));
        match looked.await {
            Ok((job, before)) => {
                let (jobs, stop) = (Arc::clone(self), stop.clone());
                // Whoever brought the update goes on: behind many others this may take a while.
                tokio::spawn(async move {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = jobs.announce(&job, before) => jobs.leave(id),
                    }
                });
            }
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "a job cannot be looked up");
                self.leave(id);
            }
        }
    }

    async fn announce(&self, job: &BotJob, before: u32) {
        if job.progress_message.is_some() {
            return;
        }
        let tongue = Tongue {
            language: job.language,
        };
        let (id, step) = (job.id, Step::Behind(before));
        let (text, buttons) = match job.state {
            BotJobState::Drawing => (
                tongue.progress(job.kind, step),
                Some(tongue.stop_button(job.id)),
            ),
            BotJobState::Drawn => (tongue.finishing(job.kind), None),
            BotJobState::Sent | BotJobState::Failed { .. } | BotJobState::Cancelled => return,
        };
        let outgoing = Outgoing {
            lane: Lane::Notice,
            ..replies::message(target_of(job.chat.0), &text, buttons, answered_by(job))
        };
        match self.outbox.send_message(outgoing).await {
            Ok(message) => {
                lock(&self.said).insert(id, step);
                let noted = self
                    .studio
                    .blocking(move |studio| studio.note_bot_progress(id, message.message_id));
                if let Err(error) = noted.await {
                    tracing::warn!(error = format!("{error:#}"), "a message cannot be noted");
                }
            }
            Err(error) => tracing::info!(%error, job = id.0, "a guest could not be told"),
        }
    }

    /// Somebody else may take the job up.
    fn leave(&self, id: BotJobId) {
        lock(&self.at_work).remove(&id);
        self.ordered.notify_one();
    }

    /// Sends what is finished, or tells what became of it.
    async fn finish(&self, id: BotJobId) {
        // What was listed may have been finished since.
        let known = self.studio.blocking(move |studio| studio.load_bot_job(id));
        match known.await {
            Ok(job) if is_due(&job) => match self.bring(&job).await {
                Ok(()) => {
                    lock(&self.tries).remove(&id);
                    lock(&self.said).remove(&id);
                }
                Err(error) => self.try_again_later(&job, &error).await,
            },
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "a job cannot be looked up");
            }
        }
        self.leave(id);
    }

    async fn bring(&self, job: &BotJob) -> anyhow::Result<()> {
        match job.state {
            BotJobState::Drawing => Ok(()),
            BotJobState::Drawn => self.deliver(job).await,
            BotJobState::Sent | BotJobState::Failed { .. } | BotJobState::Cancelled => {
                self.tell_end(job).await
            }
        }
    }

    async fn try_again_later(&self, job: &BotJob, error: &anyhow::Error) {
        tracing::warn!(
            error = format!("{error:#}"),
            job = job.id.0,
            "a job cannot be finished"
        );
        let tries = {
            let mut tries = lock(&self.tries);
            let tries = tries.entry(job.id).or_default();
            *tries += 1;
            *tries
        };
        let id = job.id;
        if tries >= MOST_TRIES {
            let given_up = self.studio.blocking(move |studio| {
                if studio.load_bot_job(id)?.state == BotJobState::Drawn {
                    return studio.note_bot_failure(id, BotJobFailure::Drawing);
                }
                studio.note_bot_told(id)
            });
            if let Err(error) = given_up.await {
                tracing::warn!(error = format!("{error:#}"), "a job cannot be given up");
            }
            lock(&self.tries).remove(&id);
            return;
        }
        tokio::time::sleep(AGAIN).await;
    }

    async fn deliver(&self, job: &BotJob) -> anyhow::Result<()> {
        let _sending = self.sending.acquire().await?;
        let tongue = Tongue {
            language: job.language,
        };
        let target = target_of(job.chat.0);
        if let Some(message) = job.progress_message {
            let edit = Edit {
                chat: target.chat,
                is_group: target.is_group,
                message,
                text: tongue.finishing(job.kind),
                buttons: None,
            };
            // Where too much waits it is left out: the picture itself comes next.
            drop(self.outbox.edit(edit));
        }
        let painted = self.paint(job, SentAs::Photo).await?;
        let caption = self.caption(job).await?;
        let buttons = tongue.picture_buttons(job);
        let mut parameters = json!({
            "chat_id": target.chat,
            "caption": caption,
            "reply_markup": buttons,
        });
        replies::answers(&mut parameters, answered_by(job));
        let sent = self
            .send(target, "sendPhoto", "photo", parameters, painted)
            .await;
        let id = job.id;
        match sent {
            Ok(message) => {
                let file = message.photo.last().map(|size| size.file_id.clone());
                let number = message.message_id;
                self.studio
                    .blocking(move |studio| studio.note_bot_sent(id, number, file.as_deref()))
                    .await?;
                self.remove_progress(job, target).await;
                Ok(())
            }
            Err(SendError::Telegram(TelegramError::Forbidden { .. })) => {
                self.studio
                    .blocking(move |studio| {
                        studio.note_bot_failure(id, BotJobFailure::Forbidden)?;
                        studio.note_bot_told(id)
                    })
                    .await
            }
            Err(error) => Err(error.into()),
        }
    }

    /// A job's picture as a file, in the background.
    pub(crate) async fn send_file(&self, job: BotJob) {
        let sent = async {
            let _sending = self.sending.acquire().await?;
            let painted = self.paint(&job, SentAs::File).await?;
            let target = target_of(job.chat.0);
            let parameters = json!({ "chat_id": target.chat });
            self.send(target, "sendDocument", "document", parameters, painted)
                .await?;
            anyhow::Ok(())
        };
        if let Err(error) = sent.await {
            tracing::warn!(
                error = format!("{error:#}"),
                job = job.id.0,
                "a file cannot be sent"
            );
            let tongue = Tongue {
                language: job.language,
            };
            let text = tongue.say("guest-old-button");
            let said = replies::message(target_of(job.chat.0), &text, None, None);
            drop(self.outbox.send(said).await);
        }
    }

    async fn paint(&self, job: &BotJob, as_what: SentAs) -> anyhow::Result<PaintedJob> {
        self.painters.paint(&self.studio, job, as_what).await
    }

    async fn caption(&self, job: &BotJob) -> anyhow::Result<String> {
        let tongue = Tongue {
            language: job.language,
        };
        if job.kind == BotJobKind::Portrait {
            return Ok(tongue.say("guest-portrait-ready"));
        }
        let settings = self.studio.blocking(|studio| studio.load_bot_settings());
        let settings = settings.await?;
        Ok(Studio::bot_text(
            &settings,
            tongue.language,
            BotTextKey::Ready,
        ))
    }

    async fn send(
        &self,
        target: Target,
        method: &'static str,
        field: &'static str,
        parameters: serde_json::Value,
        painted: PaintedJob,
    ) -> Result<Message, SendError> {
        let file = Attachment {
            field,
            file_name: painted.file_name,
            media_type: painted.media_type,
            bytes: painted.bytes.into(),
        };
        let outgoing = Outgoing {
            chat: target.chat,
            is_group: target.is_group,
            lane: Lane::Photo,
            call: Call {
                method,
                parameters,
                file: Some(file),
            },
        };
        self.outbox.send_message(outgoing).await
    }

    /// The message about a job that has ended well goes away; one that cannot be removed says nothing wrong.
    async fn remove_progress(&self, job: &BotJob, target: Target) {
        if let Some(message) = job.progress_message
            && let Err(error) = self.outbox.delete(target, message).await
        {
            tracing::info!(%error, job = job.id.0, "a message about a job stays");
        }
    }

    async fn tell_end(&self, job: &BotJob) -> anyhow::Result<()> {
        let tongue = Tongue {
            language: job.language,
        };
        let text = tongue.failure(job.state.failure());
        let target = target_of(job.chat.0);
        let told = match job.progress_message {
            Some(message) => {
                let edit = Edit {
                    chat: target.chat,
                    is_group: target.is_group,
                    message,
                    text,
                    buttons: None,
                };
                self.outbox.finish(edit).await
            }
            None => {
                let said = replies::message(target, &text, None, answered_by(job));
                self.outbox.send(said).await.map(drop)
            }
        };
        match told {
            // Who has blocked the bot, or removed the message, does not wait for it.
            Ok(())
            | Err(SendError::Telegram(
                TelegramError::Forbidden { .. } | TelegramError::Refused { .. },
            )) => {}
            Err(error) => return Err(error.into()),
        }
        let id = job.id;
        self.studio
            .blocking(move |studio| studio.note_bot_told(id))
            .await
    }
}

/// The message that what comes of a job answers: in a group it is seen by that whose it is.
fn answered_by(job: &BotJob) -> Option<i64> {
    job.asked_message.filter(|_| target_of(job.chat.0).is_group)
}

/// Whether something is to be sent or said.
fn is_due(job: &BotJob) -> bool {
    match job.state {
        BotJobState::Drawing => false,
        BotJobState::Drawn => true,
        BotJobState::Sent | BotJobState::Failed { .. } | BotJobState::Cancelled => !job.is_told,
    }
}

/// Groups have numbers below 0.
pub(crate) const fn target_of(chat: i64) -> Target {
    Target {
        chat,
        is_group: chat < 0,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
