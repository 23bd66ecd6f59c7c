//! The `config.json` files of a diffusers folder: what they ask for, checked against what there is.
//!
//! Each part is read into serde types that mirror the file, and turned into a plan in which nothing is
//! optional any more. A file may come from anywhere, so every size has a limit; names and defaults are those of
//! diffusers 0.42 and transformers 5.

mod index;
mod json;
mod scheduler;
mod text;
mod tokenizer;
mod unet;
mod vae;

pub use index::ModelIndex;
pub(crate) use json::{read_json, read_text};
pub use scheduler::{BetaSchedule, Prediction, SchedulerConfig, Spacing};
pub use text::{Activation, TextConfig};
pub use tokenizer::TokenizerConfig;
pub use unet::{AddedConditions, Level, UnetConfig};
pub use vae::VaeConfig;
