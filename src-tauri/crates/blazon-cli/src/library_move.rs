//! `blazon-cli library move` and `delete-old`.

use crate::session::{OpenFailure, Session};
use anyhow::Context;
use blazon_core::{LibraryPlace, MoveRefusal, forget_move, move_library, note_told_move};
use blazon_model::MovePlan;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

/// Moves the library: planned while it is open, carried out while nobody has it open.
pub(crate) fn move_to(json: bool, folder: &Path) -> Result<ExitCode, OpenFailure> {
    let session = Session::open(json)?;
    let library = session.studio.library().clone();
    let planned = plan(&session, folder).and_then(|plan| {
        let window = library.try_lock_window()?.ok_or(MoveRefusal::Held)?;
        let to = PathBuf::from(&plan.to);
        session.studio.wish_move(&LibraryPlace::of_system(), &to)?;
        Ok((plan, window))
    });
    let (plan, window) = match planned {
        Ok(planned) => planned,
        Err(error) => return Ok(session.fail(&error)),
    };
    drop(session);
    let moved = carry_out(json, &plan);
    let forgotten = forget_move(Path::new(&plan.from)).context("forget the wish to move");
    drop(window);
    if moved.is_ok() {
        note_told_move(Path::new(&plan.to));
    }
    let session = Session::open(json)?;
    if let Err(error) = moved.and(forgotten) {
        return Ok(session.fail(&error));
    }
    session.result(&plan, || {
        let (from, to) = (plan.from.as_str(), plan.to.as_str());
        session.say("cli-moved", &[("from", from.into()), ("to", to.into())])
    });
    Ok(ExitCode::SUCCESS)
}

fn carry_out(json: bool, plan: &MovePlan) -> anyhow::Result<()> {
    let bar = bar(json);
    let (from, to) = (Path::new(&plan.from), Path::new(&plan.to));
    // A terminal stops the program itself; the next call goes on where this one was.
    let stop = AtomicBool::new(false);
    let place = LibraryPlace::of_system();
    let moved = move_library(&place, from, to, &stop, &|done, all| {
        bar.set_length(all.0);
        bar.set_position(done.0);
    });
    bar.finish_and_clear();
    moved
}

/// What moving the library would mean.
pub(crate) fn plan(session: &Session, folder: &Path) -> anyhow::Result<MovePlan> {
    let folder = std::path::absolute(folder).context("find the folder")?;
    session
        .studio
        .plan_move(&LibraryPlace::of_system(), &folder)
}

/// Deletes the folder in which the library was.
pub(crate) fn delete_old(session: &Session) -> anyhow::Result<ExitCode> {
    let Some(left) = session.studio.find_left_library() else {
        anyhow::bail!(session.say("cli-no-old-library", &[]));
    };
    session.studio.delete_left_library()?;
    session.result(&left, || {
        session.say("cli-old-deleted", &[("path", left.path.as_str().into())])
    });
    Ok(ExitCode::SUCCESS)
}

fn bar(json: bool) -> ProgressBar {
    let target = if json {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    };
    let style = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(0), target).with_style(style)
}
