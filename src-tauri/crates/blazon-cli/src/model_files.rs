//! `blazon-cli models import`, `export` and `edit`: models on their way in and out.

use crate::model_arguments::{EditModel, ExportModel, FamilyArgument, ImportModel};
use crate::models::{find_model, line};
use crate::say;
use crate::session::Session;
use blazon_core::{ErrorCode, Existing, ModelFileError};
use blazon_model::{LoraModel, ModelCard, ModelChange, ModelImport};
use serde::Serialize;
use std::process::ExitCode;

/// A model with what its file says, as one object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown<'c> {
    #[serde(flatten)]
    model: &'c LoraModel,
    rank: Option<u32>,
    imported_from: Option<&'c str>,
    author: Option<&'c str>,
    license: Option<&'c str>,
}

/// Shows a model; where its file is lost, that is said too.
pub(crate) fn show(session: &Session, wanted: &str) -> anyhow::Result<ExitCode> {
    let model = find_model(session, wanted)?;
    let card = match session.studio.load_model_card(model.id) {
        Ok(card) => Some(card),
        Err(error) => {
            say::aside(&blazon_core::explain(&error, &session.words).message);
            None
        }
    };
    let card = card.as_ref();
    let shown = Shown {
        model: &model,
        rank: card.map(|card| card.rank),
        imported_from: card.and_then(|card| card.imported_from.as_deref()),
        author: card.and_then(|card| card.author.as_deref()),
        license: card.and_then(|card| card.license.as_deref()),
    };
    session.result(&shown, || text_of(session, &model, card));
    Ok(ExitCode::SUCCESS)
}

fn text_of(session: &Session, model: &LoraModel, card: Option<&ModelCard>) -> String {
    let mut lines = vec![line(session, model)];
    if let Some(card) = card {
        lines.push(session.say(
            "cli-model-card",
            &[
                ("base", model.base.name().into()),
                ("rank", card.rank.into()),
            ],
        ));
        if let Some(file) = &card.imported_from {
            lines.push(session.say("cli-model-from", &[("file", file.as_str().into())]));
        }
        lines.extend(card.description.clone());
    }
    lines.push(session.studio.weights_path(model).display().to_string());
    lines.push(format!("blake3 {}", model.weights));
    lines.join("\n")
}

/// Takes a file in.
pub(crate) fn import(session: &Session, options: &ImportModel) -> anyhow::Result<ExitCode> {
    let import = ModelImport {
        name: options.name.clone(),
        base: options.base.map(FamilyArgument::family),
        trigger: options.trigger.clone(),
    };
    let model = match session.studio.import_model(&options.file, &import) {
        Ok(model) => model,
        Err(error) => {
            let code = refused(session, error)?;
            propose_base(session, options);
            return Ok(code);
        }
    };
    session.result(&model, || {
        session.say(
            "cli-model-imported",
            &[
                ("name", model.name.as_str().into()),
                ("base", model.base.name().into()),
                ("id", model.id.to_string().into()),
            ],
        )
    });
    if !session.json {
        tell_next(session, options, &model);
    }
    Ok(ExitCode::SUCCESS)
}

/// Says what can be done with a model that has just come in.
fn tell_next(session: &Session, options: &ImportModel, model: &LoraModel) {
    match &model.trigger {
        Some(trigger) => say::aside(&session.say(
            "cli-model-trigger",
            &[("trigger", trigger.to_string().into())],
        )),
        None if options.trigger.is_none() => {
            say::aside(&session.say(
                "cli-model-no-trigger",
                &[("id", model.id.to_string().into())],
            ));
        }
        None => {}
    }
    if !model.base.is_drawn_here() {
        say::aside(&session.say(
            "model-drawn-elsewhere",
            &[("base", model.base.name().into())],
        ));
    }
}

/// Says for which base a file probably is, where it does not say it itself.
fn propose_base(session: &Session, options: &ImportModel) {
    if options.base.is_some() {
        return;
    }
    let read = session.studio.read_model_file(&options.file);
    if let Some(family) = read.ok().and_then(|file| file.likely_base) {
        say::aside(&session.say(
            "cli-model-likely",
            &[
                ("base", family.name().into()),
                ("word", FamilyArgument::word(family).into()),
            ],
        ));
    }
}

/// Writes a model's file.
pub(crate) fn export(session: &Session, options: &ExportModel) -> anyhow::Result<ExitCode> {
    let model = find_model(session, &options.model)?;
    let existing = if options.force {
        Existing::Replace
    } else {
        Existing::Keep
    };
    match session.studio.export_model(model.id, &options.to, existing) {
        Ok(exported) => {
            session.result(&exported, || {
                session.say(
                    "cli-model-exported",
                    &[("path", exported.path.clone().into())],
                )
            });
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => refused(session, error),
    }
}

/// Changes a model.
pub(crate) fn edit(session: &Session, options: &EditModel) -> anyhow::Result<ExitCode> {
    let model = find_model(session, &options.model)?;
    let change = ModelChange {
        name: options.name.clone(),
        trigger: options.trigger.clone(),
        notes: options.notes.clone(),
        badge_base: options.badge_base.clone(),
        badge_style: options.badge_style.clone(),
        best_strength: options.strength,
        is_shared: options.shared,
        has_consent: options.consent.then_some(true),
    };
    let model = session.studio.edit_model(model.id, &change)?;
    session.result(&model, || line(session, &model));
    Ok(ExitCode::SUCCESS)
}

/// Says a refusal and gives its exit code; a failure stays an error.
fn refused(session: &Session, error: anyhow::Error) -> anyhow::Result<ExitCode> {
    let refusal = error.downcast::<ModelFileError>()?;
    if refusal.code() != ErrorCode::Refused {
        return Err(refusal.into());
    }
    say::aside(&refusal.sentence(&session.words));
    Ok(ExitCode::from(3))
}
