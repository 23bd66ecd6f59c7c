// NOTE TO HELPERS (remove this line): the contract below is already on main together with the ui types; take it (git merge main brings it, with mod/pub use lines in lib.rs) instead of writing another.
//! What the program and its engine, a process of its own, say to each other: JSON, one line each.
//!
//! The first line to the engine is a [`WorkerTask`]; after it may come a [`WorkerCommand`]. The end
//! of its input also stops it, so that an engine never outlives the program. Its lines are
//! [`WorkerMessage`]s; the last one is `Done` or `Failed`.

use crate::{BaseFamily, ByteCount, LoraParts, Sampler, Seed};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What the engine has to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "camelCase")]
pub enum WorkerTask {
    /// Train a LoRA.
    Train(Box<TrainTask>),
    /// Draw pictures.
    Draw(Box<DrawTask>),
    /// Say what a base is and what work with it would take.
    Probe(ProbeTask),
}

/// A picture with its caption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainPhoto {
    /// A JPEG or PNG file, upright and in sRGB.
    pub picture: PathBuf,
    /// What is in it, trigger word included; empty for none.
    pub caption: String,
}

/// A picture that is drawn at intervals, to see how far the training is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SampleOrder {
    /// The prompt, trigger word included.
    pub prompt: String,
    /// The seed, always the same.
    pub seed: Seed,
}

/// A training. All randomness follows from the seed and the step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainTask {
    /// The base: a diffusers folder or a single file.
    pub base: PathBuf,
    /// The name that is written into the LoRA file.
    pub name: String,
    /// The trigger word that is written into the LoRA file.
    pub trigger: String,
    /// What is trained on.
    pub photos: Vec<TrainPhoto>,
    /// Steps, at least 1.
    pub steps: u32,
    /// Rank of the pairs, 1 to 128.
    pub rank: u32,
    /// The pairs count `alpha / rank`.
    pub alpha: f64,
    /// Learning rate at its highest, above 0.
    pub learning_rate: f64,
    /// Steps over which the learning rate rises.
    pub warmup: u32,
    /// Pictures in one step, at least 1.
    pub batch: u32,
    /// Side of the square in pixels whose area the buckets have.
    pub resolution: u32,
    /// Which layers get pairs.
    pub parts: LoraParts,
    /// The share of pictures trained without a caption, 0 to 1.
    pub caption_dropout: f64,
    /// Whether pictures are mirrored at random.
    pub flip: bool,
    /// What all chance follows from.
    pub seed: Seed,
    /// The samples.
    pub samples: Vec<SampleOrder>,
    /// Steps between two rounds of samples, of which the first is before the training; 0 for none.
    pub sample_every: u32,
    /// Steps between two checkpoints; 0 for none.
    pub checkpoint_every: u32,
    /// A folder for checkpoints and caches; a training goes on from what is in it.
    pub workdir: PathBuf,
    /// The folder into which samples are written, as `<step>-<index>.png`.
    pub samples_to: PathBuf,
    /// Where the LoRA is written.
    pub output: PathBuf,
    /// Threads to work on; 0 for as many as there are processors.
    pub threads: u32,
}

/// A LoRA that takes part in a drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoraUse {
    /// Its file.
    pub path: PathBuf,
    /// How strongly, 1 as trained.
    pub strength: f64,
}

/// A drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DrawTask {
    /// The base: a diffusers folder or a single file.
    pub base: PathBuf,
    /// The prompt, trigger word included.
    pub prompt: String,
    /// What should not be drawn; empty for nothing.
    pub negative_prompt: String,
    /// Guidance scale; 1 and below draws without the negative prompt.
    pub guidance: f64,
    /// Denoising steps, at least 1.
    pub steps: u32,
    /// How noise becomes a picture.
    pub sampler: Sampler,
    /// Width in pixels, a multiple of 8.
    pub width: u32,
    /// Height in pixels, a multiple of 8.
    pub height: u32,
    /// The seed of each picture, in the order in which they are drawn.
    pub seeds: Vec<Seed>,
    /// The LoRAs.
    pub loras: Vec<LoraUse>,
    /// Steps between two previews; 0 for none.
    pub preview_every: u32,
    /// The folder into which pictures are written, as `<index>.png`.
    pub pictures_to: PathBuf,
    /// Threads to work on; 0 for as many as there are processors.
    pub threads: u32,
}

/// A question about a base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProbeTask {
    /// The base: a diffusers folder or a single file.
    pub base: PathBuf,
    /// A training for which memory is estimated; `None` for a drawing.
    pub training: Option<ProbedTraining>,
    /// Whether steps of it are carried out and timed.
    pub measure: bool,
    /// Threads to work on; 0 for as many as there are processors.
    pub threads: u32,
}

/// What the memory of a training follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProbedTraining {
    /// Rank of the pairs.
    pub rank: u32,
    /// Pictures in one step.
    pub batch: u32,
    /// Side of the square in pixels.
    pub resolution: u32,
    /// Which layers get pairs.
    pub parts: LoraParts,
}

/// What may be said to an engine that works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "camelCase")]
pub enum WorkerCommand {
    /// Stop within one step. A training writes a checkpoint before it ends.
    Cancel,
}

/// What the engine prepares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Preparation {
    /// Weights are read.
    Base,
    /// Pictures and captions are encoded, once.
    Photos,
    /// A checkpoint is read.
    Checkpoint,
    /// A GPU is tried.
    Gpu,
}

/// Why the engine could not do its task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WorkerFailure {
    /// The base is missing, damaged or of an unknown kind.
    Base,
    /// A LoRA is missing, damaged or for another base.
    Lora,
    /// A picture cannot be read.
    Photo,
    /// There is too little memory.
    Memory,
    /// The disk is full.
    DiskFull,
    /// A file cannot be written for another reason.
    Write,
    /// The loss is no number any more.
    Diverged,
    /// The task makes no sense.
    Task,
    /// A defect in the engine.
    Internal,
}

/// What the engine says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "message",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum WorkerMessage {
    /// What the task will take, before it begins.
    Estimate {
        /// Memory at its most.
        memory: ByteCount,
        /// Memory that is free now, where the system says it.
        available: Option<ByteCount>,
    },
    /// It is not working yet, but getting ready.
    Preparing {
        /// What it prepares.
        what: Preparation,
    },
    /// A step of a training is done.
    Step {
        /// Steps done.
        step: u32,
        /// Steps in all.
        total: u32,
        /// The loss of this step.
        loss: f64,
        /// Learning rate of this step.
        learning_rate: f64,
        /// Seconds left, once steps have been timed.
        seconds_left: Option<u32>,
    },
    /// A sample lies in its folder.
    Sample {
        /// Steps done.
        step: u32,
        /// Which of the orders.
        index: u32,
        /// The file.
        path: PathBuf,
    },
    /// A checkpoint lies in the working folder.
    Checkpoint {
        /// Steps done.
        step: u32,
    },
    /// A picture went on.
    Drawing {
        /// Which of the pictures, counted from 0.
        picture: u32,
        /// Steps done.
        step: u32,
        /// Steps of each picture.
        steps: u32,
        /// What it looks like so far, where a preview was due.
        preview: Option<SmallPicture>,
    },
    /// A picture lies in its folder.
    Picture {
        /// Which, counted from 0.
        picture: u32,
        /// Its seed.
        seed: Seed,
        /// The file.
        path: PathBuf,
    },
    /// What a base is.
    Probed {
        /// Its family.
        family: BaseFamily,
        /// Memory that the work takes at its most.
        memory: ByteCount,
        /// Memory that is free now, where the system says it.
        available: Option<ByteCount>,
        /// Seconds that one step took, where it was measured.
        seconds_per_step: Option<f64>,
        /// What the work is done on: "CPU, 2 threads".
        device: String,
    },
    /// All is done, or all that was done before a cancel.
    Done {
        /// Whether it ended before its time.
        cancelled: bool,
    },
    /// It could not be done.
    Failed {
        /// Why.
        reason: WorkerFailure,
        /// What exactly, as one sentence for people.
        detail: String,
    },
}

/// A preview: few pixels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SmallPicture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Red, green and blue of each pixel, row by row, in base64 (RFC 4648).
    pub rgb: String,
}
