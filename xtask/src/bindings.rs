//! `cargo xtask bindings`: the TypeScript side of the window's commands, written by a test of the shell that knows them.

use std::env;
use std::fs;
use std::path::Path;
use std::process;

use anyhow::{Context, Result, bail};

use crate::program::{self, WHOLE, cargo};
use crate::{place, say};

/// Where the test writes; unset, it compares.
const OUT: &str = "BLAZON_BINDINGS_OUT";

/// Writes the file that is committed.
///
/// # Errors
/// When the shell does not build or the file cannot be written.
pub(crate) fn write() -> Result<()> {
    export(&place::bindings())?;
    say::line("Wrote ui/src/backend/bindings.ts.");
    Ok(())
}

/// Compares the file that is committed with what the code says.
///
/// # Errors
/// When they differ, naming the first line.
pub(crate) fn check() -> Result<()> {
    let fresh = env::temp_dir().join(format!("blazon-bindings-{}.ts", process::id()));
    export(&fresh)?;
    let read = |path: &Path| {
        fs::read_to_string(path).with_context(|| format!("Could not read {}.", path.display()))
    };
    let (committed, wanted) = (read(&place::bindings())?, read(&fresh)?);
    let _ = fs::remove_file(&fresh);
    match first_difference(&committed, &wanted) {
        None => Ok(()),
        Some((line, committed, wanted)) => bail!(
            "ui/src/backend/bindings.ts is not what the code says; `cargo xtask bindings` writes it again. Line {line}:\n\
             \u{20}   committed: {committed}\n    the code:  {wanted}"
        ),
    }
}

fn export(path: &Path) -> Result<()> {
    program::check(cargo(["test", "--quiet", WHOLE, "--test", "bindings"]).env(OUT, path))
}

/// The number of the first line that differs, with both sides; line ends and final empty lines do not count.
fn first_difference<'a>(committed: &'a str, wanted: &'a str) -> Option<(usize, &'a str, &'a str)> {
    let mut lines = (committed.trim_end().lines(), wanted.trim_end().lines());
    (1..)
        .map_while(|number| match (lines.0.next(), lines.1.next()) {
            (None, None) => None,
            (committed, wanted) => Some((
                number,
                committed.unwrap_or("(ends)"),
                wanted.unwrap_or("(ends)"),
            )),
        })
        .find(|(_, committed, wanted)| committed != wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_differs_is_named() {
        assert_eq!(first_difference("a\nb\n", "a\r\nb"), None);
        assert_eq!(first_difference("a\nb\nc", "a\nB\nc"), Some((2, "b", "B")));
        assert_eq!(first_difference("a", "a\nb"), Some((2, "(ends)", "b")));
    }
}
