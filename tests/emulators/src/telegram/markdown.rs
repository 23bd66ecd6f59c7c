//! Telegram's Markdown, after TDLib's `parse_markdown_v2` and `parse_markdown`, with their errors and offsets in bytes.

use serde_json::Value;

use super::formatted::{Entity, Formatted};

/// What must be escaped outside of code.
const RESERVED: &[u8] = b"_*[]()~`>#+-=|{}.!\n";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
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

struct Open {
    kind: Kind,
    language: String,
    offset: usize,
    byte: usize,
    begins: usize,
}

#[derive(Default)]
struct Reader<'a> {
    source: &'a [u8],
    at: usize,
    text: Vec<u8>,
    offset: usize,
    open: Vec<Open>,
    entities: Vec<Entity>,
    quoted: bool,
    at_line: bool,
}

/// Reads `MarkdownV2`; the error is what follows `Can't parse entities: `.
pub(super) fn parse_second(source: &str) -> Result<Formatted, String> {
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
    fn byte(&self, ahead: usize) -> u8 {
        self.source
            .get(self.at + ahead)
            .copied()
            .unwrap_or_default()
    }

    fn finished(self) -> Formatted {
        Formatted {
            text: String::from_utf8_lossy(&self.text).into_owned(),
            entities: self.entities,
        }
    }

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

    fn copy(&mut self) {
        let byte = self.byte(0);
        self.text.push(byte);
        self.at += 1;
        if byte & 0xc0 != 0x80 {
            self.offset += 1 + usize::from(byte >= 0xf0);
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

    /// What stands on the line of the three ticks, and the line's end.
    fn language(&mut self) -> String {
        let rest = &self.source[self.at..];
        let length = rest
            .iter()
            .position(|byte| byte.is_ascii_whitespace() || *byte == b'`')
            .unwrap_or(rest.len());
        let mut language = String::new();
        if length > 0 && rest.get(length).is_some_and(|byte| *byte != b'`') {
            language = String::from_utf8_lossy(&rest[..length]).into_owned();
            self.at += length;
        }
        let (first, second) = (self.byte(0), self.byte(1));
        if matches!(first, b'\n' | b'\r') {
            let pair = matches!(second, b'\n' | b'\r') && first != second;
            self.at += 1 + usize::from(pair);
        }
        language
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

    /// `(address)`, if one follows.
    fn address(&mut self) -> Result<Option<String>, String> {
        if self.byte(0) != b'(' {
            return Ok(None);
        }
        self.at += 1;
        let start = self.at;
        let mut address = Vec::new();
        while self.at < self.source.len() && self.byte(0) != b')' {
            if self.byte(0) == b'\\' && (1..=126).contains(&self.byte(1)) {
                self.at += 1;
            }
            address.push(self.byte(0));
            self.at += 1;
        }
        if self.byte(0) != b')' {
            return Err(format!("Can't find end of a URL at byte offset {start}"));
        }
        self.at += 1;
        Ok(Some(String::from_utf8_lossy(&address).into_owned()))
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

/// A link to this address; none where it leads nowhere.
pub(super) fn linked(mut entity: Entity, address: &str) -> Option<Entity> {
    if let Some(id) = address.strip_prefix("tg://user?id=") {
        let id: i64 = id.parse().ok()?;
        "text_mention".clone_into(&mut entity.kind);
        return Some(entity.with(
            "user",
            serde_json::json!({ "id": id, "is_bot": false, "first_name": "" }),
        ));
    }
    let (scheme, rest) = address.split_once("://").unwrap_or(("http", address));
    let known = matches!(
        scheme.to_ascii_lowercase().as_str(),
        "http" | "https" | "tg" | "ton"
    );
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let leads = known && (scheme == "tg" && !rest.is_empty() || host.contains('.'));
    leads.then(|| entity.with("url", Value::from(format!("{scheme}://{rest}"))))
}

/// Reads the older `Markdown`, in which marks do not nest.
pub(super) fn parse_first(source: &str) -> Result<Formatted, String> {
    let mut reader = Reader {
        source: source.as_bytes(),
        ..Reader::default()
    };
    while reader.at < reader.source.len() {
        let byte = reader.byte(0);
        if byte == b'\\' && matches!(reader.byte(1), b'_' | b'*' | b'`' | b'[') {
            reader.at += 1;
            reader.copy();
        } else if matches!(byte, b'_' | b'*' | b'`' | b'[') {
            reader.old_mark(byte)?;
        } else {
            reader.copy();
        }
    }
    Ok(reader.finished())
}

impl Reader<'_> {
    fn old_mark(&mut self, byte: u8) -> Result<(), String> {
        let start = self.at;
        let is_pre = byte == b'`' && self.byte(1) == b'`' && self.byte(2) == b'`';
        self.at += if is_pre { 3 } else { 1 };
        let language = if is_pre {
            self.language()
        } else {
            String::new()
        };
        let (from, begins) = (self.offset, self.text.len());
        let close = if byte == b'[' { b']' } else { byte };
        let ends = |reader: &Self| {
            reader.byte(0) == close && (!is_pre || reader.byte(1) == b'`' && reader.byte(2) == b'`')
        };
        while self.at < self.source.len() && !ends(self) {
            self.copy();
        }
        if self.at == self.source.len() {
            return Err(format!(
                "Can't find end of the entity starting at byte offset {start}"
            ));
        }
        self.at += if is_pre { 3 } else { 1 };
        let plain = |kind: &str| Entity::plain(kind, from, self.offset - from);
        let entity = match byte {
            b'_' => Some(plain("italic")),
            b'*' => Some(plain("bold")),
            b'[' => {
                let entity = plain("text_link");
                let inside = String::from_utf8_lossy(&self.text[begins..]).into_owned();
                let address = self.address().ok().flatten().unwrap_or(inside);
                linked(entity, &address)
            }
            _ if is_pre && !language.is_empty() => {
                Some(plain("pre").with("language", Value::from(language)))
            }
            _ if is_pre => Some(plain("pre")),
            _ => Some(plain("code")),
        };
        self.entities
            .extend(entity.filter(|entity| entity.length > 0));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(read: &Formatted) -> Vec<(&str, usize, usize)> {
        let entities = read.entities.iter();
        entities
            .map(|entity| (entity.kind.as_str(), entity.offset, entity.length))
            .collect()
    }

    #[test]
    fn the_second_markdown_nests_and_escapes() {
        let read = parse_second("*🦊 _b_* \\. [c](https://x.org) ||d||").unwrap();
        assert_eq!(read.text, "🦊 b . c d");
        assert_eq!(
            marks(&read),
            [
                ("italic", 3, 1),
                ("bold", 0, 4),
                ("text_link", 7, 1),
                ("spoiler", 9, 1)
            ]
        );
    }

    #[test]
    fn the_second_markdown_refuses_what_is_not_escaped_or_not_ended() {
        let amiss = |text: &str| parse_second(text).unwrap_err();
        assert_eq!(
            amiss("Done."),
            "Character '.' is reserved and must be escaped with the preceding '\\'"
        );
        assert_eq!(
            amiss("я *b"),
            "Can't find end of Bold entity at byte offset 3"
        );
        assert_eq!(amiss("[a](b"), "Can't find end of a URL at byte offset 4");
    }

    #[test]
    fn quotations_and_code_are_read() {
        let read = parse_second(">a\n>b\nc\n```rust\nlet a.b```").unwrap();
        assert_eq!(read.text, "a\nb\nc\nlet a.b");
        assert_eq!(marks(&read), [("blockquote", 0, 4), ("pre", 6, 7)]);
        let unfolding = parse_second(">a\n>b||").unwrap();
        assert_eq!(marks(&unfolding), [("expandable_blockquote", 0, 3)]);
    }

    #[test]
    fn the_first_markdown_is_read_and_refused() {
        let read = parse_first("*a* _b_ `c` [d](https://x.org) \\_").unwrap();
        assert_eq!(read.text, "a b c d _");
        assert_eq!(read.entities.len(), 4);
        assert_eq!(
            parse_first("snake_case").unwrap_err(),
            "Can't find end of the entity starting at byte offset 5"
        );
    }
}
