//! Tags that open, with their attributes.

use super::{Open, Reader, is_blank, is_space};

const TAGS: [&str; 17] = [
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "u",
    "ins",
    "tg-spoiler",
    "tg-emoji",
    "tg-time",
    "span",
    "pre",
    "code",
    "blockquote",
];

impl Reader<'_> {
    pub(super) fn start_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        self.at += 1;
        self.skip(|byte| !is_space(byte) && byte != b'>');
        if self.byte() == 0 {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        let tag = self.lower(begin + 1);
        if !TAGS.contains(&tag.as_str()) {
            return Err(format!(
                "Unsupported start tag \"{tag}\" at byte offset {begin}"
            ));
        }
        let mut argument = String::new();
        while self.byte() != b'>' {
            self.skip(is_blank);
            if self.byte() == b'>' {
                break;
            }
            self.attribute(&tag, begin, &mut argument)?;
        }
        self.at += 1;
        if tag == "span" && argument != "spoiler" {
            return Err(format!(
                "Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"
            ));
        }
        self.open.push(Open {
            tag,
            argument,
            offset: self.offset,
            begins: self.text.len(),
        });
        Ok(())
    }

    fn attribute(&mut self, tag: &str, begin: usize, argument: &mut String) -> Result<(), String> {
        let from = self.at;
        self.skip(|byte| !is_space(byte) && !matches!(byte, b'=' | b'>' | b'/' | b'"' | b'\''));
        let name = String::from_utf8_lossy(&self.source[from..self.at]).into_owned();
        if name.is_empty() {
            return Err(format!(
                "Empty attribute name in the tag \"{tag}\" at byte offset {begin}"
            ));
        }
        let unclosed = || format!("Unclosed start tag \"{tag}\" at byte offset {begin}");
        self.skip(is_blank);
        if self.byte() != b'=' {
            if self.byte() == 0 {
                return Err(unclosed());
            }
            if tag == "blockquote" && name == "expandable" {
                "1".clone_into(argument);
            }
            return Ok(());
        }
        self.at += 1;
        self.skip(is_blank);
        if self.byte() == 0 {
            return Err(unclosed());
        }
        let value = self.value()?;
        if self.byte() == 0 {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        match (tag, name.as_str()) {
            ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "format") => *argument = value,
            ("code", "class") => keep_tail(argument, &value, "language-"),
            ("span", "class") => keep_tail(argument, &value, "tg-"),
            ("blockquote", "expandable") => "1".clone_into(argument),
            _ => {}
        }
        Ok(())
    }

    fn value(&mut self) -> Result<String, String> {
        let quote = self.byte();
        if !matches!(quote, b'\'' | b'"') {
            let from = self.at;
            self.skip(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
            if !is_space(self.byte()) && self.byte() != b'>' {
                return Err(format!(
                    "Unexpected end of name token at byte offset {from}"
                ));
            }
            return Ok(self.lower(from));
        }
        self.at += 1;
        let mut value = Vec::new();
        while self.byte() != quote && self.byte() != 0 {
            let letter = (self.byte() == b'&').then(|| self.reference()).flatten();
            if let Some(letter) = letter {
                value.extend(letter.encode_utf8(&mut [0; 4]).bytes());
            } else {
                value.push(self.byte());
                self.at += 1;
            }
        }
        if self.byte() == quote {
            self.at += 1;
        }
        Ok(String::from_utf8_lossy(&value).into_owned())
    }
}

fn keep_tail(argument: &mut String, value: &str, prefix: &str) {
    if let Some(tail) = value.strip_prefix(prefix) {
        tail.clone_into(argument);
    }
}
