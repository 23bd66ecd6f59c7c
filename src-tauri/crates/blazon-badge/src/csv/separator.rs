//! What stands between a list's cells, found from its first rows.

use super::CsvLimits;
use super::decode::Decoded;
use super::letters::TextEncoding;
use super::mapping::{FieldNames, find_mapping};
use super::split::{Record, Splitter};
use std::io::{self, Cursor};

/// Rows at the beginning from which the separator is found.
const ROWS: usize = 50;

/// What stands between cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// A comma: most programs.
    Comma,
    /// A semicolon: Excel where the comma is the decimal sign, as in Russia and most of Europe.
    Semicolon,
    /// A tab: text copied out of a spreadsheet, and Excel's "Unicode text".
    Tab,
}

impl Separator {
    const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }

    /// The separator as a character.
    #[must_use]
    pub fn character(self) -> char {
        char::from(self.byte())
    }
}

/// The separator that a first line `sep=;` names for Excel.
pub(super) fn announced(line: &str) -> Option<Separator> {
    let named = line.strip_prefix("sep=").or(line.strip_prefix("SEP="))?;
    Separator::ALL
        .into_iter()
        .find(|separator| named.chars().eq([separator.character()]))
}

/// The separator with which the first rows of a list look most like a table whose columns have names that are known.
pub(super) fn find_separator(
    head: &str,
    limits: CsvLimits,
    fields: &[FieldNames],
) -> io::Result<Separator> {
    let mut best = (Separator::Comma, (0, 0));
    for separator in Separator::ALL {
        let score = score(head, separator, limits, fields)?;
        if score > best.1 {
            best = (separator, score);
        }
    }
    Ok(best.0)
}

/// Known names in the first row; then the rows, in thousandths, that have as many cells as the first, where one column
/// alone counts half.
fn score(
    head: &str,
    separator: Separator,
    limits: CsvLimits,
    fields: &[FieldNames],
) -> io::Result<(usize, usize)> {
    let mut source = Decoded::new(Cursor::new(head), TextEncoding::Utf8, 0);
    let mut splitter = Splitter::new(separator.byte(), limits);
    let mut record = Record::default();
    let (mut columns, mut known, mut rows, mut alike) = (0, 0, 0, 0);
    while rows < ROWS && splitter.read(&mut source, &mut record)? {
        if record.is_blank() {
            continue;
        }
        if rows == 0 {
            columns = record.len();
            known = find_mapping(&record.cells().collect::<Vec<_>>(), fields).known();
        }
        rows += 1;
        alike += usize::from(record.len() == columns);
    }
    if rows == 0 {
        // Nothing but this separator stands there.
        return Ok((0, 1000));
    }
    let worth = if columns > 1 { 1000 } else { 500 };
    Ok((known, worth * alike / rows))
}
