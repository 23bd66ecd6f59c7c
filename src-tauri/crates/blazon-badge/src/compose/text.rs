//! Texts in boxes, on curves and on ribbons.

use super::{Composer, ribbon};
use crate::Rect;
use crate::scene::{Finding, NodeKind, Shadow, Stroke, TextNode};
use crate::template::{Content, Curve, Layer, ShadowSpec, Side, TextLayer};
use crate::text::{self, Around, Letters, Spec, Stand, TextArc};
use std::f32::consts::PI;

/// The smallest legible size where the template has none, as a part of the badge's shorter side.
const LEGIBLE: f32 = 0.022;

impl Composer<'_> {
    pub(super) fn text(&mut self, layer: &Layer, area: Rect, spec: &TextLayer) {
        let words = match (&spec.field, &spec.always) {
            (Some(field), _) => self.text_of(field).to_owned(),
            (None, Some(always)) => always.clone(),
            (None, None) => return,
        };
        let words = if spec.capitals {
            words.to_uppercase()
        } else {
            words
        };
        let (area, stand) = self.stand(area, spec);
        let smallest = spec
            .smallest
            .unwrap_or(LEGIBLE * self.template.size[0].min(self.template.size[1]));
        let wanted = Spec {
            letters: Letters {
                family: &spec.font,
                weight: spec.weight,
                spacing: spec.spacing,
            },
            size: spec.size,
            smallest,
            lines: usize::from(spec.lines),
            leading: spec.leading,
            align: spec.align,
            upright: spec.upright,
            around: around(spec),
        };
        let set = text::set(&words, &wanted, stand, self.fonts);
        if !set.missing.is_empty() {
            let (layer, characters) = (layer.id.clone(), set.missing);
            self.findings
                .push(Finding::MissingCharacters { layer, characters });
        }
        if set.glyphs.is_empty() {
            return;
        }
        let size = set.size;
        if size < smallest * 0.999 {
            self.findings.push(Finding::SmallText {
                layer: layer.id.clone(),
                size,
                smallest,
            });
        }
        let node = TextNode {
            text: set.text,
            area,
            size,
            glyphs: set.glyphs,
            fill: self.palette.paint(&spec.fill, area),
            stroke: spec.stroke.as_ref().map(|stroke| Stroke {
                width: stroke.width * size,
                paint: self.palette.paint(&stroke.paint, area),
                dash: None,
            }),
            shadow: spec.shadow.as_ref().map(|shadow| Shadow {
                x: shadow.x * size,
                y: shadow.y * size,
                blur: shadow.blur * size,
                colour: self.palette.colour(&shadow.colour),
            }),
        };
        self.push(layer, area, NodeKind::Text(node));
    }

    /// The box that the text must not leave, and how it stands in it.
    fn stand(&self, area: Rect, spec: &TextLayer) -> (Rect, Stand) {
        if let Some((area, stand)) = spec.on.as_ref().and_then(|id| self.on_ribbon(id)) {
            return (area, stand);
        }
        let inner = Rect::new(
            area.x + spec.padding.min(area.width / 2.0),
            area.y,
            (area.width - 2.0 * spec.padding).max(0.0),
            area.height,
        );
        let arc = match spec.curve {
            None => None,
            Some(Curve::Bend(bend)) => {
                let sag = bend * inner.width;
                TextArc::over(inner, (inner.height - sag.abs()).max(1.0), sag)
            }
            Some(Curve::Circle { side, span, band }) => on_circle(area, side, span, band),
        };
        match arc {
            Some(arc) => (area, Stand::Arc(arc, area)),
            None => (inner, Stand::Box(inner)),
        }
    }

    fn on_ribbon(&self, id: &str) -> Option<(Rect, Stand)> {
        let layer = self.template.find_layer(id)?;
        match &layer.content {
            Content::Ribbon(ribbon) => {
                let kind = self.ribbon_kind(ribbon);
                let band = ribbon::Band::new(self.area_of(layer), ribbon, kind);
                Some(band.stand(ribbon))
            }
            Content::Picture(_)
            | Content::Text(_)
            | Content::Shape(_)
            | Content::Frame(_)
            | Content::Code(_) => None,
        }
    }
}

fn on_circle(area: Rect, side: Side, span: f32, band: f32) -> Option<TextArc> {
    let outer = area.width.min(area.height) / 2.0;
    let height = band.min(outer * 0.9);
    let radius = outer - height / 2.0;
    (radius > 0.0).then(|| TextArc {
        centre: area.centre(),
        radius,
        height,
        length: span / 180.0 * PI * radius,
        heads_out: side == Side::Top,
    })
}

/// How far stroke and shadow reach beyond the letters, in em.
fn around(spec: &TextLayer) -> Around {
    let stroke = spec
        .stroke
        .as_ref()
        .map_or(0.0, |stroke| stroke.width / 2.0);
    let Some(ShadowSpec { x, y, blur, .. }) = spec.shadow else {
        return Around {
            left: stroke,
            top: stroke,
            right: stroke,
            bottom: stroke,
        };
    };
    // Three box blurs of a deviation of blur / 2 reach less than one and a half times blur.
    let reach = stroke + 1.5 * blur;
    Around {
        left: stroke.max(reach - x),
        top: stroke.max(reach - y),
        right: stroke.max(reach + x),
        bottom: stroke.max(reach + y),
    }
}
