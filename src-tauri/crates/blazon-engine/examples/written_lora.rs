//! Writes a LoRA with numbers by seed for a base, and what it makes of a picture, for `tools/engine/check_lora.py`.
//!
//!     cargo run -p blazon-engine --example written_lora -- BASE FOLDER

use blazon_engine::lora::{matrices_of, pair_of};
use blazon_engine::scheduler::{Noise, NoiseSource, SamplerKind};
use blazon_engine::{Base, BaseAdapters, Device, Painter, Request};
use blazon_lora::{
    LoraFacts, LoraFile, LoraPair, Module, TensorToWrite, write_lora, write_tensors,
};
use std::collections::BTreeMap;
use std::path::PathBuf;

const RANK: usize = 3;
const ALPHA: f32 = 1.5;

/// A pair of small numbers, which went through the networks' form and back.
fn pair(module: &Module, noise: &mut Noise) -> LoraPair {
    let small =
        |count: usize, noise: &mut Noise| noise.draw(count).into_iter().map(|x| 0.3 * x).collect();
    let mut pair = LoraPair {
        part: module.part,
        path: module.path.clone(),
        rank: RANK,
        alpha: ALPHA,
        scale: ALPHA / RANK as f32,
        down: small(RANK * module.row(), noise),
        up: small(module.outputs * RANK, noise),
    };
    (pair.down, pair.up) = matrices_of(&pair_of(&pair, module, 1.0, &Device::flex()), module);
    pair
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(PathBuf::from);
    let (base, folder) = (
        arguments.next().expect("a base"),
        arguments.next().expect("a folder"),
    );
    let base = Base::open(&base, &Device::flex()).expect("the base opens");
    let targets = base.lora_targets();
    let mut noise = Noise::new(8, 0);
    let pairs: Vec<LoraPair> = targets
        .modules()
        .iter()
        .map(|module| pair(module, &mut noise))
        .collect();
    let facts = LoraFacts {
        rank: RANK as u32,
        alpha: ALPHA,
        ..LoraFacts::default()
    };
    let file = folder.join("written.safetensors");
    write_lora(&file, &pairs, &targets, &facts).expect("the LoRA is written");
    let pairs = LoraFile::read(&file)
        .and_then(|lora| lora.resolve(&targets))
        .expect("it is read again");
    let mut adapters = BaseAdapters::default();
    adapters.add(&pairs, targets.modules(), 1.0, base.device());
    let request = Request {
        prompt: "the red fox holding a lamp".to_owned(),
        negative: "a dog of the sky".to_owned(),
        guidance: 5.0,
        steps: 4,
        width: 24,
        height: 16,
        seed: 0,
        count: 1,
        sampler: SamplerKind::Ddim,
    };
    let start = noise.draw(4 * 8 * 12);
    let mut painter = Painter::new(&base, &adapters).expect("the pairs fit");
    let pixels = painter
        .draw_from(&request, start.clone(), &mut noise)
        .expect("it can be drawn");
    let pixels = pixels
        .into_data()
        .try_to_vec::<f32>()
        .expect("tensors here are f32");
    let tensors = [
        TensorToWrite::f32("latents", &[1, 4, 8, 12], &start),
        TensorToWrite::f32("image", &[1, 3, 16, 24], &pixels),
    ];
    write_tensors(
        &folder.join("picture.safetensors"),
        &tensors,
        &BTreeMap::new(),
    )
    .expect("the picture is written");
}
