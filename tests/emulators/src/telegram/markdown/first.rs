//! The older `Markdown`, in which marks do not nest.

use serde_json::Value;

use super::{Reader, linked};
use crate::telegram::formatted::{Entity, Formatted};

/// Reads the older `Markdown`, in which marks do not nest.
pub(in crate::telegram) fn parse_first(source: &str) -> Result<Formatted, String> {
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
