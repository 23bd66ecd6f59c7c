//! What is computed once: latents of the photos, embeddings of their captions.
//!
//! All of it on the plain device, so that nothing is tracked, and kept as plain numbers.

use super::chance::{Purpose, chance};
use super::picture::{self, Fitted};
use super::step::{Sample, numbers_of};
use super::{TrainError, batches::Batches, noising::Noising};
use crate::base::{Base, Conditioning};
use blazon_model::{TrainPhoto, TrainRecipe};
use burn::tensor::{Tensor, TensorData};
use image::RgbImage;
use std::collections::HashMap;

/// Everything that steps are made of.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    photos: Vec<Photo>,
    texts: Vec<Text>,
    /// What stands for a caption that is left out.
    nothing: Text,
    batches: Batches,
    noising: Noising,
    caption_dropout: f64,
}

#[derive(Clone, Debug)]
struct Photo {
    /// `[channels, height, width]` of the latents.
    shape: [usize; 3],
    plain: Latents,
    mirrored: Option<Latents>,
    text: usize,
    measures: [f32; 6],
}

/// The distribution of a photo's latents, scaled as the network wants them.
#[derive(Clone, Debug)]
struct Latents {
    mean: Vec<f32>,
    deviation: Vec<f32>,
}

#[derive(Clone, Debug)]
struct Text {
    /// `[tokens, width]`.
    context: Vec<f32>,
    tokens: usize,
    pooled: Option<Vec<f32>>,
}

impl Prepared {
    /// Reads the photos and embeds their captions. `go_on` is asked before each photo.
    ///
    /// # Errors
    /// When a photo cannot be used, or `go_on` fails.
    pub(super) fn new(
        base: &Base,
        photos: &[TrainPhoto],
        recipe: &TrainRecipe,
        go_on: &mut dyn FnMut() -> Result<(), TrainError>,
    ) -> Result<Self, TrainError> {
        let step = base.vae.config().reduction() * base.unet.config().reduction();
        let buckets = picture::buckets(recipe.resolution, step as u32);
        let mut texts = Vec::new();
        let mut known = HashMap::new();
        let mut prepared = Vec::with_capacity(photos.len());
        for photo in photos {
            go_on()?;
            let text = *known.entry(photo.caption.as_str()).or_insert_with(|| {
                texts.push(Text::of(base.embed(&photo.caption)));
                texts.len() - 1
            });
            let fitted = picture::fit(&photo.picture, &buckets)?;
            prepared.push(Photo::of(base, &fitted, text, recipe.flip));
        }
        let sizes: Vec<_> = prepared
            .iter()
            .map(|photo| (photo.shape[2] as u32, photo.shape[1] as u32))
            .collect();
        Ok(Self {
            photos: prepared,
            texts,
            nothing: Text::of(base.embed_nothing()),
            batches: Batches::new(&sizes, recipe.batch as usize, recipe.seed),
            noising: Noising::new(&base.plans().scheduler, recipe.min_snr_gamma, recipe.seed),
            caption_dropout: recipe.caption_dropout,
        })
    }

    /// The samples of a step, from 0.
    pub(super) fn batch(&self, step: u32) -> Vec<Sample> {
        let photos = self.batches.at(step).into_iter().enumerate();
        photos
            .map(|(index, photo)| self.sample(&self.photos[photo], step, index))
            .collect()
    }

    /// Height and width of the largest latents.
    pub(super) fn largest(&self) -> (usize, usize) {
        let sizes = self
            .photos
            .iter()
            .map(|photo| (photo.shape[1], photo.shape[2]));
        sizes
            .max_by_key(|(height, width)| height * width)
            .unwrap_or((1, 1))
    }

    fn sample(&self, photo: &Photo, step: u32, index: usize) -> Sample {
        let mut choice = chance(
            self.noising.seed,
            Purpose::Choice,
            u64::from(step),
            3 * index as u64 + 1,
        );
        let text = match choice.next_unit() < self.caption_dropout {
            true => &self.nothing,
            false => &self.texts[photo.text],
        };
        let latents = match &photo.mirrored {
            Some(mirrored) if choice.next_unit() < 0.5 => mirrored,
            Some(_) | None => &photo.plain,
        };
        let noised = self
            .noising
            .noise(&latents.mean, &latents.deviation, step, index);
        Sample {
            shape: photo.shape,
            noisy: noised.noisy,
            target: noised.target,
            time: noised.time,
            weight: noised.weight,
            context: text.context.clone(),
            tokens: text.tokens,
            added: text.pooled.clone().map(|pooled| (pooled, photo.measures)),
        }
    }
}

impl Photo {
    fn of(base: &Base, fitted: &Fitted, text: usize, flip: bool) -> Self {
        let (shape, plain) = latents(base, &fitted.picture);
        let mirror = || latents(base, &image::imageops::flip_horizontal(&fitted.picture)).1;
        Self {
            shape,
            plain,
            mirrored: flip.then(mirror),
            text,
            measures: fitted.measures,
        }
    }
}

fn latents(base: &Base, picture: &RgbImage) -> ([usize; 3], Latents) {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let data = TensorData::new(picture::numbers(picture), [1, 3, height, width]);
    let moments = base.vae.encode(Tensor::<4>::from_data(data, base.device()));
    let [_, channels, height, width] = moments.mean.dims();
    let mean = base.vae.scale(moments.mean.clone());
    let one_above = moments.mean + (moments.log_variance / 2.0).exp();
    let deviation = base.vae.scale(one_above) - mean.clone();
    let latents = Latents {
        mean: numbers_of(mean),
        deviation: numbers_of(deviation),
    };
    ([channels, height, width], latents)
}

impl Text {
    fn of(conditioning: Conditioning) -> Self {
        let [_, tokens, _] = conditioning.context.dims();
        Self {
            context: numbers_of(conditioning.context),
            tokens,
            pooled: conditioning.pooled.map(numbers_of),
        }
    }
}
