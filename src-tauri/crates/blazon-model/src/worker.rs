//! What a program and its worker process say to each other: JSON, one value a line.
//!
//! The program writes one [`WorkerTask`] to the worker's standard input and then, at most,
//! [`WorkerCommand`]s; the end of the input is a cancel too, so that no worker outlives its
//! program. The worker writes [`WorkerMessage`]s to its standard output and ends after
//! [`WorkerMessage::Done`], [`WorkerMessage::Cancelled`] or [`WorkerMessage::Failed`]. One that
//! ends without any of them has crashed; a training is then given again as it was and goes on
//! from its checkpoint.

use crate::{BaseFamily, ByteCount, LoraParts, Sampler};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What a worker is to do: its first line of input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "camelCase")]
pub enum WorkerTask {
    /// Train a LoRA.
    Train(Box<TrainTask>),
    /// Draw pictures.
    Draw(Box<DrawTask>),
    /// Say what this computer can do, and what work with a base takes.
    Probe(ProbeTask),
}

/// A question about this computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProbeTask {
    /// A base: what it is, and what work with it takes.
    pub base: Option<PathBuf>,
    /// The training whose memory is estimated; without one, a drawing's.
    pub training: Option<ProbedTraining>,
    /// Whether a step of that training is carried out on the base, at its own size, and timed.
    pub measure: bool,
}

/// What the memory of a training follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProbedTraining {
    /// Rank of each pair, 1 to 128.
    pub rank: u32,
    /// Pictures in a step, at least 1.
    pub batch: u32,
    /// Side in pixels of a square picture.
    pub resolution: u32,
    /// Which layers are changed.
    pub layers: LoraParts,
}

/// A training. Given again as it was, with the same work folder, it goes on from its checkpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainTask {
    /// A diffusers folder or a single-file checkpoint.
    pub base: PathBuf,
    /// The pictures, at least one.
    pub photos: Vec<TrainPhoto>,
    /// How.
    pub recipe: TrainRecipe,
    /// What is drawn at intervals, each time the same.
    pub samples: Vec<SamplePrompt>,
    /// The folder for checkpoints and samples; the worker makes it.
    pub workdir: PathBuf,
    /// Where the LoRA file goes.
    pub output: PathBuf,
    /// The word that calls the subject, as it stands in the captions.
    pub trigger: Option<String>,
    /// What the LoRA is called.
    pub name: String,
    /// The day for the file's metadata, as `2026-11-25`.
    pub date: Option<String>,
    /// Threads that compute, at least 1. The weights are the same bits for the same number.
    pub threads: u32,
}

/// A picture to train on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainPhoto {
    /// A PNG, JPEG or WebP file, upright and cropped as it is to be seen.
    pub picture: PathBuf,
    /// What it shows.
    pub caption: String,
}

/// How a LoRA is trained on this computer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainRecipe {
    /// Steps, at least 1.
    pub steps: u32,
    /// Rank of each pair, 1 to 128.
    pub rank: u32,
    /// The change is multiplied by `alpha / rank`.
    pub alpha: f32,
    /// The highest learning rate, above 0.
    pub learning_rate: f64,
    /// Steps until it is reached; then it falls along a cosine to 0.
    pub warmup: u32,
    /// Pictures in a step, at least 1.
    pub batch: u32,
    /// Side in pixels of a square picture; others keep its area.
    pub resolution: u32,
    /// Which layers are changed.
    pub layers: LoraParts,
    /// How often the caption is left out, 0 to 1.
    pub caption_dropout: f64,
    /// Whether a picture is shown mirrored half of the time.
    pub flip: bool,
    /// Weight the losses by min-SNR with this gamma (Hang et al., 2023; 5 there).
    pub min_snr_gamma: Option<f64>,
    /// All chance comes from it.
    pub seed: u64,
    /// Steps between samples, which are then drawn before the first step too; 0 for none before
    /// the end.
    pub sample_every: u32,
    /// Steps between checkpoints; 0 for none.
    pub checkpoint_every: u32,
}

/// A sample picture of a training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SamplePrompt {
    /// What is drawn.
    pub prompt: String,
    /// By which chance.
    pub seed: u64,
}

/// Pictures to draw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DrawTask {
    /// A diffusers folder or a single-file checkpoint.
    pub base: PathBuf,
    /// What is drawn.
    pub prompt: String,
    /// What is not; may be empty.
    pub negative: String,
    /// How closely the prompt is followed, 1 and above; at 1 `negative` has no effect.
    pub guidance: f32,
    /// Steps of each picture, at least 1.
    pub steps: u32,
    /// Width in pixels, a multiple of 8.
    pub width: u32,
    /// Height in pixels, a multiple of 8.
    pub height: u32,
    /// The first picture's seed; each further one has the next.
    pub seed: u64,
    /// How many, at least 1.
    pub count: u32,
    /// How noise is removed.
    pub sampler: Sampler,
    /// LoRAs, added up.
    pub loras: Vec<LoraUse>,
    /// Steps between previews; 0 for none.
    pub preview_every: u32,
    /// The folder for the pictures; the worker makes it.
    pub outdir: PathBuf,
    /// Threads that compute, at least 1.
    pub threads: u32,
}

/// A LoRA in a drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoraUse {
    /// The file.
    pub path: PathBuf,
    /// By how much it changes the base; 1 as it was trained.
    pub strength: f32,
}

/// What a program tells a worker that works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkerCommand {
    /// End within one step; a training writes a checkpoint first.
    pub cancel: bool,
}

/// What a worker says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum WorkerMessage {
    /// What it will need: of a training before its first step, of a drawing after its first.
    Estimate {
        /// Memory at its highest.
        bytes: ByteCount,
        /// Time for the whole task; of a training that goes on, for what is left.
        seconds: f64,
    },
    /// Something that has no steps.
    Preparing {
        /// What.
        what: Preparation,
    },
    /// A training step is done.
    Step {
        /// Steps done.
        step: u32,
        /// Steps in all.
        total: u32,
        /// The mean loss of the step's pictures.
        loss: f64,
        /// The learning rate of the step.
        learning_rate: f64,
        /// Time left.
        seconds_left: f64,
    },
    /// A sample picture of a training lies there, whole.
    Sample {
        /// Steps done when it was drawn.
        step: u32,
        /// Which of the task's samples.
        index: u32,
        /// A PNG file.
        path: PathBuf,
    },
    /// A training can go on from here after a crash.
    Checkpoint {
        /// Steps done.
        step: u32,
    },
    /// A drawing step is done.
    Progress {
        /// Which picture, from 0.
        index: u32,
        /// Steps done.
        step: u32,
        /// Steps in all.
        total: u32,
    },
    /// What a picture looks like so far, in few pixels.
    Preview {
        /// Which picture, from 0.
        index: u32,
        /// Steps done.
        step: u32,
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Red, green and blue of each pixel, row by row, in base64 (RFC 4648).
        rgb: String,
    },
    /// A picture lies there, whole.
    Picture {
        /// Which, from 0.
        index: u32,
        /// A PNG file without metadata.
        path: PathBuf,
        /// The seed that gives it again.
        seed: u64,
    },
    /// The task is done.
    Done {
        /// What came of it.
        outcome: WorkerOutcome,
    },
    /// The task was cancelled.
    Cancelled,
    /// The task ended in an error.
    Failed {
        /// What kind.
        reason: WorkerFailure,
        /// One sentence for a person.
        message: String,
    },
}

/// Work that has no steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Preparation {
    /// The base is being read.
    Base,
    /// The pictures and captions are made into what is trained on.
    Photos,
    /// LoRA files are being read.
    Loras,
    /// The GPU's programs are being made.
    Gpu,
}

/// What came of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum WorkerOutcome {
    /// The LoRA file lies at the task's output, whole.
    Trained {
        /// Layers that it changes.
        layers: u32,
        /// Its size.
        bytes: ByteCount,
    },
    /// All pictures have been announced.
    Drawn {
        /// How many.
        count: u32,
    },
    /// What this computer can do.
    Probed {
        /// What computes, as its maker calls it.
        device: String,
        /// Threads that compute.
        threads: u32,
        /// Memory that is free, where the system says it.
        free_memory: Option<ByteCount>,
        /// What the base is, where one was named.
        family: Option<BaseFamily>,
        /// Memory that the work with the base takes at its highest, where one was named.
        memory: Option<ByteCount>,
        /// Seconds of a training step at the base's own size, where it was measured.
        step_seconds: Option<f64>,
    },
}

/// What kind of error ended a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WorkerFailure {
    /// The task has values that cannot be.
    BadTask,
    /// The base cannot be used.
    BadBase,
    /// A photo cannot be used.
    BadPhoto,
    /// A LoRA cannot be used, or not with this base.
    BadLora,
    /// Memory does not suffice.
    OutOfMemory,
    /// The disk is full or refuses.
    Disk,
    /// There is no graphics card that can be used.
    NoDevice,
    /// The worker's own error.
    Crashed,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn train() -> TrainTask {
        TrainTask {
            base: "pocket".into(),
            photos: vec![TrainPhoto {
                picture: "001.png".into(),
                caption: "FOX_A3F2, a fox".to_owned(),
            }],
            recipe: TrainRecipe {
                steps: 500,
                rank: 8,
                alpha: 8.0,
                learning_rate: 4e-4,
                warmup: 20,
                batch: 4,
                resolution: 128,
                layers: LoraParts::default(),
                caption_dropout: 0.05,
                flip: false,
                min_snr_gamma: None,
                seed: u64::MAX,
                sample_every: 100,
                checkpoint_every: 50,
            },
            samples: Vec::new(),
            workdir: "work".into(),
            output: "lora.safetensors".into(),
            trigger: None,
            name: "Fox".to_owned(),
            date: None,
            threads: 2,
        }
    }

    #[test]
    fn a_task_is_one_line_and_comes_back_as_it_was() {
        let task = WorkerTask::Train(Box::new(train()));
        let line = serde_json::to_string(&task).unwrap();
        assert!(!line.contains('\n'));
        assert!(
            line.starts_with(r#"{"task":"train","base":"pocket","#),
            "{line}"
        );
        assert_eq!(serde_json::from_str::<WorkerTask>(&line).unwrap(), task);
        assert_eq!(
            serde_json::from_str::<WorkerTask>(
                r#"{"task":"probe","base":null,"training":null,"measure":false}"#
            )
            .unwrap(),
            WorkerTask::Probe(ProbeTask {
                base: None,
                training: None,
                measure: false
            })
        );
    }

    #[test]
    fn messages_say_what_they_are() {
        let step = WorkerMessage::Step {
            step: 3,
            total: 500,
            loss: 0.125,
            learning_rate: 0.0004,
            seconds_left: 60.0,
        };
        let line = r#"{"kind":"step","step":3,"total":500,"loss":0.125,"learningRate":0.0004,"secondsLeft":60.0}"#;
        assert_eq!(serde_json::to_string(&step).unwrap(), line);
        assert_eq!(serde_json::from_str::<WorkerMessage>(line).unwrap(), step);
        let command = serde_json::from_str::<WorkerCommand>(r#"{"cancel":true}"#).unwrap();
        assert!(command.cancel);
    }
}
