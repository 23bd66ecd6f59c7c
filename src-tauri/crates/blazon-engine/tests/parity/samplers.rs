//! Samplers beside diffusers' schedulers, over a stand-in for a network.

use crate::support::{Reference, assert_close};
use blazon_engine::config::{BetaSchedule, Prediction, SchedulerConfig, Spacing};
use blazon_engine::scheduler::{NoiseSource, Sampler, SamplerKind};
use rstest::rstest;

/// Gives the noise that the reference was given.
pub(crate) struct Replay {
    given: Vec<Vec<f32>>,
}

impl Replay {
    pub(crate) fn of(reference: &Reference, prefix: &str) -> Self {
        let names = (0..).map(|index| format!("{prefix}step_noise.{index}"));
        let mut given: Vec<_> = names
            .take_while(|name| reference.has(name))
            .map(|name| reference.numbers(&name))
            .collect();
        given.reverse();
        Self { given }
    }
}

impl NoiseSource for Replay {
    fn draw(&mut self, count: usize) -> Vec<f32> {
        let noise = self.given.pop().expect("the reference drew as often");
        assert_eq!(noise.len(), count);
        noise
    }
}

/// Follows a trajectory and compares each step.
fn follow(
    reference: &Reference,
    prefix: &str,
    kind: SamplerKind,
    config: &SchedulerConfig,
    steps: usize,
) {
    let mut sampler = Sampler::new(kind, config, steps).unwrap();
    assert_close(
        "times",
        sampler.times(),
        &reference.numbers(&format!("{prefix}timesteps")),
    );
    let fixed = reference.numbers(&format!("{prefix}fixed"));
    let mut latents = reference.numbers(&format!("{prefix}start"));
    let mut noise = Replay::of(reference, prefix);
    for step in 0..steps {
        let scale = sampler.input_scale(step);
        let push = 0.1 * (step + 1) as f32;
        let answer: Vec<f32> = latents
            .iter()
            .zip(&fixed)
            .map(|(x, fixed)| 0.4 * scale * x + push * fixed)
            .collect();
        sampler.step(step, &answer, &mut latents, &mut noise);
        assert_close(
            &format!("{prefix}{step}"),
            &latents,
            &reference.numbers(&format!("{prefix}after.{step}")),
        );
    }
}

#[rstest]
fn a_sampler_takes_the_same_steps(
    #[values(
        ("ddim", SamplerKind::Ddim),
        ("euler-ancestral", SamplerKind::EulerAncestral),
        ("dpm-2m", SamplerKind::DpmSolver2M),
        ("dpm-2m-karras", SamplerKind::DpmSolver2MKarras)
    )]
    (name, kind): (&str, SamplerKind),
    #[values(("epsilon", Prediction::Epsilon), ("v_prediction", Prediction::Velocity))]
    (predicted, prediction): (&str, Prediction),
    #[values(
        ("leading", Spacing::Leading, 7),
        ("leading", Spacing::Leading, 16),
        ("trailing", Spacing::Trailing, 7),
        ("linspace", Spacing::Linspace, 7)
    )]
    (spaced, spacing, steps): (&str, Spacing, usize),
) {
    let config = SchedulerConfig {
        spacing: Some(spacing),
        ..SchedulerConfig::stable_diffusion(prediction)
    };
    let reference = Reference::open("schedulers.safetensors");
    let prefix = format!("{name}/{predicted}/{spaced}/{steps}/");
    follow(&reference, &prefix, kind, &config, steps);
}

#[test]
fn straight_betas_and_a_last_step_to_the_clean_picture_are_followed() {
    let config = SchedulerConfig {
        beta_start: 0.0001,
        beta_end: 0.02,
        betas: BetaSchedule::Linear,
        alpha_to_one: true,
        steps_offset: 0,
        ..SchedulerConfig::stable_diffusion(Prediction::Epsilon)
    };
    follow(
        &Reference::open("schedulers.safetensors"),
        "linear/",
        SamplerKind::Ddim,
        &config,
        5,
    );
}

#[test]
fn the_start_is_as_noisy_as_the_reference() {
    // sqrt((1 - a) / a) of the last training step, 14.6146 for Stable Diffusion's betas.
    let config = SchedulerConfig::stable_diffusion(Prediction::Epsilon);
    let linspace = SchedulerConfig {
        spacing: Some(Spacing::Linspace),
        ..config.clone()
    };
    let scale =
        |config: &SchedulerConfig, kind| Sampler::new(kind, config, 20).unwrap().start_scale();
    assert!((scale(&linspace, SamplerKind::EulerAncestral) - 14.6146).abs() < 1e-3);
    assert!(scale(&config, SamplerKind::EulerAncestral) > 10.0);
    assert!((scale(&config, SamplerKind::Ddim) - 1.0).abs() < 1e-6);
}

#[rstest]
fn no_steps_and_too_many_are_refused(#[values(0, 1000)] steps: usize) {
    let config = SchedulerConfig::stable_diffusion(Prediction::Epsilon);
    let refusal = Sampler::new(SamplerKind::Ddim, &config, steps).unwrap_err();
    assert!(refusal.to_string().contains("from 1 to 999"), "{refusal}");
}
