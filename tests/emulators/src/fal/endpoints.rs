//! fal's models: what each takes, refuses and answers.

use serde_json::{Value, json};

use super::errors::Fault;
use super::storage::path;
use super::{CAPTION, Fal, State};
use crate::files::Shelf;
use crate::picture::{Format, draw};
use crate::trouble::Twist;
use crate::weights::lora_weights;

/// What a job ends with, if all is well.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) body: Value,
    /// For the header `X-Fal-Billable-Units`.
    pub(super) units: String,
}

/// A kind of model.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// Makes a LoRA from the archive whose address stands in this field.
    Trainer { archive: &'static str, steps: u64 },
    /// Draws, in so many steps, a format by the word in this field, or this one.
    Generator {
        steps: u64,
        format: &'static str,
        default: Format,
        size: &'static str,
    },
    /// Says what it sees.
    Captioner,
}

const fn trainer(archive: &'static str, steps: u64) -> Kind {
    Kind::Trainer { archive, steps }
}

const fn generator(steps: u64, default: Format) -> Kind {
    Kind::Generator {
        steps,
        format: "output_format",
        default,
        size: "landscape_4_3",
    }
}

const ENDPOINTS: &[(&str, Kind)] = &[
    (
        "fal-ai/flux-lora-fast-training",
        trainer("images_data_url", 1000),
    ),
    ("fal-ai/flux-krea-trainer", trainer("images_data_url", 1000)),
    (
        "fal-ai/flux-lora-portrait-trainer",
        trainer("images_data_url", 2500),
    ),
    (
        "fal-ai/turbo-flux-trainer",
        trainer("images_data_url", 1000),
    ),
    ("fal-ai/flux-2-trainer", trainer("image_data_url", 1000)),
    ("fal-ai/flux-2-trainer-v2", trainer("image_data_url", 1000)),
    (
        "fal-ai/flux-2-klein-4b-base-trainer",
        trainer("image_data_url", 1000),
    ),
    (
        "fal-ai/flux-2-klein-9b-base-trainer",
        trainer("image_data_url", 1000),
    ),
    (
        "fal-ai/flux-kontext-trainer",
        trainer("image_data_url", 1000),
    ),
    ("fal-ai/z-image-trainer", trainer("image_data_url", 1000)),
    (
        "fal-ai/z-image-turbo-trainer-v2",
        trainer("image_data_url", 2000),
    ),
    (
        "fal-ai/z-image-base-trainer",
        trainer("image_data_url", 2000),
    ),
    (
        "fal-ai/qwen-image-trainer-v2",
        trainer("image_data_url", 1000),
    ),
    (
        "fal-ai/qwen-image-2512-trainer-v2",
        trainer("image_data_url", 2000),
    ),
    ("fal-ai/flux-lora", generator(28, Format::Jpeg)),
    ("fal-ai/flux-krea-lora", generator(28, Format::Jpeg)),
    ("fal-ai/flux/schnell", generator(4, Format::Jpeg)),
    ("fal-ai/flux/dev", generator(28, Format::Jpeg)),
    ("fal-ai/flux-2/lora", generator(28, Format::Png)),
    ("fal-ai/flux-2/klein/4b/lora", generator(4, Format::Png)),
    ("fal-ai/flux-2/klein/9b/lora", generator(4, Format::Png)),
    ("fal-ai/flux-kontext-lora", generator(30, Format::Png)),
    ("fal-ai/z-image/turbo/lora", generator(8, Format::Png)),
    ("fal-ai/z-image/base/lora", generator(28, Format::Png)),
    (
        "fal-ai/fast-sdxl",
        Kind::Generator {
            steps: 25,
            format: "format",
            default: Format::Jpeg,
            size: "square_hd",
        },
    ),
    ("fal-ai/florence-2-large/caption", Kind::Captioner),
    ("fal-ai/florence-2-large/detailed-caption", Kind::Captioner),
    (
        "fal-ai/florence-2-large/more-detailed-caption",
        Kind::Captioner,
    ),
];

/// The model behind a whole endpoint id.
pub(super) fn find(endpoint: &str) -> Option<Kind> {
    let mut known = ENDPOINTS.iter().filter(|(name, _)| *name == endpoint);
    known.next().map(|(_, kind)| *kind)
}

impl Fal {
    /// Whether the model could fetch this: a file that was uploaded here, or one inside the address itself.
    pub(super) fn is_known(&self, shelf: &Shelf, url: &str) -> bool {
        let path = url.strip_prefix(self.cdn());
        url.starts_with("data:") || path.is_some_and(|path| shelf.find(path).is_some())
    }
}

impl Kind {
    /// How many steps it will count.
    pub(super) fn steps(self, input: &Value) -> u64 {
        match self {
            Self::Trainer { steps, .. } => input["steps"].as_u64().unwrap_or(steps),
            Self::Generator { steps, .. } => input["num_inference_steps"].as_u64().unwrap_or(steps),
            Self::Captioner => 1,
        }
    }

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

    /// Does the work, and lays its files on the shelf.
    pub(super) fn work(
        self,
        input: &Value,
        twist: Option<&Twist>,
        cdn: &str,
        state: &mut State,
    ) -> Result<Output, Fault> {
        let flagged = match twist {
            Some(Twist::JobFails(message)) => {
                return Err(Fault::infrastructure(500, message, "runner_server_error"));
            }
            Some(Twist::JobAborted) => {
                return Err(Fault::infrastructure(
                    504,
                    "Request timed out",
                    "request_timeout",
                ));
            }
            Some(Twist::Nsfw { flagged }) => *flagged,
            Some(
                Twist::ExpiredResult { .. }
                | Twist::TruncatedWeights
                | Twist::EvilTar(_)
                | Twist::UnknownStatus(_),
            )
            | None => 0,
        };
        Ok(match self {
            Self::Trainer { .. } => train(self.steps(input), cdn, state),
            Self::Generator {
                format,
                default,
                size,
                ..
            } => {
                let format = input[format].as_str().and_then(Format::named);
                let (width, height) = size_of(input, size);
                let order = Order {
                    format: format.unwrap_or(default),
                    width,
                    height,
                    flagged,
                };
                generate(input, &order, cdn, state)
            }
            Self::Captioner => Output {
                body: json!({ "results": state.caption.as_deref().unwrap_or(CAPTION) }),
                units: "1".to_owned(),
            },
        })
    }
}

fn train(steps: u64, cdn: &str, state: &mut State) -> Output {
    let weights = state.weights.clone();
    let weights = weights.unwrap_or_else(|| lora_weights(steps).into());
    let config = json!({ "steps": steps }).to_string();
    let binary = "application/octet-stream";
    let lora = lay(
        state,
        cdn,
        "pytorch_lora_weights.safetensors",
        binary,
        weights,
    );
    let config = lay(state, cdn, "config.json", "application/json", config.into());
    Output {
        body: json!({
            "diffusers_lora_file": lora,
            "config_file": config,
            "debug_preprocessed_output": null,
        }),
        units: steps.to_string(),
    }
}

struct Order {
    format: Format,
    width: u32,
    height: u32,
    flagged: usize,
}

fn generate(input: &Value, order: &Order, cdn: &str, state: &mut State) -> Output {
    let count = input["num_images"].as_u64().unwrap_or(1);
    // Without a wish the seed is one that neither 32 bits nor a JavaScript number hold.
    let seed = input["seed"].as_u64().unwrap_or(13_835_058_055_282_163_713);
    let kind = order.format.content_type();
    let pictures = (0..count).map(|number| {
        let bytes = draw(
            order.width,
            order.height,
            seed.wrapping_add(number),
            order.format,
        );
        let name = format!("picture.{}", kind.trim_start_matches("image/"));
        let mut file = lay(state, cdn, &name, kind, bytes);
        file["width"] = json!(order.width);
        file["height"] = json!(order.height);
        file
    });
    let pictures: Vec<Value> = pictures.collect();
    let flags: Vec<bool> = (0..pictures.len())
        .map(|place| place < order.flagged)
        .collect();
    let megapixels = (u64::from(order.width) * u64::from(order.height)).div_ceil(1_000_000);
    Output {
        body: json!({
            "images": pictures,
            "timings": { "inference": 2.1 },
            "seed": seed,
            "has_nsfw_concepts": flags,
            "prompt": input["prompt"],
        }),
        units: (megapixels * count).to_string(),
    }
}

/// Lays a file on the shelf, and writes of it as fal does.
fn lay(state: &mut State, cdn: &str, name: &str, kind: &str, bytes: bytes::Bytes) -> Value {
    let (path, size) = (path(name), bytes.len());
    state.shelf.put(&path, kind, bytes);
    json!({
        "url": format!("{cdn}{path}"),
        "content_type": kind,
        "file_name": name,
        "file_size": size,
    })
}

fn size_of(input: &Value, default: &str) -> (u32, u32) {
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
