//! The engine on a graphics card beside the engine on the processor: the same numbers, the same
//! picture, a training that learns the same. `cargo xtask gpu` runs it, on Mesa's software Vulkan
//! where there is no card.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test ends where something is not as it says, and tells what it measured"
)]

use blazon_engine::nn::Adapters;
use blazon_engine::train::{Crew, Layout, Sample};
use blazon_engine::worker::answer;
use blazon_engine::{Base, Device, Tensor, TensorData};
use blazon_model::{DrawTask, LoraParts, Sampler, TrainRecipe, WorkerMessage, WorkerTask};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Instant;

/// What a card may differ from the processor by, of the largest number.
const TOLERANCE: f32 = 1e-4;

fn card() -> &'static Device {
    static CARD: OnceLock<(Device, String)> = OnceLock::new();
    let (device, name) = CARD.get_or_init(|| {
        let began = Instant::now();
        let found = blazon_gpu_worker::find().unwrap();
        println!(
            "{}: ready in {:.1} s",
            found.1,
            began.elapsed().as_secs_f64()
        );
        found
    });
    assert!(!name.is_empty());
    device
}

fn pocket() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/pocket")
}

fn numbers(count: usize) -> Vec<f32> {
    (0..count)
        .map(|place| (place as f32 * 0.731).sin() * 1.3)
        .collect()
}

fn apart(ours: &[f32], reference: &[f32]) -> f32 {
    assert_eq!(ours.len(), reference.len());
    let largest = reference
        .iter()
        .fold(0_f32, |most, one| most.max(one.abs()));
    assert!(largest > 0.0 && ours.iter().all(|one| one.is_finite()));
    let apart = ours
        .iter()
        .zip(reference)
        .map(|(one, other)| (one - other).abs());
    apart.fold(0_f32, f32::max) / largest
}

#[test]
fn pockets_unet_removes_the_same_noise() {
    let noise = |device: &Device| {
        let base = Base::open(&pocket(), device).unwrap();
        let context = base.embed_nothing().context;
        let sample = TensorData::new(numbers(4 * 16 * 16), [1, 4, 16, 16]);
        let began = Instant::now();
        let out = base.unet.forward(
            Tensor::from_data(sample, device),
            &[700.0],
            &context,
            None,
            &Adapters::none(),
        );
        let out = out.into_data().try_to_vec::<f32>().unwrap();
        println!("forward in {:.1} s", began.elapsed().as_secs_f64());
        out
    };
    let difference = apart(&noise(card()), &noise(&Device::flex()));
    println!("the UNet differs by {difference:.1e}");
    assert!(difference < TOLERANCE);
}

#[test]
fn the_same_seed_draws_the_same_picture() {
    let draw = |device: &Device| {
        let folder = tempfile::tempdir().unwrap();
        let task = WorkerTask::Draw(Box::new(DrawTask {
            base: pocket(),
            prompt: "a red fox holding a lamp".into(),
            negative: String::new(),
            guidance: 4.0,
            steps: 4,
            width: 128,
            height: 128,
            seed: 7,
            count: 1,
            sampler: Sampler::Ddim,
            loras: Vec::new(),
            preview_every: 0,
            outdir: folder.path().to_owned(),
            threads: 2,
        }));
        let line = serde_json::to_string(&task).unwrap() + "\n";
        let mut said = Vec::new();
        // The end of the input is a cancel, so it stays open.
        let input = std::io::BufReader::new(std::io::Read::chain(Cursor::new(line), Endless));
        let last = answer(device, input, &mut said).unwrap();
        assert!(matches!(last, WorkerMessage::Done { .. }), "{last:?}");
        let picture = std::fs::read_dir(folder.path())
            .unwrap()
            .next()
            .unwrap()
            .unwrap();
        image::open(picture.path()).unwrap().into_rgb8()
    };
    let (ours, reference) = (draw(card()), draw(&Device::flex()));
    let pairs = ours.as_raw().iter().zip(reference.as_raw());
    let worst = pairs
        .map(|(one, other)| one.abs_diff(*other))
        .max()
        .unwrap();
    println!("the picture differs by {worst} of 255 at most");
    assert!(worst <= 2);
}

#[test]
fn a_step_of_a_training_has_the_same_gradient() {
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("../blazon-engine/tests/fixtures/sd15");
    let gradient = |device: &Device| {
        let base = Base::open(&small, device).unwrap();
        let recipe = TrainRecipe {
            steps: 1,
            rank: 4,
            alpha: 4.0,
            learning_rate: 1e-3,
            warmup: 0,
            batch: 2,
            resolution: 32,
            layers: LoraParts::default(),
            caption_dropout: 0.0,
            flip: false,
            min_snr_gamma: None,
            seed: 1,
            sample_every: 0,
            checkpoint_every: 0,
        };
        let layout = Layout::new(&base.unet.lora_targets(), &recipe);
        let [_, tokens, width] = base.embed_nothing().context.dims();
        let shape = [base.vae.config().latent_channels, 4, 6];
        let count = shape.iter().product();
        let sample = Sample {
            shape,
            noisy: numbers(count),
            target: numbers(count).iter().map(|one| one * one).collect(),
            time: 300.0,
            weight: 1.0,
            context: numbers(tokens * width),
            tokens,
            added: None,
        };
        let crew = Crew::new(&base.unet, device, 1).unwrap();
        let began = Instant::now();
        // As large as those of a trained LoRA; far larger ones only measure how rounding grows.
        let values: Vec<f32> = numbers(layout.count())
            .iter()
            .map(|one| 0.1 * one)
            .collect();
        let found = crew.gradient(&layout, &values, &[sample.clone(), sample]);
        println!("a step in {:.1} s", began.elapsed().as_secs_f64());
        found
    };
    let (ours, reference) = (gradient(card()), gradient(&Device::flex()));
    let difference = apart(&ours.numbers, &reference.numbers);
    println!("the gradient differs by {difference:.1e}");
    assert!(difference < 10.0 * TOLERANCE);
}

/// Nothing, for as long as anyone asks.
struct Endless;

impl std::io::Read for Endless {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        loop {
            std::thread::park();
        }
    }
}
