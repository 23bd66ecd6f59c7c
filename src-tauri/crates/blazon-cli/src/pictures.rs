//! `blazon-cli pictures`: the gallery in the terminal.

use crate::models::find_model;
use crate::say;
use crate::session::Session;
use blazon_model::{BEST_RATING, GalleryId, GalleryItem, GalleryOrder, GalleryQuery, Seed};
use clap::{Args, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// How much is read at once.
const PAGE: u32 = 500;

/// What can be done with pictures.
#[derive(Debug, Subcommand)]
pub(crate) enum PicturesCommand {
    /// Find pictures and badges by words of their prompts, names, texts and tags; the beginning of a word is enough.
    #[command(
        after_help = "Examples:\n  blazon-cli pictures find fox lantern\n  blazon-cli pictures find --favourites --model \"My Portrait 2025\"\n  blazon-cli pictures find --seed 7 --json"
    )]
    Find(FindOptions),
    /// Rate one, 0 to 5; 0 takes the rating away.
    Rate {
        /// Its id.
        id: GalleryId,
        /// The rating.
        #[arg(value_parser = clap::value_parser!(u32).range(..=i64::from(BEST_RATING)))]
        rating: u32,
    },
    /// Make one a favourite.
    Favour {
        /// Its id.
        id: GalleryId,
        /// No more.
        #[arg(long)]
        no: bool,
    },
    /// Give one tags, or take them away.
    Tag {
        /// Its id.
        id: GalleryId,
        /// Tags that it gets.
        #[arg(long)]
        add: Vec<String>,
        /// Tags that go.
        #[arg(long)]
        remove: Vec<String>,
    },
    /// Put some into the trash; their files stay until it is emptied.
    Remove {
        /// Their ids.
        #[arg(required = true)]
        ids: Vec<GalleryId>,
    },
    /// Take some back out of the trash.
    Restore {
        /// Their ids.
        #[arg(required = true)]
        ids: Vec<GalleryId>,
    },
    /// Delete for good what lies in the trash.
    EmptyTrash {
        /// Yes, for good.
        #[arg(long, required = true)]
        for_good: bool,
    },
    /// Copy pictures to a folder, with the texts that say how they were made, or without.
    Export {
        /// Their ids.
        #[arg(required = true)]
        ids: Vec<GalleryId>,
        /// The folder.
        #[arg(long)]
        to: PathBuf,
        /// Nobody can read in the copies how they were made.
        #[arg(long)]
        without_text: bool,
    },
    /// Read in a picture's file, of whatever program, how it was made.
    Read {
        /// The file.
        file: PathBuf,
    },
    /// Look at the pictures' files: what is gone, what came back, what was moved.
    Check,
}

/// What is to be found.
#[derive(Debug, Args)]
pub(crate) struct FindOptions {
    /// Words that have to occur.
    words: Vec<String>,
    /// Pictures of this model: its id, name or trigger word.
    #[arg(long)]
    model: Option<String>,
    /// Pictures with this seed.
    #[arg(long)]
    seed: Option<u64>,
    /// At least this rating.
    #[arg(long, default_value_t = 0)]
    rating: u32,
    /// Favourites alone.
    #[arg(long)]
    favourites: bool,
    /// What has this tag.
    #[arg(long)]
    tag: Option<String>,
    /// What lies in the trash.
    #[arg(long)]
    trash: bool,
    /// At most so many.
    #[arg(long, default_value_t = 50)]
    limit: u32,
}

pub(crate) fn run(session: &Session, command: &PicturesCommand) -> anyhow::Result<ExitCode> {
    let studio = &session.studio;
    match command {
        PicturesCommand::Find(options) => find(session, options)?,
        PicturesCommand::Rate { id, rating } => studio.rate_in_gallery(&[*id], *rating)?,
        PicturesCommand::Favour { id, no } => studio.favour_in_gallery(&[*id], !no)?,
        PicturesCommand::Tag { id, add, remove } => studio.tag_in_gallery(&[*id], add, remove)?,
        PicturesCommand::Remove { ids } => studio.remove_from_gallery(ids)?,
        PicturesCommand::Restore { ids } => studio.restore_in_gallery(ids)?,
        PicturesCommand::EmptyTrash { .. } => {
            let deleted = studio.empty_trash()?;
            say::aside(&session.say("cli-trash-emptied", &[("count", deleted.into())]));
        }
        PicturesCommand::Export {
            ids,
            to,
            without_text,
        } => {
            for path in studio.export_pictures(ids, to, !without_text)? {
                session.result(&path, || path.display().to_string());
            }
        }
        PicturesCommand::Read { file } => {
            let read = studio.read_foreign_picture(file)?;
            session.result(&read, || {
                if read.program.is_some() {
                    read.text.clone()
                } else {
                    session.say("cli-picture-says-nothing", &[])
                }
            });
        }
        PicturesCommand::Check => {
            let facts = studio.look_again()?;
            session.result(&facts, || {
                let id = if facts.folder_gone {
                    "cli-pictures-folder-gone"
                } else {
                    "cli-pictures-checked"
                };
                let counts = [
                    ("count", facts.pictures.into()),
                    ("missing", facts.missing.into()),
                ];
                session.say(id, &counts)
            });
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn find(session: &Session, options: &FindOptions) -> anyhow::Result<()> {
    let model = match options.model.as_deref() {
        Some(name) => Some(find_model(session, name)?.id),
        None => None,
    };
    let query = GalleryQuery {
        words: options.words.join(" "),
        model,
        seed: options.seed.map(Seed),
        rating: options.rating,
        favourites: options.favourites,
        tag: options.tag.clone(),
        trash: options.trash,
        order: GalleryOrder::Newest,
        ..GalleryQuery::default()
    };
    let mut told = 0;
    loop {
        let limit = PAGE.min(options.limit.saturating_sub(told));
        let page = session.studio.list_gallery(&query, told, limit)?;
        for item in &page.items {
            session.result(item, || line(session, item));
        }
        told = told.saturating_add(limit);
        if told >= options.limit || told >= page.total {
            break;
        }
    }
    Ok(())
}

fn line(session: &Session, item: &GalleryItem) -> String {
    let id = match (&item.file, item.is_missing) {
        (None, _) => "cli-found-badge",
        (Some(_), true) => "cli-found-missing",
        (Some(_), false) => "cli-found-picture",
    };
    let library = session.studio.library().home();
    let path = item.file.as_ref().map(|file| library.join(file));
    session.say(
        id,
        &[
            ("id", item.id.to_string().into()),
            ("title", item.title.as_str().into()),
            (
                "path",
                path.map(|path| path.display().to_string())
                    .unwrap_or_default()
                    .into(),
            ),
        ],
    )
}
