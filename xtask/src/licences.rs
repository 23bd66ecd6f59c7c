//! `cargo xtask licences`: the list of what others made and under which terms, written by the test that compares it.

use anyhow::Result;

use crate::program::{self, WHOLE, cargo};
use crate::{node, place, say};

/// Where the test writes; unset, it compares.
const OUT: &str = "BLAZON_LICENCES_OUT";

/// Writes the file that is committed.
///
/// # Errors
/// When a package is not installed or the file cannot be written.
pub(crate) fn write() -> Result<()> {
    node::ensure_installed()?;
    let mut test = cargo([
        "test",
        "--quiet",
        WHOLE,
        "--test",
        "flows",
        "list_of_licences",
    ]);
    program::check(test.env(OUT, place::root().join("assets/licences.json")))?;
    say::line("Wrote assets/licences.json.");
    Ok(())
}
