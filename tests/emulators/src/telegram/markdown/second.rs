//! `MarkdownV2`: marks nest, and much has to be escaped.

use serde_json::Value;

use super::{Open, Reader, linked};
use crate::telegram::formatted::{Entity, Formatted};

/// What must be escaped outside of code.
const RESERVED: &[u8] = b"_*[]()~`>#+-=|{}.!\n";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bold,
    Italic,
    Underline,
    Strikethrough,
    Spoiler,
    Code,
    Pre,
    Link,
    Emoji,
    Quote,
}

impl Kind {
    /// The name in TDLib's errors.
    fn name(self) -> &'static str {
        match self {
            Self::Bold => "Bold",
            Self::Italic => "Italic",
            Self::Underline => "Underline",
            Self::Strikethrough => "Strikethrough",
            Self::Spoiler => "Spoiler",
            Self::Code => "Code",
            Self::Pre => "Pre",
            Self::Link => "TextUrl",
            Self::Emoji => "CustomEmoji",
            Self::Quote => "BlockQuote",
        }
    }

    fn entity(self) -> &'static str {
        match self {
            Self::Bold => "bold",
            Self::Italic => "italic",
            Self::Underline => "underline",
            Self::Strikethrough => "strikethrough",
            Self::Spoiler => "spoiler",
            Self::Code => "code",
            Self::Pre => "pre",
            Self::Link => "text_link",
            Self::Emoji => "custom_emoji",
            Self::Quote => "blockquote",
        }
    }
}

/// Reads `MarkdownV2`; the error is what follows `Can't parse entities: `.
pub(in crate::telegram) fn parse_second(source: &str) -> Result<Formatted, String> {
    let mut reader = Reader {
        source: source.as_bytes(),
        at_line: true,
        ..Reader::default()
    };
    while reader.at < reader.source.len() {
        reader.step()?;
    }
    reader.end_quote();
    match reader.open.last() {
        Some(open) => Err(unended(open)),
        None => Ok(reader.finished()),
    }
}

fn unended(open: &Open) -> String {
    format!(
        "Can't find end of {} entity at byte offset {}",
        open.kind.name(),
        open.byte
    )
}

impl Reader<'_> {
    fn innermost(&self) -> Option<Kind> {
        self.open.last().map(|open| open.kind)
    }

    fn step(&mut self) -> Result<(), String> {
        let byte = self.byte(0);
        if byte == b'\\' && (1..=126).contains(&self.byte(1)) {
            self.at += 1;
            self.at_line = self.byte(0) == b'\n';
            self.copy();
            return Ok(());
        }
        let in_code = matches!(self.innermost(), Some(Kind::Code | Kind::Pre));
        let reserved: &[u8] = if in_code { b"`" } else { RESERVED };
        if !reserved.contains(&byte) {
            self.at_line &= byte == b'\r';
            self.copy();
            return Ok(());
        }
        if self.is_end(byte) {
            self.end(byte)
        } else {
            self.begin(byte)
        }
    }

    fn is_end(&self, byte: u8) -> bool {
        let Some(kind) = self.innermost() else {
            return false;
        };
        if self.quoted && byte == b'\n' && self.byte(1) != b'>' {
            return true;
        }
        match kind {
            Kind::Bold => byte == b'*',
            Kind::Italic => byte == b'_' && self.byte(1) != b'_',
            Kind::Underline => byte == b'_' && self.byte(1) == b'_',
            Kind::Strikethrough => byte == b'~',
            Kind::Spoiler => byte == b'|' && self.byte(1) == b'|',
            Kind::Code => byte == b'`',
            Kind::Pre => byte == b'`' && self.byte(1) == b'`' && self.byte(2) == b'`',
            Kind::Link | Kind::Emoji => byte == b']',
            Kind::Quote => false,
        }
    }

    fn begin(&mut self, byte: u8) -> Result<(), String> {
        let start = self.at;
        let next = self.byte(1);
        let (kind, length) = match byte {
            b'_' if next == b'_' => (Kind::Underline, 2),
            b'_' => (Kind::Italic, 1),
            b'*' => (Kind::Bold, 1),
            b'~' => (Kind::Strikethrough, 1),
            b'|' if next == b'|' => (Kind::Spoiler, 2),
            b'[' => (Kind::Link, 1),
            b'`' if next == b'`' && self.byte(2) == b'`' => (Kind::Pre, 3),
            b'`' => (Kind::Code, 1),
            b'!' if next == b'[' => (Kind::Emoji, 2),
            b'\n' => {
                self.copy();
                self.at_line = true;
                return Ok(());
            }
            b'>' if self.at_line && self.quoted => {
                self.at += 1;
                return Ok(());
            }
            b'>' if self.at_line => (Kind::Quote, 1),
            _ => {
                return Err(format!(
                    "Character '{}' is reserved and must be escaped with the preceding '\\'",
                    char::from(byte)
                ));
            }
        };
        self.at += length;
        self.quoted |= kind == Kind::Quote;
        let language = if kind == Kind::Pre {
            self.language()
        } else {
            String::new()
        };
        self.open.push(Open {
            kind,
            language,
            offset: self.offset,
            byte: start,
            begins: self.text.len(),
        });
        Ok(())
    }

    fn end(&mut self, byte: u8) -> Result<(), String> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        if byte == b'\n' && self.quoted {
            return self.end_line_of_quote(open);
        }
        let marks = self.offset > open.offset;
        let entity = Entity::plain(open.kind.entity(), open.offset, self.offset - open.offset);
        self.at += match open.kind {
            Kind::Underline | Kind::Spoiler => 2,
            Kind::Pre => 3,
            Kind::Bold
            | Kind::Italic
            | Kind::Strikethrough
            | Kind::Code
            | Kind::Link
            | Kind::Emoji
            | Kind::Quote => 1,
        };
        let entity = match open.kind {
            Kind::Link => {
                let inside = String::from_utf8_lossy(&self.text[open.begins..]).into_owned();
                let address = self.address()?.unwrap_or(inside);
                linked(entity, &address)
            }
            Kind::Emoji => Some(self.emoji(entity)?),
            Kind::Pre if !open.language.is_empty() => {
                Some(entity.with("language", Value::from(open.language)))
            }
            Kind::Pre
            | Kind::Bold
            | Kind::Italic
            | Kind::Underline
            | Kind::Strikethrough
            | Kind::Spoiler
            | Kind::Code
            | Kind::Quote => Some(entity),
        };
        self.entities.extend(entity.filter(|_| marks));
        Ok(())
    }

    fn end_line_of_quote(&mut self, open: Open) -> Result<(), String> {
        let mut open = open;
        let mut kind = "blockquote";
        if open.kind == Kind::Spoiler && open.byte + 2 == self.at {
            // Two bars at the end of a quotation make it one that unfolds.
            kind = "expandable_blockquote";
            match self.open.pop() {
                Some(outer) => open = outer,
                None => return Ok(()),
            }
        }
        if open.kind != Kind::Quote {
            return Err(unended(&open));
        }
        self.copy();
        self.quoted = false;
        self.at_line = true;
        self.entities
            .push(Entity::plain(kind, open.offset, self.offset - open.offset));
        Ok(())
    }

    /// A quotation may end with the text.
    fn end_quote(&mut self) {
        let mut kind = "blockquote";
        let bars = self.source.len().saturating_sub(2);
        if self.quoted
            && self
                .open
                .last()
                .is_some_and(|open| open.kind == Kind::Spoiler && open.byte == bars)
        {
            self.open.pop();
            kind = "expandable_blockquote";
        }
        if self.innermost() == Some(Kind::Quote)
            && let Some(open) = self.open.pop()
            && self.offset > open.offset
        {
            self.entities
                .push(Entity::plain(kind, open.offset, self.offset - open.offset));
        }
    }

    fn emoji(&mut self, entity: Entity) -> Result<Entity, String> {
        let address = self
            .address()?
            .ok_or("The entity must contain a tg://emoji or tg://time URL")?;
        let id = address
            .strip_prefix("tg://emoji?id=")
            .filter(|id| id.parse::<i64>().is_ok_and(|id| id != 0))
            .ok_or("Invalid tg://emoji or tg://time URL specified")?;
        Ok(entity.with("custom_emoji_id", Value::from(id)))
    }
}
