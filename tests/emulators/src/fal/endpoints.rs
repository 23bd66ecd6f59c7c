//! fal's models: which there are, and what each answers.

use serde_json::{Value, json};

use super::errors::Fault;
use super::input::size_of;
use super::storage::path;
use super::{CAPTION, State};
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

impl Kind {
    /// How many steps it will count.
    pub(super) fn steps(self, input: &Value) -> u64 {
        match self {
            Self::Trainer { steps, .. } => input["steps"].as_u64().unwrap_or(steps),
            Self::Generator { steps, .. } => input["num_inference_steps"].as_u64().unwrap_or(steps),
            Self::Captioner => 1,
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
                | Twist::UnknownStatus(_)
                | Twist::LinksTo(_),
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
    let ready = state.picture.clone();
    let format = match ready {
        Some(_) => Format::Png,
        None => order.format,
    };
    let kind = format.content_type();
    let pictures = (0..count).map(|number| {
        let seed = seed.wrapping_add(number);
        let drawn = || draw(order.width, order.height, seed, format);
        let bytes = ready.clone().unwrap_or_else(drawn);
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
