//! The same operations for the processor, with gradients of their own.
//!
//! The tensor library's general operations turn and copy much, convert a convolution's kernel anew at each call, and
//! use the second core rarely. Here each operation is one pass over plain numbers that lie channels last, split over
//! the threads, and one step in the library's graph. What is computed does not depend on the number of threads: every
//! number of a result is the work of one thread, in one order; sums over rows are taken in blocks of fixed size.
//!
//! Only weights that are constant are supported; everything else falls back to the general operations.

mod affine;
mod attention;
mod gate;
mod math;
mod matrix;
mod norm;
mod record;

pub(super) use affine::affine;
pub(super) use attention::attention;
pub(super) use gate::geglu;
pub(super) use norm::{group_norm, layer_norm};
