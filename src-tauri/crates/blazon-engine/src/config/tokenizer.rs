//! `tokenizer/tokenizer_config.json`: CLIP's marks and the length of a prompt.

use super::json::read_json;
use crate::EngineError;
use serde::Deserialize;
use std::path::Path;

#[derive(Debug, Default, Deserialize)]
struct File {
    model_max_length: Option<f64>,
    pad_token: Option<Mark>,
    bos_token: Option<Mark>,
    eos_token: Option<Mark>,
    unk_token: Option<Mark>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Mark {
    Plain(String),
    Described { content: String },
}

impl Mark {
    fn into_text(self) -> String {
        match self {
            Self::Plain(text) | Self::Described { content: text } => text,
        }
    }
}

/// A tokenizer's marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenizerConfig {
    /// Tokens of a prompt at most, its two marks included; `None` where the file leaves it open.
    pub length: Option<usize>,
    /// Begins a prompt.
    pub start: String,
    /// Ends a prompt.
    pub end: String,
    /// Fills a prompt up: the end again in SD 1, `!` in SD 2 and in SDXL's second tokenizer.
    pub pad: String,
    /// Stands for what the vocabulary lacks.
    pub unknown: String,
}

impl TokenizerConfig {
    /// OpenAI's CLIP, with a mark of one's own to fill up.
    #[must_use]
    pub fn clip(pad: &str) -> Self {
        Self {
            length: Some(77),
            start: "<|startoftext|>".to_owned(),
            end: "<|endoftext|>".to_owned(),
            pad: pad.to_owned(),
            unknown: "<|endoftext|>".to_owned(),
        }
    }

    /// Reads a tokenizer's configuration; what it leaves out is OpenAI's.
    ///
    /// # Errors
    /// When the file is missing or broken.
    pub fn read(path: &Path) -> Result<Self, EngineError> {
        let file: File = read_json(path)?;
        let clip = Self::clip("<|endoftext|>");
        let text = |mark: Option<Mark>, other: String| mark.map_or(other, Mark::into_text);
        Ok(Self {
            // Files without a limit write a huge float.
            length: file
                .model_max_length
                .filter(|length| (4.0..=1024.0).contains(length))
                .map(|length| length as usize),
            start: text(file.bos_token, clip.start),
            end: text(file.eos_token, clip.end),
            pad: text(file.pad_token, clip.pad),
            unknown: text(file.unk_token, clip.unknown),
        })
    }
}
