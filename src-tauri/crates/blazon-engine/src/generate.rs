//! From a prompt to pictures.
//!
//! Nothing here is ever tracked for gradients. The same request gives the same pictures on every run and with every
//! number of threads: each picture has a seed of its own, and the noise comes from the seed alone.

use crate::EngineError;
use crate::base::{Base, Conditioning};
use crate::lora::BaseAdapters;
use crate::nn::{Adapters, Added};
use crate::picture::{Picture, pictures_of};
use crate::scheduler::{Noise, NoiseSource, Sampler, SamplerKind};
use burn::tensor::{Tensor, TensorData, module, ops::AvgPoolOptions};
use std::collections::HashMap;
use std::ops::ControlFlow;

/// Sides of a picture in pixels at most.
const LARGEST_SIDE: usize = 4096;
/// Pictures of a request at most.
const MOST_PICTURES: usize = 64;
/// Latents along a side of a preview at most.
const PREVIEW_SIDE: usize = 16;
/// Prompts that are remembered.
const REMEMBERED: usize = 64;

/// What is to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// What shall be seen.
    pub prompt: String,
    /// What shall not; may be empty.
    pub negative: String,
    /// How much the prompt counts: 1 not more than without guidance, usually 3 to 12.
    pub guidance: f32,
    /// Steps, from 1.
    pub steps: usize,
    /// Pixels; a multiple of the base's granularity, 8 in every Stable Diffusion.
    pub width: usize,
    /// Pixels, likewise.
    pub height: usize,
    /// The first picture's seed; each following one has the next.
    pub seed: u64,
    /// How many pictures, from 1 to 64.
    pub count: usize,
    /// The way from noise to latents.
    pub sampler: SamplerKind,
}

/// Where a drawing is, before a step.
#[derive(Debug)]
pub struct Progress<'a> {
    /// The number of the picture, from 0.
    pub picture: usize,
    /// Steps done for this picture.
    pub step: usize,
    /// Steps of each picture.
    pub steps: usize,
    base: &'a Base,
    estimate: Option<&'a Latents>,
}

impl Progress<'_> {
    /// What the picture will be, as far as can be told: small, at most 16 latents a side. `None` before the first
    /// step. It is computed when it is asked for.
    #[must_use]
    pub fn preview(&self) -> Option<Picture> {
        let latents = self.estimate?.tensor(self.base);
        let [_, _, height, width] = latents.dims();
        let shrink = height
            .max(width)
            .div_ceil(PREVIEW_SIDE)
            .min(height)
            .min(width);
        let options = AvgPoolOptions {
            kernel_size: [shrink; 2],
            stride: [shrink; 2],
            padding: [(0, 0); 2],
            count_include_pad: false,
            ceil_mode: false,
        };
        let small = match shrink {
            1 => latents,
            _ => module::avg_pool2d(latents, options),
        };
        let vae = &self.base.vae;
        pictures_of(vae.decode(vae.unscale(small)))
            .into_iter()
            .next()
    }
}

/// Latents of one picture, as plain numbers.
#[derive(Clone, Debug)]
struct Latents {
    numbers: Vec<f32>,
    shape: [usize; 4],
}

impl Latents {
    fn tensor(&self, base: &Base) -> Tensor<4> {
        Tensor::from_data(
            TensorData::new(self.numbers.clone(), self.shape),
            base.device(),
        )
    }
}

/// A finished request.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The pictures, in the order of their seeds.
    pub pictures: Vec<Picture>,
    /// How many words at the end of the prompt were not read.
    pub words_cut: usize,
}

/// Draws with one base and what LoRAs make of it, and remembers what prompts mean.
#[derive(Debug)]
pub struct Painter {
    base: Base,
    known: HashMap<String, Conditioning>,
}

impl Painter {
    /// Merges the LoRAs into a copy of the base's weights, so that no step costs more.
    ///
    /// # Errors
    /// When a pair fits no layer.
    pub fn new(base: &Base, adapters: &BaseAdapters) -> Result<Self, EngineError> {
        Ok(Self {
            base: base.merged(adapters)?,
            known: HashMap::new(),
        })
    }

    /// The base with its LoRAs.
    #[must_use]
    pub const fn base(&self) -> &Base {
        &self.base
    }

    /// Draws. `watch` is asked before each step and ends the drawing by answering so.
    ///
    /// # Errors
    /// When the request cannot be drawn, is cancelled, or its numbers leave the range of the type.
    pub fn draw(
        &mut self,
        request: &Request,
        watch: &mut dyn FnMut(&Progress<'_>) -> ControlFlow<()>,
    ) -> Result<Drawn, EngineError> {
        self.check(request)?;
        let words_cut = self.conditions(request).0.words_cut;
        let pictures = (0..request.count)
            .map(|number| {
                let mut noise = Noise::new(request.seed.wrapping_add(number as u64), 0);
                let start = noise.draw(self.shape(request).iter().product());
                let latents = self.latents(request, number, start, &mut noise, watch)?;
                self.decode(&latents)
            })
            .collect::<Result<_, _>>()?;
        Ok(Drawn {
            pictures,
            words_cut,
        })
    }

    /// Draws one picture from given noise, of variance 1 and as many numbers as there are latents; the pixels are
    /// not rounded, `[1, 3, height, width]` from 0 to 1. For comparisons with other programs.
    ///
    /// # Errors
    /// As [`Painter::draw`].
    pub fn draw_from(
        &mut self,
        request: &Request,
        start: Vec<f32>,
        noise: &mut dyn NoiseSource,
    ) -> Result<Tensor<4>, EngineError> {
        self.check(request)?;
        let latents = self.latents(request, 0, start, noise, &mut |_| ControlFlow::Continue(()))?;
        let vae = &self.base.vae;
        let pixels = vae.decode(vae.unscale(latents.tensor(&self.base)));
        Ok((pixels / 2.0 + 0.5).clamp(0.0, 1.0))
    }

    fn check(&self, request: &Request) -> Result<(), EngineError> {
        let grain = self.base.plans().granularity();
        let sides = [request.width, request.height];
        if sides
            .iter()
            .any(|side| *side == 0 || side % grain != 0 || *side > LARGEST_SIDE)
        {
            return Err(EngineError::BadRequest(format!(
                "a picture of this base has sides that are multiples of {grain} up to {LARGEST_SIDE} pixels, not {} x {}",
                request.width, request.height
            )));
        }
        if request.count == 0 || request.count > MOST_PICTURES {
            let count = request.count;
            return Err(EngineError::BadRequest(format!(
                "{count} pictures: from 1 to {MOST_PICTURES} can be drawn"
            )));
        }
        if !request.guidance.is_finite() || request.guidance < 0.0 {
            return Err(EngineError::BadRequest(
                "the guidance must be a number from 0".to_owned(),
            ));
        }
        Ok(())
    }

    fn shape(&self, request: &Request) -> [usize; 4] {
        let plan = self.base.vae.config();
        let grain = plan.reduction();
        [
            1,
            plan.latent_channels,
            request.height / grain,
            request.width / grain,
        ]
    }

    /// The conditions of a request, and those of its absence where the guidance needs them.
    fn conditions(&mut self, request: &Request) -> (Conditioning, Option<Conditioning>) {
        let wanted = self.embed(&request.prompt);
        let unwanted = (request.guidance > 1.0).then(|| match request.negative.trim() {
            "" => self.embed_nothing(),
            _ => self.embed(&request.negative),
        });
        (wanted, unwanted)
    }

    fn embed(&mut self, prompt: &str) -> Conditioning {
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        let base = &self.base;
        let known = self.known.entry(prompt.to_owned());
        known.or_insert_with(|| base.embed(prompt)).clone()
    }

    fn embed_nothing(&mut self) -> Conditioning {
        match self.base.plans().zeros_for_empty {
            true => self.base.embed_nothing(),
            false => self.embed(""),
        }
    }

    fn latents(
        &mut self,
        request: &Request,
        picture: usize,
        mut numbers: Vec<f32>,
        noise: &mut dyn NoiseSource,
        watch: &mut dyn FnMut(&Progress<'_>) -> ControlFlow<()>,
    ) -> Result<Latents, EngineError> {
        let shape = self.shape(request);
        let (wanted, unwanted) = self.conditions(request);
        let network = Guided::new(&self.base, request, &wanted, unwanted.as_ref());
        let mut sampler =
            Sampler::new(request.sampler, &self.base.plans().scheduler, request.steps)?;
        let scale = sampler.start_scale();
        numbers.iter_mut().for_each(|number| *number *= scale);
        let mut estimate = None;
        for step in 0..request.steps {
            let progress = Progress {
                picture,
                step,
                steps: request.steps,
                base: &self.base,
                estimate: estimate.as_ref(),
            };
            if watch(&progress).is_break() {
                return Err(EngineError::Cancelled);
            }
            let input = numbers
                .iter()
                .map(|number| number * sampler.input_scale(step))
                .collect();
            let answer = network.answer(input, shape, sampler.times()[step]);
            let clean = sampler.step(step, &answer, &mut numbers, noise);
            if !numbers.iter().all(|number| number.is_finite()) {
                return Err(EngineError::Diverged);
            }
            estimate = Some(Latents {
                numbers: clean,
                shape,
            });
        }
        Ok(Latents { numbers, shape })
    }

    fn decode(&self, latents: &Latents) -> Result<Picture, EngineError> {
        let vae = &self.base.vae;
        let pixels = vae.decode(vae.unscale(latents.tensor(&self.base)));
        let picture = pictures_of(pixels).into_iter().next();
        picture.ok_or(EngineError::Diverged)
    }
}

/// A UNet with its conditions (Ho and Salimans, "Classifier-Free Diffusion Guidance", 2022).
struct Guided<'a> {
    base: &'a Base,
    guidance: f32,
    /// `[1 or 2, tokens, width]`: the absence first, as in diffusers.
    context: Tensor<3>,
    added: Option<Added>,
    rows: usize,
}

impl<'a> Guided<'a> {
    fn new(
        base: &'a Base,
        request: &Request,
        wanted: &Conditioning,
        unwanted: Option<&Conditioning>,
    ) -> Self {
        let both: Vec<&Conditioning> = unwanted.into_iter().chain([wanted]).collect();
        let each = both
            .iter()
            .filter_map(|one| one.added(request.width, request.height));
        let each: Vec<Added> = each.collect();
        let added = (!each.is_empty()).then(|| Added {
            pooled: Tensor::cat(each.iter().map(|one| one.pooled.clone()).collect(), 0),
            measures: each.iter().flat_map(|one| one.measures.clone()).collect(),
        });
        Self {
            base,
            guidance: request.guidance,
            context: Tensor::cat(both.iter().map(|one| one.context.clone()).collect(), 0),
            added,
            rows: both.len(),
        }
    }

    fn answer(&self, input: Vec<f32>, shape: [usize; 4], time: f32) -> Vec<f32> {
        let input = Tensor::<4>::from_data(TensorData::new(input, shape), self.base.device());
        let input = input.repeat_dim(0, self.rows);
        let times = vec![time; self.rows];
        let unet = &self.base.unet;
        let answer = unet.forward(
            input,
            &times,
            &self.context,
            self.added.as_ref(),
            &Adapters::none(),
        );
        let answer: Vec<f32> = answer
            .into_data()
            .try_to_vec::<f32>()
            .expect("tensors here are f32");
        match answer.split_at(answer.len() / self.rows) {
            (without, with) if self.rows == 2 => without
                .iter()
                .zip(with)
                .map(|(without, with)| without + self.guidance * (with - without))
                .collect(),
            _ => answer,
        }
    }
}
