//! The gate of a feed-forward layer: half the numbers times the GELU of the other half.

use super::math::{gelu, wide};
use super::record::{Gradient, Input, Numbers, record};
use burn::tensor::Tensor;
use rayon::prelude::*;

/// Rows of one thread's share at least.
const SHARE: usize = 64;

/// `[batch, tokens, 2 * inner]` to `[batch, tokens, inner]`; `None` on other devices.
pub(in crate::nn) fn geglu(x: &Tensor<3>) -> Option<Tensor<3>> {
    let [batch, tokens, both] = x.dims();
    let input = Input::new(x)?;
    let half = both / 2;
    let mut out = vec![0.0; batch * tokens * half];
    let rows = input.numbers.as_slice().par_chunks(both * SHARE);
    out.par_chunks_mut(half * SHARE)
        .zip(rows)
        .for_each(|(out, rows)| {
            wide(
                #[inline(always)]
                || {
                    for (out, row) in out.chunks_exact_mut(half).zip(rows.chunks_exact(both)) {
                        let (value, gate) = row.split_at(half);
                        for ((out, value), gate) in out.iter_mut().zip(value).zip(gate) {
                            *out = value * gelu(*gate).0;
                        }
                    }
                },
            );
        });
    let kept = input.numbers.clone();
    let shape = [batch, tokens, both];
    Some(record(
        [input],
        || Geglu { input: kept, shape },
        out,
        [batch, tokens, half],
    ))
}

#[derive(Clone, Debug)]
struct Geglu {
    input: Numbers,
    shape: [usize; 3],
}

impl Gradient<1> for Geglu {
    fn backward(&self, by_result: &[f32], _: [bool; 1]) -> [Option<(Vec<f32>, Vec<usize>)>; 1] {
        let both = self.shape[2];
        let half = both / 2;
        let input = self.input.as_slice();
        let mut out = vec![0.0; input.len()];
        let shares = out
            .par_chunks_mut(both * SHARE)
            .zip(input.par_chunks(both * SHARE));
        shares
            .zip(by_result.par_chunks(half * SHARE))
            .for_each(|((out, input), by)| {
                wide(
                    #[inline(always)]
                    || {
                        let rows = out.chunks_exact_mut(both).zip(input.chunks_exact(both));
                        for ((out, row), by) in rows.zip(by.chunks_exact(half)) {
                            let (by_value, by_gate) = out.split_at_mut(half);
                            let (value, gate) = row.split_at(half);
                            for index in 0..half {
                                let (held, slope) = gelu(gate[index]);
                                by_value[index] = by[index] * held;
                                by_gate[index] = by[index] * value[index] * slope;
                            }
                        }
                    },
                );
            });
        [Some((out, self.shape.to_vec()))]
    }
}
