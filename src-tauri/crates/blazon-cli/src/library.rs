//! `blazon-cli library`.

use crate::arguments::LibraryCommand;
use crate::say;
use crate::session::{OpenFailure, Session};
use anyhow::bail;
use blazon_core::Argument;
use blazon_model::{BackupInfo, CheckReport, Notice};
use serde::Serialize;
use std::process::ExitCode;

#[derive(Serialize)]
struct Restored<'n> {
    restored: &'n str,
    kept: &'n str,
}

/// Runs a command about the library.
pub(crate) fn run(session: &Session, command: &LibraryCommand) -> anyhow::Result<ExitCode> {
    match command {
        LibraryCommand::Check => check(session),
        LibraryCommand::Backup => back_up(session),
        LibraryCommand::Backups => list_backups(session),
        LibraryCommand::Restore { name } => wish(session, name),
        LibraryCommand::Move { folder } => {
            crate::library_move::plan(session, folder).map(|_| ExitCode::SUCCESS)
        }
        LibraryCommand::DeleteOld => crate::library_move::delete_old(session),
    }
}

/// Goes back to a copy of the database: chosen while the library is open, and carried out by opening it again.
pub(crate) fn restore(json: bool, name: &str) -> Result<ExitCode, OpenFailure> {
    let session = Session::open(json)?;
    let library = session.studio.library().clone();
    let held = library.try_lock_window().and_then(|window| {
        let runner = library.try_lock_runner()?;
        Ok(window.zip(runner))
    });
    let wished = match held {
        Ok(Some(locks)) => wish(&session, name).map(|code| (code, locks)),
        Ok(None) => Err(anyhow::anyhow!(session.say("cli-library-held", &[]))),
        Err(error) => Err(error.into()),
    };
    let locks = match wished {
        Ok((_, locks)) => locks,
        Err(error) => return Ok(session.fail(&error)),
    };
    drop(session);
    let session = Session::open(json)?;
    drop(locks);
    Ok(tell_restored(&session, name).unwrap_or_else(|error| session.fail(&error)))
}

fn wish(session: &Session, name: &str) -> anyhow::Result<ExitCode> {
    session.studio.restore_backup(name)?;
    Ok(ExitCode::SUCCESS)
}

fn tell_restored(session: &Session, name: &str) -> anyhow::Result<ExitCode> {
    for notice in session.studio.library_info()?.notices {
        if let Notice::Restored { kept, .. } = notice {
            let restored = Restored {
                restored: name,
                kept: &kept,
            };
            session.result(&restored, || {
                session.say(
                    "cli-restored-copy",
                    &[("name", name.into()), ("kept", kept.as_str().into())],
                )
            });
            return Ok(ExitCode::SUCCESS);
        }
    }
    bail!(session.say("cli-not-restored", &[]))
}

fn list_backups(session: &Session) -> anyhow::Result<ExitCode> {
    for backup in session.studio.list_backups() {
        session.result(&backup, || backup_line(session, &backup));
    }
    Ok(ExitCode::SUCCESS)
}

fn backup_line(session: &Session, backup: &BackupInfo) -> String {
    let kind = session.say(backup.kind.message_id(), &[]);
    let kilobytes = u32::try_from(backup.bytes.0 / 1000).unwrap_or(u32::MAX);
    let id = if backup.usable {
        "cli-backup-line"
    } else {
        "cli-backup-line-unusable"
    };
    let arguments: [(&str, Argument); 3] = [
        ("name", backup.name.as_str().into()),
        ("kind", kind.into()),
        ("size", kilobytes.into()),
    ];
    session.say(id, &arguments)
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
