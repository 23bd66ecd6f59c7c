//! Forms and frames.

use super::Composer;
use crate::Rect;
use crate::scene::{NodeKind, ShapeNode, Stroke};
use crate::shape;
use crate::template::{FrameLayer, Layer, ShapeLayer};

impl Composer<'_> {
    pub(super) fn shape(&mut self, layer: &Layer, area: Rect, spec: &ShapeLayer) {
        let Some(path) = shape::path(&spec.shape, area) else {
            return;
        };
        let node = ShapeNode {
            path,
            fill: spec
                .fill
                .as_ref()
                .map(|paint| self.palette.paint(paint, area)),
            stroke: spec
                .stroke
                .as_ref()
                .map(|stroke| self.palette.stroke(stroke, area)),
            shadow: spec
                .shadow
                .as_ref()
                .map(|shadow| self.palette.shadow(shadow)),
        };
        self.push(layer, area, NodeKind::Shape(node));
    }

    pub(super) fn frame(&mut self, layer: &Layer, area: Rect, spec: &FrameLayer) {
        for line in &spec.lines {
            let middle = area.inset(line.inset + line.width / 2.0);
            let Some(path) = shape::path(&spec.shape, middle) else {
                continue;
            };
            let stroke = Stroke {
                width: line.width,
                paint: self.palette.paint(&line.paint, area),
                dash: line.dash,
            };
            let node = ShapeNode {
                path,
                fill: None,
                stroke: Some(stroke),
                shadow: None,
            };
            self.push(layer, area, NodeKind::Shape(node));
        }
    }
}
