//! What can be asked of models in the terminal.

use blazon_model::{BaseFamily, Money};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What can be done with models.
#[derive(Debug, Subcommand)]
pub(crate) enum ModelsCommand {
    /// List all models.
    List,
    /// Show a model, what its file says of itself, and where it lies.
    Show {
        /// The model's id, name or trigger word.
        model: String,
    },
    /// Change a model's name or its trigger word.
    #[command(
        after_help = "Examples:\n  blazon-cli models edit \"My Portrait 2025\" --name \"Me in 2025\"\n  blazon-cli models edit fox --trigger \"ohwx fox\""
    )]
    Edit(EditModel),
    /// Take a LoRA file of another program into the library; the file itself stays as it is.
    #[command(
        after_help = "Examples:\n  blazon-cli models import fox.safetensors\n  blazon-cli models import fox.safetensors --base flux1 --trigger \"ohwx fox\"\n\nExit code 3: the file was refused, with the reason."
    )]
    Import(ImportModel),
    /// Write a model's file for ComfyUI, A1111, Forge and others.
    #[command(
        after_help = "Examples:\n  blazon-cli models export \"My Portrait 2025\" --to ComfyUI/models/loras/\n  blazon-cli models export fox --to fox.safetensors --force\n\nExit code 3: a file of that name is there already."
    )]
    Export(ExportModel),
    /// Draw a model's evaluation sheet: the prompts of its kind of subject, with and without the LoRA.
    #[command(
        after_help = "Examples:\n  blazon-cli models evaluate fox --to fox.png\n\nOnly what is missing is drawn. A model that is drawn with at a provider needs --max-usd. Exit code 3: it was refused."
    )]
    Evaluate(EvaluateModel),
}

/// A model to be evaluated.
#[derive(Debug, Args)]
pub(crate) struct EvaluateModel {
    /// The model's id, name or trigger word.
    pub(crate) model: String,
    /// Strengths beside each other, 0.05 to 2; without any, the one at which it is best.
    #[arg(long, value_delimiter = ',')]
    pub(crate) strengths: Vec<f64>,
    /// Where the sheet goes, a PNG. The newest one also lies with the model.
    #[arg(long)]
    pub(crate) to: Option<PathBuf>,
    /// The most that it may cost, in dollars, for a provider.
    #[arg(long, value_parser = crate::arguments::dollars)]
    pub(crate) max_usd: Option<Money>,
}

/// A grid of pictures.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("columns").required(true))]
pub(crate) struct GridOptions {
    /// The model's id, name or trigger word.
    pub(crate) model: String,
    /// The prompts, one for each row.
    #[arg(required = true)]
    pub(crate) prompts: Vec<String>,
    /// Strengths of the LoRA, one for each column, 0.05 to 2.
    #[arg(long, value_delimiter = ',', group = "columns")]
    pub(crate) strengths: Vec<f64>,
    /// Seeds, one for each column.
    #[arg(long, value_delimiter = ',', group = "columns")]
    pub(crate) seeds: Vec<u64>,
    /// A first column without the LoRA.
    #[arg(long)]
    pub(crate) without_lora: bool,
    /// Where the sheet goes, a PNG.
    #[arg(long)]
    pub(crate) to: Option<PathBuf>,
    /// The most that it may cost, in dollars, for a provider.
    #[arg(long, value_parser = crate::arguments::dollars)]
    pub(crate) max_usd: Option<Money>,
}

/// A model to be changed.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub(crate) struct EditModel {
    /// The model's id, name or trigger word.
    pub(crate) model: String,
    /// Its new name.
    #[arg(long, group = "what")]
    pub(crate) name: Option<String>,
    /// What calls its subject from now on; an empty text for nothing, where the model was imported.
    #[arg(long, group = "what")]
    pub(crate) trigger: Option<String>,
    /// What you note about it.
    #[arg(long, group = "what")]
    pub(crate) notes: Option<String>,
    /// What is always drawn on a badge: "samurai warrior badge".
    #[arg(long, group = "what")]
    pub(crate) badge_base: Option<String>,
    /// How a badge is drawn: "cartoon illustration".
    #[arg(long, group = "what")]
    pub(crate) badge_style: Option<String>,
    /// The strength at which it is best, 0.05 to 2; 0 takes it away.
    #[arg(long, group = "what")]
    pub(crate) strength: Option<f64>,
    /// Whether the bot may draw with it. Share a model of a person only if that person agrees.
    #[arg(long, group = "what")]
    pub(crate) shared: Option<bool>,
    /// The person whom it shows agrees to that, or it shows none. Asked once.
    #[arg(long)]
    pub(crate) consent: bool,
}

/// A file to be taken in.
#[derive(Debug, Args)]
pub(crate) struct ImportModel {
    /// A LoRA as .safetensors, with names of kohya, PEFT, diffusers, fal or ai-toolkit.
    pub(crate) file: PathBuf,
    /// The base that it is for; needed only where the file does not say it.
    #[arg(long, value_enum)]
    pub(crate) base: Option<FamilyArgument>,
    /// What calls its subject; without it, what the file says. An empty text for nothing.
    #[arg(long)]
    pub(crate) trigger: Option<String>,
    /// Its name; without one, what the file calls itself.
    #[arg(long)]
    pub(crate) name: Option<String>,
}

/// A model to be written out.
#[derive(Debug, Args)]
pub(crate) struct ExportModel {
    /// The model's id, name or trigger word.
    pub(crate) model: String,
    /// The file to write, or a folder, in which it gets a free name.
    #[arg(long)]
    pub(crate) to: PathBuf,
    /// Replace a file that is there.
    #[arg(long)]
    pub(crate) force: bool,
}

/// Families of bases.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FamilyArgument {
    Pocket,
    Sd15,
    Sd21,
    Sdxl,
    Flux1,
    Flux2,
    QwenImage,
    ZImage,
}

impl FamilyArgument {
    pub(crate) const fn family(self) -> BaseFamily {
        match self {
            Self::Pocket => BaseFamily::Pocket,
            Self::Sd15 => BaseFamily::Sd15,
            Self::Sd21 => BaseFamily::Sd21,
            Self::Sdxl => BaseFamily::Sdxl,
            Self::Flux1 => BaseFamily::Flux1,
            Self::Flux2 => BaseFamily::Flux2,
            Self::QwenImage => BaseFamily::QwenImage,
            Self::ZImage => BaseFamily::ZImage,
        }
    }

    /// The word for a family, as it is typed.
    pub(crate) const fn word(family: BaseFamily) -> &'static str {
        match family {
            BaseFamily::Pocket => "pocket",
            BaseFamily::Sd15 => "sd15",
            BaseFamily::Sd21 => "sd21",
            BaseFamily::Sdxl => "sdxl",
            BaseFamily::Flux1 => "flux1",
            BaseFamily::Flux2 => "flux2",
            BaseFamily::QwenImage => "qwen-image",
            BaseFamily::ZImage => "z-image",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_has_its_word() {
        for family in BaseFamily::ALL {
            let argument = FamilyArgument::from_str(FamilyArgument::word(family), false).unwrap();
            assert_eq!(argument.family(), family);
        }
    }
}
