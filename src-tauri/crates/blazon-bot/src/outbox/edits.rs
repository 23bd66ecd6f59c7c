//! What is remembered of messages that were edited: their words, and whether these were the last.

use super::item::EditMark;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Between two edits in one chat.
const BETWEEN: Duration = Duration::from_secs(1);
/// Words about progress that are older than this are not shown any more.
const LATE: Duration = Duration::from_secs(10);
/// Edits come within seconds of each other, so nothing is remembered for longer.
const REMEMBERED: Duration = Duration::from_secs(600);
/// How often is looked for what need not be remembered.
const SWEEP: Duration = Duration::from_secs(60);

#[derive(Debug)]
struct Seen {
    digest: Option<blake3::Hash>,
    is_over: bool,
    at: Instant,
}

/// Messages and chats that were edited of late.
#[derive(Debug, Default)]
pub(super) struct Edits {
    messages: HashMap<(i64, i64), Seen>,
    chats: HashMap<i64, Instant>,
    swept_at: Option<Instant>,
}

impl Edits {
    /// Whether these words need not be sent: they are there, they are late, or others were the last.
    pub(super) fn is_idle(&self, chat: i64, mark: &EditMark, now: Instant) -> bool {
        let seen = self.messages.get(&(chat, mark.message));
        let is_there = seen.is_some_and(|seen| seen.digest == Some(mark.digest));
        let is_late = now.saturating_duration_since(mark.ordered_at) > LATE;
        let is_over = seen.is_some_and(|seen| seen.is_over);
        is_there || (!mark.is_last && (is_late || is_over))
    }

    /// When this chat may be edited again.
    pub(super) fn are_ready_at(&self, chat: i64, now: Instant) -> Instant {
        let last = self.chats.get(&chat);
        last.map_or(now, |last| (*last + BETWEEN).max(now))
    }

    /// An edit goes out.
    pub(super) fn sent(&mut self, chat: i64, now: Instant) {
        self.sweep(now);
        self.chats.insert(chat, now);
    }

    /// The message has these words now.
    pub(super) fn shown(&mut self, chat: i64, mark: &EditMark, now: Instant) {
        self.seen(chat, mark.message, now).digest = Some(mark.digest);
    }

    /// What the message says is no longer known.
    pub(super) fn changed(&mut self, chat: i64, message: i64) {
        if let Some(seen) = self.messages.get_mut(&(chat, message)) {
            seen.digest = None;
        }
    }

    /// The message has its last words, or is gone.
    pub(super) fn over(&mut self, chat: i64, message: i64, now: Instant) {
        self.sweep(now);
        self.seen(chat, message, now).is_over = true;
    }

    fn seen(&mut self, chat: i64, message: i64, now: Instant) -> &mut Seen {
        let seen = self.messages.entry((chat, message)).or_insert(Seen {
            digest: None,
            is_over: false,
            at: now,
        });
        seen.at = now;
        seen
    }

    fn sweep(&mut self, now: Instant) {
        let last = *self.swept_at.get_or_insert(now);
        if now.saturating_duration_since(last) < SWEEP {
            return;
        }
        self.swept_at = Some(now);
        self.messages.retain(|_, seen| seen.at + REMEMBERED > now);
        self.chats.retain(|_, last| *last + BETWEEN > now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(words: &str, ordered_at: Instant) -> EditMark {
        EditMark {
            message: 5,
            digest: blake3::hash(words.as_bytes()),
            is_last: false,
            ordered_at,
        }
    }

    #[test]
    fn words_are_idle_that_are_there_or_late_or_follow_the_last() {
        let (mut edits, now) = (Edits::default(), Instant::now());
        let words = mark("10 %", now);
        assert!(!edits.is_idle(1, &words, now));
        edits.shown(1, &words, now);
        assert!(edits.is_idle(1, &words, now));
        edits.changed(1, 5);
        assert!(!edits.is_idle(1, &words, now));
        assert!(edits.is_idle(1, &words, now + Duration::from_secs(11)));
        edits.over(1, 5, now);
        assert!(edits.is_idle(1, &words, now));
        let last = EditMark {
            is_last: true,
            ..words
        };
        assert!(!edits.is_idle(1, &last, now + Duration::from_secs(60)));
    }

    #[test]
    fn old_messages_are_forgotten() {
        let (mut edits, now) = (Edits::default(), Instant::now());
        for chat in 0..1000 {
            edits.shown(chat, &mark("1", now), now);
            edits.sent(chat, now);
        }
        let later = now + REMEMBERED + SWEEP;
        edits.sent(5000, later);
        assert_eq!((edits.messages.len(), edits.chats.len()), (0, 1));
    }
}
