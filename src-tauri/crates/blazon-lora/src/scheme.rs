//! The ends of tensors' names in LoRA files, by which their parts are known.
//!
//! Only the end says what a tensor is; what stands before it is the module's name, which is
//! understood by the table of a base alone (see [`crate::ModulePaths`]).

/// What a tensor is to its module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// `[rank, inputs]`: from the inputs to the rank; LoRA's A.
    Down,
    /// `[outputs, rank]`; LoRA's B.
    Up,
    /// The number that is divided by the rank.
    Alpha,
}

/// How a file names its tensors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `lora_unet_...lora_down.weight`, as sd-scripts, A1111 and ComfyUI.
    Kohya,
    /// `unet....lora_A.weight`, as PEFT and diffusers, and the trainers of FLUX.
    Peft,
    /// `unet....lora.down.weight` and the attention processors of the first diffusers versions.
    OldDiffusers,
}

/// The longest of the ends that fit decides; they stand so that the first that fits is it.
const ENDS: &[(&str, Role, Scheme)] = &[
    (".lora_down.weight", Role::Down, Scheme::Kohya),
    (".lora_up.weight", Role::Up, Scheme::Kohya),
    (".alpha", Role::Alpha, Scheme::Kohya),
    (".lora_A.weight", Role::Down, Scheme::Peft),
    (".lora_B.weight", Role::Up, Scheme::Peft),
    (".lora_A.default.weight", Role::Down, Scheme::Peft),
    (".lora_B.default.weight", Role::Up, Scheme::Peft),
    (".lora_A.default_0.weight", Role::Down, Scheme::Peft),
    (".lora_B.default_0.weight", Role::Up, Scheme::Peft),
    (
        ".lora_linear_layer.down.weight",
        Role::Down,
        Scheme::OldDiffusers,
    ),
    (
        ".lora_linear_layer.up.weight",
        Role::Up,
        Scheme::OldDiffusers,
    ),
    (".lora.down.weight", Role::Down, Scheme::OldDiffusers),
    (".lora.up.weight", Role::Up, Scheme::OldDiffusers),
    ("_lora.down.weight", Role::Down, Scheme::OldDiffusers),
    ("_lora.up.weight", Role::Up, Scheme::OldDiffusers),
];

/// Ends of tensors by which a file does more than a LoRA of two matrices does.
const BEYOND: &[(&str, &str)] = &[
    (".dora_scale", "DoRA"),
    (".lora_magnitude_vector", "DoRA"),
    (".lora_magnitude_vector.weight", "DoRA"),
    (".hada_w1_a", "LoHa"),
    (".hada_w1_b", "LoHa"),
    (".hada_w2_a", "LoHa"),
    (".hada_w2_b", "LoHa"),
    (".lokr_w1", "LoKr"),
    (".lokr_w2", "LoKr"),
    (".lokr_w1_a", "LoKr"),
    (".lokr_w2_a", "LoKr"),
    (".lora_mid.weight", "a LoRA of three matrices"),
    (".oft_blocks", "OFT"),
    (".oft_diag", "OFT"),
    (".diff", "whole changes of layers"),
    (".diff_b", "changes of biases"),
    (".lora_B.bias", "changes of biases"),
];

/// The module, the part and the scheme of a tensor; `None` where it is none of a LoRA.
pub(crate) fn part_of(name: &str) -> Option<(&str, Role, Scheme)> {
    ENDS.iter().find_map(|(end, role, scheme)| {
        let module = name.strip_suffix(end)?;
        (!module.is_empty()).then_some((module, *role, *scheme))
    })
}

/// Beginnings of tensors' names in bases: single files as they are published, and networks of diffusers' folders.
const OF_BASES: &[&str] = &[
    "model.diffusion_model.",
    "diffusion_model.",
    "first_stage_model.",
    "cond_stage_model.",
    "conditioner.embedders.",
    "double_blocks.",
    "single_blocks.",
    "transformer_blocks.",
    "single_transformer_blocks.",
    "joint_blocks.",
    "down_blocks.",
    "mid_block.",
    "conv_in.",
    "encoder.down_blocks.",
    "text_model.",
];

/// Whether a tensor is one of a base.
pub(crate) fn is_of_base(name: &str) -> bool {
    OF_BASES.iter().any(|start| name.starts_with(start))
}

/// What goes beyond a LoRA of two matrices; `None` where the name says nothing of it.
pub(crate) fn known_beyond(name: &str) -> Option<&'static str> {
    let known = BEYOND.iter().find(|(end, _)| name.ends_with(end));
    known.map(|(_, what)| *what)
}

/// What a file uses that is not applied here, by the name of one of its tensors.
pub(crate) fn beyond(name: &str) -> String {
    known_beyond(name).map_or_else(|| format!("the tensor {name}"), str::to_owned)
}
