//! `blazon-cli train` and `runs`: trainings started, watched, stopped, gone on with.

use crate::arguments::{PresetArgument, RunsCommand, TrainOptions};
use crate::say;
use crate::session::Session;
use blazon_core::{Argument, RefusedTraining, provider_word, refusal_sentence};
use blazon_model::{
    DatasetId, FailureReason, Money, Preset, ProviderId, Quote, Recipe, RunId, RunState,
    TrainingEstimate, TrainingRefusal, TrainingRun,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::process::ExitCode;

/// Starts a training and, unless it is to be left alone, watches it to its end.
pub(crate) fn train(session: &Session, options: &TrainOptions) -> anyhow::Result<ExitCode> {
    let dataset = session.find_dataset(&options.dataset)?;
    let preset = match options.preset {
        PresetArgument::Economy => Preset::Economy,
        PresetArgument::Standard => Preset::Standard,
    };
    let recipe = match recipe(session, options, dataset.id, preset) {
        Ok(recipe) => recipe,
        Err(error) => return refused(session, error),
    };
    if options.detach && !session.studio.is_work_carried()? {
        say::aside(&session.say("cli-train-nobody-carries", &[]));
        return Ok(ExitCode::from(3));
    }
    let plan = session.studio.plan_training(dataset.id, recipe)?;
    if let Some(estimate) = plan.estimate.filter(|_| !session.json) {
        say::aside(&estimate_sentence(session, estimate));
    }
    let is_hosted = plan.recipe.hosted.is_some();
    let run = match session.studio.start_training(dataset.id, plan.recipe) {
        Ok(run) => run,
        Err(error) => return refused(session, error),
    };
    if is_hosted {
        return follow_quote(session, run.id, options.max_usd, options.detach);
    }
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
        Some(RunsCommand::Accept { run, max_usd }) => {
            follow_quote(session, find_run(session, run)?, Some(*max_usd), false)
        }
        Some(RunsCommand::Resume { run, max_usd }) => {
            let run = session.studio.retry_run(find_run(session, run)?)?;
            match run.recipe.hosted {
                Some(_) => follow_quote(session, run.id, *max_usd, false),
                None => follow_run(session, run.id),
            }
        }
        Some(RunsCommand::Taken { run, request }) => {
            match session.studio.say_taken(find_run(session, run)?, request) {
                Ok(run) => follow_run(session, run.id),
                Err(error) => refused(session, error),
            }
        }
        Some(RunsCommand::NeverTaken { run }) => {
            let run = session.studio.say_never_taken(find_run(session, run)?)?;
            session.result(&run, || line(session, &run));
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn recipe(
    session: &Session,
    options: &TrainOptions,
    dataset: DatasetId,
    preset: Preset,
) -> anyhow::Result<Recipe> {
    let provider = options.on.provider();
    let mut recipe = if provider == ProviderId::Local {
        let base = match &options.base {
            Some(path) => session.studio.add_base(path)?.path,
            None => None,
        };
        session.studio.propose_recipe(dataset, preset, base)?
    } else {
        let trainer = options.trainer.as_deref();
        session
            .studio
            .propose_hosted_recipe(provider, trainer, preset)?
    };
    let chosen = [options.steps, options.rank, options.resolution];
    if chosen.iter().any(Option::is_some) {
        recipe.preset = Preset::Custom;
    }
    recipe.steps = options.steps.unwrap_or(recipe.steps);
    recipe.rank = options.rank.unwrap_or(recipe.rank);
    recipe.resolution = options.resolution.unwrap_or(recipe.resolution);
    recipe.local.on_card = options.gpu;
    session.studio.fill_hosted(&mut recipe)?;
    Ok(recipe)
}

/// A refusal is said and ends with 3; an error goes on.
fn refused(session: &Session, error: anyhow::Error) -> anyhow::Result<ExitCode> {
    match error.downcast::<RefusedTraining>() {
        Ok(RefusedTraining(refusal)) => {
            say::aside(&refusal_sentence(&session.words, &refusal));
            if let TrainingRefusal::NoKey { provider } = refusal {
                say::aside(&session.say(
                    "cli-key-how",
                    &[("provider", provider_word(provider).into())],
                ));
            }
            Ok(ExitCode::from(3))
        }
        Err(error) => Err(error),
    }
}

/// Waits for a run's quote and, where it is not above `most`, accepts it and follows the run.
fn follow_quote(
    session: &Session,
    id: RunId,
    most: Option<Money>,
    detach: bool,
) -> anyhow::Result<ExitCode> {
    session.studio.start_runner()?;
    let run = session.studio.watch_run(id, |_| {})?;
    let RunState::Quoted { quote } = &run.state else {
        // It went on from where it was, or failed before there was a quote.
        return follow_run(session, id);
    };
    say::aside(&quote_sentence(session, quote));
    if most.is_none_or(|most| quote.reserved > most) {
        session.result(&run, || {
            session.say("cli-quote-waits", &[("run", id.to_string().into())])
        });
        return Ok(ExitCode::from(3));
    }
    let run = match session.studio.accept_quote(id) {
        Ok(run) => run,
        Err(error) => return refused(session, error),
    };
    if detach {
        session.result(&run, || {
            session.say("cli-train-detached", &[("run", id.to_string().into())])
        });
        return Ok(ExitCode::SUCCESS);
    }
    follow_run(session, id)
}

fn quote_sentence(session: &Session, quote: &Quote) -> String {
    let megabytes = format!("{:.1}", quote.archive_bytes.0 as f64 / 1e6);
    let listed = quote.price.as_ref().map(|price| price.listed_on.clone());
    session.say(
        "cli-quote",
        &[
            ("photos", quote.photos.into()),
            ("captions", quote.captions.into()),
            ("megabytes", megabytes.into()),
            ("host", quote.host.as_str().into()),
            ("endpoint", quote.endpoint.as_str().into()),
            ("cost", quote.cost.to_string().into()),
            ("reserved", quote.reserved.to_string().into()),
            ("listed", listed.unwrap_or_default().into()),
            ("month", quote.month_to_date.to_string().into()),
        ],
    )
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
    if session.studio.is_waiting_for_key(id) {
        say::aside(&missing_key_sentence(session, &run));
        return Ok(ExitCode::from(3));
    }
    if let RunState::Failed { reason, .. } = &run.state {
        say::aside(&session.say(failure_message(reason), &[]));
        if let Some(last) = session.studio.load_run(id)?.log.last() {
            say::aside(&last.text);
        }
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

/// What is said of a run of which its provider cannot be asked without a good key.
pub(crate) fn missing_key_sentence(session: &Session, run: &TrainingRun) -> String {
    let provider = provider_word(run.recipe.provider);
    session.say(
        "cli-run-without-key",
        &[
            ("name", name_of(session, run).into()),
            ("provider", provider.into()),
        ],
    )
}

fn name_of(session: &Session, run: &TrainingRun) -> String {
    session.studio.load_dataset(run.dataset).map_or_else(
        |_| run.dataset.to_string(),
        |dataset| dataset.name.as_str().to_owned(),
    )
}

fn line(session: &Session, run: &TrainingRun) -> String {
    let name = name_of(session, run);
    let mut arguments: Vec<(&str, Argument)> =
        vec![("run", run.id.to_string().into()), ("name", name.into())];
    if let RunState::Training { step, total, .. } = run.state {
        arguments.extend([("step", step.into()), ("total", total.into())]);
    }
    session.say(&format!("cli-run-{}", run.state.name()), &arguments)
}

/// The message that says why a run failed.
const fn failure_message(reason: &FailureReason) -> &'static str {
    match reason {
        FailureReason::NoKey => "training-failed-no-key",
        FailureReason::BadKey => "training-failed-bad-key",
        FailureReason::NoCredit => "training-failed-no-credit",
        FailureReason::RejectedInput => "training-failed-rejected-input",
        FailureReason::UnfitArchive => "training-failed-unfit-archive",
        FailureReason::BlockedContent => "training-failed-blocked-content",
        FailureReason::Busy => "training-failed-busy",
        FailureReason::Offline => "training-failed-offline",
        FailureReason::HostRefused => "training-failed-host-refused",
        FailureReason::BadProxy => "training-failed-bad-proxy",
        FailureReason::BrokenReply => "training-failed-broken-reply",
        FailureReason::TrainingFailed => "training-failed-training",
        FailureReason::StoppedThere => "training-failed-stopped-there",
        FailureReason::NeverTaken => "training-failed-never-taken",
        FailureReason::BadWeights => "training-failed-bad-weights",
        FailureReason::OutOfMemory => "training-failed-memory",
        FailureReason::DiskFull => "training-failed-disk-full",
        FailureReason::DiskFailed => "training-failed-disk",
    }
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
