//! `model_index.json`: which pipeline a folder holds.

use super::json::{read_json, unsupported};
use crate::EngineError;
use serde::Deserialize;
use std::path::Path;

#[derive(Debug, Deserialize)]
struct File {
    #[serde(rename = "_class_name")]
    class: String,
    force_zeros_for_empty_prompt: Option<bool>,
}

/// What a folder says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelIndex {
    /// SDXL: two text encoders and added conditions.
    pub is_xl: bool,
    /// Zeros stand for the embedding of an empty negative prompt.
    pub zeros_for_empty: bool,
}

impl ModelIndex {
    /// Reads a folder's index.
    ///
    /// # Errors
    /// When the file is missing or names another pipeline.
    pub fn read(path: &Path) -> Result<Self, EngineError> {
        let file: File = read_json(path)?;
        match file.class.as_str() {
            "StableDiffusionPipeline" => Ok(Self {
                is_xl: false,
                zeros_for_empty: false,
            }),
            "StableDiffusionXLPipeline" => Ok(Self {
                is_xl: true,
                zeros_for_empty: file.force_zeros_for_empty_prompt.unwrap_or(true),
            }),
            other => Err(unsupported(
                path,
                format!("a {other} cannot be used as a base"),
            )),
        }
    }
}
