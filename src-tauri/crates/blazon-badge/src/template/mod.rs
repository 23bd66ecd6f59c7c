//! A template: what a badge looks like before it is filled.
//!
//! Written in TOML, with a number for its format, so that a newer program can read an older file.
//! [`Template::parse`] checks everything that can be checked without a fill; what it lets through
//! can be composed.

mod check;
mod layer;
mod paint;

pub(crate) use check::is_inside;
pub use layer::{
    Align, CodeLayer, Content, Curve, Fit, FrameLayer, FrameLine, Layer, PictureLayer,
    PictureSource, RibbonKind, RibbonLayer, ShapeLayer, Side, TextLayer, Upright,
};
pub use paint::{ColourRef, GradientSpec, PaintSpec, ShadowSpec, StopSpec, StrokeSpec};

use crate::geometry::Rect;
use crate::picture::Picture;
use crate::{BadgeError, Colour, Fill};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The newest format that this program reads, and the one it writes.
pub const FORMAT: u32 = 1;

/// The most bytes a `template.toml` may have.
pub const LARGEST_TOML: usize = 256 * 1024;

/// A badge's look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Template {
    /// The number of the format, 1.
    pub format: u32,
    /// What people call it.
    pub name: Words,
    /// Width and height in design units; one unit is one pixel at scale 1. 64 to 8192.
    pub size: [f32; 2],
    /// Its size on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub print: Option<PrintSpec>,
    /// How far from each side nothing of importance should be, in design units.
    #[serde(default)]
    pub safe: f32,
    /// What is under everything; nothing where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background: Option<PaintSpec>,
    /// The line of the knife, for stickers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub die_cut: Option<DieCut>,
    /// The form that ribbons have unless the fill says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ribbon: Option<RibbonKind>,
    /// The texts that a person fills in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// The colours that layers name as `$id`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub colours: Vec<ColourField>,
    /// Sets of colours to choose from, the first is that of `colours`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub palettes: Vec<Palette>,
    /// What is painted, from the lowest to the topmost.
    pub layers: Vec<Layer>,
    /// Pictures and fonts that lie beside the file.
    #[serde(skip)]
    pub attachments: Attachments,
}

/// Words for people in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// English.
    pub en: String,
    /// Russian.
    pub ru: String,
}

/// A size on paper.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PrintSpec {
    /// After trimming, in millimetres; 5 to 1000.
    pub width_mm: f32,
    /// After trimming, in millimetres; 5 to 1000.
    pub height_mm: f32,
    /// How far the picture goes on beyond each side, in millimetres; 0 to 20.
    #[serde(default)]
    pub bleed_mm: f32,
}

/// The line of the knife.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct DieCut {
    /// The form.
    pub shape: Outline,
    /// Where it is.
    #[serde(rename = "box")]
    pub area: Rect,
}

/// A text that a person fills in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Field {
    /// Its name in layers and CSV columns.
    pub id: String,
    /// What people call it.
    pub label: Words,
    /// Whether a badge is incomplete without it.
    #[serde(default)]
    pub required: bool,
    /// How many characters it should have at most; 1 to 2000.
    #[serde(default = "Field::usual_longest")]
    pub longest: usize,
    /// What a preview shows.
    #[serde(default)]
    pub sample: String,
}

impl Field {
    fn usual_longest() -> usize {
        40
    }
}

/// A colour that a person may change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColourField {
    /// Its name; layers write `$id`.
    pub id: String,
    /// What people call it.
    pub label: Words,
    /// What it is unless the fill says otherwise.
    pub value: Colour,
}

/// A set of colours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Palette {
    /// Its name.
    pub id: String,
    /// What people call it.
    pub label: Words,
    /// The colours that it changes, by their id.
    pub colours: BTreeMap<String, Colour>,
}

/// A form that fills its box.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outline {
    /// The box itself.
    Square,
    /// The box with round corners of this radius, in design units.
    Rounded(f32),
    /// An ellipse.
    Round,
    /// A shield with a flat top.
    Shield,
    /// A hexagon that stands on a corner.
    Hexagon,
    /// A seal with waves or teeth.
    Burst {
        /// How many teeth; 3 to 200.
        points: u32,
        /// How deep they go, as a part of the radius; 0 to 0.9.
        depth: f32,
        /// Whether the teeth are waves.
        #[serde(default)]
        wavy: bool,
    },
    /// A ticket: the box with half circles of this radius taken out of its sides, in design units.
    Ticket(f32),
    /// Corners in fractions of the box.
    Polygon(Vec<[f32; 2]>),
    /// A path in fractions of the box, in SVG's words: absolute `M`, `L`, `Q`, `C` and `Z`.
    Path(String),
}

/// Pictures and fonts of a template's folder.
#[derive(Clone, Default, PartialEq)]
pub struct Attachments {
    /// Pictures by their path in the folder.
    pub pictures: BTreeMap<String, Arc<Picture>>,
    /// Font files by their path in the folder.
    pub fonts: BTreeMap<String, Arc<Vec<u8>>>,
}

impl fmt::Debug for Attachments {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (pictures, fonts) = (self.pictures.keys(), self.fonts.keys());
        out.debug_set().entries(pictures).entries(fonts).finish()
    }
}

impl Template {
    /// Reads the text of a `template.toml` and checks it.
    ///
    /// # Errors
    /// [`BadgeError::Syntax`] with the line, [`BadgeError::NewerFormat`], [`BadgeError::TooLarge`],
    /// [`BadgeError::Template`] with the place, [`BadgeError::Unknown`].
    pub fn parse(text: &str) -> Result<Self, BadgeError> {
        if text.len() > LARGEST_TOML {
            return Err(BadgeError::too_large(
                "bytes of the template",
                text.len(),
                LARGEST_TOML,
            ));
        }
        check::format_is_known(text)?;
        let template: Self =
            toml::from_str(text).map_err(|error| BadgeError::Syntax(Box::new(error)))?;
        check::template(&template)?;
        Ok(template)
    }

    /// The template as text, which [`Template::parse`] reads.
    ///
    /// # Errors
    /// [`BadgeError::Template`] where a value has no form in TOML.
    pub fn to_toml(&self) -> Result<String, BadgeError> {
        toml::to_string_pretty(self)
            .map_err(|error| BadgeError::template("template", error.to_string()))
    }

    /// Checks a template that was changed in memory.
    ///
    /// # Errors
    /// As [`Template::parse`].
    pub fn check(&self) -> Result<(), BadgeError> {
        check::template(self)
    }

    /// The field of this id.
    #[must_use]
    pub fn find_field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The layer of this id.
    #[must_use]
    pub fn find_layer(&self, id: &str) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.id == id)
    }

    /// What a preview without anything of the person's shows: every field with its sample.
    #[must_use]
    pub fn sample_fill(&self) -> Fill {
        let texts = self
            .fields
            .iter()
            .map(|field| (field.id.clone(), field.sample.clone()));
        Fill {
            texts: texts.collect(),
            ..Fill::default()
        }
    }

    /// Whether some layer shows the person's picture.
    #[must_use]
    pub fn takes_picture(&self) -> bool {
        self.takes(&PictureSource::Picture)
    }

    /// Whether some layer shows the second picture.
    #[must_use]
    pub fn takes_logo(&self) -> bool {
        self.takes(&PictureSource::Logo)
    }

    fn takes(&self, source: &PictureSource) -> bool {
        self.layers.iter().any(|layer| match &layer.content {
            Content::Picture(picture) => picture.source == *source,
            Content::Ribbon(_)
            | Content::Text(_)
            | Content::Shape(_)
            | Content::Frame(_)
            | Content::Code(_) => false,
        })
    }
}

/// The JSON schema of a `template.toml`, for editors.
#[must_use]
pub fn template_schema() -> schemars::Schema {
    schemars::schema_for!(Template)
}

#[cfg(test)]
mod tests;
