//! What can be asked in the terminal.

use crate::bot_arguments::BotCommand;
use crate::model_arguments::{GridOptions, ModelsCommand};
use crate::pictures::PicturesCommand;
use crate::settings_arguments::SettingsCommand;
use blazon_model::{BadgeFormat, DrawingId, Gender, Money, ProviderId, Subject};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Train a LoRA from photos, draw with it, make badges, let others use it through a bot.
#[derive(Debug, Parser)]
#[command(
    name = "blazon-cli",
    version,
    after_help = "\
Examples:
  blazon-cli dataset new \"My Portrait 2025\" --subject person --gender woman photos/
  blazon-cli dataset list --json
  blazon-cli train \"My Portrait 2025\" --on local
  blazon-cli generate \"My Portrait 2025\" \"holding a telescope\" --to pictures/
  blazon-cli models import fox.safetensors
  blazon-cli models export \"My Portrait 2025\" --to ComfyUI/models/loras/
  blazon-cli library check
  blazon-cli demo

The library lies in BLAZON_HOME, or in the platform's folder for application data.
Exit codes: 0 done, 1 failed, 2 wrong use, 3 refused."
)]
pub(crate) struct Arguments {
    /// One JSON object for each line of result, nothing else.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The rooms.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Photos of one subject.
    #[command(subcommand)]
    Dataset(DatasetCommand),
    /// Train a LoRA from a dataset.
    #[command(
        after_help = "Examples:\n  blazon-cli train \"My Portrait 2025\" --on local\n  blazon-cli train \"My Portrait 2025\" --on local --base sd15/ --steps 800\n  blazon-cli train \"My Portrait 2025\" --on fal --max-usd 2.00\n\nExit code 3: it was refused, with the reason."
    )]
    Train(TrainOptions),
    /// Trainings: list, watch, stop, go on.
    #[command(args_conflicts_with_subcommands = true)]
    Runs {
        /// Watch those that go on to their end first.
        #[arg(long)]
        watch: bool,
        #[command(subcommand)]
        command: Option<RunsCommand>,
    },
    /// Keys of providers.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// List the settings, or change them: language, proxy, allowed hosts, the month's ceiling.
    #[command(
        after_help = "Examples:\n  blazon-cli settings\n  blazon-cli settings --json\n  blazon-cli settings set --proxy socks5://127.0.0.1:1080 --ceiling 20\n  blazon-cli settings hosts add api.telegram.org\n\nKeys are set with `keys`, the bot's own settings with `bot set`. The list hides a proxy's password; --json has it."
    )]
    Settings {
        #[command(subcommand)]
        command: Option<SettingsCommand>,
    },
    /// What was trained, and LoRA files of other programs: in and out.
    #[command(subcommand)]
    Models(ModelsCommand),
    /// Draw pictures with a model, or with the base alone ("pocket").
    #[command(
        after_help = "Examples:\n  blazon-cli generate \"My Portrait 2025\" \"holding a telescope\" --count 2 --to pictures/\n  blazon-cli generate pocket \"a red fox holding a lamp\" --seed 7 --to pictures/\n  blazon-cli generate \"My Portrait 2025\" \"in cyberpunk style\" --on fal --max-usd 0.10 --to pictures/"
    )]
    Generate(GenerateOptions),
    /// Draw prompts beside each other, with several strengths or seeds; only what is missing is drawn.
    #[command(
        after_help = "Examples:\n  blazon-cli grid fox \"holding a lantern\" \"waving\" --strengths 0.4,0.7,1 --without-lora --to fox.png\n  blazon-cli grid fox \"holding a lantern\" --seeds 1,2,3 --to seeds.png\n\nA model that is drawn with at a provider needs --max-usd. Exit code 3: it was refused."
    )]
    Grid(GridOptions),
    /// List drawings, stop one, or say what became of one at a provider.
    #[command(subcommand)]
    Drawings(DrawingsCommand),
    /// Find pictures and badges, and say what you think of them.
    #[command(subcommand)]
    Pictures(PicturesCommand),
    /// Put a picture and texts on a badge, or make one for each row of a list. Nothing leaves the computer.
    #[command(
        after_help = "Examples:\n  blazon-cli badge fox.png --text \"UX SCOUT\" --to badge.png\n  blazon-cli badge fox.png --template ribbon-round --text \"UX SCOUT\" --ribbon folded --to badge.pdf\n  blazon-cli badge --csv people.csv --template conference-pass --sheet a4 --to badges/\n  blazon-cli badge --templates\n\nColumns of a list find the template's texts by their names; a column \"picture\" names a file beside the list, a column \"prompt\" says what is drawn for it on this computer.\nExit code 1: some rows have no badge; each is named."
    )]
    Badge(BadgeOptions),
    /// The Telegram bot: who may use it, what it may spend, and the bot itself on a server.
    #[command(subcommand)]
    Bot(BotCommand),
    /// The library as a whole.
    #[command(subcommand)]
    Library(LibraryCommand),
    /// What was sent over the network and what came of it; never a key.
    Requests(RequestsOptions),
    /// Carry queued work until stopped, for servers.
    Work(WorkOptions),
    /// The way through Blazon with the sample photos.
    Demo,
    /// What Blazon found on this computer.
    Doctor,
    /// Look whether a newer version was announced. Nothing is fetched.
    Updates,
    /// What Blazon is made of, with the licences.
    Licences {
        /// Show the texts of what is called so.
        name: Option<String>,
    },
}

/// What can be done with datasets.
#[derive(Debug, Subcommand)]
pub(crate) enum DatasetCommand {
    /// Make a dataset of photos.
    #[command(
        after_help = "Example:\n  blazon-cli dataset new \"My Portrait 2025\" --subject person --gender woman photos/ more.jpg"
    )]
    New(NewDataset),
    /// Add photos to a dataset.
    #[command(after_help = "Example:\n  blazon-cli dataset add \"My Portrait 2025\" more/")]
    Add {
        /// The dataset's id or name.
        dataset: String,
        /// Photos and folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// List all datasets.
    List,
    /// Show a dataset and its photos.
    Show {
        /// The dataset's id or name.
        dataset: String,
    },
    /// Say what is to be said of a dataset before it is trained.
    #[command(
        after_help = "Example:\n  blazon-cli dataset check \"My Portrait 2025\"\n\nExit code 3: it could not be trained as it is."
    )]
    Check {
        /// The dataset's id or name.
        dataset: String,
    },
    /// Change captions, or bring them in and out.
    #[command(
        after_help = "Examples:\n  blazon-cli dataset caption \"My Portrait 2025\" --find \"a woman\" --replace \"a person\" --preview\n  blazon-cli dataset caption \"My Portrait 2025\" --import captions/\n  blazon-cli dataset caption \"My Portrait 2025\" --export captions/ --as caption"
    )]
    Caption(CaptionOptions),
    /// Have photos described at fal.ai, with your own key; what came is given to the dataset as one edit.
    #[command(
        after_help = "Examples:\n  blazon-cli dataset autocaption \"My Portrait 2025\" --price-per-photo 0.002 --max-usd 0.05\n  blazon-cli dataset autocaption \"My Portrait 2025\" --cancel\n\nExit code 3: nothing was sent; a key, a price or --max-usd is missing."
    )]
    Autocaption(AutocaptionOptions),
    /// Choose shape and size of the photos, or undo a crop.
    #[command(
        after_help = "Examples:\n  blazon-cli dataset crop \"My Portrait 2025\" --square\n  blazon-cli dataset crop \"My Portrait 2025\" --keep-shape --size 768"
    )]
    Crop(CropOptions),
    /// Write a dataset for a trainer.
    #[command(
        after_help = "Example:\n  blazon-cli dataset export \"My Portrait 2025\" --format kohya --to kohya/"
    )]
    Export {
        /// The dataset's id or name.
        dataset: String,
        /// The layout.
        #[arg(long, value_enum, default_value = "zip")]
        format: FormatArgument,
        /// The file (zip) or folder to make.
        #[arg(long)]
        to: PathBuf,
    },
}

/// What is done with captions.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub(crate) struct CaptionOptions {
    /// The dataset's id or name.
    pub(crate) dataset: String,
    /// Look for this text; see --replace.
    #[arg(long, group = "what", requires = "replace")]
    pub(crate) find: Option<String>,
    /// Put this in its place.
    #[arg(long, requires = "find")]
    pub(crate) replace: Option<String>,
    /// Upper and lower case differ.
    #[arg(long, requires = "find")]
    pub(crate) match_case: bool,
    /// Only words of their own.
    #[arg(long, requires = "find")]
    pub(crate) whole_words: bool,
    /// Put this before each caption.
    #[arg(long, group = "what")]
    pub(crate) prefix: Option<String>,
    /// Put this after each caption.
    #[arg(long, group = "what")]
    pub(crate) suffix: Option<String>,
    /// Put the trigger word first.
    #[arg(long, group = "what")]
    pub(crate) trigger_first: bool,
    /// Empty all captions.
    #[arg(long, group = "what")]
    pub(crate) clear: bool,
    /// Use captions after the trigger word, or as they are written.
    #[arg(long, group = "what", value_enum)]
    pub(crate) style: Option<StyleArgument>,
    /// Read captions from these files and folders (.txt, .caption, metadata.jsonl).
    #[arg(long, group = "what", num_args = 1..)]
    pub(crate) import: Vec<PathBuf>,
    /// Write the captions into this folder.
    #[arg(long, group = "what")]
    pub(crate) export: Option<PathBuf>,
    /// The files to write.
    #[arg(long = "as", value_enum, default_value = "txt", requires = "export")]
    pub(crate) files: FilesArgument,
    /// Only show what would change.
    #[arg(long)]
    pub(crate) preview: bool,
}

/// What is on a badge, and where it goes.
#[derive(Debug, Args)]
pub(crate) struct BadgeOptions {
    /// The picture.
    #[arg(conflicts_with = "templates")]
    pub(crate) picture: Option<PathBuf>,
    /// A text; several fill the template's texts in their order.
    #[arg(long)]
    pub(crate) text: Vec<String>,
    /// A text by its name, `name=text`; may be given several times.
    #[arg(long)]
    pub(crate) field: Vec<String>,
    /// The template.
    #[arg(long, default_value = "golden-banner")]
    pub(crate) template: String,
    /// The second picture, where the template has a place for one.
    #[arg(long)]
    pub(crate) logo: Option<PathBuf>,
    /// A set of colours of the template.
    #[arg(long)]
    pub(crate) palette: Option<String>,
    /// The form of the ribbon.
    #[arg(long, value_enum)]
    pub(crate) ribbon: Option<RibbonArgument>,
    /// A list (CSV) of which each row becomes a badge.
    #[arg(long)]
    pub(crate) csv: Option<PathBuf>,
    /// The model that draws the pictures of rows with a prompt; the base that ships where nothing is said.
    #[arg(long, requires = "csv")]
    pub(crate) model: Option<String>,
    /// Sheets to print of the list's badges, too.
    #[arg(long, value_enum, requires = "csv")]
    pub(crate) sheet: Option<PaperArgument>,
    /// The format; the one that the file's name ends in, and PNG for lists, where nothing is said.
    #[arg(long, value_enum)]
    pub(crate) format: Option<BadgeFormatArgument>,
    /// The file to write, or the folder for a list's badges.
    #[arg(long, required_unless_present = "templates")]
    pub(crate) to: Option<PathBuf>,
    /// List the templates with their texts.
    #[arg(long)]
    pub(crate) templates: bool,
}

/// The form of a ribbon.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum RibbonArgument {
    Straight,
    Curved,
    Folded,
}

/// Paper for sheets.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PaperArgument {
    A4,
    Letter,
}

/// Files of badges.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum BadgeFormatArgument {
    Png,
    Jpeg,
    Webp,
    Pdf,
    Svg,
}

impl From<BadgeFormatArgument> for BadgeFormat {
    fn from(format: BadgeFormatArgument) -> Self {
        match format {
            BadgeFormatArgument::Png => Self::Png,
            BadgeFormatArgument::Jpeg => Self::Jpeg,
            BadgeFormatArgument::Webp => Self::Webp,
            BadgeFormatArgument::Pdf => Self::Pdf,
            BadgeFormatArgument::Svg => Self::Svg,
        }
    }
}

/// What is described, and for how much.
#[derive(Debug, Args)]
pub(crate) struct AutocaptionOptions {
    /// The dataset's id or name.
    pub(crate) dataset: String,
    /// Describe photos that have a caption too; it is replaced.
    #[arg(long, conflicts_with = "end")]
    pub(crate) all: bool,
    /// The describer, as the catalogue calls it; the first where nothing is said.
    #[arg(long, conflicts_with = "end")]
    pub(crate) describer: Option<String>,
    /// The most that it may cost, in US dollars. Without it nothing is sent.
    #[arg(long, value_parser = dollars, conflicts_with = "end")]
    pub(crate) max_usd: Option<Money>,
    /// What the provider's page says that one photo costs, in US dollars, where Blazon knows no price.
    #[arg(long, value_parser = dollars, conflicts_with = "end")]
    pub(crate) price_per_photo: Option<Money>,
    /// Stop describing; what came is kept, and what was not begun is given back.
    #[arg(long, group = "end")]
    pub(crate) cancel: bool,
    /// Say that photos whose reply was lost were taken: they count as paid.
    #[arg(long, group = "end")]
    pub(crate) taken: bool,
    /// Say that photos whose reply was lost were never taken: what was set aside is given back.
    #[arg(long, group = "end")]
    pub(crate) never_taken: bool,
}

/// How photos are framed.
#[derive(Debug, Args)]
pub(crate) struct CropOptions {
    /// The dataset's id or name.
    pub(crate) dataset: String,
    /// Cut every photo to a square, around faces where they were found.
    #[arg(long, group = "shape")]
    pub(crate) square: bool,
    /// Keep every photo's shape; it goes into the nearest bucket.
    #[arg(long, group = "shape")]
    pub(crate) keep_shape: bool,
    /// The side of the square whose area photos are brought to: a multiple of 64 from 256 to 2048.
    #[arg(long)]
    pub(crate) size: Option<u32>,
}

/// How captions are used.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum StyleArgument {
    TriggerFirst,
    AsWritten,
}

/// Files of captions.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FilesArgument {
    Txt,
    Caption,
    Jsonl,
}

/// Layouts of trainers.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FormatArgument {
    Zip,
    Kohya,
    AiToolkit,
    #[value(name = "onetrainer")]
    OneTrainer,
    #[value(name = "huggingface")]
    HuggingFace,
}

/// A dataset to be made.
#[derive(Debug, Args)]
pub(crate) struct NewDataset {
    /// Its name; without one, "My digital body" and the date.
    pub(crate) name: Option<String>,
    /// Photos and folders.
    pub(crate) paths: Vec<PathBuf>,
    /// Whom or what the photos show.
    #[arg(long, value_enum, default_value = "person")]
    subject: SubjectArgument,
    /// The gender of a person, for the class word.
    #[arg(long, value_enum)]
    gender: Option<GenderArgument>,
}

impl NewDataset {
    /// The subject.
    pub(crate) fn subject(&self) -> Subject {
        match self.subject {
            SubjectArgument::Person => Subject::Person {
                gender: match self.gender {
                    Some(GenderArgument::Woman) => Gender::Woman,
                    Some(GenderArgument::Man) => Gender::Man,
                    Some(GenderArgument::Person) | None => Gender::Person,
                },
            },
            SubjectArgument::Character => Subject::Character,
            SubjectArgument::Object => Subject::Object,
            SubjectArgument::Style => Subject::Style,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SubjectArgument {
    Person,
    Character,
    Object,
    Style,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum GenderArgument {
    Woman,
    Man,
    Person,
}

/// What can be done with the library.
#[derive(Debug, Subcommand)]
pub(crate) enum LibraryCommand {
    /// Read every original again and compare it with its row.
    Check,
    /// Make a copy of the database in `backups/`.
    Backup,
    /// List the copies of the database, newest first.
    Backups,
    /// Go back to a copy of the database; what is there now is copied first.
    #[command(
        after_help = "Example:\n  blazon-cli library backups\n  blazon-cli library restore blazon-1763700000000.db\n\nNo other program may have the library open."
    )]
    Restore {
        /// The copy's name, as `library backups` lists it.
        name: String,
    },
    /// Move the library to another folder: every file is copied, read back and compared. The old folder stays.
    #[command(
        after_help = "Example:\n  blazon-cli library move /mnt/photos/Blazon\n  blazon-cli library delete-old\n\nNo other program may have the library open. Where BLAZON_HOME is set it says where the library is, and nothing is moved."
    )]
    Move {
        /// The folder; one that is not empty gets a folder Blazon in it.
        folder: PathBuf,
    },
    /// Delete the folder in which the library was before it was moved.
    DeleteOld,
}

/// Which requests are listed.
#[derive(Debug, Args)]
pub(crate) struct RequestsOptions {
    /// How many, the newest first.
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: usize,
}

/// How work is carried.
#[derive(Debug, Args)]
pub(crate) struct WorkOptions {
    /// End as soon as the queue is empty.
    #[arg(long)]
    pub(crate) until_idle: bool,
}

/// A training to be started.
#[derive(Debug, Args)]
pub(crate) struct TrainOptions {
    /// The dataset's id or name.
    pub(crate) dataset: String,
    /// Where it is trained.
    #[arg(long, value_enum, default_value = "local")]
    pub(crate) on: PlaceArgument,
    /// The trainer at a provider, `owner/name`; without one, the provider's first.
    #[arg(long)]
    pub(crate) trainer: Option<String>,
    /// The most that the training may cost, in US dollars. Without it a hosted training stops at its quote.
    #[arg(long, value_parser = dollars)]
    pub(crate) max_usd: Option<Money>,
    /// A base of your own: a folder in the diffusers layout, or a .safetensors file.
    #[arg(long)]
    pub(crate) base: Option<PathBuf>,
    /// Steps and rank by name: economy is 500 steps, rank 8; standard 1000 steps, rank 16.
    #[arg(long, value_enum, default_value = "standard")]
    pub(crate) preset: PresetArgument,
    /// Training steps.
    #[arg(long)]
    pub(crate) steps: Option<u32>,
    /// Rank of the LoRA, 1 to 128.
    #[arg(long)]
    pub(crate) rank: Option<u32>,
    /// Side of the training square in pixels, a multiple of 64; without one, the base's own.
    #[arg(long)]
    pub(crate) resolution: Option<u32>,
    /// Train with a graphics card where one can be used (experimental).
    #[arg(long)]
    pub(crate) gpu: bool,
    /// Leave the work to the window or to `blazon-cli work`, which must be running.
    #[arg(long)]
    pub(crate) detach: bool,
}

/// Places to train.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PlaceArgument {
    Local,
    Fal,
    Replicate,
}

impl PlaceArgument {
    pub(crate) const fn provider(self) -> ProviderId {
        match self {
            Self::Local => ProviderId::Local,
            Self::Fal => ProviderId::Fal,
            Self::Replicate => ProviderId::Replicate,
        }
    }
}

/// A sum of dollars as it is typed.
pub(crate) fn dollars(text: &str) -> Result<Money, String> {
    Money::parse_dollars(text).ok_or_else(|| "write a sum of dollars such as 2.50".to_owned())
}

/// Recipes by name.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PresetArgument {
    Economy,
    Standard,
}

/// What can be done with trainings.
#[derive(Debug, Subcommand)]
pub(crate) enum RunsCommand {
    /// Stop a training and give up what it has reached.
    Cancel {
        /// The run's id, or its dataset's name.
        run: String,
    },
    /// Accept the quote of one, if it is not above a sum; it is then sent and paid.
    Accept {
        /// The run's id, or its dataset's name.
        run: String,
        /// The most that it may cost, in US dollars.
        #[arg(long, value_parser = dollars)]
        max_usd: Money,
    },
    /// Go on with one that failed, from its last checkpoint.
    Resume {
        /// The run's id, or its dataset's name.
        run: String,
        /// The most that the training may cost, where it has to be submitted again.
        #[arg(long, value_parser = dollars)]
        max_usd: Option<Money>,
    },
    /// Say that one whose reply was lost was taken, by the request's id on the provider's page.
    Taken {
        /// The run's id, or its dataset's name.
        run: String,
        /// The request's id.
        request: String,
    },
    /// Say that one whose reply was lost is not on the provider's page: nothing was submitted.
    NeverTaken {
        /// The run's id, or its dataset's name.
        run: String,
    },
}

/// What can be done with keys.
#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// Keep a key, read from the standard input, so that no list of commands has it.
    #[command(after_help = "Example:\n  blazon-cli keys set fal < key.txt")]
    Set {
        /// Whose.
        #[arg(value_enum)]
        of: KeyArgument,
    },
    /// Test a key with a call that costs nothing.
    Test {
        /// Whose.
        #[arg(value_enum)]
        of: KeyArgument,
    },
    /// Forget a key.
    Remove {
        /// Whose.
        #[arg(value_enum)]
        of: KeyArgument,
    },
}

/// Whose key.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum KeyArgument {
    Fal,
    Replicate,
}

/// Pictures to be drawn.
#[derive(Debug, Args)]
pub(crate) struct GenerateOptions {
    /// The model's id, name or trigger word; `pocket`, or `none` at a provider, for the base alone.
    pub(crate) model: String,
    /// What is to be drawn; the trigger word is put before it.
    pub(crate) prompt: String,
    /// Where it is drawn.
    #[arg(long, value_enum, default_value = "local")]
    pub(crate) on: PlaceArgument,
    /// The generator at a provider, `owner/name`; without one, the first that draws with the model.
    #[arg(long)]
    pub(crate) generator: Option<String>,
    /// The most that the pictures may cost, in US dollars. Without it nothing is drawn at a provider.
    #[arg(long, value_parser = dollars)]
    pub(crate) max_usd: Option<Money>,
    /// What the provider's page says that a picture costs, in US dollars, where Blazon knows no price.
    #[arg(long, value_parser = dollars)]
    pub(crate) price_per_picture: Option<Money>,
    /// A field of the generator over its default, `name=value`; may be given several times.
    #[arg(long)]
    pub(crate) set: Vec<String>,
    /// Send the prompt as it is, without the trigger word.
    #[arg(long)]
    pub(crate) without_trigger: bool,
    /// What should not be drawn.
    #[arg(long, default_value = "")]
    pub(crate) negative: String,
    /// Strength of the LoRA, 0 to 2; 0.7 with Pocket and 1 with other bases where nothing is said.
    #[arg(long)]
    pub(crate) strength: Option<f64>,
    /// Denoising steps, 1 to 100; 24 here and the generator's own number at a provider where nothing is said.
    #[arg(long)]
    pub(crate) steps: Option<u32>,
    /// Guidance scale, 1 to 20; 5 here and the generator's own number at a provider where nothing is said.
    #[arg(long)]
    pub(crate) guidance: Option<f64>,
    /// The first picture's seed; without one, a new one.
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// Pictures, 1 to 8.
    #[arg(long, default_value_t = 1)]
    pub(crate) count: u32,
    /// Side in pixels; without one, the base's own size.
    #[arg(long)]
    pub(crate) size: Option<u32>,
    /// A base of your own, where the model was trained on it.
    #[arg(long)]
    pub(crate) base: Option<PathBuf>,
    /// Draw with a graphics card where one can be used (experimental).
    #[arg(long)]
    pub(crate) gpu: bool,
    /// The folder to copy the pictures to; they are in the library all the same.
    #[arg(long)]
    pub(crate) to: Option<PathBuf>,
}

/// What can be done with drawings.
#[derive(Debug, Subcommand)]
pub(crate) enum DrawingsCommand {
    /// List drawings, newest first.
    List {
        /// How many.
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// Stop one; pictures that are finished stay.
    Cancel {
        /// The drawing's id.
        drawing: DrawingId,
    },
    /// Say that one whose reply was lost is at the provider, under this id, and wait for its pictures.
    Taken {
        /// The drawing's id.
        drawing: DrawingId,
        /// The request's id on the provider's page.
        request: String,
    },
    /// Say that one whose reply was lost is not at the provider; what was set aside is given back.
    NeverTaken {
        /// The drawing's id.
        drawing: DrawingId,
    },
    /// Fetch the pictures of a failed drawing again.
    Fetch {
        /// The drawing's id.
        drawing: DrawingId,
    },
}
