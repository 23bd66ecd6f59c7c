//! Endpoints: the trainers and generators of hosted providers, with the fields that each takes, its price and its
//! limits. Which there are is written in the catalogue of `blazon-providers`; here is what one is.

use crate::{BaseFamily, ByteCount, Price, ProviderId};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What an endpoint does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Work {
    /// It trains a LoRA from an archive of photos.
    Training,
    /// It draws pictures from a prompt.
    Drawing,
    /// It describes a photo in words.
    Captions,
}

/// What a field means to Blazon, so that a recipe or a drawing fills it whatever the provider calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// The address of the archive, or of the photo to be described.
    Input,
    /// How the archive is packed.
    ArchiveFormat,
    /// The trigger word.
    Trigger,
    /// Training steps, or steps of drawing.
    Steps,
    /// The rank of the LoRA.
    Rank,
    /// The learning rate.
    LearningRate,
    /// The sides in pixels to train at.
    Resolution,
    /// Whether a style is learned and no subject.
    Style,
    /// Photos in a step.
    Batch,
    /// Captions written by the provider.
    AutoCaption,
    /// The prompt.
    Prompt,
    /// What the picture should not show.
    NegativePrompt,
    /// The LoRAs with their strengths.
    Loras,
    /// The strength of the one LoRA.
    Strength,
    /// The size in pixels, or a name for it.
    Size,
    /// The shape as a ratio such as `3:4`.
    AspectRatio,
    /// How closely the prompt is followed.
    Guidance,
    /// How many pictures.
    Count,
    /// The seed.
    Seed,
    /// The format of the file.
    Format,
    /// Whether flagged pictures are held back.
    SafetyChecker,
}

/// What values a field takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum FieldKind {
    /// A whole number, ends included.
    Integer {
        /// The least.
        least: i32,
        /// The most.
        most: i32,
    },
    /// A number, ends included.
    Number {
        /// The least.
        least: f64,
        /// The most.
        most: f64,
    },
    /// Yes or no.
    Flag,
    /// One of these words.
    Choice {
        /// The words.
        options: Vec<String>,
    },
    /// Any text.
    Text,
    /// Filled in by Blazon: an address, LoRAs, a size.
    Filled,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(untagged)]
pub enum FieldValue {
    /// Yes or no.
    Flag(bool),
    /// A number, whole where the field is; within ±2^53.
    Number(f64),
    /// Words.
    Text(String),
}

/// A field of an endpoint's input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// What the provider calls it.
    pub name: String,
    /// What it means; `None` for what only this endpoint has.
    pub role: Option<Role>,
    /// What it takes.
    #[serde(flatten)]
    pub kind: FieldKind,
    /// What is sent where nothing was chosen; `None`: nothing is sent.
    pub default: Option<FieldValue>,
    /// Whether the endpoint refuses an input without it.
    #[serde(default)]
    pub required: bool,
}

/// Whether an archive needs captions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CaptionNeed {
    /// Each photo needs one; the trigger word stands in them.
    Required,
    /// They are used where they are, and the trigger word in their place where they are not.
    Optional,
}

/// What a trainer takes in, and what it gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ArchiveTerms {
    /// Whether captions are needed.
    pub captions: CaptionNeed,
    /// The fewest photos.
    pub least_photos: u32,
    /// The largest archive; `None`: the provider names no limit.
    pub most_bytes: Option<ByteCount>,
}

/// How long work takes that is paid by the second: an estimate, from what users report.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TypicalTime {
    /// Seconds that do not depend on the steps.
    pub seconds: f64,
    /// Seconds for each step.
    pub per_step: f64,
}

/// A trainer, a generator or a describer at a provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    /// Where it is.
    pub provider: ProviderId,
    /// Its id there, `owner/name`.
    pub id: String,
    /// What it does.
    pub work: Work,
    /// Its proper name, the same in every language.
    pub name: String,
    /// The family that it trains or draws with.
    pub base: Option<BaseFamily>,
    /// The price; `None`: no sourced one is known, and a person has to type what the provider's page says.
    pub price: Option<Price>,
    /// How long it takes, where that is paid.
    pub time: Option<TypicalTime>,
    /// What a trainer takes in.
    pub archive: Option<ArchiveTerms>,
    /// Generators of the same provider that draw with what this trainer makes.
    #[serde(default)]
    pub partners: Vec<String>,
    /// Whether what draws is the version that a training made, and this entry only says what such a version takes.
    #[serde(default)]
    pub is_trained: bool,
    /// The fields of its input, in the order of the form.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

/// A value that a field does not take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the field {field} does not take this value")]
pub struct InvalidField {
    /// The field, as the provider calls it.
    pub field: String,
}

impl Endpoint {
    /// The field with this meaning.
    #[must_use]
    pub fn field_of(&self, role: Role) -> Option<&Field> {
        self.fields.iter().find(|field| field.role == Some(role))
    }

    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Field {
    /// Whether the field takes `value`.
    ///
    /// # Errors
    /// [`InvalidField`].
    pub fn check(&self, value: &FieldValue) -> Result<(), InvalidField> {
        let fits = match (&self.kind, value) {
            (FieldKind::Integer { least, most }, FieldValue::Number(number)) => {
                number.fract() == 0.0 && (f64::from(*least)..=f64::from(*most)).contains(number)
            }
            (FieldKind::Number { least, most }, FieldValue::Number(number)) => {
                (*least..=*most).contains(number)
            }
            (FieldKind::Flag, FieldValue::Flag(_)) | (FieldKind::Text, FieldValue::Text(_)) => true,
            (FieldKind::Choice { options }, FieldValue::Text(word)) => options.contains(word),
            (
                FieldKind::Integer { .. }
                | FieldKind::Number { .. }
                | FieldKind::Flag
                | FieldKind::Choice { .. }
                | FieldKind::Text
                | FieldKind::Filled,
                _,
            ) => false,
        };
        if fits {
            return Ok(());
        }
        Err(InvalidField {
            field: self.name.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::whole(FieldKind::Integer { least: 1, most: 10 }, FieldValue::Number(10.0), true)]
    #[case::not_whole(FieldKind::Integer { least: 1, most: 10 }, FieldValue::Number(1.5), false)]
    #[case::too_many(FieldKind::Integer { least: 1, most: 10 }, FieldValue::Number(11.0), false)]
    #[case::no_number(FieldKind::Number { least: 0.0, most: 1.0 }, FieldValue::Number(f64::NAN), false)]
    #[case::words_for_a_number(FieldKind::Number { least: 0.0, most: 1.0 }, FieldValue::Text("1".into()), false)]
    #[case::flag(FieldKind::Flag, FieldValue::Flag(true), true)]
    #[case::one_of(FieldKind::Choice { options: vec!["png".into()] }, FieldValue::Text("png".into()), true)]
    #[case::none_of(FieldKind::Choice { options: vec!["png".into()] }, FieldValue::Text("gif".into()), false)]
    #[case::never_typed(FieldKind::Filled, FieldValue::Text("https://example.com".into()), false)]
    fn a_field_takes_what_it_says(
        #[case] kind: FieldKind,
        #[case] value: FieldValue,
        #[case] taken: bool,
    ) {
        let field = Field {
            name: "steps".into(),
            role: None,
            kind,
            default: None,
            required: false,
        };
        assert_eq!(field.check(&value).is_ok(), taken);
    }
}
