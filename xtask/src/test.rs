//! `cargo xtask test`: everything that must hold before a change lands. Stops at the first step that fails; always
//! closes with the minutes per step and the count of tests.
//!
//! The cheap steps come first, so that a slip is known within a minute.

use std::num::NonZero;
use std::{env, thread};

use anyhow::Result;

use crate::fence::Fence;
use crate::machine::{self, Machine};
use crate::program::{self, WHOLE, cargo, npm};
use crate::steps::{Counts, Steps, run_counted};
use crate::system::Need;
use crate::{bindings, clients, node, say, system, tools};

/// How many tests run side by side; cargo's own name for it.
const THREADS: &str = "RUST_TEST_THREADS";

/// Runs all steps.
///
/// # Errors
/// That of the first step that failed.
pub(crate) fn test() -> Result<()> {
    let mut steps = Steps::default();
    let result = all(&mut steps);
    if let Err(error) = &result {
        say::problem(error);
    }
    steps.close();
    // What went wrong stands above the table; the last line is the count.
    if result.is_err() {
        std::process::exit(1)
    } else {
        Ok(())
    }
}

fn all(steps: &mut Steps) -> Result<()> {
    let fence = Fence::raise()?;
    steps.take("System packages", |_| system::ensure_installed(Need::Tests))?;
    steps.take("The window's packages and pages", |_| {
        node::ensure_installed().and_then(|()| node::build_pages())
    })?;
    steps.take("Formatting", |_| {
        program::check(&mut cargo(["fmt", "--all", "--check"]))
    })?;
    steps.take("Lints of the pages", |_| {
        program::check(&mut npm(["run", "--silent", "lint"]))
    })?;
    steps.take("Types of the pages", |_| {
        program::check(&mut npm(["run", "--silent", "check"]))
    })?;
    steps.take("Tests of the pages", |counts| {
        run_counted(&mut npm(["test"]), counts)
    })?;
    steps.take("Clippy", |_| {
        program::check(&mut cargo([
            "clippy",
            WHOLE,
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    })?;
    steps.take("Build", |_| program::check(&mut cargo(["build", WHOLE])))?;
    steps.take("The bindings are those of the code", |_| bindings::check())?;
    steps.take("Tests in Rust", |counts| {
        let mut test = cargo(["test", WHOLE]);
        // Many wait for other programs, for emulators, or for the disk, so that there is room beside each.
        if env::var_os(THREADS).is_none() {
            let cores = thread::available_parallelism().map_or(2, NonZero::get);
            test.env(THREADS, (2 * cores).to_string());
        }
        run_counted(fence.around(&mut test), counts)
    })?;
    steps.take(
        "The providers' own clients against the emulators",
        |counts| clients::test(&fence, counts),
    )?;
    if matches!(machine::this(), Machine::Debian | Machine::Linux) {
        steps.take("The driver of the window", |_| {
            tools::ensure_installed(tools::TAURI_DRIVER).map(drop)
        })?;
        steps.take("Tests in a real window", |counts| windows(&fence, counts))?;
    } else {
        say::line(
            "The tests in a real window need Xvfb and WebKitWebDriver, so they run on Linux alone.",
        );
    }
    steps.take("No test has touched the person's library", |_| {
        fence.check()
    })
}

/// The real-window tests are ignored by a plain `cargo test`; each starts a display and a bus of its own.
fn windows(fence: &Fence, counts: &mut Counts) -> Result<()> {
    let mut test = cargo([
        "test",
        WHOLE,
        "--test",
        "desktop",
        "--",
        "--ignored",
        "--test-threads=1",
    ]);
    let driver = tools::ensure_installed(tools::TAURI_DRIVER)?;
    test.env("BLAZON_TAURI_DRIVER", driver);
    run_counted(fence.around(&mut test), counts)
}
