//! Texts and what is marked in them. Offsets and lengths count UTF-16 units, as everywhere in the Bot API.

use serde_json::{Value, json};

use super::failure::{Failure, Outcome};
use super::parameters::Parameters;
use super::{automatic, html, markdown};

/// The longest text of a message, and the longest caption, in UTF-16 units after the marks have been read.
pub(super) const TEXT_LENGTH: usize = 4096;
pub(super) const CAPTION_LENGTH: usize = 1024;

/// What the server takes before it looks any closer, in bytes.
const LONGEST_INPUT: usize = 1 << 15;

/// Something marked in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// `bold`, `bot_command`, `text_link`, …
    pub kind: String,
    /// Where it begins, in UTF-16 units.
    pub offset: usize,
    /// How long it is, in UTF-16 units.
    pub length: usize,
    /// What else belongs to it: `url`, `language`, `user`, `custom_emoji_id`.
    pub extra: Option<(String, Value)>,
}

impl Entity {
    pub(super) fn plain(kind: &str, offset: usize, length: usize) -> Self {
        Self {
            kind: kind.to_owned(),
            offset,
            length,
            extra: None,
        }
    }

    pub(super) fn with(mut self, name: &str, value: Value) -> Self {
        self.extra = Some((name.to_owned(), value));
        self
    }

    pub(super) fn json(&self) -> Value {
        let mut object = json!({ "type": self.kind, "offset": self.offset, "length": self.length });
        if let Some((name, value)) = &self.extra {
            object[name] = value.clone();
        }
        object
    }

    pub(super) fn end(&self) -> usize {
        self.offset + self.length
    }
}

/// A text with its marks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Formatted {
    pub(super) text: String,
    pub(super) entities: Vec<Entity>,
}

impl Formatted {
    /// What a person types: commands, names, addresses and tags are marked by Telegram itself.
    pub(super) fn typed(text: &str) -> Self {
        let typed = Self {
            text: text.to_owned(),
            entities: Vec::new(),
        };
        typed.finished()
    }

    /// The text that a bot sends, with the marks it asks for.
    ///
    /// # Errors
    /// When the marks cannot be read.
    pub(super) fn read(
        parameters: &Parameters,
        text: &str,
        mode: &str,
        entities: &str,
    ) -> Outcome<Self> {
        let given = match parameters.text(entities) {
            "" => Value::Null,
            given => serde_json::from_str(given).unwrap_or_default(),
        };
        Self::parse(parameters.text(text), parameters.text(mode), &given)
    }

    pub(super) fn parse(text: &str, mode: &str, given: &Value) -> Outcome<Self> {
        if text.len() > LONGEST_INPUT {
            return Err(Failure::bad("Text is too long"));
        }
        let mode = mode.to_ascii_lowercase();
        let parsed = match mode.as_str() {
            _ if text.is_empty() => Ok(Self::default()),
            "" | "none" => Ok(Self {
                text: text.to_owned(),
                entities: explicit(given)?,
            }),
            "html" => html::parse(text),
            "markdownv2" => markdown::parse_second(text),
            "markdown" => markdown::parse_first(text),
            _ => return Err(Failure::bad("Unsupported parse_mode")),
        };
        parsed
            .map(Self::finished)
            .map_err(|amiss| Failure::bad(format!("Can't parse entities: {amiss}")))
    }

    pub(super) fn length(&self) -> usize {
        units(&self.text)
    }

    /// Spaces at both ends taken off, and what Telegram finds by itself marked.
    fn finished(mut self) -> Self {
        let from = self.text.len() - self.text.trim_start().len();
        let taken = units(&self.text[..from]);
        self.text = self.text.trim().to_owned();
        let length = self.length();
        for entity in &mut self.entities {
            let end = entity.end().saturating_sub(taken).min(length);
            entity.offset = entity.offset.saturating_sub(taken).min(length);
            entity.length = end - entity.offset;
        }
        self.entities.retain(|entity| entity.length > 0);
        for found in automatic::find(&self.text) {
            let hidden = |marked: &Entity| {
                found.offset < marked.end()
                    && marked.offset < found.end()
                    && is_opaque(&marked.kind)
            };
            if !self.entities.iter().any(hidden) {
                self.entities.push(found);
            }
        }
        self.entities
            .sort_by_key(|entity| (entity.offset, usize::MAX - entity.length));
        self
    }
}

/// Nothing is found within these.
fn is_opaque(kind: &str) -> bool {
    matches!(
        kind,
        "code" | "pre" | "text_link" | "text_mention" | "url" | "mention" | "bot_command"
    )
}

/// The marks that a bot gives itself; those that Telegram finds are passed over.
fn explicit(given: &Value) -> Outcome<Vec<Entity>> {
    let mut entities = Vec::new();
    for value in given.as_array().into_iter().flatten() {
        let number = |name: &str| {
            let number = value[name]
                .as_u64()
                .and_then(|units| usize::try_from(units).ok());
            number.ok_or_else(|| {
                Failure::bad(format!(
                    "Can't parse MessageEntity: Field \"{name}\" must be of type Number"
                ))
            })
        };
        let (offset, length) = (number("offset")?, number("length")?);
        let kind = value["type"].as_str().unwrap_or_default();
        let entity = Entity::plain(kind, offset, length);
        match kind {
            "bold"
            | "italic"
            | "underline"
            | "strikethrough"
            | "spoiler"
            | "code"
            | "blockquote"
            | "expandable_blockquote" => entities.push(entity),
            "pre" => entities.push(with_extra(entity, "language", value)),
            "text_link" => entities.push(with_extra(entity, "url", value)),
            "text_mention" => entities.push(with_extra(entity, "user", value)),
            "custom_emoji" => entities.push(with_extra(entity, "custom_emoji_id", value)),
            "mention" | "hashtag" | "cashtag" | "bot_command" | "url" | "email"
            | "phone_number" | "bank_card_number" => {}
            _ => {
                return Err(Failure::bad(
                    "Can't parse MessageEntity: Unsupported type specified",
                ));
            }
        }
    }
    Ok(entities)
}

fn with_extra(entity: Entity, name: &str, value: &Value) -> Entity {
    if value[name].is_null() {
        entity
    } else {
        entity.with(name, value[name].clone())
    }
}

/// A text's length in UTF-16 units.
pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}
