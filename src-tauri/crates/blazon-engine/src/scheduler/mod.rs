//! Samplers: from noise to latents in a few steps.
//!
//! All work on plain numbers, whatever device the network runs on, since latents are small. They follow diffusers:
//! DDIM (Song et al., 2021), Euler ancestral (Karras et al., 2022, in k-diffusion's form) and DPM-Solver++ of second
//! order over several steps (Lu et al., 2022), the last also with Karras' noise levels.

mod noise;
mod schedule;

pub use noise::{Noise, NoiseSource};
pub use schedule::Schedule;

use crate::EngineError;
use crate::config::{Prediction, SchedulerConfig, Spacing};

/// The ways from noise to latents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SamplerKind {
    /// Deterministic, first order.
    Ddim,
    /// First order, with fresh noise at each step.
    EulerAncestral,
    /// Deterministic, second order.
    DpmSolver2M,
    /// The same at Karras' noise levels.
    DpmSolver2MKarras,
}

impl SamplerKind {
    /// What is chosen where a base's configuration leaves it open (diffusers' defaults).
    const fn spacing(self) -> Spacing {
        match self {
            Self::Ddim => Spacing::Leading,
            Self::EulerAncestral | Self::DpmSolver2M | Self::DpmSolver2MKarras => Spacing::Linspace,
        }
    }
}

/// One way through the steps of one picture.
#[derive(Clone, Debug)]
pub struct Sampler {
    kind: SamplerKind,
    prediction: Prediction,
    clip: bool,
    /// The training step that the network is told, for each step.
    times: Vec<f32>,
    /// Noise over signal before and after each step.
    levels: Vec<[f64; 2]>,
    start: f64,
    /// DPM-Solver's estimate of the step before.
    before: Option<Vec<f32>>,
}

impl Sampler {
    /// Lays out `steps` steps.
    ///
    /// # Errors
    /// When there are none or more than the base was trained with.
    pub fn new(
        kind: SamplerKind,
        config: &SchedulerConfig,
        steps: usize,
    ) -> Result<Self, EngineError> {
        if steps == 0 || steps >= config.train_steps {
            let most = config.train_steps - 1;
            return Err(EngineError::BadRequest(format!(
                "a picture takes from 1 to {most} steps, not {steps}"
            )));
        }
        let schedule = Schedule::new(config);
        let spacing = config.spacing.unwrap_or(kind.spacing());
        let (times, levels) = match kind {
            SamplerKind::Ddim => ddim_levels(config, &schedule, spacing, steps),
            SamplerKind::EulerAncestral => euler_levels(config, &schedule, spacing, steps),
            SamplerKind::DpmSolver2M => dpm_levels(config, &schedule, spacing, steps),
            SamplerKind::DpmSolver2MKarras => karras_levels(&schedule, steps),
        };
        let largest = levels.iter().map(|[before, _]| *before).fold(0.0, f64::max);
        let start = match (kind, spacing) {
            (SamplerKind::EulerAncestral, Spacing::Leading) => (largest * largest + 1.0).sqrt(),
            (SamplerKind::EulerAncestral, Spacing::Linspace | Spacing::Trailing) => largest,
            (SamplerKind::Ddim | SamplerKind::DpmSolver2M | SamplerKind::DpmSolver2MKarras, _) => {
                1.0
            }
        };
        Ok(Self {
            kind,
            prediction: config.prediction,
            clip: config.clip_sample && kind == SamplerKind::Ddim,
            times,
            levels,
            start,
            before: None,
        })
    }

    /// The training step that the network is told, for each step.
    #[must_use]
    pub fn times(&self) -> &[f32] {
        &self.times
    }

    /// By what the first noise, of variance 1, is multiplied.
    #[must_use]
    pub fn start_scale(&self) -> f32 {
        self.start as f32
    }

    /// By what the latents are multiplied before the network sees them at a step.
    #[must_use]
    pub fn input_scale(&self, step: usize) -> f32 {
        match self.kind {
            SamplerKind::EulerAncestral => shares(self.levels[step][0]).0 as f32,
            SamplerKind::Ddim | SamplerKind::DpmSolver2M | SamplerKind::DpmSolver2MKarras => 1.0,
        }
    }

    /// Takes one step with the network's answer, and gives the estimate of the finished latents.
    ///
    /// # Panics
    /// When the lengths differ.
    pub fn step(
        &mut self,
        step: usize,
        answer: &[f32],
        latents: &mut [f32],
        noise: &mut dyn NoiseSource,
    ) -> Vec<f32> {
        assert_eq!(
            answer.len(),
            latents.len(),
            "the network answers each latent"
        );
        let clean = self.clean(step, answer, latents);
        match self.kind {
            SamplerKind::Ddim => self.ddim_step(step, &clean, answer, latents),
            SamplerKind::EulerAncestral => self.euler_step(step, &clean, latents, noise),
            SamplerKind::DpmSolver2M | SamplerKind::DpmSolver2MKarras => {
                self.dpm_step(step, &clean, latents);
            }
        }
        clean
    }

    /// The estimate of the finished latents.
    fn clean(&self, step: usize, answer: &[f32], latents: &[f32]) -> Vec<f32> {
        let [sigma, _] = self.levels[step];
        let (signal, spread) = shares(sigma);
        // Euler's latents are the signal plus sigma times the noise; the others' keep a variance of one.
        let (of_latent, of_answer) = match (self.kind, self.prediction) {
            (SamplerKind::EulerAncestral, Prediction::Epsilon) => (1.0, -sigma),
            (SamplerKind::EulerAncestral, Prediction::Velocity) => (signal * signal, -spread),
            (_, Prediction::Epsilon) => (1.0 / signal, -sigma),
            (_, Prediction::Velocity) => (signal, -spread),
        };
        let bound = if self.clip { 1.0 } else { f32::INFINITY };
        mix(latents, of_latent, answer, of_answer)
            .into_iter()
            .map(|value| value.clamp(-bound, bound))
            .collect()
    }

    fn ddim_step(&self, step: usize, clean: &[f32], answer: &[f32], latents: &mut [f32]) {
        let [from, to] = self.levels[step];
        let (signal, spread) = shares(from);
        let (next_signal, next_spread) = shares(to);
        let noise = match self.prediction {
            Prediction::Epsilon => answer.to_vec(),
            Prediction::Velocity => mix(answer, signal, latents, spread),
        };
        latents.copy_from_slice(&mix(clean, next_signal, &noise, next_spread));
    }

    fn euler_step(
        &self,
        step: usize,
        clean: &[f32],
        latents: &mut [f32],
        noise: &mut dyn NoiseSource,
    ) {
        let [from, to] = self.levels[step];
        let fresh = (to * to * (from * from - to * to) / (from * from)).sqrt();
        let kept = (to * to - fresh * fresh).sqrt();
        // `latents + (latents - clean) / from * (kept - from)`.
        let moved = mix(latents, kept / from, clean, 1.0 - kept / from);
        let noise = noise.draw(latents.len());
        latents.copy_from_slice(&mix(&moved, 1.0, &noise, fresh));
    }

    fn dpm_step(&mut self, step: usize, clean: &[f32], latents: &mut [f32]) {
        let log_ratio = |sigma: f64| -sigma.ln();
        let [from, to] = self.levels[step];
        let (signal, spread) = shares(to);
        let width = log_ratio(to) - log_ratio(from);
        let pull = -signal * (-width).exp_m1();
        let last = step + 1 == self.times.len();
        let target = match &self.before {
            // The straight line through this estimate and the one before, at the middle of the step.
            Some(before) if !last => {
                let ratio = (log_ratio(from) - log_ratio(self.levels[step - 1][0])) / width;
                mix(clean, 1.0 + 0.5 / ratio, before, -0.5 / ratio)
            }
            Some(_) | None => clean.to_vec(),
        };
        latents.copy_from_slice(&mix(latents, spread / shares(from).1, &target, pull));
        self.before = Some(clean.to_vec());
    }
}

/// How much of latents of variance one is signal, and how much noise: `1 / sqrt(1 + sigma^2)`, and sigma times that.
fn shares(sigma: f64) -> (f64, f64) {
    let signal = 1.0 / (sigma * sigma + 1.0).sqrt();
    (signal, sigma * signal)
}

/// The training step and the noise over signal before and after, for each step.
type Levels = (Vec<f32>, Vec<[f64; 2]>);

fn mix(a: &[f32], of_a: f64, b: &[f32], of_b: f64) -> Vec<f32> {
    let (of_a, of_b) = (of_a as f32, of_b as f32);
    a.iter().zip(b).map(|(a, b)| of_a * a + of_b * b).collect()
}

/// Each step leads one stride on, which for uneven steps is not quite the next one; the last leads before the first.
fn ddim_levels(
    config: &SchedulerConfig,
    schedule: &Schedule,
    spacing: Spacing,
    steps: usize,
) -> Levels {
    let times = whole(spaced(config, spacing, steps));
    let stride = (config.train_steps / steps) as f64;
    let after = |time: f64| match (time >= stride, config.alpha_to_one) {
        (true, _) => schedule.sigma(time - stride),
        (false, true) => 0.0,
        (false, false) => schedule.sigma(0.0),
    };
    let levels = times
        .iter()
        .map(|time| [schedule.sigma(*time), after(*time)])
        .collect();
    (as_f32(&times), levels)
}

fn euler_levels(
    config: &SchedulerConfig,
    schedule: &Schedule,
    spacing: Spacing,
    steps: usize,
) -> Levels {
    let times = spaced(config, spacing, steps);
    let times = if spacing == Spacing::Linspace {
        times
    } else {
        whole(times)
    };
    let sigmas: Vec<f64> = times.iter().map(|time| schedule.sigma(*time)).collect();
    (as_f32(&times), to_zero(&sigmas))
}

/// DPM-Solver leaves out the least noisy step of one more.
fn dpm_levels(
    config: &SchedulerConfig,
    schedule: &Schedule,
    spacing: Spacing,
    steps: usize,
) -> Levels {
    let mut times = match spacing {
        Spacing::Trailing => whole(spaced(config, spacing, steps)),
        Spacing::Leading | Spacing::Linspace => whole(spaced(config, spacing, steps + 1)),
    };
    times.truncate(steps);
    let sigmas: Vec<f64> = times.iter().map(|time| schedule.sigma(*time)).collect();
    (as_f32(&times), to_zero(&sigmas))
}

fn karras_levels(schedule: &Schedule, steps: usize) -> Levels {
    let (times, sigmas) = schedule.karras(steps);
    (times, to_zero(&sigmas))
}

/// Each level leads to the next, the last to no noise.
fn to_zero(sigmas: &[f64]) -> Vec<[f64; 2]> {
    let after = sigmas.iter().skip(1).copied().chain([0.0]);
    sigmas
        .iter()
        .copied()
        .zip(after)
        .map(|(from, to)| [from, to])
        .collect()
}

/// The chosen training steps, the noisiest first.
fn spaced(config: &SchedulerConfig, spacing: Spacing, steps: usize) -> Vec<f64> {
    let all = config.train_steps as f64;
    let count = steps as f64;
    let number = |index: usize| index as f64;
    match spacing {
        Spacing::Leading => {
            let stride = (config.train_steps / steps) as f64;
            let offset = config.steps_offset as f64;
            (0..steps)
                .rev()
                .map(|index| number(index) * stride + offset)
                .collect()
        }
        Spacing::Trailing => {
            let stride = all / count;
            let ends = (0..steps).map(|index| all - number(index) * stride);
            ends.map(|end| end.round_ties_even() - 1.0).collect()
        }
        Spacing::Linspace => {
            let gap = (all - 1.0) / (count - 1.0).max(1.0);
            let line = (0..steps).rev().map(|index| number(index) * gap);
            if steps == 1 {
                vec![0.0]
            } else {
                line.collect()
            }
        }
    }
}

/// Rounded as NumPy does: halves to the even number.
fn whole(times: Vec<f64>) -> Vec<f64> {
    times.into_iter().map(f64::round_ties_even).collect()
}

fn as_f32(times: &[f64]) -> Vec<f32> {
    times.iter().map(|time| *time as f32).collect()
}
