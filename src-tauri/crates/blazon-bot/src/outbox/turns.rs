//! Whose turn it is: who waits for a free place, and who for a moment. It knows no call.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::time::Instant;

/// Who waits: a chat, or a call that goes beside all chats' orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Key {
    Chat(i64),
    Beside(u64),
}

/// Lower ones go first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Beside,
    Answer,
    Notice,
    Photo,
    Edit,
}

impl Rank {
    pub(super) const ALL: [Self; 5] = [
        Self::Beside,
        Self::Answer,
        Self::Notice,
        Self::Photo,
        Self::Edit,
    ];
}

#[derive(Clone, Copy, Debug)]
struct Place {
    ticket: u64,
    rank: Rank,
}

/// Everybody who waits, each in one place.
#[derive(Debug, Default)]
pub(super) struct Turns {
    /// Those without a valid ticket have gone elsewhere since.
    ready: [VecDeque<(Key, u64)>; Rank::ALL.len()],
    later: BinaryHeap<Reverse<(Instant, u64, Key)>>,
    places: HashMap<Key, Place>,
    next_ticket: u64,
}

impl Turns {
    /// Puts somebody in line from `at` on. Who has a place with that rank keeps it.
    pub(super) fn put(&mut self, key: Key, rank: Rank, at: Instant, now: Instant) {
        if self
            .places
            .get(&key)
            .is_some_and(|place| place.rank == rank)
        {
            return;
        }
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.places.insert(key, Place { ticket, rank });
        if at <= now {
            self.ready[rank as usize].push_back((key, ticket));
        } else {
            self.later.push(Reverse((at, ticket, key)));
        }
    }

    /// Takes somebody out of line.
    pub(super) fn remove(&mut self, key: Key) {
        self.places.remove(&key);
    }

    /// The next one of this rank, who then has no place any more.
    pub(super) fn next(&mut self, rank: Rank) -> Option<Key> {
        while let Some((key, ticket)) = self.ready[rank as usize].pop_front() {
            if self.is_valid(key, ticket) {
                self.places.remove(&key);
                return Some(key);
            }
        }
        None
    }

    /// When somebody's moment comes next.
    pub(super) fn next_moment(&self) -> Option<Instant> {
        self.later.peek().map(|Reverse((at, _, _))| *at)
    }

    /// Puts those whose moment has come with the others.
    pub(super) fn wake(&mut self, now: Instant) {
        while let Some(Reverse((at, ticket, key))) = self.later.peek().copied() {
            if at > now {
                return;
            }
            self.later.pop();
            if let Some(place) = self.places.get(&key)
                && place.ticket == ticket
            {
                self.ready[place.rank as usize].push_back((key, ticket));
            }
        }
    }

    fn is_valid(&self, key: Key, ticket: u64) -> bool {
        let place = self.places.get(&key);
        place.is_some_and(|place| place.ticket == ticket)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn who_came_first_goes_first_and_who_waits_for_a_moment_goes_then() {
        let (mut turns, now) = (Turns::default(), Instant::now());
        let soon = now + Duration::from_secs(1);
        turns.put(Key::Chat(1), Rank::Photo, soon, now);
        turns.put(Key::Chat(2), Rank::Photo, now, now);
        turns.put(Key::Chat(3), Rank::Photo, now, now);
        turns.put(Key::Chat(2), Rank::Photo, now, now);
        let next = |turns: &mut Turns, at| {
            turns.wake(at);
            turns.next(Rank::Photo)
        };
        assert_eq!(next(&mut turns, now), Some(Key::Chat(2)));
        assert_eq!(next(&mut turns, now), Some(Key::Chat(3)));
        assert_eq!(next(&mut turns, now), None);
        assert_eq!(turns.next_moment(), Some(soon));
        assert_eq!(next(&mut turns, soon), Some(Key::Chat(1)));
    }

    #[test]
    fn who_moves_to_another_rank_is_no_longer_in_the_old_one() {
        let (mut turns, now) = (Turns::default(), Instant::now());
        turns.put(Key::Chat(1), Rank::Edit, now, now);
        turns.put(Key::Chat(1), Rank::Answer, now, now);
        assert_eq!(turns.next(Rank::Edit), None);
        assert_eq!(turns.next(Rank::Answer), Some(Key::Chat(1)));
        turns.put(Key::Chat(1), Rank::Edit, now, now);
        turns.remove(Key::Chat(1));
        assert_eq!(turns.next(Rank::Edit), None);
    }
}
