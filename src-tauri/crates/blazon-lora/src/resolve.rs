//! A LoRA file's pairs as changes of a base's modules.

use crate::scheme::{Scheme, beyond};
use crate::{LoraError, LoraFile, Module, ModulePaths, Part, RawPair};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The change of one module: `weight + scale * up * down`.
#[derive(Clone, Debug, PartialEq)]
pub struct LoraPair {
    /// The network of the module.
    pub part: Part,
    /// The module's path.
    pub path: String,
    /// Columns of `up`, rows of `down`.
    pub rank: usize,
    /// What the training called alpha.
    pub alpha: f32,
    /// `alpha / rank`, or `alpha / sqrt(rank)` in files made that way (rsLoRA).
    pub scale: f32,
    /// `[rank, inputs]`, of a convolution `[rank, inputs, height, width]`, row after row.
    pub down: Vec<f32>,
    /// `[outputs, rank]`, row after row.
    pub up: Vec<f32>,
}

impl LoraFile {
    /// The pairs for a base, in the order of the file's names.
    ///
    /// # Errors
    /// When it is for another family of bases, changes a module that the base has not or that has
    /// other sides there, or uses what is not applied here.
    pub fn resolve(&self, targets: &ModulePaths) -> Result<Vec<LoraPair>, LoraError> {
        let path = || self.path().to_owned();
        if let (Some(file), Some(base)) = (self.family(), targets.family())
            && file != base
        {
            let path = path();
            return Err(LoraError::OtherBase { path, file, base });
        }
        if let Some(other) = self.others.first() {
            let what = beyond(other);
            return Err(LoraError::Unsupported { path: path(), what });
        }
        let config = AdapterConfig::of(self)?;
        let mut seen = BTreeSet::new();
        let mut pairs = Vec::with_capacity(self.pairs.len());
        for raw in &self.pairs {
            let unknown = || LoraError::UnknownModule {
                path: path(),
                module: raw.module.clone(),
            };
            let module = targets.find(&raw.module).ok_or_else(unknown)?;
            if !seen.insert((module.part, &module.path)) {
                let module = module.path.clone();
                return Err(LoraError::ChangedTwice {
                    path: path(),
                    module,
                });
            }
            pairs.push(self.pair(raw, module, &config)?);
        }
        Ok(pairs)
    }

    fn pair(
        &self,
        raw: &RawPair,
        module: &Module,
        config: &AdapterConfig,
    ) -> Result<LoraPair, LoraError> {
        if !fits(raw, module) {
            return Err(LoraError::WrongSides {
                path: self.path().to_owned(),
                module: raw.module.clone(),
            });
        }
        let (alpha, scale) = self.alpha(raw, module, config)?;
        Ok(LoraPair {
            part: module.part,
            path: module.path.clone(),
            rank: raw.rank,
            alpha,
            scale,
            down: self.file.to_f32(&raw.down)?,
            up: self.file.to_f32(&raw.up)?,
        })
    }

    /// Alpha, and by what the change is multiplied. A tensor of its own comes first, then what
    /// PEFT's configuration says; without either, alpha is the rank.
    fn alpha(
        &self,
        raw: &RawPair,
        module: &Module,
        config: &AdapterConfig,
    ) -> Result<(f32, f32), LoraError> {
        let rank = raw.rank as f32;
        let Some(name) = &raw.alpha else {
            let (part, path) = (part_key(module.part), module.path.as_str());
            let alpha = config.alpha(part, path).unwrap_or(rank);
            return Ok((alpha, alpha / config.divisor(part, rank)));
        };
        match self.file.to_f32(name)?[..] {
            [alpha] => Ok((alpha, alpha / rank)),
            _ => Err(LoraError::BadAlpha {
                path: self.path().to_owned(),
                module: raw.module.clone(),
            }),
        }
    }
}

/// What diffusers calls the parts of a pipeline in PEFT's configuration.
const PARTS: [&str; 4] = ["unet", "transformer", "text_encoder", "text_encoder_2"];

const fn part_key(part: Part) -> &'static str {
    match part {
        Part::Unet => "unet",
        Part::Text => "text_encoder",
        Part::Text2 => "text_encoder_2",
    }
}

/// Whether a pair has the sides of a module. A 1x1 convolution and a linear layer are the same.
fn fits(raw: &RawPair, module: &Module) -> bool {
    let (height, width) = module.kernel.unwrap_or((1, 1));
    let down = match raw.down_shape[..] {
        [_, inputs] => (inputs, 1, 1),
        [_, inputs, height, width] => (inputs, height, width),
        _ => return false,
    };
    let up = match raw.up_shape[..] {
        [outputs, _] | [outputs, _, 1, 1] => outputs,
        _ => return false,
    };
    down == (module.inputs, height, width) && up == module.outputs
}

/// What diffusers keeps of PEFT's configuration in a file's metadata, flat, by part:
/// `{"unet.r": 8, "unet.lora_alpha": 16, "unet.alpha_pattern": {...}}`.
#[derive(Default)]
pub(crate) struct AdapterConfig(Map<String, Value>);

impl AdapterConfig {
    /// What a file says, whether it is applied here or not.
    pub(crate) fn read(lora: &LoraFile) -> Self {
        if lora.scheme == Scheme::Kohya {
            return Self::default();
        }
        let text = lora.metadata().get("lora_adapter_metadata");
        let config = text.and_then(|text| serde_json::from_str(text).ok());
        Self(config.unwrap_or_default())
    }

    /// By what a pair without an alpha of its own is multiplied, by the name that it has in the file; 1 where nothing
    /// is said of it.
    pub(crate) fn scale(&self, raw: &RawPair) -> f32 {
        let bare = raw.module.strip_prefix("base_model.model.");
        let bare = bare.unwrap_or(&raw.module);
        let (part, path) = PARTS
            .iter()
            .find_map(|part| Some((*part, bare.strip_prefix(part)?.strip_prefix('.')?)))
            .unwrap_or(("unet", bare));
        let rank = raw.rank as f32;
        let alpha = self.alpha(part, path).unwrap_or(rank);
        alpha / self.divisor(part, rank)
    }

    fn of(lora: &LoraFile) -> Result<Self, LoraError> {
        let config = Self::read(lora);
        let uses = |key: &str| {
            PARTS
                .iter()
                .any(|part| config.0.get(&format!("{part}.{key}")) == Some(&Value::Bool(true)))
        };
        if uses("use_dora") {
            return Err(LoraError::Unsupported {
                path: lora.path().to_owned(),
                what: "DoRA".to_owned(),
            });
        }
        Ok(config)
    }

    fn get(&self, part: &str, key: &str) -> Option<&Value> {
        self.0.get(&format!("{part}.{key}"))
    }

    /// Alpha of a module; a pattern names the end of a path.
    fn alpha(&self, part: &str, path: &str) -> Option<f32> {
        let own = self
            .get(part, "alpha_pattern")
            .and_then(Value::as_object)
            .and_then(|patterns| {
                let ends = |pattern: &str| {
                    let before = path.strip_suffix(pattern);
                    before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
                };
                patterns
                    .iter()
                    .find(|(pattern, _)| ends(pattern))
                    .map(|(_, alpha)| alpha)
            });
        let alpha = own.or_else(|| self.get(part, "lora_alpha"))?.as_f64()?;
        Some(alpha as f32)
    }

    fn divisor(&self, part: &str, rank: f32) -> f32 {
        match self.get(part, "use_rslora") {
            Some(Value::Bool(true)) => rank.sqrt(),
            Some(_) | None => rank,
        }
    }
}
