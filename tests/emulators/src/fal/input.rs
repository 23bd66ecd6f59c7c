//! What fal's models take: checks of their inputs, in the order in which the models make them.

use serde_json::Value;

use super::Fal;
use super::endpoints::Kind;
use super::errors::Fault;
use crate::files::Shelf;
use crate::picture::Format;

impl Fal {
    /// Whether the model could fetch this: a file that was uploaded here, or one inside the address itself.
    pub(super) fn is_known(&self, shelf: &Shelf, url: &str) -> bool {
        let path = url.strip_prefix(self.cdn());
        url.starts_with("data:") || path.is_some_and(|path| shelf.find(path).is_some())
    }
}

impl Kind {
    /// Looks at the input as the model would.
    pub(super) fn check(self, input: &Value, is_known: impl Fn(&str) -> bool) -> Result<(), Fault> {
        match self {
            Self::Trainer { archive, .. } => {
                file(input, archive, is_known)?;
                within(input, "steps", 1, 40_000)
            }
            Self::Captioner => file(input, "image_url", is_known),
            Self::Generator { format, .. } => {
                text(input, "prompt")?;
                within(input, "num_images", 1, 4)?;
                within(input, "num_inference_steps", 1, 65)?;
                let word = &input[format];
                if !word.is_null() && word.as_str().and_then(Format::named).is_none() {
                    let message = "value is not a valid enumeration member";
                    return Err(Fault::field(format, message, "type_error.enum", word));
                }
                loras(input, is_known)
            }
        }
    }
}

/// The size of a picture, by the word or the numbers in the input.
pub(super) fn size_of(input: &Value, default: &str) -> (u32, u32) {
    let wanted = &input["image_size"];
    let side = |name: &str| {
        wanted[name]
            .as_u64()
            .and_then(|side| u32::try_from(side).ok())
    };
    if let Some(size) = side("width").zip(side("height")) {
        return size;
    }
    match wanted.as_str().unwrap_or(default) {
        "square" => (512, 512),
        "portrait_4_3" => (768, 1024),
        "portrait_16_9" => (576, 1024),
        "landscape_4_3" => (1024, 768),
        "landscape_16_9" => (1024, 576),
        _ => (1024, 1024),
    }
}

fn missing(field: &str) -> Fault {
    Fault::field(field, "field required", "value_error.missing", &Value::Null)
}

fn text(input: &Value, field: &str) -> Result<(), Fault> {
    let text = input[field].as_str();
    text.map(drop).ok_or_else(|| missing(field))
}

fn file(input: &Value, field: &str, is_known: impl Fn(&str) -> bool) -> Result<(), Fault> {
    let url = input[field].as_str().ok_or_else(|| missing(field))?;
    if is_known(url) {
        return Ok(());
    }
    let message = "Failed to download the file. Check that the URL is accessible.";
    Err(Fault::field(
        field,
        message,
        "file_download_error",
        &input[field],
    ))
}

fn within(input: &Value, field: &str, least: u64, most: u64) -> Result<(), Fault> {
    let value = &input[field];
    if value.is_null()
        || value
            .as_u64()
            .is_some_and(|value| (least..=most).contains(&value))
    {
        return Ok(());
    }
    let message = format!("Input should be between {least} and {most}");
    Err(Fault::field(field, &message, "value_error.number", value))
}

/// LoRAs from the hub are taken as they are; an address of the web must be one that can be fetched here.
fn loras(input: &Value, is_known: impl Fn(&str) -> bool) -> Result<(), Fault> {
    let loras = input["loras"].as_array().cloned().unwrap_or_default();
    for lora in &loras {
        let path = lora["path"].as_str().ok_or_else(|| missing("loras"))?;
        if path.starts_with("http") && !is_known(path) {
            let message = "Failed to download the LoRA. Check that the URL is accessible.";
            return Err(Fault::field(
                "loras",
                message,
                "file_download_error",
                &lora["path"],
            ));
        }
    }
    Ok(())
}
