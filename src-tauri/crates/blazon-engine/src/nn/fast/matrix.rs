//! Products of matrices that lie anywhere in plain numbers.

use rayon::prelude::*;

/// Multiplications below which a product is one thread's work.
const WORTH_SPLITTING: usize = 1 << 18;
/// Rows below which columns are split instead.
const FEW_ROWS: usize = 64;

/// A matrix in plain numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix<'a> {
    pub(super) numbers: &'a [f32],
    /// Numbers from one row to the next.
    pub(super) row: usize,
    /// Numbers from one column to the next.
    pub(super) column: usize,
}

impl<'a> Matrix<'a> {
    /// Rows that follow each other.
    pub(super) const fn rows(numbers: &'a [f32], columns: usize) -> Self {
        Self {
            numbers,
            row: columns,
            column: 1,
        }
    }

    /// Columns for rows.
    pub(super) const fn turned(self) -> Self {
        Self {
            row: self.column,
            column: self.row,
            ..self
        }
    }

    /// Without the first rows.
    pub(super) fn below(self, rows: usize) -> Self {
        Self {
            numbers: &self.numbers[rows * self.row..],
            ..self
        }
    }

    /// Without the first columns.
    fn right_of(self, columns: usize) -> Self {
        Self {
            numbers: &self.numbers[columns * self.column..],
            ..self
        }
    }

    fn holds(self, rows: usize, columns: usize) -> bool {
        (rows - 1) * self.row + (columns - 1) * self.column < self.numbers.len()
    }
}

/// What becomes of the numbers that a product is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Into {
    /// They are forgotten.
    Fresh,
    /// The product is added.
    Sum,
}

/// The sides of a product: `rows x inner` times `inner x columns`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides {
    pub(super) rows: usize,
    pub(super) inner: usize,
    pub(super) columns: usize,
}

/// `out = factor * a * b`, or added to it, on this thread. `out` has `stride` numbers from one row to the next.
#[expect(
    unsafe_code,
    reason = "the library of products takes pointers; every length is compared before"
)]
pub(super) fn product(
    out: &mut [f32],
    stride: usize,
    Sides {
        rows,
        inner,
        columns,
    }: Sides,
    a: Matrix<'_>,
    b: Matrix<'_>,
    factor: f32,
    into: Into,
) {
    if rows == 0 || columns == 0 || inner == 0 {
        return;
    }
    assert!(
        stride >= columns && (rows - 1) * stride + columns <= out.len(),
        "the result has room"
    );
    assert!(
        a.holds(rows, inner) && b.holds(inner, columns),
        "the factors are as large as said"
    );
    let step = |numbers: usize| isize::try_from(numbers).expect("no slice is longer");
    // SAFETY: the highest index that each stride leads to was compared with its slice above; `out` is borrowed
    // alone, and no row of it overlaps the next.
    unsafe {
        gemm::gemm(
            rows,
            columns,
            inner,
            out.as_mut_ptr(),
            1,
            step(stride),
            into == Into::Sum,
            a.numbers.as_ptr(),
            step(a.column),
            step(a.row),
            b.numbers.as_ptr(),
            step(b.column),
            step(b.row),
            1.0,
            factor,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}

/// As [`product`] into rows that follow each other, on all threads.
pub(super) fn wide_product(
    out: &mut [f32],
    sides: Sides,
    a: Matrix<'_>,
    b: Matrix<'_>,
    factor: f32,
    into: Into,
) {
    let Sides {
        rows,
        inner,
        columns,
    } = sides;
    let threads = rayon::current_num_threads();
    if threads == 1 || rows * inner * columns < WORTH_SPLITTING {
        return product(out, columns, sides, a, b, factor, into);
    }
    if rows >= FEW_ROWS * threads || columns < threads {
        let share = rows.div_ceil(threads);
        out.par_chunks_mut(share * columns)
            .enumerate()
            .for_each(|(part, out)| {
                let rows = out.len() / columns;
                let sides = Sides { rows, ..sides };
                product(out, columns, sides, a.below(part * share), b, factor, into);
            });
        return;
    }
    let share = columns.div_ceil(threads);
    let parts: Vec<(usize, Vec<f32>)> = (0..threads)
        .into_par_iter()
        .filter(|part| part * share < columns)
        .map(|part| {
            let first = part * share;
            let columns = share.min(columns - first);
            let mut numbers = vec![0.0; rows * columns];
            let sides = Sides { columns, ..sides };
            product(
                &mut numbers,
                columns,
                sides,
                a,
                b.right_of(first),
                factor,
                Into::Fresh,
            );
            (first, numbers)
        })
        .collect();
    for (first, numbers) in parts {
        let width = numbers.len() / rows;
        for (out, numbers) in out.chunks_mut(columns).zip(numbers.chunks(width)) {
            let out = &mut out[first..first + width];
            match into {
                Into::Fresh => out.copy_from_slice(numbers),
                Into::Sum => out
                    .iter_mut()
                    .zip(numbers)
                    .for_each(|(out, number)| *out += number),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheduler::{Noise, NoiseSource};
    use rstest::rstest;

    fn plain(
        a: &[f32],
        b: &[f32],
        Sides {
            rows,
            inner,
            columns,
        }: Sides,
    ) -> Vec<f32> {
        let cell = |row: usize, column: usize| {
            (0..inner)
                .map(|index| {
                    f64::from(a[row * inner + index]) * f64::from(b[index * columns + column])
                })
                .sum::<f64>()
        };
        (0..rows * columns)
            .map(|place| cell(place / columns, place % columns) as f32)
            .collect()
    }

    #[rstest]
    #[case(300, 40, 50)]
    #[case(20, 200, 100)]
    #[case(1, 7, 1)]
    #[case(129, 65, 33)]
    fn a_split_product_is_the_plain_one(
        #[case] rows: usize,
        #[case] inner: usize,
        #[case] columns: usize,
    ) {
        let sides = Sides {
            rows,
            inner,
            columns,
        };
        let mut noise = Noise::new(1, 0);
        let (a, b) = (noise.draw(rows * inner), noise.draw(inner * columns));
        let mut out = vec![1.0; rows * columns];
        wide_product(
            &mut out,
            sides,
            Matrix::rows(&a, inner),
            Matrix::rows(&b, columns),
            2.0,
            Into::Sum,
        );
        for (ours, plain) in out.iter().zip(plain(&a, &b, sides)) {
            assert!((ours - (1.0 + 2.0 * plain)).abs() < 1e-3, "{ours} {plain}");
        }
    }

    #[test]
    fn the_number_of_threads_changes_no_bit() {
        for (rows, inner, columns) in [(333, 64, 96), (40, 300, 200)] {
            let sides = Sides {
                rows,
                inner,
                columns,
            };
            let mut noise = Noise::new(2, 0);
            let (a, b) = (noise.draw(rows * inner), noise.draw(inner * columns));
            let run = |threads: usize| {
                let pool = rayon::ThreadPoolBuilder::new()
                    .num_threads(threads)
                    .build()
                    .unwrap();
                let mut out = vec![0.0; rows * columns];
                pool.install(|| {
                    wide_product(
                        &mut out,
                        sides,
                        Matrix::rows(&a, inner),
                        Matrix::rows(&b, columns),
                        1.0,
                        Into::Fresh,
                    );
                });
                out
            };
            assert_eq!(run(1), run(2));
            assert_eq!(run(1), run(3));
        }
    }
}
