//! OpenAI's CLIP vocabulary, from its merges alone.
//!
//! `clip.merges` holds, for each merge, its two tokens as little-endian numbers of 16 bits, the lowest rank first:
//! 48,894 pairs. `tools/engine/vocabulary.py` makes it from the `bpe_simple_vocab_16e6` of the package
//! `open_clip_torch` (MIT License, Copyright (c) 2021 OpenAI).

use super::{Vocabulary, WORD_END, byte_letters};
use std::path::PathBuf;

const MERGES: &[u8] = include_bytes!("clip.merges");

/// The order of CLIP's tokens: letters of the bytes, the same at a word's end, merges, and the two marks.
pub(super) fn vocabulary() -> Vocabulary {
    let mut tokens = letters_in_order();
    tokens.extend_from_within(..);
    for token in &mut tokens[256..] {
        token.push_str(WORD_END);
    }
    let (pairs, _) = MERGES.as_chunks::<4>();
    let mut merges = Vec::with_capacity(pairs.len());
    for [a, b, c, d] in pairs {
        let token = |number: u16| tokens[usize::from(number)].clone();
        let pair = (
            token(u16::from_le_bytes([*a, *b])),
            token(u16::from_le_bytes([*c, *d])),
        );
        tokens.push(format!("{}{}", pair.0, pair.1));
        merges.push(pair);
    }
    tokens.extend(["<|startoftext|>".to_owned(), "<|endoftext|>".to_owned()]);
    let ids = tokens.into_iter().zip(0..).collect();
    Vocabulary {
        path: PathBuf::from("CLIP"),
        ids,
        merges,
    }
}

/// Letters that stand for themselves first, then the strangers.
fn letters_in_order() -> Vec<String> {
    let letters = byte_letters();
    let (own, strangers): (Vec<char>, Vec<char>) = (0..=255u8)
        .map(|byte| letters[usize::from(byte)])
        .partition(|letter| u32::from(*letter) < 256);
    own.into_iter().chain(strangers).map(String::from).collect()
}
