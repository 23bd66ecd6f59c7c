//! The golden banner beside the same one drawn with Pillow, and a list of 1,000 rows.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::figures::{Figures, machine};
use crate::say;

/// Runs of each program; each run of the banner draws thirty with each of the two, in turns of five.
const ROUNDS: usize = 5;
const ROWS: &str = "1000";
const THREADS: &str = "2";
/// How much faster than Pillow a badge becomes a PNG, at least.
const FLOOR: f64 = 4.0;
/// The most milliseconds of a frame of the preview.
const FRAME: f64 = 16.0;
/// Badges of a list in a second, at least.
const RATE: f64 = 100.0;
/// The most megabytes while a list is drawn.
const MEMORY: f64 = 200.0;

pub(crate) struct Place<'p> {
    pub(crate) banner: &'p Path,
    pub(crate) list: &'p Path,
    pub(crate) python: &'p Path,
    /// The project's folder.
    pub(crate) root: &'p Path,
}

/// Measures both and prints them with their floors.
pub(crate) fn measure(place: &Place<'_>) -> Result<()> {
    say(&machine());
    banner(place)?;
    list(place, "names", "one picture for all")?;
    list(place, "photos", "each with a photo of its own")
}

fn banner(place: &Place<'_>) -> Result<()> {
    let (mut ours, mut pillow) = (Figures::default(), Figures::default());
    let (mut frames, mut times) = (Figures::default(), Figures::default());
    for _ in 0..ROUNDS {
        let mut program = Command::new(place.banner);
        program
            .arg(place.root.join("assets/samples/01-telescope.jpg"))
            .arg(place.root.join("assets/fonts/Commissioner-ExtraBold.ttf"))
            .arg(place.python)
            .arg(place.root.join("tools/bench/badge.py"));
        let told = run(program)?;
        ours.add(number(&told, "compose_png_ms")?);
        pillow.add(number(&told, "pillow_compose_png_ms")?);
        frames.add(number(&told, "preview_frame_ms")?);
        times.add(number(&told, "times_faster")?);
    }
    say(&format!(
        "composed and encoded at 1024 px: {} ms, Pillow {} ms: {} times faster (at least {FLOOR}: {})",
        ours.spell(1),
        pillow.spell(1),
        times.spell(2),
        held(times.median() >= FLOOR)
    ));
    say(&format!(
        "a frame of the preview at 1024 px: {} ms (less than {FRAME}: {})",
        frames.spell(1),
        held(frames.median() < FRAME)
    ));
    Ok(())
}

fn list(place: &Place<'_>, what: &str, said: &str) -> Result<()> {
    let (mut rate, mut memory) = (Figures::default(), Figures::default());
    for _ in 0..ROUNDS {
        let mut program = Command::new(place.list);
        program.args([what, ROWS, THREADS]);
        let told = run(program)?;
        ensure!(number(&told, "failed")? == 0.0, "rows failed: {told}");
        rate.add(number(&told, "badges_per_second")?);
        memory.add(number(&told, "memory_mb")?);
    }
    say(&format!(
        "{ROWS} rows on {THREADS} threads, {said}: {} badges a second (at least {RATE}: {}), {} MB (less than {MEMORY}: {})",
        rate.spell(0),
        held(rate.median() >= RATE),
        memory.spell(0),
        held(memory.median() < MEMORY)
    ));
    Ok(())
}

const fn held(holds: bool) -> &'static str {
    if holds { "held" } else { "NOT held" }
}

fn run(mut program: Command) -> Result<Value> {
    let done = program
        .output()
        .with_context(|| format!("run {}", program.get_program().display()))?;
    ensure!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    serde_json::from_slice(&done.stdout).context("read what it told")
}

fn number(told: &Value, name: &str) -> Result<f64> {
    told[name]
        .as_f64()
        .with_context(|| format!("find {name} in {told}"))
}
