//! Drawing: pictures into a folder, previews on the way.

use super::failure::Failure;
use super::{Say, Work};
use crate::base::Base;
use crate::generate::{Painter, Progress, Request};
use crate::lora::BaseAdapters;
use crate::scheduler::SamplerKind;
use crate::{Picture, memory, png};
use blazon_lora::LoraFile;
use blazon_model::{
    ByteCount, DrawTask, Preparation, Sampler, WorkerFailure, WorkerMessage, WorkerOutcome,
};
use rayon::ThreadPoolBuilder;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Bytes of a number.
const F32: u64 = 4;

impl Work<'_> {
    pub(super) fn draw(self, task: &DrawTask, say: Say<'_>) -> Result<WorkerOutcome, Failure> {
        let base = self.open(&task.base, say)?;
        let adapters = self.adapters(task, &base, say)?;
        let needed = graph_of(&base, task);
        memory::check(needed)?;
        let painter = Painter::new(&base, &adapters)?;
        let bytes = base.parameter_count() as u64 * F32 + needed;
        let threads = ThreadPoolBuilder::new()
            .num_threads(task.threads.max(1) as usize)
            .build();
        let threads = threads.map_err(|error| Failure::new(WorkerFailure::Crashed, &error))?;
        threads.install(|| self.draw_all(task, painter, bytes, say))
    }

    /// The task's LoRAs, added up.
    fn adapters(self, task: &DrawTask, base: &Base, say: Say<'_>) -> Result<BaseAdapters, Failure> {
        let mut adapters = BaseAdapters::default();
        if task.loras.is_empty() {
            return Ok(adapters);
        }
        say(WorkerMessage::Preparing {
            what: Preparation::Loras,
        });
        let targets = base.lora_targets();
        for lora in &task.loras {
            let pairs = LoraFile::read(&lora.path)?.resolve(&targets)?;
            adapters.add(&pairs, targets.modules(), lora.strength, self.device);
        }
        Ok(adapters)
    }

    /// Draws one picture after the other, so that each is there as soon as it is done.
    fn draw_all(
        self,
        task: &DrawTask,
        mut painter: Painter,
        bytes: u64,
        say: Say<'_>,
    ) -> Result<WorkerOutcome, Failure> {
        let mut watch = Watch {
            task,
            work: self,
            say,
            bytes,
            began: Instant::now(),
            index: 0,
        };
        for index in 0..task.count {
            watch.index = index;
            let seed = task.seed.wrapping_add(u64::from(index));
            let request = request_of(task, seed);
            let drawn = painter.draw(&request, &mut |progress| watch.see(progress))?;
            let path = task.outdir.join(format!("{index:04}.png"));
            for picture in &drawn.pictures {
                write(&path, picture)?;
            }
            (watch.say)(WorkerMessage::Progress {
                index,
                step: task.steps,
                total: task.steps,
            });
            (watch.say)(WorkerMessage::Picture { index, path, seed });
        }
        Ok(WorkerOutcome::Drawn { count: task.count })
    }
}

/// Looks at a drawing before each of its steps.
struct Watch<'a, 'w> {
    task: &'a DrawTask,
    work: Work<'w>,
    say: Say<'a>,
    bytes: u64,
    began: Instant,
    index: u32,
}

impl Watch<'_, '_> {
    fn see(&mut self, progress: &Progress<'_>) -> ControlFlow<()> {
        if self.work.is_cancelled() {
            return ControlFlow::Break(());
        }
        let (step, index) = (progress.step as u32, self.index);
        if step == 0 && index == 0 {
            self.began = Instant::now();
        } else if step == 1 && index == 0 {
            self.estimate();
        }
        (self.say)(WorkerMessage::Progress {
            index,
            step,
            total: self.task.steps,
        });
        let every = self.task.preview_every;
        if every != 0 && step != 0 && step.is_multiple_of(every) {
            self.preview(progress, step);
        }
        ControlFlow::Continue(())
    }

    fn estimate(&mut self) {
        let steps = f64::from(self.task.steps) * f64::from(self.task.count);
        (self.say)(WorkerMessage::Estimate {
            bytes: ByteCount(self.bytes),
            seconds: self.began.elapsed().as_secs_f64() * steps,
        });
    }

    /// A preview that cannot be written is left out; the picture itself will say so.
    fn preview(&mut self, progress: &Progress<'_>, step: u32) {
        let index = self.index;
        let path = self.task.outdir.join(format!("preview-{index:04}.png"));
        let preview = progress.preview();
        if preview.is_some_and(|preview| png::write(&path, &preview).is_ok()) {
            (self.say)(WorkerMessage::Preview { index, step, path });
        }
    }
}

fn write(path: &Path, picture: &Picture) -> Result<(), Failure> {
    png::write(path, picture).map_err(|source| {
        let path = path.to_owned();
        Failure::new(WorkerFailure::Disk, &CannotWrite { path, source })
    })
}

#[derive(Debug, thiserror::Error)]
#[error("cannot write {path}")]
struct CannotWrite {
    path: PathBuf,
    #[source]
    source: io::Error,
}

fn request_of(task: &DrawTask, seed: u64) -> Request {
    Request {
        prompt: task.prompt.clone(),
        negative: task.negative.clone(),
        guidance: task.guidance,
        steps: task.steps as usize,
        width: task.width as usize,
        height: task.height as usize,
        seed,
        count: 1,
        sampler: match task.sampler {
            Sampler::Ddim => SamplerKind::Ddim,
            Sampler::EulerAncestral => SamplerKind::EulerAncestral,
            Sampler::DpmPlusPlus2m => SamplerKind::DpmSolver2M,
            Sampler::DpmPlusPlus2mKarras => SamplerKind::DpmSolver2MKarras,
        },
    }
}

/// What a drawing takes beside the weights: no graph is kept, so a part of a training's.
fn graph_of(base: &Base, task: &DrawTask) -> u64 {
    let grain = base.vae.config().reduction().max(1);
    let (height, width) = (task.height as usize / grain, task.width as usize / grain);
    let pixels = u64::from(task.height) * u64::from(task.width);
    // The autoencoder's last level: some maps of the whole picture at its narrowest width.
    let decoder = pixels * 128 * F32 * 3;
    memory::of_graph(base.unet.config(), 2, height, width) / 8 + decoder
}
