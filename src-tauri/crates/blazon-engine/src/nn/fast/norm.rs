//! Group norms and layer norms over numbers that lie channels last.

use super::math::{sigmoid, wide};
use super::record::{Gradient, Input, Numbers, constant, record};
use crate::nn::ops::Then;
use burn::tensor::Tensor;
use rayon::prelude::*;

/// Pixels or tokens that are summed at once.
const BLOCK: usize = 128;
/// Sums that are kept apart within a row.
const LANES: usize = 16;

/// A group norm over `[batch, height, width, channels]`; `None` on other devices.
pub(in crate::nn) fn group_norm(
    x: &Tensor<4>,
    gamma: &Tensor<1>,
    beta: &Tensor<1>,
    groups: usize,
    epsilon: f64,
    then: Then,
) -> Option<Tensor<4>> {
    let [batch, height, width, channels] = x.dims();
    let input = Input::new(x)?;
    let mut norm = GroupNorm {
        input: input.numbers.clone(),
        gamma: constant(gamma)?,
        beta: constant(beta)?,
        shape: [batch, height, width, channels],
        groups,
        means: Vec::new(),
        scales: Vec::new(),
        then,
    };
    norm.measure(epsilon);
    let out = norm.forward();
    Some(record(
        [input],
        || norm,
        out,
        [batch, height, width, channels],
    ))
}

#[derive(Clone, Debug)]
struct GroupNorm {
    input: Numbers,
    gamma: Numbers,
    beta: Numbers,
    shape: [usize; 4],
    groups: usize,
    /// For each picture and channel.
    means: Vec<f32>,
    /// One over the spread, for each picture and channel.
    scales: Vec<f32>,
    then: Then,
}

impl GroupNorm {
    const fn channels(&self) -> usize {
        self.shape[3]
    }

    /// Numbers of one picture.
    const fn picture(&self) -> usize {
        self.shape[1] * self.shape[2] * self.shape[3]
    }

    fn measure(&mut self, epsilon: f64) {
        let channels = self.channels();
        let each = channels / self.groups;
        let count = (self.picture() / self.groups) as f64;
        let pictures = self.input.as_slice().par_chunks(self.picture());
        let measured: Vec<_> = pictures
            .map(|picture| {
                let sums = block_sums(picture, channels, |sum, row| {
                    for (sum, value) in sum.iter_mut().zip(row) {
                        *sum += value;
                    }
                });
                let means = over_groups(&sums, each, |sum| (sum / count) as f32);
                let squares = block_sums(picture, channels, |sum, row| {
                    for ((sum, value), mean) in sum.iter_mut().zip(row).zip(&means) {
                        *sum += (value - mean) * (value - mean);
                    }
                });
                let scales = over_groups(&squares, each, |sum| {
                    (1.0 / (sum / count + epsilon).sqrt()) as f32
                });
                (means, scales)
            })
            .collect();
        self.means = measured
            .iter()
            .flat_map(|(means, _)| means.iter().copied())
            .collect();
        self.scales = measured
            .iter()
            .flat_map(|(_, scales)| scales.iter().copied())
            .collect();
    }

    /// Means and scales of one picture's channels.
    fn measures(&self, picture: usize) -> (&[f32], &[f32]) {
        let place = picture * self.channels()..(picture + 1) * self.channels();
        (&self.means[place.clone()], &self.scales[place])
    }

    fn forward(&self) -> Vec<f32> {
        let channels = self.channels();
        let (gamma, beta) = (self.gamma.as_slice(), self.beta.as_slice());
        let input = self.input.as_slice();
        let mut out = vec![0.0; input.len()];
        let pictures = out
            .par_chunks_mut(self.picture())
            .zip(input.par_chunks(self.picture()))
            .enumerate();
        pictures.for_each(|(number, (out, input))| {
            let (means, scales) = self.measures(number);
            let blocks = out
                .par_chunks_mut(BLOCK * channels)
                .zip(input.par_chunks(BLOCK * channels));
            blocks.for_each(|(out, input)| {
                wide(
                    #[inline(always)]
                    || {
                        let rows = out
                            .chunks_exact_mut(channels)
                            .zip(input.chunks_exact(channels));
                        for (out, row) in rows {
                            for c in 0..channels {
                                let value = (row[c] - means[c]) * scales[c] * gamma[c] + beta[c];
                                out[c] = match self.then {
                                    Then::Nothing => value,
                                    Then::Silu => value * sigmoid(value),
                                };
                            }
                        }
                    },
                );
            });
        });
        out
    }

    /// The gradient by the normalised numbers, written to `out`, and its sums for each channel: alone, and times
    /// the normalised numbers.
    fn by_normal(
        &self,
        number: usize,
        out: &mut [f32],
        input: &[f32],
        by: &[f32],
    ) -> [Vec<f64>; 2] {
        let channels = self.channels();
        let (gamma, beta) = (self.gamma.as_slice(), self.beta.as_slice());
        let (means, scales) = self.measures(number);
        let chunk = BLOCK * channels;
        let blocks = out
            .par_chunks_mut(chunk)
            .zip(input.par_chunks(chunk))
            .zip(by.par_chunks(chunk));
        let sums: Vec<[Vec<f32>; 2]> = blocks
            .map(|((out, input), by)| {
                let mut alone = vec![0.0f32; channels];
                let mut times = vec![0.0f32; channels];
                wide(
                    #[inline(always)]
                    || {
                        let rows = out
                            .chunks_exact_mut(channels)
                            .zip(input.chunks_exact(channels));
                        for ((out, row), by) in rows.zip(by.chunks_exact(channels)) {
                            for c in 0..channels {
                                let normal = (row[c] - means[c]) * scales[c];
                                let slope = match self.then {
                                    Then::Nothing => 1.0,
                                    Then::Silu => {
                                        let value = normal * gamma[c] + beta[c];
                                        let part = sigmoid(value);
                                        part * (1.0 + value * (1.0 - part))
                                    }
                                };
                                let found = by[c] * slope * gamma[c];
                                out[c] = found;
                                alone[c] += found;
                                times[c] += found * normal;
                            }
                        }
                    },
                );
                [alone, times]
            })
            .collect();
        [0, 1].map(|which| {
            let mut total = vec![0.0; channels];
            for block in &sums {
                total
                    .iter_mut()
                    .zip(&block[which])
                    .for_each(|(total, part)| *total += f64::from(*part));
            }
            total
        })
    }
}

impl Gradient<1> for GroupNorm {
    fn backward(&self, by_result: &[f32], _: [bool; 1]) -> [Option<(Vec<f32>, Vec<usize>)>; 1] {
        let (channels, picture) = (self.channels(), self.picture());
        let each = channels / self.groups;
        let count = (picture / self.groups) as f64;
        let input = self.input.as_slice();
        let mut out = vec![0.0; input.len()];
        let pictures = out
            .par_chunks_mut(picture)
            .zip(input.par_chunks(picture))
            .zip(by_result.par_chunks(picture));
        pictures
            .enumerate()
            .for_each(|(number, ((out, input), by))| {
                let sums = self.by_normal(number, out, input, by);
                let [alone, times] =
                    sums.map(|sums| over_groups(&sums, each, |sum| (sum / count) as f32));
                let (means, scales) = self.measures(number);
                let blocks = out
                    .par_chunks_mut(BLOCK * channels)
                    .zip(input.par_chunks(BLOCK * channels));
                blocks.for_each(|(out, input)| {
                    wide(
                        #[inline(always)]
                        || {
                            for (out, row) in out
                                .chunks_exact_mut(channels)
                                .zip(input.chunks_exact(channels))
                            {
                                for c in 0..channels {
                                    let normal = (row[c] - means[c]) * scales[c];
                                    out[c] = scales[c] * (out[c] - alone[c] - normal * times[c]);
                                }
                            }
                        },
                    );
                });
            });
        [Some((out, self.shape.to_vec()))]
    }
}

/// Sums for each channel, in blocks of f32 that are added up in f64.
fn block_sums(
    picture: &[f32],
    channels: usize,
    add: impl Fn(&mut [f32], &[f32]) + Sync,
) -> Vec<f64> {
    let blocks: Vec<Vec<f32>> = picture
        .par_chunks(BLOCK * channels)
        .map(|block| {
            let mut sums = vec![0.0; channels];
            wide(
                #[inline(always)]
                || {
                    block
                        .chunks_exact(channels)
                        .for_each(|row| add(&mut sums, row));
                },
            );
            sums
        })
        .collect();
    let mut total = vec![0.0; channels];
    for block in blocks {
        total
            .iter_mut()
            .zip(block)
            .for_each(|(total, part)| *total += f64::from(part));
    }
    total
}

/// What a group's sum gives, for each of its channels.
fn over_groups(sums: &[f64], each: usize, give: impl Fn(f64) -> f32) -> Vec<f32> {
    sums.chunks(each)
        .flat_map(|group| std::iter::repeat_n(give(group.iter().sum()), each))
        .collect()
}

/// A layer norm over the last side; `None` on other devices.
pub(in crate::nn) fn layer_norm(
    x: &Tensor<3>,
    gamma: &Tensor<1>,
    beta: &Tensor<1>,
    epsilon: f64,
) -> Option<Tensor<3>> {
    let shape = x.dims();
    let input = Input::new(x)?;
    let norm = LayerNorm {
        input: input.numbers.clone(),
        gamma: constant(gamma)?,
        beta: constant(beta)?,
        shape,
        epsilon: epsilon as f32,
    };
    let out = norm.forward();
    Some(record([input], || norm, out, shape))
}

#[derive(Clone, Debug)]
struct LayerNorm {
    input: Numbers,
    gamma: Numbers,
    beta: Numbers,
    shape: [usize; 3],
    epsilon: f32,
}

impl LayerNorm {
    fn forward(&self) -> Vec<f32> {
        let width = self.shape[2];
        let (gamma, beta) = (self.gamma.as_slice(), self.beta.as_slice());
        let input = self.input.as_slice();
        let mut out = vec![0.0; input.len()];
        let blocks = out
            .par_chunks_mut(BLOCK * width)
            .zip(input.par_chunks(BLOCK * width));
        blocks.for_each(|(out, input)| {
            wide(
                #[inline(always)]
                || {
                    for (out, row) in out.chunks_exact_mut(width).zip(input.chunks_exact(width)) {
                        let (mean, scale) = row_measures(row, self.epsilon);
                        for c in 0..width {
                            out[c] = (row[c] - mean) * scale * gamma[c] + beta[c];
                        }
                    }
                },
            );
        });
        out
    }
}

impl Gradient<1> for LayerNorm {
    fn backward(&self, by_result: &[f32], _: [bool; 1]) -> [Option<(Vec<f32>, Vec<usize>)>; 1] {
        let width = self.shape[2];
        let gamma = self.gamma.as_slice();
        let input = self.input.as_slice();
        let chunk = BLOCK * width;
        let mut out = vec![0.0; input.len()];
        let blocks = out
            .par_chunks_mut(chunk)
            .zip(input.par_chunks(chunk))
            .zip(by_result.par_chunks(chunk));
        blocks.for_each(|((out, input), by)| {
            wide(
                #[inline(always)]
                || {
                    let rows = out.chunks_exact_mut(width).zip(input.chunks_exact(width));
                    for ((out, row), by) in rows.zip(by.chunks_exact(width)) {
                        let (mean, scale) = row_measures(row, self.epsilon);
                        let alone = lane_sum(width, |c| by[c] * gamma[c]) / width as f32;
                        let times = lane_sum(width, |c| by[c] * gamma[c] * (row[c] - mean) * scale)
                            / width as f32;
                        for c in 0..width {
                            out[c] = scale
                                * (by[c] * gamma[c] - alone - (row[c] - mean) * scale * times);
                        }
                    }
                },
            );
        });
        [Some((out, self.shape.to_vec()))]
    }
}

#[inline(always)]
fn row_measures(row: &[f32], epsilon: f32) -> (f32, f32) {
    let width = row.len();
    let mean = lane_sum(width, |c| row[c]) / width as f32;
    let spread = lane_sum(width, |c| (row[c] - mean) * (row[c] - mean)) / width as f32;
    (mean, 1.0 / (spread + epsilon).sqrt())
}

/// A sum in lanes, so that the compiler can add many at a time.
#[inline(always)]
pub(super) fn lane_sum(count: usize, value: impl Fn(usize) -> f32) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let whole = count - count % LANES;
    for start in (0..whole).step_by(LANES) {
        for (lane, sum) in lanes.iter_mut().enumerate() {
            *sum += value(start + lane);
        }
    }
    for index in whole..count {
        lanes[index - whole] += value(index);
    }
    lanes.iter().sum()
}
