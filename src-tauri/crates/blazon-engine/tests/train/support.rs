//! The small bases, and tasks for them.

use blazon_model::{SamplePrompt, TrainPhoto, TrainRecipe, TrainTask, TrainedLayers};
use std::path::{Path, PathBuf};

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

pub(crate) fn recipe() -> TrainRecipe {
    TrainRecipe {
        steps: 8,
        rank: 2,
        alpha: 4.0,
        learning_rate: 1e-2,
        warmup: 2,
        batch: 3,
        resolution: 32,
        layers: TrainedLayers {
            convolutions: true,
            ..TrainedLayers::default()
        },
        caption_dropout: 0.3,
        flip: true,
        min_snr_gamma: Some(5.0),
        seed: 11,
        sample_every: 4,
        checkpoint_every: 3,
    }
}

/// A task whose files lie in `folder`: five photos in three shapes.
pub(crate) fn task(folder: &Path, base: &str) -> TrainTask {
    let photo = |number: u32| {
        let picture = folder.join(format!("{number:03}.png"));
        let (width, height) = [(48, 48), (64, 32), (30, 60)][number as usize % 3];
        let pixels = image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x * 5 + number * 40) as u8, (y * 4) as u8, (x * y) as u8])
        });
        pixels.save(&picture).unwrap();
        TrainPhoto {
            picture,
            caption: format!("FOX_A3F2, a fox with lamp {}", number / 2),
        }
    };
    TrainTask {
        base: fixture(base),
        photos: (0..5).map(photo).collect(),
        recipe: recipe(),
        samples: vec![SamplePrompt {
            prompt: "FOX_A3F2".to_owned(),
            seed: 5,
        }],
        workdir: folder.join("work"),
        output: folder.join("lora.safetensors"),
        trigger: Some("FOX_A3F2".to_owned()),
        name: "Fox".to_owned(),
        date: None,
        threads: 2,
    }
}
