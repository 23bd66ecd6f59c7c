//! The word or the words that call a model's subject: a trigger word of this library, or what another
//! program's file says.

use crate::TriggerWord;
use serde::{Deserialize, Deserializer, Serialize};
use specta::Type;
use std::fmt;
use std::str::FromStr;

/// How many characters it may have.
const LONGEST: usize = 64;

/// 1 to 64 characters on one line without commas, kept as they were written: "ohwx man", "Фея".
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Type)]
pub struct ModelTrigger(String);

/// Why a text cannot call a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a model's trigger has 1 to 64 characters on one line, without commas")]
pub struct InvalidModelTrigger;

impl ModelTrigger {
    /// What is meant by a text that a file gives, where it lists several: the first one that can be used.
    #[must_use]
    pub fn first_in(text: &str) -> Option<Self> {
        text.split([',', '\n', '\r'])
            .find_map(|part| part.parse().ok())
    }

    /// The words themselves.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for ModelTrigger {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<TriggerWord> for ModelTrigger {
    fn from(word: TriggerWord) -> Self {
        Self(word.to_string())
    }
}

impl PartialEq<TriggerWord> for ModelTrigger {
    fn eq(&self, word: &TriggerWord) -> bool {
        self.0 == word.as_str()
    }
}

impl FromStr for ModelTrigger {
    type Err = InvalidModelTrigger;

    fn from_str(text: &str) -> Result<Self, InvalidModelTrigger> {
        let text = text.trim();
        let is_printed = |letter: char| letter != ',' && !letter.is_control() && !is_break(letter);
        let fits = (1..=LONGEST).contains(&text.chars().count());
        if fits && text.chars().all(is_printed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidModelTrigger)
        }
    }
}

/// The separators of lines and paragraphs, which are no control characters, and marks that turn a line around.
const fn is_break(letter: char) -> bool {
    matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for ModelTrigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ModelTrigger {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::ours("FOX_A3F2")]
    #[case::small("ohwx")]
    #[case::two_words("ohwx man")]
    #[case::russian("рыжая лиса")]
    #[case::marks("<s0><s1>")]
    fn what_other_programs_use_is_kept_as_it_is(#[case] text: &str) {
        assert_eq!(text.parse::<ModelTrigger>().unwrap().as_str(), text);
    }

    #[rstest]
    #[case::empty(" ")]
    #[case::comma("ohwx, man")]
    #[case::lines("ohwx\nman")]
    #[case::separator("ohwx\u{2028}man")]
    #[case::turned("ohwx\u{202E}man")]
    #[case::bell("ohwx\u{7}")]
    #[case::long("ohwx ohwx ohwx ohwx ohwx ohwx ohwx ohwx ohwx ohwx ohwx ohwx ohwx x")]
    fn what_would_break_a_prompt_is_refused(#[case] text: &str) {
        assert_eq!(text.parse::<ModelTrigger>(), Err(InvalidModelTrigger));
    }

    #[rstest]
    #[case::one("ohwx man", Some("ohwx man"))]
    #[case::several("ohwx man, portrait", Some("ohwx man"))]
    #[case::empty_first(" , ohwx", Some("ohwx"))]
    #[case::nothing(",", None)]
    fn of_a_list_the_first_is_meant(#[case] text: &str, #[case] expected: Option<&str>) {
        let first = ModelTrigger::first_in(text);
        assert_eq!(first.as_ref().map(ModelTrigger::as_str), expected);
    }
}
