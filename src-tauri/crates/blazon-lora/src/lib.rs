//! LoRA and safetensors files: headers with limits, the naming schemes of kohya, PEFT and fal,
//! metadata, hashes.
//!
//! Engine, providers and core read and write LoRA files through this crate alone, so that a
//! hostile header has to be refused in one place only. It must not learn of tensors' arithmetic
//! or of the network.
//!
//! The room is empty so far.
