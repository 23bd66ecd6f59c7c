//! Programs written in Rust that a chore needs: built once from crates.io into `target/tools`, at a fixed version.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{place, program, say};

/// A program on crates.io.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tool {
    /// The name of the crate, and of its program.
    pub(crate) name: &'static str,
    /// The exact version.
    pub(crate) version: &'static str,
}

/// Passes WebDriver commands on to the driver of the system's web view.
pub(crate) const TAURI_DRIVER: Tool = Tool {
    name: "tauri-driver",
    version: "2.1.0",
};
/// Holds licences and sources against `deny.toml`.
pub(crate) const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
};
/// Finds dependencies that nothing uses.
pub(crate) const CARGO_MACHETE: Tool = Tool {
    name: "cargo-machete",
    version: "0.9.2",
};

/// Where the tool lies, after installing it if this version is not there yet.
///
/// # Errors
/// When cargo cannot build it.
pub(crate) fn ensure_installed(tool: Tool) -> Result<PathBuf> {
    let folder = place::target().join("tools");
    let path = folder
        .join("bin")
        .join(format!("{}{}", tool.name, std::env::consts::EXE_SUFFIX));
    let stamp = folder.join(format!("{}.version", tool.name));
    if path.is_file() && fs::read_to_string(&stamp).is_ok_and(|version| version == tool.version) {
        return Ok(path);
    }
    say::line(&format!(
        "Building {} {} once, into target/tools.",
        tool.name, tool.version
    ));
    let mut install = program::cargo([
        "install",
        tool.name,
        "--version",
        tool.version,
        "--locked",
        "--quiet",
        "--root",
    ]);
    // The tool's own build must not mix with ours, nor leave its leftovers in our target folder.
    program::check(install.arg(&folder).env_remove("CARGO_TARGET_DIR"))?;
    fs::write(&stamp, tool.version).context("Could not note the tool's version.")?;
    Ok(path)
}
