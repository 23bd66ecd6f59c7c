//! From a picture's latents to what a step learns: noise of chance, and the answer that is right.

use super::chance::{Purpose, below, chance};
use crate::config::{Prediction, SchedulerConfig};
use crate::scheduler::{NoiseSource, Schedule};

/// How a base was noised when it was trained, and how the losses are weighed.
#[derive(Clone, Debug)]
pub(super) struct Noising {
    pub(super) schedule: Schedule,
    pub(super) prediction: Prediction,
    pub(super) min_snr_gamma: Option<f64>,
    pub(super) seed: u64,
}

/// Latents with noise.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Noised {
    pub(super) noisy: Vec<f32>,
    pub(super) target: Vec<f32>,
    pub(super) time: f32,
    pub(super) weight: f32,
}

impl Noising {
    pub(super) fn new(config: &SchedulerConfig, min_snr_gamma: Option<f64>, seed: u64) -> Self {
        Self {
            schedule: Schedule::new(config),
            prediction: config.prediction,
            min_snr_gamma,
            seed,
        }
    }

    /// Takes latents from a picture's distribution and noises them, by the chance of a step and a
    /// place in its batch.
    pub(super) fn noise(&self, mean: &[f32], deviation: &[f32], step: u32, index: usize) -> Noised {
        let (place, index) = (u64::from(step), index as u64);
        let mut of_latents = chance(self.seed, Purpose::Latents, place, index);
        let latents: Vec<f32> = mean
            .iter()
            .zip(deviation)
            .map(|(mean, deviation)| mean + deviation * of_latents.next_normal())
            .collect();
        let mut of_time = chance(self.seed, Purpose::Choice, place, 3 * index);
        let time = below(&mut of_time, self.schedule.steps());
        let noise = chance(self.seed, Purpose::Noise, place, index).draw(latents.len());
        self.at(time, &latents, &noise)
    }

    fn at(&self, time: usize, latents: &[f32], noise: &[f32]) -> Noised {
        let (signal, spread) = self.schedule.factors(time);
        let (of_signal, of_noise) = (signal as f32, spread as f32);
        let mix = |a: &[f32], of_a: f32, b: &[f32], of_b: f32| -> Vec<f32> {
            a.iter().zip(b).map(|(a, b)| a * of_a + b * of_b).collect()
        };
        Noised {
            noisy: mix(latents, of_signal, noise, of_noise),
            target: match self.prediction {
                Prediction::Epsilon => noise.to_vec(),
                Prediction::Velocity => mix(noise, of_signal, latents, -of_noise),
            },
            time: time as f32,
            weight: self.weight(signal * signal / (spread * spread)),
        }
    }

    /// Min-SNR's weight of a loss (Hang et al., "Efficient Diffusion Training", 2023).
    fn weight(&self, signal_to_noise: f64) -> f32 {
        let Some(gamma) = self.min_snr_gamma else {
            return 1.0;
        };
        let held = signal_to_noise.min(gamma);
        let weight = match self.prediction {
            Prediction::Epsilon => held / signal_to_noise,
            Prediction::Velocity => held / (signal_to_noise + 1.0),
        };
        weight as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noising(prediction: Prediction, min_snr_gamma: Option<f64>) -> Noising {
        Noising::new(
            &SchedulerConfig::stable_diffusion(prediction),
            min_snr_gamma,
            3,
        )
    }

    #[test]
    fn velocity_and_noise_say_the_same_of_latents() {
        let (latents, noise) = ([0.3, -1.2], [1.1, 0.4]);
        let of_noise = noising(Prediction::Epsilon, None).at(600, &latents, &noise);
        let of_velocity = noising(Prediction::Velocity, None).at(600, &latents, &noise);
        assert_eq!(of_noise.noisy, of_velocity.noisy);
        assert_eq!(of_noise.target, noise);
        let (signal, spread) = noising(Prediction::Epsilon, None).schedule.factors(600);
        // noise = signal * velocity + spread * noisy
        for index in 0..2 {
            let back = signal as f32 * of_velocity.target[index]
                + spread as f32 * of_velocity.noisy[index];
            assert!((back - noise[index]).abs() < 1e-6);
        }
    }

    #[test]
    fn min_snr_holds_the_weight_of_easy_steps() {
        let plain = noising(Prediction::Epsilon, Some(5.0));
        assert_eq!(plain.weight(2.0), 1.0);
        assert_eq!(plain.weight(50.0), 0.1);
        assert_eq!(noising(Prediction::Velocity, Some(5.0)).weight(9.0), 0.5);
        assert_eq!(noising(Prediction::Velocity, None).weight(9.0), 1.0);
    }

    #[test]
    fn a_step_is_noised_alike_each_time_and_unlike_others() {
        let noising = noising(Prediction::Epsilon, None);
        let (mean, deviation) = ([0.5; 64], [0.1; 64]);
        let one = noising.noise(&mean, &deviation, 4, 1);
        assert_eq!(one, noising.noise(&mean, &deviation, 4, 1));
        assert_ne!(one.noisy, noising.noise(&mean, &deviation, 5, 1).noisy);
        assert_ne!(one.noisy, noising.noise(&mean, &deviation, 4, 2).noisy);
    }
}
