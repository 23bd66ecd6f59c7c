//! What a person typed becomes what can be shaped.

use unicode_script::{Script, UnicodeScript};

/// The text without what no badge can show: runs of white space are one space, control characters are
/// spaces, and line breaks stay only where several lines are wanted.
pub(super) fn clean(text: &str, keeps_breaks: bool) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut gap = None;
    for letter in text.chars() {
        let is_break = matches!(
            letter,
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}'
        );
        if is_break && keeps_breaks {
            gap = Some('\n');
        } else if is_break || letter.is_control() || is_space(letter) {
            gap = gap.or(Some(' '));
        } else if !is_override(letter) {
            if let Some(gap) = gap.take()
                && !cleaned.is_empty()
            {
                cleaned.push(gap);
            }
            cleaned.push(letter);
        }
    }
    cleaned
}

/// A no-break space stays one.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() && letter != '\u{a0}' && letter != '\u{202f}'
}

/// Characters that turn the direction of what follows by force. The direction is what the letters say.
fn is_override(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}')
}

/// Whether a character is there without being seen, so that no font has to have it.
pub(super) fn is_unseen(letter: char) -> bool {
    is_space(letter)
        || letter.is_control()
        || matches!(letter,
            '\u{a0}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202f}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether letters hang together, so that space between them would tear them apart.
pub(super) fn is_joined(text: &str) -> bool {
    text.chars().any(|letter| {
        matches!(
            letter.script(),
            Script::Arabic
                | Script::Syriac
                | Script::Mongolian
                | Script::Nko
                | Script::Devanagari
                | Script::Bengali
                | Script::Gurmukhi
        )
    })
}

/// The language by which Han characters get their forms.
pub(super) fn locale(text: &str) -> &'static str {
    for letter in text.chars() {
        match letter.script() {
            Script::Hiragana | Script::Katakana => return "ja",
            Script::Hangul => return "ko",
            Script::Bopomofo => return "zh-TW",
            _ => {}
        }
    }
    "zh-CN"
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("  UX \t SCOUT\n", false, "UX SCOUT")]
    #[case("a\nb", true, "a\nb")]
    #[case("a\r\n  b\u{7}c", true, "a\nb c")]
    #[case("a\u{2029}b", false, "a b")]
    #[case("\u{202e}abc", false, "abc")]
    #[case("a\u{a0}b", false, "a\u{a0}b")]
    #[case("\0\u{1}", true, "")]
    fn what_cannot_be_shown_is_taken_out(
        #[case] text: &str,
        #[case] keeps: bool,
        #[case] cleaned: &str,
    ) {
        assert_eq!(clean(text, keeps), cleaned);
    }
}
