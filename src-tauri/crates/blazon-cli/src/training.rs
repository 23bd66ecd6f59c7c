//! `blazon-cli train` and `runs`: trainings started, watched, stopped, gone on with.

use crate::arguments::{PresetArgument, RunsCommand, TrainOptions};
use crate::say;
use crate::session::Session;
use blazon_core::{Argument, RefusedTraining};
use blazon_model::{Preset, RunId, RunState, TrainingEstimate, TrainingRefusal, TrainingRun};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::process::ExitCode;

/// Starts a training and, unless it is to be left alone, watches it to its end.
pub(crate) fn train(session: &Session, options: &TrainOptions) -> anyhow::Result<ExitCode> {
    let dataset = session.find_dataset(&options.dataset)?;
    let preset = match options.preset {
        PresetArgument::Economy => Preset::Economy,
        PresetArgument::Standard => Preset::Standard,
    };
    let base = match &options.base {
        Some(path) => session.studio.add_base(path)?.path,
        None => None,
    };
    let mut recipe = session.studio.propose_recipe(dataset.id, preset, base)?;
    if options
        .steps
        .or(options.rank)
        .or(options.resolution)
        .is_some()
    {
        recipe.preset = Preset::Custom;
    }
    recipe.steps = options.steps.unwrap_or(recipe.steps);
    recipe.rank = options.rank.unwrap_or(recipe.rank);
    recipe.resolution = options.resolution.unwrap_or(recipe.resolution);
    recipe.local.on_card = options.gpu;
    if options.detach && !session.studio.is_work_carried()? {
        say::aside(&session.say("cli-train-nobody-carries", &[]));
        return Ok(ExitCode::from(3));
    }
    let plan = session.studio.plan_training(dataset.id, recipe)?;
    if let Some(estimate) = plan.estimate.filter(|_| !session.json) {
        say::aside(&estimate_sentence(session, estimate));
    }
    let run = match session.studio.start_training(dataset.id, plan.recipe) {
        Ok(run) => run,
        Err(error) => match error.downcast::<RefusedTraining>() {
            Ok(RefusedTraining(refusal)) => {
                say::aside(&refusal_sentence(session, &refusal));
                return Ok(ExitCode::from(3));
            }
            Err(error) => return Err(error),
        },
    };
    if options.detach {
        session.result(&run, || {
            session.say("cli-train-detached", &[("run", run.id.to_string().into())])
        });
        return Ok(ExitCode::SUCCESS);
    }
    follow_run(session, run.id)
}

/// Lists, watches, stops or goes on with runs.
pub(crate) fn runs(
    session: &Session,
    command: Option<&RunsCommand>,
    watch: bool,
) -> anyhow::Result<ExitCode> {
    match command {
        None => {
            if watch {
                let open = session.studio.list_runs()?.into_iter().rev();
                for run in open.filter(|run| is_going_on(&run.state)) {
                    follow_run(session, run.id)?;
                }
            }
            for run in session.studio.list_runs()? {
                session.result(&run, || line(session, &run));
            }
            Ok(ExitCode::SUCCESS)
        }
        Some(RunsCommand::Cancel { run }) => {
            let run = session.studio.cancel_run(find_run(session, run)?)?;
            session.result(&run, || line(session, &run));
            Ok(ExitCode::SUCCESS)
        }
        Some(RunsCommand::Resume { run }) => {
            let run = session.studio.retry_run(find_run(session, run)?)?;
            follow_run(session, run.id)
        }
    }
}

/// Carries or watches a run to its end and says what came of it.
pub(crate) fn follow_run(session: &Session, id: RunId) -> anyhow::Result<ExitCode> {
    session.studio.start_runner()?;
    let target = if session.json {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    };
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::with_draw_target(Some(0), target).with_style(style);
    let run = session.studio.watch_run(id, |run| {
        if let RunState::Training {
            step, total, loss, ..
        } = &run.state
        {
            bar.set_length(u64::from(*total));
            bar.set_position(u64::from(*step));
            if let Some(loss) = loss {
                bar.set_message(format!("{loss:.4}"));
            }
        }
    })?;
    bar.finish_and_clear();
    session.result(&run, || line(session, &run));
    if let RunState::Failed { .. } = run.state
        && let Some(last) = session.studio.load_run(id)?.log.last()
    {
        say::aside(&last.text);
    }
    let is_ready = matches!(run.state, RunState::Ready { .. });
    Ok(ExitCode::from(u8::from(!is_ready)))
}

fn find_run(session: &Session, wanted: &str) -> anyhow::Result<RunId> {
    if let Ok(id) = wanted.parse() {
        return Ok(id);
    }
    // The newest run of a dataset of that name.
    let dataset = session.find_dataset(wanted)?;
    let run = session
        .studio
        .list_runs()?
        .into_iter()
        .find(|run| run.dataset == dataset.id);
    run.map(|run| run.id)
        .ok_or_else(|| anyhow::anyhow!(session.say("cli-no-run", &[("name", wanted.into())])))
}

const fn is_going_on(state: &RunState) -> bool {
    matches!(
        state,
        RunState::Packing
            | RunState::Uploading { .. }
            | RunState::Submitting
            | RunState::Queued { .. }
            | RunState::Training { .. }
            | RunState::Downloading { .. }
            | RunState::Checking { .. }
            | RunState::Cancelling { .. }
    )
}

fn line(session: &Session, run: &TrainingRun) -> String {
    let name = session.studio.load_dataset(run.dataset).map_or_else(
        |_| run.dataset.to_string(),
        |dataset| dataset.name.as_str().to_owned(),
    );
    let mut arguments: Vec<(&str, Argument)> =
        vec![("run", run.id.to_string().into()), ("name", name.into())];
    if let RunState::Training { step, total, .. } = run.state {
        arguments.extend([("step", step.into()), ("total", total.into())]);
    }
    session.say(&format!("cli-run-{}", run.state.name()), &arguments)
}

fn estimate_sentence(session: &Session, estimate: TrainingEstimate) -> String {
    let megabytes = u32::try_from(estimate.memory.0 / 1_000_000).unwrap_or(u32::MAX);
    match estimate.seconds {
        Some(seconds) => session.say(
            "cli-train-estimate",
            &[
                ("minutes", seconds.div_ceil(60).into()),
                ("megabytes", megabytes.into()),
            ],
        ),
        None => session.say(
            "cli-train-estimate-memory",
            &[("megabytes", megabytes.into())],
        ),
    }
}

fn refusal_sentence(session: &Session, refusal: &TrainingRefusal) -> String {
    let gigabytes = |bytes: u64| format!("{:.1}", bytes as f64 / 1e9);
    match refusal {
        TrainingRefusal::TooFewPhotos { have, needed } => session.say(
            "training-refusal-photos",
            &[("have", (*have).into()), ("needed", (*needed).into())],
        ),
        TrainingRefusal::BaseMissing { path } => session.say(
            "training-refusal-base-missing",
            &[("path", path.as_str().into())],
        ),
        TrainingRefusal::BaseUnusable { path, detail } => session.say(
            "training-refusal-base-unusable",
            &[
                ("path", path.as_str().into()),
                ("detail", detail.as_str().into()),
            ],
        ),
        TrainingRefusal::TooLittleMemory { needed, available } => session.say(
            "training-refusal-memory",
            &[
                ("needed", gigabytes(needed.0).into()),
                ("available", gigabytes(available.0).into()),
            ],
        ),
        TrainingRefusal::NothingToTrain => session.say("training-refusal-nothing", &[]),
    }
}
