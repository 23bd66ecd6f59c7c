//! UNet, text encoders and autoencoder.

use crate::support::{Reference, assert_close, fixture, numbers_of};
use blazon_engine::config::{TextConfig, UnetConfig, VaeConfig};
use blazon_engine::nn::{Adapters, Added, TextEncoder, Unet, Vae};
use blazon_engine::{Device, Weights};
use rstest::rstest;

fn unet(family: &str) -> Unet {
    let folder = fixture(family).join("unet");
    let config = UnetConfig::read(&folder.join("config.json")).unwrap();
    Unet::load(&config, &Weights::unet(&folder).unwrap(), &Device::flex()).unwrap()
}

fn vae(family: &str) -> Vae {
    let folder = fixture(family).join("vae");
    let config = VaeConfig::read(&folder.join("config.json")).unwrap();
    Vae::load(&config, &Weights::vae(&folder).unwrap(), &Device::flex()).unwrap()
}

fn encoder(family: &str, part: &str) -> TextEncoder {
    let folder = fixture(family).join(part);
    let config = TextConfig::read(&folder.join("config.json")).unwrap();
    TextEncoder::load(&config, &Weights::text(&folder).unwrap(), &Device::flex()).unwrap()
}

pub(crate) fn added(reference: &Reference, case: &str) -> Option<Added> {
    reference.has(&format!("{case}text_embeds")).then(|| Added {
        pooled: reference.tensor(&format!("{case}text_embeds")),
        measures: reference
            .numbers(&format!("{case}time_ids"))
            .chunks(6)
            .map(|six| six.try_into().unwrap())
            .collect(),
    })
}

#[rstest]
fn the_unet_removes_the_same_noise(
    #[values("sd15", "sd21", "sdxl")] family: &str,
    #[values("", "odd_")] case: &str,
) {
    let reference = Reference::open(&format!("{family}/reference.safetensors"));
    let noise = unet(family).forward(
        reference.tensor(&format!("{case}sample")),
        &[10.0, 700.0],
        &reference.tensor(&format!("{case}context")),
        added(&reference, case).as_ref(),
        &Adapters::none(),
    );
    assert_close(
        "noise",
        &numbers_of(noise),
        &reference.numbers(&format!("{case}noise")),
    );
}

#[rstest]
fn a_tracked_unet_computes_what_a_plain_one_does(#[values("sd15", "sdxl")] family: &str) {
    let reference = Reference::open(&format!("{family}/reference.safetensors"));
    let noise = unet(family).autodiff().forward(
        reference.tensor::<4>("sample").autodiff().require_grad(),
        &[10.0, 700.0],
        &reference.tensor::<3>("context").autodiff(),
        added(&reference, "").as_ref(),
        &Adapters::none(),
    );
    assert_close("noise", &numbers_of(noise), &reference.numbers("noise"));
}

#[rstest]
#[case("sd15", "text_encoder", "")]
#[case("sd21", "text_encoder", "")]
#[case("sdxl", "text_encoder", "")]
#[case("sdxl", "text_encoder_2", "_2")]
fn a_text_encoder_embeds_the_same(#[case] family: &str, #[case] part: &str, #[case] number: &str) {
    let reference = Reference::open(&format!("{family}/reference.safetensors"));
    let prompts = reference.tokens(&format!("ids{number}"));
    let embedding = encoder(family, part).forward(&prompts, &Adapters::none());
    let name = |what: &str| format!("{what}{number}");
    assert_close(
        "last",
        &numbers_of(embedding.last),
        &reference.numbers(&name("last")),
    );
    let penultimate = numbers_of(embedding.penultimate);
    assert_close(
        "penultimate",
        &penultimate,
        &reference.numbers(&name("penultimate")),
    );
    assert_eq!(embedding.pooled.is_some(), reference.has(&name("pooled")));
    if let Some(pooled) = embedding.pooled {
        assert_close(
            "pooled",
            &numbers_of(pooled),
            &reference.numbers(&name("pooled")),
        );
    }
}

#[rstest]
fn the_autoencoder_encodes_and_decodes_the_same(#[values("sd15", "sd21", "sdxl")] family: &str) {
    let reference = Reference::open(&format!("{family}/reference.safetensors"));
    let vae = vae(family);
    let moments = vae.encode(reference.tensor("image"));
    assert_close(
        "mean",
        &numbers_of(moments.mean),
        &reference.numbers("mean"),
    );
    assert_close(
        "logvar",
        &numbers_of(moments.log_variance),
        &reference.numbers("logvar"),
    );
    let decoded = numbers_of(vae.decode(reference.tensor("latent")));
    assert_close("decoded", &decoded, &reference.numbers("decoded"));
}
