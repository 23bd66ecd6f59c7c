//! `blazon-cli generate` and `drawings`: pictures drawn here or at a provider, and what became of them.

use crate::arguments::{DrawingsCommand, GenerateOptions};
use crate::models::find_model;
use crate::say;
use crate::session::Session;
use anyhow::{Context, bail};
use blazon_core::{RefusedDrawing, draw_refusal_sentence, provider_word};
use blazon_model::{
    BaseFamily, DrawRequest, Drawing, DrawingState, Endpoint, FieldKind, FieldValue, HostedChoice,
    LoraModel, Money, Price, PriceUnit, ProviderId, Role, Sampler, Seed,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The name under which a base draws without a LoRA.
const NO_MODEL: [&str; 2] = ["pocket", "none"];
/// Steps and guidance on this computer where nothing is said.
const STEPS: u32 = 24;
const GUIDANCE: f64 = 5.0;

/// Draws pictures and copies them to a folder.
pub(crate) fn generate(session: &Session, options: &GenerateOptions) -> anyhow::Result<ExitCode> {
    let is_asked = |name: &&str| options.model.eq_ignore_ascii_case(name);
    let model = if NO_MODEL.iter().any(is_asked) {
        None
    } else {
        Some(find_model(session, &options.model)?)
    };
    let request = match options.on.provider() {
        ProviderId::Local => local_request(session, options, model.as_ref())?,
        ProviderId::Fal | ProviderId::Replicate => {
            hosted_request(session, options, model.as_ref())?
        }
    };
    if request.hosted.is_none() && !session.json {
        tell_words(session, &request)?;
    }
    if request.hosted.is_some() {
        let plan = session.studio.plan_drawing(&request)?;
        if let Some(refusal) = plan.refusal {
            return refused(session, RefusedDrawing(refusal).into());
        }
        if let Some(cost) = plan.cost {
            tell_cost(session, &request, cost.reserved);
        }
        if options.max_usd.is_none() {
            say::aside(&session.say("cli-generate-limit-needed", &[]));
            return Ok(ExitCode::from(3));
        }
    }
    let drawing = match session.studio.draw(request, options.max_usd) {
        Ok(drawing) => drawing,
        Err(error) => return refused(session, error),
    };
    let drawing = follow(session, &drawing)?;
    deliver(session, &drawing, options.to.as_deref())
}

/// Lists drawings at providers, or says what became of one.
pub(crate) fn drawings(session: &Session, command: &DrawingsCommand) -> anyhow::Result<ExitCode> {
    let studio = &session.studio;
    let drawing = match command {
        DrawingsCommand::List { limit } => {
            for drawing in studio.list_drawings(None, *limit)? {
                session.result(&drawing, || line(session, &drawing));
            }
            return Ok(ExitCode::SUCCESS);
        }
        DrawingsCommand::Cancel { drawing } => {
            let drawing = studio.cancel_drawing(*drawing)?;
            session.result(&drawing, || line(session, &drawing));
            return Ok(ExitCode::SUCCESS);
        }
        DrawingsCommand::NeverTaken { drawing } => {
            let drawing = studio.say_drawing_never_taken(*drawing)?;
            session.result(&drawing, || line(session, &drawing));
            return Ok(ExitCode::SUCCESS);
        }
        DrawingsCommand::Taken { drawing, request } => {
            match studio.say_drawing_taken(*drawing, request) {
                Ok(drawing) => drawing,
                Err(error) => return refused(session, error),
            }
        }
        DrawingsCommand::Fetch { drawing } => studio.fetch_drawing_again(*drawing)?,
    };
    let drawing = follow(session, &drawing)?;
    deliver(session, &drawing, None)
}

fn line(session: &Session, drawing: &Drawing) -> String {
    session.say(
        &format!("cli-drawing-{}", drawing.state.name()),
        &[
            ("drawing", drawing.id.to_string().into()),
            ("prompt", drawing.sent_prompt.as_str().into()),
            ("provider", provider_word(drawing.request.provider).into()),
        ],
    )
}

pub(crate) fn refused(session: &Session, error: anyhow::Error) -> anyhow::Result<ExitCode> {
    let RefusedDrawing(refusal) = error.downcast()?;
    say::aside(&draw_refusal_sentence(&session.words, &refusal));
    Ok(ExitCode::from(3))
}

fn tell_cost(session: &Session, request: &DrawRequest, cost: Money) {
    if !session.json {
        say::aside(&session.say(
            "cli-generate-cost",
            &[
                ("cost", cost.to_string().into()),
                ("provider", provider_word(request.provider).into()),
            ],
        ));
    }
}

fn local_request(
    session: &Session,
    options: &GenerateOptions,
    model: Option<&LoraModel>,
) -> anyhow::Result<DrawRequest> {
    let base_path = options
        .base
        .as_ref()
        .map(|path| session.studio.add_base(path).map(|base| base.path))
        .transpose()?
        .flatten();
    let base = model.map_or(BaseFamily::Pocket, |model| model.base);
    let request = request(options, model, base);
    Ok(DrawRequest {
        base_path,
        steps: options.steps.unwrap_or(STEPS),
        guidance: options.guidance.unwrap_or(GUIDANCE),
        ..request
    })
}

fn request(options: &GenerateOptions, model: Option<&LoraModel>, base: BaseFamily) -> DrawRequest {
    let side = options.size.unwrap_or_else(|| base.native_resolution());
    let usual = model.map_or(1.0, LoraModel::usual_strength);
    DrawRequest {
        provider: options.on.provider(),
        model: model.map(|model| model.id),
        base_path: None,
        prompt: options.prompt.clone(),
        without_trigger: options.without_trigger,
        negative_prompt: options.negative.clone(),
        strength: options.strength.unwrap_or(usual),
        steps: STEPS,
        guidance: GUIDANCE,
        sampler: Sampler::default(),
        width: side,
        height: side,
        seed: options.seed.map(Seed),
        count: options.count,
        on_card: options.gpu,
        hosted: None,
    }
}

fn hosted_request(
    session: &Session,
    options: &GenerateOptions,
    model: Option<&LoraModel>,
) -> anyhow::Result<DrawRequest> {
    let provider = options.on.provider();
    let offered = session
        .studio
        .list_generators(provider, model.map(|model| model.id))?;
    let asked = options.generator.as_deref();
    let found = offered
        .into_iter()
        .find(|generator| asked.is_none_or(|asked| asked == generator.id));
    let Some(generator) = found else {
        bail!(session.say(
            "cli-generate-no-generator",
            &[("provider", provider_word(provider).into())]
        ));
    };
    let base = generator.base.or(model.map(|model| model.base));
    let number = |role| match generator.field_of(role).map(|field| &field.default) {
        Some(Some(FieldValue::Number(number))) => Some(*number),
        Some(_) | None => None,
    };
    // A field of steps has 32 bits.
    let steps = number(Role::Steps).map(|steps| steps as u32);
    Ok(DrawRequest {
        steps: options.steps.or(steps).unwrap_or(STEPS),
        guidance: options
            .guidance
            .or(number(Role::Guidance))
            .unwrap_or(GUIDANCE),
        hosted: Some(HostedChoice {
            endpoint: generator.id.clone(),
            chosen: chosen(session, options, &generator)?,
            typed_price: options
                .price_per_picture
                .map(|amount| typed_price(session, amount)),
        }),
        ..request(options, model, base.unwrap_or(BaseFamily::Flux1))
    })
}

/// The fields of `--set name=value`, by what each takes.
fn chosen(
    session: &Session,
    options: &GenerateOptions,
    generator: &Endpoint,
) -> anyhow::Result<BTreeMap<String, FieldValue>> {
    let mut chosen = BTreeMap::new();
    for setting in &options.set {
        let unknown = || session.say("cli-generate-set", &[("setting", setting.as_str().into())]);
        let (name, value) = setting.split_once('=').with_context(unknown)?;
        let field = generator.field(name).with_context(unknown)?;
        let value = match field.kind {
            FieldKind::Integer { .. } | FieldKind::Number { .. } => {
                FieldValue::Number(value.parse().with_context(unknown)?)
            }
            FieldKind::Flag => FieldValue::Flag(value.parse().with_context(unknown)?),
            FieldKind::Choice { .. } | FieldKind::Text | FieldKind::Filled => {
                FieldValue::Text(value.to_owned())
            }
        };
        chosen.insert(name.to_owned(), value);
    }
    Ok(chosen)
}

/// A price that stands on the provider's page for one picture or photo.
pub(crate) fn typed_price(session: &Session, amount: Money) -> Price {
    Price {
        amount,
        per: 1,
        unit: PriceUnit::Picture,
        least: 0,
        listed_on: session.studio.today(),
        source: String::new(),
    }
}

/// Carries work, and watches a drawing to its end.
pub(crate) fn follow(session: &Session, drawing: &Drawing) -> anyhow::Result<Drawing> {
    session.studio.start_runner()?;
    watch(session, drawing)
}

/// Watches a drawing to its end.
pub(crate) fn watch(session: &Session, drawing: &Drawing) -> anyhow::Result<Drawing> {
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
            let path = file.display().to_string();
            say::line(&match picture.seed {
                Some(seed) => session.say(
                    "cli-picture",
                    &[("path", path.into()), ("seed", seed.to_string().into())],
                ),
                None => session.say("cli-picture-without-seed", &[("path", path.into())]),
            });
        }
    }
    tell_held_back(session, drawing);
    match &drawing.state {
        DrawingState::Succeeded => Ok(ExitCode::SUCCESS),
        DrawingState::Failed { reason, detail } => {
            let provider = provider_word(drawing.request.provider);
            say::aside(&session.say(reason.message_id(), &[("provider", provider.into())]));
            if !detail.is_empty() {
                say::aside(detail);
            }
            Ok(ExitCode::from(1))
        }
        DrawingState::Unknown => {
            say::aside(&line(session, drawing));
            Ok(ExitCode::from(1))
        }
        DrawingState::Queued
        | DrawingState::Sending { .. }
        | DrawingState::Submitting
        | DrawingState::Waiting { .. }
        | DrawingState::Running { .. }
        | DrawingState::Fetching => {
            // It is left alone only where a key is missing.
            let provider = provider_word(drawing.request.provider);
            say::aside(&session.say("cli-drawing-without-key", &[("provider", provider.into())]));
            Ok(ExitCode::from(3))
        }
        DrawingState::Cancelled => Ok(ExitCode::from(1)),
    }
}

fn tell_held_back(session: &Session, drawing: &Drawing) {
    if drawing.held_back > 0 && !session.json {
        say::aside(&session.say(
            "drawing-held-back",
            &[
                ("count", drawing.held_back.into()),
                ("provider", provider_word(drawing.request.provider).into()),
            ],
        ));
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
