//! `blazon-cli demo`: the way through Blazon with the sample photos, from photos to a badge.

use crate::progress::follow_import;
use crate::session::Session;
use crate::training::follow_run;
use crate::{generate, say};
use anyhow::Context;
use blazon_model::{
    BadgeDesign, BadgeFormat, BadgePicture, BadgeSource, BaseFamily, Dataset, DrawRequest,
    LoraModel, Picture, Preset, ProviderId, Sampler, Seed,
};
use std::process::ExitCode;

/// Makes a dataset of the samples, trains a model from it, draws with that and puts a picture on a badge; what an earlier demo
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
    if let Some(picture) = drawing.pictures.first() {
        badge(session, picture)?;
    }
    if code == ExitCode::SUCCESS {
        aside(session, "cli-demo-next");
    }
    Ok(code)
}

/// Puts the first picture on a badge.
fn badge(session: &Session, picture: &Picture) -> anyhow::Result<()> {
    let folder = session.studio.library().home().join("badges");
    std::fs::create_dir_all(&folder).context("make the folder for the badge")?;
    let to = folder.join("demo.png");
    let source = BadgeSource::Drawn {
        picture: picture.id,
    };
    let text = ("text".to_owned(), session.say("cli-demo-badge-text", &[]));
    let design = BadgeDesign {
        template: "golden-banner".to_owned(),
        picture: Some(BadgePicture::new(source)),
        texts: [text].into(),
        ..BadgeDesign::default()
    };
    let studio = &session.studio;
    studio.export_badge(&design, "demo", BadgeFormat::Png, &to)?;
    aside(session, "cli-demo-badge");
    session.result(&to, || to.display().to_string());
    Ok(())
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
