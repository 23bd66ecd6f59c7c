//! Starting other programs: cargo, npm, the drivers. A failure is an error that names the whole command line.

use std::env;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::place;

/// All crates at once, in every step: with other packages other features would be chosen, and all would be built again.
pub(crate) const WHOLE: &str = "--workspace";

/// The cargo that runs us, in the root of the repository.
pub(crate) fn cargo<I: AsRef<OsStr>>(arguments: impl IntoIterator<Item = I>) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(place::root());
    // Cargo describes this program to itself in these. Inherited, they make build scripts that watch
    // them run again, and with them everything that is built on top.
    for (name, _) in env::vars_os() {
        let own = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];
        if own
            .iter()
            .any(|start| name.to_string_lossy().starts_with(start))
        {
            command.env_remove(name);
        }
    }
    command
}

/// npm, in the folder of the window's pages.
pub(crate) fn npm<I: AsRef<OsStr>>(arguments: impl IntoIterator<Item = I>) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(arguments).current_dir(place::ui());
    command
}

/// Runs to the end, output going to the terminal.
///
/// # Errors
/// When it cannot be started or says that it failed.
pub(crate) fn check(command: &mut Command) -> Result<()> {
    let line = spell(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("Could not start `{line}`."))?;
    ensure!(status.success(), "`{line}` failed ({status}).");
    Ok(())
}

/// What a program prints, when it is there and succeeds.
pub(crate) fn output(name: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(name)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program is on the search path.
pub(crate) fn exists(name: &str) -> bool {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(&file).is_file()))
}

/// The command line as a person would type it.
pub(crate) fn spell(command: &Command) -> String {
    let name = Path::new(command.get_program())
        .file_stem()
        .unwrap_or_default();
    let words = std::iter::once(name).chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
