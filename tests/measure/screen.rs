//! Watching the screen as an eye does: when has what is shown come to rest?
//!
//! The X server keeps its picture in a file; reading it costs the measured program nothing, asks nothing of it, and
//! treats any program alike.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use blazon_tests::display::{Display, WIDTH};
use blazon_tests::process;
use blazon_tests::wait::{PATIENCE, until};

/// How often the screen is looked at: less than half a frame.
const GLANCE: Duration = Duration::from_millis(5);
/// A screen that has not changed for so long is at rest.
const REST: Duration = Duration::from_secs(3);
/// A program that shows nothing for so long is taken to be broken.
const LONGEST: Duration = Duration::from_secs(90);
/// The share of pixels that may still differ from the picture at rest: a caret, a late shadow.
const SLACK: f64 = 0.002;

/// A program that was started and has come to show its first whole picture.
pub(crate) struct Shown {
    program: Child,
    mark: (&'static str, String),
    /// From the start of the process until the screen showed its final picture.
    pub(crate) took: Duration,
}

impl Shown {
    /// Starts a program on an empty screen and watches until the picture rests.
    pub(crate) fn start(display: &Display, command: &mut Command) -> Result<Self> {
        until("an empty screen", PATIENCE, || {
            Ok(is_empty(&display.pixels()?).then_some(()))
        })?;
        let mark = ("BLAZON_MEASURED", format!("{:?}", Instant::now()));
        display.show_here(command);
        command.env(mark.0, &mark.1);
        let started = Instant::now();
        let program = command.spawn()?;
        let mut shown = Self {
            program,
            mark,
            took: Duration::ZERO,
        };
        shown.took = watch(display, started)?;
        Ok(shown)
    }

    /// Everything that belongs to it, also what has left the tree.
    pub(crate) fn processes(&self) -> std::collections::BTreeSet<u32> {
        let mut all = process::tree(self.program.id());
        all.extend(process::marked(self.mark.0, &self.mark.1));
        all
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        // Children may be born while the others are being ended.
        loop {
            let left = self.processes();
            let alive: std::collections::BTreeSet<u32> = left
                .into_iter()
                .filter(|pid| process::is_alive(*pid))
                .collect();
            if alive.is_empty() {
                break;
            }
            process::kill(&alive);
        }
        let _ = self.program.wait();
    }
}

/// The time until the screen first showed (but for the slack) what it shows at rest.
fn watch(display: &Display, started: Instant) -> Result<Duration> {
    let mut changes: Vec<(Duration, Vec<u32>)> = Vec::new();
    loop {
        let now = started.elapsed();
        let picture = thin_out(&display.pixels()?);
        let last = changes.last();
        if last.is_none_or(|(_, before)| *before != picture) {
            changes.push((now, picture));
        } else if last
            .is_some_and(|(at, before)| now - *at > REST && before.iter().any(|pixel| *pixel != 0))
        {
            break;
        }
        ensure!(now < LONGEST, "nothing came to rest on the screen");
        std::thread::sleep(GLANCE);
    }
    let (mut at, picture) = changes.pop().unwrap_or_default();
    for (earlier, before) in changes.iter().rev() {
        let other = before
            .iter()
            .zip(&picture)
            .filter(|(one, two)| one != two)
            .count();
        if other as f64 > picture.len() as f64 * SLACK {
            break;
        }
        at = *earlier;
    }
    Ok(at)
}

/// Every third pixel of every third row, without the byte that X leaves unused.
fn thin_out(pixels: &[u8]) -> Vec<u32> {
    let rows = pixels.chunks_exact(WIDTH * 4).step_by(3);
    let pixel = |four: &[u8]| u32::from_le_bytes([four[0], four[1], four[2], 0]);
    rows.flat_map(|row| row.chunks_exact(4).step_by(3).map(pixel))
        .collect()
}

fn is_empty(pixels: &[u8]) -> bool {
    thin_out(pixels).iter().all(|pixel| *pixel == 0)
}
