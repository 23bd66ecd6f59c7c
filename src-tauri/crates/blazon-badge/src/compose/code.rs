//! QR codes.

use super::Composer;
use crate::scene::{Finding, NodeKind, Paint, ShapeNode};
use crate::template::{CodeLayer, Layer};
use crate::{Rect, shape};
use qrcode::{Color, EcLevel, QrCode};
use tiny_skia::{Path, PathBuilder};

/// The smallest module that a camera tells from its neighbour, in design units.
const SMALLEST_MODULE: f32 = 2.0;

impl Composer<'_> {
    pub(super) fn code(&mut self, layer: &Layer, area: Rect, spec: &CodeLayer) {
        let text = self.text_of(&spec.field).trim().to_owned();
        if text.is_empty() {
            return;
        }
        let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok();
        let side = area.width.min(area.height);
        let fitting = code.filter(|code| side / modules(code, spec.quiet) >= SMALLEST_MODULE);
        let Some(code) = fitting else {
            self.findings.push(Finding::LongCode {
                layer: layer.id.clone(),
            });
            return;
        };
        let centre = area.centre();
        let square = Rect::new(centre.x - side / 2.0, centre.y - side / 2.0, side, side);
        if let Some(light) = &spec.light {
            let fill = Some(Paint::Solid(self.palette.colour(light)));
            if let Some(path) = shape::rectangle(square) {
                let node = ShapeNode {
                    path,
                    fill,
                    stroke: None,
                    shadow: None,
                };
                self.push(layer, area, NodeKind::Shape(node));
            }
        }
        if let Some(path) = dark_modules(&code, square, spec.quiet) {
            let fill = Some(Paint::Solid(self.palette.colour(&spec.dark)));
            let node = ShapeNode {
                path,
                fill,
                stroke: None,
                shadow: None,
            };
            self.push(layer, area, NodeKind::Shape(node));
        }
    }
}

/// A QR code of `text` with middling correction: one text for each row, `1` for a dark module and `0` for a light one,
/// without a quiet zone. Empty where the text is too long for one.
#[must_use]
pub fn code_rows(text: &str) -> Vec<String> {
    let Ok(code) = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M) else {
        return Vec::new();
    };
    let sign = |colour: &Color| if *colour == Color::Dark { '1' } else { '0' };
    code.to_colors()
        .chunks(code.width())
        .map(|row| row.iter().map(sign).collect())
        .collect()
}

fn modules(code: &QrCode, quiet: u8) -> f32 {
    (code.width() + 2 * usize::from(quiet)) as f32
}

/// One rectangle for each run of dark modules.
fn dark_modules(code: &QrCode, square: Rect, quiet: u8) -> Option<Path> {
    let module = square.width / modules(code, quiet);
    let place = |number: usize| (number + usize::from(quiet)) as f32 * module;
    let mut path = PathBuilder::new();
    for (row, colours) in code.to_colors().chunks(code.width()).enumerate() {
        let mut column = 0;
        while column < colours.len() {
            let run = colours[column..]
                .iter()
                .take_while(|colour| **colour == Color::Dark)
                .count();
            if run > 0 {
                let (left, top) = (square.x + place(column), square.y + place(row));
                if let Some(rect) =
                    tiny_skia::Rect::from_xywh(left, top, run as f32 * module, module)
                {
                    path.push_rect(rect);
                }
            }
            column += run.max(1);
        }
    }
    path.finish()
}
