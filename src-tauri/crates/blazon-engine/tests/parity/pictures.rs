//! Whole pictures, from the prompt to the pixels.

use crate::samplers::Replay;
use crate::support::{Reference, assert_close, fixture, numbers_of};
use blazon_engine::scheduler::SamplerKind;
use blazon_engine::{Base, BaseAdapters, Device, EngineError, Painter, Request};
use rstest::rstest;
use std::ops::ControlFlow;

/// As `tools/engine/fixtures.py` has it.
pub(crate) fn request(sampler: SamplerKind) -> Request {
    Request {
        prompt: "the red fox holding a lamp".to_owned(),
        negative: "a dog of the sky".to_owned(),
        guidance: 5.0,
        steps: 4,
        width: 24,
        height: 16,
        seed: 1,
        count: 1,
        sampler,
    }
}

pub(crate) fn base(family: &str) -> Base {
    Base::open(&fixture(family), &Device::flex()).unwrap()
}

fn painter(family: &str) -> Painter {
    Painter::new(&base(family), &BaseAdapters::default()).unwrap()
}

#[rstest]
#[case("sd15", "ddim", SamplerKind::Ddim)]
#[case("sd15", "euler-ancestral", SamplerKind::EulerAncestral)]
#[case("sd21", "dpm-2m-karras", SamplerKind::DpmSolver2MKarras)]
#[case("sd21", "euler-ancestral", SamplerKind::EulerAncestral)]
#[case("sdxl", "euler-ancestral", SamplerKind::EulerAncestral)]
#[case("sdxl", "dpm-2m", SamplerKind::DpmSolver2M)]
fn a_picture_is_the_same(#[case] family: &str, #[case] name: &str, #[case] sampler: SamplerKind) {
    let reference = Reference::open(&format!("{family}/picture-{name}.safetensors"));
    let mut noise = Replay::of(&reference, "");
    let start = reference.numbers("latents");
    let pixels = painter(family)
        .draw_from(&request(sampler), start, &mut noise)
        .unwrap();
    assert_close("picture", &numbers_of(pixels), &reference.numbers("image"));
}

#[test]
fn without_a_negative_prompt_xl_takes_zeros() {
    let reference = Reference::open("sdxl/picture-no-negative.safetensors");
    let request = Request {
        negative: String::new(),
        ..request(SamplerKind::DpmSolver2M)
    };
    let mut noise = Replay::of(&reference, "");
    let pixels = painter("sdxl")
        .draw_from(&request, reference.numbers("latents"), &mut noise)
        .unwrap();
    assert_close("picture", &numbers_of(pixels), &reference.numbers("image"));
}

#[test]
fn the_same_seed_gives_the_same_picture_in_any_company() {
    let mut painter = painter("sd15");
    let three = Request {
        count: 3,
        ..request(SamplerKind::EulerAncestral)
    };
    let third = Request {
        seed: 3,
        ..request(SamplerKind::EulerAncestral)
    };
    let three = painter
        .draw(&three, &mut |_| ControlFlow::Continue(()))
        .unwrap()
        .pictures;
    let third = painter
        .draw(&third, &mut |_| ControlFlow::Continue(()))
        .unwrap()
        .pictures;
    assert_eq!(three[2], third[0]);
    assert_ne!(three[0], three[1]);
}

#[test]
fn a_drawing_can_be_stopped_before_each_step_and_shows_what_it_has() {
    let mut seen = Vec::new();
    let mut stop_at_two = |progress: &blazon_engine::Progress<'_>| {
        seen.push((
            progress.step,
            progress
                .preview()
                .map(|preview| (preview.width, preview.height)),
        ));
        match progress.step {
            2 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    };
    let end = painter("sd15").draw(&request(SamplerKind::Ddim), &mut stop_at_two);
    assert!(matches!(end, Err(EngineError::Cancelled)));
    assert_eq!(seen, [(0, None), (1, Some((24, 16))), (2, Some((24, 16)))]);
}

#[rstest]
#[case(Request { width: 25, ..request(SamplerKind::Ddim) }, "multiples of 2")]
#[case(Request { count: 0, ..request(SamplerKind::Ddim) }, "from 1 to 64")]
#[case(Request { steps: 0, ..request(SamplerKind::Ddim) }, "from 1 to 999")]
#[case(Request { guidance: f32::NAN, ..request(SamplerKind::Ddim) }, "guidance")]
fn what_cannot_be_drawn_is_refused_in_words(#[case] request: Request, #[case] words: &str) {
    let refusal = painter("sd15").draw(&request, &mut |_| ControlFlow::Continue(()));
    let refusal = refusal.unwrap_err().to_string();
    assert!(refusal.contains(words), "{refusal}");
}

#[test]
fn a_long_prompt_says_how_many_words_were_not_read() {
    let long = Request {
        prompt: "fox ".repeat(90),
        steps: 1,
        ..request(SamplerKind::Ddim)
    };
    let drawn = painter("sd15")
        .draw(&long, &mut |_| ControlFlow::Continue(()))
        .unwrap();
    assert_eq!(drawn.words_cut, 15);
}
