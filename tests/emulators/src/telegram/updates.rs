//! What the bot has yet to hear: the queue of updates, and `getUpdates`, which waits for it.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use super::failure::{Failure, Outcome};
use super::parameters::Parameters;
use super::state::{Session, State};
use super::telegram::Telegram;
use super::webhook::Webhook;
use crate::provider::hold;

/// The longest wait of `getUpdates` (`LONG_POLL_MAX_TIMEOUT`), in seconds.
const LONGEST_POLL: i64 = 50;
/// The number of the first update; where Telegram begins is chance.
const FIRST_UPDATE: i64 = 730_114_501;
/// An offset further ahead than this is taken for a mistake, and confirms nothing (`TQueue::get`).
const AHEAD: i64 = 10;
/// Kinds that a bot has to ask for.
const UNASKED: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];
/// A poll that comes this soon after one with the same offset waits at least as long, where polls are held up.
const HASTE: Duration = Duration::from_secs(3);

const OTHER_POLL: &str =
    "terminated by other getUpdates request; make sure that only one bot instance is running";
const WEBHOOK_ACTIVE: &str = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

/// An update and its number.
#[derive(Debug, Clone)]
pub(super) struct Update {
    pub(super) id: i64,
    kind: &'static str,
    value: Value,
}

impl Update {
    pub(super) fn json(&self) -> Value {
        json!({ "update_id": self.id, self.kind: self.value })
    }
}

/// The queue, and who waits for it.
#[derive(Debug)]
pub(super) struct Mailbox {
    queue: VecDeque<Update>,
    next_id: i64,
    allowed: Option<BTreeSet<String>>,
    /// Goes up with each poll that waits; an older one sees that it is no longer the last.
    poll: u64,
    ended_by_webhook: bool,
    pub(super) webhook: Option<Webhook>,
    /// Whether hasty polls and repeated conflicts are held up for three seconds, as Telegram does.
    pub(super) holds_up: bool,
    last_poll: Option<(i64, Instant)>,
    last_conflict: Option<Instant>,
}

impl Default for Mailbox {
    fn default() -> Self {
        Self {
            queue: VecDeque::new(),
            next_id: FIRST_UPDATE,
            allowed: None,
            poll: 0,
            ended_by_webhook: false,
            webhook: None,
            holds_up: false,
            last_poll: None,
            last_conflict: None,
        }
    }
}

impl Mailbox {
    fn wants(&self, kind: &str) -> bool {
        match &self.allowed {
            Some(allowed) => allowed.contains(kind),
            None => !UNASKED.contains(&kind),
        }
    }

    /// Queues an update, unless the bot has said that it wants none of this kind; returns its number.
    pub(super) fn push(&mut self, kind: &'static str, value: Value) -> Option<i64> {
        self.wants(kind).then(|| self.push_unasked(kind, value))
    }

    /// Queues an update, wanted or not; returns its number.
    pub(super) fn push_unasked(&mut self, kind: &'static str, value: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        self.queue.push_back(Update { id, kind, value });
        id
    }

    /// Notes which kinds the bot wants; without the parameter it is as it was.
    pub(super) fn allow(&mut self, parameters: &Parameters) {
        let given = serde_json::from_str::<Vec<String>>(parameters.text("allowed_updates"));
        if let Ok(kinds) = given {
            let kinds: BTreeSet<String> = kinds.into_iter().collect();
            self.allowed = Some(kinds).filter(|kinds| !kinds.is_empty());
        }
    }

    pub(super) fn allowed_json(&self) -> Option<Value> {
        self.allowed.as_ref().map(|kinds| json!(kinds))
    }

    pub(super) fn pending(&self) -> usize {
        self.queue.len()
    }

    pub(super) fn clear(&mut self) {
        self.queue.clear();
    }

    pub(super) fn first(&self) -> Option<&Update> {
        self.queue.front()
    }

    /// Takes off all updates before this one; a negative offset keeps so many at the end. What is told next begins there.
    pub(super) fn confirm(&mut self, offset: i64) {
        if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            while self.queue.len() > keep {
                self.queue.pop_front();
            }
        } else if offset <= self.next_id + AHEAD {
            while self.queue.front().is_some_and(|update| update.id < offset) {
                self.queue.pop_front();
            }
        }
    }

    /// A webhook has been set: whoever waits is told so.
    pub(super) fn end_poll_for_webhook(&mut self) {
        self.ended_by_webhook = true;
        self.poll += 1;
    }

    fn tell(&self, limit: usize) -> Vec<Value> {
        self.queue.iter().take(limit).map(Update::json).collect()
    }
}

/// A poll that has begun.
struct Poll {
    number: u64,
    limit: usize,
    until: Instant,
}

enum Begun {
    Told(Value),
    Waits(Poll),
}

enum Look {
    Told(Value),
    Nothing,
    Ended(&'static str),
}

impl Telegram {
    /// `getUpdates`: confirms, tells what there is, or waits for something to tell.
    pub(super) async fn get_updates(&self, parameters: &Parameters) -> Outcome {
        let begun = begin(&mut hold(&self.state), parameters)?;
        let poll = match begun {
            Begun::Told(updates) => return Ok(updates),
            Begun::Waits(poll) => poll,
        };
        // An older poll wakes up and finds that it is not the last.
        self.stirred.notify_waiters();
        loop {
            let mut stirred = Box::pin(self.stirred.notified());
            stirred.as_mut().enable();
            let look = look(&hold(&self.state), &poll);
            match look {
                Look::Told(updates) => return Ok(updates),
                Look::Ended(why) => return Err(self.conflict(why).await),
                Look::Nothing => {}
            }
            if timeout_at(poll.until, stirred).await.is_err() {
                return Ok(json!([]));
            }
        }
    }

    /// A second conflict within three seconds is told three seconds later, where polls are held up.
    async fn conflict(&self, why: &str) -> Failure {
        let waits = {
            let mailbox = &mut hold(&self.state).mailbox;
            let recent = mailbox
                .last_conflict
                .is_some_and(|last| last.elapsed() < HASTE);
            if !recent {
                mailbox.last_conflict = Some(Instant::now());
            }
            recent && mailbox.holds_up
        };
        if waits {
            tokio::time::sleep(HASTE).await;
        }
        Failure::conflict(why)
    }
}

fn begin(state: &mut State, parameters: &Parameters) -> Outcome<Begun> {
    let mailbox = &mut state.mailbox;
    if mailbox.webhook.is_some() {
        return Err(Failure::conflict(WEBHOOK_ACTIVE));
    }
    let offset = parameters.number("offset");
    let limit = match parameters.text("limit") {
        "" => 100,
        _ => parameters.number("limit").clamp(1, 100),
    };
    let limit = usize::try_from(limit).unwrap_or(1);
    let wanted = parameters.number("timeout").clamp(0, LONGEST_POLL);
    let mut wait = Duration::from_secs(wanted.unsigned_abs());
    mailbox.allow(parameters);
    let hasty = mailbox
        .last_poll
        .is_some_and(|(last, at)| last == offset && at.elapsed() < HASTE);
    if mailbox.holds_up && hasty {
        wait = wait.max(HASTE);
    }
    mailbox.last_poll = Some((offset, Instant::now()));
    mailbox.confirm(offset);
    let updates = mailbox.tell(limit);
    if !updates.is_empty() || wait.is_zero() {
        return Ok(Begun::Told(Value::Array(updates)));
    }
    mailbox.poll += 1;
    mailbox.ended_by_webhook = false;
    Ok(Begun::Waits(Poll {
        number: mailbox.poll,
        limit,
        until: Instant::now() + wait,
    }))
}

fn look(state: &State, poll: &Poll) -> Look {
    let mailbox = &state.mailbox;
    if mailbox.poll != poll.number {
        return Look::Ended(if mailbox.ended_by_webhook {
            "terminated by setWebhook request"
        } else {
            OTHER_POLL
        });
    }
    let updates = mailbox.tell(poll.limit);
    if updates.is_empty() && state.bot.session == Session::Open {
        Look::Nothing
    } else {
        Look::Told(Value::Array(updates))
    }
}
