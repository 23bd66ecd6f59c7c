//! `blazon-cli work`: carries what is in the queue, or waits for its turn to.

use crate::arguments::WorkOptions;
use crate::say;
use crate::session::Session;
use crate::training::missing_key_sentence;
use anyhow::Context;
use std::process::ExitCode;

/// Carries work until stopped, or until nothing is left.
pub(crate) fn run(session: &Session, options: &WorkOptions) -> anyhow::Result<ExitCode> {
    let carries = session.studio.start_runner()?;
    if !session.json {
        say::aside(&session.say(
            if carries {
                "cli-work-carries"
            } else {
                "cli-work-waits"
            },
            &[],
        ));
    }
    if options.until_idle {
        session.studio.wait_until_idle()?;
        let waiting = session.studio.list_runs_without_key()?;
        for run in &waiting {
            say::aside(&missing_key_sentence(session, run));
        }
        return Ok(ExitCode::from(if waiting.is_empty() { 0 } else { 3 }));
    }
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .and_then(|runtime| runtime.block_on(asked_to_end()))
        .context("wait for the signal to end")?;
    Ok(ExitCode::SUCCESS)
}

/// Returns when the terminal or the service manager wants the program to end.
#[cfg(unix)]
pub(crate) async fn asked_to_end() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        ended = tokio::signal::ctrl_c() => ended,
        _ = terminate.recv() => Ok(()),
    }
}

/// Returns when the terminal wants the program to end.
#[cfg(not(unix))]
pub(crate) async fn asked_to_end() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
