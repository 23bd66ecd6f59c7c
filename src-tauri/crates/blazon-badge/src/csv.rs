//! People's lists as they really are: CSV files out of Excel, Google Sheets and text editors.
//!
//! A list becomes rows of a template's fields. What a file is (letters, separator, header) is found out and can be told
//! instead; a bad row is an error of that row and never ends the rest. Cells are text and nothing else: a formula is
//! never evaluated. It knows fields by their names alone, no template and no picture.
//!
//! The splitting is done here and not by the `csv` crate, which reads a record of any length into memory and does not
//! tell a quote that was never closed, so that one stray quote would take the rest of the list. The tests hold both
//! against each other.

mod decode;
mod export;
mod letters;
mod mapping;
mod separator;
mod split;
mod table;
#[cfg(test)]
mod tests;

pub use export::{export_cell, export_row};
pub use letters::TextEncoding;
pub use mapping::{FieldNames, Mapping, Target};
pub use separator::Separator;
pub use table::{CsvTable, Rows};

use std::collections::BTreeMap;
use std::path::PathBuf;

/// How large a list may be. The defaults are far above what is printed, and keep the memory that a list takes under
/// 16 MB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvLimits {
    /// Bytes of the file: 100 MB.
    pub bytes: u64,
    /// Rows below the header: 100,000.
    pub rows: usize,
    /// Cells in one row: 256.
    pub columns: usize,
    /// Characters in one cell: 10,000.
    pub cell: usize,
}

impl Default for CsvLimits {
    fn default() -> Self {
        Self {
            bytes: 100_000_000,
            rows: 100_000,
            columns: 256,
            cell: 10_000,
        }
    }
}

/// Whether the first row names the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Header {
    /// It does if one of its cells is a name that a field, a picture or a prompt goes by.
    #[default]
    Find,
    /// It does.
    Present,
    /// It does not; columns are known by their place.
    Absent,
}

/// What the caller knows about a file; what is left out is found out.
#[derive(Debug, Clone, Copy, Default)]
pub struct CsvOptions {
    /// How its letters are written.
    pub encoding: Option<TextEncoding>,
    /// What stands between its cells.
    pub separator: Option<Separator>,
    /// Whether its first row names the columns.
    pub header: Header,
    /// How large it may be.
    pub limits: CsvLimits,
}

/// One row of a list, as a badge needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The row's number as a spreadsheet shows it: from 1, with the header and empty rows counted.
    pub number: usize,
    /// Texts by the field's id. A field whose cell is empty or missing is left out.
    pub texts: BTreeMap<String, String>,
    /// Where its picture comes from, if the row says so.
    pub picture: Option<RowPicture>,
    /// What is odd about the row without keeping it from being drawn.
    pub findings: Vec<RowFinding>,
}

/// Where a row's picture comes from. A path counts before a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowPicture {
    /// A path as it was written, in general relative to the list; the caller decides what may be opened.
    File(String),
    /// Words from which a picture is to be drawn.
    Prompt(String),
}

/// What is odd about a row that can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFinding {
    /// It has fewer cells than the list has columns; the missing ones are empty.
    TooFewCells {
        /// Cells that the row has.
        found: usize,
        /// Columns of the list.
        expected: usize,
    },
    /// It has more cells than the list has columns, and those beyond are ignored: a separator in a text without quotes.
    TooManyCells {
        /// Cells that the row has.
        found: usize,
        /// Columns of the list.
        expected: usize,
    },
    /// Letters of a cell could not be read and are shown as U+FFFD.
    DamagedText {
        /// The cell's column, from 0.
        column: usize,
    },
}

/// Why a row cannot be drawn.
#[derive(Debug, thiserror::Error)]
#[error("row {number}: {problem}")]
pub struct RowError {
    /// The row's number as a spreadsheet shows it.
    pub number: usize,
    /// What is wrong with it.
    #[source]
    pub problem: RowProblem,
}

/// What is wrong with a row.
#[derive(Debug, thiserror::Error)]
pub enum RowProblem {
    /// A cell is longer than allowed.
    #[error("the cell in column {} is longer than {limit} characters", column + 1)]
    CellTooLong {
        /// The cell's column, from 0.
        column: usize,
        /// The most characters that a cell may have.
        limit: usize,
    },
    /// There are more cells than allowed.
    #[error("there are more than {limit} cells")]
    TooManyColumns {
        /// The most cells that a row may have.
        limit: usize,
    },
    /// A cell opens a quote that nothing closes. Reading goes on in the next line.
    #[error("a quote is opened in column {} and never closed", column + 1)]
    UnclosedQuote {
        /// The cell's column, from 0.
        column: usize,
    },
    /// The list has more rows than allowed; it ends here.
    #[error("the list has more than {limit} rows")]
    TooManyRows {
        /// The most rows that a list may have.
        limit: usize,
    },
    /// The file could not be read any further; the list ends here.
    #[error("the file cannot be read any further")]
    Read(#[source] std::io::Error),
}

impl RowProblem {
    /// Whether nothing of the list can follow.
    #[must_use]
    pub fn ends_the_list(&self) -> bool {
        match self {
            Self::TooManyRows { .. } | Self::Read(_) => true,
            Self::CellTooLong { .. } | Self::TooManyColumns { .. } | Self::UnclosedQuote { .. } => {
                false
            }
        }
    }
}

/// Why a file is no list.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// It could not be opened.
    #[error("cannot open {path}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// It could not be read.
    #[error("the list cannot be read")]
    Read(#[from] std::io::Error),
    /// It is larger than allowed.
    #[error("the list has {bytes} bytes, and at most {limit} are read")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The most bytes that a list may have.
        limit: u64,
    },
    /// It is a workbook of a spreadsheet program, which has to be saved as CSV first.
    #[error("this is a workbook and not a CSV file")]
    Workbook,
    /// It holds what no text has.
    #[error("this is not a text file")]
    NotText,
    /// It has no row with anything in it.
    #[error("the list is empty")]
    Empty,
}
