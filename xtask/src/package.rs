//! `cargo xtask package`: the .deb with the window and the terminal program, and the release build that benches share.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::machine::{self, Machine};
use crate::program::{self, cargo};
use crate::system::Need;
use crate::{node, place, say, system};

/// Makes the package and says where it lies.
///
/// # Errors
/// When a build fails, or this is no Debian.
pub(crate) fn package() -> Result<()> {
    ensure!(
        machine::this() == Machine::Debian,
        "The .deb is made on Debian or Ubuntu. Elsewhere `ui/node_modules/.bin/tauri build` makes that system's own package."
    );
    build_release()?;
    say::title("Packing the .deb");
    let tauri = place::ui().join("node_modules/.bin/tauri");
    // `bundle` packs what is built; `build` would choose other features and compile all again.
    let mut bundle = std::process::Command::new(tauri);
    program::check(
        bundle
            .args(["bundle", "--bundles", "deb"])
            .current_dir(place::root()),
    )?;
    let (path, bytes) = find_newest_deb().context("No .deb was made.")?;
    say::line(&format!(
        "\n{}\n{:.1} MB",
        path.display(),
        bytes as f64 / 1e6
    ));
    Ok(())
}

/// Builds both programs as they are given to people, with the pages inside.
///
/// # Errors
/// When something is missing or does not build.
pub(crate) fn build_release() -> Result<()> {
    system::ensure_installed(Need::Window)?;
    node::ensure_installed()?;
    say::title("Building the window's pages");
    node::build_pages()?;
    say::title("Building the release (about 15 minutes on two cores the first time)");
    program::check(&mut cargo([
        "build",
        "--release",
        "--package",
        "blazon",
        "--package",
        "blazon-cli",
    ]))
}

fn find_newest_deb() -> Option<(PathBuf, u64)> {
    let entries = fs::read_dir(place::target().join("release/bundle/deb")).ok()?;
    let debs = entries.filter_map(Result::ok).filter(|entry| {
        entry
            .path()
            .extension()
            .is_some_and(|ending| ending == "deb")
    });
    let newest = debs.filter_map(|entry| Some((entry.path(), entry.metadata().ok()?)));
    let (path, metadata) = newest.max_by_key(|(_, metadata)| metadata.modified().ok())?;
    Some((path, metadata.len()))
}
