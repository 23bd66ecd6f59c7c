//! What is sent to a trainer, as it was read back, and the formats of other trainers.

use crate::{ByteCount, ContentHash, PhotoId, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;

/// A picture in an archive, as it was read back, with its caption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ArchiveEntry {
    /// The picture's name in the archive: `001.jpg`.
    pub file: String,
    /// The photo that it shows.
    pub photo: PhotoId,
    /// The photo's name, for people to read.
    pub name: String,
    /// Width in pixels, decoded from the archive.
    pub width: u32,
    /// Height in pixels, decoded from the archive.
    pub height: u32,
    /// Its size in the archive.
    pub bytes: ByteCount,
    /// The BLAKE3 hash of what was read back.
    pub hash: ContentHash,
    /// The line that the trainer reads, from `001.txt`; none where there is no such file.
    pub caption: Option<String>,
}

/// What an archive holds: counted, hashed and decoded from the finished file, not from what was
/// meant to be in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ArchiveManifest {
    /// The pictures in their order.
    pub entries: Vec<ArchiveEntry>,
    /// How many pictures.
    pub images: u32,
    /// How many captions.
    pub captions: u32,
    /// The size of the file.
    pub bytes: ByteCount,
    /// The BLAKE3 hash of the file.
    pub hash: ContentHash,
    /// When it was made.
    pub made_at: Timestamp,
}

/// The archive of a dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ArchiveProof {
    /// What it holds.
    pub manifest: ArchiveManifest,
    /// Whether the dataset has not been changed since.
    pub fresh: bool,
}

/// A layout that another trainer reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum ExportFormat {
    /// One flat zip: `001.jpg` and `001.txt`. fal, Replicate and most others.
    Zip,
    /// kohya's sd-scripts: `img/<repeats>_<name>/` and `dataset.toml`.
    Kohya,
    /// ai-toolkit: a folder of pictures and captions, and a `config.yaml` that names it.
    AiToolkit,
    /// OneTrainer: a folder of pictures and captions, and its `concepts.json`.
    #[serde(rename = "onetrainer")]
    OneTrainer,
    /// Hugging Face's ImageFolder: pictures and `metadata.jsonl`.
    #[serde(rename = "huggingface")]
    HuggingFace,
}

/// A file format of captions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CaptionFiles {
    /// `name.txt` for each photo.
    Txt,
    /// `name.caption` for each photo, as kohya's scripts expect by default.
    Caption,
    /// One `metadata.jsonl` with `file_name` and `text`.
    Jsonl,
}

/// What an export has written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ExportReport {
    /// Where.
    pub path: String,
    /// How many pictures.
    pub images: u32,
    /// How many captions.
    pub captions: u32,
}
