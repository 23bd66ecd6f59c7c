//! Telegram's HTML, after TDLib's `parse_html`: the same tags, the same errors with the same offsets in bytes.

mod marks;
mod start;

use super::formatted::{Entity, Formatted};

/// A tag that has been opened.
struct Open {
    tag: String,
    argument: String,
    offset: usize,
    begins: usize,
}

struct Reader<'a> {
    source: &'a [u8],
    at: usize,
    text: Vec<u8>,
    offset: usize,
    open: Vec<Open>,
    entities: Vec<Entity>,
}

/// Reads a text in HTML; the error is what follows `Can't parse entities: `.
pub(super) fn parse(source: &str) -> Result<Formatted, String> {
    let mut reader = Reader {
        source: source.as_bytes(),
        at: 0,
        text: Vec::new(),
        offset: 0,
        open: Vec::new(),
        entities: Vec::new(),
    };
    while reader.at < reader.source.len() {
        reader.step()?;
    }
    if let Some(open) = reader.open.last() {
        return Err(format!(
            "Can't find end tag corresponding to start tag \"{}\"",
            open.tag
        ));
    }
    Ok(Formatted {
        text: String::from_utf8_lossy(&reader.text).into_owned(),
        entities: reader.entities,
    })
}

impl Reader<'_> {
    /// The byte here; zero behind the end.
    fn byte(&self) -> u8 {
        self.source.get(self.at).copied().unwrap_or_default()
    }

    fn step(&mut self) -> Result<(), String> {
        match self.byte() {
            b'&' => {
                if let Some(letter) = self.reference() {
                    self.push(letter);
                } else {
                    self.copy();
                }
                Ok(())
            }
            b'<' if self.source.get(self.at + 1) == Some(&b'/') => self.end_tag(),
            b'<' => self.start_tag(),
            _ => {
                self.copy();
                Ok(())
            }
        }
    }

    fn copy(&mut self) {
        let byte = self.byte();
        self.text.push(byte);
        self.at += 1;
        // Bytes that go on with a letter have been counted with its first.
        if byte & 0xc0 != 0x80 {
            self.offset += 1 + usize::from(byte >= 0xf0);
        }
    }

    fn push(&mut self, letter: char) {
        let mut bytes = [0; 4];
        self.text.extend(letter.encode_utf8(&mut bytes).bytes());
        self.offset += letter.len_utf16();
    }

    /// `&lt;`, `&#128;` and their like; moves behind it, or not at all.
    fn reference(&mut self) -> Option<char> {
        let rest = &self.source[self.at + 1..];
        let (code, length) = if let Some(digits) = rest.strip_prefix(b"#x") {
            let digits = run(digits, u8::is_ascii_hexdigit);
            (u32::from_str_radix(digits, 16).ok()?, 2 + digits.len())
        } else if let Some(digits) = rest.strip_prefix(b"#") {
            let digits = run(digits, u8::is_ascii_digit);
            (digits.parse().ok()?, 1 + digits.len())
        } else {
            let name = run(rest, u8::is_ascii_alphabetic);
            let letter = match name {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                "quot" => '"',
                _ => return None,
            };
            (u32::from(letter), name.len())
        };
        let letter = char::from_u32(code).filter(|letter| *letter != '\0')?;
        self.at += 1 + length;
        if self.byte() == b';' {
            self.at += 1;
        }
        Some(letter)
    }

    fn end_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let Some(open) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {begin}"));
        };
        self.at += 2;
        self.skip(|byte| !is_space(byte) && byte != b'>');
        let found = self.lower(begin + 2);
        self.skip(is_blank);
        if self.byte() != b'>' {
            return Err(format!("Unclosed end tag at byte offset {begin}"));
        }
        self.at += 1;
        if !found.is_empty() && found != open.tag {
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{found}>\"",
                open.tag
            ));
        }
        if self.offset > open.offset {
            self.mark(&open)?;
        }
        Ok(())
    }

    fn skip(&mut self, over: impl Fn(u8) -> bool) {
        while self.at < self.source.len() && over(self.byte()) {
            self.at += 1;
        }
    }

    fn lower(&self, from: usize) -> String {
        String::from_utf8_lossy(&self.source[from..self.at]).to_ascii_lowercase()
    }
}

/// The longest beginning of such bytes, which are ASCII.
fn run(bytes: &[u8], of: impl Fn(&u8) -> bool) -> &str {
    let length = bytes.iter().take_while(|byte| of(byte)).count();
    std::str::from_utf8(&bytes[..length]).unwrap_or_default()
}

/// As TDLib has it: the end of the text is a space too.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'\0' | 0x0b)
}

fn is_blank(byte: u8) -> bool {
    byte != 0 && is_space(byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telegram::formatted::units;

    #[test]
    fn tags_become_marks_and_references_letters() {
        let read =
            parse("🦊 <b>a&lt;b <i>c</i></b> <a href=\"https://x.org/?a&amp;b\">d</a>").unwrap();
        assert_eq!(read.text, "🦊 a<b c d");
        let marks: Vec<_> = read
            .entities
            .iter()
            .map(|entity| (entity.kind.as_str(), entity.offset, entity.length))
            .collect();
        assert_eq!(
            marks,
            [("italic", 7, 1), ("bold", 3, 5), ("text_link", 9, 1)]
        );
        assert_eq!(
            read.entities[2].extra.as_ref().unwrap().1,
            "https://x.org/?a&b"
        );
        assert_eq!(units(&read.text), 10);
    }

    #[test]
    fn what_is_not_balanced_is_refused_in_telegrams_words() {
        let amiss = |text: &str| parse(text).unwrap_err();
        assert_eq!(
            amiss("a <b>c"),
            "Can't find end tag corresponding to start tag \"b\""
        );
        assert_eq!(amiss("x</b>"), "Unexpected end tag at byte offset 1");
        assert_eq!(
            amiss("<b>x</i>"),
            "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\""
        );
        assert_eq!(
            amiss("я <script>"),
            "Unsupported start tag \"script\" at byte offset 3"
        );
        assert_eq!(
            amiss("a < b"),
            "Unsupported start tag \"\" at byte offset 2"
        );
        assert_eq!(amiss("1 <3"), "Unclosed start tag at byte offset 2");
    }

    #[test]
    fn code_in_pre_is_one_piece_with_its_language() {
        let read = parse("<pre><code class=\"language-rust\">fn</code></pre>").unwrap();
        assert_eq!(read.entities.len(), 1);
        assert_eq!(read.entities[0].kind, "pre");
        assert_eq!(read.entities[0].extra.as_ref().unwrap().1, "rust");
    }
}
