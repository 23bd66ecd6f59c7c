//! The lines of a laid out text, as documents need them: which words a line holds, and where it lies.

use crate::{Glyph, GlyphForm, Point, TextNode};

/// One line of a text. Its glyphs are in the order in which they are seen from left to right.
pub(crate) struct TextLine<'a> {
    text: &'a str,
    pub(crate) glyphs: &'a [Glyph],
}

/// The lines of a text that have glyphs, from the first to the last.
pub(crate) fn lines(node: &TextNode) -> impl Iterator<Item = TextLine<'_>> {
    node.glyphs
        .chunk_by(|glyph, next| glyph.line == next.line)
        .map(|glyphs| TextLine {
            text: &node.text,
            glyphs,
        })
}

impl<'a> TextLine<'a> {
    /// Its parts from left to right, each either letters or pictures such as emoji.
    pub(crate) fn parts(self) -> impl Iterator<Item = Self> {
        let text = self.text;
        self.glyphs
            .chunk_by(|glyph, next| is_picture(glyph) == is_picture(next))
            .map(move |glyphs| Self { text, glyphs })
    }

    /// Whether it is a part of pictures.
    pub(crate) fn is_picture(&self) -> bool {
        self.glyphs.iter().all(is_picture)
    }

    /// Its words in the order in which they are read.
    pub(crate) fn text(&self) -> &'a str {
        let start = self.glyphs.iter().map(|glyph| glyph.cluster.start).min();
        let end = self.glyphs.iter().map(|glyph| glyph.cluster.end).max();
        self.text
            .get(start.unwrap_or(0)..end.unwrap_or(0))
            .unwrap_or_default()
    }

    /// Whether all glyphs stand upright on one baseline.
    pub(crate) fn is_straight(&self) -> bool {
        let Some(first) = self.glyphs.first() else {
            return true;
        };
        self.glyphs.iter().all(|glyph| {
            let (one, other) = (glyph.transform, first.transform);
            one.kx == 0.0 && one.ky == 0.0 && (one.ty - other.ty).abs() < 1e-3
        })
    }

    /// Where a straight line begins and ends, and its baseline.
    pub(crate) fn extent(&self) -> (f32, f32, f32) {
        let left = self.glyphs.iter().map(|glyph| glyph.transform.tx);
        let right = self
            .glyphs
            .iter()
            .map(|glyph| glyph.transform.tx + glyph.advance * glyph.transform.sx);
        (
            left.fold(f32::INFINITY, f32::min),
            right.fold(f32::NEG_INFINITY, f32::max),
            self.glyphs.first().map_or(0.0, |glyph| glyph.transform.ty),
        )
    }

    /// Pieces of the text in the order in which they are read, each with its place and its turn in degrees.
    pub(crate) fn clusters(&self) -> Vec<(&'a str, Point, f32)> {
        let mut glyphs: Vec<&Glyph> = self.glyphs.iter().collect();
        glyphs.sort_by_key(|glyph| glyph.cluster.start);
        glyphs.dedup_by_key(|glyph| glyph.cluster.start);
        glyphs
            .into_iter()
            .map(|glyph| {
                let place = glyph.transform;
                (
                    self.text.get(glyph.cluster.clone()).unwrap_or_default(),
                    Point::new(place.tx, place.ty),
                    libm::atan2f(place.ky, place.sx).to_degrees(),
                )
            })
            .collect()
    }
}

fn is_picture(glyph: &Glyph) -> bool {
    matches!(glyph.form, GlyphForm::Picture { .. })
}
