//! Every pair's gradient against finite differences.

use crate::base;
use crate::support::recipe;
use blazon_engine::scheduler::Noise;
use blazon_engine::train::{Crew, Layout, Sample};
use blazon_engine::{Base, Device};
use rstest::rstest;
use std::ops::Range;

/// By how much the loss is to change in a finite difference, as a part of it: well above the
/// rounding of 32 bits.
const CHANGE: f64 = 4e-3;
/// How far a matrix is moved at most, as a part of its length: the loss is no straight line.
const FARTHEST: f64 = 0.1;

fn sample(base: &Base, noise: &mut Noise) -> Sample {
    let conditioning = base.embed("a fox");
    let [_, tokens, width] = conditioning.context.dims();
    let mut draw = |count: usize| -> Vec<f32> { (0..count).map(|_| noise.next_normal()).collect() };
    let shape = [base.vae.config().latent_channels, 8, 12];
    let count = shape.iter().product();
    Sample {
        shape,
        noisy: draw(count),
        target: draw(count),
        time: 100.0 + draw(1)[0].abs() * 200.0,
        weight: 1.0,
        context: draw(tokens * width),
        tokens,
        added: conditioning
            .pooled
            .map(|pooled| (draw(pooled.dims()[1]), [16.0, 24.0, 0.0, 0.0, 16.0, 24.0])),
    }
}

/// The loss at `values` moved by `length` along `direction` within `range`.
fn moved(values: &[f32], range: &Range<usize>, direction: &[f32], length: f64) -> Vec<f32> {
    let mut values = values.to_vec();
    let part = values[range.clone()].iter_mut().zip(direction);
    part.for_each(|(value, step)| *value += (f64::from(*step) * length) as f32);
    values
}

#[rstest]
#[case("sd15")]
#[case("sd21")]
#[case("sdxl")]
fn every_matrix_of_every_pair_has_the_gradient_of_finite_differences(#[case] name: &str) {
    let base = base(name);
    let layout = Layout::new(&base.unet.lora_targets(), &recipe());
    let mut noise = Noise::new(1, 0);
    // The second matrices begin at zero, where the first have no gradient yet.
    let values: Vec<f32> = (0..layout.count())
        .map(|_| 0.2 * noise.next_normal())
        .collect();
    let batch = [sample(&base, &mut noise), sample(&base, &mut noise)];
    let crew = Crew::new(&base.unet, &Device::flex(), 2).unwrap();
    let loss = |values: &[f32]| crew.gradient(&layout, values, &batch).loss;

    let found = crew.gradient(&layout, &values, &batch);
    let mut worst = Vec::new();
    let matrices: Vec<_> = layout.matrices().collect();
    assert_eq!(matrices.len(), 2 * layout.pairs());
    for (path, range) in matrices {
        let gradient = &found.numbers[range.clone()];
        let length = gradient
            .iter()
            .map(|number| f64::from(*number).powi(2))
            .sum::<f64>()
            .sqrt();
        assert!(length > 0.0, "{path} has no gradient");
        let direction: Vec<f32> = gradient
            .iter()
            .map(|number| (f64::from(*number) / length) as f32)
            .collect();
        let size = values[range.clone()]
            .iter()
            .map(|number| f64::from(*number).powi(2))
            .sum::<f64>()
            .sqrt();
        let step = (CHANGE * found.loss / length).min(FARTHEST * size);
        let slope = |step: f64| {
            let above = loss(&moved(&values, &range, &direction, step));
            let below = loss(&moved(&values, &range, &direction, -step));
            (above - below) / (2.0 * step)
        };
        // Two widths, extrapolated to none (Richardson), leave an error of the fourth order.
        let ratio = (4.0 * slope(step / 2.0) - slope(step)) / 3.0 / length;
        worst.push((ratio, path.to_owned()));
    }
    worst.sort_by(|a, b| (a.0 - 1.0).abs().total_cmp(&(b.0 - 1.0).abs()));
    println!("{:?}", &worst[worst.len() - 12..]);
    assert!(worst.iter().all(|(ratio, _)| (0.99..1.01).contains(ratio)));
}

#[test]
fn threads_share_a_batch_without_changing_its_sum_by_more_than_rounding() {
    let base = base("sd15");
    let layout = Layout::new(&base.unet.lora_targets(), &recipe());
    let mut noise = Noise::new(1, 0);
    let values: Vec<f32> = (0..layout.count())
        .map(|_| 0.2 * noise.next_normal())
        .collect();
    let batch: Vec<_> = (0..5).map(|_| sample(&base, &mut noise)).collect();
    let gradient = |threads| {
        let crew = Crew::new(&base.unet, &Device::flex(), threads).unwrap();
        crew.gradient(&layout, &values, &batch)
    };
    let (one, two, again) = (gradient(1), gradient(2), gradient(2));
    assert_eq!(two, again);
    assert!((one.loss - two.loss).abs() < 1e-6 * one.loss);
    let largest = one
        .numbers
        .iter()
        .fold(0f32, |most, number| most.max(number.abs()));
    for (one, two) in one.numbers.iter().zip(&two.numbers) {
        assert!((one - two).abs() < 1e-5 * largest);
    }
}
