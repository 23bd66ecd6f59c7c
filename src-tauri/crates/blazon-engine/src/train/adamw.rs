//! AdamW (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019) over plain
//! numbers, and the learning rate that it follows.
//!
//! A few lines of our own: the state is two vectors that go into a checkpoint as they are, and
//! each number's arithmetic is in one fixed order.

/// PyTorch's and sd-scripts' constants.
const BETA_1: f64 = 0.9;
const BETA_2: f64 = 0.999;
const EPSILON: f64 = 1e-8;
const DECAY: f64 = 0.01;
/// The length at which a gradient is cut (sd-scripts' and diffusers' `max_grad_norm`).
const LONGEST_GRADIENT: f64 = 1.0;

/// The optimiser's memory.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AdamW {
    /// The mean of the gradients.
    pub(super) mean: Vec<f32>,
    /// The mean of their squares.
    pub(super) square: Vec<f32>,
}

impl AdamW {
    pub(super) fn new(count: usize) -> Self {
        Self {
            mean: vec![0.0; count],
            square: vec![0.0; count],
        }
    }

    /// Changes `values` by `gradient`, as the step with that number, from 1.
    pub(super) fn step(&mut self, values: &mut [f32], gradient: &[f32], rate: f64, step: u32) {
        let steps = f64::from(step);
        let correct_mean = 1.0 - BETA_1.powf(steps);
        let correct_square = (1.0 - BETA_2.powf(steps)).sqrt();
        let (keep_1, take_1) = (BETA_1 as f32, (1.0 - BETA_1) as f32);
        let (keep_2, take_2) = (BETA_2 as f32, (1.0 - BETA_2) as f32);
        let size = (rate / correct_mean) as f32;
        let kept = (1.0 - rate * DECAY) as f32;
        let (inverse, epsilon) = ((1.0 / correct_square) as f32, EPSILON as f32);
        let memory = self.mean.iter_mut().zip(&mut self.square);
        for ((value, gradient), (mean, square)) in values.iter_mut().zip(gradient).zip(memory) {
            *mean = keep_1 * *mean + take_1 * gradient;
            *square = keep_2 * *square + take_2 * gradient * gradient;
            *value = *value * kept - size * *mean / (square.sqrt() * inverse + epsilon);
        }
    }
}

/// Cuts a gradient to a length of 1. Gives its length before; not finite where a number is not.
pub(super) fn clip(gradient: &mut [f32]) -> f64 {
    let squares = gradient
        .iter()
        .map(|number| f64::from(*number) * f64::from(*number));
    let length = squares.sum::<f64>().sqrt();
    if length > LONGEST_GRADIENT {
        let factor = (LONGEST_GRADIENT / (length + 1e-6)) as f32;
        gradient.iter_mut().for_each(|number| *number *= factor);
    }
    length
}

/// A learning rate that rises along a line and falls along half a cosine to 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rate {
    pub(super) highest: f64,
    pub(super) warmup: u32,
    pub(super) steps: u32,
}

impl Rate {
    /// The rate of the step with that number, from 0 (diffusers' `get_cosine_schedule_with_warmup`,
    /// which begins at 0 and wastes its first step; here the first step is the line's first).
    pub(super) fn at(self, step: u32) -> f64 {
        if step < self.warmup {
            return self.highest * f64::from(step + 1) / f64::from(self.warmup + 1);
        }
        let past = f64::from(step - self.warmup);
        let whole = f64::from(self.steps.saturating_sub(self.warmup).max(1));
        self.highest * 0.5 * (1.0 + libm::cos(std::f64::consts::PI * past / whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three steps of `torch.optim.AdamW([1.0, -2.0], lr=0.1)` with gradients [0.5, -0.25],
    /// [0.1, 0.2] and [-1.0, 0.0], by PyTorch 2.15.
    #[test]
    fn three_steps_are_those_of_pytorch() {
        let mut values = [1.0, -2.0];
        let mut optimiser = AdamW::new(2);
        let gradients = [[0.5, -0.25], [0.1, 0.2], [-1.0, 0.0]];
        for (step, gradient) in (1..).zip(gradients) {
            optimiser.step(&mut values, &gradient, 0.1, step);
        }
        let expected = [0.845_724_5, -1.883_906_1];
        for (ours, theirs) in values.into_iter().zip(expected) {
            assert!((ours - theirs).abs() < 1e-6, "{ours} {theirs}");
        }
    }

    #[test]
    fn a_long_gradient_is_cut_and_a_short_one_is_not() {
        let mut long = [3.0, -4.0];
        assert_eq!(clip(&mut long), 5.0);
        assert!((long[0] - 0.6).abs() < 1e-5 && (long[1] + 0.8).abs() < 1e-5);
        let mut short = [0.3, 0.4];
        clip(&mut short);
        assert_eq!(short, [0.3, 0.4]);
        assert!(!clip(&mut [f32::NAN]).is_finite());
    }

    #[test]
    fn the_rate_rises_and_falls() {
        let rate = Rate {
            highest: 1.0,
            warmup: 4,
            steps: 104,
        };
        let rates: Vec<f64> = (0..104).map(|step| rate.at(step)).collect();
        assert!(rates[..5].is_sorted() && rates[4..].is_sorted_by(|a, b| a >= b));
        assert_eq!((rates[0], rates[4]), (0.2, 1.0));
        assert!((rates[54] - 0.5).abs() < 1e-12);
        assert!(rates[103] > 0.0 && rates[103] < 0.001);
    }
}
