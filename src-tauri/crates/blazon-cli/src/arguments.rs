//! What can be asked in the terminal.

use blazon_model::{Gender, Subject};
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
    /// The library as a whole.
    #[command(subcommand)]
    Library(LibraryCommand),
    /// Carry queued work until stopped, for servers.
    Work(WorkOptions),
    /// The way through Blazon with the sample photos.
    Demo,
    /// What Blazon found on this computer.
    Doctor,
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
}

/// How work is carried.
#[derive(Debug, Args)]
pub(crate) struct WorkOptions {
    /// End as soon as the queue is empty.
    #[arg(long)]
    pub(crate) until_idle: bool,
}
