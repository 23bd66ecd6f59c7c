//! How much may be sent, and when: pure rules, to which the time is given. It sends nothing and knows no message.
//!
//! Telegram does not tell its limits. These are the ones that its FAQ and the libraries name, each a little below: what
//! leaves here at even distances arrives at uneven ones.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

const MINUTE: Duration = Duration::from_secs(60);
/// How often chats are looked through for those that need not be remembered.
const SWEEP: Duration = Duration::from_secs(10);
/// The longest pause that is believed, so that no reply can silence a chat for ever.
const LONGEST_PAUSE: Duration = Duration::from_secs(24 * 3600);
/// What edits leave of a chat's messages, so that an answer need not wait for an edit.
const SPARED: f64 = 1.0;
/// The same of a group's minute.
const SPARED_OF_MINUTE: usize = 5;

/// What may be sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Messages a second to all chats together.
    pub overall: f64,
    /// So many of them at once.
    pub overall_burst: f64,
    /// Messages a second to one chat.
    pub chat: f64,
    /// So many of them at once.
    pub chat_burst: f64,
    /// Messages a minute to one group.
    pub group_minute: usize,
}

impl Default for Rates {
    /// 25 a second, 5 of them at once; to a chat one every 1.05 s after 3 at once; to a group 20 a minute.
    fn default() -> Self {
        Self {
            overall: 25.0,
            overall_burst: 5.0,
            chat: 0.95,
            chat_burst: 3.0,
            group_minute: 20,
        }
    }
}

/// Whether limits are kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limits {
    /// They are.
    Kept(Rates),
    /// They are not: for measurements against an emulator. Pauses are kept.
    Off,
}

impl Default for Limits {
    fn default() -> Self {
        Self::Kept(Rates::default())
    }
}

/// A chat, as far as limits go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Telegram's number of it.
    pub chat: i64,
    /// Groups have a limit of their own.
    pub is_group: bool,
}

/// What is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// A message, which may use what there is.
    Message,
    /// An edit, which leaves something for a message.
    Edit,
}

/// Tokens that come back with time.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Bucket {
    fn left(&self, now: Instant, rate: f64, most: f64) -> f64 {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        (self.left + since * rate).min(most)
    }

    fn holds_at(&self, wanted: f64, now: Instant, rate: f64, most: f64) -> Instant {
        let lacking = (wanted - self.left(now, rate, most)).max(0.0);
        // Rounded up: a moment too early would be one more look for nothing.
        let wait = Duration::from_secs_f64(lacking / rate);
        now + wait + Duration::from_micros(u64::from(lacking > 0.0))
    }

    fn take(&mut self, now: Instant, rate: f64, most: f64) {
        self.left = self.left(now, rate, most) - 1.0;
        self.at = now;
    }
}

#[derive(Debug)]
struct Chat {
    bucket: Bucket,
    /// When something was sent in the last minute; of groups alone.
    sent: VecDeque<Instant>,
    paused_until: Option<Instant>,
}

impl Chat {
    fn is_idle(&self, now: Instant, rates: &Rates) -> bool {
        let is_full = self.bucket.left(now, rates.chat, rates.chat_burst) >= rates.chat_burst;
        let is_silent = self.sent.back().is_none_or(|last| *last + MINUTE <= now);
        is_full && is_silent && self.paused_until.is_none_or(|until| until <= now)
    }
}

/// What was sent of late, against the limits.
#[derive(Debug)]
pub struct Limiter {
    rates: Rates,
    is_off: bool,
    overall: Option<Bucket>,
    chats: HashMap<i64, Chat>,
    paused_until: Option<Instant>,
    swept_at: Option<Instant>,
}

impl Limiter {
    /// Nothing has been sent yet.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let (rates, is_off) = match limits {
            Limits::Kept(rates) => (rates, false),
            Limits::Off => (Rates::default(), true),
        };
        Self {
            rates,
            is_off,
            overall: None,
            chats: HashMap::new(),
            paused_until: None,
            swept_at: None,
        }
    }

    /// From when on this chat takes something, as far as it alone goes; `now` if it does so already.
    #[must_use]
    pub fn chat_is_ready_at(&self, target: Target, weight: Weight, now: Instant) -> Instant {
        let Some(chat) = self.chats.get(&target.chat) else {
            return now;
        };
        let paused = self.chat_pause_ends_at(target.chat, now);
        if self.is_off {
            return paused;
        }
        let (spared, spared_of_minute) = match weight {
            Weight::Message => (0.0, 0),
            Weight::Edit => (SPARED, SPARED_OF_MINUTE),
        };
        let rates = &self.rates;
        let wanted = (1.0 + spared).min(rates.chat_burst);
        let bucket = chat
            .bucket
            .holds_at(wanted, now, rates.chat, rates.chat_burst);
        let most = rates.group_minute.saturating_sub(spared_of_minute).max(1);
        // The one that has to be a minute old before there is room.
        let first = chat.sent.len().checked_sub(most);
        let minute = first.and_then(|place| chat.sent.get(place));
        let minute = minute.map_or(now, |sent| *sent + MINUTE);
        paused.max(bucket).max(minute)
    }

    /// When the pause of this chat ends; `now` if it has none.
    #[must_use]
    pub fn chat_pause_ends_at(&self, chat: i64, now: Instant) -> Instant {
        let chat = self.chats.get(&chat);
        let until = chat.and_then(|chat| chat.paused_until);
        until.map_or(now, |until| until.max(now))
    }

    /// From when on anything may go out at all; `now` if it may already.
    #[must_use]
    pub fn all_are_ready_at(&self, now: Instant) -> Instant {
        let paused = self.pause_ends_at(now);
        match self.overall {
            Some(bucket) if !self.is_off => {
                let Rates {
                    overall,
                    overall_burst,
                    ..
                } = self.rates;
                paused.max(bucket.holds_at(1.0, now, overall, overall_burst))
            }
            Some(_) | None => paused,
        }
    }

    /// When the pause of all ends; `now` if there is none.
    #[must_use]
    pub fn pause_ends_at(&self, now: Instant) -> Instant {
        self.paused_until.map_or(now, |until| until.max(now))
    }

    /// Counts something that goes out now.
    pub fn take(&mut self, target: Target, now: Instant) {
        self.sweep(now);
        if self.is_off {
            return;
        }
        let rates = self.rates;
        let full = |left| Bucket { left, at: now };
        let overall = self.overall.get_or_insert(full(rates.overall_burst));
        overall.take(now, rates.overall, rates.overall_burst);
        let chat = chat_of(&mut self.chats, target.chat, &rates, now);
        chat.bucket.take(now, rates.chat, rates.chat_burst);
        if target.is_group {
            while chat.sent.front().is_some_and(|sent| *sent + MINUTE <= now) {
                chat.sent.pop_front();
            }
            chat.sent.push_back(now);
        }
    }

    /// Nothing goes to this chat for so long.
    pub fn pause_chat(&mut self, chat: i64, wait: Duration, now: Instant) {
        let until = now + Self::clip(wait);
        let chat = chat_of(&mut self.chats, chat, &self.rates, now);
        chat.paused_until = chat.paused_until.max(Some(until));
    }

    /// Nothing goes out for so long.
    pub fn pause_all(&mut self, wait: Duration, now: Instant) {
        let until = now + Self::clip(wait);
        self.paused_until = self.paused_until.max(Some(until));
    }

    /// A wait that is believed.
    #[must_use]
    pub(crate) fn clip(wait: Duration) -> Duration {
        wait.min(LONGEST_PAUSE)
    }

    /// How many chats are remembered.
    #[must_use]
    pub fn known_chats(&self) -> usize {
        self.chats.len()
    }

    /// Forgets chats that are as if nothing had ever been sent to them.
    fn sweep(&mut self, now: Instant) {
        let last = *self.swept_at.get_or_insert(now);
        if now.saturating_duration_since(last) < SWEEP {
            return;
        }
        self.swept_at = Some(now);
        let rates = &self.rates;
        self.chats.retain(|_, chat| !chat.is_idle(now, rates));
    }
}

fn chat_of<'a>(
    chats: &'a mut HashMap<i64, Chat>,
    chat: i64,
    rates: &Rates,
    now: Instant,
) -> &'a mut Chat {
    chats.entry(chat).or_insert_with(|| Chat {
        bucket: Bucket {
            left: rates.chat_burst,
            at: now,
        },
        sent: VecDeque::new(),
        paused_until: None,
    })
}

#[cfg(test)]
mod tests;
