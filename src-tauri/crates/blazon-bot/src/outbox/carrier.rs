//! The task that owns what waits: it starts calls, hears their ends, and makes some of them again.

use super::edits::Edits;
use super::item::{EditMark, Item};
use super::retry::Next;
use super::turns::{Key, Rank, Turns};
use super::{Lane, Patience, SendError};
use crate::limiter::{Limiter, Limits};
use blazon_providers::telegram::{Connection, TelegramError};
use serde_json::Value;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::sleep_until;
use tokio_util::sync::CancellationToken;

/// Calls at once.
const AT_ONCE: usize = 30;
/// Of these so many may be something else than answers, so that slow uploads never hold one up.
const AT_ONCE_SLOWER: usize = 24;
/// So many chats that are told to wait within [`TOGETHER`] mean that the bot as a whole is too fast.
const CHATS_TOLD: usize = 3;
const TOGETHER: Duration = Duration::from_secs(2);
/// How far ahead the task looks when nothing waits.
const LONG: Duration = Duration::from_secs(3600);

/// What waits for one chat.
#[derive(Debug, Default)]
struct Queue {
    calls: VecDeque<Item>,
    /// One for each message at most.
    edits: VecDeque<Item>,
    is_busy: bool,
}

impl Queue {
    fn head(&self) -> Option<&Item> {
        self.calls.front().or(self.edits.front())
    }

    fn edit_of(&self, message: i64) -> Option<usize> {
        let is_of = |item: &Item| item.edit.is_some_and(|mark| mark.message == message);
        self.edits.iter().position(is_of)
    }
}

/// A call that has come to its end.
struct Ended {
    key: Key,
    item: Item,
    result: Result<Value, TelegramError>,
}

pub(super) struct Carrier {
    connection: Connection,
    patience: Patience,
    limiter: Limiter,
    edits: Edits,
    queues: HashMap<Key, Queue>,
    turns: Turns,
    calls: JoinSet<Ended>,
    told_to_wait: VecDeque<(Instant, i64)>,
    beside: u64,
}

impl Carrier {
    pub(super) fn new(connection: Connection, limits: Limits, patience: Patience) -> Self {
        Self {
            connection,
            patience,
            limiter: Limiter::new(limits),
            edits: Edits::default(),
            queues: HashMap::new(),
            turns: Turns::default(),
            calls: JoinSet::new(),
            told_to_wait: VecDeque::new(),
            beside: 0,
        }
    }

    /// Carries calls until it is stopped. Who still waits then hears so, since all that waits is dropped.
    pub(super) async fn carry(
        mut self,
        mut inbox: mpsc::UnboundedReceiver<Item>,
        room: Arc<Semaphore>,
        stop: CancellationToken,
    ) {
        let mut is_open = true;
        while is_open || !self.queues.is_empty() {
            let moment = self.start_calls(Instant::now());
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                Some(ended) = self.calls.join_next() => match ended {
                    Ok(ended) => self.ended(ended, Instant::now()),
                    Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
                    Err(_) => {}
                },
                item = inbox.recv(), if is_open => match item {
                    Some(item) => self.take(item, Instant::now()),
                    None => is_open = false,
                },
                () = sleep_until(moment.into()) => {}
            }
        }
        room.close();
    }

    fn take(&mut self, item: Item, now: Instant) {
        let chat = item.target.chat;
        let key = if item.is_beside() {
            self.beside += 1;
            Key::Beside(self.beside)
        } else {
            Key::Chat(chat)
        };
        if let Some(mark) = item.edit {
            self.take_edit(key, item, mark, now);
        } else {
            if let Some(message) = item.changes() {
                self.take_change(key, &item, message, now);
            }
            self.queues.entry(key).or_default().calls.push_back(item);
        }
        self.place(key, now);
    }

    /// Newer words take the place of older ones, and the last ones are not followed by others.
    fn take_edit(&mut self, key: Key, mut item: Item, mark: EditMark, now: Instant) {
        if mark.is_last {
            self.edits.over(item.target.chat, mark.message, now);
        }
        let queue = self.queues.entry(key).or_default();
        let older = queue.edit_of(mark.message);
        if let Some(mut older) = older.and_then(|place| queue.edits.remove(place)) {
            if !mark.is_last && older.lane == Lane::Photo {
                queue.edits.push_front(older);
                return item.end(Ok(Value::Null));
            }
            item.permit = item.permit.or(older.permit.take());
            older.end(Ok(Value::Null));
        } else if item.permit.is_none() && !mark.is_last {
            return item.end(Err(SendError::Full));
        }
        if mark.is_last {
            queue.edits.push_front(item);
        } else {
            queue.edits.push_back(item);
        }
    }

    /// A message is changed or taken away by other means than an edit of ours.
    fn take_change(&mut self, key: Key, item: &Item, message: i64, now: Instant) {
        let chat = item.target.chat;
        self.edits.changed(chat, message);
        if item.call.method != "deleteMessage" {
            return;
        }
        self.edits.over(chat, message, now);
        let queue = self.queues.entry(key).or_default();
        let edit = queue.edit_of(message);
        if let Some(edit) = edit.and_then(|place| queue.edits.remove(place)) {
            edit.end(Ok(Value::Null));
        }
    }

    /// Puts a chat in line for the next thing that waits for it.
    fn place(&mut self, key: Key, now: Instant) {
        let Some(queue) = self.queues.get_mut(&key) else {
            return;
        };
        if queue.is_busy {
            return;
        }
        let Some(head) = queue.head() else {
            self.queues.remove(&key);
            self.turns.remove(key);
            return;
        };
        let chat = head.target.chat;
        let mut at = head.not_before.unwrap_or(now);
        let rank = match (key, head.lane) {
            (Key::Beside(_), _) => Rank::Beside,
            (Key::Chat(_), Lane::Answer) => Rank::Answer,
            (Key::Chat(_), Lane::Notice) => Rank::Notice,
            (Key::Chat(_), Lane::Photo) => Rank::Photo,
            (Key::Chat(_), Lane::Edit) => Rank::Edit,
        };
        if rank != Rank::Beside {
            at = at.max(match head.weight() {
                Some(weight) => self.limiter.chat_is_ready_at(head.target, weight, now),
                None => self.limiter.chat_pause_ends_at(chat, now),
            });
        }
        if head.edit.is_some() {
            at = at.max(self.edits.are_ready_at(chat, now));
        }
        self.turns.put(key, rank, at, now);
    }

    /// Starts what may go now; returns when to look again if nothing happens before.
    fn start_calls(&mut self, now: Instant) -> Instant {
        self.turns.wake(now);
        let pause = self.limiter.pause_ends_at(now);
        if pause > now {
            return pause;
        }
        for rank in Rank::ALL {
            let most = match rank {
                Rank::Beside | Rank::Answer => AT_ONCE,
                Rank::Notice | Rank::Photo | Rank::Edit => AT_ONCE_SLOWER,
            };
            while self.calls.len() < most {
                let ready = self.limiter.all_are_ready_at(now);
                if rank != Rank::Beside && ready > now {
                    return self.turns.next_moment().map_or(ready, |at| at.min(ready));
                }
                let Some(key) = self.turns.next(rank) else {
                    break;
                };
                self.start(key, now);
            }
        }
        self.turns.next_moment().unwrap_or(now + LONG)
    }

    fn start(&mut self, key: Key, now: Instant) {
        let Some(queue) = self.queues.get_mut(&key) else {
            return;
        };
        let next = queue.calls.pop_front().or_else(|| queue.edits.pop_front());
        let Some(item) = next else {
            return;
        };
        let target = item.target;
        if let Some(mark) = &item.edit {
            if self.edits.is_idle(target.chat, mark, now) {
                item.end(Ok(Value::Null));
                return self.place(key, now);
            }
            self.edits.sent(target.chat, now);
        }
        queue.is_busy = true;
        if item.weight().is_some() {
            self.limiter.take(target, now);
        }
        let connection = self.connection.clone();
        let patience = self.patience;
        self.calls.spawn(async move {
            let result = item.call.make(&connection, &patience).await;
            Ended { key, item, result }
        });
    }

    fn ended(&mut self, ended: Ended, now: Instant) {
        let Ended { key, item, result } = ended;
        if let Some(queue) = self.queues.get_mut(&key) {
            queue.is_busy = false;
        }
        let chat = item.target.chat;
        let is_change = item.edit.is_some() || item.changes().is_some();
        match result {
            Err(error) if !(is_change && error.is_not_modified()) => {
                self.failed(key, item, error, now);
            }
            result => {
                if let Some(mark) = &item.edit {
                    self.edits.shown(chat, mark, now);
                }
                item.end(Ok(result.unwrap_or_default()));
            }
        }
        self.place(key, now);
    }

    fn failed(&mut self, key: Key, mut item: Item, error: TelegramError, now: Instant) {
        let nature = item.nature();
        let next = item.tries.failed(&error, nature, &self.patience, now);
        let method = item.call.method;
        let wait = match next {
            Next::GivenUp => {
                tracing::debug!(method, %error, "given up");
                return item.end(Err(error.into()));
            }
            Next::Again(wait) => wait,
            Next::Paused(wait) => {
                self.told_to_wait(item.target.chat, wait, now);
                Limiter::clip(wait)
            }
        };
        tracing::debug!(method, %error, ?wait, "again");
        let Some(queue) = self.queues.get_mut(&key) else {
            return;
        };
        item.not_before = Some(now + wait);
        match item.edit {
            Some(mark) if queue.edit_of(mark.message).is_some() => item.end(Ok(Value::Null)),
            Some(_) => queue.edits.push_front(item),
            None => queue.calls.push_front(item),
        }
    }

    fn told_to_wait(&mut self, chat: i64, wait: Duration, now: Instant) {
        self.limiter.pause_chat(chat, wait, now);
        self.told_to_wait
            .retain(|(at, told)| *told != chat && now.saturating_duration_since(*at) <= TOGETHER);
        self.told_to_wait.push_back((now, chat));
        if self.told_to_wait.len() >= CHATS_TOLD {
            tracing::info!(?wait, "Telegram asks the whole bot to wait");
            self.limiter.pause_all(wait, now);
            self.told_to_wait.clear();
        }
    }
}
