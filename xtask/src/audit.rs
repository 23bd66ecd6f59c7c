//! `cargo xtask audit`: licences and sources, dependencies that nothing uses, and the documentation.
//!
//! Advisories are left out: their database is fetched from elsewhere, and changes without any change here.

use std::process::Command;

use anyhow::Result;

use crate::program::{self, WHOLE, cargo};
use crate::steps::Steps;
use crate::{place, tools};

/// Runs the three checks.
///
/// # Errors
/// That of the first that fails.
pub(crate) fn audit() -> Result<()> {
    let mut steps = Steps::default();
    steps.take("Licences, sources and bans", |_| {
        let deny = tools::ensure_installed(tools::CARGO_DENY)?;
        program::check(
            Command::new(deny)
                .args(["check", "licenses", "sources", "bans"])
                .current_dir(place::root()),
        )
    })?;
    steps.take("Dependencies that nothing uses", |_| {
        let machete = tools::ensure_installed(tools::CARGO_MACHETE)?;
        program::check(Command::new(machete).current_dir(place::root()))
    })?;
    steps.take("Documentation", |_| {
        program::check(cargo(["doc", WHOLE, "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
    })
}
