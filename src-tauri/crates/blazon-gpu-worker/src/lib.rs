//! The engine's worker built with a GPU backend (WGSL through wgpu, for cards of any maker), as a
//! program of its own, because its tensor library is large and experimental. Built by the feature
//! `gpu` alone; found at run time beside the program; a driver that crashes ends this process and
//! nothing else.

#[cfg(feature = "gpu")]
mod card;

#[cfg(feature = "gpu")]
pub use card::{SOFTWARE_TOO, find};
