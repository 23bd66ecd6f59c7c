//! Telegram's Markdown, after TDLib's `parse_markdown_v2` and `parse_markdown`, with their errors and offsets in bytes.

mod first;
mod second;

use serde_json::{Value, json};

use super::formatted::{Entity, Formatted};
use second::Kind;

pub(super) use first::parse_first;
pub(super) use second::parse_second;

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

    fn copy(&mut self) {
        let byte = self.byte(0);
        self.text.push(byte);
        self.at += 1;
        if byte & 0xc0 != 0x80 {
            self.offset += 1 + usize::from(byte >= 0xf0);
        }
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
}

/// A link to this address; none where it leads nowhere.
pub(super) fn linked(mut entity: Entity, address: &str) -> Option<Entity> {
    if let Some(id) = address.strip_prefix("tg://user?id=") {
        let id: i64 = id.parse().ok()?;
        "text_mention".clone_into(&mut entity.kind);
        // Who it is, is known where the message is told.
        return Some(entity.with("user", json!({ "id": id })));
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
