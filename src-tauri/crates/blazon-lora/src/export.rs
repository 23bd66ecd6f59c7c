//! A LoRA file under the names that ComfyUI, A1111 and Forge load.
//!
//! For UNets those are kohya's; a file that has them keeps every tensor to the byte. For the transformers (FLUX and
//! later) ComfyUI reads kohya's names and those of diffusers and of the reference implementations, behind the prefixes
//! `lora_unet_`, `lora_transformer_`, `transformer.` and `diffusion_model.` (its `comfy/lora.py`), so these stay. What
//! only PEFT's configuration says, alpha, becomes tensors, since neither program reads that.

use crate::lora_write::{hashes, usage_hint, version_of};
use crate::resolve::AdapterConfig;
use crate::scheme::{Role, Scheme, beyond, part_of};
use crate::write::{TensorView, in_order, write_all};
use crate::{Dtype, LoraError, LoraFile};
use blazon_model::BaseFamily;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// What the library knows of a model and its file should say.
#[derive(Clone, Copy, Debug)]
pub struct ExportFacts<'a> {
    /// What people call it.
    pub title: &'a str,
    /// What calls its subject.
    pub trigger: Option<&'a str>,
    /// The base that it fits.
    pub family: BaseFamily,
}

/// A LoRA file that is ready to be written.
#[derive(Debug)]
pub struct Export<'l> {
    lora: &'l LoraFile,
    /// Each tensor's name in the new file and in the old one.
    names: Vec<(String, &'l str)>,
    /// Alphas that no tensor of the file has.
    alphas: Vec<(String, [u8; 4])>,
    metadata: BTreeMap<String, String>,
    scheme: Scheme,
}

impl LoraFile {
    /// The file as other programs load it.
    ///
    /// # Errors
    /// [`LoraError::Unsupported`] where names have to change and one of them is of no LoRA of two matrices,
    /// [`LoraError::ChangedTwice`] where two would become the same.
    pub fn export(&self, facts: &ExportFacts<'_>) -> Result<Export<'_>, LoraError> {
        let mut names = Vec::new();
        let mut taken = BTreeSet::new();
        let mut scheme = None;
        for old in self.file.names() {
            let Some((module, role, of)) = part_of(old) else {
                names.push((old.to_owned(), old));
                continue;
            };
            let module = module_name(module, facts.family);
            let of = scheme_there(of, facts.family);
            if role != Role::Alpha {
                scheme.get_or_insert(of);
            }
            let new = format!("{module}{}", end_of(role, of));
            if !taken.insert(new.clone()) {
                let path = self.path().to_owned();
                return Err(LoraError::ChangedTwice { path, module });
            }
            names.push((new, old));
        }
        let is_renamed = names.iter().any(|(new, old)| new != old);
        if let (true, Some(other)) = (is_renamed, self.others.first()) {
            let (path, what) = (self.path().to_owned(), beyond(other));
            return Err(LoraError::Unsupported { path, what });
        }
        Ok(Export {
            lora: self,
            names,
            alphas: self.missing_alphas(facts.family, is_renamed),
            metadata: self.metadata_with(facts, is_renamed),
            scheme: scheme.unwrap_or(self.scheme),
        })
    }

    /// The alphas that only PEFT's configuration says; those of a file that becomes kohya's are all written out.
    fn missing_alphas(&self, family: BaseFamily, is_renamed: bool) -> Vec<(String, [u8; 4])> {
        let config = AdapterConfig::read(self);
        let is_kohya = is_renamed && family.is_drawn_here();
        let pairs = self.pairs.iter().filter(|pair| pair.alpha.is_none());
        pairs
            .map(|pair| (pair, config.scale(pair)))
            // A scale that is 1 but for rounding is what programs take where nothing is said.
            .filter(|(_, scale)| is_kohya || (scale - 1.0).abs() > f32::EPSILON)
            .map(|(pair, scale)| {
                let name = format!("{}.alpha", module_name(&pair.module, family));
                (name, (scale * pair.rank as f32).to_le_bytes())
            })
            .collect()
    }

    /// What the file says of itself, with what the library knows.
    fn metadata_with(&self, facts: &ExportFacts<'_>, is_renamed: bool) -> BTreeMap<String, String> {
        let mut metadata = self.metadata().clone();
        if is_renamed {
            // It describes names that the file does not have any more.
            metadata.remove("lora_adapter_metadata");
        }
        let (version, architecture) = version_of(Some(facts.family));
        let absent = [
            ("ss_output_name", facts.title.to_owned()),
            ("ss_network_module", "networks.lora".to_owned()),
            ("ss_network_dim", self.rank().to_string()),
            ("ss_base_model_version", version.to_owned()),
            ("modelspec.sai_model_spec", "1.0.1".to_owned()),
            ("modelspec.architecture", format!("{architecture}/lora")),
        ];
        for (key, value) in absent {
            metadata.entry(key.to_owned()).or_insert(value);
        }
        metadata.insert("modelspec.title".to_owned(), facts.title.to_owned());
        let before = metadata.remove("modelspec.trigger_phrase");
        let hint = metadata.get("modelspec.usage_hint");
        if hint.is_some() && hint == before.as_deref().map(usage_hint).as_ref() {
            metadata.remove("modelspec.usage_hint");
        }
        if let Some(trigger) = facts.trigger {
            metadata.insert("modelspec.trigger_phrase".to_owned(), trigger.to_owned());
            metadata
                .entry("modelspec.usage_hint".to_owned())
                .or_insert_with(|| usage_hint(trigger));
        }
        metadata
    }
}

impl Export<'_> {
    /// How the new file names its tensors.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Writes the whole file. The same LoRA and facts give the same bytes.
    ///
    /// # Errors
    /// What `file` says.
    pub fn write(&self, file: &mut dyn Write) -> io::Result<()> {
        let mut tensors = Vec::with_capacity(self.names.len() + self.alphas.len());
        for (new, old) in &self.names {
            let info = self.lora.file.info(old).ok_or(io::ErrorKind::InvalidData)?;
            tensors.push(TensorView {
                name: new,
                dtype: info.dtype,
                shape: &info.shape,
                data: self.lora.file.data(old).map_err(io::Error::other)?,
            });
        }
        tensors.extend(self.alphas.iter().map(|(name, alpha)| TensorView {
            name,
            dtype: Dtype::F32,
            shape: &[],
            data: alpha,
        }));
        let sorted = in_order(tensors.into_iter())?;
        let mut metadata = self.metadata.clone();
        for (key, value) in hashes(&sorted, &self.metadata)? {
            metadata.insert(key, value);
        }
        write_all(file, &sorted, &metadata)
    }
}

/// The scheme in which a pair is written.
const fn scheme_there(scheme: Scheme, family: BaseFamily) -> Scheme {
    match (family.is_drawn_here(), scheme) {
        (true, _) | (false, Scheme::Kohya) => Scheme::Kohya,
        (false, Scheme::Peft | Scheme::OldDiffusers) => Scheme::Peft,
    }
}

const fn end_of(role: Role, scheme: Scheme) -> &'static str {
    match (role, scheme) {
        (Role::Alpha, _) => ".alpha",
        (Role::Down, Scheme::Kohya) => ".lora_down.weight",
        (Role::Up, Scheme::Kohya) => ".lora_up.weight",
        (Role::Down, Scheme::Peft | Scheme::OldDiffusers) => ".lora_A.weight",
        (Role::Up, Scheme::Peft | Scheme::OldDiffusers) => ".lora_B.weight",
    }
}

/// What the new file calls a module.
fn module_name(module: &str, family: BaseFamily) -> String {
    if family.is_drawn_here() {
        kohya_name(module, family)
    } else {
        transformer_name(module)
    }
}

/// kohya's name of a UNet's or a text encoder's module: the path with `_` for `.`.
fn kohya_name(module: &str, family: BaseFamily) -> String {
    let known = [
        "lora_unet_",
        "lora_te_",
        "lora_te1_",
        "lora_te2_",
        "lora_te3_",
    ];
    if known.iter().any(|start| module.starts_with(start)) {
        return module.to_owned();
    }
    let first_encoder = match family {
        BaseFamily::Sdxl => "lora_te1_",
        BaseFamily::Pocket
        | BaseFamily::Sd15
        | BaseFamily::Sd21
        | BaseFamily::Flux1
        | BaseFamily::Flux2
        | BaseFamily::QwenImage
        | BaseFamily::ZImage => "lora_te_",
    };
    let bare = module.strip_prefix("base_model.model.").unwrap_or(module);
    let (start, path) = if let Some(path) = bare.strip_prefix("text_encoder_2.") {
        ("lora_te2_", text_path(path))
    } else if let Some(path) = bare.strip_prefix("text_encoder.") {
        (first_encoder, text_path(path))
    } else if bare.starts_with("text_model.") {
        (first_encoder, bare.to_owned())
    } else {
        let path = bare.strip_prefix("unet.").unwrap_or(bare);
        let path = path.strip_prefix("diffusion_model.").unwrap_or(path);
        ("lora_unet_", layer_path(path))
    };
    format!("{start}{}", path.replace('.', "_"))
}

/// transformers wrote paths below `text_model.` up to version 4 and without it since.
fn text_path(path: &str) -> String {
    let path = layer_path(path);
    if path.starts_with("text_model.") {
        path
    } else {
        format!("text_model.{path}")
    }
}

/// The layer that an attention processor of the first diffusers versions stands for.
fn layer_path(path: &str) -> String {
    let Some((attention, layer)) = path.rsplit_once(".processor.to_") else {
        return path.to_owned();
    };
    let layer = if layer == "out" { "out.0" } else { layer };
    format!("{attention}.to_{layer}")
}

/// The name of a transformer's module behind a prefix that ComfyUI knows.
fn transformer_name(module: &str) -> String {
    let known = [
        "lora_",
        "lycoris_",
        "transformer.",
        "diffusion_model.",
        "text_encoder",
    ];
    if known.iter().any(|start| module.starts_with(start)) {
        return module.to_owned();
    }
    let bare = module.strip_prefix("base_model.model.").unwrap_or(module);
    let bare = bare.strip_prefix("model.").unwrap_or(bare);
    if known.iter().any(|start| bare.starts_with(start)) {
        return bare.to_owned();
    }
    let of_diffusers = ["transformer_blocks.", "single_transformer_blocks."];
    let prefix = if of_diffusers.iter().any(|start| bare.starts_with(start)) {
        "transformer."
    } else {
        "diffusion_model."
    };
    format!("{prefix}{bare}")
}
