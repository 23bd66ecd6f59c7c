//! `blazon-cli library`.

use crate::arguments::LibraryCommand;
use crate::say;
use crate::session::Session;
use blazon_model::CheckReport;
use std::process::ExitCode;

/// Runs a command about the library.
pub(crate) fn run(session: &Session, command: &LibraryCommand) -> anyhow::Result<ExitCode> {
    match command {
        LibraryCommand::Check => check(session),
        LibraryCommand::Backup => back_up(session),
    }
}

fn check(session: &Session) -> anyhow::Result<ExitCode> {
    let report = session.studio.check_library()?;
    session.result(&report, || summary(session, &report));
    if !session.json {
        for finding in &report.findings {
            let sentence = session.say(
                finding.kind.message_id(),
                &[("file", finding.what.as_str().into())],
            );
            say::line(&format!("  {sentence}"));
        }
    }
    Ok(if report.sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

fn summary(session: &Session, report: &CheckReport) -> String {
    let id = if report.sound {
        "cli-check-sound"
    } else {
        "cli-check-damaged"
    };
    let damaged = report
        .findings
        .iter()
        .filter(|finding| finding.kind.is_damage())
        .count();
    session.say(
        id,
        &[
            ("photos", report.photos.into()),
            ("originals", report.originals.into()),
            ("damaged", u32::try_from(damaged).unwrap_or(u32::MAX).into()),
        ],
    )
}

fn back_up(session: &Session) -> anyhow::Result<ExitCode> {
    let backup = session.studio.back_up_library()?;
    session.result(&backup, || {
        session.say("cli-backup", &[("path", backup.path.as_str().into())])
    });
    Ok(ExitCode::SUCCESS)
}
