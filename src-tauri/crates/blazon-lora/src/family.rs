//! For which bases a LoRA was made.
//!
//! Names and sides come first, for they cannot be wrong without the LoRA being of no use; what a
//! file says of itself decides where they leave several families.

use crate::LoraFile;
use blazon_model::BaseFamily;

/// The parts of modules' names that only one family has. Sources: the model files of diffusers,
/// the names of the reference implementations that ComfyUI and kohya keep.
const ONLY_IN: &[(&str, BaseFamily)] = &[
    ("to_qkv_mlp_proj", BaseFamily::Flux2),
    ("ff.linear_in", BaseFamily::Flux2),
    ("ff_context.linear_in", BaseFamily::Flux2),
    ("img_mod.1", BaseFamily::QwenImage),
    ("txt_mod.1", BaseFamily::QwenImage),
    ("img_mlp.net", BaseFamily::QwenImage),
    ("img_mlp_net_", BaseFamily::QwenImage),
    ("noise_refiner", BaseFamily::ZImage),
    ("context_refiner", BaseFamily::ZImage),
    ("feed_forward.w1", BaseFamily::ZImage),
    ("feed_forward_w1", BaseFamily::ZImage),
    ("layers.0.attention.to_q", BaseFamily::ZImage),
    ("lora_te2_", BaseFamily::Sdxl),
    ("text_encoder_2.", BaseFamily::Sdxl),
];

/// The parts of names that FLUX.1 and FLUX.2 share.
const FLUX: &[&str] = &[
    "double_blocks",
    "single_blocks",
    "single_transformer_blocks",
    "attn.add_q_proj",
];

/// Widths of FLUX.2's transformers: dev, and the larger klein. FLUX.1 has 3,072 everywhere.
const FLUX_2_WIDTHS: [usize; 2] = [6144, 4096];

/// A cross-attention narrower than this is that of no published base.
const NARROWEST_PUBLISHED: usize = 768;

pub(crate) fn of(lora: &LoraFile) -> Option<BaseFamily> {
    by_name(lora)
        .or_else(|| flux(lora))
        .or_else(|| by_cross_attention(lora))
        .or_else(|| by_metadata(lora))
}

fn by_name(lora: &LoraFile) -> Option<BaseFamily> {
    let named = |part: &str| lora.pairs.iter().any(|pair| pair.module.contains(part));
    let found = ONLY_IN.iter().find(|(part, _)| named(part));
    found.map(|(_, family)| *family)
}

fn flux(lora: &LoraFile) -> Option<BaseFamily> {
    let is_flux = |module: &str| FLUX.iter().any(|part| module.contains(part));
    let mut pairs = lora.pairs.iter().filter(|pair| is_flux(&pair.module));
    pairs.next()?;
    let says = by_metadata(lora);
    if let Some(family @ (BaseFamily::Flux1 | BaseFamily::Flux2)) = says {
        return Some(family);
    }
    let wide = lora
        .pairs
        .iter()
        .filter(|pair| is_flux(&pair.module))
        .any(|pair| FLUX_2_WIDTHS.contains(&pair.down_shape[1]));
    Some(if wide {
        BaseFamily::Flux2
    } else {
        BaseFamily::Flux1
    })
}

/// The width of the text that a UNet attends to: `to_k` of the second attention takes it.
fn by_cross_attention(lora: &LoraFile) -> Option<BaseFamily> {
    let keys = [
        "attn2_to_k",
        "attn2.to_k",
        "attn2.processor.to_k",
        "attn2_to_v",
        "attn2.to_v",
    ];
    let attends = |module: &str| keys.iter().any(|key| module.contains(key));
    let pair = lora.pairs.iter().find(|pair| attends(&pair.module))?;
    match pair.down_shape[1] {
        768 => Some(BaseFamily::Sd15),
        1024 => Some(BaseFamily::Sd21),
        2048 => Some(BaseFamily::Sdxl),
        narrow if narrow < NARROWEST_PUBLISHED => Some(BaseFamily::Pocket),
        _ => None,
    }
}

fn by_metadata(lora: &LoraFile) -> Option<BaseFamily> {
    let keys = ["ss_base_model_version", "modelspec.architecture"];
    keys.into_iter()
        .filter_map(|key| lora.metadata().get(key))
        .find_map(|says| by_version(&says.to_ascii_lowercase()))
}

/// What sd-scripts, ai-toolkit and the model specification call the bases.
fn by_version(says: &str) -> Option<BaseFamily> {
    const VERSIONS: &[(&str, BaseFamily)] = &[
        ("blazon_pocket", BaseFamily::Pocket),
        ("blazon-pocket", BaseFamily::Pocket),
        ("sdxl", BaseFamily::Sdxl),
        ("stable-diffusion-xl", BaseFamily::Sdxl),
        ("sd_v1", BaseFamily::Sd15),
        ("sd_1.5", BaseFamily::Sd15),
        ("stable-diffusion-v1", BaseFamily::Sd15),
        ("sd_v2", BaseFamily::Sd21),
        ("stable-diffusion-v2", BaseFamily::Sd21),
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
