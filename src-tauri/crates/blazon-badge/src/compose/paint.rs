//! Named colours, gradients and shadows get their values and places.

use super::Colours;
use crate::scene::{Paint, Shadow, Stop, Stroke};
use crate::template::{
    ColourRef, GradientSpec, PaintSpec, ShadowSpec, StopSpec, StrokeSpec, Template,
};
use crate::{BadgeError, Colour, Fill, Point, Rect};

/// The colours of one badge.
pub(super) struct Palette {
    colours: Colours,
}

impl Palette {
    pub(super) fn new(template: &Template, fill: &Fill) -> Result<Self, BadgeError> {
        let mut colours: Colours = template
            .colours
            .iter()
            .map(|colour| (colour.id.clone(), colour.value))
            .collect();
        if let Some(id) = &fill.palette {
            let palette = template.palettes.iter().find(|palette| palette.id == *id);
            let palette = palette.ok_or_else(|| BadgeError::Unknown {
                kind: "palette",
                id: id.clone(),
            })?;
            colours.extend(
                palette
                    .colours
                    .iter()
                    .map(|(id, colour)| (id.clone(), *colour)),
            );
        }
        for (id, colour) in &fill.colours {
            match colours.get_mut(id) {
                Some(known) => *known = *colour,
                None => {
                    return Err(BadgeError::Unknown {
                        kind: "colour",
                        id: id.clone(),
                    });
                }
            }
        }
        Ok(Self { colours })
    }

    pub(super) fn colour(&self, colour: &ColourRef) -> Colour {
        match colour {
            ColourRef::Fixed(colour) => *colour,
            // A template's check has seen every name.
            ColourRef::Named(id) => self
                .colours
                .get(id)
                .copied()
                .unwrap_or(Colour::opaque(0, 0, 0)),
        }
    }

    pub(super) fn paint(&self, spec: &PaintSpec, area: Rect) -> Paint {
        match spec {
            PaintSpec::Solid(colour) => Paint::Solid(self.colour(colour)),
            PaintSpec::Gradient(gradient) => self.gradient(gradient, area),
        }
    }

    fn gradient(&self, spec: &GradientSpec, area: Rect) -> Paint {
        let stops = self.stops(&spec.stops);
        let centre = area.centre();
        if spec.radial {
            let radius = (area.width.max(area.height) / 2.0).max(1e-3);
            return Paint::Radial {
                centre,
                radius,
                stops,
            };
        }
        let angle = f64::from(spec.angle).to_radians();
        let (sine, cosine) = (libm::sin(angle) as f32, libm::cos(angle) as f32);
        // The line of CSS: its ends are where the corners of the box meet the colours of the ends.
        let half = ((area.width * cosine).abs() + (area.height * sine).abs()) / 2.0;
        Paint::Linear {
            from: Point::new(centre.x - cosine * half, centre.y - sine * half),
            to: Point::new(centre.x + cosine * half, centre.y + sine * half),
            stops,
        }
    }

    fn stops(&self, specs: &[StopSpec]) -> Vec<Stop> {
        let last = specs.len().saturating_sub(1).max(1) as f32;
        let mut stops: Vec<Stop> = Vec::with_capacity(specs.len());
        for (number, spec) in specs.iter().enumerate() {
            let (at, colour) = match spec {
                StopSpec::Even(colour) => (number as f32 / last, colour),
                StopSpec::At { at, colour } => (*at, colour),
            };
            // Even ones stand between their neighbours, and never before one that has a place.
            let at = stops.last().map_or(at, |before| at.max(before.at));
            stops.push(Stop {
                at,
                colour: self.colour(colour),
            });
        }
        stops
    }

    pub(super) fn stroke(&self, spec: &StrokeSpec, area: Rect) -> Stroke {
        Stroke {
            width: spec.width,
            paint: self.paint(&spec.paint, area),
            dash: spec.dash,
        }
    }

    pub(super) fn shadow(&self, spec: &ShadowSpec) -> Shadow {
        Shadow {
            x: spec.x,
            y: spec.y,
            blur: spec.blur,
            colour: self.colour(&spec.colour),
        }
    }
}
