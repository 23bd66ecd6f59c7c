//! `cargo xtask soak`: the kill and fault tests for as many rounds as there is time for.

use anyhow::{Context, Result};

use crate::fence::Fence;
use crate::program::{self, WHOLE, cargo};

/// Runs every test whose name says that something is killed.
///
/// # Errors
/// When a round does not hold.
pub(crate) fn soak(rounds: &str) -> Result<()> {
    rounds
        .parse::<u32>()
        .with_context(|| format!("`{rounds}` is not a number of rounds."))?;
    let fence = Fence::raise()?;
    program::check(
        fence.around(
            cargo(["test", WHOLE, "kill", "--", "--nocapture"]).env("BLAZON_ROUNDS", rounds),
        ),
    )?;
    fence.check()
}
