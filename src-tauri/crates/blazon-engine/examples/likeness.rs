//! Whether a LoRA does what it is for: pictures drawn with it are nearer to the pictures that it
//! was trained on than those drawn without it, and the object in the prompt still changes them.
//!
//! `likeness BASE OUT SET OTHER...`: trains a LoRA as the preset Economy has it on SET and on each
//! OTHER (folders of pictures with captions of the same name), draws 32 prompts about SET without a
//! LoRA and with each, and prints
//!
//! - `(without - with) / (without - within)`, which is 1 where the drawn pictures are as near to
//!   the set as its own pictures are to each other, and 0 where the LoRA did nothing;
//! - the same for the LoRA of each OTHER;
//! - how far two pictures are apart that differ in seed and background by nothing and in the
//!   object by a word, with the LoRA and without it.
//!
//! A distance is Euclidean, between features of the base's own encoder: the mean and the spread of
//! each latent channel in each of 4 x 4 fields of a picture of 128 px. The distance of a picture to
//! a set is the mean of its distances to the set's pictures; `within` leaves the picture itself out.
//! OUT gets the pictures as sheets.
#![expect(clippy::print_stdout, reason = "the lines are what the program is for")]

use blazon_engine::scheduler::SamplerKind;
use blazon_engine::train::train;
use blazon_engine::{Base, BaseAdapters, Device, Painter, Picture, Request, pixels_of};
use blazon_lora::LoraFile;
use blazon_model::{BaseFamily, Preset, ProviderId, Recipe, TrainPhoto, TrainRecipe, TrainTask};
use image::imageops::{self, FilterType};
use image::{RgbImage, imageops::crop_imm};
use std::error::Error;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

type Fallible<T> = Result<T, Box<dyn Error>>;
type Features = Vec<f64>;

const SIDE: u32 = 128;
/// Fields along a side.
const FIELDS: usize = 4;
const TRIGGER: &str = "RACCOON_B7K2";
const OTHER_TRIGGER: &str = "FOX_Q4M9";
/// Two neighbours stand for one seed and one background.
const OBJECTS: [&str; 8] = [
    "telescope",
    "sword",
    "scroll",
    "lamp",
    "book",
    "key",
    "flag",
    "shield",
];
const BACKGROUNDS: [&str; 4] = ["teal", "sand", "slate blue", "dusty pink"];

fn main() -> Fallible<()> {
    let words: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [base, out, set, others @ ..] = words.as_slice() else {
        return Err("usage: likeness BASE OUT SET OTHER...".into());
    };
    fs::create_dir_all(out)?;
    let opened = Base::open(base, &Device::flex())?;
    let set_features: Vec<Features> = pictures_in(set)?
        .iter()
        .map(|path| Ok(features(&opened, &read(path)?)))
        .collect::<Fallible<_>>()?;
    let draw = |lora: Option<&Path>, sheet: &str| -> Fallible<Vec<Features>> {
        let pictures = drawn(&opened, lora)?;
        save_sheet(&pictures, &out.join(sheet))?;
        Ok(pictures.iter().map(|one| features(&opened, one)).collect())
    };
    let without = draw(None, "without.png")?;
    let lora = trained(base, &opened, set, TRIGGER, &out.join("set"))?;
    let with = draw(Some(&lora), "with.png")?;
    let within = mean(set_features.iter().enumerate().map(|(place, one)| {
        let others = set_features.iter().enumerate();
        mean(
            others
                .filter(|(other, _)| *other != place)
                .map(|(_, other)| distance(one, other)),
        )
    }));
    let to_set = |pictures: &[Features]| {
        mean(
            pictures
                .iter()
                .map(|one| mean(set_features.iter().map(|other| distance(one, other)))),
        )
    };
    let (far, near) = (to_set(&without), to_set(&with));
    let likeness = |distance: f64| (far - distance) / (far - within);
    println!("distance to the set: {far:.3} without, {near:.3} with, {within:.3} within the set");
    println!("likeness {:.2} (at least 0.3)", likeness(near));
    for other in others {
        let name = other.file_name().unwrap_or_default().display().to_string();
        let lora = trained(base, &opened, other, OTHER_TRIGGER, &out.join(&name))?;
        let wrong = draw(Some(&lora), &format!("{name}.png"))?;
        println!(
            "likeness by the LoRA of {name}: {:.2} (below 0.1)",
            likeness(to_set(&wrong))
        );
    }
    println!(
        "another object changes a picture by {:.3} with the LoRA, by {:.3} without it",
        by_object(&with),
        by_object(&without)
    );
    Ok(())
}

/// What is drawn: each object before each background. Two objects share a seed and a background.
fn prompts() -> impl Iterator<Item = (String, u64)> {
    (0_u64..).zip(BACKGROUNDS).flat_map(|(row, background)| {
        (0_u64..).zip(OBJECTS).map(move |(column, object)| {
            let prompt = format!(
                "{TRIGGER}, a small raccoon herald mascot holding a {object}, plain {background} background"
            );
            (prompt, 100 + row * 10 + column / 2)
        })
    })
}

fn by_object(pictures: &[Features]) -> f64 {
    mean(
        pictures
            .chunks_exact(2)
            .map(|pair| distance(&pair[0], &pair[1])),
    )
}

fn drawn(base: &Base, lora: Option<&Path>) -> Fallible<Vec<RgbImage>> {
    let mut adapters = BaseAdapters::default();
    if let Some(path) = lora {
        let targets = base.lora_targets();
        let pairs = LoraFile::read(path)?.resolve(&targets)?;
        let strength = BaseFamily::Pocket.usual_strength();
        adapters.add(&pairs, targets.modules(), strength as f32, &Device::flex());
    }
    let mut painter = Painter::new(base, &adapters)?;
    let mut pictures = Vec::new();
    for (prompt, seed) in prompts() {
        let request = Request {
            prompt,
            negative: String::new(),
            guidance: 5.0,
            steps: 24,
            width: SIDE as usize,
            height: SIDE as usize,
            seed,
            count: 1,
            sampler: SamplerKind::DpmSolver2M,
        };
        let drawn = painter.draw(&request, &mut |_| ControlFlow::Continue(()))?;
        let picture = drawn.pictures.into_iter().next().ok_or("no picture")?;
        let pixels = RgbImage::from_raw(SIDE, SIDE, picture.rgb);
        pictures.push(pixels.ok_or("a picture of another size")?);
    }
    Ok(pictures)
}

fn trained(base: &Path, opened: &Base, set: &Path, trigger: &str, out: &Path) -> Fallible<PathBuf> {
    let photo = |picture: PathBuf| -> Fallible<TrainPhoto> {
        let text = fs::read_to_string(picture.with_extension("txt"))?;
        let caption = format!("{trigger}, {}", text.trim());
        Ok(TrainPhoto { picture, caption })
    };
    let photos = pictures_in(set)?.into_iter().map(photo);
    let threads = std::thread::available_parallelism()?.get();
    let economy = Recipe::from_preset(Preset::Economy, ProviderId::Local, BaseFamily::Pocket);
    let task = TrainTask {
        base: base.to_owned(),
        photos: photos.collect::<Fallible<_>>()?,
        recipe: TrainRecipe {
            steps: economy.steps,
            rank: economy.rank,
            alpha: economy.rank as f32,
            learning_rate: economy.learning_rate,
            warmup: economy.steps / 20,
            batch: economy.local.batch,
            resolution: economy.resolution,
            layers: economy.local.parts,
            caption_dropout: 0.05,
            flip: false,
            min_snr_gamma: None,
            seed: 42,
            sample_every: 0,
            checkpoint_every: 0,
        },
        samples: Vec::new(),
        workdir: out.join("work"),
        output: out.join("lora.safetensors"),
        trigger: Some(trigger.to_owned()),
        name: "Likeness".to_owned(),
        date: None,
        threads: threads as u32,
    };
    // One that was cut off would go on from its checkpoint.
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    fs::create_dir_all(out)?;
    let began = Instant::now();
    train(&task, opened, &mut |_| {}, &|| false)?;
    println!(
        "trained on {} in {:.0} s",
        set.display(),
        began.elapsed().as_secs_f64()
    );
    Ok(task.output)
}

fn pictures_in(folder: &Path) -> Fallible<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<std::io::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "jpg"));
    paths.sort();
    Ok(paths)
}

/// A picture as a training takes it: the middle square, small.
fn read(path: &Path) -> Fallible<RgbImage> {
    let found = turbojpeg::decompress(&fs::read(path)?, turbojpeg::PixelFormat::RGB)?;
    let size = (u32::try_from(found.width)?, u32::try_from(found.height)?);
    let whole = RgbImage::from_raw(size.0, size.1, found.pixels).ok_or("the picture is cut")?;
    let side = size.0.min(size.1);
    let square = crop_imm(&whole, (size.0 - side) / 2, (size.1 - side) / 2, side, side).to_image();
    Ok(imageops::resize(&square, SIDE, SIDE, FilterType::Lanczos3))
}

/// Mean and spread of each latent channel in each field.
fn features(base: &Base, picture: &RgbImage) -> Features {
    let picture = Picture {
        width: SIDE as usize,
        height: SIDE as usize,
        rgb: picture.as_raw().clone(),
    };
    let mean = base.vae.encode(pixels_of(&picture, &Device::flex())).mean;
    let [_, channels, height, width] = mean.dims();
    let numbers = mean.into_data().try_to_vec::<f32>().unwrap_or_default();
    let (tall, wide) = (height / FIELDS, width / FIELDS);
    let mut features = Vec::new();
    for channel in 0..channels {
        for field in 0..FIELDS * FIELDS {
            let (top, left) = (field / FIELDS * tall, field % FIELDS * wide);
            let places = (0..tall * wide).map(|place| {
                let (y, x) = (top + place / wide, left + place % wide);
                f64::from(numbers[(channel * height + y) * width + x])
            });
            let count = (tall * wide) as f64;
            let middle = places.clone().sum::<f64>() / count;
            let spread = places.map(|one| (one - middle).powi(2)).sum::<f64>() / count;
            features.extend([middle, spread.sqrt()]);
        }
    }
    features
}

fn distance(one: &[f64], other: &[f64]) -> f64 {
    let squares = one
        .iter()
        .zip(other)
        .map(|(one, other)| (one - other).powi(2));
    squares.sum::<f64>().sqrt()
}

fn mean(numbers: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = numbers.fold((0.0, 0_u32), |(sum, count), one| (sum + one, count + 1));
    sum / f64::from(count)
}

fn save_sheet(pictures: &[RgbImage], path: &Path) -> Fallible<()> {
    let columns = OBJECTS.len() as u32;
    let rows = (pictures.len() as u32).div_ceil(columns);
    let mut sheet = RgbImage::new(columns * SIDE, rows * SIDE);
    for (place, picture) in (0_u32..).zip(pictures) {
        let (x, y) = (place % columns * SIDE, place / columns * SIDE);
        imageops::replace(&mut sheet, picture, i64::from(x), i64::from(y));
    }
    sheet.save(path)?;
    Ok(())
}
