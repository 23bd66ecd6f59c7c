//! Prompts in tokens, beside transformers' `CLIPTokenizer`.

use crate::support::fixture;
use blazon_engine::Tokenizer;
use std::fs;

fn compare(tokenizer: &Tokenizer, kind: &str) {
    let text = fs::read_to_string(fixture("tokens.json")).unwrap();
    let cases: serde_json::Value = serde_json::from_str(&text).unwrap();
    let cases = cases[kind].as_array().unwrap();
    assert!(cases.len() > 20);
    for case in cases {
        let sentence = case["text"].as_str().unwrap();
        let ids: Vec<u32> = serde_json::from_value(case["ids"].clone()).unwrap();
        assert_eq!(tokenizer.encode(sentence).ids, ids, "{sentence:?}");
    }
}

#[test]
fn clips_own_vocabulary_gives_the_tokens_of_transformers() {
    compare(&Tokenizer::clip("<|endoftext|>"), "clip");
}

#[test]
fn a_folder_with_a_vocabulary_and_merges_gives_the_tokens_of_transformers() {
    compare(
        &Tokenizer::open(&fixture("sd15/tokenizer"), 77).unwrap(),
        "small",
    );
}

#[test]
fn a_folder_with_one_tokenizer_file_gives_the_same() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(
        fixture("tokenizer.json"),
        folder.path().join("tokenizer.json"),
    )
    .unwrap();
    compare(&Tokenizer::open(folder.path(), 77).unwrap(), "small");
}
