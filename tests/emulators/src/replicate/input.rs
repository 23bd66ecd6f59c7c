//! What Replicate's models take: checks of their inputs, and the size of the pictures that follows from them.

use serde_json::Value;

use super::errors;
use crate::picture::Format;
use crate::reply::Reply;

/// A whole body: nothing at its top that the API does not know, and an object as input.
pub(super) fn check_body(body: &Value, known: &[&str]) -> Result<Value, Reply> {
    let Some(fields) = body.as_object() else {
        return Err(errors::invalid("type", "body", "body must be an object"));
    };
    if let Some(strange) = fields.keys().find(|name| !known.contains(&name.as_str())) {
        let description = format!("Additional property {strange} is not allowed");
        return Err(errors::invalid(
            "additional_property_not_allowed",
            strange,
            &description,
        ));
    }
    let input = body["input"].clone();
    if input.is_object() {
        Ok(input)
    } else {
        Err(errors::invalid("required", "input", "input is required"))
    }
}

/// The input of a trainer.
pub(super) fn check_training(input: &Value) -> Result<(), Reply> {
    text(input, "input_images")?;
    within(input, "steps", 3, 6000)?;
    within(input, "training_steps", 3, 6000)?;
    within(input, "lora_rank", 1, 128)
}

/// The input of a model that draws.
pub(super) fn check_prediction(input: &Value) -> Result<(), Reply> {
    text(input, "prompt")?;
    within(input, "num_outputs", 1, 4)?;
    within(input, "num_inference_steps", 1, 500)?;
    let word = &input["output_format"];
    if word.is_null() || word.as_str().and_then(Format::named).is_some() {
        return Ok(());
    }
    let description = "output_format must be one of the following: \"webp\", \"jpg\", \"png\"";
    Err(errors::invalid("enum", "output_format", description))
}

/// How large its pictures are, in pixels.
pub(super) fn size_of(input: &Value) -> (u32, u32) {
    let side = |name: &str| {
        input[name]
            .as_u64()
            .and_then(|side| u32::try_from(side).ok())
    };
    if let Some(size) = side("width").zip(side("height")) {
        return size;
    }
    let (width, height) = match input["aspect_ratio"].as_str().unwrap_or("1:1") {
        "16:9" => (1344, 768),
        "21:9" => (1536, 640),
        "3:2" => (1216, 832),
        "2:3" => (832, 1216),
        "4:5" => (896, 1088),
        "5:4" => (1088, 896),
        "3:4" => (896, 1152),
        "4:3" => (1152, 896),
        "9:16" => (768, 1344),
        "9:21" => (640, 1536),
        _ => (1024, 1024),
    };
    if input["megapixels"] == "0.25" {
        (width / 2, height / 2)
    } else {
        (width, height)
    }
}

fn text(input: &Value, field: &str) -> Result<(), Reply> {
    if input[field].is_string() {
        Ok(())
    } else {
        let description = format!("{field} is required");
        Err(errors::invalid("required", "input", &description))
    }
}

fn within(input: &Value, field: &str, least: u64, most: u64) -> Result<(), Reply> {
    let value = &input[field];
    let fits = |value: u64| (least..=most).contains(&value);
    if value.is_null() || value.as_u64().is_some_and(fits) {
        return Ok(());
    }
    let field = format!("input.{field}");
    let description = format!("Must be between {least} and {most}");
    Err(errors::invalid("number_range", &field, &description))
}
