//! Linear layers and convolutions with the pair of a LoRA, as products of matrices.
//!
//! A convolution gathers, for each place of the result, what its kernel sees into one row, and is then a linear
//! layer; the rows are gathered in tiles that fit the processor's memory, so that a large picture needs no more.

use super::matrix::{Into, Matrix, Sides, product, wide_product};
use super::record::{Gradient, Input, Numbers, constant, record};
use crate::nn::adapters::Pair;
use crate::nn::layers::Geometry;
use burn::tensor::Tensor;
use rayon::prelude::*;

/// Numbers of a tile of gathered rows.
const TILE: usize = 1 << 18;
/// Rows of a tile at least.
const TILE_ROWS: usize = 32;
/// Numbers of rows that are held at once on the way back.
const GATHERED: usize = 1 << 23;
/// Rows of a sum over rows at once, so that its order does not depend on the number of threads.
const SUMMED: usize = 256;

/// How a convolution gathers its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Gather {
    geometry: Geometry,
    height: usize,
    width: usize,
    inputs: usize,
}

impl Gather {
    const fn out_height(self) -> usize {
        self.geometry.output(self.height)
    }

    const fn out_width(self) -> usize {
        self.geometry.output(self.width)
    }

    /// Places of one picture's result.
    const fn places(self) -> usize {
        self.out_height() * self.out_width()
    }

    /// Calls `each(number of the kernel's place, pixel)` for what the kernel sees of a picture at a place.
    #[inline(always)]
    fn seen(self, place: usize, mut each: impl FnMut(usize, usize)) {
        let Geometry {
            kernel,
            stride,
            padding,
        } = self.geometry;
        let (row, column) = (place / self.out_width(), place % self.out_width());
        for down in 0..kernel {
            let y = (row * stride + down).wrapping_sub(padding[0]);
            if y >= self.height {
                continue;
            }
            for right in 0..kernel {
                let x = (column * stride + right).wrapping_sub(padding[0]);
                if x < self.width {
                    each(down * kernel + right, y * self.width + x);
                }
            }
        }
    }

    /// The rows of places from `first` on, over all pictures.
    fn rows(self, numbers: &[f32], first: usize, rows: &mut [f32]) {
        let inputs = self.inputs;
        let length = self.geometry.kernel * self.geometry.kernel * inputs;
        for (row, out) in rows.chunks_exact_mut(length).enumerate() {
            let place = first + row;
            let picture = &numbers[place / self.places() * self.height * self.width * inputs..];
            out.fill(0.0);
            self.seen(place % self.places(), |tap, pixel| {
                out[tap * inputs..(tap + 1) * inputs]
                    .copy_from_slice(&picture[pixel * inputs..(pixel + 1) * inputs]);
            });
        }
    }

    /// Adds rows' numbers back to the pixels of one picture from which they were gathered.
    fn give_back(self, rows: &[f32], picture: &mut [f32]) {
        let inputs = self.inputs;
        let length = self.geometry.kernel * self.geometry.kernel * inputs;
        for (place, row) in rows.chunks_exact(length).enumerate() {
            self.seen(place, |tap, pixel| {
                let to = &mut picture[pixel * inputs..(pixel + 1) * inputs];
                let from = &row[tap * inputs..(tap + 1) * inputs];
                to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
            });
        }
    }
}

/// `x * weight + bias`, and what one pair adds; over the last side of `x`, or by a convolution's geometry over
/// `[batch, height, width, channels]`. `None` on other devices, for several pairs, or for weights that are trained.
pub(in crate::nn) fn affine<const D: usize>(
    x: &Tensor<D>,
    weight: &Tensor<2>,
    bias: Option<&Tensor<1>>,
    geometry: Option<Geometry>,
    pairs: &[Pair],
) -> Option<Tensor<D>> {
    let pair = match pairs {
        [] => None,
        [pair] => Some(pair),
        _ => return None,
    };
    let mut shape = x.dims();
    let inputs = shape[D - 1];
    let gather = geometry.map(|geometry| Gather {
        geometry,
        height: shape[1],
        width: shape[2],
        inputs,
    });
    if let Some(gather) = gather {
        shape[1] = gather.out_height();
        shape[2] = gather.out_width();
    }
    let [length, outputs] = weight.dims();
    shape[D - 1] = outputs;
    let bias = match bias {
        Some(bias) => Some(constant(bias)?),
        None => None,
    };
    let frame = Frame {
        weight: constant(weight)?,
        gather,
        in_shape: x.dims().to_vec(),
        rows: shape[..D - 1].iter().product(),
        length,
        outputs,
    };
    let Some(pair) = pair else {
        let input = Input::new(x)?;
        let out = frame.forward(input.numbers.as_slice(), bias.as_ref());
        return Some(record([input], || Plain(frame), out, shape));
    };
    paired(x, frame, bias.as_ref(), pair, shape)
}

fn paired<const D: usize>(
    x: &Tensor<D>,
    frame: Frame,
    bias: Option<&Numbers>,
    pair: &Pair,
    shape: [usize; D],
) -> Option<Tensor<D>> {
    let [down, up] = Input::both([pair.down(), pair.up()])?;
    let on_graph = x.is_autodiff() || pair.down().is_autodiff() || pair.up().is_autodiff();
    let input = match on_graph {
        true => Input::new(&x.clone().autodiff())?,
        false => Input::new(x)?,
    };
    let rank = pair.down().dims()[1];
    let mut out = frame.forward(input.numbers.as_slice(), bias);
    let mut low = vec![0.0; frame.rows * rank];
    frame.through(
        input.numbers.as_slice(),
        down.numbers.as_slice(),
        rank,
        &mut low,
    );
    let sides = Sides {
        rows: frame.rows,
        inner: rank,
        columns: frame.outputs,
    };
    let b = Matrix::rows(up.numbers.as_slice(), frame.outputs);
    wide_product(
        &mut out,
        sides,
        Matrix::rows(&low, rank),
        b,
        pair.scale(),
        Into::Sum,
    );
    let kept = [&input, &down, &up].map(|input| input.numbers.clone());
    let scale = pair.scale();
    let step = || Paired {
        frame,
        kept,
        low,
        rank,
        scale,
    };
    Some(record([input, down, up], step, out, shape))
}

/// A layer's constant weight, and the sizes of one run.
#[derive(Clone, Debug)]
struct Frame {
    weight: Numbers,
    gather: Option<Gather>,
    in_shape: Vec<usize>,
    /// Places of the result, over all pictures.
    rows: usize,
    /// Numbers that one of them sees.
    length: usize,
    outputs: usize,
}

impl Frame {
    /// Rows of a tile: as many as fit, and at least a few.
    fn tile(&self) -> usize {
        (TILE / self.length).max(TILE_ROWS).min(self.rows)
    }

    fn forward(&self, input: &[f32], bias: Option<&Numbers>) -> Vec<f32> {
        let mut out = vec![0.0; self.rows * self.outputs];
        if let Some(bias) = bias {
            let bias = bias.as_slice();
            out.chunks_exact_mut(self.outputs)
                .for_each(|row| row.copy_from_slice(bias));
        }
        self.through(input, self.weight.as_slice(), self.outputs, &mut out);
        out
    }

    /// Adds what the rows give through a matrix of `columns` columns.
    fn through(&self, input: &[f32], matrix: &[f32], columns: usize, out: &mut [f32]) {
        let sides = Sides {
            rows: self.rows,
            inner: self.length,
            columns,
        };
        let matrix = Matrix::rows(matrix, columns);
        let Some(gather) = self.gather else {
            return wide_product(
                out,
                sides,
                Matrix::rows(input, self.length),
                matrix,
                1.0,
                Into::Sum,
            );
        };
        let threads = rayon::current_num_threads();
        if self.rows < 64 * threads {
            let mut rows = vec![0.0; self.rows * self.length];
            gather.rows(input, 0, &mut rows);
            return wide_product(
                out,
                sides,
                Matrix::rows(&rows, self.length),
                matrix,
                1.0,
                Into::Sum,
            );
        }
        let share = self.rows.div_ceil(threads);
        let tile = self.tile();
        out.par_chunks_mut(share * columns)
            .enumerate()
            .for_each(|(part, out)| {
                let mut gathered = vec![0.0; tile * self.length];
                for (number, out) in out.chunks_mut(tile * columns).enumerate() {
                    let rows = out.len() / columns;
                    let gathered = &mut gathered[..rows * self.length];
                    gather.rows(input, part * share + number * tile, gathered);
                    let sides = Sides { rows, ..sides };
                    product(
                        out,
                        columns,
                        sides,
                        Matrix::rows(gathered, self.length),
                        matrix,
                        1.0,
                        Into::Sum,
                    );
                }
            });
    }

    /// The gradient by the input, out of that by the result and, of a pair, by its low numbers.
    fn by_input(&self, by_result: &[f32], pair: Option<(&[f32], &[f32], usize)>) -> Vec<f32> {
        let (outputs, length) = (self.outputs, self.length);
        let back = |rows: usize, first: usize, out: &mut [f32]| {
            let sides = Sides {
                rows,
                inner: outputs,
                columns: length,
            };
            let by = Matrix::rows(&by_result[first * outputs..], outputs);
            let weight = Matrix::rows(self.weight.as_slice(), outputs).turned();
            wide_product(out, sides, by, weight, 1.0, Into::Fresh);
            if let Some((by_low, down, rank)) = pair {
                let sides = Sides {
                    rows,
                    inner: rank,
                    columns: length,
                };
                let by = Matrix::rows(&by_low[first * rank..], rank);
                wide_product(
                    out,
                    sides,
                    by,
                    Matrix::rows(down, rank).turned(),
                    1.0,
                    Into::Sum,
                );
            }
        };
        let Some(gather) = self.gather else {
            let mut out = vec![0.0; self.rows * length];
            back(self.rows, 0, &mut out);
            return out;
        };
        let picture = gather.height * gather.width * gather.inputs;
        let places = gather.places();
        let pictures = self.rows / places;
        let mut out = vec![0.0; pictures * picture];
        let at_once = (GATHERED / (places * length)).clamp(1, pictures);
        let mut rows = vec![0.0; at_once * places * length];
        for (group, out) in out.chunks_mut(at_once * picture).enumerate() {
            let rows = &mut rows[..out.len() / picture * places * length];
            back(rows.len() / length, group * at_once * places, rows);
            let pictures = out
                .par_chunks_mut(picture)
                .zip(rows.par_chunks(places * length));
            pictures.for_each(|(out, rows)| gather.give_back(rows, out));
        }
        out
    }

    /// `rows^T * by`, `[length, columns]`: the gradient by a matrix through which the rows went.
    fn by_matrix(&self, input: &[f32], by: &[f32], columns: usize) -> Vec<f32> {
        let length = self.length;
        let blocks = self.rows.div_ceil(SUMMED);
        let parts: Vec<Vec<f32>> = (0..blocks)
            .into_par_iter()
            .map(|block| {
                let first = block * SUMMED;
                let rows = SUMMED.min(self.rows - first);
                let mut gathered = Vec::new();
                let seen = match self.gather {
                    None => &input[first * length..],
                    Some(gather) => {
                        gathered.resize(rows * length, 0.0);
                        gather.rows(input, first, &mut gathered);
                        &gathered[..]
                    }
                };
                let mut out = vec![0.0; length * columns];
                let sides = Sides {
                    rows: length,
                    inner: rows,
                    columns,
                };
                let by = Matrix::rows(&by[first * columns..], columns);
                product(
                    &mut out,
                    columns,
                    sides,
                    Matrix::rows(seen, length).turned(),
                    by,
                    1.0,
                    Into::Fresh,
                );
                out
            })
            .collect();
        sum_of(parts, length * columns)
    }
}

fn sum_of(parts: Vec<Vec<f32>>, length: usize) -> Vec<f32> {
    let mut total = vec![0.0; length];
    for part in parts {
        total
            .iter_mut()
            .zip(part)
            .for_each(|(total, part)| *total += part);
    }
    total
}

#[derive(Clone, Debug)]
struct Plain(Frame);

impl Gradient<1> for Plain {
    fn backward(&self, by_result: &[f32], _: [bool; 1]) -> [Option<(Vec<f32>, Vec<usize>)>; 1] {
        [Some((
            self.0.by_input(by_result, None),
            self.0.in_shape.clone(),
        ))]
    }
}

#[derive(Clone, Debug)]
struct Paired {
    frame: Frame,
    /// The input and both matrices of the pair.
    kept: [Numbers; 3],
    /// The input through the first matrix, `[rows, rank]`.
    low: Vec<f32>,
    rank: usize,
    scale: f32,
}

impl Gradient<3> for Paired {
    fn backward(
        &self,
        by_result: &[f32],
        wanted: [bool; 3],
    ) -> [Option<(Vec<f32>, Vec<usize>)>; 3] {
        let Self {
            frame, rank, scale, ..
        } = self;
        let (rank, scale) = (*rank, *scale);
        let [input, down, up] = self.kept.each_ref().map(Numbers::as_slice);
        let mut by_low = vec![0.0; frame.rows * rank];
        let sides = Sides {
            rows: frame.rows,
            inner: frame.outputs,
            columns: rank,
        };
        let by = Matrix::rows(by_result, frame.outputs);
        wide_product(
            &mut by_low,
            sides,
            by,
            Matrix::rows(up, frame.outputs).turned(),
            scale,
            Into::Fresh,
        );
        let by_up = wanted[2].then(|| (self.by_up(by_result), vec![rank, frame.outputs]));
        let by_down = wanted[1].then(|| {
            (
                frame.by_matrix(input, &by_low, rank),
                vec![frame.length, rank],
            )
        });
        let by_input = wanted[0].then(|| {
            let numbers = frame.by_input(by_result, Some((&by_low, down, rank)));
            (numbers, frame.in_shape.clone())
        });
        [by_input, by_down, by_up]
    }
}

impl Paired {
    fn by_up(&self, by_result: &[f32]) -> Vec<f32> {
        let Self {
            frame,
            low,
            rank,
            scale,
            ..
        } = self;
        let outputs = frame.outputs;
        let blocks = frame.rows.div_ceil(SUMMED);
        let parts: Vec<Vec<f32>> = (0..blocks)
            .into_par_iter()
            .map(|block| {
                let first = block * SUMMED;
                let rows = SUMMED.min(frame.rows - first);
                let mut out = vec![0.0; rank * outputs];
                let sides = Sides {
                    rows: *rank,
                    inner: rows,
                    columns: outputs,
                };
                let low = Matrix::rows(&low[first * rank..], *rank).turned();
                let by = Matrix::rows(&by_result[first * outputs..], outputs);
                product(&mut out, outputs, sides, low, by, *scale, Into::Fresh);
                out
            })
            .collect();
        sum_of(parts, rank * outputs)
    }
}
