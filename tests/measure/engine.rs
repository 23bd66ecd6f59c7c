//! Training and drawing beside PyTorch, diffusers and PEFT: the same base, the same sizes, in turn.
//!
//! Each run is a process of its own that times itself after two rounds of warming up, so that no
//! start and no compiling is counted. Ours is `examples/engine.rs` of `blazon-engine`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::figures::{Figures, machine};
use crate::{folder, say};

const ROUNDS: usize = 5;
/// A step at SD 1.5's size takes seconds, and varies less.
const LARGE_ROUNDS: usize = 3;

/// Where what is measured lies.
pub(crate) struct Place<'p> {
    /// The release build of our example.
    pub(crate) ours: &'p Path,
    /// The Python that has PyTorch, diffusers and PEFT.
    pub(crate) python: &'p Path,
    /// The folder with the peer's script.
    pub(crate) scripts: &'p Path,
    /// The base that ships.
    pub(crate) pocket: &'p Path,
}

/// One kind of work at one size.
struct Work {
    title: &'static str,
    work: &'static str,
    /// Whether the base has SD 1.5's size, with random weights, or is Pocket.
    large: bool,
    side: u32,
    batch: u32,
    threads: u32,
    /// How many are timed in each run.
    count: u32,
    /// How much of the peer's time ours may take; none where it is only reported.
    floor: Option<f64>,
}

const WORKS: [Work; 7] = [
    work(
        "Pocket, LoRA step, 4 pictures of 128 px, 2 threads",
        "step",
        false,
        128,
        [4, 2, 20],
    ),
    work(
        "Pocket, LoRA step, 4 pictures of 128 px, 1 thread",
        "step",
        false,
        128,
        [4, 1, 20],
    ),
    work(
        "Pocket, picture of 128 px, 20 steps, 2 threads",
        "picture",
        false,
        128,
        [1, 2, 5],
    ),
    work(
        "SD 1.5's size, forward, 256 px, 1 thread",
        "forward",
        true,
        256,
        [1, 1, 3],
    ),
    work(
        "SD 1.5's size, LoRA step, 256 px, 1 thread",
        "step",
        true,
        256,
        [1, 1, 3],
    ),
    Work {
        floor: None,
        ..work(
            "SD 1.5's size, forward, 2 pictures of 256 px, 2 threads",
            "forward",
            true,
            256,
            [2, 2, 3],
        )
    },
    Work {
        floor: None,
        ..work(
            "SD 1.5's size, LoRA step, 2 pictures of 256 px, 2 threads",
            "step",
            true,
            256,
            [2, 2, 3],
        )
    },
];

const fn work(
    title: &'static str,
    work: &'static str,
    large: bool,
    side: u32,
    [batch, threads, count]: [u32; 3],
) -> Work {
    Work {
        title,
        work,
        large,
        side,
        batch,
        threads,
        count,
        floor: Some(1.5),
    }
}

/// Times and memory of one side.
#[derive(Default)]
struct Taken {
    milliseconds: Figures,
    megabytes: Figures,
}

/// Measures all works and prints the table.
pub(crate) fn measure(place: &Place<'_>) -> Result<()> {
    let large = large_base(place)?;
    say(&format!("\n{}\n", machine()));
    say("| work | Blazon, ms | PyTorch, ms | ratio | at most | | Blazon, MB | PyTorch, MB |");
    say("|---|---|---|---|---|---|---|---|");
    for work in &WORKS {
        let base = if work.large { &large } else { place.pocket };
        let (mut ours, mut theirs) = (Taken::default(), Taken::default());
        let rounds = if work.large { LARGE_ROUNDS } else { ROUNDS };
        for _ in 0..rounds {
            run(Command::new(place.ours), work, base, &mut ours)?;
            let mut python = Command::new(place.python);
            python.arg(place.scripts.join("engine.py"));
            run(python, work, base, &mut theirs)?;
        }
        report(work, &ours, &theirs);
    }
    Ok(())
}

fn report(work: &Work, ours: &Taken, theirs: &Taken) {
    let ratio = ours.milliseconds.median() / theirs.milliseconds.median();
    let (floor, held) = match work.floor {
        Some(floor) if ratio <= floor => (floor.to_string(), "held"),
        Some(floor) => (floor.to_string(), "NOT held"),
        None => (String::new(), ""),
    };
    say(&format!(
        "| {} | {} | {} | {ratio:.2} | {floor} | {held} | {:.0} | {:.0} |",
        work.title,
        ours.milliseconds.spell(1),
        theirs.milliseconds.spell(1),
        ours.megabytes.median(),
        theirs.megabytes.median(),
    ));
}

fn run(mut command: Command, work: &Work, base: &Path, taken: &mut Taken) -> Result<()> {
    let numbers = [work.side, work.batch, work.threads, work.count];
    command.arg(work.work).arg(base);
    command.args(numbers.map(|number| number.to_string()));
    let output = command
        .output()
        .with_context(|| format!("start {}", command.get_program().display()))?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?} failed: {complaint}");
    let said = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = said
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<_, _>>()
        .context("read what it took")?;
    let (kilobytes, times) = numbers.split_last().context("it said nothing")?;
    times.iter().for_each(|time| taken.milliseconds.add(*time));
    taken.megabytes.add(kilobytes / 1024.0);
    Ok(())
}

/// The base with SD 1.5's sizes, made once.
fn large_base(place: &Place<'_>) -> Result<PathBuf> {
    let base = folder()?.join("sd15-random");
    if !base.join("model_index.json").exists() {
        say("Making a base of SD 1.5's size with random weights (2 GB)");
        let mut python = Command::new(place.python);
        python
            .arg(place.scripts.join("engine.py"))
            .arg("make")
            .arg(&base);
        let status = python.status().context("start Python")?;
        ensure!(status.success(), "the base could not be made");
    }
    Ok(base)
}
