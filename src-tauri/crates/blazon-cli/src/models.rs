//! `blazon-cli models` and `generate`: what was trained, and pictures drawn with it.

use crate::arguments::GenerateOptions;
use crate::model_arguments::ModelsCommand;
use crate::session::Session;
use crate::{model_files, say};
use anyhow::{Context, bail};
use blazon_model::{DrawRequest, Drawing, DrawingState, LoraModel, ProviderId, Sampler, Seed};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The name under which the base that ships draws without a LoRA.
const POCKET: &str = "pocket";

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
    }
    Ok(ExitCode::SUCCESS)
}

/// Draws pictures and copies them to a folder.
pub(crate) fn generate(session: &Session, options: &GenerateOptions) -> anyhow::Result<ExitCode> {
    let model = if options.model.eq_ignore_ascii_case(POCKET) {
        None
    } else {
        Some(find_model(session, &options.model)?)
    };
    let base_path = options
        .base
        .as_ref()
        .map(|path| session.studio.add_base(path).map(|base| base.path))
        .transpose()?
        .flatten();
    let side = options.size.unwrap_or_else(|| {
        model
            .as_ref()
            .map_or(128, |model| model.base.native_resolution())
    });
    let request = DrawRequest {
        provider: ProviderId::Local,
        model: model.as_ref().map(|model| model.id),
        base_path,
        prompt: options.prompt.clone(),
        without_trigger: options.without_trigger,
        negative_prompt: options.negative.clone(),
        strength: options.strength.unwrap_or_else(|| {
            model
                .as_ref()
                .map_or(1.0, |model| model.base.usual_strength())
        }),
        steps: options.steps,
        guidance: options.guidance,
        sampler: Sampler::default(),
        width: side,
        height: side,
        seed: options.seed.map(Seed),
        count: options.count,
        on_card: options.gpu,
    };
    if !session.json {
        tell_words(session, &request)?;
    }
    let drawing = session.studio.draw(request)?;
    let drawing = follow(session, &drawing)?;
    deliver(session, &drawing, options.to.as_deref())
}

/// Watches a drawing to its end.
pub(crate) fn follow(session: &Session, drawing: &Drawing) -> anyhow::Result<Drawing> {
    session.studio.start_runner()?;
    let target = if session.json {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    };
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::with_draw_target(Some(0), target).with_style(style);
    let drawing = session.studio.watch_drawing(drawing.id, |drawing| {
        if let DrawingState::Running {
            picture,
            step,
            steps,
        } = drawing.state
        {
            bar.set_length(u64::from(steps) * u64::from(drawing.request.count));
            bar.set_position(u64::from(steps) * u64::from(picture) + u64::from(step));
        }
    })?;
    bar.finish_and_clear();
    Ok(drawing)
}

/// Copies the pictures to `to`, where it is given, and says where they are.
pub(crate) fn deliver(
    session: &Session,
    drawing: &Drawing,
    to: Option<&Path>,
) -> anyhow::Result<ExitCode> {
    let mut files: Vec<PathBuf> = Vec::new();
    for picture in &drawing.pictures {
        let kept = session.studio.picture_path(picture.id)?;
        files.push(match to {
            None => kept,
            Some(folder) => {
                std::fs::create_dir_all(folder).context("make the folder for the pictures")?;
                let copy = folder.join(kept.file_name().unwrap_or_default());
                std::fs::copy(&kept, &copy).context("copy a picture")?;
                copy
            }
        });
    }
    if session.json {
        say::json(drawing);
    } else {
        for (picture, file) in drawing.pictures.iter().zip(&files) {
            let seed = picture
                .seed
                .map_or_else(String::new, |seed| seed.to_string());
            say::line(&session.say(
                "cli-picture",
                &[
                    ("path", file.display().to_string().into()),
                    ("seed", seed.into()),
                ],
            ));
        }
    }
    match &drawing.state {
        DrawingState::Succeeded => Ok(ExitCode::SUCCESS),
        DrawingState::Failed { reason, detail } => {
            say::aside(&session.say(reason.message_id(), &[]));
            if !detail.is_empty() {
                say::aside(detail);
            }
            Ok(ExitCode::from(1))
        }
        DrawingState::Queued | DrawingState::Running { .. } | DrawingState::Cancelled => {
            Ok(ExitCode::from(1))
        }
    }
}

/// Says which words are sent as others, and which the base does not know.
fn tell_words(session: &Session, request: &DrawRequest) -> anyhow::Result<()> {
    let base = request.base_path.as_deref();
    for word in session.studio.check_prompt(&request.prompt, base)? {
        let (id, other) = match &word.sent_as {
            Some(sent_as) => ("cli-word-sent-as", sent_as.clone()),
            None if word.nearest.is_empty() => ("cli-word-unknown", String::new()),
            None => ("cli-word-nearest", word.nearest.join(", ")),
        };
        say::aside(&session.say(id, &[("word", word.word.into()), ("other", other.into())]));
    }
    Ok(())
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
