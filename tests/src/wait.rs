//! Waiting for something to come true: asked again and again until a deadline, never by a fixed pause.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How often it is asked.
const INTERVAL: Duration = Duration::from_millis(20);

/// The patience of a test with the window; generous, since a slow machine is no failure.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Asks until there is an answer.
///
/// # Errors
/// When the deadline passes (naming what was waited for), or the question itself fails.
pub fn until<T>(
    what: &str,
    patience: Duration,
    mut ask: impl FnMut() -> Result<Option<T>>,
) -> Result<T> {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask()? {
            return Ok(answer);
        }
        if started.elapsed() > patience {
            bail!("waited {} s for {what}", patience.as_secs());
        }
        thread::sleep(INTERVAL);
    }
}
