//! Asks Telegram for updates for as long as the bot is on: keeps them, confirms them with the next question, hands them on.
//!
//! It knows what an update's number is and nothing of what it says. What fails is told as a [`Line`] and tried again.

use crate::inbox::Inbox;
use crate::line::{Line, Next, Standing, Trouble};
use crate::received::{Batch, KINDS, Updates};
use blazon_providers::Problem;
use blazon_providers::telegram::{Connection, TelegramError};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

/// How long Telegram keeps a question that it has no answer to, in seconds.
const LONG: u64 = 25;
/// The way there and back.
const GRACE: Duration = Duration::from_secs(5);
/// Updates in one answer at most (Bot API, getUpdates).
const MOST: usize = 100;
/// The last confirmation may take so long, while nobody waits for it.
const FAREWELL: Duration = Duration::from_secs(1);
/// An empty answer sooner than this was no long poll, as something in between may do; the next question is put off.
const HASTE: Duration = Duration::from_millis(200);

/// What becomes of updates that came while the bot was off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backlog {
    /// They are answered.
    Answered,
    /// They are let go.
    Dropped,
}

/// What a poll needs.
#[derive(Clone)]
pub struct Polling {
    /// The bot's connection.
    pub connection: Connection,
    /// Keeps what comes.
    pub updates: Arc<dyn Updates>,
    /// Takes what was kept.
    pub inbox: Inbox,
    /// Hears how the line stands.
    pub line: watch::Sender<Line>,
    /// Ends a wait early: the network is back, somebody presses "try again".
    pub wake: Arc<Notify>,
    /// Ends it, within 50 ms.
    pub stop: CancellationToken,
    /// What came before.
    pub backlog: Backlog,
    /// Counts updates of unknown kinds, which are neither kept nor handed on.
    pub unknown: Arc<AtomicU64>,
}

impl Polling {
    /// Polls until it is stopped, or until [`Line::Stopped`].
    pub async fn run(self) {
        let stop = self.stop.clone();
        let mut poll = Poll {
            standing: Standing::new(self.line.clone()),
            needs: self,
            is_open: false,
            limit: MOST,
            next: None,
            confirmed: None,
        };
        tokio::select! {
            biased;
            () = stop.cancelled() => poll.say_farewell(),
            () = poll.go_on() => {}
        }
    }
}

/// Why there are no updates.
enum Failure {
    Call(TelegramError),
    /// They came and could not be kept.
    NotKept(anyhow::Error),
    /// They came without numbers, so they cannot be confirmed.
    Numberless,
}

struct Poll {
    needs: Polling,
    standing: Standing,
    /// Whether no webhook stands in the way.
    is_open: bool,
    limit: usize,
    /// The first number that has not been kept.
    next: Option<i64>,
    /// The same as Telegram has surely heard it.
    confirmed: Option<i64>,
}

impl Poll {
    async fn go_on(&mut self) {
        loop {
            let done = if self.is_open {
                self.ask().await
            } else {
                self.open().await
            };
            if let Err(failure) = done
                && !self.wait_after(failure).await
            {
                return;
            }
        }
    }

    /// Takes a webhook away, since updates go one way only.
    async fn open(&mut self) -> Result<(), Failure> {
        let drops = self.needs.backlog == Backlog::Dropped;
        let parameters = json!({ "drop_pending_updates": drops });
        let call = self
            .needs
            .connection
            .call::<Value>("deleteWebhook", &parameters, GRACE);
        call.await.map_err(Failure::Call)?;
        self.is_open = true;
        self.needs.backlog = Backlog::Answered;
        if self.standing.trouble() != Some(Trouble::Conflict) {
            self.standing.runs();
        }
        Ok(())
    }

    async fn ask(&mut self) -> Result<(), Failure> {
        // After a trouble is over a short question shows so at once. Not after a conflict: another copy ends long ones only.
        let is_short = !matches!(self.standing.trouble(), None | Some(Trouble::Conflict));
        let seconds = if is_short { 0 } else { LONG };
        let parameters = self.parameters(seconds);
        let within = Duration::from_secs(seconds) + GRACE;
        let began = Instant::now();
        let call = self
            .needs
            .connection
            .call("getUpdates", &parameters, within);
        let values: Vec<Value> = call.await.map_err(Failure::Call)?;
        self.confirmed = self.next;
        self.limit = (self.limit * 2).min(MOST);
        if values.is_empty() {
            self.standing.runs();
            if !is_short && began.elapsed() < HASTE {
                sleep(Duration::from_secs(1)).await;
            }
            return Ok(());
        }
        self.hand_on(Batch::read(values)).await?;
        self.standing.runs();
        Ok(())
    }

    async fn hand_on(&mut self, batch: Batch) -> Result<(), Failure> {
        let next = batch.last.map(|last| last.saturating_add(1));
        if next.is_none() || next <= self.next {
            return Err(Failure::Numberless);
        }
        if !batch.texts.is_empty() {
            let kept = self.needs.updates.keep(batch.texts).await;
            kept.map_err(Failure::NotKept)?;
        }
        self.next = next;
        let unknown = &self.needs.unknown;
        unknown.fetch_add(batch.unknown, Ordering::Relaxed);
        for update in batch.updates {
            self.needs.inbox.put(update).await;
        }
        Ok(())
    }

    /// Tells what failed and waits; false if there is no going on.
    async fn wait_after(&mut self, failure: Failure) -> bool {
        let trouble = match &failure {
            Failure::Call(error) => Trouble::of(error),
            Failure::NotKept(error) => {
                tracing::warn!("updates could not be kept: {error:#}");
                Trouble::Failed
            }
            Failure::Numberless => Trouble::TelegramBroken,
        };
        let mut asked = None;
        if let Failure::Call(error) = failure {
            tracing::debug!(%error, "no updates");
            match error {
                TelegramError::TooMany { wait } => asked = Some(wait),
                TelegramError::Conflict { said } => self.is_open = !said.contains("webhook"),
                // An answer that is too long for us is shorter with fewer updates in it.
                TelegramError::Way(Problem::BrokenReply { .. }) => {
                    self.limit = (self.limit / 2).max(1);
                }
                TelegramError::BadToken
                | TelegramError::Forbidden { .. }
                | TelegramError::Refused { .. }
                | TelegramError::Broken { .. }
                | TelegramError::Way(_) => {}
            }
        }
        match self.standing.fails(trouble, asked, Instant::now()) {
            Next::Wait(wait) => drop(timeout(wait, self.needs.wake.notified()).await),
            Next::WaitOut(wait) => sleep(wait).await,
            Next::Stop => return false,
        }
        true
    }

    /// Confirms what was kept and not confirmed yet. Nobody waits for it, and where it fails the updates come again.
    fn say_farewell(&self) {
        if self.confirmed == self.next {
            return;
        }
        let mut parameters = self.parameters(0);
        parameters["limit"] = 1.into();
        let connection = self.needs.connection.clone();
        tokio::spawn(async move {
            let call = connection.call::<Value>("getUpdates", &parameters, FAREWELL);
            drop(call.await);
        });
    }

    fn parameters(&self, seconds: u64) -> Value {
        let mut parameters = json!({
            "timeout": seconds,
            "limit": self.limit,
            "allowed_updates": KINDS,
        });
        if let Some(next) = self.next {
            parameters["offset"] = next.into();
        }
        parameters
    }
}
