//! The text of A1111's web UI (`modules/infotext_utils.py` there), which Forge, SD.Next, Civitai and Blazon write
//! too: the prompt, `Negative prompt: …`, and a last line of settings.
//!
//! It is found as `parameters` in PNG and as the user comment or the comment of other files.

mod lora_tags;
mod settings;

use super::{Program, ReadLora, ReadPicture, Texts, json, name, texts};
use serde_json::Value;
use settings::Settings;

const PARAMETERS: &str = "parameters";
const NEGATIVE: &str = "Negative prompt:";
/// What ComfyUI's nodes write for a prompt that they were not told.
const UNTOLD: &str = "unknown";
/// What Civitai writes where it does not know the sampler.
const UNKNOWN_SAMPLER: &str = "Undefined";

/// A text with a line of settings. ComfyUI's graph beside it says who wrote it: nodes that save pictures write both,
/// and the graph is better where they were not told the prompt.
pub(super) fn read(texts: &Texts) -> Option<ReadPicture> {
    let text = [PARAMETERS, texts::USER_COMMENT, texts::COMMENT]
        .into_iter()
        .filter_map(|keyword| texts.find(keyword))
        .find(|text| Parts::of(text).settings.is_some())?;
    let picture = read_text(text);
    let is_comfy = texts.find("prompt").is_some_and(super::comfyui::is_graph);
    if is_comfy && picture.prompt == UNTOLD {
        return None;
    }
    let program = if is_comfy {
        Program::ComfyUi
    } else {
        Program::A1111
    };
    Some(ReadPicture {
        program: Some(program),
        ..picture
    })
}

/// A text without settings, where it is called `parameters` and is not the JSON of another program.
pub(super) fn read_prompt_alone(texts: &Texts) -> Option<ReadPicture> {
    let text = texts.find(PARAMETERS)?;
    json::parse_object(text).is_none().then(|| ReadPicture {
        program: Some(Program::A1111),
        ..read_text(text)
    })
}

/// What the text says, whoever wrote it.
pub(super) fn read_text(text: &str) -> ReadPicture {
    let parts = Parts::of(text);
    let settings = parts.settings.unwrap_or_default();
    let (prompt, mut loras) = lora_tags::taken_out(&parts.prompt);
    let resources = resources(&settings);
    if loras.is_empty() {
        loras = resources.iter().filter_map(resource_lora).collect();
    }
    ReadPicture {
        program: None,
        prompt,
        negative_prompt: parts.negative_prompt,
        seed: settings.parsed("Seed"),
        steps: settings.parsed("Steps"),
        guidance: guidance(&settings),
        sampler: settings
            .find("Sampler")
            .filter(|name| !name.is_empty() && *name != UNKNOWN_SAMPLER)
            .map(str::to_owned),
        size: settings.size(),
        model_name: settings
            .find("Model")
            .and_then(name::model_name)
            .or_else(|| resources.iter().find_map(resource_model)),
        loras,
        blazon_json: None,
        text: text.to_owned(),
    }
}

/// Forge draws with FLUX at a scale of 1, which does nothing, and tells the base another.
fn guidance(settings: &Settings) -> Option<f64> {
    let scale = settings.number("CFG scale");
    let distilled = settings.number("Distilled CFG Scale");
    if scale.is_none_or(|scale| (scale - 1.0).abs() < f64::EPSILON) {
        distilled.or(scale)
    } else {
        scale
    }
}

/// What Civitai says of the models that took part: `[{"type":"lora","weight":0.8,"modelName":"…"}, …]`.
fn resources(settings: &Settings) -> Vec<Value> {
    settings
        .find("Civitai resources")
        .and_then(json::parse)
        .and_then(|resources| resources.as_array().cloned())
        .unwrap_or_default()
}

fn resource_lora(resource: &Value) -> Option<ReadLora> {
    let kind = resource.get("type")?.as_str()?;
    if !matches!(kind, "lora" | "lycoris" | "dora" | "locon") {
        return None;
    }
    Some(ReadLora {
        name: name::model_name(resource.get("modelName")?.as_str()?)?,
        strength: resource.get("weight").and_then(json::number).unwrap_or(1.0),
    })
}

fn resource_model(resource: &Value) -> Option<String> {
    if resource.get("type")?.as_str()? != "checkpoint" {
        return None;
    }
    name::model_name(resource.get("modelName")?.as_str()?)
}

/// The text, divided.
struct Parts {
    prompt: String,
    negative_prompt: String,
    settings: Option<Settings>,
}

impl Parts {
    fn of(text: &str) -> Self {
        let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
        let (lines, settings) = cut_at_settings(&lines);
        let negative = lines.iter().position(|line| line.starts_with(NEGATIVE));
        let (prompt, negative) = lines.split_at(negative.unwrap_or(lines.len()));
        let negative = negative.join("\n");
        Self {
            prompt: prompt.join("\n").trim().to_owned(),
            negative_prompt: negative
                .strip_prefix(NEGATIVE)
                .unwrap_or_default()
                .trim()
                .to_owned(),
            settings,
        }
    }
}

/// The lines before the settings, and the settings: the last line, or where extensions wrote behind it, the last
/// that begins as A1111's does.
fn cut_at_settings<'l>(lines: &'l [&'l str]) -> (&'l [&'l str], Option<Settings>) {
    let found = lines.iter().enumerate().rev().find_map(|(place, line)| {
        let is_candidate = place + 1 == lines.len() || line.starts_with("Steps: ");
        let settings = is_candidate.then(|| Settings::of_line(line))??;
        Some((place, settings))
    });
    match found {
        Some((place, settings)) => (&lines[..place], Some(settings)),
        None => (lines, None),
    }
}
