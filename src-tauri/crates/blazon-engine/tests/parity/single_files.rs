//! The same weights in one file, in the original layout.

use crate::networks::added;
use crate::support::{Reference, assert_close, fixture, numbers_of};
use blazon_engine::nn::{Adapters, TextEncoder, Unet, Vae};
use blazon_engine::original::Checkpoint;
use blazon_engine::{Base, Device, Plans};
use rstest::rstest;

#[rstest]
fn a_single_file_holds_the_networks_of_the_folder(#[values("sd15", "sd21", "sdxl")] family: &str) {
    let device = Device::flex();
    let plans = Plans::read(&fixture(family)).unwrap();
    let file = fixture(family).join("single-file.safetensors");
    let weights = Checkpoint::open(&file).unwrap().weights(&plans).unwrap();
    let reference = Reference::open(&format!("{family}/reference.safetensors"));
    // SD 2's UNet is stored in other 16 bits there, which hold the same numbers but for the smallest.
    let unet = Unet::load(&plans.unet, &weights.unet, &device).unwrap();
    let noise = unet.forward(
        reference.tensor("sample"),
        &[10.0, 700.0],
        &reference.tensor("context"),
        added(&reference, "").as_ref(),
        &Adapters::none(),
    );
    assert_close("noise", &numbers_of(noise), &reference.numbers("noise"));
    let vae = Vae::load(&plans.vae, &weights.vae, &device).unwrap();
    let decoded = numbers_of(vae.decode(reference.tensor("latent")));
    assert_close("decoded", &decoded, &reference.numbers("decoded"));
    let mean = numbers_of(vae.encode(reference.tensor("image")).mean);
    assert_close("mean", &mean, &reference.numbers("mean"));
    for ((config, weights), number) in plans.texts.iter().zip(&weights.texts).zip(["", "_2"]) {
        let encoder = TextEncoder::load(config, weights, &device).unwrap();
        let embedding = encoder.forward(
            &reference.tokens(&format!("ids{number}")),
            &Adapters::none(),
        );
        assert_close(
            "last",
            &numbers_of(embedding.last),
            &reference.numbers(&format!("last{number}")),
        );
        if let Some(pooled) = embedding.pooled {
            assert_close(
                "pooled",
                &numbers_of(pooled),
                &reference.numbers("pooled_2"),
            );
        }
    }
}

#[test]
fn a_file_of_no_known_family_says_so() {
    let lora = fixture("sd15/lora-peft.safetensors");
    let refusal = Base::open(&lora, &Device::flex()).unwrap_err().to_string();
    assert!(
        refusal.contains("is not a Stable Diffusion 1, 2 or XL checkpoint"),
        "{refusal}"
    );
}
