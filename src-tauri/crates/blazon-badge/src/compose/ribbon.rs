//! Ribbons: a band, straight or bent, and tails that are folded behind it.

use super::Composer;
use crate::Rect;
use crate::scene::{NodeKind, Paint, ShapeNode};
use crate::template::{Layer, RibbonKind, RibbonLayer, StrokeSpec};
use crate::text::{Stand, TextArc};
use tiny_skia::{Path, PathBuilder, Point, Transform};

/// How much of a tail is behind the band, and how deep its end is cut, as parts of the tail.
const BEHIND: f32 = 0.36;
const NOTCH: f32 = 0.34;

impl Composer<'_> {
    pub(super) fn ribbon_kind(&self, spec: &RibbonLayer) -> RibbonKind {
        self.fill
            .ribbon
            .or(spec.kind)
            .or(self.template.ribbon)
            .unwrap_or_default()
    }

    pub(super) fn ribbon(&mut self, layer: &Layer, area: Rect, spec: &RibbonLayer) {
        let band = Band::new(area, spec, self.ribbon_kind(spec));
        let tails = self
            .palette
            .paint(spec.tails.as_ref().unwrap_or(&spec.fill), area);
        let fold = self
            .palette
            .paint(spec.fold.as_ref().unwrap_or(&spec.fill), area);
        for side in [-1.0, 1.0] {
            self.ribbon_part(layer, area, spec, band.tail(side), tails.clone());
        }
        for side in [-1.0, 1.0] {
            self.ribbon_fold(layer, area, band.fold(side), fold.clone());
        }
        let fill = self.palette.paint(&spec.fill, band.bounds);
        self.ribbon_part(layer, area, spec, band.path(), fill);
        if let Some(line) = &spec.line {
            self.ribbon_lines(layer, area, &band, spec, line);
        }
    }

    fn ribbon_part(
        &mut self,
        layer: &Layer,
        area: Rect,
        spec: &RibbonLayer,
        path: Option<Path>,
        fill: Paint,
    ) {
        let Some(path) = path else {
            return;
        };
        let node = ShapeNode {
            path,
            fill: Some(fill),
            stroke: spec
                .edge
                .as_ref()
                .map(|edge| self.palette.stroke(edge, area)),
            shadow: spec
                .shadow
                .as_ref()
                .map(|shadow| self.palette.shadow(shadow)),
        };
        self.push(layer, area, NodeKind::Shape(node));
    }

    fn ribbon_fold(&mut self, layer: &Layer, area: Rect, path: Option<Path>, fill: Paint) {
        if let Some(path) = path {
            let node = ShapeNode {
                path,
                fill: Some(fill),
                stroke: None,
                shadow: None,
            };
            self.push(layer, area, NodeKind::Shape(node));
        }
    }

    fn ribbon_lines(
        &mut self,
        layer: &Layer,
        area: Rect,
        band: &Band,
        spec: &RibbonLayer,
        line: &StrokeSpec,
    ) {
        let stroke = self.palette.stroke(line, band.bounds);
        for side in [-1.0, 1.0] {
            if let Some(path) = band.along(side * band.height * (0.5 - spec.line_inset)) {
                let node = ShapeNode {
                    path,
                    fill: None,
                    stroke: Some(stroke.clone()),
                    shadow: None,
                };
                self.push(layer, area, NodeKind::Shape(node));
            }
        }
    }
}

/// Where the band of a ribbon is.
pub(super) struct Band {
    /// Around the band, without tails.
    bounds: Rect,
    height: f32,
    arc: Option<TextArc>,
    /// From the end of the band outwards.
    out: f32,
    /// From the end of the band inwards.
    behind: f32,
    /// How far the tails are moved down.
    drop: f32,
}

impl Band {
    pub(super) fn new(area: Rect, spec: &RibbonLayer, kind: RibbonKind) -> Self {
        if kind == RibbonKind::Straight {
            return Self {
                bounds: area,
                height: area.height,
                arc: None,
                out: 0.0,
                behind: 0.0,
                drop: 0.0,
            };
        }
        let tail = spec.tail * area.width;
        let out = tail * (1.0 - BEHIND);
        let bend = if kind == RibbonKind::Curved {
            spec.bend
        } else {
            0.0
        };
        // The ends of a rising band are its lowest part, so there the tails need room of their own.
        let with_tails = 1.0 + spec.drop.abs();
        let sized = |chord: f32| {
            let sag = (bend * chord).clamp(-0.6 * area.height, 0.6 * area.height);
            let room = area.height - sag.abs();
            let height = if sag < 0.0 {
                room / with_tails
            } else {
                room.min(area.height / with_tails)
            };
            (sag, height)
        };
        // The ends are tilted, and with them the corners of the tails stand further out.
        let (sag, height) = sized(area.width - 2.0 * out);
        let half = (area.width / 2.0 - out).max(1.0);
        let tilt = 2.0 * half * sag.abs() / (half * half + sag * sag);
        let further = tilt * height * (0.5 + spec.drop.abs());
        let chord = (area.width - 2.0 * (out + further)).max(0.0);
        let (sag, height) = sized(chord);
        let depth = sag.abs();
        let above = if spec.drop < 0.0 {
            -spec.drop * height
        } else {
            0.0
        };
        let bounds = Rect::new(
            area.x + out + further,
            area.y + above,
            chord,
            height + depth,
        );
        Self {
            bounds,
            height,
            arc: TextArc::over(bounds, height, sag),
            out,
            behind: tail * BEHIND,
            drop: spec.drop * height,
        }
    }

    /// Where a text stands on it, and the box that it must not leave.
    pub(super) fn stand(&self, spec: &RibbonLayer) -> (Rect, Stand) {
        let free = if spec.line.is_some() {
            spec.line_inset + 0.07
        } else {
            0.1
        };
        let height = self.height * (1.0 - 2.0 * free);
        let side = self.height * 0.34;
        match self.arc {
            None => {
                let centre = self.bounds.centre();
                let width = (self.bounds.width - 2.0 * side).max(0.0);
                let inner = Rect::new(
                    centre.x - width / 2.0,
                    centre.y - height / 2.0,
                    width,
                    height,
                );
                (inner, Stand::Box(inner))
            }
            Some(arc) => {
                let length = (arc.length - 2.0 * side).max(0.0);
                (
                    self.bounds,
                    Stand::Arc(
                        TextArc {
                            height,
                            length,
                            ..arc
                        },
                        self.bounds,
                    ),
                )
            }
        }
    }

    fn length(&self) -> f32 {
        self.arc.map_or(self.bounds.width, |arc| arc.length)
    }

    fn transform(&self, along: f32) -> Transform {
        self.arc.map_or_else(
            || {
                let centre = self.bounds.centre();
                Transform::from_translate(centre.x + along, centre.y)
            },
            |arc| arc.transform(along),
        )
    }

    fn path(&self) -> Option<Path> {
        let mut path = PathBuilder::new();
        let (half, side) = (self.length() / 2.0, self.height / 2.0);
        path.move_to_point(self.point(-half, -side));
        self.run(&mut path, -half, half, -side);
        path.line_to_point(self.point(half, side));
        self.run(&mut path, half, -half, side);
        path.close();
        path.finish()
    }

    /// A line along the whole band, `down` below its middle.
    fn along(&self, down: f32) -> Option<Path> {
        let half = self.length() / 2.0;
        let mut path = PathBuilder::new();
        path.move_to_point(self.point(-half, down));
        self.run(&mut path, -half, half, down);
        path.finish()
    }

    fn point(&self, along: f32, down: f32) -> Point {
        let mut point = [Point::from_xy(0.0, down)];
        self.transform(along).map_points(&mut point);
        point[0]
    }

    /// Draws on along the band. A twelfth of a ribbon's arc as a curve is off by less than a thousandth of a unit.
    fn run(&self, path: &mut PathBuilder, from: f32, to: f32, down: f32) {
        const STEPS: u32 = 12;
        let Some(arc) = self.arc else {
            return path.line_to_point(self.point(to, down));
        };
        let step = (to - from) / STEPS as f32;
        for number in 0..STEPS {
            let start = from + step * number as f32;
            let end = from + step * (number + 1) as f32;
            // The handle of a curve for a small arc is where the tangents of its ends meet.
            let reach = 1.0 / libm::cosf(step.abs() / 2.0 / arc.radius);
            let distance = if arc.heads_out {
                arc.radius - down
            } else {
                arc.radius + down
            };
            let further = distance * (reach - 1.0);
            let handle = self.point(
                (start + end) / 2.0,
                if arc.heads_out {
                    down - further
                } else {
                    down + further
                },
            );
            let end = self.point(end, down);
            path.quad_to(handle.x, handle.y, end.x, end.y);
        }
    }

    /// The tail at the left (`side` is -1) or right end.
    fn tail(&self, side: f32) -> Option<Path> {
        if self.out <= 0.0 {
            return None;
        }
        let notch = (self.out + self.behind) * NOTCH;
        let (top, bottom) = (self.drop - self.height / 2.0, self.drop + self.height / 2.0);
        self.at_end(
            side,
            &[
                (-self.behind, top),
                (self.out, top),
                (self.out - notch, (top + bottom) / 2.0),
                (self.out, bottom),
                (-self.behind, bottom),
            ],
        )
    }

    /// The back of the band between its end and the tail.
    fn fold(&self, side: f32) -> Option<Path> {
        if self.out <= 0.0 || self.drop == 0.0 {
            return None;
        }
        let edge = if self.drop > 0.0 {
            self.height / 2.0
        } else {
            -self.height / 2.0
        };
        self.at_end(
            side,
            &[
                (0.0, edge),
                (-self.behind, edge),
                (-self.behind, edge + self.drop),
            ],
        )
    }

    /// Corners around an end of the band: outwards and down.
    fn at_end(&self, side: f32, corners: &[(f32, f32)]) -> Option<Path> {
        let transform = self.transform(side * self.length() / 2.0);
        let mut path = PathBuilder::new();
        for (number, (outwards, down)) in corners.iter().enumerate() {
            let mut point = [Point::from_xy(outwards * side, *down)];
            transform.map_points(&mut point);
            if number == 0 {
                path.move_to_point(point[0]);
            } else {
                path.line_to_point(point[0]);
            }
        }
        path.close();
        path.finish()
    }
}

trait ToPoint {
    fn move_to_point(&mut self, point: Point);
    fn line_to_point(&mut self, point: Point);
}

impl ToPoint for PathBuilder {
    fn move_to_point(&mut self, point: Point) {
        self.move_to(point.x, point.y);
    }

    fn line_to_point(&mut self, point: Point) {
        self.line_to(point.x, point.y);
    }
}
