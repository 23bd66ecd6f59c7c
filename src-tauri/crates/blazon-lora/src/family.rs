//! For which bases a LoRA was made.
//!
//! Names and sides come first, for they cannot be wrong without the LoRA being of no use; what a
//! file says of itself decides where they leave several families. All names are compared with `_` for `.`,
//! since kohya's names have it so.

use crate::{LoraFile, RawPair};
use blazon_model::BaseFamily;

/// The parts of modules' names that only one family has. Sources: the model files of diffusers,
/// the names of the reference implementations that ComfyUI and kohya keep.
const ONLY_IN: &[(&str, BaseFamily)] = &[
    ("to_qkv_mlp_proj", BaseFamily::Flux2),
    ("ff_linear_in", BaseFamily::Flux2),
    ("ff_context_linear_in", BaseFamily::Flux2),
    ("img_mod_1", BaseFamily::QwenImage),
    ("txt_mod_1", BaseFamily::QwenImage),
    ("img_mlp_net", BaseFamily::QwenImage),
    ("noise_refiner", BaseFamily::ZImage),
    ("context_refiner", BaseFamily::ZImage),
    ("feed_forward_w1", BaseFamily::ZImage),
    ("layers_0_attention_to_q", BaseFamily::ZImage),
];

/// The parts of names that FLUX.1 and FLUX.2 share.
const FLUX: &[&str] = &[
    "double_blocks",
    "single_blocks",
    "single_transformer_blocks",
    "attn_add_q_proj",
];

/// Where FLUX.1 and FLUX.2 differ although they name it alike: a part of a name, and how many outputs it has in each.
/// The gate of FLUX.2's feed-forward doubles its first layer, whose ratio is 3, not 4.
const FLUX_OUTPUTS: &[(&str, usize, BaseFamily)] = &[
    ("_linear1", 7 * 3072, BaseFamily::Flux1),
    ("_linear1", 9 * 3072, BaseFamily::Flux2),
    ("_mlp_0", 4 * 3072, BaseFamily::Flux1),
    ("_mlp_0", 6 * 3072, BaseFamily::Flux2),
];

/// Widths of FLUX.2's transformers: dev, and the larger klein. FLUX.1 has 3,072 everywhere, and so has the smaller klein.
const FLUX_2_WIDTHS: [usize; 2] = [6144, 4096];
const FLUX_1_WIDTH: usize = 3072;

/// Double blocks of FLUX.1; no FLUX has more, and Qwen-Image has 60 of the same names.
const FLUX_DOUBLE_BLOCKS: usize = 19;

/// Parts of names that UNets alone have.
const OF_UNETS: &[&str] = &[
    "down_blocks",
    "up_blocks",
    "mid_block",
    "input_blocks",
    "output_blocks",
    "middle_block",
];

/// A cross-attention narrower than this is that of no published base.
const NARROWEST_PUBLISHED: usize = 768;

/// The family that names, sides or the file's own words leave no doubt of.
pub(crate) fn certain(lora: &LoraFile) -> Option<BaseFamily> {
    if has(lora, "joint_blocks") {
        // Stable Diffusion 3, which has the text encoders of SDXL.
        return None;
    }
    by_name(lora)
        .or_else(|| by_second_encoder(lora))
        .or_else(|| flux_by_sides(lora))
        .or_else(|| by_cross_attention(lora))
        .or_else(|| by_metadata(lora))
}

/// The family that is meant most often by such names.
pub(crate) fn likely(lora: &LoraFile) -> Option<BaseFamily> {
    let is_wide = |pair: &RawPair| is_flux(pair) && pair.down_shape[1] == FLUX_1_WIDTH;
    lora.pairs.iter().find(|pair| is_wide(pair))?;
    if !is_beyond_flux(lora) {
        return Some(BaseFamily::Flux1);
    }
    let has_two_streams = has(lora, "attn_add_q_proj");
    (has_two_streams && !has(lora, "single")).then_some(BaseFamily::QwenImage)
}

fn flat(pair: &RawPair) -> String {
    pair.module.replace('.', "_")
}

fn has(lora: &LoraFile, part: &str) -> bool {
    lora.pairs.iter().any(|pair| flat(pair).contains(part))
}

fn by_name(lora: &LoraFile) -> Option<BaseFamily> {
    let found = ONLY_IN.iter().find(|(part, _)| has(lora, part));
    found.map(|(_, family)| *family)
}

fn is_flux(pair: &RawPair) -> bool {
    let name = flat(pair);
    FLUX.iter().any(|part| name.contains(part))
}

/// Whether a block has a number that no FLUX has.
fn is_beyond_flux(lora: &LoraFile) -> bool {
    lora.pairs.iter().any(|pair| {
        let name = flat(pair);
        let is_double = !name.contains("single");
        let number = ["double_blocks_", "transformer_blocks_"]
            .iter()
            .find_map(|start| name.split(start).nth(1))
            .and_then(|rest| rest.split('_').next()?.parse::<usize>().ok());
        is_double && number.is_some_and(|number| number >= FLUX_DOUBLE_BLOCKS)
    })
}

fn flux_by_sides(lora: &LoraFile) -> Option<BaseFamily> {
    if is_beyond_flux(lora) {
        return None;
    }
    let mut pairs = lora.pairs.iter().filter(|pair| is_flux(pair));
    pairs.find_map(|pair| {
        let name = flat(pair);
        if FLUX_2_WIDTHS.contains(&pair.down_shape[1]) {
            return Some(BaseFamily::Flux2);
        }
        // In FLUX.2 the single blocks of diffusers have one layer for all of these.
        let is_single = name.contains("single_transformer_blocks");
        if is_single && (name.contains("attn_to_q") || name.contains("proj_mlp")) {
            return Some(BaseFamily::Flux1);
        }
        let outputs = pair.up_shape[0];
        FLUX_OUTPUTS
            .iter()
            .find(|(part, sides, _)| outputs == *sides && name.contains(part))
            .map(|(_, _, family)| *family)
    })
}

/// The width of the text that a UNet attends to: `to_k` of the second attention takes it. Transformers for video have
/// a second attention too.
fn by_cross_attention(lora: &LoraFile) -> Option<BaseFamily> {
    let attends = |name: &str| {
        ["attn2_to_k", "attn2_processor_to_k", "attn2_to_v"]
            .iter()
            .any(|key| name.contains(key))
            && !name.starts_with("transformer_")
            && !name.starts_with("lora_transformer_")
            && !name.starts_with("diffusion_model_transformer_blocks")
    };
    let pair = lora.pairs.iter().find(|pair| attends(&flat(pair)))?;
    match pair.down_shape[1] {
        768 => Some(BaseFamily::Sd15),
        1024 => Some(BaseFamily::Sd21),
        2048 => Some(BaseFamily::Sdxl),
        narrow if narrow < NARROWEST_PUBLISHED => Some(BaseFamily::Pocket),
        _ => None,
    }
}

/// Of UNets, SDXL alone has two text encoders.
fn by_second_encoder(lora: &LoraFile) -> Option<BaseFamily> {
    let is_text = |name: &str| name.starts_with("lora_te") || name.starts_with("text_encoder");
    let is_second =
        |name: &str| name.starts_with("lora_te2_") || name.starts_with("text_encoder_2_");
    let of_unet = |name: &str| OF_UNETS.iter().any(|part| name.contains(part));
    let names: Vec<String> = lora.pairs.iter().map(flat).collect();
    let fits = names.iter().all(|name| is_text(name) || of_unet(name));
    (fits && names.iter().any(|name| is_second(name))).then_some(BaseFamily::Sdxl)
}

fn by_metadata(lora: &LoraFile) -> Option<BaseFamily> {
    let keys = [
        "ss_base_model_version",
        "modelspec.architecture",
        "baseModel",
        "base_model",
    ];
    keys.into_iter()
        .filter_map(|key| lora.metadata().get(key))
        .find_map(|says| {
            let says = says.to_ascii_lowercase();
            // Hugging Face names a base after its owner.
            by_version(says.rsplit('/').next().unwrap_or(&says)).or_else(|| by_version(&says))
        })
}

/// What sd-scripts, ai-toolkit, the model specification, Civitai and Hugging Face call the bases.
fn by_version(says: &str) -> Option<BaseFamily> {
    const VERSIONS: &[(&str, BaseFamily)] = &[
        ("blazon_pocket", BaseFamily::Pocket),
        ("blazon-pocket", BaseFamily::Pocket),
        ("sdxl", BaseFamily::Sdxl),
        ("sd_xl", BaseFamily::Sdxl),
        ("stable-diffusion-xl", BaseFamily::Sdxl),
        ("pony", BaseFamily::Sdxl),
        ("illustrious", BaseFamily::Sdxl),
        ("noobai", BaseFamily::Sdxl),
        ("sd_v1", BaseFamily::Sd15),
        ("sd_1.5", BaseFamily::Sd15),
        ("sd 1.", BaseFamily::Sd15),
        ("sd1", BaseFamily::Sd15),
        ("stable-diffusion-v1", BaseFamily::Sd15),
        ("sd_v2", BaseFamily::Sd21),
        ("sd 2.", BaseFamily::Sd21),
        ("sd2", BaseFamily::Sd21),
        ("stable-diffusion-v2", BaseFamily::Sd21),
        ("stable-diffusion-2", BaseFamily::Sd21),
        ("flux2", BaseFamily::Flux2),
        ("flux.2", BaseFamily::Flux2),
        ("flux-2", BaseFamily::Flux2),
        ("flux", BaseFamily::Flux1),
        ("qwen", BaseFamily::QwenImage),
        ("z-image", BaseFamily::ZImage),
        ("zimage", BaseFamily::ZImage),
        ("z_image", BaseFamily::ZImage),
    ];
    let found = VERSIONS.iter().find(|(start, _)| says.starts_with(start));
    found.map(|(_, family)| *family)
}
