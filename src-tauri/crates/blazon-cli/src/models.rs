//! `blazon-cli models`: what was trained.

use crate::model_arguments::ModelsCommand;
use crate::session::Session;
use crate::{grid, model_files};
use anyhow::{Context, bail};
use blazon_model::LoraModel;
use std::process::ExitCode;

/// Lists models, shows, changes, takes in or writes out one.
pub(crate) fn run(session: &Session, command: &ModelsCommand) -> anyhow::Result<ExitCode> {
    match command {
        ModelsCommand::List => {
            for model in session.studio.list_models()? {
                session.result(&model, || line(session, &model));
            }
        }
        ModelsCommand::Show { model } => return model_files::show(session, model),
        ModelsCommand::Edit(options) => return model_files::edit(session, options),
        ModelsCommand::Import(options) => return model_files::import(session, options),
        ModelsCommand::Export(options) => return model_files::export(session, options),
        ModelsCommand::Evaluate(options) => return grid::evaluate(session, options),
    }
    Ok(ExitCode::SUCCESS)
}

/// The model with this id, name or trigger word. A name that several have is refused.
pub(crate) fn find_model(session: &Session, wanted: &str) -> anyhow::Result<LoraModel> {
    let names = |model: &LoraModel| {
        model.id.to_string() == wanted
            || model.name.as_str() == wanted
            || model
                .trigger
                .as_ref()
                .is_some_and(|trigger| trigger.as_str() == wanted)
    };
    let mut found: Vec<LoraModel> = session
        .studio
        .list_models()?
        .into_iter()
        .filter(names)
        .collect();
    match found.len() {
        0 => bail!(session.say("cli-no-model", &[("name", wanted.into())])),
        1 => found.pop().context("find the model"),
        _ => bail!(session.say("cli-ambiguous-model", &[("name", wanted.into())])),
    }
}

/// A model in one line.
pub(crate) fn line(session: &Session, model: &LoraModel) -> String {
    let arguments = [
        ("id", model.id.to_string().into()),
        ("name", model.name.as_str().into()),
    ];
    match &model.trigger {
        None => session.say("cli-model-without", &arguments),
        Some(trigger) => {
            let [id, name] = arguments;
            let trigger = ("trigger", trigger.to_string().into());
            session.say("cli-model", &[id, name, trigger])
        }
    }
}
