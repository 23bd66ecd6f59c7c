//! What this program wrote: `blazon`, the JSON of its `Picture`, and beside it the `parameters` of A1111, in which
//! alone the LoRA is called by its name.
//!
//! The JSON is read field by field, so that one of an earlier or a later version still says what it can.

use super::{Program, ReadPicture, Texts, a1111, json, known_sampler};
use serde_json::Value;

pub(super) fn read(texts: &Texts) -> Option<ReadPicture> {
    let text = texts.find("blazon")?;
    let picture = json::parse_object(text)?;
    if !picture.contains_key("prompt") {
        return None;
    }
    let sampler = picture.get("sampler").and_then(Value::as_str);
    let loras = texts
        .find("parameters")
        .map(|parameters| a1111::read_text(parameters).loras)
        .unwrap_or_default();
    Some(ReadPicture {
        program: Some(Program::Blazon),
        prompt: json::text(&picture, "prompt"),
        negative_prompt: json::text(&picture, "negativePrompt"),
        seed: picture.get("seed").and_then(json::whole),
        steps: picture.get("steps").and_then(json::count),
        guidance: picture.get("guidance").and_then(json::number),
        sampler: sampler.map(|name| {
            known_sampler(name).map_or_else(|| name.to_owned(), |known| known.name().to_owned())
        }),
        size: json::size(picture.get("width"), picture.get("height")),
        model_name: None,
        loras,
        blazon_json: Some(text.to_owned()),
        text: texts.find("parameters").unwrap_or(text).to_owned(),
    })
}
