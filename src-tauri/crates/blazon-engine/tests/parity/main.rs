//! The engine beside diffusers, transformers and PEFT, on small random pipelines of each family.
//!
//! `tools/engine/fixtures.py` writes the pipelines and what the references make of them.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may stop them, as tests themselves may"
)]
#![expect(
    clippy::print_stdout,
    reason = "how near the references are is read in the tests' output"
)]

mod broken;
mod loras;
mod networks;
mod pictures;
mod samplers;
mod single_files;
mod support;
mod words;
