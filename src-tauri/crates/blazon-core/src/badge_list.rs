//! Lists of people that become badges: opened, mapped to a template's fields, and looked at row by row. Drawing them is
//! `badge_batch.rs`.
//!
//! A list stays a file of the person's: it is read again each time, and nothing of it is kept but its path.

use crate::{Argument, Studio, Words};
use anyhow::Context;
use blazon_badge::Template;
use blazon_badge::batch::field_names;
use blazon_badge::csv::{
    CsvOptions, CsvTable, Mapping, Row, RowError, RowPicture, RowProblem, Target,
};
use blazon_model::{BadgeColumn, BadgeDesign, BadgeList, BadgeRowProblem, BadgeTarget};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many problems are told; the number says how many there are.
pub(crate) const TOLD: usize = 100;

/// The lists that were opened.
#[derive(Default)]
pub(crate) struct BadgeLists {
    open: Mutex<(u32, Vec<OpenList>)>,
    /// What stops the badges that are drawn now.
    batch: Mutex<Arc<AtomicBool>>,
}

impl BadgeLists {
    fn open(&self) -> MutexGuard<'_, (u32, Vec<OpenList>)> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stops what is drawn now, and gives what stops the next.
    pub(crate) fn begin_batch(&self) -> Arc<AtomicBool> {
        let mut batch = self.batch.lock().unwrap_or_else(PoisonError::into_inner);
        batch.store(true, Ordering::SeqCst);
        *batch = Arc::default();
        Arc::clone(&batch)
    }
}

/// A list as it was mapped last.
#[derive(Clone)]
pub(crate) struct OpenList {
    id: u32,
    pub(crate) path: PathBuf,
    columns: Vec<BadgeColumn>,
}

impl Studio {
    /// Opens a list; columns find the fields of the design's template by their names.
    ///
    /// # Errors
    /// [`CsvError`], and [`UndrawableBadge`] where there is no such template.
    pub fn open_badge_list(&self, file: &Path, template: &str) -> anyhow::Result<BadgeList> {
        let template = self.template(template)?;
        let table = open(file, &template)?;
        let columns = columns_of(&table);
        let id = {
            let mut open = self.badge_lists.open();
            open.0 += 1;
            let id = open.0;
            open.1.push(OpenList {
                id,
                path: file.to_owned(),
                columns: columns.clone(),
            });
            id
        };
        self.look_through(id, &template)
    }

    /// Lets columns of a list fill what the person chose, or finds it out anew for another template.
    ///
    /// # Errors
    /// As [`Studio::open_badge_list`].
    pub fn map_badge_list(
        &self,
        list: u32,
        template: &str,
        columns: &[BadgeColumn],
    ) -> anyhow::Result<BadgeList> {
        let template = self.template(template)?;
        let mut open = self.badge_lists.open();
        let found = open.1.iter_mut().find(|open| open.id == list);
        found.context("find the list")?.columns = columns.to_vec();
        drop(open);
        self.look_through(list, &template)
    }

    /// What a badge is made of in the row at `index`, counted from 0; `None` behind the end.
    ///
    /// # Errors
    /// As [`Studio::open_badge_list`]; and where the row cannot be read or its picture not be had.
    pub fn badge_of_row(
        &self,
        list: u32,
        design: &BadgeDesign,
        index: usize,
    ) -> anyhow::Result<Option<BadgeDesign>> {
        let template = self.template(&design.template)?;
        let (open_list, mut table) = self.reopen(list, &template)?;
        let Some(row) = table.row(index) else {
            return Ok(None);
        };
        let row = row?;
        let mut design = without_mapped_texts(design, &open_list);
        if let Some(RowPicture::File(name)) = &row.picture {
            design.picture = Some(self.keep_badge_picture(&beside(&open_list.path, name))?);
        }
        design.texts.extend(row.texts);
        Ok(Some(design))
    }
}

impl Studio {
    /// A list opened again, with the columns as the person mapped them.
    pub(crate) fn reopen(
        &self,
        list: u32,
        template: &Template,
    ) -> anyhow::Result<(OpenList, CsvTable<File>)> {
        let lists = self.badge_lists.open();
        let found = lists.1.iter().find(|open| open.id == list).cloned();
        drop(lists);
        let found = found.context("find the list")?;
        let mut table = open(&found.path, template)?;
        table.set_mapping(mapping_of(&found.columns, template));
        Ok((found, table))
    }

    /// Counts a list's rows, and finds those that cannot become badges.
    pub(crate) fn look_through(&self, list: u32, template: &Template) -> anyhow::Result<BadgeList> {
        let words = self.words();
        let (open_list, mut table) = self.reopen(list, template)?;
        let required = mapped_and_required(template, &open_list);
        let (mut rows, mut prompts) = (0_u32, 0_u32);
        let (mut problem_count, mut problems) = (0_u32, Vec::new());
        for row in table.rows() {
            rows = rows.saturating_add(1);
            let problem = match row {
                Ok(row) => {
                    let problem = problem_of_row(&words, &row, &required, template);
                    let has_prompt = matches!(row.picture, Some(RowPicture::Prompt(_)));
                    prompts += u32::from(has_prompt && problem.is_none());
                    problem
                }
                Err(error) => Some(problem_of_error(&words, &error)),
            };
            if let Some(problem) = problem {
                problem_count = problem_count.saturating_add(1);
                if problems.len() < TOLD {
                    problems.push(problem);
                }
            }
        }
        let file_name = open_list.path.file_name().unwrap_or_default();
        Ok(BadgeList {
            id: list,
            file_name: file_name.to_string_lossy().into_owned(),
            rows,
            columns: open_list.columns,
            prompts,
            problems,
            problem_count,
        })
    }
}

fn open(file: &Path, template: &Template) -> anyhow::Result<CsvTable<File>> {
    let fields = field_names(template);
    Ok(CsvTable::open(file, &CsvOptions::default(), &fields)?)
}

fn columns_of(table: &CsvTable<File>) -> Vec<BadgeColumn> {
    let columns = (0_u32..).zip(table.columns());
    columns
        .map(|(index, name)| BadgeColumn {
            index,
            name: name.clone(),
            target: table
                .mapping()
                .target(index as usize)
                .map(|target| match target {
                    Target::Field(field) => BadgeTarget::Field {
                        field: field.clone(),
                    },
                    Target::Picture => BadgeTarget::Picture,
                    Target::Prompt => BadgeTarget::Prompt,
                }),
        })
        .collect()
}

/// Columns for fields of another template fill nothing.
fn mapping_of(columns: &[BadgeColumn], template: &Template) -> Mapping {
    let mut mapping = Mapping::default();
    for column in columns {
        let target = match &column.target {
            Some(BadgeTarget::Field { field }) => template
                .find_field(field)
                .map(|field| Target::Field(field.id.clone())),
            Some(BadgeTarget::Picture) => Some(Target::Picture),
            Some(BadgeTarget::Prompt) => Some(Target::Prompt),
            None => None,
        };
        mapping.set(column.index as usize, target);
    }
    mapping
}

/// The design without the texts that the list's rows bring: who has none in a row shall not get another's.
pub(crate) fn without_mapped_texts(design: &BadgeDesign, list: &OpenList) -> BadgeDesign {
    let mut design = design.clone();
    for column in &list.columns {
        if let Some(BadgeTarget::Field { field }) = &column.target {
            design.texts.remove(field);
        }
    }
    design
}

/// The fields without which a badge is incomplete and that the list's rows bring.
pub(crate) fn mapped_and_required(template: &Template, list: &OpenList) -> Vec<String> {
    let is_mapped = |id: &str| {
        let wanted = BadgeTarget::Field {
            field: id.to_owned(),
        };
        list.columns
            .iter()
            .any(|column| column.target.as_ref() == Some(&wanted))
    };
    let fields = template.fields.iter().filter(|field| field.required);
    fields
        .map(|field| field.id.clone())
        .filter(|id| is_mapped(id))
        .collect()
}

/// A picture's path as a list has it: beside the list, or whole.
pub(crate) fn beside(list: &Path, name: &str) -> PathBuf {
    list.parent().unwrap_or(Path::new(".")).join(name)
}

/// What keeps a row that can be read from becoming a badge, before anything is drawn.
pub(crate) fn problem_of_row(
    words: &Words,
    row: &Row,
    required: &[String],
    template: &Template,
) -> Option<BadgeRowProblem> {
    let number = row.number;
    if let Some(field) = required.iter().find(|id| !row.texts.contains_key(*id)) {
        let label = template.find_field(field).map(|field| &field.label);
        let label = label.map_or(field.as_str(), |label| words.of(&label.en, &label.ru));
        return Some(problem(
            words,
            number,
            "badge-row-empty",
            ("field", label.into()),
        ));
    }
    None
}

/// What is wrong with a row that cannot be read.
pub(crate) fn problem_of_error(words: &Words, error: &RowError) -> BadgeRowProblem {
    let column = |column: usize| ("column", Argument::from(as_count(column + 1)));
    let limit = |limit: usize| ("limit", Argument::from(as_count(limit)));
    let (id, argument) = match &error.problem {
        RowProblem::CellTooLong { limit: most, .. } => ("badge-row-cell-too-long", limit(*most)),
        RowProblem::TooManyColumns { limit: most } => ("badge-row-too-many-cells", limit(*most)),
        RowProblem::UnclosedQuote { column: at } => ("badge-row-unclosed-quote", column(*at)),
        RowProblem::TooManyRows { limit: most } => ("badge-row-too-many-rows", limit(*most)),
        RowProblem::Read(error) => ("badge-row-unreadable", ("detail", error.to_string().into())),
    };
    problem(words, error.number, id, argument)
}

pub(crate) fn problem(
    words: &Words,
    row: usize,
    id: &str,
    argument: (&str, Argument),
) -> BadgeRowProblem {
    BadgeRowProblem {
        row: as_count(row),
        sentence: words.say_with(id, &[argument]),
    }
}

pub(crate) fn as_count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
