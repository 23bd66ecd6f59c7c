//! Badges: a template filled with a picture and texts; what is kept of one, and what the window is told of templates,
//! lists and findings. Lengths are units of the template unless something else is said.

use crate::{BadgeId, PictureId, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;

/// A badge as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Badge {
    /// Its id.
    pub id: BadgeId,
    /// What the person calls it; also the name of its exported file.
    pub name: String,
    /// What it is made of.
    pub design: BadgeDesign,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

/// What a badge is made of. What is not given stays as the template has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct BadgeDesign {
    /// The template: the id of one that ships, or the name of a folder in the library.
    pub template: String,
    /// The picture.
    pub picture: Option<BadgePicture>,
    /// The second picture, where the template has a place for one.
    pub logo: Option<BadgePicture>,
    /// Texts by the field's id.
    pub texts: BTreeMap<String, String>,
    /// The set of colours that was chosen.
    pub palette: Option<String>,
    /// Colours that were changed by hand, `#rrggbb`, by their id.
    pub colours: BTreeMap<String, String>,
    /// The form of its ribbon.
    pub ribbon: Option<RibbonForm>,
    /// Layers that were moved or resized, by their id.
    pub boxes: BTreeMap<String, BadgeBox>,
}

/// Left, top, width and height.
pub type BadgeBox = [f64; 4];

/// A picture on a badge, and how it is framed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BadgePicture {
    /// Where it comes from.
    pub source: BadgeSource,
    /// What should be in the middle, in fractions of width and height.
    pub focus: [f64; 2],
    /// 1 shows as much as the place takes, 2 shows half of it; 1 to 20.
    pub zoom: f64,
    /// What becomes of its background.
    pub background: BadgeBackground,
}

impl BadgePicture {
    /// The whole picture, around a point a little above its middle: faces are there.
    #[must_use]
    pub const fn new(source: BadgeSource) -> Self {
        Self {
            source,
            focus: [0.5, 0.42],
            zoom: 1.0,
            background: BadgeBackground::Keep,
        }
    }
}

/// Where a badge's picture comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum BadgeSource {
    /// A picture that was drawn here.
    Drawn {
        /// Which.
        picture: PictureId,
    },
    /// A file of which a copy is kept in the library.
    Kept {
        /// The copy, below the library's folder.
        file: String,
        /// What the file was called.
        name: String,
    },
}

/// What becomes of a picture's background.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum BadgeBackground {
    /// It stays.
    Keep,
    /// What is around the subject is blurred.
    Blur {
        /// How far, in thousandths of the picture's shorter side; 1 to 100.
        strength: f64,
    },
    /// What looks like the picture's border, and hangs together with it, is cut away.
    Cut {
        /// How far a colour may be from the border's, 0 to 1.
        tolerance: f64,
    },
}

/// The form of a ribbon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RibbonForm {
    /// A bar.
    Straight,
    /// A bow.
    Curved,
    /// A bar whose ends are folded back.
    Folded,
}

/// Words in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Labels {
    /// English.
    pub en: String,
    /// Russian.
    pub ru: String,
}

/// A template, as far as a person chooses and fills.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BadgeTemplate {
    /// Its id: that of a shipped one, or the name of its folder.
    pub id: String,
    /// What people call it.
    pub name: Labels,
    /// Whether it lies in the library, where it can be edited.
    pub is_own: bool,
    /// Width and height; one unit is one pixel at scale 1.
    pub size: [f64; 2],
    /// Width and height on paper, in millimetres.
    pub print_size: Option<[f64; 2]>,
    /// How far from each side nothing of importance should be.
    pub safe: f64,
    /// The texts to fill in.
    pub fields: Vec<BadgeField>,
    /// The colours to choose.
    pub colours: Vec<BadgeColour>,
    /// Sets of colours.
    pub palettes: Vec<BadgePalette>,
    /// The form of its ribbon unless chosen otherwise; `None` where it has none.
    pub ribbon: Option<RibbonForm>,
    /// Whether it has a place for a picture.
    pub has_picture: bool,
    /// Whether it has a place for a second picture.
    pub has_logo: bool,
    /// What is painted, from the lowest to the topmost.
    pub layers: Vec<BadgeLayer>,
}

/// A text to fill in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BadgeField {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub label: Labels,
    /// Whether a badge is incomplete without it.
    pub required: bool,
    /// How many characters it should have at most.
    pub longest: u32,
    /// An example.
    pub sample: String,
}

/// A colour to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BadgeColour {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub label: Labels,
    /// What it is unless chosen otherwise, `#rrggbb`.
    pub value: String,
}

/// A set of colours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BadgePalette {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub label: Labels,
    /// The colours that it changes, `#rrggbb`, by their id.
    pub colours: BTreeMap<String, String>,
}

/// What a layer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BadgeLayerKind {
    /// The picture.
    Picture,
    /// A ribbon.
    Ribbon,
    /// A text.
    Text,
    /// A form.
    Shape,
    /// A frame.
    Frame,
    /// The second picture.
    Logo,
    /// A QR code.
    Code,
}

/// A layer and its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BadgeLayer {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: BadgeLayerKind,
    /// Where it is.
    pub area: BadgeBox,
    /// Degrees clockwise around the middle of its place.
    pub turn: f64,
    /// The text that it shows, or codes; `None` where that is none of the person's.
    pub field: Option<String>,
    /// The ribbon on which its text stands, with which it moves.
    pub on: Option<String>,
}

/// A file that a badge is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BadgeFormat {
    /// PNG, without loss.
    Png,
    /// JPEG, on white.
    Jpeg,
    /// WebP.
    Webp,
    /// PDF with text that can be selected.
    Pdf,
    /// SVG.
    Svg,
}

impl BadgeFormat {
    /// How its file names end.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Svg => "svg",
        }
    }
}

/// What a person should know about a badge that is drawn all the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum BadgeFinding {
    /// No font has these characters; they are left out.
    MissingCharacters {
        /// The field; `None` for a text of the template itself.
        field: Option<String>,
        /// The characters, each once.
        characters: String,
    },
    /// The text had to become smaller than is easily read.
    TooSmall {
        /// The field; `None` for a text of the template itself.
        field: Option<String>,
    },
    /// The text has more characters than its field should have.
    TooLong {
        /// The field.
        field: String,
        /// How many it has.
        characters: u32,
    },
    /// The text is too long for a QR code that can be read.
    CodeTooLong {
        /// The field; `None` for a text of the template itself.
        field: Option<String>,
    },
    /// A text without which the badge is incomplete.
    EmptyField {
        /// The field.
        field: String,
    },
    /// The picture's file is not there any more, or no picture.
    PictureMissing,
}

/// A sheet of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BadgePaper {
    /// 210 by 297 mm.
    A4,
    /// 215.9 by 279.4 mm.
    Letter,
}

/// What a column of a list is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum BadgeTarget {
    /// A text.
    Field {
        /// The field's id.
        field: String,
    },
    /// The path of a picture, beside the list or whole.
    Picture,
    /// Words from which a picture is drawn.
    Prompt,
}

/// A column of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BadgeColumn {
    /// Its place, from 0.
    pub index: u32,
    /// What stands above it, or its first cell.
    pub name: String,
    /// What it is for.
    pub target: Option<BadgeTarget>,
}

/// What keeps a row from becoming a badge, in the person's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BadgeRowProblem {
    /// The row's number as a spreadsheet shows it.
    pub row: u32,
    /// What is the matter.
    pub sentence: String,
}

/// A list of people, opened to become badges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BadgeList {
    /// Its number in this program.
    pub id: u32,
    /// Its file's name.
    pub file_name: String,
    /// Rows with something in them.
    pub rows: u32,
    /// Its columns.
    pub columns: Vec<BadgeColumn>,
    /// Rows whose picture is drawn from a prompt.
    pub prompts: u32,
    /// The first problems.
    pub problems: Vec<BadgeRowProblem>,
    /// How many there are.
    pub problem_count: u32,
}

/// How the badges of a list stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BatchState {
    /// They are drawn.
    Running,
    /// All rows were tried.
    Done,
    /// The person stopped it.
    Cancelled,
    /// It could not go on.
    Failed,
}

/// The badges of a list on their way to a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BadgeBatch {
    /// The list.
    pub list: u32,
    /// Rows in all.
    pub total: u32,
    /// Rows that were tried.
    pub done: u32,
    /// The first problems.
    pub problems: Vec<BadgeRowProblem>,
    /// How many there are.
    pub problem_count: u32,
    /// Where it stands.
    pub state: BatchState,
    /// Why it could not go on, in the person's words.
    pub sentence: Option<String>,
    /// The folder.
    pub folder: String,
}
