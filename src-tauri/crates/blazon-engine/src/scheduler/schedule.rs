//! How noisy a training step is.

use crate::config::{BetaSchedule, SchedulerConfig};

/// Karras' exponent (Karras et al., "Elucidating the Design Space", 2022, equation 5).
const RHO: f64 = 7.0;

/// The noise of a base's training steps.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The share of the signal in the variance, for each training step.
    signal: Vec<f64>,
}

impl Schedule {
    /// Lays out a schedule.
    #[must_use]
    pub fn new(config: &SchedulerConfig) -> Self {
        let (start, end) = match config.betas {
            BetaSchedule::Linear => (config.beta_start, config.beta_end),
            BetaSchedule::ScaledLinear => (config.beta_start.sqrt(), config.beta_end.sqrt()),
        };
        let gap = (end - start) / (config.train_steps - 1) as f64;
        let mut product = 1.0;
        let signal = (0..config.train_steps).map(|step| {
            let value = start + gap * step as f64;
            product *= 1.0
                - match config.betas {
                    BetaSchedule::Linear => value,
                    BetaSchedule::ScaledLinear => value * value,
                };
            product
        });
        Self {
            signal: signal.collect(),
        }
    }

    /// How many training steps there are.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.signal.len()
    }

    /// The factors of signal and noise at a training step: `sqrt(a)` and `sqrt(1 - a)`.
    ///
    /// # Panics
    /// When there is no such step.
    #[must_use]
    pub fn factors(&self, step: usize) -> (f64, f64) {
        let signal = self.signal[step];
        (signal.sqrt(), (1.0 - signal).sqrt())
    }

    /// Noise over signal at a training step; between two steps, on the line between them.
    pub(super) fn sigma(&self, time: f64) -> f64 {
        let last = self.signal.len() - 1;
        let low = (time.max(0.0).floor() as usize).min(last);
        let part = (time - low as f64).clamp(0.0, 1.0);
        let high = (low + 1).min(last);
        self.level(low) * (1.0 - part) + self.level(high) * part
    }

    fn level(&self, step: usize) -> f64 {
        let signal = self.signal[step];
        ((1.0 - signal) / signal).sqrt()
    }

    /// Karras' levels: times as the network is told, and noise over signal.
    pub(super) fn karras(&self, steps: usize) -> (Vec<f32>, Vec<f64>) {
        let low = self.level(0).powf(1.0 / RHO);
        let high = self.level(self.signal.len() - 1).powf(1.0 / RHO);
        let gap = 1.0 / (steps - 1).max(1) as f64;
        let sigmas: Vec<f64> = (0..steps)
            .map(|step| (high + step as f64 * gap * (low - high)).powf(RHO))
            .collect();
        let times = sigmas
            .iter()
            .map(|sigma| self.time_of(*sigma).round_ties_even() as f32);
        (times.collect(), sigmas)
    }

    /// The training step at a noise, on the line between logarithms.
    fn time_of(&self, sigma: f64) -> f64 {
        let log = sigma.max(1e-10).ln();
        let above = (0..self.signal.len())
            .take_while(|step| self.level(*step).ln() <= log)
            .count();
        let low = above.saturating_sub(1).min(self.signal.len() - 2);
        let (below, beyond) = (self.level(low).ln(), self.level(low + 1).ln());
        low as f64 + ((below - log) / (below - beyond)).clamp(0.0, 1.0)
    }
}
