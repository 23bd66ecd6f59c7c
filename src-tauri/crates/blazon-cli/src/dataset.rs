//! `blazon-cli dataset`.

use crate::arguments::{DatasetCommand, NewDataset};
use crate::progress::follow_import;
use crate::session::Session;
use crate::{autocaption, captions, photos};
use blazon_core::mark_words;
use blazon_model::{Dataset, Photo, PhotoFilter, PhotoOrder};
use std::path::PathBuf;
use std::process::ExitCode;

/// How many photos are asked for at a time.
const PAGE: u32 = 500;

/// Runs a command about datasets.
pub(crate) fn run(session: &Session, command: DatasetCommand) -> anyhow::Result<ExitCode> {
    match command {
        DatasetCommand::New(options) => new(session, &options),
        DatasetCommand::Add { dataset, paths } => {
            add(session, &session.find_dataset(&dataset)?, &paths)
        }
        DatasetCommand::List => list(session),
        DatasetCommand::Show { dataset } => show(session, &session.find_dataset(&dataset)?),
        DatasetCommand::Check { dataset } => photos::check(session, &dataset),
        DatasetCommand::Caption(options) => captions::run(session, &options),
        DatasetCommand::Autocaption(options) => autocaption::run(session, &options),
        DatasetCommand::Crop(options) => photos::crop(session, &options),
        DatasetCommand::Export {
            dataset,
            format,
            to,
        } => photos::export(session, &dataset, format, &to),
    }
}

fn new(session: &Session, options: &NewDataset) -> anyhow::Result<ExitCode> {
    let subject = options.subject();
    let dataset = session
        .studio
        .create_dataset(options.name.as_deref(), subject)?;
    session.result(&dataset, || describe(session, &dataset));
    if options.paths.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    add(session, &dataset, &options.paths)
}

fn add(session: &Session, dataset: &Dataset, paths: &[PathBuf]) -> anyhow::Result<ExitCode> {
    let started = session.studio.import_paths(paths, Some(dataset.id))?;
    follow_import(session, &started.job)
}

fn list(session: &Session) -> anyhow::Result<ExitCode> {
    let datasets = session.studio.list_datasets()?;
    if datasets.is_empty() && !session.json {
        crate::say::line(&session.say("cli-no-datasets", &[]));
    }
    for dataset in &datasets {
        session.result(dataset, || describe(session, dataset));
    }
    Ok(ExitCode::SUCCESS)
}

fn show(session: &Session, dataset: &Dataset) -> anyhow::Result<ExitCode> {
    session.result(dataset, || describe(session, dataset));
    let mut offset = 0;
    loop {
        let page = session.studio.list_photos(
            dataset.id,
            PhotoFilter::All,
            PhotoOrder::Imported,
            offset,
            PAGE,
        )?;
        for photo in &page.photos {
            session.result(photo, || photo_line(session, photo));
        }
        offset += PAGE;
        if offset >= page.total {
            return Ok(ExitCode::SUCCESS);
        }
    }
}

fn describe(session: &Session, dataset: &Dataset) -> String {
    session.say(
        "cli-dataset",
        &[
            ("name", dataset.name.as_str().into()),
            ("trigger", dataset.trigger.as_str().into()),
            ("class", dataset.subject.class_word().into()),
            ("photos", dataset.photo_count.into()),
            ("id", dataset.id.to_string().into()),
        ],
    )
}

fn photo_line(session: &Session, photo: &Photo) -> String {
    let marks: Vec<_> = photo
        .marks
        .iter()
        .map(|mark| mark_words(&session.words, *mark))
        .collect();
    let marks = if marks.is_empty() {
        String::new()
    } else {
        format!("  [{}]", marks.join(", "))
    };
    let sign = if photo.left_out { '-' } else { ' ' };
    format!(
        "{sign} {}  {} x {}  {}{marks}",
        photo.id, photo.width, photo.height, photo.name
    )
}
