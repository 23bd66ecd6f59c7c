//! The modules of a base, and every name under which a LoRA file may call them.
//!
//! kohya's names put `_` where a path has `.`, and paths have `_` of their own, so a name is never
//! taken apart: the table holds all names of all modules, made from the paths.

use blazon_model::BaseFamily;
use std::collections::HashMap;

/// A network of a base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The network that removes noise.
    Unet,
    /// The text encoder; SDXL's first.
    Text,
    /// SDXL's second text encoder.
    Text2,
}

/// A linear layer or a convolution of a base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// Where it is.
    pub part: Part,
    /// Its path in diffusers' (transformers') names: `mid_block.attentions.0.proj_in`,
    /// `text_model.encoder.layers.0.mlp.fc1`.
    pub path: String,
    /// Channels in.
    pub inputs: usize,
    /// Channels out.
    pub outputs: usize,
    /// Sides of a convolution's kernel, `(1, 1)` too; `None` for a linear layer.
    pub kernel: Option<(usize, usize)>,
}

impl Module {
    /// Numbers in each row of its first matrix: inputs for each place of the kernel.
    #[must_use]
    pub fn row(&self) -> usize {
        let (height, width) = self.kernel.unwrap_or((1, 1));
        self.inputs * height * width
    }
}

/// What LoRAs may change in a base.
#[derive(Clone, Debug)]
pub struct ModulePaths {
    family: Option<BaseFamily>,
    modules: Vec<Module>,
    by_name: HashMap<String, usize>,
    two_encoders: bool,
}

impl ModulePaths {
    /// The table of a base; `family` is `None` where it is of no known one.
    #[must_use]
    pub fn new(family: Option<BaseFamily>, modules: Vec<Module>) -> Self {
        let levels = down_depths(&modules);
        let mut by_name = HashMap::new();
        for (number, module) in modules.iter().enumerate() {
            for name in names_of(module, &levels) {
                by_name.entry(name).or_insert(number);
            }
        }
        let two_encoders = modules.iter().any(|module| module.part == Part::Text2);
        Self {
            family,
            modules,
            by_name,
            two_encoders,
        }
    }

    /// The family of the base.
    #[must_use]
    pub const fn family(&self) -> Option<BaseFamily> {
        self.family
    }

    /// All modules, in the order in which they were given.
    #[must_use]
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// The module that a file calls `name`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Module> {
        self.by_name.get(name).map(|number| &self.modules[*number])
    }

    /// How kohya's files call a module of this base.
    #[must_use]
    pub fn kohya_name(&self, module: &Module) -> String {
        let prefix = match module.part {
            Part::Unet => "lora_unet_",
            Part::Text if self.two_encoders => "lora_te1_",
            Part::Text => "lora_te_",
            Part::Text2 => "lora_te2_",
        };
        format!("{prefix}{}", module.path.replace('.', "_"))
    }
}

/// How many residual blocks each level of a UNet has on the way down.
fn down_depths(modules: &[Module]) -> Vec<usize> {
    let mut depths: Vec<usize> = Vec::new();
    for module in modules.iter().filter(|module| module.part == Part::Unet) {
        if let Some(place) = Place::of(&module.path)
            && place.side == Side::Down
            && place.kind == "resnets"
        {
            depths.resize(depths.len().max(place.level + 1), 0);
            depths[place.level] = depths[place.level].max(place.number + 1);
        }
    }
    depths
}

fn names_of(module: &Module, levels: &[usize]) -> Vec<String> {
    let path = &module.path;
    let flat = path.replace('.', "_");
    let mut dotted = vec![path.clone()];
    dotted.extend(processor_path(path));
    match module.part {
        Part::Unet => {
            let mut names = vec![format!("lora_unet_{flat}")];
            for sgm in sgm_paths(path, levels) {
                names.push(format!("lora_unet_{}", sgm.replace('.', "_")));
            }
            for path in dotted {
                names.extend([format!("unet.{path}"), format!("base_model.model.{path}")]);
                names.push(path);
            }
            names
        }
        Part::Text => text_names(&dotted, &flat, &["lora_te_", "lora_te1_"], "text_encoder."),
        Part::Text2 => text_names(&dotted, &flat, &["lora_te2_"], "text_encoder_2."),
    }
}

/// transformers wrote paths below `text_model.` up to version 4 and without it since.
fn text_names(dotted: &[String], flat: &str, flat_prefixes: &[&str], prefix: &str) -> Vec<String> {
    let mut names: Vec<_> = flat_prefixes
        .iter()
        .map(|start| format!("{start}{flat}"))
        .collect();
    for path in dotted {
        names.push(format!("{prefix}{path}"));
        if let Some(short) = path.strip_prefix("text_model.") {
            names.push(format!("{prefix}{short}"));
        }
    }
    names
}

/// The path through an attention processor, as the first diffusers versions had it:
/// `attn1.to_out.0` is `attn1.processor.to_out`.
fn processor_path(path: &str) -> Option<String> {
    let (attention, layer) = path.rsplit_once(".to_")?;
    let layer = layer.strip_suffix(".0").unwrap_or(layer);
    Some(format!("{attention}.processor.to_{layer}"))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Down,
    Up,
}

/// A path such as `down_blocks.1.resnets.0.conv1`, understood.
struct Place<'a> {
    side: Side,
    level: usize,
    kind: &'a str,
    number: usize,
    rest: &'a str,
}

impl<'a> Place<'a> {
    fn of(path: &'a str) -> Option<Self> {
        let mut words = path.splitn(5, '.');
        let side = match words.next()? {
            "down_blocks" => Side::Down,
            "up_blocks" => Side::Up,
            _ => return None,
        };
        Some(Self {
            side,
            level: words.next()?.parse().ok()?,
            kind: words.next()?,
            number: words.next()?.parse().ok()?,
            rest: words.next().unwrap_or_default(),
        })
    }
}

/// The step up stands behind the attention, or behind the residual block where a level has none.
fn sgm_paths(path: &str, levels: &[usize]) -> Vec<String> {
    let Some(sgm) = sgm_path(path, levels) else {
        return Vec::new();
    };
    match sgm.strip_suffix(".2.conv") {
        Some(block) => vec![format!("{block}.1.conv"), sgm],
        None => vec![sgm],
    }
}

/// The path in the names of the original implementations (`ldm`, `sgm`), which kohya's SDXL files
/// keep. Source: the table in diffusers' `convert_from_ckpt`, computed here.
fn sgm_path(path: &str, levels: &[usize]) -> Option<String> {
    if let Some(rest) = path.strip_prefix("mid_block.resnets.") {
        let (number, rest) = rest.split_once('.')?;
        let place = 2 * number.parse::<usize>().ok()?;
        return Some(format!("middle_block.{place}.{}", sgm_resnet(rest)?));
    }
    if let Some(rest) = path.strip_prefix("mid_block.attentions.0.") {
        return Some(format!("middle_block.1.{rest}"));
    }
    let place = Place::of(path)?;
    match place.side {
        Side::Down => sgm_down(&place, levels),
        Side::Up => sgm_up(&place, levels),
    }
}

fn sgm_down(place: &Place<'_>, levels: &[usize]) -> Option<String> {
    // One block for the first convolution, and one after each level for the step down.
    let before: usize = levels.iter().take(place.level).map(|depth| depth + 1).sum();
    let block = 1 + before;
    match place.kind {
        "resnets" => Some(format!(
            "input_blocks.{}.0.{}",
            block + place.number,
            sgm_resnet(place.rest)?
        )),
        "attentions" => Some(format!(
            "input_blocks.{}.1.{}",
            block + place.number,
            place.rest
        )),
        "downsamplers" => Some(format!(
            "input_blocks.{}.0.op",
            block + levels.get(place.level)?
        )),
        _ => None,
    }
}

fn sgm_up(place: &Place<'_>, levels: &[usize]) -> Option<String> {
    let depths: Vec<usize> = levels.iter().rev().map(|depth| depth + 1).collect();
    let block: usize = depths.iter().take(place.level).sum();
    match place.kind {
        "resnets" => Some(format!(
            "output_blocks.{}.0.{}",
            block + place.number,
            sgm_resnet(place.rest)?
        )),
        "attentions" => Some(format!(
            "output_blocks.{}.1.{}",
            block + place.number,
            place.rest
        )),
        "upsamplers" => {
            let last = block + depths.get(place.level)? - 1;
            Some(format!("output_blocks.{last}.2.conv"))
        }
        _ => None,
    }
}

fn sgm_resnet(rest: &str) -> Option<&'static str> {
    Some(match rest {
        "conv1" => "in_layers.2",
        "conv2" => "out_layers.3",
        "time_emb_proj" => "emb_layers.1",
        "conv_shortcut" => "skip_connection",
        _ => return None,
    })
}
