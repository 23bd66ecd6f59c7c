//! What this computer can do.

use super::failure::Failure;
use super::{Say, Work};
use crate::base::Base;
use crate::train::{Crew, Layout, Sample};
use crate::{Plans, memory};
use blazon_model::{ByteCount, LoraParts, ProbeTask, ProbedTraining, TrainRecipe, WorkerOutcome};
use std::path::Path;
use std::time::Instant;

/// Pictures in the step that is measured, where no training was named.
const BATCH: u32 = 4;

impl Work<'_> {
    pub(super) fn probe(self, task: &ProbeTask, say: Say<'_>) -> Result<WorkerOutcome, Failure> {
        let all = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = self.threads(all as u32);
        let (mut family, mut needed, mut step_seconds) = (None, None, None);
        if let Some(path) = &task.base {
            let plans = Base::look_at(path)?;
            family = Some(plans.family());
            needed = Some(ByteCount(memory_of(path, &plans, task.training)));
            if task.measure {
                step_seconds =
                    Some(self.measure(&self.open(path, say)?, threads as usize, task.training)?);
            }
        }
        Ok(WorkerOutcome::Probed {
            device: self.card.map_or_else(processor, str::to_owned),
            threads,
            free_memory: memory::available().map(ByteCount),
            family,
            memory: needed,
            step_seconds,
        })
    }

    /// Seconds of a step, the second of two.
    fn measure(
        self,
        base: &Base,
        threads: usize,
        training: Option<ProbedTraining>,
    ) -> Result<f64, Failure> {
        let recipe = recipe(training);
        let pictures = recipe.batch as usize;
        let side =
            base.family().native_resolution() as usize / base.vae.config().reduction().max(1);
        memory::check(memory::of_graph(base.unet.config(), pictures, side, side))?;
        let layout = Layout::new(&base.unet.lora_targets(), &recipe);
        let values = layout.start(recipe.seed);
        let crew = Crew::new(&base.unet, self.device, threads)?;
        let batch = vec![sample(base, side); pictures];
        let _ = crew.gradient(&layout, &values, &batch);
        let began = Instant::now();
        let _ = crew.gradient(&layout, &values, &batch);
        Ok(began.elapsed().as_secs_f64())
    }
}

/// One step of a training; of a usual one where none was named.
fn recipe(training: Option<ProbedTraining>) -> TrainRecipe {
    TrainRecipe {
        steps: 1,
        rank: training.map_or(8, |training| training.rank),
        alpha: 8.0,
        learning_rate: 1e-4,
        warmup: 0,
        batch: training.map_or(BATCH, |training| training.batch.max(1)),
        resolution: 0,
        layers: training.map_or_else(LoraParts::default, |training| training.layers),
        caption_dropout: 0.0,
        flip: false,
        min_snr_gamma: None,
        seed: 0,
        sample_every: 0,
        checkpoint_every: 0,
    }
}

/// Memory of a training as it is planned, or of a drawing at the base's own size, at its highest.
fn memory_of(path: &Path, plans: &Plans, training: Option<ProbedTraining>) -> u64 {
    let grain = plans.vae.reduction().max(1);
    let side = |pixels: usize| (pixels / grain).max(1);
    let weights = memory::of_base(path);
    let Some(training) = training else {
        let side = side(plans.native_side());
        return weights + memory::of_graph(&plans.unet, 2, side, side) / 8;
    };
    let side = side(training.resolution as usize);
    let graph = memory::of_graph(&plans.unet, training.batch as usize, side, side);
    // Values, gradients and two moments of each pair: small beside the graph for any base.
    weights + graph + graph / 16
}

/// A sample of nothing; a step takes as long with it as with any other.
fn sample(base: &Base, side: usize) -> Sample {
    let conditioning = base.embed_nothing();
    let [_, tokens, width] = conditioning.context.dims();
    let channels = base.vae.config().latent_channels;
    let pooled = conditioning
        .pooled
        .map(|pooled| vec![0.0; pooled.dims()[1]]);
    Sample {
        shape: [channels, side, side],
        noisy: vec![0.5; channels * side * side],
        target: vec![0.0; channels * side * side],
        time: 500.0,
        weight: 1.0,
        context: vec![0.1; tokens * width],
        tokens,
        added: pooled.map(|pooled| (pooled, [0.0; 6])),
    }
}

/// The processor's name, where the system says it.
fn processor() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let named = text
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let name = named
        .and_then(|rest| rest.split_once(':'))
        .map(|(_, name)| name.trim());
    name.map_or_else(
        || format!("{} processor", std::env::consts::ARCH),
        str::to_owned,
    )
}
