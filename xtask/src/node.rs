//! Node and the packages of the window's pages, installed from the lock file and only when it has changed.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::{place, program, say};

const WHERE: &str = "Install Node.js 22 (or 20.19 and later) from https://nodejs.org/en/download, open a new terminal, \
                     and run the same command again. The one in your distribution may be older.";

/// Node is there and new enough, the packages are those of the lock file.
///
/// # Errors
/// When Node is missing or too old, or npm fails.
pub(crate) fn ensure_installed() -> Result<()> {
    ensure_node()?;
    let lock = fs::read(place::ui().join("package-lock.json"))
        .context("Could not read ui/package-lock.json.")?;
    // The lock file of the last installation that went through lies inside what it installed.
    let stamp = place::ui().join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say::title("Installing the window's packages from ui/package-lock.json");
    program::check(&mut program::npm(["ci"]))?;
    fs::write(&stamp, lock).context("Could not note which lock file was installed.")
}

/// Builds the pages that the window shows.
///
/// # Errors
/// When Vite refuses them.
pub(crate) fn build_pages() -> Result<()> {
    program::check(&mut program::npm(["run", "--silent", "build"]))
}

fn ensure_node() -> Result<()> {
    let Some(said) = program::output("node", &["--version"]) else {
        bail!("Node.js is missing: the window's pages are built with it. {WHERE}");
    };
    match version(&said) {
        Some(version) if is_enough(version) => Ok(()),
        Some(_) | None => bail!(
            "Node.js {} is too old for the tools of the window's pages. {WHERE}",
            said.trim()
        ),
    }
}

fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.trim().strip_prefix('v')?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// Vite 8 wants `^20.19.0 || >=22.12.0`.
fn is_enough(version: (u32, u32)) -> bool {
    (version.0 == 20 && version.1 >= 19) || version >= (22, 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_is_told_apart_by_what_vite_takes() {
        let taken = |said: &str| version(said).is_some_and(is_enough);
        assert!(taken("v20.19.0\n") && taken("v22.12.1") && taken("v24.0.0"));
        assert!(
            !taken("v20.18.9")
                && !taken("v21.7.3")
                && !taken("v22.11.0")
                && !taken("v18.20.4")
                && !taken("nonsense")
        );
    }
}
