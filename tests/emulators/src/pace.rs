//! How fast jobs go: how many questions, or how much time, each phase of theirs takes.

use std::time::Duration;

/// What ends one phase of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The job is seen in it by so many questions about its status.
    Polls(u32),
    /// So much time, counted from when it began.
    Time(Duration),
    /// Nothing, until another pace is set or the job is cancelled.
    Endless,
}

impl Phase {
    /// Whether a job that was asked about `polls` times in this phase, the present question included, has left it.
    pub(crate) fn is_over(self, polls: u32, since: Duration) -> bool {
        match self {
            Self::Polls(count) => polls > count,
            Self::Time(time) => since >= time,
            Self::Endless => false,
        }
    }

    /// How much of it is done, from 0 to just below 1.
    pub(crate) fn share(self, polls: u32, since: Duration) -> f64 {
        match self {
            Self::Polls(count) => f64::from(polls) / f64::from(count.saturating_add(1)),
            Self::Time(time) => since.as_secs_f64() / time.as_secs_f64().max(f64::EPSILON),
            Self::Endless => f64::from(polls) / f64::from(polls.saturating_add(10)),
        }
        .clamp(0.0, 0.999)
    }
}

/// The two phases of a job. A change is felt by jobs that already run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Waiting for a machine.
    pub queued: Phase,
    /// Working.
    pub running: Phase,
}

impl Default for Pace {
    /// One question finds the job waiting, three find it working.
    fn default() -> Self {
        Self {
            queued: Phase::Polls(1),
            running: Phase::Polls(3),
        }
    }
}
