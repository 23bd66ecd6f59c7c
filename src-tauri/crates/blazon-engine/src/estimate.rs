//! What a drawing will need, before it starts.
//!
//! Memory is reckoned from the plans: weights as f32, and the numbers that lie in memory at once at the widest place
//! of each network. Time is measured: one step of the network at the size that is asked for, as it is on this machine
//! at this moment.

use crate::base::Base;
use crate::generate::Request;
use crate::nn::{Adapters, Added};
use crate::plans::Plans;
use burn::tensor::Tensor;
use std::time::{Duration, Instant};

/// Bytes of a number.
const NUMBER: u64 = 4;
/// Feature maps of one resolution that lie in memory at once while drawing: input, norm, result, skip and their sum.
const MAPS_AT_ONCE: u64 = 6;
/// What the program itself and its threads take.
const PROGRAM: u64 = 64 << 20;

/// What a drawing needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Bytes of memory at the peak, the base included.
    pub memory: u64,
    /// How long it takes.
    pub time: Duration,
}

/// Bytes at the peak of drawing one picture after the other, the base and a merged LoRA included.
#[must_use]
pub fn drawing_memory(plans: &Plans, parameters: usize, request: &Request) -> u64 {
    let grain = plans.vae.reduction();
    let latents = (request.width / grain * (request.height / grain)) as u64;
    let rows = if request.guidance > 1.0 { 2 } else { 1 };
    let unet = rows * (skips(plans, latents) + MAPS_AT_ONCE * widest_of_unet(plans, latents));
    let vae = MAPS_AT_ONCE * widest_of_vae(plans, (request.width * request.height) as u64);
    // A LoRA on every layer makes a second copy of the UNet's weights.
    PROGRAM + NUMBER * (2 * parameters as u64 + unet.max(vae))
}

/// What drawing a request will need: its memory reckoned, its time measured by one step and one decoding that are
/// thrown away.
#[must_use]
pub fn drawing(base: &Base, request: &Request) -> Estimate {
    let rows = if request.guidance > 1.0 { 2 } else { 1 };
    let step = step_time(base, [request.width, request.height], rows);
    let decoding = decoding_time(base, [request.width, request.height]);
    let steps = u32::try_from(request.steps).unwrap_or(u32::MAX);
    let count = u32::try_from(request.count).unwrap_or(u32::MAX);
    Estimate {
        memory: drawing_memory(base.plans(), base.parameter_count(), request),
        time: (step * steps + decoding) * count,
    }
}

/// How long the UNet takes for `rows` pictures at once.
#[must_use]
pub fn step_time(base: &Base, [width, height]: [usize; 2], rows: usize) -> Duration {
    let plans = base.plans();
    let grain = plans.vae.reduction();
    let device = base.device();
    let sample = Tensor::<4>::zeros(
        [rows, plans.unet.in_channels, height / grain, width / grain],
        device,
    );
    let context = Tensor::<3>::zeros([rows, plans.texts[0].length, plans.unet.context], device);
    let added = plans.unet.added.as_ref().map(|added| Added {
        pooled: Tensor::zeros([rows, added.input_dim - 6 * added.time_dim], device),
        measures: vec![[0.0; 6]; rows],
    });
    let start = Instant::now();
    let answer = base.unet.forward(
        sample,
        &vec![500.0; rows],
        &context,
        added.as_ref(),
        &Adapters::none(),
    );
    // Reading the answer waits for it.
    let _ = answer.into_data();
    start.elapsed()
}

fn decoding_time(base: &Base, [width, height]: [usize; 2]) -> Duration {
    let plan = base.vae.config();
    let grain = plan.reduction();
    let latents = Tensor::<4>::zeros(
        [1, plan.latent_channels, height / grain, width / grain],
        base.device(),
    );
    let start = Instant::now();
    let _ = base.vae.decode(latents).into_data();
    start.elapsed()
}

/// Numbers that the way down leaves for the way up.
fn skips(plans: &Plans, latents: u64) -> u64 {
    let levels = plans.unet.levels.iter().enumerate();
    levels
        .map(|(number, level)| {
            (latents >> (2 * number)) * level.channels as u64 * (level.layers as u64 + 1)
        })
        .sum()
}

/// Numbers of the widest map: the feed-forward layer of a transformer, or a level with its skip.
fn widest_of_unet(plans: &Plans, latents: u64) -> u64 {
    let levels = plans.unet.levels.iter().enumerate();
    let maps = levels.map(|(number, level)| {
        let transforms = level.attends_down || level.attends_up;
        (latents >> (2 * number)) * level.channels as u64 * if transforms { 4 } else { 2 }
    });
    maps.max().unwrap_or(0)
}

fn widest_of_vae(plans: &Plans, pixels: u64) -> u64 {
    let channels = plans.vae.channels.iter().enumerate();
    // A level of the decoder begins with the channels of the one below it.
    let maps = channels.map(|(number, own)| {
        let below = plans.vae.channels.get(number + 1).unwrap_or(own);
        (pixels >> (2 * number)) * (*own).max(*below) as u64
    });
    maps.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Prediction;
    use crate::scheduler::SamplerKind;
    use rstest::rstest;

    fn request(side: usize, guidance: f32) -> Request {
        Request {
            prompt: String::new(),
            negative: String::new(),
            guidance,
            steps: 20,
            width: side,
            height: side,
            seed: 0,
            count: 1,
            sampler: SamplerKind::Ddim,
        }
    }

    #[rstest]
    #[case(request(512, 1.0), request(768, 1.0))]
    #[case(request(64, 1.0), request(64, 5.0))]
    fn larger_pictures_and_guidance_need_more(#[case] less: Request, #[case] more: Request) {
        // Without a wide autoencoder, which would hide what guidance takes.
        let mut plans = Plans::stable_diffusion_2(Prediction::Velocity);
        plans.vae.channels = vec![1; 4];
        let memory = |request: &Request| drawing_memory(&plans, 1000, request);
        assert!(memory(&less) < memory(&more));
    }

    #[test]
    fn the_weights_are_the_least_that_is_needed() {
        let plans = Plans::stable_diffusion_1();
        assert!(drawing_memory(&plans, 1_000_000_000, &request(512, 5.0)) > 4_000_000_000);
    }
}
