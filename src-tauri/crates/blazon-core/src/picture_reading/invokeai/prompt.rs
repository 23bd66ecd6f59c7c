//! A prompt as InvokeAI's versions before 3 knew it: what should not be drawn stands in it in `[brackets]`
//! (`ldm/invoke/conditioning.py` there), and LoRAs as `withLora(name, 0.8)`.

use super::{ReadLora, ReadPicture, name};

const LORA: &str = "withLora(";

pub(super) fn read(text: &str) -> ReadPicture {
    let (text, loras) = without_loras(text);
    let mut prompt = String::new();
    let mut negative = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, unwanted, after)) = bracket(rest) {
        prompt.push_str(before);
        negative.push(unwanted.trim());
        rest = after;
    }
    prompt.push_str(rest);
    ReadPicture {
        prompt: tidied(&prompt),
        negative_prompt: negative.join(" ").trim().to_owned(),
        loras,
        ..ReadPicture::default()
    }
}

/// What stands before the first brackets, in them and behind them.
fn bracket(text: &str) -> Option<(&str, &str, &str)> {
    let (before, inside) = text.split_once('[')?;
    let (unwanted, after) = inside.split_once(']')?;
    Some((before, unwanted, after))
}

fn without_loras(text: &str) -> (String, Vec<ReadLora>) {
    let mut without = String::new();
    let mut loras = Vec::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once(LORA) {
        without.push_str(before);
        let Some((arguments, after)) = inside.split_once(')') else {
            without.push_str(LORA);
            rest = inside;
            break;
        };
        let (file, strength) = arguments.split_once(',').unwrap_or((arguments, "1"));
        if let Some(name) = name::model_name(file) {
            let strength = strength.trim().parse().ok();
            loras.push(ReadLora {
                name,
                strength: strength.filter(|it: &f64| it.is_finite()).unwrap_or(1.0),
            });
        }
        rest = after;
    }
    without.push_str(rest);
    (without, loras)
}

/// The prompt without the spaces and commas that were left behind.
fn tidied(prompt: &str) -> String {
    let mut tidy = String::with_capacity(prompt.len());
    for letter in prompt.chars() {
        if letter == ' ' && tidy.ends_with(' ') {
            continue;
        }
        tidy.push(letter);
    }
    tidy.trim_matches([' ', ',', '\n', '\r', '\t']).to_owned()
}
