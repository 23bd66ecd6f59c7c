//! LoRA and safetensors files: headers with limits, the naming schemes of kohya, PEFT and fal,
//! metadata, hashes.
//!
//! Engine, providers and core read and write LoRA files through this crate alone, so that a
//! hostile header has to be refused in one place only. It must not learn of tensors' arithmetic
//! or of the network.

mod dtype;
mod error;
mod export;
mod family;
mod file;
mod header;
mod lora_error;
mod lora_file;
mod lora_write;
mod map;
mod modules;
mod resolve;
mod scheme;
mod tags;
mod write;

pub use dtype::Dtype;
pub use error::{FileKind, HeaderFlaw, TensorFileError};
pub use export::{Export, ExportFacts};
pub use file::TensorFile;
pub use header::{LONGEST_HEADER, MOST_TENSORS, TensorInfo};
pub use lora_error::LoraError;
pub use lora_file::{LoraFile, RawPair};
pub use lora_write::{LoraFacts, write_lora};
pub use modules::{Module, ModulePaths, Part};
pub use resolve::LoraPair;
pub use scheme::Scheme;
pub use write::{TensorToWrite, sync_folder, write_tensors, write_whole};

#[cfg(test)]
mod damaged;
