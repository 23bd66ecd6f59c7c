//! Training a LoRA: the base is frozen, pairs of small matrices beside its layers learn.
//!
//! What a training does in a step depends on its task and on the number of the step alone, and
//! its whole state is in a checkpoint; so one that was killed anywhere goes on and ends with the
//! same bits. It gets files and answers with files and messages.

mod adamw;
mod batches;
mod chance;
mod checkpoint;
mod error;
mod layout;
mod noising;
mod picture;
mod prepare;
mod run;
mod step;

pub use error::TrainError;
pub use layout::Layout;
pub use run::train;
pub use step::{Crew, Gradient, Sample};
