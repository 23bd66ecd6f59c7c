//! Who carries the work: one program at a time, each job once.

use crate::support::{Flow, command, open, photos, run};
use blazon_core::NoEvents;
use blazon_model::JobState;
use blazon_tests::wait::{PATIENCE, until};
use std::sync::Arc;

#[test]
fn two_programs_that_race_over_a_hundred_rows_carry_each_once() {
    let flow = Flow::new();
    let source = tempfile::tempdir().unwrap();
    let dataset = flow.dataset("Fox");
    let jobs: Vec<_> = photos(source.path(), 100)
        .into_iter()
        .map(|photo| {
            flow.studio
                .import_paths(&[photo], Some(dataset.id))
                .unwrap()
                .job
                .id
        })
        .collect();
    let home = flow.home.path();
    let programs: Vec<_> = (0..2)
        .map(|_| command(home, &["work", "--until-idle"]).spawn().unwrap())
        .collect();
    for mut program in programs {
        assert!(program.wait().unwrap().success());
    }
    for id in jobs {
        let row = flow.studio.load_job(id).unwrap();
        assert!(
            matches!(row.job.state, JobState::Succeeded { .. }),
            "{row:?}"
        );
        assert_eq!((row.attempts, row.job.report.added), (1, 1));
    }
    assert_eq!(flow.names(&dataset).len(), 100);
}

#[test]
fn a_program_that_waits_takes_over_when_the_other_is_killed() {
    let flow = Flow::new();
    let source = tempfile::tempdir().unwrap();
    let dataset = flow.dataset("Fox");
    let paths = photos(source.path(), 300);
    let home = flow.home.path();
    let mut first = command(home, &["work"]).spawn().unwrap();
    let job = flow
        .studio
        .import_paths(&paths, Some(dataset.id))
        .unwrap()
        .job
        .id;
    let begun = || {
        let running = matches!(
            flow.studio.load_job(job)?.job.state,
            JobState::Running { .. }
        );
        Ok(running.then_some(()))
    };
    blazon_tests::wait::until(
        "the first program to begin",
        blazon_tests::wait::PATIENCE,
        begun,
    )
    .unwrap();
    let mut second = command(home, &["work", "--until-idle"]).spawn().unwrap();
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(second.wait().unwrap().success());
    let row = flow.studio.load_job(job).unwrap();
    assert!(
        matches!(row.job.state, JobState::Succeeded { .. }),
        "{row:?}"
    );
    assert_eq!(row.job.report.added, 300, "photos of both attempts count");
    assert!(flow.studio.check_library().unwrap().sound);
}

#[test]
fn the_terminal_writes_rows_and_watches_while_another_program_carries() {
    let flow = Flow::new();
    let source = tempfile::tempdir().unwrap();
    photos(source.path(), 5);
    assert!(flow.studio.start_runner().unwrap());
    let folder = source.path().to_str().unwrap();
    let output = run(
        flow.home.path(),
        &["--json", "dataset", "new", "Fox", folder],
    );
    assert!(output.status.success(), "{}", crate::support::text(&output));
    let lines = String::from_utf8(output.stdout).unwrap();
    assert!(
        lines.contains(r#""status":"succeeded","added":5"#),
        "{lines}"
    );
}

#[test]
fn only_one_program_holds_the_lock_and_it_is_free_after_the_end() {
    let flow = Flow::new();
    assert!(flow.studio.start_runner().unwrap());
    let other = open(flow.home.path(), Arc::new(NoEvents));
    assert!(!other.start_runner().unwrap());
    other.end_runner();
    let flow = flow.restarted();
    // A program that another test starts at this moment has the files of this one until it runs.
    let taken = || Ok(flow.studio.start_runner()?.then_some(()));
    until("the lock", PATIENCE, taken).unwrap();
}

#[test]
fn an_import_goes_on_after_the_program_ended_in_the_middle() {
    let flow = Flow::new();
    let source = tempfile::tempdir().unwrap();
    let dataset = flow.dataset("Fox");
    let paths = photos(source.path(), 150);
    let job = flow
        .studio
        .import_paths(&paths, Some(dataset.id))
        .unwrap()
        .job
        .id;
    flow.studio.start_runner().unwrap();
    let begun = || {
        Ok(matches!(
            flow.studio.load_job(job)?.job.state,
            JobState::Running { .. }
        )
        .then_some(()))
    };
    until("the import to begin", PATIENCE, begun).unwrap();
    let flow = flow.restarted();
    flow.studio.start_runner().unwrap();
    let done = flow.studio.watch_job(job, |_| {}).unwrap();
    assert!(matches!(done.state, JobState::Succeeded { .. }), "{done:?}");
    assert_eq!(done.report.added, 150);
    let edits = flow.studio.list_edits(dataset.id).unwrap();
    assert_eq!(
        edits.len(),
        1,
        "one import is one edit, however often it was begun: {edits:?}"
    );
}
