//! Rows and cells out of text: separators, quotes, line ends.
//!
//! As RFC 4180, and as forgiving as spreadsheets are: any line end, text behind a closing quote, quotes inside plain cells.

use super::decode::Decoded;
use super::{CsvLimits, RowProblem};
use std::io::{self, Read, Seek};

/// A quoted cell of so many bytes without its closing quote is a quote that nobody closed.
const LONGEST_QUOTED: usize = 1 << 20;

/// Line ends and quotes are looked for again behind an unclosed quote; all such looking back takes no more bytes than this.
const MOST_READ_AGAIN: u64 = 100_000_000;

/// The cells of one row. It is used again for each row, so that reading takes no new memory.
#[derive(Default)]
pub(super) struct Record {
    text: String,
    ends: Vec<usize>,
    /// What is wrong with the row, at its first place.
    pub(super) problem: Option<RowProblem>,
}

impl Record {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn cell(&self, column: usize) -> Option<&str> {
        let end = *self.ends.get(column)?;
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start..end])
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|column| self.cell(column))
    }

    /// Whether nothing stands in it: an empty line, or only separators as Excel writes below a list.
    pub(super) fn is_blank(&self) -> bool {
        self.problem.is_none() && self.cells().all(|cell| cell.trim().is_empty())
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.problem = None;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the beginning of a cell.
    Beginning,
    /// In a cell without quotes, or behind a closing quote.
    Plain,
    /// Behind an opening quote.
    Quoted,
    /// Behind a quote within quotes: its end, or the first of two that stand for one.
    MaybeClosed,
}

/// What a byte does to a cell.
enum Step {
    Keep,
    Drop,
    EndCell,
    EndRow,
}

/// Reads rows from a decoded file.
pub(super) struct Splitter {
    separator: u8,
    limits: CsvLimits,
    read_again: u64,
}

impl Splitter {
    pub(super) fn new(separator: u8, limits: CsvLimits) -> Self {
        Self {
            separator,
            limits,
            read_again: 0,
        }
    }

    /// The next row, or false at the end.
    pub(super) fn read(
        &mut self,
        source: &mut Decoded<impl Read + Seek>,
        record: &mut Record,
    ) -> io::Result<bool> {
        record.clear();
        if source.bytes()?.is_empty() {
            return Ok(false);
        }
        let start = source.place();
        if !self.read_row(source, record)? {
            self.after_an_unclosed_quote(source, start)?;
        }
        Ok(true)
    }

    /// False if a quote is never closed.
    fn read_row(
        &self,
        source: &mut Decoded<impl Read + Seek>,
        record: &mut Record,
    ) -> io::Result<bool> {
        let mut cell = Cell::default();
        let mut state = State::Beginning;
        loop {
            let bytes = source.bytes()?;
            if bytes.is_empty() {
                let closed = state != State::Quoted;
                self.end_cell(record, &mut cell, closed);
                return Ok(closed);
            }
            let (mut at, mut kept_from) = (0, 0);
            while let Some(byte) = bytes.get(at) {
                let step = self.step(&mut state, *byte);
                at += 1;
                match step {
                    Step::Keep => {}
                    Step::Drop => {
                        self.keep(record, &mut cell, &bytes[kept_from..at - 1]);
                        kept_from = at;
                    }
                    Step::EndCell => {
                        self.keep(record, &mut cell, &bytes[kept_from..at - 1]);
                        kept_from = at;
                        self.end_cell(record, &mut cell, true);
                    }
                    Step::EndRow => {
                        self.keep(record, &mut cell, &bytes[kept_from..at - 1]);
                        self.end_cell(record, &mut cell, true);
                        let carriage_return = *byte == b'\r';
                        source.take(at);
                        if carriage_return && source.bytes()?.first() == Some(&b'\n') {
                            source.take(1);
                        }
                        return Ok(true);
                    }
                }
            }
            self.keep(record, &mut cell, &bytes[kept_from..at]);
            source.take(at);
            if state == State::Quoted && cell.bytes > LONGEST_QUOTED {
                self.end_cell(record, &mut cell, false);
                return Ok(false);
            }
        }
    }

    fn step(&self, state: &mut State, byte: u8) -> Step {
        let (next, step) = match (*state, byte) {
            (State::Quoted, b'"') => (State::MaybeClosed, Step::Drop),
            (State::Quoted, _) => (State::Quoted, Step::Keep),
            (State::Beginning, b'"') => (State::Quoted, Step::Drop),
            (State::MaybeClosed, b'"') => (State::Quoted, Step::Keep),
            (_, byte) if byte == self.separator => (State::Beginning, Step::EndCell),
            (_, b'\n' | b'\r') => (State::Beginning, Step::EndRow),
            (State::Beginning | State::Plain | State::MaybeClosed, _) => (State::Plain, Step::Keep),
        };
        *state = next;
        step
    }

    /// Adds to a cell what still has room in it.
    fn keep(&self, record: &mut Record, cell: &mut Cell, bytes: &[u8]) {
        cell.bytes += bytes.len();
        if record.problem.is_some() || bytes.is_empty() {
            return;
        }
        // Pieces and steps end at whole characters, since every byte that ends one is ASCII.
        let text = String::from_utf8_lossy(bytes);
        cell.characters += text.chars().count();
        if cell.characters > self.limits.cell {
            record.problem = Some(RowProblem::CellTooLong {
                column: record.len(),
                limit: self.limits.cell,
            });
            return;
        }
        record.text.push_str(&text);
    }

    fn end_cell(&self, record: &mut Record, cell: &mut Cell, closed: bool) {
        if !closed {
            record.problem = Some(RowProblem::UnclosedQuote {
                column: record.len(),
            });
        }
        *cell = Cell::default();
        if record.problem.is_some() {
            return;
        }
        if record.len() == self.limits.columns {
            record.problem = Some(RowProblem::TooManyColumns {
                limit: self.limits.columns,
            });
            return;
        }
        record.ends.push(record.text.len());
    }

    /// Goes on in the line below the one in which the row began, so that the quote takes no more than its own line.
    fn after_an_unclosed_quote(
        &mut self,
        source: &mut Decoded<impl Read + Seek>,
        start: u64,
    ) -> io::Result<()> {
        self.read_again = self.read_again.saturating_add(source.place() - start);
        if self.read_again > MOST_READ_AGAIN {
            return Ok(());
        }
        source.go_to(start)?;
        loop {
            let bytes = source.bytes()?;
            if bytes.is_empty() {
                return Ok(());
            }
            let Some(end) = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
                let count = bytes.len();
                source.take(count);
                continue;
            };
            let carriage_return = bytes[end] == b'\r';
            source.take(end + 1);
            if carriage_return && source.bytes()?.first() == Some(&b'\n') {
                source.take(1);
            }
            return Ok(());
        }
    }
}

/// How much of the cell that is being read went by.
#[derive(Default)]
struct Cell {
    bytes: usize,
    characters: usize,
}
