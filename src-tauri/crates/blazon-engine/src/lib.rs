//! Diffusion on this computer: loading a base, training a LoRA, drawing; and the worker process
//! in which all of it runs, so that a crash there harms nothing here.
//!
//! The only crate that names a tensor library. It must not learn of datasets, money or windows:
//! it gets files and numbers, and answers with files and numbers.
//!
//! The room is empty so far.
