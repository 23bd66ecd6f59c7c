//! Texts as glyphs of embedded fonts, each where the scene has it.

use super::PdfError;
use super::draw::Canvas;
use super::paint::{fill, path, stroke, transform};
use crate::line::{TextLine, lines};
use crate::raster::rasterise_glyph;
use crate::{Face, Glyph, GlyphForm, TextNode};
use krilla::geom::{Point, Transform};
use krilla::tagging::{ContentTag, SpanTag, Tag, TagGroup};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use std::sync::Arc;

/// The fonts of a document. A font that cannot be embedded is noted as none.
#[derive(Default)]
pub(super) struct FontCache {
    known: Vec<(Arc<Face>, Option<Font>)>,
}

impl FontCache {
    fn find(&mut self, face: &Arc<Face>) -> Option<Font> {
        if let Some((_, font)) = self.known.iter().find(|(known, _)| is_same(known, face)) {
            return font.clone();
        }
        let data = face.data.clone().into();
        let font = if face.variable {
            let weight = krilla::text::Tag::new(b"wght");
            Font::new_variable(data, face.index, &[(weight, f32::from(face.weight))])
        } else {
            Font::new(data, face.index)
        };
        self.known.push((face.clone(), font.clone()));
        font
    }

    /// The PostScript name of a font that was found here.
    pub(super) fn name_of(&self, font: &Font) -> String {
        let found = self
            .known
            .iter()
            .find(|(_, known)| known.as_ref() == Some(font));
        found.map_or_else(String::new, |(face, _)| face.name.clone())
    }
}

fn is_same(one: &Arc<Face>, other: &Arc<Face>) -> bool {
    Arc::ptr_eq(one, other)
        || (Arc::ptr_eq(&one.data, &other.data)
            && (one.index, one.weight) == (other.index, other.weight))
}

impl Canvas<'_, '_> {
    pub(super) fn text(&mut self, node: &TextNode, opacity: f32) -> Result<(), PdfError> {
        let outlines = node.glyphs.iter().filter_map(outline);
        if let (Some(line), Some(path)) = (&node.stroke, path(outlines)) {
            self.surface.set_fill(None);
            self.surface.set_stroke(Some(stroke(line, opacity)));
            self.surface.draw_path(&path);
        }
        self.surface.set_stroke(None);
        let mut paragraph = TagGroup::new(Tag::P);
        let mut drawn = Ok(());
        for part in lines(node).flat_map(TextLine::parts) {
            // Readers take letters that turn along a curve for words of their own, and pictures for none.
            let actual = (part.is_picture() || !part.is_straight()).then(|| part.text());
            let tag = ContentTag::Span(SpanTag::empty().with_actual_text(actual));
            paragraph.push(self.surface.start_tagged(tag));
            drawn = drawn.and(self.line(&part, node, opacity));
            self.surface.end_tagged();
        }
        self.part.push(paragraph);
        drawn
    }

    /// A part of a line: letters, or pictures.
    fn line(&mut self, part: &TextLine<'_>, node: &TextNode, opacity: f32) -> Result<(), PdfError> {
        if part.is_picture() {
            let mut glyphs = part.glyphs.iter();
            return glyphs.try_for_each(|glyph| self.picture_of(glyph, opacity));
        }
        let mut runs: Vec<_> = part.glyphs.chunk_by(belong_together).collect();
        // Readers expect glyphs from left to right, also of what is read from right to left.
        if goes_left(part.glyphs) {
            runs.reverse();
        }
        for run in runs {
            self.run(run, node, opacity);
        }
        Ok(())
    }

    fn picture_of(&mut self, glyph: &Glyph, opacity: f32) -> Result<(), PdfError> {
        let Some((raster, turn)) = rasterise_glyph(glyph)? else {
            return Ok(());
        };
        self.surface.push_transform(&transform(turn));
        let drawn = self.image(&raster, opacity);
        self.surface.pop();
        drawn
    }

    /// Glyphs of one font on one baseline.
    fn run(&mut self, run: &[Glyph], node: &TextNode, opacity: f32) {
        let first = &run[0];
        // The size of the font is that of the letters, so that what is pasted elsewhere has it too.
        let place = first.transform.pre_scale(1.0 / node.size, 1.0 / node.size);
        let (Some(font), Some(to_local)) = (self.fonts.find(&first.face), place.invert()) else {
            self.outlines(run, node, opacity);
            return;
        };
        let glyphs: Vec<KrillaGlyph> = run
            .iter()
            .enumerate()
            .map(|(index, glyph)| {
                let origin = origin(glyph, to_local);
                let advance = run.get(index + 1).map_or(glyph.advance, |next| {
                    (origin_x(next, to_local) - origin.x) / node.size
                });
                KrillaGlyph::new(
                    GlyphId::new(u32::from(glyph.id)),
                    advance,
                    0.0,
                    -origin.y / node.size,
                    0.0,
                    glyph.cluster.clone(),
                    None,
                )
            })
            .collect();
        self.surface.push_transform(&transform(place));
        self.surface
            .set_fill(Some(fill(&node.fill, opacity, transform(to_local))));
        self.surface.draw_glyphs(
            Point::from_xy(0.0, 0.0),
            &glyphs,
            font,
            &node.text,
            node.size,
            false,
        );
        self.surface.pop();
    }

    /// Glyphs whose font cannot be embedded.
    fn outlines(&mut self, run: &[Glyph], node: &TextNode, opacity: f32) {
        if let Some(path) = path(run.iter().filter_map(outline)) {
            self.surface
                .set_fill(Some(fill(&node.fill, opacity, Transform::identity())));
            self.surface.draw_path(&path);
        }
    }
}

fn outline(glyph: &Glyph) -> Option<&tiny_skia::Path> {
    match &glyph.form {
        GlyphForm::Outline(path) => Some(path),
        GlyphForm::Blank | GlyphForm::Picture { .. } => None,
    }
}

/// Whether two glyphs of a line are drawn in one go: of one font, and turned and sized alike.
fn belong_together(one: &Glyph, other: &Glyph) -> bool {
    let (a, b) = (one.transform, other.transform);
    is_same(&one.face, &other.face) && (a.sx, a.kx, a.ky, a.sy) == (b.sx, b.kx, b.ky, b.sy)
}

fn goes_left(glyphs: &[Glyph]) -> bool {
    let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else {
        return false;
    };
    last.transform.tx < first.transform.tx
}

/// Where a glyph begins, in the run's coordinates.
fn origin(glyph: &Glyph, to_local: tiny_skia::Transform) -> tiny_skia::Point {
    let mut at = tiny_skia::Point::from_xy(glyph.transform.tx, glyph.transform.ty);
    to_local.map_point(&mut at);
    at
}

fn origin_x(glyph: &Glyph, to_local: tiny_skia::Transform) -> f32 {
    origin(glyph, to_local).x
}
