//! The layers of a template.

use super::{ColourRef, Outline, PaintSpec, ShadowSpec, StrokeSpec};
use crate::geometry::Rect;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One thing that is painted in a box.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "LayerTable", into = "LayerTable")]
#[schemars(with = "LayerTable")]
pub struct Layer {
    /// Its name within the template.
    pub id: String,
    /// Where it is.
    pub area: Rect,
    /// Degrees clockwise around the middle of the box.
    pub turn: f32,
    /// From 0 to 1.
    pub opacity: f32,
    /// Shown only where this field has a text.
    pub with: Option<String>,
    /// Shown only where this field has none.
    pub without: Option<String>,
    /// What is painted.
    pub content: Content,
}

/// What a layer paints.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A picture.
    Picture(PictureLayer),
    /// A ribbon.
    Ribbon(RibbonLayer),
    /// A text.
    Text(TextLayer),
    /// A form.
    Shape(ShapeLayer),
    /// Lines around a form.
    Frame(FrameLayer),
    /// A QR code.
    Code(CodeLayer),
}

/// A layer as TOML has it: its kind is the one of six keys that is there.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct LayerTable {
    /// Its name within the template.
    id: String,
    /// Where it is: x, y, width, height.
    #[serde(rename = "box")]
    area: Rect,
    /// Degrees clockwise around the middle of the box.
    #[serde(default, skip_serializing_if = "is_zero")]
    turn: f32,
    /// From 0 to 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    opacity: f32,
    /// Shown only where this field has a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    with: Option<String>,
    /// Shown only where this field has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    without: Option<String>,
    /// A picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    picture: Option<PictureLayer>,
    /// A ribbon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ribbon: Option<RibbonLayer>,
    /// A text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<TextLayer>,
    /// A form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shape: Option<ShapeLayer>,
    /// Lines around a form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    frame: Option<FrameLayer>,
    /// A QR code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<CodeLayer>,
}

impl TryFrom<LayerTable> for Layer {
    type Error = String;

    fn try_from(table: LayerTable) -> Result<Self, String> {
        let mut contents: Vec<Content> = [
            table.picture.map(Content::Picture),
            table.ribbon.map(Content::Ribbon),
            table.text.map(Content::Text),
            table.shape.map(Content::Shape),
            table.frame.map(Content::Frame),
            table.code.map(Content::Code),
        ]
        .into_iter()
        .flatten()
        .collect();
        let (Some(content), true) = (contents.pop(), contents.is_empty()) else {
            return Err(format!(
                "layer \"{}\" needs exactly one of picture, ribbon, text, shape, frame, code",
                table.id
            ));
        };
        Ok(Self {
            id: table.id,
            area: table.area,
            turn: table.turn,
            opacity: table.opacity,
            with: table.with,
            without: table.without,
            content,
        })
    }
}

impl From<Layer> for LayerTable {
    fn from(layer: Layer) -> Self {
        let mut table = Self {
            id: layer.id,
            area: layer.area,
            turn: layer.turn,
            opacity: layer.opacity,
            with: layer.with,
            without: layer.without,
            picture: None,
            ribbon: None,
            text: None,
            shape: None,
            frame: None,
            code: None,
        };
        match layer.content {
            Content::Picture(content) => table.picture = Some(content),
            Content::Ribbon(content) => table.ribbon = Some(content),
            Content::Text(content) => table.text = Some(content),
            Content::Shape(content) => table.shape = Some(content),
            Content::Frame(content) => table.frame = Some(content),
            Content::Code(content) => table.code = Some(content),
        }
        table
    }
}

/// A picture in a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PictureLayer {
    /// Which picture.
    #[serde(default)]
    pub source: PictureSource,
    /// How it gets into its box.
    #[serde(default)]
    pub fit: Fit,
    /// What is seen of it.
    #[serde(default = "square")]
    pub mask: Outline,
    /// Under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shadow: Option<ShadowSpec>,
    /// What is behind it, and in its place where there is no picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backing: Option<PaintSpec>,
    /// Whether a badge may do without it; then nothing is painted and nothing is said.
    #[serde(default)]
    pub optional: bool,
}

/// Where a picture comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PictureSource {
    /// The person's picture.
    #[default]
    Picture,
    /// The second picture.
    Logo,
    /// A file beside the template.
    File(String),
}

/// How a picture gets into its box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// It fills the box, and what is over is not seen.
    #[default]
    Cover,
    /// All of it is seen, and the box may not be full.
    Contain,
}

/// The form of a ribbon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RibbonKind {
    /// A band that fills its box.
    #[default]
    Straight,
    /// A bent band with tails that are folded behind it.
    Curved,
    /// A straight band with tails that are folded behind it.
    Folded,
}

/// A band for a text, with tails where its form has them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RibbonLayer {
    /// Its form, where it is not the template's or the fill's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<RibbonKind>,
    /// How far a curved one sags in its middle, as a part of the box's width; negative rises. -0.3 to 0.3.
    #[serde(default = "RibbonLayer::usual_bend")]
    pub bend: f32,
    /// How much of each side the tails take, as a part of the box's width; 0 to 0.4.
    #[serde(default = "RibbonLayer::usual_tail")]
    pub tail: f32,
    /// How far the tails are moved down, as a part of the band's height; -1 to 1.
    #[serde(default = "RibbonLayer::usual_drop")]
    pub drop: f32,
    /// The band.
    pub fill: PaintSpec,
    /// The tails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tails: Option<PaintSpec>,
    /// The back of the band, where it is folded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fold: Option<PaintSpec>,
    /// The edge of band and tails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edge: Option<StrokeSpec>,
    /// A fine line along both sides of the band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<StrokeSpec>,
    /// How far the fine line is from the band's sides, as a part of its height.
    #[serde(default = "RibbonLayer::usual_inset")]
    pub line_inset: f32,
    /// Under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shadow: Option<ShadowSpec>,
}

impl RibbonLayer {
    fn usual_bend() -> f32 {
        0.06
    }

    fn usual_tail() -> f32 {
        0.13
    }

    fn usual_drop() -> f32 {
        0.24
    }

    fn usual_inset() -> f32 {
        0.08
    }
}

/// A text, as large as its box allows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TextLayer {
    /// The field whose text it shows; this or `always`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// A text that is always the same; this or `field`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub always: Option<String>,
    /// The family: `Commissioner`, `Sofia Sans Extra Condensed`, `Vollkorn`, `Comfortaa`, or one beside the template.
    #[serde(default = "TextLayer::usual_font")]
    pub font: String,
    /// The weight, 100 to 900.
    #[serde(default = "TextLayer::usual_weight")]
    pub weight: u16,
    /// The largest size, in design units for an em; as large as fits where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<f32>,
    /// The smallest size that can be read; a smaller one is a finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smallest: Option<f32>,
    /// How many lines it may take; 1 to 4.
    #[serde(default = "TextLayer::usual_lines")]
    pub lines: u8,
    /// Where it stands between left and right.
    #[serde(default)]
    pub align: Align,
    /// Where it stands between top and bottom.
    #[serde(default)]
    pub upright: Upright,
    /// Extra space between letters, in parts of an em; -0.2 to 1.
    #[serde(default)]
    pub spacing: f32,
    /// From baseline to baseline, in parts of an em; 0.7 to 3.
    #[serde(default = "TextLayer::usual_leading")]
    pub leading: f32,
    /// Whether letters are made capitals.
    #[serde(default)]
    pub capitals: bool,
    /// Room to the sides of the box, in design units.
    #[serde(default)]
    pub padding: f32,
    /// The inside of the letters.
    pub fill: PaintSpec,
    /// Around the letters, under their fill; the width in parts of an em.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stroke: Option<StrokeSpec>,
    /// Under letters and stroke; lengths in parts of an em.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shadow: Option<ShadowSpec>,
    /// The curve that it stands on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curve: Option<Curve>,
    /// The ribbon that it stands on; then `box` is not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
}

impl TextLayer {
    fn usual_font() -> String {
        crate::fonts::STRONG.to_owned()
    }

    fn usual_weight() -> u16 {
        800
    }

    fn usual_lines() -> u8 {
        1
    }

    fn usual_leading() -> f32 {
        1.12
    }
}

/// Between left and right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// At the left side.
    Left,
    /// In the middle.
    #[default]
    Centre,
    /// At the right side.
    Right,
}

/// Between top and bottom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Upright {
    /// At the upper side.
    Top,
    /// In the middle.
    #[default]
    Middle,
    /// At the lower side.
    Bottom,
}

/// A curve for a text.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Curve {
    /// An arc over the box's width that sags by this part of the width; negative rises. -0.5 to 0.5.
    Bend(f32),
    /// Along the circle that touches the box from inside.
    Circle {
        /// Above, read clockwise, or below, read against the clock.
        side: Side,
        /// How much of the circle the text may take, in degrees; 10 to 340.
        #[serde(default = "usual_span")]
        span: f32,
        /// How high the band is in which the text stands, from the circle inwards, in design units.
        band: f32,
    },
}

/// The half of a circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The upper half; letters stand with their heads outwards.
    Top,
    /// The lower half; letters stand with their heads inwards.
    Bottom,
}

/// A form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ShapeLayer {
    /// Which form.
    #[serde(default = "square")]
    pub shape: Outline,
    /// Its inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fill: Option<PaintSpec>,
    /// Its outline, half inside and half outside the box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stroke: Option<StrokeSpec>,
    /// Under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shadow: Option<ShadowSpec>,
}

/// Lines around a form, all within the box.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FrameLayer {
    /// Which form.
    #[serde(default = "square")]
    pub shape: Outline,
    /// From outside to inside; 1 to 8.
    pub lines: Vec<FrameLine>,
}

/// A line of a frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FrameLine {
    /// How far its outer side is from the box, in design units.
    #[serde(default)]
    pub inset: f32,
    /// In design units.
    pub width: f32,
    /// Its colour.
    pub paint: PaintSpec,
    /// Lengths of line and gap, where it is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dash: Option<[f32; 2]>,
}

/// A QR code, as large as its box allows, with its quiet zone inside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CodeLayer {
    /// The field whose text it holds.
    pub field: String,
    /// Its modules.
    pub dark: ColourRef,
    /// What is under them; nothing where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub light: Option<ColourRef>,
    /// Modules of free room on each side; the standard asks for 4. 0 to 8.
    #[serde(default = "CodeLayer::usual_quiet")]
    pub quiet: u8,
}

impl CodeLayer {
    fn usual_quiet() -> u8 {
        4
    }
}

fn square() -> Outline {
    Outline::Square
}

fn usual_span() -> f32 {
    150.0
}

fn one() -> f32 {
    1.0
}

// `skip_serializing_if` hands its value over by reference.
fn is_zero(value: &f32) -> bool {
    *value == 0.0
}

fn is_one(value: &f32) -> bool {
    *value == 1.0
}
