//! Writing a LoRA in kohya's names, which A1111, Forge, ComfyUI, InvokeAI and diffusers read.

use crate::write::{TensorView, header_of, in_order};
use crate::{LoraPair, Module, ModulePaths, TensorFileError, TensorToWrite, write_tensors};
use blazon_model::BaseFamily;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// What a file says of itself beside its pairs. Each is what truly happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoraFacts {
    /// What people call it.
    pub title: String,
    /// The word that calls its subject.
    pub trigger: Option<String>,
    /// The base, as a person knows it: a folder's or a file's name.
    pub base: String,
    /// Rank of the pairs.
    pub rank: u32,
    /// Alpha of the pairs.
    pub alpha: f32,
    /// Steps done.
    pub steps: u32,
    /// Pictures in a step.
    pub batch: u32,
    /// The highest learning rate.
    pub learning_rate: f64,
    /// Steps until the learning rate was reached.
    pub warmup: u32,
    /// Part of the steps in which the caption was left out, 0 to 1.
    pub caption_dropout: f64,
    /// Width and height in pixels of a square picture.
    pub resolution: (u32, u32),
    /// The seed.
    pub seed: u64,
    /// Whether the base predicts velocity rather than noise.
    pub predicts_velocity: bool,
    /// The captions and how many pictures had each.
    pub captions: BTreeMap<String, u32>,
    /// How many different pictures there were.
    pub pictures: u32,
    /// The day, as `2026-11-25`; a file without one is the same whenever it is made.
    pub date: Option<String>,
    /// The program and its version.
    pub program: String,
}

/// Writes pairs for `targets` in kohya's names: 16 bits, alpha as a number of 32. The same pairs
/// and facts give the same bytes.
///
/// # Errors
/// When the disk refuses, or a pair is for no module of `targets` (`InvalidInput`).
pub fn write_lora(
    path: &Path,
    pairs: &[LoraPair],
    targets: &ModulePaths,
    facts: &LoraFacts,
) -> Result<(), TensorFileError> {
    let failed = TensorFileError::writing(path);
    let mut tensors = Vec::with_capacity(3 * pairs.len());
    for pair in pairs {
        let mut modules = targets.modules().iter();
        let module = modules.find(|module| module.part == pair.part && module.path == pair.path);
        let module = module.ok_or_else(|| {
            let what = format!("the base has no {}", pair.path);
            failed(std::io::Error::new(std::io::ErrorKind::InvalidInput, what))
        })?;
        tensors.extend(tensors_of(pair, module, &targets.kohya_name(module)));
    }
    let mut metadata = facts.metadata(targets.family());
    let sorted = in_order(tensors.iter().map(TensorToWrite::view)).map_err(&failed)?;
    metadata.extend(hashes(&sorted, &metadata).map_err(&failed)?);
    write_tensors(path, &tensors, &metadata)
}

fn tensors_of(pair: &LoraPair, module: &Module, name: &str) -> [TensorToWrite; 3] {
    let (down, up) = match module.kernel {
        None => (
            vec![pair.rank, module.inputs],
            vec![module.outputs, pair.rank],
        ),
        Some((height, width)) => (
            vec![pair.rank, module.inputs, height, width],
            vec![module.outputs, pair.rank, 1, 1],
        ),
    };
    [
        TensorToWrite::f16(format!("{name}.lora_down.weight"), &down, &pair.down),
        TensorToWrite::f16(format!("{name}.lora_up.weight"), &up, &pair.up),
        TensorToWrite::f32(format!("{name}.alpha"), &[], &[pair.alpha]),
    ]
}

impl LoraFacts {
    /// `ss_*` as sd-scripts writes them and `modelspec.*` 1.0.1 (Stability's ModelSpec).
    fn metadata(&self, family: Option<BaseFamily>) -> BTreeMap<String, String> {
        let (version, architecture) = version_of(family);
        let (width, height) = self.resolution;
        let tags = json!({ self.title.clone(): self.captions });
        let mut metadata: BTreeMap<String, String> = [
            ("ss_network_module", "networks.lora".to_owned()),
            ("ss_network_dim", self.rank.to_string()),
            ("ss_network_alpha", self.alpha.to_string()),
            ("ss_base_model_version", version.to_owned()),
            ("ss_output_name", self.title.clone()),
            ("ss_sd_model_name", self.base.clone()),
            ("ss_resolution", format!("({width}, {height})")),
            ("ss_num_train_images", self.pictures.to_string()),
            ("ss_tag_frequency", tags.to_string()),
            ("ss_optimizer", "AdamW".to_owned()),
            ("ss_lr_scheduler", "cosine".to_owned()),
            ("ss_learning_rate", self.learning_rate.to_string()),
            ("ss_unet_lr", self.learning_rate.to_string()),
            ("ss_lr_warmup_steps", self.warmup.to_string()),
            ("ss_caption_dropout_rate", self.caption_dropout.to_string()),
            ("ss_steps", self.steps.to_string()),
            ("ss_max_train_steps", self.steps.to_string()),
            ("ss_total_batch_size", self.batch.to_string()),
            ("ss_seed", self.seed.to_string()),
            ("ss_clip_skip", "None".to_owned()),
            ("ss_v2", python_bool(family == Some(BaseFamily::Sd21))),
            ("modelspec.sai_model_spec", "1.0.1".to_owned()),
            ("modelspec.architecture", format!("{architecture}/lora")),
            ("modelspec.implementation", "diffusers".to_owned()),
            ("modelspec.implementation_version", self.program.clone()),
            ("modelspec.title", self.title.clone()),
            ("modelspec.resolution", format!("{width}x{height}")),
            ("modelspec.prediction_type", self.prediction().to_owned()),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .into();
        if let Some(trigger) = &self.trigger {
            metadata.insert("modelspec.trigger_phrase".to_owned(), trigger.clone());
            metadata.insert("modelspec.usage_hint".to_owned(), usage_hint(trigger));
        }
        if let Some(date) = &self.date {
            metadata.insert("modelspec.date".to_owned(), date.clone());
        }
        metadata
    }

    const fn prediction(&self) -> &'static str {
        if self.predicts_velocity {
            "v"
        } else {
            "epsilon"
        }
    }
}

/// How a file says what calls its subject, for people.
pub(crate) fn usage_hint(trigger: &str) -> String {
    format!("Use keyword '{trigger}'")
}

fn python_bool(value: bool) -> String {
    if value { "True" } else { "False" }.to_owned()
}

/// What sd-scripts and the model specification call a base.
pub(crate) const fn version_of(family: Option<BaseFamily>) -> (&'static str, &'static str) {
    match family {
        Some(BaseFamily::Pocket) => ("blazon_pocket", "blazon-pocket"),
        Some(BaseFamily::Sd15) | None => ("sd_v1", "stable-diffusion-v1"),
        Some(BaseFamily::Sd21) => ("sd_v2", "stable-diffusion-v2-768-v"),
        Some(BaseFamily::Sdxl) => ("sdxl_base_v1-0", "stable-diffusion-xl-v1-base"),
        Some(BaseFamily::Flux1) => ("flux1", "flux-1-dev"),
        Some(BaseFamily::Flux2) => ("flux2", "flux-2-dev"),
        Some(BaseFamily::QwenImage) => ("qwen_image", "qwen-image"),
        Some(BaseFamily::ZImage) => ("zimage", "z-image"),
    }
}

/// The hashes by which A1111's extensions know a LoRA whatever else its header says, as
/// sd-scripts computes them (`precalculate_safetensors_hashes`): of all bytes behind the header,
/// and, the old one, of 64 KiB behind the first MiB of a file that has `ss_*` alone.
pub(crate) fn hashes(
    sorted: &[TensorView<'_>],
    metadata: &BTreeMap<String, String>,
) -> std::io::Result<[(String, String); 3]> {
    const OLD_FROM: usize = 0x10_0000;
    const OLD_LENGTH: usize = 0x1_0000;
    let of_training = metadata.iter().filter(|(key, _)| key.starts_with("ss_"));
    let of_training = of_training
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let before = 8 + header_of(sorted, &of_training)?.len();

    let mut whole = Sha256::new();
    let mut old = Sha256::new();
    let mut at = before;
    for tensor in sorted {
        whole.update(tensor.data);
        let from = OLD_FROM.clamp(at, at + tensor.data.len());
        let to = (OLD_FROM + OLD_LENGTH).clamp(at, at + tensor.data.len());
        old.update(&tensor.data[from - at..to - at]);
        at += tensor.data.len();
    }
    let whole = hexadecimal(&whole.finalize());
    let old = hexadecimal(&old.finalize())[..8].to_owned();
    Ok([
        ("modelspec.hash_sha256".to_owned(), format!("0x{whole}")),
        ("sshs_model_hash".to_owned(), whole),
        ("sshs_legacy_hash".to_owned(), old),
    ])
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
