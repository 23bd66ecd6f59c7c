//! Names as plain ASCII: for folders, file names and trigger words.

/// `text` in lower-case ASCII letters and digits, runs of anything else as one `-`, at most
/// `longest` bytes, without `-` at the ends. Empty when nothing is left.
#[must_use]
pub fn slug(text: &str, longest: usize) -> String {
    ascii_words(text, '-', longest).to_ascii_lowercase()
}

/// Transliterates to ASCII and joins the runs of letters and digits by `joint`.
pub(crate) fn ascii_words(text: &str, joint: char, longest: usize) -> String {
    let mut words = String::new();
    for letter in any_ascii::any_ascii(text).chars() {
        if letter.is_ascii_alphanumeric() {
            words.push(letter);
        } else if !words.is_empty() && !words.ends_with(joint) {
            words.push(joint);
        }
    }
    words.truncate(longest);
    words.trim_end_matches(joint).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::spaces("My Portrait 2025", "my-portrait-2025")]
    #[case::russian("Мой портрет", "moy-portret")]
    #[case::only_marks("***", "")]
    #[case::cut_at_a_joint("abcde fgh", "abcde")]
    fn a_slug_is_plain(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(
            slug(name, if expected == "abcde" { 6 } else { 40 }),
            expected
        );
    }
}
