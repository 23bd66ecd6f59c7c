//! How a prompt is composed from what a person typed and the model's trigger word.

/// `TRIGGER, prompt`: the trigger word stands once and first, unless the person typed it, in
/// whatever case and place; then the prompt is sent as it was typed.
#[must_use]
pub fn compose_prompt<T: AsRef<str>>(trigger: Option<&T>, prompt: &str) -> String {
    let prompt = prompt.trim();
    match trigger.map(AsRef::as_ref) {
        Some(trigger) if prompt.is_empty() => trigger.to_owned(),
        Some(trigger) if !has_words(prompt, trigger) => format!("{trigger}, {prompt}"),
        Some(_) | None => prompt.to_owned(),
    }
}

/// The parts of a badge prompt. Base prompt and style belong to the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BadgePrompt<'a> {
    /// What is always drawn: "samurai warrior badge".
    pub base: &'a str,
    /// What the character holds: "telescope".
    pub object: &'a str,
    /// How it is drawn: "cartoon illustration".
    pub style: &'a str,
}

/// `TRIGGER, <base>, character holding <object>, <style>`; empty parts are left out.
#[must_use]
pub fn compose_badge_prompt<T: AsRef<str>>(trigger: Option<&T>, parts: BadgePrompt<'_>) -> String {
    let object = parts.object.trim();
    let held = if object.is_empty() {
        String::new()
    } else {
        format!("character holding {object}")
    };
    let given: Vec<&str> = [parts.base.trim(), &held, parts.style.trim()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    compose_prompt(trigger, &given.join(", "))
}

/// Whether `words` stand in `text` as words of their own, in any case.
fn has_words(text: &str, words: &str) -> bool {
    let (text, words) = (lower(text), lower(words));
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(&words).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// Letter by letter, so that a word is the same wherever it stands: as a whole, a Greek sigma depends on what follows.
fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ModelTrigger, TriggerWord};
    use proptest::prelude::*;
    use rstest::rstest;

    fn fox() -> TriggerWord {
        "FOX_A3F2".parse().unwrap()
    }

    #[rstest]
    #[case::added("portrait", "FOX_A3F2, portrait")]
    #[case::typed_first("FOX_A3F2, portrait", "FOX_A3F2, portrait")]
    #[case::typed_inside("a portrait of FOX_A3F2 at night", "a portrait of FOX_A3F2 at night")]
    #[case::typed_small("fox_a3f2 portrait", "fox_a3f2 portrait")]
    #[case::only_inside_another_word("FOX_A3F2X portrait", "FOX_A3F2, FOX_A3F2X portrait")]
    #[case::nothing_typed("  ", "FOX_A3F2")]
    #[case::russian("портрет в лесу", "FOX_A3F2, портрет в лесу")]
    fn the_trigger_word_stands_once(#[case] typed: &str, #[case] sent: &str) {
        assert_eq!(compose_prompt(Some(&fox()), typed), sent);
    }

    #[test]
    fn without_a_model_the_prompt_is_sent_as_typed() {
        assert_eq!(
            compose_prompt::<TriggerWord>(None, " a castle "),
            "a castle"
        );
    }

    #[rstest]
    #[case::added("ohwx man", "at night", "ohwx man, at night")]
    #[case::typed("ohwx man", "a portrait of OHWX Man", "a portrait of OHWX Man")]
    #[case::half("ohwx man", "a man", "ohwx man, a man")]
    #[case::inside_another_word("ohwx man", "ohwx mane", "ohwx man, ohwx mane")]
    #[case::russian("Лиса", "рыжая лиса в лесу", "рыжая лиса в лесу")]
    #[case::marks("<s0><s1>", "photo of <s0><s1>", "photo of <s0><s1>")]
    fn the_words_of_another_program_stand_once(
        #[case] trigger: ModelTrigger,
        #[case] typed: &str,
        #[case] sent: &str,
    ) {
        assert_eq!(compose_prompt(Some(&trigger), typed), sent);
    }

    #[rstest]
    #[case::all(
        "samurai badge",
        "telescope",
        "cartoon",
        "FOX_A3F2, samurai badge, character holding telescope, cartoon"
    )]
    #[case::no_style(
        "samurai badge",
        "lamp",
        "",
        "FOX_A3F2, samurai badge, character holding lamp"
    )]
    #[case::no_object("samurai badge", " ", "cartoon", "FOX_A3F2, samurai badge, cartoon")]
    #[case::nothing("", "", "", "FOX_A3F2")]
    fn a_badge_prompt_has_its_parts_in_order(
        #[case] base: &str,
        #[case] object: &str,
        #[case] style: &str,
        #[case] sent: &str,
    ) {
        let parts = BadgePrompt {
            base,
            object,
            style,
        };
        assert_eq!(compose_badge_prompt(Some(&fox()), parts), sent);
    }

    proptest! {
        #[test]
        fn composing_twice_changes_nothing(typed: String) {
            let once = compose_prompt(Some(&fox()), &typed);
            prop_assert_eq!(compose_prompt(Some(&fox()), &once), once);
        }

        #[test]
        fn composing_twice_changes_nothing_with_any_trigger(trigger: String, typed: String) {
            let Some(trigger) = ModelTrigger::first_in(&trigger) else { return Ok(()) };
            let once = compose_prompt(Some(&trigger), &typed);
            prop_assert_eq!(compose_prompt(Some(&trigger), &once), once);
        }
    }
}
