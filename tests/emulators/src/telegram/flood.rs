//! How much a bot may send. Telegram does not tell its limits; these are the ones that its FAQ and the libraries name.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// The limits of sending; edits count like messages, while with Telegram they have limits of their own, which nobody knows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Messages a second, to all chats together.
    pub per_second: f64,
    /// Messages a second to one chat.
    pub per_chat: f64,
    /// So many at once are let through to one chat.
    pub burst: f64,
    /// Messages a minute to one group.
    pub per_group_minute: usize,
}

impl Default for Limits {
    /// 30 a second, 1 a second to a chat after 3 at once, 20 a minute to a group.
    fn default() -> Self {
        Self {
            per_second: 30.0,
            per_chat: 1.0,
            burst: 3.0,
            per_group_minute: 20,
        }
    }
}

/// A bucket that fills up again.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Duration,
}

impl Bucket {
    fn refill(&mut self, now: Duration, rate: f64, most: f64) {
        let since = now.saturating_sub(self.at).as_secs_f64();
        self.left = (self.left + since * rate).min(most);
        self.at = now;
    }

    /// The seconds until so many are there; zero if they are.
    fn lacks(&self, cost: f64, rate: f64) -> f64 {
        ((cost - self.left) / rate).max(0.0)
    }
}

/// What has been sent, against the limits; without limits all is let through.
#[derive(Debug, Default)]
pub(super) struct Flood {
    limits: Option<Limits>,
    overall: Option<Bucket>,
    chats: BTreeMap<i64, Bucket>,
    /// When something was sent to a group, as far back as a minute.
    groups: BTreeMap<i64, VecDeque<Duration>>,
}

impl Flood {
    pub(super) fn set(&mut self, limits: Option<Limits>) {
        *self = Self {
            limits,
            ..Self::default()
        };
    }

    /// Counts so many messages to a chat, or says in how many seconds to come back.
    pub(super) fn spend(
        &mut self,
        chat: i64,
        is_group: bool,
        messages: u32,
        now: Duration,
    ) -> Result<(), u64> {
        let Some(limits) = self.limits else {
            return Ok(());
        };
        let cost = f64::from(messages);
        let full = |left| Bucket { left, at: now };
        let overall = self.overall.get_or_insert(full(limits.per_second));
        overall.refill(now, limits.per_second, limits.per_second);
        // An album is let through as soon as the bucket is full, however many pictures it has.
        let own = self.chats.entry(chat).or_insert(full(limits.burst));
        own.refill(now, limits.per_chat, limits.burst);
        let mut lacks = overall
            .lacks(cost, limits.per_second)
            .max(own.lacks(cost.min(limits.burst), limits.per_chat));
        let group = is_group.then(|| self.groups.entry(chat).or_default());
        if let Some(group) = &group {
            lacks = lacks.max(lacks_of_minute(
                group,
                limits.per_group_minute,
                messages,
                now,
            ));
        }
        if lacks > 0.0 {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a number of seconds above zero"
            )]
            return Err((lacks.ceil() as u64).max(1));
        }
        overall.left -= cost;
        own.left -= cost;
        if let Some(group) = group {
            group.retain(|sent| now.saturating_sub(*sent) < MINUTE);
            group.extend((0..messages).map(|_| now));
        }
        Ok(())
    }
}

/// The seconds until so many messages more are within the last minute's limit.
fn lacks_of_minute(sent: &VecDeque<Duration>, most: usize, messages: u32, now: Duration) -> f64 {
    let recent: Vec<Duration> = sent
        .iter()
        .map(|sent| now.saturating_sub(*sent))
        .filter(|ago| *ago < MINUTE)
        .collect();
    let messages = usize::try_from(messages).unwrap_or(most).min(most);
    let over = (recent.len() + messages).saturating_sub(most);
    let last_to_go = over.checked_sub(1).and_then(|place| recent.get(place));
    last_to_go.map_or(0.0, |ago| MINUTE.saturating_sub(*ago).as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flood() -> Flood {
        let mut flood = Flood::default();
        flood.set(Some(Limits::default()));
        flood
    }

    #[test]
    fn a_chat_takes_three_at_once_and_then_one_a_second() {
        let mut flood = flood();
        let mut at = |milliseconds| flood.spend(1, false, 1, Duration::from_millis(milliseconds));
        assert_eq!(
            [at(0), at(0), at(0), at(0)],
            [Ok(()), Ok(()), Ok(()), Err(1)]
        );
        assert_eq!([at(1000), at(1500)], [Ok(()), Err(1)]);
    }

    #[test]
    fn all_chats_together_take_thirty_a_second() {
        let mut flood = flood();
        let taken = (0..40).filter(|chat| flood.spend(*chat, false, 1, Duration::ZERO).is_ok());
        assert_eq!(taken.count(), 30);
    }

    #[test]
    fn a_group_takes_twenty_within_a_minute() {
        let mut flood = flood();
        let mut at = |second| flood.spend(-1, true, 1, Duration::from_secs(second));
        assert!((0..20).all(|second| at(second).is_ok()));
        assert_eq!(
            [at(20), at(59), at(60), at(60)],
            [Err(40), Err(1), Ok(()), Err(1)]
        );
    }
}
