//! A template and a fill become a scene.

mod code;
mod paint;
mod picture;
mod ribbon;
mod shape;
mod text;

pub use code::code_rows;

use crate::fonts::Fonts;
use crate::scene::{Finding, Node, NodeKind, PrintSize, Scene, ShapeNode};
use crate::template::{Content, Layer, Template};
use crate::{BadgeError, Colour, Fill, Rect};
use paint::Palette;
use std::collections::BTreeMap;
use tiny_skia::Transform;
use unicode_segmentation::UnicodeSegmentation;

/// The most characters of one text. Longer ones are no badge, and shaping them takes long.
pub const LONGEST_TEXT: usize = 2000;

/// Resolves a badge: everything that fonts, texts and choices decide.
///
/// A badge that can be drawn is drawn, and what a person should know about it is in the scene's findings.
///
/// # Errors
/// [`BadgeError::Template`], [`BadgeError::Unknown`] where template or fill name what is not there,
/// [`BadgeError::TooLarge`] for a text of more than [`LONGEST_TEXT`] characters.
pub fn compose(template: &Template, fill: &Fill, fonts: &Fonts) -> Result<Scene, BadgeError> {
    template.check()?;
    check_fill(template, fill)?;
    let mut composer = Composer {
        template,
        fill,
        fonts,
        palette: Palette::new(template, fill)?,
        nodes: Vec::new(),
        findings: Vec::new(),
    };
    composer.check_fields();
    composer.background();
    for layer in &template.layers {
        if composer.is_shown(layer) {
            composer.layer(layer);
        }
    }
    Ok(composer.finish())
}

fn check_fill(template: &Template, fill: &Fill) -> Result<(), BadgeError> {
    for (id, text) in &fill.texts {
        if template.find_field(id).is_none() {
            return Err(BadgeError::Unknown {
                kind: "field",
                id: id.clone(),
            });
        }
        let length = text.chars().count();
        if length > LONGEST_TEXT {
            return Err(BadgeError::too_large(
                format!("characters of \"{id}\""),
                length,
                LONGEST_TEXT,
            ));
        }
    }
    for (id, area) in &fill.boxes {
        if template.find_layer(id).is_none() {
            return Err(BadgeError::Unknown {
                kind: "layer",
                id: id.clone(),
            });
        }
        let most = 4.0 * template.size[0].max(template.size[1]);
        let is_near = [area.x, area.y, area.right(), area.bottom()]
            .iter()
            .all(|side| side.abs() <= most);
        if !area.is_finite() || area.width < 0.0 || area.height < 0.0 || !is_near {
            return Err(BadgeError::template(
                format!("layer \"{id}\""),
                "its box is not on the badge",
            ));
        }
    }
    Ok(())
}

struct Composer<'a> {
    template: &'a Template,
    fill: &'a Fill,
    fonts: &'a Fonts,
    palette: Palette,
    nodes: Vec<Node>,
    findings: Vec<Finding>,
}

impl Composer<'_> {
    fn check_fields(&mut self) {
        for field in &self.template.fields {
            let text = self.text_of(&field.id);
            let characters = text.graphemes(true).count();
            if field.required && text.trim().is_empty() {
                self.findings.push(Finding::EmptyField {
                    field: field.id.clone(),
                });
            }
            if characters > field.longest {
                self.findings.push(Finding::LongText {
                    field: field.id.clone(),
                    characters,
                    longest: field.longest,
                });
            }
        }
    }

    fn background(&mut self) {
        let area = self.whole();
        let Some(spec) = &self.template.background else {
            return;
        };
        let Some(path) = crate::shape::rectangle(area) else {
            return;
        };
        let fill = Some(self.palette.paint(spec, area));
        let kind = NodeKind::Shape(ShapeNode {
            path,
            fill,
            stroke: None,
            shadow: None,
        });
        self.nodes.push(Node {
            layer: "background".to_owned(),
            area,
            opacity: 1.0,
            transform: Transform::identity(),
            kind,
        });
    }

    fn whole(&self) -> Rect {
        Rect::new(0.0, 0.0, self.template.size[0], self.template.size[1])
    }

    fn text_of(&self, field: &str) -> &str {
        self.fill.texts.get(field).map_or("", String::as_str)
    }

    fn is_shown(&self, layer: &Layer) -> bool {
        let has_text = |field: &String| !self.text_of(field).trim().is_empty();
        layer.with.as_ref().is_none_or(has_text) && !layer.without.as_ref().is_some_and(has_text)
    }

    fn area_of(&self, layer: &Layer) -> Rect {
        self.fill
            .boxes
            .get(&layer.id)
            .copied()
            .unwrap_or(layer.area)
    }

    fn layer(&mut self, layer: &Layer) {
        let area = self.area_of(layer);
        match &layer.content {
            Content::Picture(picture) => self.picture(layer, area, picture),
            Content::Shape(shape) => self.shape(layer, area, shape),
            Content::Frame(frame) => self.frame(layer, area, frame),
            Content::Ribbon(ribbon) => self.ribbon(layer, area, ribbon),
            Content::Text(text) => self.text(layer, area, text),
            Content::Code(code) => self.code(layer, area, code),
        }
    }

    fn push(&mut self, layer: &Layer, area: Rect, kind: NodeKind) {
        let centre = area.centre();
        self.nodes.push(Node {
            layer: layer.id.clone(),
            area,
            opacity: layer.opacity,
            transform: turn(layer.turn, centre.x, centre.y),
            kind,
        });
    }

    fn finish(self) -> Scene {
        let [width, height] = self.template.size;
        Scene {
            width,
            height,
            print: self.template.print.map(|print| PrintSize {
                width_mm: print.width_mm,
                height_mm: print.height_mm,
                bleed_mm: print.bleed_mm,
            }),
            safe_area: Rect::new(0.0, 0.0, width, height).inset(self.template.safe),
            die_cut: self
                .template
                .die_cut
                .as_ref()
                .and_then(|cut| crate::shape::path(&cut.shape, cut.area)),
            nodes: self.nodes,
            findings: self.findings,
        }
    }
}

/// A turn around a place. Its sine and cosine are the same on every machine.
pub(crate) fn turn(degrees: f32, x: f32, y: f32) -> Transform {
    if degrees == 0.0 {
        return Transform::identity();
    }
    let angle = f64::from(degrees).to_radians();
    let (sine, cosine) = (libm::sin(angle) as f32, libm::cos(angle) as f32);
    Transform::from_row(
        cosine,
        sine,
        -sine,
        cosine,
        x - cosine * x + sine * y,
        y - sine * x - cosine * y,
    )
}

/// The colours of a template after palette and changes.
pub(crate) type Colours = BTreeMap<String, Colour>;
