//! Trigger words: the word that calls the trained subject in a prompt.

use crate::slug::ascii_words;
use serde::{Deserialize, Deserializer, Serialize};
use specta::Type;
use std::fmt;
use std::str::FromStr;

/// How long the part from the name may be, in bytes.
const LONGEST_STEM: usize = 32;
/// How long a whole trigger word may be, in bytes.
const LONGEST: usize = 48;
/// What stands in for a name of which nothing is left in ASCII.
const NAMELESS: &str = "MODEL";

/// `A-Z`, `0-9` and `_`, 2 to 48 of them, with at least one letter.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Type)]
pub struct TriggerWord(String);

/// Why a text cannot be a trigger word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTrigger {
    /// It has something else than `A-Z`, `0-9` and `_`.
    #[error("a trigger word has A-Z, 0-9 and _ only")]
    Letters,
    /// It is shorter than 2 or longer than 48 characters, or has no letter.
    #[error("a trigger word has 2 to 48 characters and at least one letter")]
    Length,
}

impl TriggerWord {
    /// The trigger word of a model's name: transliterated to ASCII, upper case, runs of anything
    /// else as one `_`, cut at 32, then `_` and four characters of `A-Z0-9` drawn by `random`.
    /// "My Portrait 2025" gives `MY_PORTRAIT_2025_A3F2`.
    #[must_use]
    pub fn from_name(name: &str, random: u32) -> Self {
        const ALPHABET: &[u8; 36] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        let stem = ascii_words(name, '_', LONGEST_STEM).to_ascii_uppercase();
        let stem = if stem.is_empty() { NAMELESS } else { &stem };
        let mut word = format!("{stem}_");
        let mut rest = random as usize;
        for _ in 0..4 {
            word.push(char::from(ALPHABET[rest % ALPHABET.len()]));
            rest /= ALPHABET.len();
        }
        // A name of digits alone with a suffix of digits alone would have no letter.
        Self::from_str(&word).unwrap_or_else(|_| Self(format!("{NAMELESS}_{word}")))
    }

    /// The word itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for TriggerWord {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for TriggerWord {
    type Err = InvalidTrigger;

    fn from_str(text: &str) -> Result<Self, InvalidTrigger> {
        let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        if !text.bytes().all(plain) {
            return Err(InvalidTrigger::Letters);
        }
        let fits = (2..=LONGEST).contains(&text.len());
        if !fits || !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(InvalidTrigger::Length);
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for TriggerWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for TriggerWord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("My Portrait 2025", "MY_PORTRAIT_2025_")]
    #[case::russian("Мой портрет", "MOY_PORTRET_")]
    #[case::sibilants("Щёголь Жанна", "SHCHEGOL_ZHANNA_")]
    #[case::accents("Zoë Ångström", "ZOE_ANGSTROM_")]
    #[case::marks_at_the_ends("  --hi!  ", "HI_")]
    #[case::nothing_left("***", "MODEL_")]
    #[case::empty("", "MODEL_")]
    #[case::long(
        "abcdefghij abcdefghij abcdefghij abc",
        "ABCDEFGHIJ_ABCDEFGHIJ_ABCDEFGHIJ_"
    )]
    fn a_name_gives_its_trigger_word(#[case] name: &str, #[case] stem: &str) {
        let word = TriggerWord::from_name(name, 0);
        assert_eq!(word.as_str(), format!("{stem}AAAA"));
    }

    #[test]
    fn the_suffix_comes_from_the_random_number_alone() {
        let random = 36 * 36 * 36 * 28 + 36 * 36 * 5 + 36 * 29;
        assert_eq!(
            TriggerWord::from_name("My Portrait 2025", random).as_str(),
            "MY_PORTRAIT_2025_A3F2"
        );
    }

    #[rstest]
    #[case::space("MY WORD", InvalidTrigger::Letters)]
    #[case::lower_case("fox", InvalidTrigger::Letters)]
    #[case::cyrillic("ЛИСА", InvalidTrigger::Letters)]
    #[case::one_letter("A", InvalidTrigger::Length)]
    #[case::digits("1234", InvalidTrigger::Length)]
    fn what_is_not_a_trigger_word_is_refused(#[case] text: &str, #[case] expected: InvalidTrigger) {
        assert_eq!(text.parse::<TriggerWord>(), Err(expected));
    }

    proptest! {
        #[test]
        fn any_name_gives_a_valid_trigger_word(name: String, random: u32) {
            let word = TriggerWord::from_name(&name, random);
            prop_assert_eq!(word.as_str().parse::<TriggerWord>(), Ok(word.clone()));
            prop_assert!(!word.as_str().contains("__"));
        }
    }
}
