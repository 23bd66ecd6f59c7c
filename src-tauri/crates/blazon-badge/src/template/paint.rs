//! Colours, gradients, lines and shadows as templates write them.

use crate::Colour;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A colour, fixed or named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ColourRef {
    /// `#f0c04e`
    Fixed(Colour),
    /// `$ink`
    Named(String),
}

impl TryFrom<String> for ColourRef {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.strip_prefix('$') {
            Some(name) => Ok(Self::Named(name.to_owned())),
            None => text.parse().map(Self::Fixed),
        }
    }
}

impl From<ColourRef> for String {
    fn from(colour: ColourRef) -> Self {
        match colour {
            ColourRef::Fixed(colour) => colour.to_string(),
            ColourRef::Named(name) => format!("${name}"),
        }
    }
}

impl JsonSchema for ColourRef {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ColourRef".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "#rgb, #rrggbb, #rrggbbaa, or $id of a colour of the template",
            "type": "string",
            "pattern": "^(#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|\\$.+)$"
        })
    }
}

/// A colour or a gradient over a layer's box.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "a colour such as \"#f0c04e\" or \"$ink\", or a gradient such as { stops = [\"#fff\", \"$ink\"], angle = 90 }"
)]
pub enum PaintSpec {
    /// One colour.
    Solid(ColourRef),
    /// From colour to colour.
    Gradient(GradientSpec),
}

/// From colour to colour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct GradientSpec {
    /// 2 to 16 colours.
    pub stops: Vec<StopSpec>,
    /// The direction in degrees: 0 to the right, 90 down.
    #[serde(default = "GradientSpec::down")]
    pub angle: f32,
    /// Whether it goes from the middle outwards instead.
    #[serde(default)]
    pub radial: bool,
}

impl GradientSpec {
    fn down() -> f32 {
        90.0
    }
}

/// A colour of a gradient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "a colour, or { at = 0.5, colour = \"#f0c04e\" }"
)]
pub enum StopSpec {
    /// At an even distance from its neighbours.
    Even(ColourRef),
    /// At a place of its own.
    At {
        /// From 0 to 1.
        at: f32,
        /// The colour there.
        colour: ColourRef,
    },
}

/// A line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StrokeSpec {
    /// In design units; for text in parts of an em.
    pub width: f32,
    /// Its colour.
    pub paint: PaintSpec,
    /// Lengths of line and gap in design units, where it is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dash: Option<[f32; 2]>,
}

/// A soft shadow. In design units; for text in parts of an em.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ShadowSpec {
    /// How far to the right.
    #[serde(default)]
    pub x: f32,
    /// How far down.
    #[serde(default)]
    pub y: f32,
    /// How soft: twice the standard deviation, as in CSS.
    #[serde(default)]
    pub blur: f32,
    /// Its colour.
    pub colour: ColourRef,
}
