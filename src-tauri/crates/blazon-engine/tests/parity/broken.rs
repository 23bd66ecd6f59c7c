//! Bases that are not whole: each is refused by a line that names what is wrong.

use crate::support::fixture;
use blazon_engine::{Base, Device};
use blazon_lora::{Dtype, TensorFile, TensorToWrite, write_tensors};
use rstest::rstest;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A copy of a small base, changed.
fn refusal(change: impl Fn(&Path)) -> String {
    let folder = tempfile::tempdir().unwrap();
    copy(&fixture("sd15"), folder.path());
    Base::open(folder.path(), &Device::flex()).expect("the copy is whole");
    change(folder.path());
    Base::open(folder.path(), &Device::flex())
        .unwrap_err()
        .to_string()
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} is in {text}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[rstest]
#[case("model_index.json")]
#[case("unet/config.json")]
#[case("unet/diffusion_pytorch_model.safetensors")]
#[case("vae/config.json")]
#[case("text_encoder/model.safetensors")]
#[case("scheduler/scheduler_config.json")]
#[case("tokenizer/vocab.json")]
#[case("tokenizer/merges.txt")]
fn a_missing_file_is_named(#[case] file: &str) {
    let refusal = refusal(|folder| fs::remove_file(folder.join(file)).unwrap());
    assert!(
        refusal.contains("is missing") && refusal.contains(file),
        "{refusal}"
    );
}

#[rstest]
#[case(
    "model_index.json",
    "StableDiffusionPipeline",
    "FluxPipeline",
    "FluxPipeline cannot be used"
)]
#[case(
    "unet/config.json",
    "UNet2DConditionModel",
    "ControlNetModel",
    "_class_name"
)]
#[case(
    "unet/config.json",
    "\"norm_num_groups\": 4",
    "\"norm_num_groups\": 3",
    "do not divide into 3 groups"
)]
#[case(
    "unet/config.json",
    "\"layers_per_block\": 1",
    "\"layers_per_block\": 4000000000",
    "must be from 1 to 8"
)]
#[case(
    "unet/config.json",
    "\"in_channels\": 4",
    "\"in_channels\": 9",
    "inpainting"
)]
#[case(
    "unet/config.json",
    "\"cross_attention_dim\": 16",
    "\"cross_attention_dim\": 24",
    "the UNet wants 24"
)]
#[case(
    "unet/config.json",
    "\"class_embed_type\": null",
    "\"class_embed_type\": \"timestep\"",
    "class_embed_type"
)]
#[case(
    "vae/config.json",
    "\"scaling_factor\": 0.18215",
    "\"scaling_factor\": 0.0",
    "scaling_factor"
)]
#[case(
    "text_encoder/config.json",
    "\"hidden_size\": 16",
    "\"hidden_size\": -1",
    "is not a configuration that can be read"
)]
#[case(
    "scheduler/scheduler_config.json",
    "\"beta_start\": 0.00085",
    "\"beta_start\": 7",
    "no noise schedule"
)]
#[case(
    "text_encoder/config.json",
    "\"num_hidden_layers\": 2",
    "\"num_hidden_layers\": 3",
    "lacks the weights `text_model.encoder.layers.2"
)]
#[case(
    "unet/config.json",
    "    16\n",
    "    32\n",
    "the configuration asks for"
)]
fn a_wrong_configuration_is_named(
    #[case] file: &str,
    #[case] from: &str,
    #[case] to: &str,
    #[case] says: &str,
) {
    let refusal = refusal(|folder| edit(&folder.join(file), from, to));
    assert!(refusal.contains(says), "{refusal}");
}

#[test]
fn a_tokenizer_that_knows_more_than_the_encoder_is_refused() {
    let refusal = refusal(|folder| {
        edit(
            &folder.join("tokenizer/vocab.json"),
            "\"<|endoftext|>\": 554",
            "\"<|endoftext|>\": 900",
        );
    });
    assert!(refusal.contains("the text encoder knows 555"), "{refusal}");
}

#[test]
fn truncated_weights_are_refused() {
    let refusal = refusal(|folder| {
        let path = folder.join("unet/diffusion_pytorch_model.safetensors");
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() - 100]).unwrap();
    });
    assert!(
        refusal.contains("diffusion_pytorch_model.safetensors"),
        "{refusal}"
    );
}

/// Writes the UNet's weights again as F32, with one tensor changed.
fn rewrite(folder: &Path, name: &str, change: impl Fn(&mut TensorToWrite)) {
    let path = folder.join("unet/diffusion_pytorch_model.safetensors");
    let file = TensorFile::read(&path).unwrap();
    let mut tensors: Vec<TensorToWrite> = file
        .names()
        .map(|name| TensorToWrite {
            name: name.to_owned(),
            dtype: Dtype::F32,
            shape: file.info(name).unwrap().shape.clone(),
            data: file
                .to_f32(name)
                .unwrap()
                .into_iter()
                .flat_map(f32::to_le_bytes)
                .collect(),
        })
        .collect();
    change(
        tensors
            .iter_mut()
            .find(|tensor| tensor.name == name)
            .unwrap(),
    );
    write_tensors(&path, &tensors, &BTreeMap::new()).unwrap();
}

#[test]
fn what_is_no_number_is_found_and_named() {
    let refusal = refusal(|folder| {
        rewrite(folder, "conv_in.weight", |tensor| {
            tensor.data[..4].copy_from_slice(&f32::NAN.to_le_bytes());
        });
    });
    assert!(
        refusal.contains("`conv_in.weight` hold values that are not finite"),
        "{refusal}"
    );
}

#[test]
fn integers_in_place_of_weights_are_refused() {
    let refusal =
        refusal(|folder| rewrite(folder, "conv_out.bias", |tensor| tensor.dtype = Dtype::I32));
    assert!(refusal.contains("conv_out.bias"), "{refusal}");
}
