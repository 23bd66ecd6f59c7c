//! The words that the base that ships knows, in English and Russian.
//!
//! Russian words are sent as the English ones that the base was trained with; the person sees
//! which. A word that it does not know is said, with the known ones nearest to it: it is sent all
//! the same, but will not do what it says.

use crate::Studio;
use anyhow::Context;
use blazon_model::{BaseFamily, PromptWord};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

/// How many nearest words are proposed.
const PROPOSED: usize = 4;
/// The most words that one Russian expression has.
const LONGEST_EXPRESSION: usize = 3;

/// What the base knows.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    known: BTreeSet<String>,
    russian: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Table {
    ru: BTreeMap<String, String>,
}

/// A word or expression of a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spotted<'v> {
    /// Bytes of the prompt.
    place: Range<usize>,
    /// What is sent for it; `None` for one that is not known.
    sent_as: Option<&'v str>,
}

impl Vocabulary {
    /// Reads `words.txt` and `words.ru.toml` of the base's folder.
    ///
    /// # Errors
    /// When a file is missing or is not what it should be.
    pub(crate) fn read(base: &Path) -> anyhow::Result<Self> {
        let read = |name: &str| {
            std::fs::read_to_string(base.join(name)).with_context(|| format!("read {name}"))
        };
        let known = read("words.txt")?.split_whitespace().map(plain).collect();
        let table: Table = toml::from_str(&read("words.ru.toml")?).context("read words.ru.toml")?;
        let russian = table
            .ru
            .into_iter()
            .map(|(word, english)| (plain(&word), english))
            .collect();
        Ok(Self { known, russian })
    }

    /// `prompt` with its Russian words put as the base knows them.
    pub(crate) fn put(&self, prompt: &str) -> String {
        let mut sent = String::with_capacity(prompt.len());
        let mut copied = 0;
        for spotted in self.spot(prompt) {
            if let Some(english) = spotted.sent_as {
                sent.push_str(&prompt[copied..spotted.place.start]);
                sent.push_str(english);
                copied = spotted.place.end;
            }
        }
        sent + &prompt[copied..]
    }

    /// What has to be said about the words of `prompt`.
    pub(crate) fn check(&self, prompt: &str) -> Vec<PromptWord> {
        let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
        self.spot(prompt)
            .into_iter()
            .map(|spotted| {
                let word = &prompt[spotted.place.clone()];
                PromptWord {
                    start: units(&prompt[..spotted.place.start]),
                    length: units(word),
                    word: word.to_owned(),
                    sent_as: spotted.sent_as.map(str::to_owned),
                    nearest: match spotted.sent_as {
                        Some(_) => Vec::new(),
                        None => self.nearest(&plain(word)),
                    },
                }
            })
            .collect()
    }

    /// Words that are not sent as they stand, or are not known, in their order.
    fn spot(&self, prompt: &str) -> Vec<Spotted<'_>> {
        let words = words(prompt);
        let (mut spotted, mut index) = (Vec::new(), 0);
        while index < words.len() {
            let longest = LONGEST_EXPRESSION.min(words.len() - index);
            let expression = (1..=longest).rev().find_map(|count| {
                let place = words[index].start..words[index + count - 1].end;
                let english = self.russian.get(&plain(&prompt[place.clone()]))?;
                Some((count, place, english))
            });
            if let Some((count, place, english)) = expression {
                spotted.push(Spotted {
                    place,
                    sent_as: Some(english),
                });
                index += count;
                continue;
            }
            let place = words[index].clone();
            let word = plain(&prompt[place.clone()]);
            // What has a digit or an underscore is a trigger word or a number.
            let is_ordinary = word.chars().all(char::is_alphabetic);
            if is_ordinary && !self.known.contains(&word) {
                spotted.push(Spotted {
                    place,
                    sent_as: None,
                });
            }
            index += 1;
        }
        spotted
    }

    /// The known words that differ least, in the same script.
    fn nearest(&self, word: &str) -> Vec<String> {
        let is_latin = word.is_ascii();
        let candidates: Vec<&String> = if is_latin {
            self.known.iter().collect()
        } else {
            self.russian.keys().collect()
        };
        let mut rated: Vec<(f64, &String)> = candidates
            .into_iter()
            .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
            .filter(|(likeness, _)| *likeness > 0.7)
            .collect();
        rated.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        rated
            .into_iter()
            .take(PROPOSED)
            .map(|(_, word)| word.clone())
            .collect()
    }
}

impl Studio {
    /// What has to be said about the words of a prompt for a base: only of the one that ships is
    /// it known which words it knows.
    ///
    /// # Errors
    /// When the base's list of words cannot be read.
    pub fn check_prompt(
        &self,
        prompt: &str,
        base_path: Option<&str>,
    ) -> anyhow::Result<Vec<PromptWord>> {
        if base_path.is_some() {
            return Ok(Vec::new());
        }
        Ok(self.vocabulary().check(prompt))
    }

    /// `text` as a base of `family` understands it.
    pub(crate) fn spoken_to(&self, family: BaseFamily, text: &str) -> String {
        if family == BaseFamily::Pocket {
            self.vocabulary().put(text)
        } else {
            text.to_owned()
        }
    }

    /// Empty where the base that ships is missing, which every use of it says.
    fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| {
            let read = self.places.engine.pocket().map(Vocabulary::read);
            match read.transpose() {
                Ok(read) => read.unwrap_or_default(),
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "the base's words are unknown");
                    Vocabulary::default()
                }
            }
        })
    }
}

/// The places of the words: runs of letters, digits and underscores.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut begun = None;
    for (place, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        let is_part = letter.is_alphanumeric() || letter == '_';
        match (begun, is_part) {
            (None, true) => begun = Some(place),
            (Some(start), false) => {
                words.push(start..place);
                begun = None;
            }
            (None, false) | (Some(_), true) => {}
        }
    }
    words
}

/// Lower case, without the dots that Russian letters are often written without, spaces as one.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace('ё', "е");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn vocabulary() -> Vocabulary {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("words.txt"),
            "a\nfox\nholding\nlantern\nhelmet\nred\n",
        )
        .unwrap();
        let russian = "[ru]\n\"лиса\" = \"fox\"\n\"лису\" = \"fox\"\n\"зелёный\" = \"green\"\n\
                       \"подзорная труба\" = \"telescope\"\n\"труба\" = \"trumpet\"\n";
        std::fs::write(folder.path().join("words.ru.toml"), russian).unwrap();
        Vocabulary::read(folder.path()).unwrap()
    }

    #[rstest]
    #[case::english("a red fox", "a red fox")]
    #[case::inflected("Лису, red", "fox, red")]
    #[case::without_dots("зеленый fox", "green fox")]
    #[case::expression("подзорная  труба и труба", "telescope и trumpet")]
    #[case::part_of_a_word("лисам", "лисам")]
    #[case::nothing("", "")]
    fn russian_words_are_put_as_the_base_knows_them(#[case] typed: &str, #[case] sent: &str) {
        assert_eq!(vocabulary().put(typed), sent);
    }

    #[test]
    fn only_what_needs_a_word_is_remarked() {
        let remarks = vocabulary().check("🦊 лиса FOX_A3F2 holding a helmt, 2 red");
        let told: Vec<_> = remarks
            .iter()
            .map(|remark| (remark.word.as_str(), remark.start, remark.length))
            .collect();
        // The fox's face is two UTF-16 units long.
        assert_eq!(told, [("лиса", 3, 4), ("helmt", 27, 5)]);
        assert_eq!(remarks[0].sent_as.as_deref(), Some("fox"));
        assert_eq!(remarks[1].nearest, ["helmet"]);
    }

    #[test]
    fn a_strange_russian_word_gets_russian_proposals() {
        assert_eq!(vocabulary().check("лисы")[0].nearest, ["лиса", "лису"]);
    }
}
