//! Captions: the line that a trainer reads, and changes of many captions at once.
//!
//! Captions are what a person wrote, without the trigger word, in English or Russian or both. It
//! knows text alone: which photo a caption belongs to and where it is kept is others' business.

mod lint;
mod words;

pub use lint::lint;
pub use words::count_words;

use blazon_model::{CaptionRewrite, CaptionStyle, LONGEST_CAPTION, TriggerWord, compose_prompt};
use regex::{NoExpand, Regex, RegexBuilder};
use std::sync::LazyLock;

/// The most bytes that a compiled search may take: enough for the longest caption in any case.
const SEARCH_BYTES: usize = 64 * 1024 * 1024;

/// The line that a trainer reads beside a photo. With the trigger word first it is
/// `TRIGGER, caption`, or `TRIGGER, <class word>` without a caption, and the trigger word is not
/// added to a caption that has it; as written it is the caption, or nothing.
#[must_use]
pub fn line(
    trigger: &TriggerWord,
    style: CaptionStyle,
    class_word: &str,
    caption: &str,
) -> Option<String> {
    let caption = on_one_line(caption);
    match style {
        CaptionStyle::TriggerFirst if caption.is_empty() => {
            Some(compose_prompt(Some(trigger), class_word))
        }
        CaptionStyle::TriggerFirst => Some(compose_prompt(Some(trigger), &caption)),
        CaptionStyle::AsWritten => (!caption.is_empty()).then_some(caption),
    }
}

/// `text` on one line: without spaces around it, and with one space for each run of spaces, line
/// ends and control characters. Byte order marks go.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    text.split(|letter: char| letter.is_whitespace() || letter.is_control() || letter == '\u{feff}')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// `caption` after a rewrite, on one line. Nothing is looked for with an empty `find`.
#[must_use]
pub fn rewrite(caption: &str, rewrite: &CaptionRewrite, trigger: &TriggerWord) -> String {
    let caption = on_one_line(caption);
    match rewrite {
        CaptionRewrite::Replace {
            find,
            with,
            match_case,
            whole_words,
        } => replace(&caption, find, with, *match_case, *whole_words),
        CaptionRewrite::Prefix { text } => with_prefix(&caption, text),
        CaptionRewrite::Suffix { text } => with_suffix(&caption, text),
        CaptionRewrite::TriggerFirst => with_trigger_first(&caption, trigger),
        CaptionRewrite::Clear => String::new(),
    }
}

fn replace(caption: &str, find: &str, with: &str, match_case: bool, whole_words: bool) -> String {
    // No caption has what is longer than captions are.
    if find.is_empty() || find.chars().count() > LONGEST_CAPTION {
        return caption.to_owned();
    }
    let search = search_for(find, match_case, whole_words);
    if !search.is_match(caption) {
        return caption.to_owned();
    }
    let replaced = on_one_line(&search.replace_all(caption, NoExpand(with)));
    if with.trim().is_empty() {
        without_empty_parts(&replaced)
    } else {
        replaced
    }
}

/// A search for `find` as it stands there. Case is that of Unicode (simple folding), and a word
/// ends where no letter, digit, mark or `_` follows (Unicode Technical Standard 18, RL1.4).
fn search_for(find: &str, match_case: bool, whole_words: bool) -> Regex {
    let literal = regex::escape(find);
    let pattern = if whole_words {
        format!(r"\b{{start-half}}{literal}\b{{end-half}}")
    } else {
        literal
    };
    RegexBuilder::new(&pattern)
        .case_insensitive(!match_case)
        .size_limit(SEARCH_BYTES)
        .build()
        .expect("an escaped text of at most 2000 characters is a pattern")
}

/// What is left of a list after a part was taken out: `red, , tree` becomes `red, tree`.
fn without_empty_parts(caption: &str) -> String {
    static EMPTY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\s*,(?:\s*,)+").expect("a pattern that a test uses"));
    let joined = EMPTY.replace_all(caption, NoExpand(","));
    on_one_line(joined.trim_matches(|letter: char| letter == ',' || letter.is_whitespace()))
}

/// What may stand between an addition and a caption, so that no comma is needed.
const fn is_separator(letter: char) -> bool {
    matches!(letter, ',' | ';' | ':' | '.' | '!' | '?' | '-' | '–' | '—')
}

fn with_prefix(caption: &str, text: &str) -> String {
    let own_separator = text
        .chars()
        .next_back()
        .is_some_and(|letter| letter.is_whitespace() || is_separator(letter));
    let text = on_one_line(text);
    let bare = text.trim_end_matches(|letter: char| is_separator(letter) || letter == ' ');
    if bare.is_empty() || starts_with_words(caption, bare) {
        return caption.to_owned();
    }
    match (caption.is_empty(), own_separator) {
        (true, _) => bare.to_owned(),
        (false, true) => format!("{text} {caption}"),
        (false, false) => format!("{text}, {caption}"),
    }
}

fn with_suffix(caption: &str, text: &str) -> String {
    let first = text.chars().next();
    let joint = match first {
        Some(letter) if letter.is_whitespace() => " ",
        Some(letter) if is_separator(letter) => "",
        Some(_) | None => ", ",
    };
    let text = on_one_line(text);
    let bare = text.trim_start_matches(|letter: char| is_separator(letter) || letter == ' ');
    if bare.is_empty() || ends_with_words(caption, bare) {
        return caption.to_owned();
    }
    match caption.is_empty() {
        true => bare.to_owned(),
        false => format!("{caption}{joint}{text}"),
    }
}

fn starts_with_words(caption: &str, words: &str) -> bool {
    caption
        .strip_prefix(words)
        .is_some_and(|rest| !rest.starts_with(is_of_word))
}

fn ends_with_words(caption: &str, words: &str) -> bool {
    caption
        .strip_suffix(words)
        .is_some_and(|rest| !rest.ends_with(is_of_word))
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn with_trigger_first(caption: &str, trigger: &TriggerWord) -> String {
    let search = search_for(trigger.as_str(), false, true);
    let is_first = starts_with_words(caption, trigger.as_str());
    if is_first && search.find_iter(caption).count() == 1 {
        return caption.to_owned();
    }
    let rest = without_empty_parts(&on_one_line(&search.replace_all(caption, NoExpand(""))));
    compose_prompt(Some(trigger), &rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn fox() -> TriggerWord {
        "FOX_A3F2".parse().unwrap()
    }

    fn replace_rule(find: &str, with: &str, match_case: bool, whole_words: bool) -> CaptionRewrite {
        CaptionRewrite::Replace {
            find: find.to_owned(),
            with: with.to_owned(),
            match_case,
            whole_words,
        }
    }

    fn prefix(text: &str) -> CaptionRewrite {
        CaptionRewrite::Prefix {
            text: text.to_owned(),
        }
    }

    fn suffix(text: &str) -> CaptionRewrite {
        CaptionRewrite::Suffix {
            text: text.to_owned(),
        }
    }

    #[rstest]
    #[case::first(
        CaptionStyle::TriggerFirst,
        "a red scarf",
        Some("FOX_A3F2, a red scarf")
    )]
    #[case::once(
        CaptionStyle::TriggerFirst,
        "FOX_A3F2 at night",
        Some("FOX_A3F2 at night")
    )]
    #[case::class_word(CaptionStyle::TriggerFirst, " \n", Some("FOX_A3F2, woman"))]
    #[case::two_lines(CaptionStyle::TriggerFirst, "a\r\nb", Some("FOX_A3F2, a b"))]
    #[case::as_written(CaptionStyle::AsWritten, "Анна в лесу", Some("Анна в лесу"))]
    #[case::nothing_written(CaptionStyle::AsWritten, "", None)]
    fn a_caption_becomes_the_line_that_a_trainer_reads(
        #[case] style: CaptionStyle,
        #[case] caption: &str,
        #[case] expected: Option<&str>,
    ) {
        assert_eq!(line(&fox(), style, "woman", caption).as_deref(), expected);
    }

    #[rstest]
    #[case::any_case(
        replace_rule("fox", "wolf", false, false),
        "Fox, foxes",
        "wolf, wolfes"
    )]
    #[case::own_case(replace_rule("fox", "wolf", true, false), "Fox, fox", "Fox, wolf")]
    #[case::words(
        replace_rule("fox", "wolf", false, true),
        "a Fox, foxes",
        "a wolf, foxes"
    )]
    #[case::russian(
        replace_rule("ЛИСА", "волк", false, false),
        "Лиса и лиса",
        "волк и волк"
    )]
    #[case::russian_words(replace_rule("лис", "волк", false, true), "лис, лиса", "волк, лиса")]
    #[case::with_marks(replace_rule("(a+", "b$1", true, false), "x (a+ y", "x b$1 y")]
    #[case::marks_as_words(replace_rule("c++", "rust", true, true), "c++ code", "rust code")]
    #[case::removed(replace_rule("fox", "", false, true), "red, fox, tree", "red, tree")]
    #[case::removed_last(replace_rule("tree", "", false, true), "red, tree", "red")]
    #[case::nothing_to_find(replace_rule("", "x", false, false), "red", "red")]
    #[case::not_there(replace_rule("x", "", false, false), "a,, b", "a,, b")]
    #[case::prefix(prefix("photo"), "a fox", "photo, a fox")]
    #[case::prefix_with_separator(prefix("photo of "), "a fox", "photo of a fox")]
    #[case::prefix_with_comma(prefix("photo,"), "a fox", "photo, a fox")]
    #[case::prefix_there(prefix("photo"), "photo of a fox", "photo of a fox")]
    #[case::prefix_in_a_word(prefix("photo"), "photograph", "photo, photograph")]
    #[case::prefix_of_nothing(prefix("photo of "), "", "photo of")]
    #[case::suffix(suffix("at night"), "a fox", "a fox, at night")]
    #[case::suffix_with_space(suffix(" at night"), "a fox", "a fox at night")]
    #[case::suffix_with_comma(suffix(", film"), "a fox", "a fox, film")]
    #[case::suffix_there(suffix("film"), "a fox, film", "a fox, film")]
    #[case::suffix_in_a_word(suffix("film"), "microfilm", "microfilm, film")]
    #[case::trigger(CaptionRewrite::TriggerFirst, "a fox", "FOX_A3F2, a fox")]
    #[case::trigger_moved(
        CaptionRewrite::TriggerFirst,
        "a fox, fox_a3f2, x",
        "FOX_A3F2, a fox, x"
    )]
    #[case::trigger_twice(CaptionRewrite::TriggerFirst, "FOX_A3F2, x, FOX_A3F2", "FOX_A3F2, x")]
    #[case::trigger_there(CaptionRewrite::TriggerFirst, "FOX_A3F2 smiles", "FOX_A3F2 smiles")]
    #[case::trigger_alone(CaptionRewrite::TriggerFirst, "", "FOX_A3F2")]
    #[case::cleared(CaptionRewrite::Clear, "a fox", "")]
    fn captions_are_rewritten(
        #[case] rule: CaptionRewrite,
        #[case] caption: &str,
        #[case] expected: &str,
    ) {
        assert_eq!(rewrite(caption, &rule, &fox()), expected);
    }

    #[test]
    fn the_longest_search_is_one_in_any_case() {
        let longest = "ſ".repeat(LONGEST_CAPTION);
        let found = rewrite(&longest, &replace_rule(&longest, "x", false, true), &fox());
        assert_eq!(found, "x");
        let longer = replace_rule(&"ſ".repeat(LONGEST_CAPTION + 1), "x", false, false);
        assert_eq!(rewrite(&longest, &longer, &fox()), longest);
    }

    proptest! {
        #[test]
        fn a_line_is_one_line(text: String) {
            let once = on_one_line(&text);
            prop_assert!(!once.contains(|letter: char| letter.is_control()));
            prop_assert_eq!(on_one_line(&once), once.clone());
            prop_assert_eq!(once.trim(), once.as_str());
        }

        #[test]
        fn what_was_replaced_can_be_put_back(caption in "[a-яё ,.]{0,60}", match_case: bool) {
            let caption = on_one_line(&caption);
            let there = rewrite(&caption, &replace_rule("а", "QЯQ", match_case, false), &fox());
            let back = rewrite(&there, &replace_rule("QЯQ", "а", true, false), &fox());
            prop_assert_eq!(back, caption.replace('А', if match_case { "А" } else { "а" }));
        }

        #[test]
        fn rewriting_twice_changes_nothing(caption: String, text in "[a-яё ,.:]{0,12}") {
            for rule in [prefix(&text), suffix(&text), CaptionRewrite::TriggerFirst] {
                let once = rewrite(&caption, &rule, &fox());
                prop_assert_eq!(rewrite(&once, &rule, &fox()), once.clone(), "{:?}", rule);
            }
        }

        #[test]
        fn the_trigger_word_comes_first_and_once(caption in "(FOX_A3F2|fox_a3f2|лиса|,| |!){0,9}") {
            let first = rewrite(&caption, &CaptionRewrite::TriggerFirst, &fox());
            prop_assert!(first.starts_with("FOX_A3F2"), "{first}");
            let words = first.to_uppercase();
            let times = words
                .split(|letter: char| !is_of_word(letter))
                .filter(|word| *word == "FOX_A3F2");
            prop_assert_eq!(times.count(), 1, "{}", first);
        }
    }
}
