//! CLIP's tokenizer: byte-level pairs, merged by rank (Sennrich et al., 2016; OpenAI's `simple_tokenizer`).
//!
//! The cleaning is that of transformers: composed characters, lower case, any white space between words. Published
//! folders carry the vocabulary as `vocab.json` with `merges.txt` or as `tokenizer.json`; a single-file checkpoint
//! carries none and gets OpenAI's own, which lies in this crate.

mod clip;

use crate::EngineError;
use crate::config::{TokenizerConfig, read_json, read_text};
use regex::Regex;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// Behind a token that ends a word.
const WORD_END: &str = "</w>";
/// The pieces of a text that are merged by themselves.
const PIECES: &str = r"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+";
/// Bytes of a vocabulary at most; CLIP's are about 1 MiB, as one file with its merges 3.
const LONGEST_VOCABULARY: u64 = 32 << 20;
/// Characters of a prompt that are looked at; more cannot fit into any encoder's tokens.
const LONGEST_PROMPT: usize = 20_000;

/// A prompt in tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// The tokens with their marks, filled up to the tokenizer's length.
    pub ids: Vec<u32>,
    /// How many words at the end of the prompt did not fit.
    pub words_cut: usize,
}

/// What turns prompts into tokens.
#[derive(Clone, Debug)]
pub struct Tokenizer {
    /// The token of each byte, within a word and at its end.
    bytes: [[u32; 256]; 2],
    /// The rank and the token of each pair that is merged.
    merges: HashMap<(u32, u32), (u32, u32)>,
    start: u32,
    end: u32,
    pad: u32,
    length: usize,
    count: usize,
    pieces: Regex,
}

/// A vocabulary as files have it.
struct Vocabulary {
    path: PathBuf,
    ids: HashMap<String, u32>,
    merges: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct TokenizerFile {
    model: ModelOfFile,
    #[serde(default)]
    added_tokens: Vec<AddedToken>,
}

#[derive(Deserialize)]
struct ModelOfFile {
    #[serde(rename = "type")]
    kind: Option<String>,
    end_of_word_suffix: Option<String>,
    vocab: HashMap<String, u32>,
    merges: Vec<MergeOfFile>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum MergeOfFile {
    Pair(String, String),
    Joined(String),
}

#[derive(Deserialize)]
struct AddedToken {
    id: u32,
    content: String,
}

impl Tokenizer {
    /// Reads a tokenizer's folder. Prompts get `length` tokens, or fewer where the folder says so.
    ///
    /// # Errors
    /// When a file is missing or broken, or is not of a CLIP tokenizer.
    pub fn open(folder: &Path, length: usize) -> Result<Self, EngineError> {
        let config = folder.join("tokenizer_config.json");
        let config = match config.exists() {
            true => TokenizerConfig::read(&config)?,
            false => TokenizerConfig::clip("<|endoftext|>"),
        };
        let whole = folder.join("tokenizer.json");
        let vocabulary = match whole.exists() {
            true => Vocabulary::of_one_file(&whole)?,
            false => Vocabulary::of_two_files(folder)?,
        };
        Self::new(&vocabulary, &config, length)
    }

    /// OpenAI's CLIP. `pad` fills a prompt up: `<|endoftext|>` in SD 1, `!` in SD 2 and SDXL's second encoder.
    ///
    /// # Panics
    /// Never: the vocabulary lies in this crate.
    #[must_use]
    pub fn clip(pad: &str) -> Self {
        Self::new(&clip::vocabulary(), &TokenizerConfig::clip(pad), 77)
            .expect("CLIP's own vocabulary fits itself")
    }

    fn new(
        vocabulary: &Vocabulary,
        config: &TokenizerConfig,
        length: usize,
    ) -> Result<Self, EngineError> {
        let letters = byte_letters();
        let mut bytes = [[0; 256]; 2];
        for (byte, letter) in letters.iter().enumerate() {
            bytes[0][byte] = vocabulary.id(&letter.to_string())?;
            bytes[1][byte] = vocabulary.id(&format!("{letter}{WORD_END}"))?;
        }
        let mut merges = HashMap::with_capacity(vocabulary.merges.len());
        for (rank, (left, right)) in vocabulary.merges.iter().enumerate() {
            let pair = (vocabulary.id(left)?, vocabulary.id(right)?);
            let merged = vocabulary.id(&format!("{left}{right}"))?;
            merges.entry(pair).or_insert((rank as u32, merged));
        }
        Ok(Self {
            bytes,
            merges,
            start: vocabulary.id(&config.start)?,
            end: vocabulary.id(&config.end)?,
            pad: vocabulary.id(&config.pad)?,
            length: config.length.map_or(length, |own| own.min(length)),
            count: vocabulary
                .ids
                .values()
                .max()
                .map_or(0, |most| *most as usize + 1),
            pieces: Regex::new(PIECES).expect("the pattern is one"),
        })
    }

    /// One more than the highest token; at most the text encoder's vocabulary.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// How many tokens every prompt gets.
    #[must_use]
    pub const fn length(&self) -> usize {
        self.length
    }

    /// Turns a prompt into tokens: its start, its words as far as they fit, its end, and what fills it up.
    #[must_use]
    pub fn encode(&self, prompt: &str) -> Tokens {
        let room = self.length - 2;
        let mut ids = vec![self.start];
        let mut words_cut = 0;
        for word in clean(prompt).split(' ').filter(|word| !word.is_empty()) {
            let tokens = self.word(word);
            let left = room + 1 - ids.len();
            words_cut += usize::from(tokens.len() > left);
            ids.extend(tokens.into_iter().take(left));
        }
        ids.push(self.end);
        ids.resize(self.length, self.pad);
        Tokens { ids, words_cut }
    }

    fn word(&self, word: &str) -> Vec<u32> {
        let pieces = self.pieces.find_iter(word);
        pieces
            .flat_map(|piece| self.merged(piece.as_str().as_bytes()))
            .collect()
    }

    /// Merges the pair of the lowest rank, everywhere, until there is none.
    fn merged(&self, piece: &[u8]) -> Vec<u32> {
        let [within, at_end] = &self.bytes;
        let mut tokens: Vec<u32> = piece
            .iter()
            .map(|byte| within[usize::from(*byte)])
            .collect();
        if let (Some(token), Some(byte)) = (tokens.last_mut(), piece.last()) {
            *token = at_end[usize::from(*byte)];
        }
        while let Some((_, pair, whole)) = tokens
            .windows(2)
            .filter_map(|pair| {
                let pair = (pair[0], pair[1]);
                self.merges
                    .get(&pair)
                    .map(|(rank, whole)| (*rank, pair, *whole))
            })
            .min()
        {
            tokens = joined(&tokens, pair, whole);
        }
        tokens
    }
}

fn joined(tokens: &[u32], (left, right): (u32, u32), whole: u32) -> Vec<u32> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut index = 0;
    while index < tokens.len() {
        let is_pair = tokens[index] == left && tokens.get(index + 1) == Some(&right);
        out.push(if is_pair { whole } else { tokens[index] });
        index += if is_pair { 2 } else { 1 };
    }
    out
}

/// Composed characters, lower case, one space for any white space.
fn clean(prompt: &str) -> String {
    let composed = prompt.chars().take(LONGEST_PROMPT).nfc();
    let spaced = composed.map(|letter| if letter.is_whitespace() { ' ' } else { letter });
    spaced.flat_map(char::to_lowercase).collect()
}

/// A printable letter for each byte (OpenAI's `bytes_to_unicode`).
fn byte_letters() -> [char; 256] {
    let mut letters = ['\0'; 256];
    let mut strangers = 0;
    for byte in 0..=255u8 {
        letters[usize::from(byte)] = match byte {
            b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF => char::from(byte),
            0..=b' ' | 0x7F..=0xA0 | 0xAD => {
                strangers += 1;
                char::from_u32(255 + strangers).expect("these are letters of Latin Extended-A")
            }
        };
    }
    letters
}

impl Vocabulary {
    fn of_two_files(folder: &Path) -> Result<Self, EngineError> {
        let merges = read_text(&folder.join("merges.txt"), LONGEST_VOCABULARY)?;
        let lines = merges
            .lines()
            .filter(|line| !line.starts_with("#version") && !line.is_empty());
        Ok(Self {
            ids: read_json(&folder.join("vocab.json"))?,
            merges: lines
                .map(|line| {
                    split(line).ok_or_else(|| broken(folder, format!("`{line}` is no merge")))
                })
                .collect::<Result<_, _>>()?,
            path: folder.to_owned(),
        })
    }

    fn of_one_file(path: &Path) -> Result<Self, EngineError> {
        let file: TokenizerFile = read_json(path)?;
        let is_pairs = file.model.kind.as_deref().is_none_or(|kind| kind == "BPE");
        if !is_pairs || file.model.end_of_word_suffix.as_deref() != Some(WORD_END) {
            return Err(broken(
                path,
                "its words are not made of merged pairs that mark their end".to_owned(),
            ));
        }
        let mut ids = file.model.vocab;
        ids.extend(
            file.added_tokens
                .into_iter()
                .map(|token| (token.content, token.id)),
        );
        let merges = file.model.merges.into_iter().map(|merge| match merge {
            MergeOfFile::Pair(left, right) => Ok((left, right)),
            MergeOfFile::Joined(line) => {
                split(&line).ok_or_else(|| broken(path, format!("`{line}` is no merge")))
            }
        });
        Ok(Self {
            ids,
            merges: merges.collect::<Result<_, _>>()?,
            path: path.to_owned(),
        })
    }

    fn id(&self, token: &str) -> Result<u32, EngineError> {
        let id = self.ids.get(token).copied();
        id.ok_or_else(|| broken(&self.path, format!("its vocabulary lacks `{token}`")))
    }
}

fn split(line: &str) -> Option<(String, String)> {
    let (left, right) = line.split_once(' ')?;
    Some((left.to_owned(), right.to_owned()))
}

fn broken(path: &Path, reason: String) -> EngineError {
    EngineError::BrokenTokenizer {
        path: path.to_owned(),
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_prompt_is_cut_and_says_by_how_many_words() {
        let tokens = Tokenizer::clip("!").encode(&"fox ".repeat(80));
        assert_eq!(tokens.ids.len(), 77);
        assert_eq!(tokens.ids.last(), Some(&49407));
        assert_eq!(tokens.words_cut, 5);
    }

    #[test]
    fn what_fits_exactly_loses_nothing() {
        let tokens = Tokenizer::clip("!").encode(&"fox ".repeat(75));
        assert_eq!((tokens.words_cut, tokens.ids[76]), (0, 49407));
    }

    #[test]
    fn an_empty_prompt_is_its_marks_and_what_fills_it_up() {
        let tokens = Tokenizer::clip("!").encode(" \n ");
        assert_eq!(tokens.ids[..3], [49406, 49407, 0]);
    }

    #[test]
    fn a_vocabulary_that_lacks_its_letters_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("vocab.json"), r#"{"a": 0}"#).unwrap();
        std::fs::write(folder.path().join("merges.txt"), "#version: 0.2\n").unwrap();
        let error = Tokenizer::open(folder.path(), 77).unwrap_err();
        assert!(
            error.to_string().contains("its vocabulary lacks"),
            "{error}"
        );
    }

    #[test]
    fn a_tokenizer_of_another_kind_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = r#"{"model": {"type": "Unigram", "vocab": {}, "merges": []}}"#;
        std::fs::write(folder.path().join("tokenizer.json"), file).unwrap();
        let error = Tokenizer::open(folder.path(), 77).unwrap_err();
        assert!(
            error.to_string().contains("is not a CLIP tokenizer"),
            "{error}"
        );
    }
}
