//! What is said to the person at the terminal: whole sentences, on standard output, flushed before a child writes.

use std::io::{self, Write};

/// Prints one line.
pub(crate) fn line(text: &str) {
    let mut out = io::stdout().lock();
    // A closed terminal is no reason to stop the work.
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Prints the title of the next piece of work, set off from the output before it.
pub(crate) fn title(text: &str) {
    line(&format!("\n==> {text}"));
}

/// Prints why the work stopped, the cause after the sentence that it caused.
pub(crate) fn problem(error: &anyhow::Error) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "\n{error}");
    for cause in error.chain().skip(1) {
        let _ = writeln!(err, "  because: {cause}");
    }
}
