//! A training from its task to its file.

use super::adamw::{AdamW, Rate, clip};
use super::checkpoint::Checkpoint;
use super::prepare::Prepared;
use super::{Crew, Layout, TrainError};
use crate::base::Base;
use crate::config::Prediction;
use crate::generate::{Painter, Request};
use crate::lora::BaseAdapters;
use crate::scheduler::SamplerKind;
use crate::{EngineError, memory, png};
use blazon_lora::{LoraFacts, write_lora};
use blazon_model::{
    BaseFamily, ByteCount, Preparation, TrainRecipe, TrainTask, WorkerMessage, WorkerOutcome,
};
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

/// How sample pictures are drawn.
const SAMPLE_STEPS: usize = 20;
const SAMPLE_GUIDANCE: f32 = 7.0;
/// Bytes of a number.
const F32: u64 = 4;

/// Trains a LoRA on a base that has been opened, or goes on from the checkpoint in the work
/// folder. `say` gets messages; `cancelled` is asked within each step.
///
/// # Errors
/// When the task cannot be, a photo cannot be used, memory does not suffice, the disk refuses, the
/// loss runs away, or it is cancelled; a cancelled training leaves a checkpoint.
pub fn train(
    task: &TrainTask,
    base: &Base,
    say: &mut dyn FnMut(WorkerMessage),
    cancelled: &dyn Fn() -> bool,
) -> Result<WorkerOutcome, TrainError> {
    check(task)?;
    fs::create_dir_all(&task.workdir).map_err(TrainError::writing(&task.workdir))?;
    say(WorkerMessage::Preparing {
        what: Preparation::Photos,
    });
    let mut go_on = || stop_if(cancelled());
    let prepared = Prepared::new(base, &task.photos, &task.recipe, &mut go_on)?;
    let layout = Layout::new(&base.unet.lora_targets(), &task.recipe);
    if layout.pairs() == 0 {
        return Err(TrainError::Recipe(
            "the recipe chooses no layer of this base",
        ));
    }
    let mut training = Training::begin(task, base, prepared, layout)?;
    say(training.estimate()?);
    training.run(say, cancelled)?;
    training.finish()
}

fn check(task: &TrainTask) -> Result<(), TrainError> {
    let TrainRecipe {
        steps,
        rank,
        alpha,
        learning_rate,
        batch,
        resolution,
        caption_dropout,
        ..
    } = task.recipe;
    let wrong = [
        (task.photos.is_empty(), "there is no photo to train on"),
        (steps == 0, "a training has at least one step"),
        (!(1..=128).contains(&rank), "the rank is from 1 to 128"),
        (
            !(alpha.is_finite() && alpha > 0.0),
            "alpha is a number above 0",
        ),
        (
            !(learning_rate.is_finite() && learning_rate > 0.0),
            "the learning rate is a number above 0",
        ),
        (
            !(1..=64).contains(&batch),
            "a step has from 1 to 64 pictures",
        ),
        (
            !(32..=2048).contains(&resolution),
            "the resolution is from 32 to 2048 pixels",
        ),
        (
            !(0.0..=1.0).contains(&caption_dropout),
            "captions are left out in a part from 0 to 1",
        ),
        (task.threads == 0, "at least one thread computes"),
    ];
    let found = wrong.iter().find(|(is_wrong, _)| *is_wrong);
    found.map_or(Ok(()), |(_, sentence)| Err(TrainError::Recipe(sentence)))
}

fn stop_if(cancelled: bool) -> Result<(), TrainError> {
    match cancelled {
        true => Err(EngineError::Cancelled.into()),
        false => Ok(()),
    }
}

/// A training under way.
struct Training<'a> {
    task: &'a TrainTask,
    base: &'a Base,
    prepared: Prepared,
    layout: Layout,
    crew: Crew,
    state: Checkpoint,
    /// What makes this training another than any other.
    identity: String,
}

impl<'a> Training<'a> {
    fn begin(
        task: &'a TrainTask,
        base: &'a Base,
        prepared: Prepared,
        layout: Layout,
    ) -> Result<Self, TrainError> {
        let identity = identity(task)?;
        let path = task.workdir.join("checkpoint.safetensors");
        let start = || Checkpoint {
            step: 0,
            values: layout.start(task.recipe.seed),
            optimiser: AdamW::new(layout.count()),
        };
        Ok(Self {
            state: Checkpoint::read(&path, &identity, layout.count()).unwrap_or_else(start),
            crew: Crew::new(&base.unet, base.device(), task.threads as usize)?,
            task,
            base,
            prepared,
            layout,
            identity,
        })
    }

    /// Refuses what memory does not suffice for, then measures a step.
    fn estimate(&self) -> Result<WorkerMessage, TrainError> {
        let recipe = &self.task.recipe;
        let (height, width) = self.prepared.largest();
        let weights = self.base.parameter_count() as u64 * F32;
        let pairs = self.layout.count() as u64 * F32 * (4 + u64::from(self.task.threads));
        let graph = memory::of_graph(
            self.base.unet.config(),
            recipe.batch as usize,
            height,
            width,
        );
        memory::check(pairs + graph)?;

        let batch = self.prepared.batch(self.state.step.min(recipe.steps - 1));
        // The first run of a program's code is slower than the others.
        let _ = self.crew.gradient(&self.layout, &self.state.values, &batch);
        let started = Instant::now();
        let _ = self.crew.gradient(&self.layout, &self.state.values, &batch);
        let left = recipe.steps.saturating_sub(self.state.step);
        Ok(WorkerMessage::Estimate {
            bytes: ByteCount(weights + pairs + graph),
            seconds: started.elapsed().as_secs_f64() * f64::from(left),
        })
    }

    fn run(
        &mut self,
        say: &mut dyn FnMut(WorkerMessage),
        cancelled: &dyn Fn() -> bool,
    ) -> Result<(), TrainError> {
        let recipe = &self.task.recipe;
        let total = recipe.steps;
        let (first, started) = (self.state.step, Instant::now());
        while self.state.step < total {
            if cancelled() {
                self.checkpoint(say)?;
                return Err(EngineError::Cancelled.into());
            }
            let loss = self.step()?;
            let step = self.state.step;
            let pace = started.elapsed().as_secs_f64() / f64::from(step - first);
            say(WorkerMessage::Step {
                step,
                total,
                loss,
                seconds_left: pace * f64::from(total - step),
            });
            if step == total || is_due(step, recipe.sample_every) {
                self.draw_samples(say, cancelled)?;
            }
            if step == total || is_due(step, recipe.checkpoint_every) {
                self.checkpoint(say)?;
            }
        }
        Ok(())
    }

    /// One step; gives its loss.
    fn step(&mut self) -> Result<f64, TrainError> {
        let state = &mut self.state;
        let recipe = &self.task.recipe;
        let batch = self.prepared.batch(state.step);
        let mut gradient = self.crew.gradient(&self.layout, &state.values, &batch);
        let length = clip(&mut gradient.numbers);
        if !length.is_finite() || !gradient.loss.is_finite() {
            return Err(TrainError::RanAway {
                step: state.step + 1,
            });
        }
        let rate = Rate {
            highest: recipe.learning_rate,
            warmup: recipe.warmup,
            steps: recipe.steps,
        };
        let rate = rate.at(state.step);
        state.step += 1;
        state
            .optimiser
            .step(&mut state.values, &gradient.numbers, rate, state.step);
        Ok(gradient.loss)
    }

    fn checkpoint(&self, say: &mut dyn FnMut(WorkerMessage)) -> Result<(), TrainError> {
        let path = self.task.workdir.join("checkpoint.safetensors");
        self.state.write(&path, &self.identity)?;
        say(WorkerMessage::Checkpoint {
            step: self.state.step,
        });
        Ok(())
    }

    /// Draws the samples with the pairs as they are, on the plain device.
    fn draw_samples(
        &self,
        say: &mut dyn FnMut(WorkerMessage),
        cancelled: &dyn Fn() -> bool,
    ) -> Result<(), TrainError> {
        if self.task.samples.is_empty() {
            return Ok(());
        }
        let adapters = BaseAdapters {
            unet: self.layout.adapters(&self.state.values, self.base.device()),
            ..BaseAdapters::default()
        };
        let mut painter = Painter::new(self.base, &adapters)?;
        for (index, sample) in self.task.samples.iter().enumerate() {
            let request = self.request(&sample.prompt, sample.seed);
            let drawn = painter.draw(&request, &mut |_| match cancelled() {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            });
            let drawn = match drawn {
                // The training goes on to its own look at the cancel, and leaves a checkpoint.
                Err(EngineError::Cancelled) => return Ok(()),
                other => other?,
            };
            let path = self.sample_path(index);
            for picture in &drawn.pictures {
                png::write(&path, picture).map_err(TrainError::writing(&path))?;
            }
            say(WorkerMessage::Sample {
                step: self.state.step,
                index: index as u32,
                path,
            });
        }
        Ok(())
    }

    fn sample_path(&self, index: usize) -> PathBuf {
        let name = format!("{:06}_{index:02}.png", self.state.step);
        self.task.workdir.join("samples").join(name)
    }

    fn request(&self, prompt: &str, seed: u64) -> Request {
        let grain =
            (self.base.vae.config().reduction() * self.base.unet.config().reduction()) as u32;
        let side = (self.task.recipe.resolution / grain).max(1) * grain;
        Request {
            prompt: prompt.to_owned(),
            negative: String::new(),
            guidance: SAMPLE_GUIDANCE,
            steps: SAMPLE_STEPS,
            width: side as usize,
            height: side as usize,
            seed,
            count: 1,
            sampler: SamplerKind::DpmSolver2M,
        }
    }

    /// Writes the LoRA file.
    fn finish(&self) -> Result<WorkerOutcome, TrainError> {
        let targets = self.base.lora_targets();
        let pairs = self.layout.lora_pairs(&self.state.values);
        write_lora(&self.task.output, &pairs, &targets, &self.facts())?;
        let written =
            fs::metadata(&self.task.output).map_err(TrainError::writing(&self.task.output))?;
        Ok(WorkerOutcome::Trained {
            layers: pairs.len() as u32,
            bytes: ByteCount(written.len()),
        })
    }

    fn facts(&self) -> LoraFacts {
        let TrainTask { recipe, photos, .. } = self.task;
        let mut captions = BTreeMap::new();
        for photo in photos {
            *captions.entry(photo.caption.clone()).or_default() += 1;
        }
        let base = match self.base.family() {
            BaseFamily::Pocket => Some("Pocket".to_owned()),
            BaseFamily::Sd15
            | BaseFamily::Sd21
            | BaseFamily::Sdxl
            | BaseFamily::Flux1
            | BaseFamily::Flux2
            | BaseFamily::QwenImage
            | BaseFamily::ZImage => self
                .task
                .base
                .file_name()
                .map(|name| name.to_string_lossy().into_owned()),
        };
        LoraFacts {
            title: self.task.name.clone(),
            trigger: self.task.trigger.clone(),
            base: base.unwrap_or_default(),
            rank: recipe.rank,
            alpha: recipe.alpha,
            steps: self.state.step,
            batch: recipe.batch,
            learning_rate: recipe.learning_rate,
            warmup: recipe.warmup,
            caption_dropout: recipe.caption_dropout,
            resolution: (recipe.resolution, recipe.resolution),
            seed: recipe.seed,
            predicts_velocity: self.base.plans().scheduler.prediction == Prediction::Velocity,
            captions,
            pictures: photos.len() as u32,
            date: self.task.date.clone(),
            program: format!("blazon/{}", env!("CARGO_PKG_VERSION")),
        }
    }
}

const fn is_due(step: u32, every: u32) -> bool {
    every != 0 && step.is_multiple_of(every)
}

/// A hash of all that decides about the weights: a checkpoint of another training is none.
fn identity(task: &TrainTask) -> Result<String, TrainError> {
    let mut hasher = blake3::Hasher::new();
    let recipe = TrainRecipe {
        sample_every: 0,
        checkpoint_every: 0,
        ..task.recipe.clone()
    };
    let mut field = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    field(format!("{recipe:?}").as_bytes());
    field(task.base.as_os_str().as_encoded_bytes());
    for photo in &task.photos {
        field(photo.caption.as_bytes());
        field(&fs::read(&photo.picture).map_err(TrainError::photo(&photo.picture))?);
    }
    Ok(hasher.finalize().to_string())
}
