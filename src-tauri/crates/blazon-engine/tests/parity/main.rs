//! The engine beside diffusers, transformers and PEFT, on small random pipelines of each family.
//!
//! `tools/engine/fixtures.py` writes the pipelines and what the references make of them.

mod broken;
mod loras;
mod networks;
mod pictures;
mod samplers;
mod single_files;
mod support;
mod words;
