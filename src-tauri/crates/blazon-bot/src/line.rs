//! How the line to Telegram stands, and what follows from a failure on it. It makes no calls itself.

use blazon_providers::Problem;
use blazon_providers::telegram::TelegramError;
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::watch;

/// The first wait after a failure; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// The longest wait that is believed where Telegram names one.
const LONGEST_ASKED: Duration = Duration::from_secs(3600);
/// So many conflicts, and another copy of the bot has the better of it.
const MOST_CONFLICTS: u32 = 5;
/// After so long without a conflict they are counted from the start. Two copies end each other's polls in turn, so a poll
/// that came back well in between says nothing.
const PEACE: Duration = Duration::from_secs(60);

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Telegram knows no bot of this token.
    BadToken,
    /// Another copy of this bot runs.
    Conflict,
    /// Telegram cannot be reached.
    Offline,
    /// Telegram asks to wait.
    TooMany,
    /// Telegram has trouble of its own.
    TelegramBroken,
    /// The settings do not allow Telegram's host.
    HostRefused,
    /// The proxy of the settings is no address.
    BadProxy,
    /// What came could not be kept, or a call was refused; the log says more.
    Failed,
}

impl Trouble {
    pub(crate) fn of(error: &TelegramError) -> Self {
        match error {
            TelegramError::BadToken => Self::BadToken,
            TelegramError::Conflict { .. } => Self::Conflict,
            TelegramError::TooMany { .. } => Self::TooMany,
            TelegramError::Broken { .. } | TelegramError::Way(Problem::BrokenReply { .. }) => {
                Self::TelegramBroken
            }
            TelegramError::Way(Problem::Offline { .. } | Problem::Silent) => Self::Offline,
            TelegramError::Way(Problem::HostRefused { .. }) => Self::HostRefused,
            TelegramError::Way(Problem::BadProxy) => Self::BadProxy,
            TelegramError::Way(_)
            | TelegramError::Forbidden { .. }
            | TelegramError::Refused { .. } => Self::Failed,
        }
    }

    /// In a word, for programs that watch.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BadToken => "bad-token",
            Self::Conflict => "conflict",
            Self::Offline => "offline",
            Self::TooMany => "too-many",
            Self::TelegramBroken => "telegram-broken",
            Self::HostRefused => "host-refused",
            Self::BadProxy => "bad-proxy",
            Self::Failed => "failed",
        }
    }
}

/// How the line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// It was begun, and Telegram has not answered yet.
    Starting,
    /// Updates come.
    Running {
        /// Since then without a break.
        since: SystemTime,
    },
    /// It tries again by itself.
    Waiting {
        /// Why; of several the last.
        trouble: Trouble,
        /// Since then nothing comes.
        since: SystemTime,
    },
    /// It does not go on by itself.
    Stopped {
        /// Why.
        trouble: Trouble,
    },
}

/// What to do after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Try again after this, or when somebody has a reason to think that it is better now.
    Wait(Duration),
    /// Try again after this and not before.
    WaitOut(Duration),
    /// Do not try again.
    Stop,
}

/// Tells how the line stands, and counts what fails in a row.
#[derive(Debug)]
pub(crate) struct Standing {
    line: watch::Sender<Line>,
    failures: u32,
    conflicts: u32,
    last_conflict: Option<Instant>,
}

impl Standing {
    pub(crate) fn new(line: watch::Sender<Line>) -> Self {
        line.send_replace(Line::Starting);
        Self {
            line,
            failures: 0,
            conflicts: 0,
            last_conflict: None,
        }
    }

    /// What it waits for now.
    pub(crate) fn trouble(&self) -> Option<Trouble> {
        match *self.line.borrow() {
            Line::Waiting { trouble, .. } | Line::Stopped { trouble } => Some(trouble),
            Line::Starting | Line::Running { .. } => None,
        }
    }

    /// A call came back well.
    pub(crate) fn runs(&mut self) {
        self.failures = 0;
        let is_running = matches!(*self.line.borrow(), Line::Running { .. });
        if !is_running {
            let since = SystemTime::now();
            self.line.send_replace(Line::Running { since });
        }
    }

    /// Something failed.
    pub(crate) fn fails(
        &mut self,
        trouble: Trouble,
        asked: Option<Duration>,
        now: Instant,
    ) -> Next {
        if trouble == Trouble::Conflict {
            self.count_conflict(now);
        }
        if trouble == Trouble::BadToken || self.conflicts >= MOST_CONFLICTS {
            self.line.send_replace(Line::Stopped { trouble });
            return Next::Stop;
        }
        let since = match *self.line.borrow() {
            Line::Waiting { since, .. } => since,
            Line::Starting | Line::Running { .. } | Line::Stopped { .. } => SystemTime::now(),
        };
        self.line.send_replace(Line::Waiting { trouble, since });
        if let Some(asked) = asked {
            return Next::WaitOut(asked.min(LONGEST_ASKED));
        }
        let doubled = 2_u32.saturating_pow(self.failures);
        self.failures = self.failures.saturating_add(1);
        let wait = FIRST_WAIT.saturating_mul(doubled).min(LONGEST_WAIT);
        // Somebody who is impatient would only make the other copy win sooner.
        if trouble == Trouble::Conflict {
            return Next::WaitOut(wait);
        }
        Next::Wait(wait)
    }

    fn count_conflict(&mut self, now: Instant) {
        let last = self.last_conflict.replace(now);
        let is_at_peace = last.is_none_or(|last| now.saturating_duration_since(last) > PEACE);
        self.conflicts = if is_at_peace { 1 } else { self.conflicts + 1 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing() -> (Standing, watch::Receiver<Line>) {
        let (line, watched) = watch::channel(Line::Starting);
        (Standing::new(line), watched)
    }

    #[test]
    fn waits_grow_to_half_a_minute_and_begin_anew_after_a_success() {
        let (mut standing, _watched) = standing();
        let fail = |standing: &mut Standing| match standing.fails(
            Trouble::Offline,
            None,
            Instant::now(),
        ) {
            Next::Wait(wait) => wait.as_secs(),
            Next::WaitOut(_) | Next::Stop => panic!("it tries again"),
        };
        let waits: Vec<u64> = (0..7).map(|_| fail(&mut standing)).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30]);
        standing.runs();
        assert_eq!(fail(&mut standing), 1);
    }

    #[test]
    fn the_fifth_conflict_ends_it_unless_there_was_a_minute_of_peace() {
        let began = Instant::now();
        let conflicts = |seconds: &[u64]| {
            let (mut standing, _watched) = standing();
            let each = seconds.iter().map(|second| {
                standing.runs();
                let now = began + Duration::from_secs(*second);
                match standing.fails(Trouble::Conflict, None, now) {
                    Next::Stop => true,
                    Next::WaitOut(_) => false,
                    Next::Wait(_) => panic!("nobody can hurry it"),
                }
            });
            each.collect::<Vec<bool>>()
        };
        assert_eq!(
            conflicts(&[0, 20, 40, 60, 80]),
            [false, false, false, false, true]
        );
        assert_eq!(conflicts(&[0, 20, 40, 60, 130]), [false; 5]);
    }

    #[test]
    fn since_when_nothing_comes_is_the_first_failure_and_a_bad_token_stops() {
        let (mut standing, watched) = standing();
        let now = Instant::now();
        standing.fails(Trouble::Offline, None, now);
        let first = *watched.borrow();
        let asked = Some(Duration::from_secs(u64::MAX));
        assert_eq!(
            standing.fails(Trouble::TooMany, asked, now),
            Next::WaitOut(LONGEST_ASKED)
        );
        let (Line::Waiting { since: a, .. }, Line::Waiting { since: b, trouble }) =
            (first, *watched.borrow())
        else {
            panic!("{first:?}");
        };
        assert_eq!((a, trouble), (b, Trouble::TooMany));
        assert_eq!(standing.fails(Trouble::BadToken, None, now), Next::Stop);
        assert_eq!(standing.trouble(), Some(Trouble::BadToken));
    }
}
