//! Captions: what stands beside a photo in training, and what can be wrong with it.

use crate::PhotoId;
use serde::{Deserialize, Serialize};
use specta::Type;

/// How many characters a caption may have.
pub const LONGEST_CAPTION: usize = 2000;

/// What came of reading captions from files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CaptionImport {
    /// Photos that got a caption which they did not have.
    pub changed: u32,
    /// Captions that are for none of the photos, by the name that they are for, without its ending.
    pub unmatched: Vec<String>,
}

/// How the captions of a dataset become the lines that a trainer reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CaptionStyle {
    /// The trigger word first, then a description of all but the identity.
    #[default]
    TriggerFirst,
    /// As written: plain names, no trigger word.
    AsWritten,
}

/// A caption for a photo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PhotoCaption {
    /// The photo.
    pub photo: PhotoId,
    /// Its caption, without the trigger word.
    pub caption: String,
}

/// A change of many captions at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum CaptionRewrite {
    /// Every `find` becomes `with`.
    Replace {
        /// What is looked for, not empty.
        find: String,
        /// What stands there afterwards.
        with: String,
        /// Whether upper and lower case differ.
        match_case: bool,
        /// Whether it has to be a word of its own.
        whole_words: bool,
    },
    /// `text` is put before each caption that does not begin with it.
    Prefix {
        /// What is put there.
        text: String,
    },
    /// `text` is put after each caption that does not end with it.
    Suffix {
        /// What is put there.
        text: String,
    },
    /// The trigger word is put first where it is missing, and moved first where it is not.
    TriggerFirst,
    /// Captions become empty.
    Clear,
}

/// A caption before and after a rewrite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RewrittenCaption {
    /// The photo.
    pub photo: PhotoId,
    /// The photo's name, for people to read.
    pub name: String,
    /// The caption before.
    pub from: String,
    /// The caption after.
    pub to: String,
}

/// What may be wrong with captions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum CaptionLint {
    /// Photos have no caption, while others have.
    Missing {
        /// Which.
        photos: Vec<PhotoId>,
    },
    /// No photo has a caption. It works, but prompts will steer less.
    None,
    /// The trigger word is not in captions that are used as written.
    NoTrigger {
        /// Whose.
        photos: Vec<PhotoId>,
    },
    /// Captions have fewer than four words.
    TooShort {
        /// Whose.
        photos: Vec<PhotoId>,
    },
    /// Captions are longer than the 75 tokens that CLIP reads, by an estimate from their words.
    TooLong {
        /// Whose.
        photos: Vec<PhotoId>,
    },
    /// A caption says the same phrase twice.
    Repeats {
        /// The phrase.
        phrase: String,
        /// Where.
        photos: Vec<PhotoId>,
    },
    /// All captions are the same.
    AllTheSame,
    /// A phrase stands in nearly all captions, so the trigger word will not learn it.
    InNearlyAll {
        /// The phrase.
        phrase: String,
        /// In how many captions.
        count: u32,
    },
}
