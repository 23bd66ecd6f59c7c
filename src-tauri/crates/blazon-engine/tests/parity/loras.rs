//! LoRAs that PEFT made.

use crate::pictures::{base, request};
use crate::samplers::Replay;
use crate::support::{Reference, difference, fixture, numbers_of};
use blazon_engine::lora::BaseAdapters;
use blazon_engine::nn::Adapters;
use blazon_engine::scheduler::SamplerKind;
use blazon_engine::{Base, Device, Painter};
use blazon_lora::LoraFile;
use rstest::rstest;
use std::path::Path;

fn adapters(base: &Base, file: &Path, strength: f32) -> BaseAdapters {
    let targets = base.lora_targets();
    let pairs = LoraFile::read(file).unwrap().resolve(&targets).unwrap();
    let mut adapters = BaseAdapters::default();
    adapters.add(&pairs, targets.modules(), strength, &Device::flex());
    adapters
}

#[rstest]
fn a_lora_by_peft_draws_the_same_picture(#[values("sd15", "sdxl")] family: &str) {
    let base = base(family);
    let adapters = adapters(&base, &fixture(family).join("lora-peft.safetensors"), 0.7);
    let reference = Reference::open(&format!("{family}/picture-lora.safetensors"));
    let mut noise = Replay::of(&reference, "");
    let mut painter = Painter::new(&base, &adapters).unwrap();
    let start = reference.numbers("latents");
    let pixels = painter
        .draw_from(&request(SamplerKind::Ddim), start, &mut noise)
        .unwrap();
    let apart = difference(&numbers_of(pixels), &reference.numbers("image"));
    println!("picture with a LoRA: {apart:.1e}");
    assert!(apart < 1e-3, "{apart}");
}

#[rstest]
fn pairs_beside_the_weights_do_what_merged_ones_do(#[values("sd15", "sdxl")] family: &str) {
    let base = base(family);
    let adapters = adapters(&base, &fixture(family).join("lora-peft.safetensors"), 0.7);
    let reference = Reference::open(&format!("{family}/reference.safetensors"));
    let prompts = reference.tokens("ids");
    let encoder = &base.encoders[0].network;
    let beside = encoder.forward(&prompts, &adapters.texts[0]).last;
    let merged = encoder
        .merged(&adapters.texts[0])
        .unwrap()
        .forward(&prompts, &Adapters::none())
        .last;
    let plain = encoder.forward(&prompts, &Adapters::none()).last;
    let merged = numbers_of(merged);
    assert!(difference(&numbers_of(beside), &merged) < 1e-5);
    assert!(difference(&numbers_of(plain), &merged) > 1e-3);
    let unet = |adapters: &Adapters, unet: &blazon_engine::nn::Unet| {
        let added = crate::networks::added(&reference, "");
        numbers_of(unet.forward(
            reference.tensor("sample"),
            &[10.0, 700.0],
            &reference.tensor("context"),
            added.as_ref(),
            adapters,
        ))
    };
    let beside = unet(&adapters.unet, &base.unet);
    let merged = unet(
        &Adapters::none(),
        &base.unet.merged(&adapters.unet).unwrap(),
    );
    let plain = unet(&Adapters::none(), &base.unet);
    assert!(difference(&beside, &merged) < 1e-5);
    assert!(difference(&plain, &merged) > 1e-3);
}
