//! Datasets: a named set of photos for one subject.

use crate::{CaptionStyle, ContentHash, DatasetId, Framing, Timestamp, TriggerWord};
use serde::{Deserialize, Deserializer, Serialize};
use specta::Type;
use std::fmt;

/// The gender of a person, which gives the class word for captions and trainers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Gender {
    /// Class word "woman".
    Woman,
    /// Class word "man".
    Man,
    /// Class word "person"; also where it is not said.
    Person,
}

/// Whom or what the photos show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Subject {
    /// A human being.
    Person {
        /// For the class word.
        gender: Gender,
    },
    /// A drawn or imagined being.
    Character,
    /// A thing.
    Object,
    /// A way of drawing.
    Style,
}

impl Subject {
    /// The class word for captions, kohya's class tokens and prompt hints.
    #[must_use]
    pub const fn class_word(self) -> &'static str {
        match self {
            Self::Person {
                gender: Gender::Woman,
            } => "woman",
            Self::Person {
                gender: Gender::Man,
            } => "man",
            Self::Person {
                gender: Gender::Person,
            } => "person",
            Self::Character => "character",
            Self::Object => "object",
            Self::Style => "style",
        }
    }
}

/// A dataset's or model's name: 1 to 120 characters without control characters, trimmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct DatasetName(String);

/// The name is empty, too long or has control characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a name has 1 to 120 characters on one line")]
pub struct InvalidName;

impl DatasetName {
    /// The name in `text`, without spaces around it.
    ///
    /// # Errors
    /// [`InvalidName`] where nothing is left, it is longer than 120 characters, or it has a
    /// control character.
    pub fn new(text: &str) -> Result<Self, InvalidName> {
        let text = text.trim();
        let length = text.chars().count();
        if length == 0 || length > 120 || text.chars().any(char::is_control) {
            return Err(InvalidName);
        }
        Ok(Self(text.to_owned()))
    }

    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DatasetName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for DatasetName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// A named set of photos for one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Dataset {
    /// Its id.
    pub id: DatasetId,
    /// Its name; the model trained from it gets the same.
    pub name: DatasetName,
    /// The word that will call the subject.
    pub trigger: TriggerWord,
    /// Whether a training has started, after which the trigger word stays.
    pub trigger_locked: bool,
    /// Whom or what it shows.
    pub subject: Subject,
    /// Shape and size of its photos.
    pub framing: Framing,
    /// How its captions become the lines that a trainer reads.
    pub caption_style: CaptionStyle,
    /// How many photos it has, without removed ones.
    pub photo_count: u32,
    /// The first photos, at most four.
    pub covers: Vec<ContentHash>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it or one of its photos was last changed.
    pub updated_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::spaces_around("  My Portrait 2025 ", Ok("My Portrait 2025"))]
    #[case::russian("Моё цифровое тело", Ok("Моё цифровое тело"))]
    #[case::empty("   ", Err(InvalidName))]
    #[case::two_lines("a\nb", Err(InvalidName))]
    fn a_name_is_one_line_of_text(#[case] text: &str, #[case] expected: Result<&str, InvalidName>) {
        let name = DatasetName::new(text);
        assert_eq!(
            name.as_ref()
                .map(DatasetName::as_str)
                .map_err(|error| *error),
            expected
        );
    }

    #[test]
    fn a_name_of_121_characters_is_refused() {
        assert!(DatasetName::new(&"я".repeat(120)).is_ok());
        assert_eq!(DatasetName::new(&"я".repeat(121)), Err(InvalidName));
    }

    #[test]
    fn gender_gives_the_class_word() {
        assert_eq!(
            Subject::Person {
                gender: Gender::Woman
            }
            .class_word(),
            "woman"
        );
        assert_eq!(Subject::Style.class_word(), "style");
    }
}
