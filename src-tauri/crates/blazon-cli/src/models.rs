//! `blazon-cli models`: what was trained.

use crate::arguments::ModelsCommand;
use crate::session::Session;
use anyhow::{Context, bail};
use blazon_model::LoraModel;
use std::process::ExitCode;

/// Lists models or shows one.
pub(crate) fn run(session: &Session, command: &ModelsCommand) -> anyhow::Result<ExitCode> {
    match command {
        ModelsCommand::List => {
            for model in session.studio.list_models()? {
                session.result(&model, || line(session, &model));
            }
        }
        ModelsCommand::Show { model } => {
            let model = find_model(session, model)?;
            session.result(&model, || {
                let path = session.studio.weights_path(&model).display().to_string();
                format!(
                    "{}\n{path}\nblake3 {}",
                    line(session, &model),
                    model.weights
                )
            });
        }
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

fn line(session: &Session, model: &LoraModel) -> String {
    let trigger = model
        .trigger
        .as_ref()
        .map_or_else(String::new, ToString::to_string);
    session.say(
        "cli-model",
        &[
            ("id", model.id.to_string().into()),
            ("name", model.name.as_str().into()),
            ("trigger", trigger.into()),
        ],
    )
}
