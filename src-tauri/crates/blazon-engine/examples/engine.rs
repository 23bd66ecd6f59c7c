//! Training and drawing as a program of its own, so that it can be timed beside others: the calls
//! are those that the worker makes.
//!
//! `engine WORK BASE SIDE BATCH THREADS COUNT`, where WORK is `step` (LoRA steps of rank 8 on
//! attention, feed-forward and projections, the optimiser's work included), `picture` (20 steps of
//! DPM-Solver++ with guidance, decoded) or `forward` (the network alone, BATCH samples). It prints
//! the milliseconds of each of the COUNT after the first two, then the most memory in kilobytes.
#![expect(clippy::print_stdout, reason = "the line is what the program is for")]

use blazon_engine::nn::{Adapters, Unet};
use blazon_engine::scheduler::SamplerKind;
use blazon_engine::train::train;
use blazon_engine::{Base, BaseAdapters, Device, Painter, Request, Tensor, TensorData, Weights};
use blazon_model::{LoraParts, TrainPhoto, TrainRecipe, TrainTask, WorkerMessage};
use std::error::Error;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

/// What is done before the clock counts: code and memory are met for the first time.
const WARM_UP: usize = 2;

struct Sizes {
    /// Pixels.
    side: usize,
    batch: usize,
    threads: usize,
    count: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [work, base, numbers @ ..] = words.as_slice() else {
        return Err("usage: engine step|picture|forward BASE SIDE BATCH THREADS COUNT".into());
    };
    let numbers: Vec<usize> = numbers
        .iter()
        .map(|number| number.parse())
        .collect::<Result<_, _>>()?;
    let [side, batch, threads, count] = numbers[..] else {
        return Err("SIDE BATCH THREADS COUNT are four numbers".into());
    };
    let sizes = Sizes {
        side,
        batch,
        threads,
        count,
    };
    let base = Path::new(base);
    let took = match work.as_str() {
        "step" => step(base, &sizes)?,
        "picture" => on_threads(threads, || picture(base, &sizes))?,
        "forward" => on_threads(threads, || forward(base, &sizes))?,
        _ => return Err("WORK is step, picture or forward".into()),
    };
    let took: Vec<String> = took
        .iter()
        .map(|milliseconds| format!("{milliseconds:.3}"))
        .collect();
    println!("{} {}", took.join(" "), most_memory());
    Ok(())
}

type Took = Result<Vec<f64>, String>;

fn on_threads(threads: usize, work: impl FnOnce() -> Took + Send) -> Took {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| error.to_string())?.install(work)
}

/// Times `work` until `count` are counted.
fn timed(count: usize, mut work: impl FnMut() -> Result<(), String>) -> Took {
    let mut took = Vec::new();
    for _ in 0..WARM_UP + count {
        let began = Instant::now();
        work()?;
        took.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(took.split_off(WARM_UP))
}

fn step(base: &Path, sizes: &Sizes) -> Took {
    let opened = Base::open(base, &Device::flex()).map_err(|error| error.to_string())?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let task = task(base, folder.path(), sizes)?;
    let mut times = Vec::new();
    let mut say = |message| {
        if let WorkerMessage::Step { .. } = message {
            times.push(Instant::now());
        }
    };
    train(&task, &opened, &mut say, &|| false).map_err(|error| error.to_string())?;
    let between = times
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).as_secs_f64() * 1000.0);
    Ok(between.skip(WARM_UP - 1).collect())
}

fn task(base: &Path, folder: &Path, sizes: &Sizes) -> Result<TrainTask, String> {
    let side = sizes.side as u32;
    let photo = |number: usize| {
        let picture = folder.join(format!("{number}.png"));
        let pixels = image::RgbImage::from_fn(side, side, |x, y| {
            image::Rgb([
                (x * 7) as u8,
                (y * 5) as u8,
                ((x + y) * number as u32) as u8,
            ])
        });
        pixels.save(&picture).map_err(|error| error.to_string())?;
        Ok::<_, String>(TrainPhoto {
            picture,
            caption: format!("a fox with lamp {number}"),
        })
    };
    Ok(TrainTask {
        base: base.to_owned(),
        photos: (0..sizes.batch).map(photo).collect::<Result<_, _>>()?,
        recipe: TrainRecipe {
            steps: (WARM_UP + sizes.count) as u32,
            rank: 8,
            alpha: 8.0,
            learning_rate: 4e-4,
            warmup: 0,
            batch: sizes.batch as u32,
            resolution: side,
            layers: LoraParts::default(),
            caption_dropout: 0.0,
            flip: false,
            min_snr_gamma: None,
            seed: 1,
            sample_every: 0,
            checkpoint_every: 0,
        },
        samples: Vec::new(),
        workdir: folder.join("work"),
        output: folder.join("lora.safetensors"),
        trigger: None,
        name: "Bench".to_owned(),
        date: None,
        threads: sizes.threads as u32,
    })
}

fn picture(base: &Path, sizes: &Sizes) -> Took {
    let base = Base::open(base, &Device::flex()).map_err(|error| error.to_string())?;
    let painter = Painter::new(&base, &BaseAdapters::default());
    let mut painter = painter.map_err(|error| error.to_string())?;
    let request = Request {
        prompt: "a fox with a lamp".to_owned(),
        negative: String::new(),
        guidance: 7.0,
        steps: 20,
        width: sizes.side,
        height: sizes.side,
        seed: 1,
        count: sizes.batch,
        sampler: SamplerKind::DpmSolver2M,
    };
    timed(sizes.count, || {
        let drawn = painter.draw(&request, &mut |_| ControlFlow::Continue(()));
        drawn.map(|_| ()).map_err(|error| error.to_string())
    })
}

fn forward(base: &Path, sizes: &Sizes) -> Took {
    let failed = |error: blazon_engine::EngineError| error.to_string();
    let device = Device::flex();
    let plan =
        blazon_engine::config::UnetConfig::read(&base.join("unet/config.json")).map_err(failed)?;
    let weights = Weights::unet(&base.join("unet")).map_err(failed)?;
    let unet = Unet::load(&plan, &weights, &device).map_err(failed)?;
    let side = sizes.side / 8;
    let filled = |shape: [usize; 4]| {
        let numbers: Vec<f32> = (0..shape.iter().product())
            .map(|number: usize| (number as f32).sin())
            .collect();
        Tensor::<4>::from_data(TensorData::new(numbers, shape), &device)
    };
    let sample = filled([sizes.batch, plan.in_channels, side, side]);
    let context =
        filled([1, sizes.batch, 77, plan.context]).reshape([sizes.batch, 77, plan.context]);
    let times = vec![500.0; sizes.batch];
    timed(sizes.count, || {
        let _ = unet
            .forward(sample.clone(), &times, &context, None, &Adapters::none())
            .into_data();
        Ok(())
    })
}

/// The most memory that this process had, in kilobytes; 0 where the system does not say.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    number.unwrap_or_default()
}
