//! The gallery: pictures and badges together, as they are found again.

use crate::{Badge, ByteCount, DrawRequest, GalleryId, ModelId, Picture, Sampler, Seed, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;

/// The highest rating.
pub const BEST_RATING: u32 = 5;
/// The longest tag, in characters.
pub const LONGEST_TAG: usize = 40;

/// What something in the gallery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GalleryKind {
    /// A [`Picture`].
    Picture,
    /// A [`Badge`].
    Badge,
}

/// In which order the gallery is listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GalleryOrder {
    /// What came last first.
    #[default]
    Newest,
    /// What came first first.
    Oldest,
    /// The highest rating first, and among the same the newest.
    BestRated,
}

/// What of the gallery is wanted. What is empty does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GalleryQuery {
    /// Words of prompts, names, texts of badges and tags; each has to occur, its beginning is enough.
    pub words: String,
    /// Pictures or badges alone.
    pub kind: Option<GalleryKind>,
    /// Pictures of this model alone.
    pub model: Option<ModelId>,
    /// Pictures with this seed alone.
    pub seed: Option<Seed>,
    /// Made at this time or later.
    pub from: Option<Timestamp>,
    /// Made before this time.
    pub until: Option<Timestamp>,
    /// The lowest rating, 0 to 5.
    pub rating: u32,
    /// Favourites alone.
    pub favourites: bool,
    /// What has this tag alone.
    pub tag: Option<String>,
    /// Pictures whose file is not where it was alone.
    pub missing: bool,
    /// What was removed, instead of what is there.
    pub trash: bool,
    /// The order.
    pub order: GalleryOrder,
}

/// A picture or a badge as the gallery lists it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GalleryItem {
    /// The id of the picture or the badge.
    pub id: GalleryId,
    /// What it is.
    pub kind: GalleryKind,
    /// The prompt as it was sent, or the badge's name.
    pub title: String,
    /// The model that drew it.
    pub model: Option<ModelId>,
    /// A picture's file, relative to the library.
    pub file: Option<String>,
    /// A picture's thumbnail, relative to the library; `None` where it is not made yet.
    pub thumb: Option<String>,
    /// The badge.
    pub badge: Option<Badge>,
    /// Width in pixels; 0 for a badge.
    pub width: u32,
    /// Height in pixels; 0 for a badge.
    pub height: u32,
    /// The seed, where it is known.
    pub seed: Option<Seed>,
    /// Its rating, 0 to 5; 0 where it has none.
    pub rating: u32,
    /// Whether it is a favourite.
    pub favourite: bool,
    /// Its tags, in their order.
    pub tags: Vec<String>,
    /// Whether its file is not where it was.
    pub is_missing: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

/// A part of what was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GalleryPage {
    /// How much was found in all.
    pub total: u32,
    /// Where this part begins.
    pub offset: u32,
    /// The part.
    pub items: Vec<GalleryItem>,
}

/// A tag and how often it is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GalleryTag {
    /// The tag.
    pub tag: String,
    /// Pictures and badges that have it.
    pub count: u32,
}

/// A model of which there are pictures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GalleryModel {
    /// The model, archived or not.
    pub model: ModelId,
    /// Its name.
    pub name: String,
    /// Its pictures.
    pub count: u32,
}

/// What is in the gallery.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GalleryFacts {
    /// Pictures that are not removed.
    pub pictures: u32,
    /// Badges that are not removed.
    pub badges: u32,
    /// What was removed and can be taken back.
    pub trash: u32,
    /// Pictures whose file is not where it was.
    pub missing: u32,
    /// Favourites that are not removed.
    pub favourites: u32,
    /// The models of which there are pictures, the one with the most first.
    pub models: Vec<GalleryModel>,
    /// The tags, the most frequent first.
    pub tags: Vec<GalleryTag>,
    /// Whether the folder of the pictures cannot be read.
    pub folder_gone: bool,
}

/// A picture with everything that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GalleryPicture {
    /// As the gallery lists it.
    pub item: GalleryItem,
    /// The picture.
    pub picture: Picture,
    /// What draws it again: one picture with its seed, where that is known.
    pub request: DrawRequest,
    /// Its parameters as A1111 writes them.
    pub text: String,
    /// The file's size; `None` where it is not there.
    pub bytes: Option<ByteCount>,
}

/// The program that wrote into a picture how it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ForeignProgram {
    /// This one.
    Blazon,
    /// AUTOMATIC1111's web UI, and those that write as it does.
    A1111,
    /// InvokeAI.
    InvokeAi,
    /// ComfyUI.
    ComfyUi,
}

/// A LoRA that a picture's text names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ForeignLora {
    /// Its name there.
    pub name: String,
    /// Its strength there, 1 as trained.
    pub strength: f64,
    /// The model here that has this name.
    pub model: Option<ModelId>,
}

/// What is written in a picture's file about how it was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ForeignPicture {
    /// The file's name.
    pub file_name: String,
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// The picture as a data URL, its short side at most 320 pixels.
    pub preview: String,
    /// Who wrote it; `None` where nothing is written in it.
    pub program: Option<ForeignProgram>,
    /// The prompt, without the LoRAs that it named.
    pub prompt: String,
    /// What should not be drawn.
    pub negative_prompt: String,
    /// The seed.
    pub seed: Option<Seed>,
    /// Denoising steps.
    pub steps: Option<u32>,
    /// Guidance scale.
    pub guidance: Option<f64>,
    /// The sampler as it stands there.
    pub sampler: Option<String>,
    /// The sampler here that is meant.
    pub known_sampler: Option<Sampler>,
    /// The base as it is called there.
    pub model_name: Option<String>,
    /// The LoRAs.
    pub loras: Vec<ForeignLora>,
    /// What stands in the file, at most 20,000 characters.
    pub text: String,
}
