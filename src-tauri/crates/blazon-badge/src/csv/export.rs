//! Lists that are written for people to open in a spreadsheet.

use super::Separator;

/// First characters that make a spreadsheet take a cell for a formula, after OWASP, "CSV Injection".
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell as it is written. What a spreadsheet would take for a formula gets an apostrophe, which reading takes away again.
#[must_use]
pub fn export_cell(text: &str, separator: Separator) -> String {
    let guard = if needs_guard(text) { "'" } else { "" };
    let text = format!("{guard}{text}");
    if text.contains(['"', '\n', '\r', separator.character()]) || text.trim() != text {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

/// A row as it is written, with its line end.
#[must_use]
pub fn export_row<'a>(cells: impl IntoIterator<Item = &'a str>, separator: Separator) -> String {
    let cells: Vec<String> = cells
        .into_iter()
        .map(|cell| export_cell(cell, separator))
        .collect();
    cells.join(&separator.character().to_string()) + "\r\n"
}

/// A cell's text without the apostrophe that [`export_cell`] gave it.
pub(super) fn without_guard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if needs_guard(text) => rest,
        Some(_) | None => text,
    }
}

/// Also of what is guarded already, so that nothing is lost by writing and reading.
fn needs_guard(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}
