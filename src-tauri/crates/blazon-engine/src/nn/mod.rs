//! The networks: UNet, CLIP's text encoder, the autoencoder.
//!
//! They are sized by their configurations alone and name their weights as diffusers does. Feature maps lie
//! channels last, `[batch, height, width, channels]`, so that a convolution is one matrix product and a
//! transformer needs no turning; latents and pictures at the border lie as everywhere, `[batch, channels, height,
//! width]`. Nothing here reads files or knows of prompts.

mod adapters;
mod fast;
mod general;
mod layers;
mod load;
mod ops;
mod resnet;
mod text;
mod transformer;
mod unet;
mod vae;

pub use adapters::{Adapters, Pair};
pub use layers::{Geometry, LayerGroup, Target, TargetKind};
pub use text::{TextEmbedding, TextEncoder};
pub use unet::{Added, Unet};
pub use vae::{Moments, Vae};

use burn::tensor::Tensor;

/// `[batch, channels, height, width]` to `[batch, height, width, channels]`.
fn channels_last(x: Tensor<4>) -> Tensor<4> {
    x.permute([0, 2, 3, 1])
}

/// `[batch, height, width, channels]` to `[batch, channels, height, width]`.
fn channels_first(x: Tensor<4>) -> Tensor<4> {
    x.permute([0, 3, 1, 2])
}

/// Runs on one of the threads that share the work of an operation. Called from there, an operation begins at once;
/// from elsewhere, each would have to wake a thread and wait for it.
fn on_worker<R: Send>(run: impl FnOnce() -> R + Send) -> R {
    rayon::scope(|_| run())
}
