//! Models on their way in and out: what is read from a file, what a person says of it, what is written.

use crate::{
    ArchiveManifest, BaseFamily, ByteCount, DatasetName, GalleryItem, LoraModel, LossPoint,
    ModelTrigger, Recipe, RunSample, Spend, Subject,
};
use serde::{Deserialize, Serialize};
use specta::Type;

/// How a LoRA file names its tensors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ModelNaming {
    /// As sd-scripts, A1111, Forge and ComfyUI.
    Kohya,
    /// As PEFT, diffusers and the trainers of FLUX (fal, ai-toolkit, Replicate).
    Peft,
    /// As the first versions of diffusers.
    OldDiffusers,
}

/// What was read from a file that can become a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ModelFile {
    /// The file's name, without its folder.
    pub file_name: String,
    /// What it calls itself, or what its file is called.
    pub name: DatasetName,
    /// The base that the file is for, by its tensors or its own word; nobody can say otherwise.
    pub base: Option<BaseFamily>,
    /// The base that it is probably for, where a person has to say it.
    pub likely_base: Option<BaseFamily>,
    /// What it says that calls its subject.
    pub trigger: Option<ModelTrigger>,
    /// What begins most of the captions on which it was trained, where it names no trigger.
    pub proposed_trigger: Option<ModelTrigger>,
    /// The rank of most of its pairs.
    pub rank: u32,
    /// How it names its tensors.
    pub naming: ModelNaming,
    /// Its size.
    pub bytes: ByteCount,
    /// What it uses beyond a LoRA of two matrices, which is not applied on this computer: "DoRA".
    pub beyond: Option<String>,
    /// The model that has the same content already.
    pub already: Option<LoraModel>,
}

/// What a person says of a file that is to become a model; all else is as the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ModelImport {
    /// Its name.
    pub name: Option<String>,
    /// The base that it fits.
    pub base: Option<BaseFamily>,
    /// What calls its subject; an empty text for nothing.
    pub trigger: Option<String>,
}

/// What is changed of a model; all else stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ModelChange {
    /// Its name.
    pub name: Option<String>,
    /// What calls its subject; an empty text for nothing.
    pub trigger: Option<String>,
    /// What the person notes about it, at most 4,000 characters.
    pub notes: Option<String>,
    /// What is always drawn on a badge, at most 500 characters.
    pub badge_base: Option<String>,
    /// How a badge is drawn, at most 500 characters.
    pub badge_style: Option<String>,
    /// The strength at which it is best, 0.05 to 2; 0 takes it away.
    pub best_strength: Option<f64>,
    /// Whether the bot may draw with it.
    pub is_shared: Option<bool>,
    /// Whether the person whom it shows agrees, or it shows none; once said, it is not asked again.
    pub has_consent: Option<bool>,
}

/// A model with what its file says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ModelCard {
    /// The model.
    pub model: LoraModel,
    /// The rank of most of its pairs.
    pub rank: u32,
    /// How its file names its tensors.
    pub naming: ModelNaming,
    /// What it uses beyond a LoRA of two matrices.
    pub beyond: Option<String>,
    /// The name of the file that was imported.
    pub imported_from: Option<String>,
    /// Who made it.
    pub author: Option<String>,
    /// Under which terms it may be used.
    pub license: Option<String>,
    /// What its maker says of it, at most a few lines.
    pub description: Option<String>,
}

/// A model with everything that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ModelPage {
    /// The model.
    pub model: LoraModel,
    /// What its file says; `None` where that cannot be read.
    pub card: Option<ModelCard>,
    /// Why its file cannot be read.
    pub trouble: Option<String>,
    /// How it was trained, where it was trained here.
    pub recipe: Option<Recipe>,
    /// What was sent.
    pub trained_on: Option<ArchiveManifest>,
    /// Whether the archive that was sent still lies beside it.
    pub has_archive: bool,
    /// The loss, step by step; empty where nobody reported any.
    pub losses: Vec<LossPoint>,
    /// The samples of the training, in the order in which they were drawn.
    pub samples: Vec<RunSample>,
    /// What a hosted training cost.
    pub spend: Option<Spend>,
    /// What it was trained on.
    pub subject: Option<Subject>,
    /// The newest pictures that it drew.
    pub pictures: Vec<GalleryItem>,
    /// How many it drew in all.
    pub picture_count: u32,
    /// Whether it may show a person of whom nobody has said that this person agrees to its being shared.
    pub needs_consent: bool,
}

/// A model's file that was written for other programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportedModel {
    /// The file.
    pub path: String,
    /// Its name, without its folder.
    pub file_name: String,
    /// Its size.
    pub bytes: ByteCount,
    /// How it names its tensors.
    pub naming: ModelNaming,
}
