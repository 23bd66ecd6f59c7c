//! Diffusion on this computer: loading a base, training a LoRA, drawing; and the worker process
//! in which all of it runs, so that a crash there harms nothing here.
//!
//! The only crate that names a tensor library. It must not learn of datasets, money or windows:
//! it gets files and numbers, and answers with files and numbers.

pub mod base;
pub mod config;
mod error;
pub mod estimate;
pub mod generate;
pub mod lora;
pub mod memory;
pub mod nn;
pub mod original;
mod picture;
mod plans;
mod png;
pub mod scheduler;
mod tokenizer;
pub mod train;
mod weights;
pub mod worker;

pub use base::{Base, Conditioning};
pub use burn::tensor::{Device, Tensor, TensorData};
pub use error::EngineError;
pub use generate::{Drawn, Painter, Progress, Request};
pub use lora::BaseAdapters;
pub use picture::{Picture, pictures_of, pixels_of};
pub use plans::Plans;
pub use tokenizer::{Tokenizer, Tokens};
pub use weights::Weights;
