//! Scenes as PDF for printers: vectors, real fonts whose text can be found and copied, and sizes in millimetres.
//!
//! The same scenes give the same bytes: there is no date in a file, and its ids come from its content. A picture that
//! stands on several badges is written once.

mod draw;
mod paint;
#[cfg(test)]
mod tests;
mod text;

use crate::sheet::{Area, Line, Place, Sheet};
use crate::{BadgeError, PrintSize, Scene};
use draw::Canvas;
use krilla::color::luma;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Rect, Transform};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Tag, TagGroup, TagTree};
use text::FontCache;

/// Points, the unit of PDF, in a millimetre.
const POINTS: f32 = 72.0 / 25.4;

/// Pixels of an inch, for templates that state no size on paper.
const USUAL_DENSITY: f32 = 300.0;

/// How thick crop marks are, in points: as thin as printers show them.
const MARK_WIDTH: f32 = 0.25;

/// Why a PDF could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A picture of a badge could not be prepared.
    #[error("a picture cannot be prepared for the PDF")]
    Badge(#[from] BadgeError),
    /// A badge or a sheet has no size that a page can have.
    #[error("a page of {width} x {height} mm cannot be written")]
    Page {
        /// In millimetres.
        width: f32,
        /// In millimetres.
        height: f32,
    },
    /// A font cannot be embedded.
    #[error("the font {name} cannot be embedded: {reason}")]
    Font {
        /// Its PostScript name.
        name: String,
        /// The writer's words.
        reason: String,
    },
    /// The writer refused.
    #[error("the PDF cannot be written: {reason}")]
    Write {
        /// The writer's words.
        reason: String,
    },
}

/// A PDF while it is written, page by page.
pub struct PdfWriter {
    document: krilla::Document,
    fonts: FontCache,
    /// A part for each badge, in the order in which they are read.
    parts: Vec<TagGroup>,
}

impl PdfWriter {
    /// An empty document with a title.
    #[must_use]
    pub fn new(title: &str) -> Self {
        let mut document = krilla::Document::new();
        document.set_metadata(
            Metadata::new()
                .title(title.to_owned())
                .creator("Blazon".to_owned()),
        );
        Self {
            document,
            fonts: FontCache::default(),
            parts: Vec::new(),
        }
    }

    /// Adds a page that is the badge: trimmed as the template says, with its bleed around.
    ///
    /// # Errors
    /// Pictures that cannot be prepared, and sizes that no page has.
    pub fn add_badge(&mut self, scene: &Scene) -> Result<(), PdfError> {
        let print = print_size(scene);
        let bleed = print.bleed_mm * POINTS;
        let (width, height) = (print.width_mm * POINTS, print.height_mm * POINTS);
        let page_size = || PdfError::Page {
            width: print.width_mm,
            height: print.height_mm,
        };
        let whole = (width + 2.0 * bleed, height + 2.0 * bleed);
        let trim = Rect::from_xywh(bleed, bleed, width, height);
        let settings = PageSettings::from_wh(whole.0, whole.1)
            .ok_or_else(page_size)?
            .with_trim_box(trim)
            .with_bleed_box(Rect::from_xywh(0.0, 0.0, whole.0, whole.1));
        let mut page = self.document.start_page_with(settings);
        let mut surface = page.surface();
        let around = (bleed * scene.width / width, bleed * scene.height / height);
        let to_page = Transform::from_row(
            width / scene.width,
            0.0,
            0.0,
            height / scene.height,
            bleed,
            bleed,
        );
        let (part, drawn) = draw_badge(&mut surface, &mut self.fonts, scene, around, to_page);
        surface.finish();
        page.finish();
        self.parts.push(part);
        drawn
    }

    /// Adds a sheet with badges in its places, the first in the first. Places without a badge stay empty, and badges
    /// beyond the last place are not drawn.
    ///
    /// # Errors
    /// Pictures that cannot be prepared, and sizes that no page has.
    pub fn add_sheet<'a>(
        &mut self,
        sheet: &Sheet,
        badges: impl IntoIterator<Item = &'a Scene>,
    ) -> Result<(), PdfError> {
        let (width, height) = (sheet.paper.width as f32, sheet.paper.height as f32);
        let settings = PageSettings::from_wh(width * POINTS, height * POINTS)
            .ok_or(PdfError::Page { width, height })?;
        let mut page = self.document.start_page_with(settings);
        let mut surface = page.surface();
        let mut drawn = Ok(());
        for (place, scene) in sheet.places.iter().zip(badges) {
            let (part, this) =
                draw_in_place(&mut surface, &mut self.fonts, scene, *place, sheet.bleed);
            self.parts.push(part);
            drawn = drawn.and(this);
        }
        draw_marks(&mut surface, &sheet.marks);
        surface.finish();
        page.finish();
        drawn
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// Fonts that cannot be embedded, and whatever else the writer says.
    pub fn finish(mut self) -> Result<Vec<u8>, PdfError> {
        let mut tree = TagTree::new();
        for part in self.parts {
            tree.push(part);
        }
        self.document.set_tag_tree(tree);
        let fonts = self.fonts;
        self.document
            .finish()
            .map_err(|error| refused(&error, &fonts))
    }
}

fn refused(error: &KrillaError, fonts: &FontCache) -> PdfError {
    if let KrillaError::Font(font, reason) = error {
        return PdfError::Font {
            name: fonts.name_of(font),
            reason: reason.clone(),
        };
    }
    PdfError::Write {
        reason: error.to_string(),
    }
}

/// Writes badges, each on a page of its own.
///
/// # Errors
/// As [`PdfWriter`].
pub fn write_pdf(title: &str, badges: &[Scene]) -> Result<Vec<u8>, PdfError> {
    let mut writer = PdfWriter::new(title);
    for scene in badges {
        writer.add_badge(scene)?;
    }
    writer.finish()
}

/// A badge's size on paper: what its template states, or that of its pixels at 300 of them for an inch.
#[must_use]
pub fn print_size(scene: &Scene) -> PrintSize {
    scene.print.unwrap_or(PrintSize {
        width_mm: scene.width * 25.4 / USUAL_DENSITY,
        height_mm: scene.height * 25.4 / USUAL_DENSITY,
        bleed_mm: 0.0,
    })
}

/// What is read of a badge, and whether all of it could be drawn. What was begun on a page belongs to the document also
/// where the rest failed.
fn draw_badge(
    surface: &mut Surface<'_>,
    fonts: &mut FontCache,
    scene: &Scene,
    bleed: (f32, f32),
    to_page: Transform,
) -> (TagGroup, Result<(), PdfError>) {
    surface.push_transform(&to_page);
    let mut canvas = Canvas {
        surface: &mut *surface,
        fonts,
        part: TagGroup::new(Tag::Part),
    };
    let drawn = canvas.scene(scene, bleed);
    let part = canvas.part;
    surface.pop();
    (part, drawn)
}

fn draw_in_place(
    surface: &mut Surface<'_>,
    fonts: &mut FontCache,
    scene: &Scene,
    place: Place,
    bleed: f64,
) -> (TagGroup, Result<(), PdfError>) {
    let Some(clip) = rectangle(place.trim.grown(bleed)) else {
        return (TagGroup::new(Tag::Part), Ok(()));
    };
    surface.push_clip_path(&clip, &FillRule::NonZero);
    let (width, height) = if place.turned {
        (place.trim.size.height, place.trim.size.width)
    } else {
        (place.trim.size.width, place.trim.size.height)
    };
    let around = (
        (bleed / width) as f32 * scene.width,
        (bleed / height) as f32 * scene.height,
    );
    let drawn = draw_badge(surface, fonts, scene, around, to_place(scene, place));
    surface.pop();
    drawn
}

/// From a scene to where it lies on a sheet.
fn to_place(scene: &Scene, place: Place) -> Transform {
    let trim = place.trim;
    let (left, top) = (trim.left as f32 * POINTS, trim.top as f32 * POINTS);
    let width = trim.size.width as f32 * POINTS;
    let height = trim.size.height as f32 * POINTS;
    if place.turned {
        // What was right of the badge is at the bottom of the sheet.
        let (along, across) = (height / scene.width, width / scene.height);
        Transform::from_row(0.0, along, -across, 0.0, left + width, top)
    } else {
        Transform::from_row(
            width / scene.width,
            0.0,
            0.0,
            height / scene.height,
            left,
            top,
        )
    }
}

fn rectangle(area: Area) -> Option<krilla::geom::Path> {
    let rect = Rect::from_xywh(
        area.left as f32 * POINTS,
        area.top as f32 * POINTS,
        area.size.width as f32 * POINTS,
        area.size.height as f32 * POINTS,
    )?;
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    path.finish()
}

fn draw_marks(surface: &mut Surface<'_>, marks: &[Line]) {
    let mut path = PathBuilder::new();
    for mark in marks {
        path.move_to(mark.from.0 as f32 * POINTS, mark.from.1 as f32 * POINTS);
        path.line_to(mark.to.0 as f32 * POINTS, mark.to.1 as f32 * POINTS);
    }
    let Some(path) = path.finish() else { return };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: luma::Color::black().into(),
        width: MARK_WIDTH,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
}
