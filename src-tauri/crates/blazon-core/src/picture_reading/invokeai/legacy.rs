//! `sd-metadata`, which InvokeAI wrote in version 2 (`metadata_dumps` in `ldm/invoke/args.py` there).

use super::{ReadPicture, json, name, prompt};
use serde_json::{Map, Value};

pub(super) fn read(text: &str) -> Option<ReadPicture> {
    let metadata = json::parse_object(text)?;
    let image = metadata
        .get("image")
        // A grid has one of each of its pictures.
        .or_else(|| metadata.get("images")?.get(0))?
        .as_object()?;
    Some(ReadPicture {
        seed: image.get("seed").and_then(json::whole),
        steps: image.get("steps").and_then(json::count),
        guidance: image.get("cfg_scale").and_then(json::number),
        sampler: image
            .get("sampler")
            .and_then(Value::as_str)
            .map(str::to_owned),
        size: json::size(image.get("width"), image.get("height")),
        model_name: ["model_weights", "model_id", "model"]
            .into_iter()
            .find_map(|field| name::model_name(metadata.get(field)?.as_str()?)),
        text: text.to_owned(),
        ..prompt::read(&whole_prompt(image))
    })
}

/// The prompt: one text, or parts with weights. A part whose weight is below zero is one that should not be drawn,
/// and is put as it would be in one text.
fn whole_prompt(image: &Map<String, Value>) -> String {
    let Some(prompt) = image.get("prompt") else {
        return String::new();
    };
    if let Some(text) = prompt.as_str() {
        return text.to_owned();
    }
    let parts: Vec<String> = prompt
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|part| {
            let text = part.get("prompt")?.as_str()?.trim();
            let weight = part.get("weight").and_then(json::number).unwrap_or(1.0);
            Some(if weight < 0.0 {
                format!("[{text}]")
            } else {
                text.to_owned()
            })
        })
        .collect();
    parts.join(", ")
}
