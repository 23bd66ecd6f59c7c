//! The badges of a list, drawn into a folder: a file for each, and the sheets to print. The picture of a row that has a
//! prompt is drawn first, on this computer, where nothing has a price.
//!
//! What can go wrong: a row is broken, has no text or no picture (it is named with its number, and the rest go on); the
//! disk is full in the middle (said, and what is written stays); two badges would have the same name (each begins with
//! its row's number); the person stops it (nothing half is left, since each file is named last).

use crate::badge_drawing::{UndrawableBadge, encode_scene};
use crate::badge_list::{
    TOLD, as_count, beside, mapped_and_required, problem, problem_of_error, problem_of_row,
    without_mapped_texts,
};
use crate::written_file::write_file;
use crate::{Event, EventSink, Studio, Words, explain};
use anyhow::{Context, bail};
use blazon_badge::batch::{Batch, BatchBadge, BatchError, draw_batch};
use blazon_badge::csv::{Row, RowPicture};
use blazon_badge::sheet::{Paper, Sheet, SheetSettings, Size};
use blazon_badge::{BadgeError, Picture, PictureFill, Scene, Template, pdf};
use blazon_model::{
    BadgeBatch, BadgeDesign, BadgeFormat, BadgePaper, BadgeRowProblem, BatchState, DrawingState,
    ModelId, slug,
};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often progress is told.
const NEWS: Duration = Duration::from_millis(100);
/// How many letters of a text stand in a file's name.
const LONGEST_NAME: usize = 60;
/// The file of the sheets.
const SHEETS: &str = "sheets.pdf";

/// What is made of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchOutput {
    /// A file for each badge, in this format.
    pub badges: Option<BadgeFormat>,
    /// Sheets to print, in one PDF.
    pub paper: Option<BadgePaper>,
    /// The model that draws the pictures of rows with a prompt, on this computer; `None` for the base that ships.
    pub model: Option<ModelId>,
    /// The folder that gets them.
    pub folder: PathBuf,
}

/// Who watches a batch: told how far it is, and asked whether to stop.
pub trait BatchWatch: Sync {
    /// How the badges stand now.
    fn tell(&self, batch: &BadgeBatch);
    /// Whether the person wants no more.
    fn is_stopped(&self) -> bool;
}

/// What is drawn of a row: its file, and its scene where it goes on a sheet.
type Drawn = (Option<Vec<u8>>, Option<Scene>);

impl Studio {
    /// Draws the badges of a list into a folder. A row that cannot be drawn is named and never ends the rest.
    ///
    /// # Errors
    /// As [`Studio::open_badge_list`]; and where the folder cannot be made or threads not be started.
    pub fn export_badge_list(
        &self,
        list: u32,
        design: &BadgeDesign,
        output: &BatchOutput,
        watch: &dyn BatchWatch,
    ) -> anyhow::Result<BadgeBatch> {
        std::fs::create_dir_all(&output.folder).context("make the folder for the badges")?;
        let template = self.template(&design.template)?;
        let total = self.look_through(list, &template)?.rows;
        let (open_list, mut table) = self.reopen(list, &template)?;
        let filled = self.filled(&without_mapped_texts(design, &open_list))?;
        let own_fonts = self.own_fonts(&filled.template)?;
        let batch = Batch {
            template: &filled.template,
            fill: &filled.fill,
            fonts: own_fonts.as_ref().unwrap_or(self.badge_fonts()),
            threads: std::thread::available_parallelism().map_or(1, usize::from),
        };
        let mut keeping = Keeping {
            words: self.words(),
            template: &filled.template,
            required: mapped_and_required(&filled.template, &open_list),
            sheets: output.paper.map(Sheets::new),
            output,
            watch,
            told: Instant::now(),
            batch: BadgeBatch {
                list,
                total,
                done: 0,
                problems: Vec::new(),
                problem_count: 0,
                state: BatchState::Running,
                sentence: None,
                folder: output.folder.display().to_string(),
            },
        };
        let words = self.words();
        let required = mapped_and_required(&filled.template, &open_list);
        let [width, height] = filled.template.size;
        // No picture is shown larger than the badge.
        let enough = width.max(height) as u32;
        let find = |row: &Row| {
            // Nothing is drawn for a row that gets no badge.
            if problem_of_row(&words, row, &required, &filled.template).is_some() {
                return Ok(None);
            }
            let found = self.picture_of_row(row, &open_list.path, enough, output.model, watch);
            found.map_err(|error| -> Box<dyn std::error::Error + Send + Sync> { error.into() })
        };
        let is_on_sheet = output.paper.is_some();
        let finish = |scene: Scene| -> Result<Drawn, BadgeError> {
            let file = output.badges.map(|format| encode_scene(&scene, "", format));
            let file = file.transpose().map_err(badge_error)?;
            Ok((file, is_on_sheet.then_some(scene)))
        };
        let stop = || watch.is_stopped();
        let report = draw_batch(&batch, table.rows(), &find, &finish, &stop, &mut |badge| {
            keeping.take(badge)
        })?;
        Ok(keeping.end(report.stopped))
    }

    /// Begins to draw the badges of a list on a thread of its own; events tell how far it is. One batch at a time: the
    /// one before is stopped.
    ///
    /// # Errors
    /// As [`Studio::export_badge_list`], as far as it is known at once.
    pub fn start_badge_batch(
        self: &Arc<Self>,
        list: u32,
        design: &BadgeDesign,
        output: BatchOutput,
    ) -> anyhow::Result<BadgeBatch> {
        let template = self.template(&design.template)?;
        let total = self.look_through(list, &template)?.rows;
        let stop = self.badge_lists.begin_batch();
        let begun = BadgeBatch {
            list,
            total,
            done: 0,
            problems: Vec::new(),
            problem_count: 0,
            state: BatchState::Running,
            sentence: None,
            folder: output.folder.display().to_string(),
        };
        let (studio, design, first) = (Arc::clone(self), design.clone(), begun.clone());
        std::thread::Builder::new()
            .name("badges".to_owned())
            .spawn(move || {
                let watch = Watching {
                    events: studio.events.as_ref(),
                    stop,
                };
                let ended = studio.export_badge_list(list, &design, &output, &watch);
                if let Err(error) = ended {
                    let sentence = explain(&error, &studio.words()).message;
                    watch.tell(&BadgeBatch {
                        state: BatchState::Failed,
                        sentence: Some(sentence),
                        ..first
                    });
                }
            })
            .context("start drawing the badges")?;
        Ok(begun)
    }

    /// Stops the badges that are drawn; what is written stays.
    pub fn cancel_badge_batch(&self) {
        self.badge_lists.begin_batch();
    }

    fn picture_of_row(
        &self,
        row: &Row,
        list: &Path,
        enough: u32,
        model: Option<ModelId>,
        watch: &dyn BatchWatch,
    ) -> anyhow::Result<Option<PictureFill>> {
        let picture = match &row.picture {
            None => return Ok(None),
            Some(RowPicture::File(name)) => {
                let read = self.shelf.read_pixels(&beside(list, name), enough)?;
                let picture = Picture::from_rgba(read.width, read.height, read.rgba);
                picture.context("read the pixels of a picture")?
            }
            Some(RowPicture::Prompt(prompt)) => self.draw_for_row(prompt, model, watch)?,
        };
        Ok(Some(PictureFill::new(Arc::new(picture))))
    }

    /// Draws a picture on this computer and waits for it. It stays among the drawings.
    fn draw_for_row(
        &self,
        prompt: &str,
        model: Option<ModelId>,
        watch: &dyn BatchWatch,
    ) -> anyhow::Result<Picture> {
        let request = self.local_request(model, prompt)?;
        let drawing = self.draw(request, None)?;
        let mut is_stopped = false;
        let ended = self.watch_drawing(drawing.id, |drawing| {
            if watch.is_stopped() && !is_stopped {
                is_stopped = true;
                if let Err(error) = self.cancel_drawing(drawing.id) {
                    tracing::warn!(error = format!("{error:#}"), "a drawing cannot be stopped");
                }
            }
        })?;
        let Some(picture) = ended.pictures.first() else {
            let words = self.words();
            let said = if let DrawingState::Failed { reason, .. } = &ended.state {
                words.say_with(reason.message_id(), &[("provider", "Blazon".into())])
            } else {
                words.say("badge-row-stopped")
            };
            bail!(said);
        };
        let path = self.picture_path(picture.id)?;
        let bytes = std::fs::read(&path).context("read a picture that was drawn")?;
        Ok(Picture::decode(prompt, &bytes)?)
    }
}

/// Tells the events of a batch, until another begins.
struct Watching<'e> {
    events: &'e dyn EventSink,
    stop: Arc<AtomicBool>,
}

impl BatchWatch for Watching<'_> {
    fn tell(&self, batch: &BadgeBatch) {
        self.events.send(Event::BatchChanged {
            batch: batch.clone(),
        });
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}

/// Takes what is drawn, in the order of the rows.
struct Keeping<'a> {
    words: Words,
    template: &'a Template,
    required: Vec<String>,
    sheets: Option<Sheets>,
    output: &'a BatchOutput,
    watch: &'a dyn BatchWatch,
    told: Instant,
    batch: BadgeBatch,
}

impl Keeping<'_> {
    fn take(&mut self, badge: BatchBadge<Drawn>) -> ControlFlow<()> {
        self.batch.done = self.batch.done.saturating_add(1);
        let row = badge.row.as_ref();
        let before =
            row.and_then(|row| problem_of_row(&self.words, row, &self.required, self.template));
        let taken = match (before, badge.result) {
            (Some(problem), _) => {
                self.note(problem);
                Ok(())
            }
            (None, Err(error)) => {
                let problem = problem_of_batch(&self.words, badge.number, &error);
                self.note(problem);
                Ok(())
            }
            (None, Ok((file, scene))) => self.keep(badge.number, row, file.as_deref(), scene),
        };
        if let Err(error) = taken {
            self.fail(&error);
            return ControlFlow::Break(());
        }
        if self.told.elapsed() >= NEWS {
            self.told = Instant::now();
            self.watch.tell(&self.batch);
        }
        ControlFlow::Continue(())
    }

    fn keep(
        &mut self,
        number: usize,
        row: Option<&Row>,
        file: Option<&[u8]>,
        scene: Option<Scene>,
    ) -> anyhow::Result<()> {
        if let (Some(file), Some(format)) = (file, self.output.badges) {
            let stem = self.stem_of(row);
            let name = format!("{number:03}-{stem}.{}", format.ending());
            write_file(&self.output.folder.join(name), file)?;
        }
        if let (Some(sheets), Some(scene)) = (&mut self.sheets, scene) {
            sheets.add(scene)?;
        }
        Ok(())
    }

    /// What a badge's file is called after its row's number: the first text that has letters.
    fn stem_of(&self, row: Option<&Row>) -> String {
        let texts = self.template.fields.iter();
        let texts = texts.filter_map(|field| row?.texts.get(&field.id));
        let mut names = texts.map(|text| slug(text, LONGEST_NAME));
        let named = names.find(|name| !name.is_empty());
        named.unwrap_or_else(|| "badge".to_owned())
    }

    fn note(&mut self, problem: BadgeRowProblem) {
        self.batch.problem_count = self.batch.problem_count.saturating_add(1);
        if self.batch.problems.len() < TOLD {
            self.batch.problems.push(problem);
        }
    }

    fn fail(&mut self, error: &anyhow::Error) {
        tracing::warn!(
            error = format!("{error:#}"),
            "the badges of a list cannot go on"
        );
        self.batch.state = BatchState::Failed;
        let detail = format!("{error:#}");
        let sentence = self
            .words
            .say_with("badge-batch-failed", &[("detail", detail.into())]);
        self.batch.sentence = Some(sentence);
    }

    fn end(mut self, is_stopped: bool) -> BadgeBatch {
        if self.batch.state == BatchState::Running {
            self.batch.state = if is_stopped {
                BatchState::Cancelled
            } else {
                BatchState::Done
            };
        }
        if self.batch.state == BatchState::Done
            && let Some(sheets) = self.sheets.take()
            && let Err(error) = sheets.write(&self.output.folder)
        {
            self.fail(&error);
        }
        self.watch.tell(&self.batch);
        self.batch
    }
}

/// Sheets on which badges are printed, as they fill.
struct Sheets {
    paper: BadgePaper,
    writer: pdf::PdfWriter,
    /// How a sheet is laid out; known with the first badge.
    sheet: Option<Sheet>,
    waiting: Vec<Scene>,
}

impl Sheets {
    fn new(paper: BadgePaper) -> Self {
        Self {
            paper,
            writer: pdf::PdfWriter::new("Blazon"),
            sheet: None,
            waiting: Vec::new(),
        }
    }

    fn add(&mut self, scene: Scene) -> anyhow::Result<()> {
        if self.sheet.is_none() {
            self.sheet = Some(Sheet::new(&settings(self.paper, &scene))?);
        }
        self.waiting.push(scene);
        let places = self.sheet.as_ref().map_or(1, |sheet| sheet.places.len());
        if self.waiting.len() >= places {
            self.turn()?;
        }
        Ok(())
    }

    /// Writes the sheet that is full, or the last one.
    fn turn(&mut self) -> anyhow::Result<()> {
        if let Some(sheet) = &self.sheet
            && !self.waiting.is_empty()
        {
            self.writer.add_sheet(sheet, &self.waiting)?;
            self.waiting.clear();
        }
        Ok(())
    }

    fn write(mut self, folder: &Path) -> anyhow::Result<()> {
        self.turn()?;
        if self.sheet.is_none() {
            return Ok(());
        }
        write_file(&folder.join(SHEETS), &self.writer.finish()?)
    }
}

fn settings(paper: BadgePaper, scene: &Scene) -> SheetSettings {
    let size = pdf::print_size(scene);
    let badge = Size {
        width: f64::from(size.width_mm),
        height: f64::from(size.height_mm),
    };
    SheetSettings {
        paper: match paper {
            BadgePaper::A4 => Paper::A4,
            BadgePaper::Letter => Paper::Letter,
        },
        bleed: f64::from(size.bleed_mm),
        ..SheetSettings::new(badge)
    }
}

fn badge_error(error: UndrawableBadge) -> BadgeError {
    match error {
        UndrawableBadge::Badge(error) => error,
        UndrawableBadge::NoTemplate(id) => BadgeError::Unknown {
            kind: "template",
            id,
        },
        UndrawableBadge::Pdf(error) => BadgeError::Encode {
            format: "PDF",
            reason: error.to_string(),
        },
    }
}

/// Why a row that can be read has no badge.
fn problem_of_batch(words: &Words, number: usize, error: &BatchError) -> BadgeRowProblem {
    let chain = |error: &dyn std::error::Error| {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            text = error.to_string();
            cause = error.source();
        }
        text
    };
    match error {
        BatchError::Row(error) => problem_of_error(words, error),
        BatchError::Picture(error) => {
            let detail = chain(error.as_ref());
            problem(
                words,
                number,
                "badge-row-picture",
                ("detail", detail.into()),
            )
        }
        BatchError::Badge(error) => problem(
            words,
            number,
            "badge-row-undrawable",
            ("detail", chain(error).into()),
        ),
        BatchError::Broken => problem(
            words,
            number,
            "badge-row-broken",
            ("row", as_count(number).into()),
        ),
    }
}
