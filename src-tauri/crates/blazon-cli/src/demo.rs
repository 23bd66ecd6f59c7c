//! `blazon-cli demo`: the way through Blazon with the sample photos, as far as it is built.

use crate::progress::follow_import;
use crate::session::Session;
use crate::training::follow_run;
use crate::{generate, say};
use anyhow::Context;
use blazon_model::{
    BaseFamily, Dataset, DrawRequest, LoraModel, Preset, ProviderId, Sampler, Seed,
};
use std::process::ExitCode;

/// Makes a dataset of the samples, trains a model from it and draws with that; what an earlier demo
/// has made is found again.
pub(crate) fn run(session: &Session) -> anyhow::Result<ExitCode> {
    let name = session.say("dataset-samples-name", &[]);
    let known = session
        .studio
        .list_datasets()?
        .into_iter()
        .find(|dataset| dataset.name.as_str() == name);
    let dataset = match known {
        Some(dataset) => dataset,
        None => {
            let started = session.studio.import_samples()?;
            let code = follow_import(session, &started.job)?;
            if code != ExitCode::SUCCESS {
                return Ok(code);
            }
            session.studio.load_dataset(started.dataset.id)?
        }
    };
    session.result(&dataset, || {
        let library = session.studio.library().home().display().to_string();
        session.say(
            "cli-demo",
            &[
                ("name", dataset.name.as_str().into()),
                ("trigger", dataset.trigger.as_str().into()),
                ("photos", dataset.photo_count.into()),
                ("library", library.into()),
            ],
        )
    });
    let model = match trained(session, &dataset)? {
        Some(model) => model,
        None => {
            aside(session, "cli-demo-trains");
            let studio = &session.studio;
            let recipe = studio.propose_recipe(dataset.id, Preset::Economy, None)?;
            let run = studio.start_training(dataset.id, recipe)?;
            let code = follow_run(session, run.id)?;
            if code != ExitCode::SUCCESS {
                return Ok(code);
            }
            trained(session, &dataset)?.context("find the model that was trained")?
        }
    };
    aside(session, "cli-demo-model");
    let drawing = session.studio.draw(request(&model), None)?;
    let drawing = generate::follow(session, &drawing)?;
    let code = generate::deliver(session, &drawing, None)?;
    if code == ExitCode::SUCCESS {
        aside(session, "cli-demo-next");
    }
    Ok(code)
}

/// The newest model of the samples.
fn trained(session: &Session, dataset: &Dataset) -> anyhow::Result<Option<LoraModel>> {
    let models = session.studio.list_models()?;
    Ok(models.into_iter().find(|model| {
        model
            .trigger
            .as_ref()
            .is_some_and(|trigger| *trigger == dataset.trigger)
    }))
}

fn request(model: &LoraModel) -> DrawRequest {
    DrawRequest {
        provider: ProviderId::Local,
        model: Some(model.id),
        base_path: None,
        prompt: "holding a lantern".to_owned(),
        without_trigger: false,
        negative_prompt: String::new(),
        strength: BaseFamily::Pocket.usual_strength(),
        steps: 24,
        guidance: 5.0,
        sampler: Sampler::default(),
        width: 128,
        height: 128,
        seed: Some(Seed(1)),
        count: 2,
        on_card: false,
        hosted: None,
    }
}

fn aside(session: &Session, message: &str) {
    if !session.json {
        say::line(&session.say(message, &[]));
    }
}
