//! Killed at a random moment of an import, the library is whole and nothing is there twice.

use crate::support::{Flow, Kills, command, photos, rounds, run, text};
use blazon_model::JobState;
use std::time::{Duration, Instant};

/// Killed so many times at least, whatever `BLAZON_ROUNDS` says.
const AT_LEAST: u32 = 30;
/// Photos in the import.
const PHOTOS: u64 = 60;

#[test]
fn killed_at_random_moments_the_library_is_whole_and_nothing_is_twice() {
    let source = tempfile::tempdir().unwrap();
    photos(source.path(), PHOTOS);
    let folder = source.path().to_str().unwrap();
    let mut kills = Kills::within(time_of_a_whole_import(folder));
    let mut killed_midway = 0;
    for round in 0..rounds().max(AT_LEAST) {
        let home = tempfile::tempdir().unwrap();
        assert!(
            run(home.path(), &["dataset", "new", "Fox"])
                .status
                .success()
        );
        let mut import = command(home.path(), &["dataset", "add", "Fox", folder]);
        if kills.kill(&mut import) {
            killed_midway += 1;
        }
        check(home.path(), u64::from(round), folder, PHOTOS);
    }
    assert!(
        killed_midway >= AT_LEAST / 2,
        "only {killed_midway} imports were killed in their middle"
    );
}

/// Killed about when the import heeds the wish, the next program ends it and loses nothing.
#[test]
fn killed_in_the_middle_of_a_cancel_the_import_ends_cancelled_and_the_library_is_whole() {
    const ROUNDS: u64 = 8;
    /// Enough photos that the import is under way when it looks for the wish, twice a second.
    const MANY: u64 = 300;
    let source = tempfile::tempdir().unwrap();
    let paths = photos(source.path(), MANY);
    for round in 0..ROUNDS {
        let flow = Flow::new();
        let dataset = flow.dataset("Fox");
        let started = flow.studio.import_paths(&paths, Some(dataset.id)).unwrap();
        let id = started.job.id;
        let mut program = command(flow.home.path(), &["work"]).spawn().unwrap();
        let state = || flow.studio.load_job(id).unwrap().job.state;
        let begun = || Ok(matches!(state(), JobState::Running { .. }).then_some(()));
        let patience = blazon_tests::wait::PATIENCE;
        blazon_tests::wait::until("the import to begin", patience, begun).unwrap();
        flow.studio.cancel_job(id).unwrap();
        std::thread::sleep(Duration::from_millis(440 + round * 25));
        program.kill().unwrap();
        program.wait().unwrap();

        let again = run(flow.home.path(), &["work", "--until-idle"]);
        assert!(again.status.success(), "round {round}: {}", text(&again));
        let job = flow.studio.load_job(id).unwrap().job;
        assert!(matches!(job.state, JobState::Cancelled { .. }), "{job:?}");
        let kept = flow.names(&dataset);
        assert!(kept.len() < paths.len(), "it stopped before the end");
        let folder = source.path().to_str().unwrap();
        check(flow.home.path(), round, folder, MANY);
    }
}

fn time_of_a_whole_import(folder: &str) -> Duration {
    let home = tempfile::tempdir().unwrap();
    let started = Instant::now();
    let output = run(home.path(), &["dataset", "new", "Fox", folder]);
    assert!(output.status.success(), "{}", text(&output));
    started.elapsed()
}

fn check(home: &std::path::Path, round: u64, folder: &str, photos: u64) {
    let after = run(home, &["library", "check"]);
    assert!(
        after.status.success(),
        "round {round}, after the kill: {}",
        text(&after)
    );
    let again = run(home, &["dataset", "add", "Fox", folder]);
    assert!(
        again.status.success(),
        "round {round}, again: {}",
        text(&again)
    );
    let shown = run(home, &["--json", "dataset", "list"]);
    assert!(
        text(&shown).contains(&format!(r#""photoCount":{photos}"#)),
        "round {round}: {}",
        text(&shown)
    );
    let checked = run(home, &["--json", "library", "check"]);
    let report = text(&checked);
    assert!(
        checked.status.success() && report.contains(r#""findings":[]"#),
        "round {round}, in the end: {report}"
    );
}
