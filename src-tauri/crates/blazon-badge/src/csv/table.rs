//! A list that was opened: what it is, and its rows in order or one by one.

use super::decode::Decoded;
use super::export::without_guard;
use super::letters::{TextEncoding, by_mark, find_encoding};
use super::mapping::{FieldNames, Mapping, Target, find_mapping};
use super::separator::{Separator, announced, find_separator};
use super::split::{Record, Splitter};
use super::{
    CsvError, CsvLimits, CsvOptions, Header, Row, RowError, RowFinding, RowPicture, RowProblem,
};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// A list on the disk. Rows are read when they are asked for, and a row that was read once is found again at once.
pub struct CsvTable<R> {
    source: Decoded<R>,
    splitter: Splitter,
    record: Record,
    encoding: TextEncoding,
    separator: Separator,
    limits: CsvLimits,
    has_header: bool,
    columns: Vec<String>,
    mapping: Mapping,
    /// Where the rows begin that were read so far.
    starts: Vec<Start>,
    /// Where reading goes on behind them.
    next: Start,
    ended: bool,
}

/// Where a row begins, and its number.
#[derive(Clone, Copy)]
struct Start {
    place: u64,
    number: usize,
}

impl CsvTable<File> {
    /// Opens a list and finds out what it is; `fields` are those of the template.
    pub fn open(
        path: &Path,
        options: &CsvOptions,
        fields: &[FieldNames],
    ) -> Result<Self, CsvError> {
        let file = File::open(path).map_err(|source| CsvError::Open {
            path: path.to_owned(),
            source,
        })?;
        Self::from_reader(file, options, fields)
    }
}

impl<R: Read + Seek> CsvTable<R> {
    /// A list from anything that can be read twice.
    pub fn from_reader(
        mut source: R,
        options: &CsvOptions,
        fields: &[FieldNames],
    ) -> Result<Self, CsvError> {
        let bytes = source.seek(SeekFrom::End(0))?;
        if bytes > options.limits.bytes {
            return Err(CsvError::TooLarge {
                bytes,
                limit: options.limits.bytes,
            });
        }
        let (encoding, start) = encoding_of(&mut source, options)?;
        let mut source = Decoded::new(source, encoding, start);
        let (separator, first) = separator_of(&mut source, options, fields)?;
        source.go_to(first)?;
        let mut table = Self {
            source,
            splitter: Splitter::new(separator.byte(), options.limits),
            record: Record::default(),
            encoding,
            separator,
            limits: options.limits,
            has_header: false,
            columns: Vec::new(),
            mapping: Mapping::default(),
            starts: Vec::new(),
            next: Start {
                place: first,
                number: 1,
            },
            ended: false,
        };
        table.read_header(options.header, fields)?;
        Ok(table)
    }

    /// How its letters are written.
    #[must_use]
    pub fn encoding(&self) -> TextEncoding {
        self.encoding
    }

    /// What stands between its cells.
    #[must_use]
    pub fn separator(&self) -> Separator {
        self.separator
    }

    /// Whether its first row names the columns.
    #[must_use]
    pub fn has_header(&self) -> bool {
        self.has_header
    }

    /// The columns' names, empty where there is no header.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// What each column fills.
    #[must_use]
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// Lets columns fill what the person chose.
    pub fn set_mapping(&mut self, mapping: Mapping) {
        self.mapping = mapping;
    }

    /// All rows from the first on.
    pub fn rows(&mut self) -> Rows<'_, R> {
        Rows {
            table: self,
            index: 0,
        }
    }

    /// The row at `index`, counted from 0 without header and empty rows; nothing behind the end. Rows before it are
    /// read only if they were not yet.
    pub fn row(&mut self, index: usize) -> Option<Result<Row, RowError>> {
        match self.find_row(index) {
            Ok(true) => Some(self.read_cells(self.starts[index].number)),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }

    /// How many rows there are. Reads the list to its end, unless `stop` says so before: then nothing.
    pub fn count_rows(&mut self, stop: &dyn Fn() -> bool) -> Option<Result<usize, RowError>> {
        loop {
            if stop() {
                return None;
            }
            match self.find_row(self.starts.len()) {
                Ok(true) => {}
                Ok(false) => return Some(Ok(self.starts.len())),
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// Puts the row at `index` into `record`; false behind the end.
    fn find_row(&mut self, index: usize) -> Result<bool, RowError> {
        let limit = self.limits.rows;
        match self.try_find_row(index) {
            Ok(true) if index >= limit => Err(RowError {
                number: self.starts[limit].number,
                problem: RowProblem::TooManyRows { limit },
            }),
            Ok(found) => Ok(found),
            Err(error) => Err(RowError {
                number: self.next.number,
                problem: RowProblem::Read(error),
            }),
        }
    }

    fn try_find_row(&mut self, index: usize) -> std::io::Result<bool> {
        if let Some(start) = self.starts.get(index) {
            self.source.go_to(start.place)?;
            return self.splitter.read(&mut self.source, &mut self.record);
        }
        self.source.go_to(self.next.place)?;
        while !self.ended && self.starts.len() <= index.min(self.limits.rows) {
            let start = self.next;
            self.ended = !self.splitter.read(&mut self.source, &mut self.record)?;
            self.next = Start {
                place: self.source.place(),
                number: start.number + 1,
            };
            if !self.ended && !self.record.is_blank() {
                self.starts.push(start);
            }
        }
        Ok(self.starts.len() > index.min(self.limits.rows))
    }

    /// Finds the columns, and goes behind the header if there is one.
    fn read_header(&mut self, header: Header, fields: &[FieldNames]) -> Result<(), CsvError> {
        match self.find_row(0) {
            Ok(true) => {}
            Ok(false) => return Err(CsvError::Empty),
            Err(RowError {
                problem: RowProblem::Read(error),
                ..
            }) => return Err(CsvError::Read(error)),
            // A list that may have no rows is empty.
            Err(_) => return Err(CsvError::Empty),
        }
        let cells: Vec<&str> = self.record.cells().map(str::trim).collect();
        let mapping = find_mapping(&cells, fields);
        self.has_header = match header {
            Header::Find => mapping.known() > 0 && self.record.problem.is_none(),
            Header::Present => true,
            Header::Absent => false,
        };
        let named = |cell: &&str| {
            if self.has_header {
                (*cell).to_owned()
            } else {
                String::new()
            }
        };
        self.columns = cells.iter().map(named).collect();
        if self.has_header {
            self.mapping = mapping;
            self.starts.clear();
        }
        Ok(())
    }

    /// What is in `record`.
    fn read_cells(&mut self, number: usize) -> Result<Row, RowError> {
        if let Some(problem) = self.record.problem.take() {
            return Err(RowError { number, problem });
        }
        let mut row = Row {
            number,
            texts: BTreeMap::new(),
            picture: None,
            findings: self.findings(),
        };
        let mut prompt = None;
        for (column, cell) in self.record.cells().enumerate() {
            let cell = without_guard(cell).trim();
            if cell.is_empty() {
                continue;
            }
            match self.mapping.target(column) {
                Some(Target::Field(id)) => {
                    row.texts.insert(id.clone(), cell.to_owned());
                }
                Some(Target::Picture) => row.picture = Some(RowPicture::File(cell.to_owned())),
                Some(Target::Prompt) => prompt = Some(RowPicture::Prompt(cell.to_owned())),
                None => {}
            }
        }
        row.picture = row.picture.or(prompt);
        Ok(row)
    }

    fn findings(&self) -> Vec<RowFinding> {
        let (found, expected) = (self.record.len(), self.columns.len());
        // Empty cells behind the last column say nothing.
        let beyond = (expected..found)
            .filter_map(|column| self.record.cell(column))
            .any(|cell| !cell.trim().is_empty());
        let count = if found < expected {
            Some(RowFinding::TooFewCells { found, expected })
        } else {
            beyond.then_some(RowFinding::TooManyCells { found, expected })
        };
        let damaged = self
            .record
            .cells()
            .position(|cell| cell.contains('\u{FFFD}'));
        count
            .into_iter()
            .chain(damaged.map(|column| RowFinding::DamagedText { column }))
            .collect()
    }
}

fn encoding_of(
    source: &mut (impl Read + Seek),
    options: &CsvOptions,
) -> Result<(TextEncoding, u64), CsvError> {
    let Some(told) = options.encoding else {
        return find_encoding(source);
    };
    source.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    source.by_ref().take(3).read_to_end(&mut head)?;
    let mark = by_mark(&head).filter(|(marked, _)| *marked == told);
    Ok((told, mark.map_or(0, |(_, length)| length)))
}

/// The separator, and where the list begins: behind the line with which a file names its separator, if it does.
fn separator_of(
    source: &mut Decoded<impl Read + Seek>,
    options: &CsvOptions,
    fields: &[FieldNames],
) -> Result<(Separator, u64), CsvError> {
    let head = String::from_utf8_lossy(source.bytes()?).into_owned();
    let line = head.find('\n').map_or(head.len(), |end| end + 1);
    if let Some(separator) = announced(head[..line].trim_end_matches(['\r', '\n'])) {
        return Ok((options.separator.unwrap_or(separator), line as u64));
    }
    let separator = match options.separator {
        Some(told) => told,
        None => find_separator(&head, options.limits, fields)?,
    };
    Ok((separator, 0))
}

/// The rows of a list in order. Behind an error that ends the list nothing comes.
pub struct Rows<'a, R> {
    table: &'a mut CsvTable<R>,
    index: usize,
}

impl<R: Read + Seek> Iterator for Rows<'_, R> {
    type Item = Result<Row, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.index == usize::MAX {
            return None;
        }
        let row = self.table.row(self.index);
        let ends = matches!(&row, Some(Err(error)) if error.problem.ends_the_list());
        self.index = if ends { usize::MAX } else { self.index + 1 };
        row
    }
}
