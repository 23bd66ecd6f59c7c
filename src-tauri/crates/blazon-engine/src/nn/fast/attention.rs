//! Attention over heads that lie beside each other in a token's numbers, so that nothing is turned.

use super::math::{exp, wide};
use super::matrix::{Into, Matrix, Sides, product};
use super::norm::lane_sum;
use super::record::{Gradient, Input, Numbers, record};
use crate::nn::ops::Causal;
use burn::tensor::Tensor;
use rayon::prelude::*;

/// Queries whose scores are held at once.
const BLOCK: usize = 128;

/// The sizes of an attention.
#[derive(Clone, Copy, Debug)]
struct Shape {
    batch: usize,
    queries: usize,
    keys: usize,
    channels: usize,
    heads: usize,
    causal: Causal,
}

impl Shape {
    const fn width(self) -> usize {
        self.channels / self.heads
    }

    fn scale(self) -> f32 {
        1.0 / (self.width() as f32).sqrt()
    }
}

/// `softmax(q k^T / sqrt(width)) v`; `None` on other devices.
pub(in crate::nn) fn attention(
    q: &Tensor<3>,
    k: &Tensor<3>,
    v: &Tensor<3>,
    heads: usize,
    causal: Causal,
) -> Option<Tensor<3>> {
    let [batch, queries, channels] = q.dims();
    let shape = Shape {
        batch,
        queries,
        keys: k.dims()[1],
        channels,
        heads,
        causal,
    };
    let inputs = Input::both([q, k, v])?;
    let [q, k, v] = inputs.each_ref().map(|input| input.numbers.clone());
    let attention = Attention { q, k, v, shape };
    let out = attention.forward();
    Some(record(
        inputs,
        || attention,
        out,
        [batch, queries, channels],
    ))
}

#[derive(Clone, Debug)]
struct Attention {
    q: Numbers,
    k: Numbers,
    v: Numbers,
    shape: Shape,
}

impl Attention {
    /// One head's part of tokens from `first` on.
    fn head<'a>(
        &self,
        numbers: &'a Numbers,
        tokens: usize,
        picture: usize,
        head: usize,
        first: usize,
    ) -> Matrix<'a> {
        let Shape { channels, .. } = self.shape;
        let start = (picture * tokens + first) * channels + head * self.shape.width();
        Matrix {
            numbers: &numbers.as_slice()[start..],
            row: channels,
            column: 1,
        }
    }

    /// The shares that `rows` queries from `first` on give to each key, `[rows, keys]`.
    fn shares(&self, scores: &mut [f32], picture: usize, head: usize, first: usize) {
        let Shape {
            queries,
            keys,
            causal,
            ..
        } = self.shape;
        let rows = scores.len() / keys;
        let sides = Sides {
            rows,
            inner: self.shape.width(),
            columns: keys,
        };
        let q = self.head(&self.q, queries, picture, head, first);
        let k = self.head(&self.k, keys, picture, head, 0).turned();
        product(scores, keys, sides, q, k, self.shape.scale(), Into::Fresh);
        wide(
            #[inline(always)]
            || {
                for (row, scores) in scores.chunks_exact_mut(keys).enumerate() {
                    let seen = match causal {
                        Causal::Yes => first + row + 1,
                        Causal::No => keys,
                    };
                    softmax(scores, seen);
                }
            },
        );
    }

    fn forward(&self) -> Vec<f32> {
        let Shape {
            batch,
            queries,
            keys,
            channels,
            heads,
            ..
        } = self.shape;
        let width = self.shape.width();
        let mut out = vec![0.0; batch * queries * channels];
        let pictures = out.par_chunks_mut(queries * channels).enumerate();
        pictures.for_each(|(picture, out)| {
            let block = block_of(batch, queries);
            out.par_chunks_mut(block * channels)
                .enumerate()
                .for_each(|(number, out)| {
                    let rows = out.len() / channels;
                    let mut scores = vec![0.0; rows * keys];
                    for head in 0..heads {
                        self.shares(&mut scores, picture, head, number * block);
                        let sides = Sides {
                            rows,
                            inner: keys,
                            columns: width,
                        };
                        let v = self.head(&self.v, keys, picture, head, 0);
                        let shares = Matrix::rows(&scores, keys);
                        product(
                            &mut out[head * width..],
                            channels,
                            sides,
                            shares,
                            v,
                            1.0,
                            Into::Fresh,
                        );
                    }
                });
        });
        out
    }

    /// The gradients of one head, `[queries, width]` and twice `[keys, width]`.
    fn head_backward(&self, by_result: &[f32], picture: usize, head: usize) -> [Vec<f32>; 3] {
        let Shape {
            queries,
            keys,
            channels,
            ..
        } = self.shape;
        let (width, scale) = (self.shape.width(), self.shape.scale());
        let mut by_q = vec![0.0; queries * width];
        let mut by_k = vec![0.0; keys * width];
        let mut by_v = vec![0.0; keys * width];
        let k = self.head(&self.k, keys, picture, head, 0);
        let v = self.head(&self.v, keys, picture, head, 0);
        for first in (0..queries).step_by(BLOCK) {
            let rows = BLOCK.min(queries - first);
            let mut shares = vec![0.0; rows * keys];
            self.shares(&mut shares, picture, head, first);
            let start = (picture * queries + first) * channels + head * width;
            let by = Matrix {
                numbers: &by_result[start..],
                row: channels,
                column: 1,
            };
            let over_keys = Sides {
                rows: keys,
                inner: rows,
                columns: width,
            };
            product(
                &mut by_v,
                width,
                over_keys,
                Matrix::rows(&shares, keys).turned(),
                by,
                1.0,
                Into::Sum,
            );
            let mut by_shares = vec![0.0; rows * keys];
            let over_width = Sides {
                rows,
                inner: width,
                columns: keys,
            };
            product(
                &mut by_shares,
                keys,
                over_width,
                by,
                v.turned(),
                1.0,
                Into::Fresh,
            );
            softmax_backward(&shares, &mut by_shares, keys);
            let by_scores = Matrix::rows(&by_shares, keys);
            let to_queries = Sides {
                rows,
                inner: keys,
                columns: width,
            };
            let out = &mut by_q[first * width..(first + rows) * width];
            product(out, width, to_queries, by_scores, k, scale, Into::Fresh);
            let q = self.head(&self.q, queries, picture, head, first);
            product(
                &mut by_k,
                width,
                over_keys,
                by_scores.turned(),
                q,
                scale,
                Into::Sum,
            );
        }
        [by_q, by_k, by_v]
    }
}

impl Gradient<3> for Attention {
    fn backward(
        &self,
        by_result: &[f32],
        wanted: [bool; 3],
    ) -> [Option<(Vec<f32>, Vec<usize>)>; 3] {
        let Shape {
            batch,
            queries,
            keys,
            channels,
            heads,
            ..
        } = self.shape;
        let width = self.shape.width();
        let found: Vec<[Vec<f32>; 3]> = (0..batch * heads)
            .into_par_iter()
            .map(|number| self.head_backward(by_result, number / heads, number % heads))
            .collect();
        [(0, queries), (1, keys), (2, keys)].map(|(which, tokens)| {
            wanted[which].then(|| {
                let mut out = vec![0.0; batch * tokens * channels];
                for (number, found) in found.iter().enumerate() {
                    let start = number / heads * tokens * channels + number % heads * width;
                    for (token, numbers) in found[which].chunks_exact(width).enumerate() {
                        let place = start + token * channels;
                        out[place..place + width].copy_from_slice(numbers);
                    }
                }
                (out, vec![batch, tokens, channels])
            })
        })
    }
}

/// Queries at once: fewer where there are few pictures, so that each thread has work. A row's numbers do not depend
/// on it.
fn block_of(batch: usize, queries: usize) -> usize {
    let shares = rayon::current_num_threads().div_ceil(batch);
    queries.div_ceil(shares).clamp(1, BLOCK)
}

/// Turns scores into shares that add up to one; those behind `seen` get none.
#[inline(always)]
fn softmax(scores: &mut [f32], seen: usize) {
    let (scores, unseen) = scores.split_at_mut(seen);
    unseen.fill(0.0);
    let mut most = f32::NEG_INFINITY;
    for score in scores.iter() {
        most = if *score > most { *score } else { most };
    }
    for score in scores.iter_mut() {
        *score = exp(*score - most);
    }
    let sum = lane_sum(seen, |index| scores[index]);
    let factor = 1.0 / sum;
    for score in scores.iter_mut() {
        *score *= factor;
    }
}

/// The gradient by the scores, in place of that by the shares.
fn softmax_backward(shares: &[f32], by: &mut [f32], keys: usize) {
    wide(
        #[inline(always)]
        || {
            for (shares, by) in shares.chunks_exact(keys).zip(by.chunks_exact_mut(keys)) {
                let middle = lane_sum(keys, |index| shares[index] * by[index]);
                for (share, by) in shares.iter().zip(by.iter_mut()) {
                    *by = share * (*by - middle);
                }
            }
        },
    );
}
