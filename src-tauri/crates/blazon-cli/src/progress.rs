//! A bar while work goes on: on a terminal only, silence otherwise.

use crate::say;
use crate::session::Session;
use blazon_core::problem_sentence;
use blazon_model::{Job, JobFailure, JobState};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::process::ExitCode;

/// The outcome of an import as a line of JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ImportLine<'j> {
    job: String,
    dataset: String,
    status: &'static str,
    added: u32,
    already_there: u32,
    problems: &'j [blazon_model::ImportProblem],
}

/// Carries or watches an import to its end and says what it brought.
pub(crate) fn follow_import(session: &Session, job: &Job) -> anyhow::Result<ExitCode> {
    session.studio.start_runner()?;
    let bar = bar(session);
    let job = session.studio.watch_job(job.id, |job| show(&bar, job))?;
    bar.finish_and_clear();
    tell(session, &job);
    Ok(match job.state {
        JobState::Succeeded { .. } => ExitCode::SUCCESS,
        JobState::Queued
        | JobState::Running { .. }
        | JobState::Failed { .. }
        | JobState::Cancelled { .. } => ExitCode::from(1),
    })
}

/// Carries or watches the making of an archive or an export to its end.
pub(crate) fn follow_packing(session: &Session, job: &Job) -> anyhow::Result<ExitCode> {
    session.studio.start_runner()?;
    let bar = bar(session);
    let job = session.studio.watch_job(job.id, |job| show(&bar, job))?;
    bar.finish_and_clear();
    match (&job.state, &job.export) {
        (JobState::Succeeded { .. }, Some(export)) => {
            session.result(export, || {
                session.say(
                    "cli-exported",
                    &[
                        ("images", export.images.into()),
                        ("captions", export.captions.into()),
                        ("path", export.path.as_str().into()),
                    ],
                )
            });
            Ok(ExitCode::SUCCESS)
        }
        (JobState::Failed { reason, .. }, _) => {
            let refused = matches!(reason, JobFailure::NothingToSend | JobFailure::TargetTaken);
            anyhow::ensure!(refused, session.say(reason.message_id(), &[]));
            say::aside(&session.say(reason.message_id(), &[]));
            Ok(ExitCode::from(3))
        }
        _ => Ok(ExitCode::from(1)),
    }
}

fn bar(session: &Session) -> ProgressBar {
    let target = if session.json {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    };
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(0), target).with_style(style)
}

fn show(bar: &ProgressBar, job: &Job) {
    if let JobState::Running { done, total, .. } = job.state {
        bar.set_length(total.unwrap_or(done).into());
        bar.set_position(done.into());
    }
}

fn tell(session: &Session, job: &Job) {
    let report = &job.report;
    let (status, message) = match &job.state {
        JobState::Succeeded { .. } => ("succeeded", "cli-import-done"),
        JobState::Cancelled { .. } => ("cancelled", "cli-import-cancelled"),
        JobState::Failed { reason, .. } => ("failed", reason.message_id()),
        JobState::Queued | JobState::Running { .. } => ("running", "cli-import-running"),
    };
    if session.json {
        say::json(&ImportLine {
            job: job.id.to_string(),
            dataset: job.dataset.to_string(),
            status,
            added: report.added,
            already_there: report.already_there,
            problems: &report.problems,
        });
        return;
    }
    let counts = [
        ("added", report.added.into()),
        ("there", report.already_there.into()),
    ];
    say::line(&session.say(message, &counts));
    for problem in &report.problems {
        say::line(&format!("  {}", problem_sentence(&session.words, problem)));
    }
}
