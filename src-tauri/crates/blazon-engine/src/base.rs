//! A base: all parts of a folder or a single file, ready to draw or to train on.

use crate::EngineError;
use crate::lora::{BaseAdapters, module_of};
use crate::nn::{Added, TextEncoder, Unet, Vae};
use crate::original::Checkpoint;
use crate::plans::{Plans, TEXT_FOLDERS};
use crate::tokenizer::Tokenizer;
use crate::weights::Weights;
use blazon_lora::{ModulePaths, Part};
use blazon_model::BaseFamily;
use burn::tensor::{Device, Tensor};
use std::path::{Path, PathBuf};

/// The folders of the tokenizers.
const TOKENIZER_FOLDERS: [&str; 2] = ["tokenizer", "tokenizer_2"];
/// What a LoRA calls the text encoders.
const TEXT_PARTS: [Part; 2] = [Part::Text, Part::Text2];

/// A tokenizer and the encoder that takes its tokens.
#[derive(Clone, Debug)]
pub struct Encoder {
    /// Words to tokens.
    pub tokenizer: Tokenizer,
    /// Tokens to embeddings.
    pub network: TextEncoder,
}

/// All parts of a base, with their weights. Cloning shares them.
#[derive(Clone, Debug)]
pub struct Base {
    path: PathBuf,
    device: Device,
    plans: Plans,
    /// The network that removes noise.
    pub unet: Unet,
    /// The autoencoder.
    pub vae: Vae,
    /// One text encoder, or SDXL's two.
    pub encoders: Vec<Encoder>,
}

/// What a UNet is told of a prompt.
#[derive(Clone, Debug)]
pub struct Conditioning {
    /// `[1, tokens, width]`.
    pub context: Tensor<3>,
    /// SDXL's pooled embedding, `[1, width]`.
    pub pooled: Option<Tensor<2>>,
    /// How many words at the end of the prompt were not read.
    pub words_cut: usize,
}

impl Base {
    /// Opens a diffusers folder, or a single file in the original layout.
    ///
    /// # Errors
    /// When something is missing, damaged or not supported.
    pub fn open(path: &Path, device: &Device) -> Result<Self, EngineError> {
        match path.is_file() {
            true => Self::open_file(path, device),
            false => Self::open_folder(path, device),
        }
    }

    /// What a diffusers folder or a single file consists of, without its weights.
    ///
    /// # Errors
    /// As [`Base::open`]; what only the weights show is not found.
    pub fn look_at(path: &Path) -> Result<Plans, EngineError> {
        if !path.exists() {
            let path = path.to_owned();
            return Err(EngineError::MissingFile { path });
        }
        match path.is_file() {
            true => Checkpoint::open(path)?.plans(),
            false => Plans::read(path),
        }
    }

    fn open_folder(folder: &Path, device: &Device) -> Result<Self, EngineError> {
        let plans = Plans::read(folder)?;
        let encoders = plans.texts.iter().enumerate().map(|(number, config)| {
            let weights = Weights::text(&folder.join(TEXT_FOLDERS[number]))?;
            Ok(Encoder {
                tokenizer: Tokenizer::open(&folder.join(TOKENIZER_FOLDERS[number]), config.length)?,
                network: TextEncoder::load(config, &weights, device)?,
            })
        });
        let encoders = encoders.collect::<Result<_, EngineError>>()?;
        let base = Self {
            path: folder.to_owned(),
            device: device.clone(),
            unet: Unet::load(&plans.unet, &Weights::unet(&folder.join("unet"))?, device)?,
            vae: Vae::load(&plans.vae, &Weights::vae(&folder.join("vae"))?, device)?,
            encoders,
            plans,
        };
        base.check_tokens()?;
        Ok(base)
    }

    fn open_file(path: &Path, device: &Device) -> Result<Self, EngineError> {
        let checkpoint = Checkpoint::open(path)?;
        let plans = checkpoint.plans()?;
        let weights = checkpoint.weights(&plans)?;
        let encoders = plans.texts.iter().zip(&weights.texts).enumerate();
        let encoders = encoders.map(|(number, (config, weights))| {
            // SD 1 and SDXL's first encoder repeat the end; OpenCLIP's fill up with `!`, the token 0.
            let repeats = number == 0 && plans.family() != BaseFamily::Sd21;
            Ok(Encoder {
                tokenizer: Tokenizer::clip(if repeats { "<|endoftext|>" } else { "!" }),
                network: TextEncoder::load(config, weights, device)?,
            })
        });
        let encoders = encoders.collect::<Result<_, EngineError>>()?;
        let base = Self {
            path: path.to_owned(),
            device: device.clone(),
            unet: Unet::load(&plans.unet, &weights.unet, device)?,
            vae: Vae::load(&plans.vae, &weights.vae, device)?,
            encoders,
            plans,
        };
        base.check_tokens()?;
        Ok(base)
    }

    fn check_tokens(&self) -> Result<(), EngineError> {
        for Encoder { tokenizer, network } in &self.encoders {
            let known = network.config().vocabulary;
            if tokenizer.count() > known {
                let reason = format!(
                    "it has {} tokens, the text encoder knows {known}",
                    tokenizer.count()
                );
                return Err(EngineError::BrokenTokenizer {
                    path: self.path.clone(),
                    reason,
                });
            }
        }
        Ok(())
    }

    /// The folder or file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where its tensors lie.
    #[must_use]
    pub const fn device(&self) -> &Device {
        &self.device
    }

    /// The plans of its parts.
    #[must_use]
    pub const fn plans(&self) -> &Plans {
        &self.plans
    }

    /// Its family.
    #[must_use]
    pub fn family(&self) -> BaseFamily {
        self.plans.family()
    }

    /// How many numbers its weights are.
    #[must_use]
    pub fn parameter_count(&self) -> usize {
        let texts = self
            .encoders
            .iter()
            .map(|encoder| encoder.network.parameter_count());
        self.unet.parameter_count() + self.vae.parameter_count() + texts.sum::<usize>()
    }

    /// What a LoRA may change.
    #[must_use]
    pub fn lora_targets(&self) -> ModulePaths {
        let unet = self
            .unet
            .lora_targets()
            .into_iter()
            .map(|target| module_of(Part::Unet, target));
        let texts = self
            .encoders
            .iter()
            .zip(TEXT_PARTS)
            .flat_map(|(encoder, part)| {
                let targets = encoder.network.lora_targets().into_iter();
                targets.map(move |target| module_of(part, target))
            });
        ModulePaths::new(Some(self.family()), unet.chain(texts).collect())
    }

    /// A copy with LoRA pairs added to its weights; what none changes is shared with this one.
    ///
    /// # Errors
    /// When a pair fits no layer.
    pub fn merged(&self, adapters: &BaseAdapters) -> Result<Self, EngineError> {
        let mut copy = self.clone();
        copy.unet = self.unet.merged(&adapters.unet)?;
        for (encoder, adapters) in copy.encoders.iter_mut().zip(&adapters.texts) {
            encoder.network = encoder.network.merged(adapters)?;
        }
        Ok(copy)
    }

    /// Embeds a prompt.
    #[must_use]
    pub fn embed(&self, prompt: &str) -> Conditioning {
        self.embed_with(prompt, &BaseAdapters::default())
    }

    /// Embeds a prompt with LoRA pairs for the text encoders.
    #[must_use]
    pub fn embed_with(&self, prompt: &str, adapters: &BaseAdapters) -> Conditioning {
        let mut contexts = Vec::new();
        let mut pooled = None;
        let mut words_cut = 0;
        for (Encoder { tokenizer, network }, adapters) in self.encoders.iter().zip(&adapters.texts)
        {
            let tokens = tokenizer.encode(prompt);
            words_cut = words_cut.max(tokens.words_cut);
            let embedding = network.forward(&[tokens.ids], adapters);
            contexts.push(match self.encoders.len() {
                1 => embedding.last,
                _ => embedding.penultimate,
            });
            pooled = embedding.pooled;
        }
        Conditioning {
            context: Tensor::cat(contexts, 2),
            pooled: pooled.filter(|_| self.plans.unet.added.is_some()),
            words_cut,
        }
    }

    /// What stands for the absence of a prompt: the empty one, or zeros where the base was trained so.
    #[must_use]
    pub fn embed_nothing(&self) -> Conditioning {
        let empty = self.embed("");
        match self.plans.zeros_for_empty {
            true => Conditioning {
                context: empty.context.zeros_like(),
                pooled: empty.pooled.map(|pooled| pooled.zeros_like()),
                words_cut: 0,
            },
            false => empty,
        }
    }
}

impl Conditioning {
    /// SDXL's further conditions for a picture of `width` by `height` pixels that is not cut.
    #[must_use]
    pub fn added(&self, width: usize, height: usize) -> Option<Added> {
        let size = [height as f32, width as f32];
        self.pooled.as_ref().map(|pooled| Added {
            pooled: pooled.clone(),
            measures: vec![[size[0], size[1], 0.0, 0.0, size[0], size[1]]],
        })
    }
}
