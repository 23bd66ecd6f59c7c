//! The words of captions: counted, and told from those that every sentence has.

use blazon_model::{TriggerWord, WordCount};
use std::collections::{HashMap, HashSet};
use unicode_segmentation::UnicodeSegmentation;

/// How many words are counted at most.
const MOST_WORDS: usize = 40;

/// Words of English and Russian that say nothing about a picture by themselves.
const JOINING_WORDS: &[&str] = &[
    "a",
    "an",
    "the",
    "and",
    "or",
    "but",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "from",
    "by",
    "with",
    "without",
    "into",
    "onto",
    "over",
    "under",
    "is",
    "are",
    "was",
    "were",
    "be",
    "being",
    "has",
    "have",
    "his",
    "her",
    "its",
    "their",
    "he",
    "she",
    "it",
    "they",
    "who",
    "which",
    "that",
    "this",
    "these",
    "there",
    "as",
    "while",
    "very",
    "и",
    "или",
    "а",
    "но",
    "в",
    "во",
    "на",
    "с",
    "со",
    "у",
    "к",
    "ко",
    "по",
    "под",
    "над",
    "за",
    "из",
    "от",
    "до",
    "для",
    "без",
    "при",
    "о",
    "об",
    "не",
    "же",
    "он",
    "она",
    "оно",
    "они",
    "его",
    "её",
    "ее",
    "их",
    "это",
    "эта",
    "этот",
    "эти",
    "как",
    "что",
    "который",
    "которая",
    "которое",
    "которые",
    "очень",
];

/// In how many captions each word stands, in lower case, the most frequent first and at most 40.
/// The trigger word, joining words and numbers are left out.
#[must_use]
pub fn count_words(captions: &[&str], trigger: &TriggerWord) -> Vec<WordCount> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    for caption in captions {
        let words: HashSet<String> = caption
            .unicode_words()
            .filter(|word| word.chars().any(char::is_alphabetic) && !is_trigger(word, trigger))
            .map(str::to_lowercase)
            .filter(|word| !joins(word))
            .collect();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut counted: Vec<WordCount> = counts
        .into_iter()
        .map(|(word, captions)| WordCount { word, captions })
        .collect();
    counted.sort_unstable_by(|a, b| b.captions.cmp(&a.captions).then(a.word.cmp(&b.word)));
    counted.truncate(MOST_WORDS);
    counted
}

pub(super) fn is_trigger(word: &str, trigger: &TriggerWord) -> bool {
    word.eq_ignore_ascii_case(trigger.as_str())
}

/// Whether a word in lower case only joins others.
pub(super) fn joins(word: &str) -> bool {
    JOINING_WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_once_for_each_caption() {
        let trigger: TriggerWord = "FOX_A3F2".parse().unwrap();
        let counted = count_words(
            &["FOX_A3F2, a Fox and a fox", "the fox, лес 2025", "Лес"],
            &trigger,
        );
        let counted: Vec<_> = counted
            .iter()
            .map(|count| (count.word.as_str(), count.captions))
            .collect();
        assert_eq!(counted, [("fox", 2), ("лес", 2)]);
    }

    #[test]
    fn at_most_forty_words_are_counted() {
        let trigger: TriggerWord = "FOX_A3F2".parse().unwrap();
        let many: String = (0..60).map(|number| format!("word{number} ")).collect();
        assert_eq!(count_words(&[&many], &trigger).len(), 40);
    }
}
