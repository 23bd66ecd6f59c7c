//! LoRA files as ComfyUI, A1111 and Forge load them.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

mod support;

use blazon_lora::{ExportFacts, LoraError, LoraFile, Scheme, TensorFile};
use blazon_model::BaseFamily;
use rstest::rstest;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use support::{base, change, fixture, json, lora, scratch};

const FACTS: ExportFacts<'_> = ExportFacts {
    title: "Red Fox",
    trigger: Some("ohwx fox"),
    family: BaseFamily::Sd15,
};

fn exported(lora: &LoraFile, facts: &ExportFacts<'_>) -> LoraFile {
    let (_folder, path) = scratch();
    let mut file = std::fs::File::create(&path).unwrap();
    lora.export(facts).unwrap().write(&mut file).unwrap();
    LoraFile::read(&path).unwrap()
}

fn tensors(path: &Path, file: &TensorFile) -> BTreeMap<String, Vec<u8>> {
    assert_eq!(file.path(), path);
    file.names()
        .map(|name| (name.to_owned(), file.data(name).unwrap().to_vec()))
        .collect()
}

/// Names of tensors as sd-scripts writes them, for UNets and text encoders.
fn is_kohya(name: &str) -> bool {
    let (module, end) = name.split_once('.').unwrap();
    let starts = ["lora_unet_", "lora_te_", "lora_te1_", "lora_te2_"];
    starts.iter().any(|start| module.starts_with(start))
        && ["lora_down.weight", "lora_up.weight", "alpha"].contains(&end)
}

#[rstest]
#[case::kohya("kohya.safetensors")]
#[case::peft("peft.safetensors")]
#[case::diffusers("old-diffusers.safetensors")]
fn an_exported_file_has_kohyas_names_and_the_same_changes(#[case] name: &str) {
    let new = exported(&LoraFile::read(&fixture(name)).unwrap(), &FACTS);
    assert_eq!((new.scheme(), new.rank()), (Scheme::Kohya, 2));
    let expected: BTreeMap<String, [f64; 2]> = json("changes.json");
    let pairs = new.resolve(&base()).unwrap();
    assert_eq!(pairs.len(), expected.len());
    for pair in pairs {
        let part = match pair.part {
            blazon_lora::Part::Unet => "unet",
            blazon_lora::Part::Text | blazon_lora::Part::Text2 => "text",
        };
        let expected = expected[&format!("{part}:{}", pair.path)];
        for (ours, theirs) in change(&pair).into_iter().zip(expected) {
            assert!((ours - theirs).abs() < 1e-4 * (1.0 + theirs.abs()));
        }
    }
}

#[rstest]
#[case::kohya("kohya.safetensors")]
#[case::peft("peft.safetensors")]
#[case::diffusers("old-diffusers.safetensors")]
fn every_name_is_one_that_sd_scripts_writes(#[case] name: &str) {
    let (_folder, path) = scratch();
    let mut file = std::fs::File::create(&path).unwrap();
    let lora = LoraFile::read(&fixture(name)).unwrap();
    lora.export(&FACTS).unwrap().write(&mut file).unwrap();
    let names = TensorFile::open(&path).unwrap();
    let strange: Vec<_> = names.names().filter(|name| !is_kohya(name)).collect();
    assert!(strange.is_empty(), "{strange:?}");
}

#[test]
fn a_file_with_kohyas_names_keeps_every_tensor_to_the_byte() {
    let (_folder, path) = scratch();
    let lora = LoraFile::read(&fixture("kohya.safetensors")).unwrap();
    let mut file = std::fs::File::create(&path).unwrap();
    lora.export(&FACTS).unwrap().write(&mut file).unwrap();
    let old = TensorFile::open(lora.path()).unwrap();
    let new = TensorFile::open(&path).unwrap();
    assert_eq!(tensors(&path, &new), tensors(lora.path(), &old));
    for (key, value) in old.metadata() {
        let is_ours = key.contains("hash") || key == "modelspec.title";
        assert!(is_ours || new.metadata()[key] == *value, "{key}");
    }
    let bytes = std::fs::read(&path).unwrap();
    let start = 8 + u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    let hash: String = Sha256::digest(&bytes[start..])
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(new.metadata()["modelspec.hash_sha256"], format!("0x{hash}"));
}

#[test]
fn the_file_says_what_it_is_and_what_calls_it() {
    let new = exported(
        &LoraFile::read(&fixture("peft.safetensors")).unwrap(),
        &FACTS,
    );
    let said = |key: &str| new.metadata()[key].as_str();
    assert_eq!(said("modelspec.title"), "Red Fox");
    assert_eq!(said("modelspec.trigger_phrase"), "ohwx fox");
    assert_eq!(said("modelspec.architecture"), "stable-diffusion-v1/lora");
    assert_eq!(said("ss_base_model_version"), "sd_v1");
    assert_eq!(said("ss_network_dim"), "2");
    assert!(!new.metadata().contains_key("lora_adapter_metadata"));
}

#[test]
fn another_trigger_takes_the_place_of_the_one_before() {
    const DOWN: &str = "lora_unet_x_attn2_to_k.lora_down.weight";
    const UP: &str = "lora_unet_x_attn2_to_k.lora_up.weight";
    let metadata = [
        ("modelspec.trigger_phrase", "old"),
        ("modelspec.usage_hint", "Use keyword 'old'"),
    ];
    let shapes: [(&str, &[usize]); 2] = [(DOWN, &[4, 768]), (UP, &[320, 4])];
    let lora = lora(&shapes, &metadata).unwrap();
    let new = exported(&lora, &FACTS);
    assert_eq!(new.trigger(), Some("ohwx fox"));
    assert_eq!(
        new.metadata()["modelspec.usage_hint"],
        "Use keyword 'ohwx fox'"
    );
    let trigger = None;
    let without = exported(&new, &ExportFacts { trigger, ..FACTS });
    assert_eq!(without.trigger(), None);
    assert!(!without.metadata().contains_key("modelspec.usage_hint"));
}

// Prefixes and ends that ComfyUI's `comfy/lora.py` looks for in transformers.
#[rstest]
#[case::fal(
    "transformer.single_transformer_blocks.0.attn.to_q",
    "transformer.single_transformer_blocks.0.attn.to_q"
)]
#[case::ai_toolkit(
    "diffusion_model.double_blocks.0.img_attn.proj",
    "diffusion_model.double_blocks.0.img_attn.proj"
)]
#[case::peft_of_diffusers(
    "base_model.model.transformer_blocks.0.attn.to_q",
    "transformer.transformer_blocks.0.attn.to_q"
)]
#[case::peft_of_the_reference(
    "base_model.model.double_blocks.0.img_attn.qkv",
    "diffusion_model.double_blocks.0.img_attn.qkv"
)]
#[case::peft_with_prefix(
    "base_model.model.transformer.transformer_blocks.0.attn.to_q",
    "transformer.transformer_blocks.0.attn.to_q"
)]
#[case::bare("layers.0.attention.to_q", "diffusion_model.layers.0.attention.to_q")]
fn a_transformers_names_are_those_that_comfyui_reads(#[case] old: &str, #[case] new: &str) {
    let (down, up) = (
        format!("{old}.lora_A.default.weight"),
        format!("{old}.lora_B.default.weight"),
    );
    let shapes: [(&str, &[usize]); 2] = [(&down, &[4, 3072]), (&up, &[3072, 4])];
    let family = BaseFamily::Flux1;
    let exported = exported(
        &lora(&shapes, &[]).unwrap(),
        &ExportFacts { family, ..FACTS },
    );
    assert_eq!(exported.pairs()[0].module, new);
    assert_eq!(exported.scheme(), Scheme::Peft);
    assert!(exported.others().is_empty());
}

#[test]
fn kohyas_names_of_a_transformer_stay() {
    const DOWN: &str = "lora_unet_double_blocks_0_img_attn_qkv.lora_down.weight";
    const UP: &str = "lora_unet_double_blocks_0_img_attn_qkv.lora_up.weight";
    let shapes: [(&str, &[usize]); 2] = [(DOWN, &[4, 3072]), (UP, &[9216, 4])];
    let family = BaseFamily::Flux1;
    let new = exported(
        &lora(&shapes, &[]).unwrap(),
        &ExportFacts { family, ..FACTS },
    );
    assert_eq!(new.scheme(), Scheme::Kohya);
    assert_eq!(new.metadata()["modelspec.architecture"], "flux-1-dev/lora");
}

#[test]
fn an_alpha_that_only_the_configuration_says_becomes_a_tensor() {
    let module = "transformer.transformer_blocks.0.attn.to_q";
    let (down, up) = (
        format!("{module}.lora_A.weight"),
        format!("{module}.lora_B.weight"),
    );
    let shapes: [(&str, &[usize]); 2] = [(&down, &[4, 3072]), (&up, &[3072, 4])];
    let config = r#"{"transformer.r": 4, "transformer.lora_alpha": 8}"#;
    let lora = lora(&shapes, &[("lora_adapter_metadata", config)]).unwrap();
    let (_folder, path) = scratch();
    let mut file = std::fs::File::create(&path).unwrap();
    let family = BaseFamily::Flux1;
    let export = lora.export(&ExportFacts { family, ..FACTS }).unwrap();
    export.write(&mut file).unwrap();
    let new = TensorFile::open(&path).unwrap();
    assert_eq!(new.to_f32(&format!("{module}.alpha")).unwrap(), [8.0]);
}

#[test]
fn what_cannot_be_said_in_other_names_is_refused() {
    let shapes: [(&str, &[usize]); 3] = [
        ("unet.x.attn2.to_k.lora_A.weight", &[4, 768]),
        ("unet.x.attn2.to_k.lora_B.weight", &[320, 4]),
        ("unet.x.attn2.to_k.lora_magnitude_vector", &[320]),
    ];
    let error = lora(&shapes, &[]).unwrap().export(&FACTS).unwrap_err();
    assert!(matches!(error, LoraError::Unsupported { .. }), "{error}");
}

#[test]
fn two_names_that_become_one_are_refused() {
    let shapes: [(&str, &[usize]); 4] = [
        ("unet.x.attn2.to_k.lora_A.weight", &[4, 768]),
        ("unet.x.attn2.to_k.lora_B.weight", &[320, 4]),
        ("lora_unet_x_attn2_to_k.lora_down.weight", &[4, 768]),
        ("lora_unet_x_attn2_to_k.lora_up.weight", &[320, 4]),
    ];
    let error = lora(&shapes, &[]).unwrap().export(&FACTS).unwrap_err();
    assert!(matches!(error, LoraError::ChangedTwice { .. }), "{error}");
}
