//! Threads that paint guests' pictures. They give way to whoever answers guests, and are few: each holds the memory of a
//! badge.

use anyhow::Context;
use blazon_core::{BotJob, KeptMemory, PaintedJob, SentAs, Studio, step_aside};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::Arc;
use tokio::sync::{Semaphore, oneshot};

/// Pictures that are painted at once.
const AT_ONCE: usize = 2;

pub(crate) struct Painters {
    threads: ThreadPool,
    /// Whose picture nobody wants any more goes away here, before it is painted.
    turns: Semaphore,
    /// Each badge needs the same few buffers as the one before.
    _memory: KeptMemory,
}

impl Painters {
    /// # Errors
    /// When the system gives no threads.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let threads = ThreadPoolBuilder::new()
            .num_threads(AT_ONCE)
            .thread_name(|_| "painter".to_owned())
            .start_handler(|_| step_aside())
            .build()
            .context("start the painters")?;
        Ok(Self {
            threads,
            turns: Semaphore::new(AT_ONCE),
            _memory: KeptMemory::begin(),
        })
    }

    /// A job's picture as it is sent.
    ///
    /// # Errors
    /// As [`Studio::paint_bot_job`].
    pub(crate) async fn paint(
        &self,
        studio: &Arc<Studio>,
        job: &BotJob,
        as_what: SentAs,
    ) -> anyhow::Result<PaintedJob> {
        let _turn = self.turns.acquire().await?;
        let (studio, job) = (Arc::clone(studio), job.clone());
        let (done, painted) = oneshot::channel();
        self.threads.spawn(move || {
            // Nobody has to wait for it.
            drop(done.send(studio.paint_bot_job(&job, as_what)));
        });
        painted.await.context("paint a guest's picture")?
    }
}
