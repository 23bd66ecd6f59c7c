//! `cargo xtask bench`: builds the release and hands it to `measure`, the program in `tests/` that does the measuring.
//!
//! The measuring lies there and not here because it needs a WebDriver client, a photo encoder and the library's own
//! code, and this program stays small.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::program::{self, WHOLE, cargo};
use crate::system::Need;
use crate::{package, peers, place, say, system, tools};

/// Cold start, idle memory and idle processor use of the release build beside `chromium --app`.
///
/// # Errors
/// When something is missing or does not build.
pub(crate) fn start(rounds: Option<&str>) -> Result<()> {
    if let Some(rounds) = rounds {
        rounds
            .parse::<u32>()
            .with_context(|| format!("`{rounds}` is not a number of rounds."))?;
    }
    let mut measure = prepare()?;
    say::title("Measuring cold starts; leave the machine alone meanwhile");
    program::check(
        measure
            .arg("start")
            .arg(place::released("blazon"))
            .args(rounds),
    )
}

/// Click latency, memory and speed while 500 photos arrive; then a library of 10,000 opened.
///
/// # Errors
/// When something is missing or does not build.
pub(crate) fn import() -> Result<()> {
    in_the_window("import", "an import of 500 photos")
}

/// A library of 50,000 pictures: searched and scrolled in the release build.
///
/// # Errors
/// When something is missing or does not build.
pub(crate) fn gallery() -> Result<()> {
    in_the_window("gallery", "a gallery of 50,000 pictures")
}

fn in_the_window(what: &str, words: &str) -> Result<()> {
    let driver = tools::ensure_installed(tools::TAURI_DRIVER)?;
    let mut measure = prepare()?;
    say::title(&format!(
        "Measuring {words}; leave the machine alone meanwhile"
    ));
    program::check(
        measure
            .arg(what)
            .arg(place::released("blazon"))
            .env("BLAZON_TAURI_DRIVER", driver),
    )
}

/// The photo pipeline beside OpenCV, Pillow, sharp and pyvips; then 1,000 photos kept and prepared.
///
/// # Errors
/// When something is missing or does not build.
pub(crate) fn images() -> Result<()> {
    let (python, node) = (peers::ensure_python()?, peers::ensure_node()?);
    say::title("Building the release of the photo pipeline");
    program::check(&mut cargo([
        "build",
        "--release",
        "--package",
        "blazon-dataset",
        "--example",
        "images",
    ]))?;
    let mut measure = build_measure()?;
    say::title("Measuring the photo pipeline; leave the machine alone meanwhile");
    program::check(
        measure
            .arg("images")
            .arg(place::released("examples/images"))
            .args([python, node, place::root().join("tools/bench")]),
    )
}

/// Training and drawing beside PyTorch, diffusers and PEFT, on Pocket and at SD 1.5's size.
///
/// # Errors
/// When something is missing or does not build.
pub(crate) fn engine() -> Result<()> {
    let python = peers::ensure_torch()?;
    build_engine_example("engine")?;
    let mut measure = build_measure()?;
    say::title("Measuring the engine; leave the machine alone meanwhile");
    program::check(
        measure
            .arg("engine")
            .arg(place::released("examples/engine"))
            .arg(python)
            .args(["tools/bench", "assets/pocket"].map(|path| place::root().join(path))),
    )
}

/// 90 MB sent and fetched beside curl, on loopback.
///
/// # Errors
/// When something is missing or does not build.
pub(crate) fn transfer() -> Result<()> {
    say::title("Building the release of the transfers");
    program::check(&mut cargo([
        "build",
        "--release",
        "--package",
        "blazon-providers",
        "--example",
        "transfer",
    ]))?;
    let mut measure = build_measure()?;
    say::title("Measuring transfers; leave the machine alone meanwhile");
    program::check(
        measure
            .arg("transfer")
            .arg(place::released("examples/transfer")),
    )
}

/// The golden banner beside the same one drawn with Pillow, and a list of 1,000 rows.
///
/// # Errors
/// When something is missing or does not build.
pub(crate) fn badge() -> Result<()> {
    let python = peers::ensure_python()?;
    say::title("Building the release of the badges");
    program::check(&mut cargo([
        "build",
        "--release",
        "--package",
        "blazon-badge",
        "--examples",
    ]))?;
    let mut measure = build_measure()?;
    say::title("Measuring badges; leave the machine alone meanwhile");
    program::check(
        measure
            .arg("badge")
            .args(["examples/badge_bench", "examples/throughput"].map(place::released))
            .arg(python)
            .arg(place::root()),
    )
}

/// The bot with hundreds of guests at once, beside the same bot with python-telegram-bot and Pillow.
///
/// # Errors
/// When something is missing or does not build.
pub(crate) fn bot(words: &[&str]) -> Result<()> {
    let (guests, rounds) = guests_and_rounds(words)?;
    let python = peers::ensure_telegram()?;
    say::title("Building the release of the terminal's program");
    program::check(&mut cargo([
        "build",
        "--release",
        "--package",
        "blazon-cli",
    ]))?;
    let mut measure = build_measure()?;
    say::title("Measuring the bot; leave the machine alone meanwhile");
    program::check(
        measure
            .arg("bot")
            .arg(place::released("blazon-cli"))
            .arg(python)
            .arg(place::root())
            .args([guests, rounds]),
    )
}

/// Of `[--guests N] [--rounds N]`.
fn guests_and_rounds<'w>(words: &[&'w str]) -> Result<(&'w str, &'w str)> {
    let (mut guests, mut rounds) = ("500", "3");
    for pair in words.chunks(2) {
        match *pair {
            ["--guests", number] => guests = number,
            ["--rounds", number] => rounds = number,
            _ => bail!("`cargo xtask bench bot` takes --guests N and --rounds N."),
        }
    }
    for number in [guests, rounds] {
        number
            .parse::<u32>()
            .with_context(|| format!("`{number}` is not a number."))?;
    }
    Ok((guests, rounds))
}

/// Whether a LoRA of the samples brings pictures nearer to them, and one of other pictures does not.
///
/// # Errors
/// When something is missing or does not build.
pub(crate) fn likeness() -> Result<()> {
    build_engine_example("likeness")?;
    say::title("Training three models and drawing 128 pictures");
    let out = place::target().join("bench/likeness");
    let sets = [
        "assets/samples",
        "tools/bench/other-set",
        "tools/bench/same-series",
    ];
    program::check(
        Command::new(place::released("examples/likeness"))
            .arg(place::root().join("assets/pocket"))
            .arg(&out)
            .args(sets.map(|path| place::root().join(path))),
    )?;
    say::line(&format!("The pictures are in {}.", out.display()));
    Ok(())
}

fn build_engine_example(name: &str) -> Result<()> {
    say::title("Building the release of the engine");
    program::check(&mut cargo([
        "build",
        "--release",
        "--package",
        "blazon-engine",
        "--example",
        name,
    ]))
}

fn prepare() -> Result<Command> {
    system::ensure_installed(Need::Tests)?;
    package::build_release()?;
    build_measure()
}

fn build_measure() -> Result<Command> {
    say::title("Building the measuring program");
    program::check(&mut cargo(["build", WHOLE, "--bin", "measure"]))?;
    let mut measure = Command::new(place::built("measure"));
    measure
        .current_dir(place::root())
        .env("BLAZON_BENCH_DIR", place::target().join("bench"));
    Ok(measure)
}
