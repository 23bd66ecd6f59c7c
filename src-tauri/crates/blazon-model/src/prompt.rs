//! How a prompt is composed from what a person typed and the model's trigger word.

use crate::TriggerWord;

/// `TRIGGER, prompt`: the trigger word stands once and first, unless the person typed it, in
/// whatever case and place; then the prompt is sent as it was typed.
#[must_use]
pub fn compose_prompt(trigger: Option<&TriggerWord>, prompt: &str) -> String {
    let prompt = prompt.trim();
    match trigger {
        Some(trigger) if prompt.is_empty() => trigger.to_string(),
        Some(trigger) if !has_word(prompt, trigger.as_str()) => format!("{trigger}, {prompt}"),
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
pub fn compose_badge_prompt(trigger: Option<&TriggerWord>, parts: BadgePrompt<'_>) -> String {
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

/// Whether `word` stands in `text` as a word of its own, in any case.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .any(|part| part.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
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
        assert_eq!(compose_prompt(None, " a castle "), "a castle");
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
    }
}
