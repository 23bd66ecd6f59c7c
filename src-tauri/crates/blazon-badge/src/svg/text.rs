//! Texts: outlines that are seen, and words that are selected.

use super::write::{escape, number, path_data};
use super::{Svg, put, transform};
use crate::line::{TextLine, lines};
use crate::raster::rasterise_glyph;
use crate::{BadgeError, GlyphForm, TextNode};
use std::fmt::Write as _;
use tiny_skia::Transform;

impl Svg {
    pub(super) fn text(&mut self, node: &TextNode, place: Transform) -> Result<(), BadgeError> {
        let mut data = String::new();
        for glyph in &node.glyphs {
            if let GlyphForm::Outline(path) = &glyph.form {
                data += &path_data(path);
            }
        }
        if !data.is_empty() {
            self.body += "<g aria-hidden=\"true\">\n";
            if let Some(stroke) = &node.stroke {
                self.stroke(&data, stroke);
            }
            let paint = self.paint("fill", &node.fill);
            self.fill_data(&data, &paint);
            self.body += "</g>\n";
        }
        for glyph in &node.glyphs {
            if let Some((raster, turn)) = rasterise_glyph(glyph)? {
                put!(self.body, "<g aria-hidden=\"true\"{}>\n", transform(turn));
                self.image(&raster, None);
                self.body += "</g>\n";
            }
        }
        for line in lines(node) {
            self.words(&line, node.size, place);
        }
        Ok(())
    }

    /// The words of a line where its outlines are, as wide as they are.
    fn words(&mut self, line: &TextLine<'_>, size: f32, place: Transform) {
        let words = line.text();
        if words.trim().is_empty() {
            return;
        }
        let size = number(size);
        if line.is_straight() {
            let (left, right, baseline) = line.extent();
            put!(
                self.texts,
                "<text{} x=\"{}\" y=\"{}\" font-size=\"{size}\" text-anchor=\"middle\" \
                 textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>\n",
                transform(place),
                number((left + right) / 2.0),
                number(baseline),
                number(right - left),
                escape(words.trim())
            );
        } else {
            put!(
                self.texts,
                "<text{} font-size=\"{size}\">",
                transform(place)
            );
            for (text, at, degrees) in line.clusters() {
                put!(
                    self.texts,
                    "<tspan x=\"{}\" y=\"{}\" rotate=\"{}\">{}</tspan>",
                    number(at.x),
                    number(at.y),
                    number(degrees),
                    escape(text)
                );
            }
            self.texts += "</text>\n";
        }
        self.words.push(words.trim().to_owned());
    }
}
