//! The libraries of Python and Node that Blazon is measured beside: installed once into `target/tools`, at fixed
//! versions, and never part of the program.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{place, program, say};

const PYTHON: [&str; 4] = [
    "numpy==2.4.6",
    "opencv-python-headless==5.0.0.93",
    "pillow==13.0.0",
    "pyvips[binary]==3.2.0",
];
const TELEGRAM: [&str; 3] = [
    "httpx==0.28.1",
    "pillow==13.0.0",
    "python-telegram-bot==22.8",
];
const TORCH: [&str; 5] = [
    "diffusers==0.42.1",
    "peft==0.21.2",
    "safetensors==0.8.0",
    "torch==2.15.0",
    "transformers==5.24.0",
];
const TITLE: &str = "Installing what is measured beside Blazon";
const NODE: [&str; 1] = ["sharp@0.35.5"];

/// The Python that has Pillow, OpenCV and pyvips.
///
/// # Errors
/// When there is no Python 3.11 or later, or pip fails.
pub(crate) fn ensure_python() -> Result<PathBuf> {
    python_with("tools/bench-python", &PYTHON)
}

/// The Python that has PyTorch, diffusers and PEFT.
///
/// # Errors
/// As [`ensure_python`].
pub(crate) fn ensure_torch() -> Result<PathBuf> {
    python_with("tools/bench-torch", &TORCH)
}

/// The Python that has python-telegram-bot and Pillow.
///
/// # Errors
/// As [`ensure_python`].
pub(crate) fn ensure_telegram() -> Result<PathBuf> {
    python_with("tools/bench-telegram", &TELEGRAM)
}

fn python_with(folder: &str, packages: &[&str]) -> Result<PathBuf> {
    let folder = place::target().join(folder);
    let folder = install(folder, TITLE, &packages.join("\n"), |folder| {
        make_environment(folder, packages)
    })?;
    Ok(python_in(&folder))
}

/// Makes a Python of its own in `folder`, with what `pip install` makes of these arguments.
///
/// # Errors
/// When there is no Python 3.11 or later, or pip fails.
pub(crate) fn make_environment<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> Result<()> {
    let own = if cfg!(windows) { "python" } else { "python3" };
    program::check(Command::new(own).args(["-m", "venv"]).arg(folder))
        .context("Install Python 3.11 or later, with its module venv.")?;
    program::check(
        Command::new(python_in(folder))
            .args(["-m", "pip", "install", "--quiet"])
            .args(arguments),
    )
}

fn python_in(folder: &Path) -> PathBuf {
    folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    })
}

/// The folder in whose `node_modules` sharp lies.
///
/// # Errors
/// When npm is missing or fails.
pub(crate) fn ensure_node() -> Result<PathBuf> {
    let folder = place::target().join("tools/bench-node");
    install(folder, TITLE, &NODE.join("\n"), |folder| {
        let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.current_dir(folder)
            .args(["install", "--silent", "--prefix", "."]);
        program::check(npm.args(NODE))
    })
}

/// Carries `work` out in `folder` if what is installed there is not `wanted`.
///
/// # Errors
/// Those of the work.
pub(crate) fn install(
    folder: PathBuf,
    title: &str,
    wanted: &str,
    work: impl FnOnce(&Path) -> Result<()>,
) -> Result<PathBuf> {
    let stamp = folder.join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(folder);
    }
    say::title(title);
    fs::create_dir_all(&folder).context("Could not make a folder in target/tools.")?;
    work(&folder)?;
    fs::write(&stamp, wanted).context("Could not note what was installed.")?;
    Ok(folder)
}
