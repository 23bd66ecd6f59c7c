//! InvokeAI: `invokeai_metadata` since version 3 (`invokeai/app/invocations/metadata.py` there), and what versions
//! before it wrote.

mod dream;
mod legacy;
mod prompt;

use super::{Program, ReadLora, ReadPicture, Texts, json, name};
use serde_json::{Map, Value};

pub(super) fn read(texts: &Texts) -> Option<ReadPicture> {
    let picture = read_metadata(texts)
        .or_else(|| legacy::read(texts.find("sd-metadata")?))
        .or_else(|| dream::read(texts.find("Dream")?))?;
    Some(ReadPicture {
        program: Some(Program::InvokeAi),
        ..picture
    })
}

fn read_metadata(texts: &Texts) -> Option<ReadPicture> {
    let text = texts.find("invokeai_metadata")?;
    let metadata = json::parse_object(text)?;
    // Bases that were distilled are told their guidance; the scale beside it is 1.
    let guidance = ["guidance", "cfg_scale"]
        .into_iter()
        .find_map(|field| metadata.get(field).and_then(json::number));
    Some(ReadPicture {
        prompt: json::text(&metadata, "positive_prompt"),
        negative_prompt: json::text(&metadata, "negative_prompt"),
        seed: metadata.get("seed").and_then(json::whole),
        steps: metadata.get("steps").and_then(json::count),
        guidance,
        sampler: metadata
            .get("scheduler")
            .and_then(Value::as_str)
            .map(str::to_owned),
        size: json::size(metadata.get("width"), metadata.get("height")),
        model_name: metadata.get("model").and_then(model_name),
        loras: loras(&metadata),
        text: text.to_owned(),
        ..ReadPicture::default()
    })
}

/// `{"name": …}` since version 4, `{"model_name": …}` in version 3.
fn model_name(model: &Value) -> Option<String> {
    let field = |field| model.get(field).and_then(Value::as_str);
    name::model_name(field("name").or_else(|| field("model_name"))?)
}

/// `{"model": {…}, "weight": …}` since version 4, `{"lora": {…}, "weight": …}` in version 3.
fn loras(metadata: &Map<String, Value>) -> Vec<ReadLora> {
    let loras = metadata.get("loras").and_then(Value::as_array);
    loras
        .into_iter()
        .flatten()
        .filter_map(|lora| {
            let model = lora.get("model").or_else(|| lora.get("lora"))?;
            Some(ReadLora {
                name: model_name(model)?,
                strength: lora.get("weight").and_then(json::number).unwrap_or(1.0),
            })
        })
        .collect()
}
