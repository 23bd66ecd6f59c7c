//! The wish that a job stops, between whoever has it and the thread that carries the job.
//!
//! It lives in memory: the row of a job that ends soon tells of the wish by its end, and needs no
//! note of the wish before. It must not know of rows or of what is carried.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How the carrying of a job came to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    /// The job has ended.
    Ended,
    /// It goes on later.
    PutBack,
}

/// Whether a job that is carried has to stop, and whether it is at rest.
#[derive(Debug, Default)]
pub(crate) struct Stop {
    asked: AtomicBool,
    rest: Mutex<Option<Rest>>,
    rested: Condvar,
}

impl Stop {
    /// A person wants the job to stop.
    pub(crate) fn ask(&self) {
        self.asked.store(true, Ordering::SeqCst);
    }

    /// Whether a person wants the job to stop.
    pub(crate) fn is_asked(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }

    /// Says how the job came to rest, once its row says so too. The first word counts.
    pub(crate) fn note_rest(&self, rest: Rest) {
        let mut noted = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
        noted.get_or_insert(rest);
        self.rested.notify_all();
    }

    /// Waits until the job is at rest; `None` where it is not so soon.
    pub(crate) fn wait_for_rest(&self, patience: Duration) -> Option<Rest> {
        let rest = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .rested
            .wait_timeout_while(rest, patience, |rest| rest.is_none());
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}
