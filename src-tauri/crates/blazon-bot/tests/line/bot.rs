//! A bot that polls, and what it has kept and handed on.

use crate::support::{Shelf, stands};
use blazon_bot::CancellationToken;
use blazon_bot::inbox::Inbox;
use blazon_bot::line::{Line, Trouble as Wrong};
use blazon_bot::poll::{Backlog, Polling};
use blazon_providers::telegram::{Connection, Update};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

/// A bot that is on.
pub(crate) struct Bot {
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) handed_on: Arc<Mutex<Vec<i64>>>,
    pub(crate) line: watch::Receiver<Line>,
    pub(crate) unknown: Arc<AtomicU64>,
    pub(crate) wake: Arc<Notify>,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Bot {
    pub(crate) fn on(connection: Connection) -> Self {
        Self::with(connection, Shelf::default(), Backlog::Answered)
    }

    pub(crate) fn with(connection: Connection, shelf: Shelf, backlog: Backlog) -> Self {
        let (shelf, stop) = (Arc::new(shelf), CancellationToken::new());
        let handed_on = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&handed_on);
        let handler = move |update: Update| {
            heard.lock().unwrap().push(update.id);
            std::future::ready(())
        };
        let (line, watched) = watch::channel(Line::Starting);
        let (unknown, wake) = (Arc::new(AtomicU64::new(0)), Arc::new(Notify::new()));
        let polling = Polling {
            connection,
            updates: Arc::clone(&shelf) as Arc<dyn blazon_bot::Updates>,
            inbox: Inbox::start(handler, |_| {}, stop.clone()),
            line,
            wake: Arc::clone(&wake),
            stop: stop.clone(),
            backlog,
            unknown: Arc::clone(&unknown),
        };
        Self {
            shelf,
            handed_on,
            line: watched,
            unknown,
            wake,
            stop,
            task: tokio::spawn(polling.run()),
        }
    }

    pub(crate) fn handed_on(&self) -> usize {
        self.handed_on.lock().unwrap().len()
    }

    pub(crate) async fn waits_for(&mut self, wrong: Wrong) -> Line {
        stands(
            &mut self.line,
            |line| matches!(line, Line::Waiting { trouble, .. } if *trouble == wrong),
        )
        .await
    }

    pub(crate) async fn runs(&mut self) {
        stands(&mut self.line, |line| matches!(line, Line::Running { .. })).await;
    }

    pub(crate) async fn stops_for(&mut self, wrong: Wrong) {
        stands(&mut self.line, |line| {
            *line == Line::Stopped { trouble: wrong }
        })
        .await;
        (&mut self.task).await.unwrap();
    }

    /// Switches off; the time that it took.
    pub(crate) async fn off(self) -> Duration {
        let began = Instant::now();
        self.stop.cancel();
        self.task.await.unwrap();
        began.elapsed()
    }
}
