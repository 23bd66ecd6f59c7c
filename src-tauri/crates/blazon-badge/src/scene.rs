//! A badge resolved: vector nodes in design units, in the order in which they are painted.
//!
//! Everything that depends on fonts, texts and choices is decided here, so that pixels, PDF and
//! SVG show the same. A scene can be painted at any scale.

use crate::picture::Picture;
use crate::{Background, Colour, Point, Rect};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use tiny_skia::{Path, Transform};

/// A resolved badge.
#[derive(Clone, Debug)]
pub struct Scene {
    /// In design units.
    pub width: f32,
    /// In design units.
    pub height: f32,
    /// Its trimmed size on paper, where the template states one.
    pub print: Option<PrintSize>,
    /// Where nothing of importance is cut off.
    pub safe_area: Rect,
    /// The line of the knife for a sticker. It is no part of the picture and is not painted.
    pub die_cut: Option<Path>,
    /// From the lowest to the topmost.
    pub nodes: Vec<Node>,
    /// What a person should know about this badge.
    pub findings: Vec<Finding>,
}

/// A size on paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintSize {
    /// After trimming, in millimetres.
    pub width_mm: f32,
    /// After trimming, in millimetres.
    pub height_mm: f32,
    /// How far the picture has to go on beyond each side, in millimetres.
    pub bleed_mm: f32,
}

/// One thing that is painted.
#[derive(Clone, Debug)]
pub struct Node {
    /// The id of the layer it belongs to; a layer may have several nodes.
    pub layer: String,
    /// The box of the layer, before `transform`.
    pub area: Rect,
    /// From 0 to 1.
    pub opacity: f32,
    /// From the coordinates in `kind` to the scene's. The identity for most.
    pub transform: Transform,
    /// What it is.
    pub kind: NodeKind,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// A path, filled and stroked.
    Shape(ShapeNode),
    /// A picture in a clip.
    Picture(PictureNode),
    /// Text in a box.
    Text(TextNode),
}

/// A path, filled, then stroked, both over its shadow. Filled by the nonzero rule.
#[derive(Clone, Debug)]
pub struct ShapeNode {
    /// The path.
    pub path: Path,
    /// Its inside.
    pub fill: Option<Paint>,
    /// Its outline.
    pub stroke: Option<Stroke>,
    /// The shadow of its inside.
    pub shadow: Option<Shadow>,
}

/// A part of a picture in a box.
#[derive(Clone, Debug)]
pub struct PictureNode {
    /// All of the picture.
    pub picture: Arc<Picture>,
    /// The part that is shown, in pixels of the picture.
    pub crop: Rect,
    /// Where that part goes.
    pub place: Rect,
    /// What is seen of it; everything in `place` where there is none.
    pub clip: Option<Path>,
    /// What becomes of the background.
    pub background: Background,
    /// What should be kept sharp, in pixels of the picture.
    pub focus: Point,
    /// The shadow of the clip, or of the place.
    pub shadow: Option<Shadow>,
}

/// Text whose glyphs have their places.
#[derive(Clone, Debug)]
pub struct TextNode {
    /// The text that was shaped, without characters that cannot be shown.
    pub text: String,
    /// The box that no pixel of it leaves.
    pub area: Rect,
    /// The size of its letters: design units for an em.
    pub size: f32,
    /// Glyphs in the order in which they are seen from left to right, line by line.
    pub glyphs: Vec<Glyph>,
    /// The inside of the letters.
    pub fill: Paint,
    /// Around the letters and under their fill, with round joins; `width` is the whole width, of which half shows.
    pub stroke: Option<Stroke>,
    /// The shadow of letters and stroke.
    pub shadow: Option<Shadow>,
}

/// One glyph in its place.
#[derive(Clone, Debug)]
pub struct Glyph {
    /// The font that it is from.
    pub face: Arc<Face>,
    /// Its number in that font.
    pub id: u16,
    /// Which bytes of the text it stands for.
    pub cluster: Range<usize>,
    /// Which line it is on, from 0.
    pub line: u32,
    /// From the glyph's own place (origin on the baseline, y down, one unit is one em) to the node's coordinates.
    pub transform: Transform,
    /// How far it moves the pen, in em.
    pub advance: f32,
    /// What it looks like.
    pub form: GlyphForm,
}

/// What a glyph looks like.
#[derive(Clone, Debug)]
pub enum GlyphForm {
    /// Nothing, such as a space.
    Blank,
    /// An outline, in the node's coordinates.
    Outline(Path),
    /// A picture in colour, such as an emoji; `place` is in the node's coordinates before `turn` (in degrees around the place's middle).
    Picture {
        /// Its pixels.
        picture: Arc<Picture>,
        /// Where it goes.
        place: Rect,
        /// How far it is turned on a curve, in degrees clockwise.
        turn: f32,
    },
}

/// A face of a font: what a document embeds.
#[derive(Clone)]
pub struct Face {
    /// Its PostScript name.
    pub name: String,
    /// The weight at which a variable font is used.
    pub weight: u16,
    /// Which font of the file.
    pub index: u32,
    /// Whether the font is a variable one, so that `weight` has to be chosen.
    pub variable: bool,
    /// Whether its glyphs may be pictures in colour.
    pub coloured: bool,
    pub(crate) data: Arc<dyn AsRef<[u8]> + Send + Sync>,
}

impl Face {
    /// The font file.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        (*self.data).as_ref()
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Face({}, {})", self.name, self.weight)
    }
}

/// A colour or a gradient, in the node's coordinates.
#[derive(Clone, Debug, PartialEq)]
pub enum Paint {
    /// One colour.
    Solid(Colour),
    /// Colours along a line.
    Linear {
        /// Where the first stop is.
        from: Point,
        /// Where the last stop is.
        to: Point,
        /// Colours in order.
        stops: Vec<Stop>,
    },
    /// Colours from a middle outwards.
    Radial {
        /// The middle.
        centre: Point,
        /// Where the last stop is.
        radius: f32,
        /// Colours in order.
        stops: Vec<Stop>,
    },
}

/// A colour of a gradient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// From 0 to 1.
    pub at: f32,
    /// The colour there.
    pub colour: Colour,
}

/// A line along a path, with round joins and caps.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// In design units.
    pub width: f32,
    /// Its colour.
    pub paint: Paint,
    /// Lengths of line and gap, where it is broken.
    pub dash: Option<[f32; 2]>,
}

/// A soft copy under a node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shadow {
    /// How far to the right.
    pub x: f32,
    /// How far down.
    pub y: f32,
    /// Twice the standard deviation of the blur, as in CSS.
    pub blur: f32,
    /// Its colour.
    pub colour: Colour,
}

/// What a person should know about a badge that was drawn all the same.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// No font has these characters; they are not drawn.
    MissingCharacters {
        /// The text's layer.
        layer: String,
        /// Each once, in the text's order.
        characters: Vec<String>,
    },
    /// The text had to be made smaller than can be read.
    SmallText {
        /// The text's layer.
        layer: String,
        /// Its size in design units for an em.
        size: f32,
        /// The smallest size that the template takes for legible.
        smallest: f32,
    },
    /// A field that has to be filled is empty.
    EmptyField {
        /// The field.
        field: String,
    },
    /// A text has more characters than its field takes.
    LongText {
        /// The field.
        field: String,
        /// How many characters there are.
        characters: usize,
        /// How many there should be at most.
        longest: usize,
    },
    /// There is no picture for this layer.
    NoPicture {
        /// The layer.
        layer: String,
    },
    /// The text is too long for a QR code that can be read.
    LongCode {
        /// The layer.
        layer: String,
    },
}
