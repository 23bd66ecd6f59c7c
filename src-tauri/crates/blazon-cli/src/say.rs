//! The one place that prints: results to standard output, everything else to standard error.

use serde::Serialize;
use std::io::Write;

/// Prints a line of result. A reader that has gone away is no error of ours.
pub(crate) fn line(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Prints a result as one JSON object on one line.
pub(crate) fn json(value: &impl Serialize) {
    match serde_json::to_string(value) {
        Ok(text) => line(&text),
        Err(error) => aside(&error.to_string()),
    }
}

/// Tells a person something beside the result.
pub(crate) fn aside(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
