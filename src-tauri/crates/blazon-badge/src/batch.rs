//! A list becomes badges: many threads, little memory, results in the order of the rows.
//!
//! A row that cannot be drawn is a result like any other and never ends the rest, whatever is wrong with it. It knows
//! neither where pictures come from nor where badges go.

mod order;
#[cfg(test)]
mod tests;

use crate::csv::{FieldNames, Row, RowError};
use crate::kept_memory::KeptMemory;
use crate::{BadgeError, Field, Fill, Fonts, PictureFill, Scene, Template, compose};
use order::{End, build_pool, in_order};
use std::error::Error;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What all badges of a list have in common.
#[derive(Clone, Copy)]
pub struct Batch<'a> {
    /// What they look like.
    pub template: &'a Template,
    /// What they are filled with where a row says nothing.
    pub fill: &'a Fill,
    /// What they are written in.
    pub fonts: &'a Fonts,
    /// How many are drawn at once; at least one.
    pub threads: usize,
}

/// Whatever a picture could not be found or read for.
pub type PictureProblem = Box<dyn Error + Send + Sync>;

/// Finds the picture of a row, on the thread that draws it; nothing leaves that of the batch's fill.
pub type FindPicture<'a> = dyn Fn(&Row) -> Result<Option<PictureFill>, PictureProblem> + Sync + 'a;

/// One row of a list after it was tried.
#[derive(Debug)]
pub struct BatchBadge<T> {
    /// The row's number as a spreadsheet shows it.
    pub number: usize,
    /// The row, if it could be read.
    pub row: Option<Row>,
    /// What was made of its scene, or why nothing was.
    pub result: Result<T, BatchError>,
}

/// Why a row has no badge.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The row cannot be read.
    #[error("the row cannot be read")]
    Row(#[source] RowError),
    /// Its picture cannot be had.
    #[error("the row's picture cannot be used")]
    Picture(#[source] PictureProblem),
    /// The badge cannot be drawn.
    #[error("the badge cannot be drawn")]
    Badge(#[source] BadgeError),
    /// Drawing it broke down, which is a fault of this program.
    #[error("drawing the badge broke down")]
    Broken,
}

/// How a batch ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BatchReport {
    /// Rows that have a badge.
    pub drawn: usize,
    /// Rows that have none.
    pub failed: usize,
    /// Whether it was stopped before its last row.
    pub stopped: bool,
}

/// Why a batch could not begin.
#[derive(Debug, thiserror::Error)]
#[error("the threads of a batch cannot be started")]
pub struct BatchStartError(#[from] rayon::ThreadPoolBuildError);

/// The names by which the columns of a list find a template's fields.
#[must_use]
pub fn field_names(template: &Template) -> Vec<FieldNames> {
    let names = |field: &Field| FieldNames {
        id: field.id.clone(),
        names: vec![field.label.en.clone(), field.label.ru.clone()],
    };
    template.fields.iter().map(names).collect()
}

/// Draws the badge of each row and gives it to `sink` in the order of the rows. `finish` makes of a scene what is wanted,
/// on the thread that composed it: encoded pixels, or the scene itself for a document. No more than two rows for each
/// thread are in flight. `stop` ends it within the badges that are being drawn, and so does a sink that breaks.
///
/// # Errors
/// Only where threads cannot be started; everything else is the result of a row.
pub fn draw_batch<T: Send>(
    batch: &Batch<'_>,
    rows: impl Iterator<Item = Result<Row, RowError>>,
    find_picture: &FindPicture<'_>,
    finish: &(dyn Fn(Scene) -> Result<T, BadgeError> + Sync),
    stop: &(dyn Fn() -> bool + Sync),
    sink: &mut dyn FnMut(BatchBadge<T>) -> ControlFlow<()>,
) -> Result<BatchReport, BatchStartError> {
    let _memory = KeptMemory::begin();
    let pool = build_pool(batch.threads)?;
    let mut report = BatchReport::default();
    let work = |row| draw_row(batch, row, find_picture, finish);
    let end = in_order(&pool, rows, stop, &work, &mut |badge| {
        match badge.result {
            Ok(_) => report.drawn += 1,
            Err(_) => report.failed += 1,
        }
        sink(badge)
    });
    report.stopped = end == End::Stopped;
    Ok(report)
}

fn draw_row<T>(
    batch: &Batch<'_>,
    row: Result<Row, RowError>,
    find_picture: &FindPicture<'_>,
    finish: &(dyn Fn(Scene) -> Result<T, BadgeError> + Sync),
) -> BatchBadge<T> {
    let row = match row {
        Ok(row) => row,
        Err(error) => {
            return BatchBadge {
                number: error.number,
                row: None,
                result: Err(BatchError::Row(error)),
            };
        }
    };
    // Nothing that a broken drawing leaves behind is used again.
    let drawn = AssertUnwindSafe(|| {
        let scene = compose_row(batch, &row, find_picture)?;
        finish(scene).map_err(BatchError::Badge)
    });
    let result = catch_unwind(drawn).unwrap_or(Err(BatchError::Broken));
    BatchBadge {
        number: row.number,
        row: Some(row),
        result,
    }
}

/// The scene of one row, for a preview as for a batch.
///
/// # Errors
/// Pictures that cannot be had, and badges that cannot be composed.
pub fn compose_row(
    batch: &Batch<'_>,
    row: &Row,
    find_picture: &FindPicture<'_>,
) -> Result<Scene, BatchError> {
    let mut fill = batch.fill.clone();
    if let Some(picture) = find_picture(row).map_err(BatchError::Picture)? {
        fill.picture = Some(picture);
    }
    for (field, text) in &row.texts {
        fill.texts.insert(field.clone(), text.clone());
    }
    compose(batch.template, &fill, batch.fonts).map_err(BatchError::Badge)
}
