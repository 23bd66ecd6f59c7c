//! Photos become a dataset that is still there after a restart.

use crate::support::{Flow, photos};
use blazon_core::Event;
use blazon_model::{DatasetChange, Job, JobId, JobState, ProblemReason, Subject};
use std::fs;

#[test]
fn photos_become_a_dataset_that_survives_a_restart() {
    let flow = Flow::new();
    let source = tempfile::tempdir().unwrap();
    photos(&source.path().join("album"), 12);
    let dataset = flow.dataset("Fox");
    let job = flow.import(&dataset, &[source.path().to_owned()]);
    assert!(matches!(job.state, JobState::Succeeded { .. }), "{job:?}");
    assert_eq!((job.report.added, job.report.already_there), (12, 0));
    let expected: Vec<_> = (1..=12).map(|number| format!("{number:03}.jpg")).collect();
    assert_eq!(
        flow.names(&dataset),
        expected,
        "in the order of their names"
    );

    let flow = flow.restarted();
    assert_eq!(flow.names(&dataset), expected);
    assert_eq!(flow.studio.list_datasets().unwrap()[0].photo_count, 12);
    let report = flow.studio.check_library().unwrap();
    assert!(report.sound && report.findings.is_empty(), "{report:?}");
}

#[test]
fn a_drop_without_a_dataset_makes_one_named_by_the_date() {
    let flow = Flow::new();
    let source = tempfile::tempdir().unwrap();
    let started = flow
        .studio
        .import_paths(&photos(source.path(), 1), None)
        .unwrap();
    let name = started.dataset.name.as_str();
    assert!(
        name.starts_with("My digital body 20") && name.len() == "My digital body 2026-11-20".len(),
        "{name}"
    );
    assert!(
        started
            .dataset
            .trigger
            .as_str()
            .starts_with("MY_DIGITAL_BODY_20")
    );
}

#[test]
fn importing_the_same_photos_again_adds_nothing_twice() {
    let flow = Flow::new();
    let source = tempfile::tempdir().unwrap();
    let mut paths = photos(source.path(), 5);
    let copy = source.path().join("copy of 001.jpg");
    fs::copy(&paths[0], &copy).unwrap();
    paths.push(copy);
    let dataset = flow.dataset("Fox");
    let first = flow.import(&dataset, &paths);
    assert_eq!((first.report.added, first.report.already_there), (5, 1));
    let second = flow.import(&dataset, &paths);
    assert_eq!((second.report.added, second.report.already_there), (0, 6));
    assert_eq!(flow.names(&dataset).len(), 5);
}

#[test]
fn what_cannot_be_a_photo_is_said_with_its_name_and_the_rest_goes_on() {
    let flow = Flow::new();
    let source = tempfile::tempdir().unwrap();
    let mut paths = photos(source.path(), 2);
    for (name, bytes) in [
        ("notes.txt", &b"hello"[..]),
        ("empty.jpg", b""),
        ("layers.psd", b"8BPS\0\x01\0\0"),
        ("phone.heic", b"\0\0\0\x18ftypheic"),
    ] {
        let path = source.path().join(name);
        fs::write(&path, bytes).unwrap();
        paths.insert(1, path);
    }
    paths.push(source.path().join("gone.jpg"));
    let dataset = flow.dataset("Fox");
    let report = flow.import(&dataset, &paths).report;
    assert_eq!(report.added, 2);
    let mut problems: Vec<_> = report
        .problems
        .into_iter()
        .map(|problem| (problem.file_name, problem.reason))
        .collect();
    problems.sort_by(|a, b| a.0.cmp(&b.0));
    let expected = [
        ("empty.jpg", ProblemReason::Empty),
        ("gone.jpg", ProblemReason::Vanished),
        (
            "layers.psd",
            ProblemReason::UnsupportedFormat {
                format: "PSD".into(),
            },
        ),
        ("notes.txt", ProblemReason::NotAnImage),
        ("phone.heic", ProblemReason::Broken),
    ];
    assert_eq!(
        problems,
        expected.map(|(name, reason)| (name.to_owned(), reason))
    );
}

#[test]
fn an_import_is_undone_as_a_whole_and_redone() {
    let flow = Flow::new();
    let source = tempfile::tempdir().unwrap();
    let dataset = flow.dataset("Fox");
    flow.import(&dataset, &photos(source.path(), 3));
    let flow = flow.restarted();
    let undone = flow.studio.undo_edit(dataset.id).unwrap().unwrap();
    assert!(matches!(
        undone.change,
        DatasetChange::PhotosAdded { count: 3, .. }
    ));
    assert_eq!(flow.names(&dataset), Vec::<String>::new());
    flow.studio.redo_edit(dataset.id).unwrap();
    assert_eq!(flow.names(&dataset).len(), 3);
}

#[test]
fn whoever_has_cancelled_an_import_finds_it_ended_with_what_it_has() {
    let source = tempfile::tempdir().unwrap();
    let paths = photos(source.path(), 200);
    for round in 0..8 {
        let flow = Flow::new();
        let dataset = flow.dataset("Fox");
        let started = flow.studio.import_paths(&paths, Some(dataset.id)).unwrap();
        flow.studio.start_runner().unwrap();
        wait_for_photos(&flow, started.job.id, round * 5);
        flow.studio.cancel_job(started.job.id).unwrap();
        let job = flow.studio.load_job(started.job.id).unwrap().job;
        assert!(matches!(job.state, JobState::Cancelled { .. }), "{job:?}");

        flow.studio.end_runner();
        let kept = flow.names(&dataset).len();
        assert!(kept < paths.len(), "it stopped before the end");
        assert_eq!(kept, job.report.added as usize);
        assert_is_last_told(&flow, &job);
        let report = flow.studio.check_library().unwrap();
        assert!(report.findings.is_empty(), "photos in flight: {report:?}");
    }
}

fn wait_for_photos(flow: &Flow, job: JobId, count: u32) {
    let begun = || {
        let told = flow.events.all().into_iter().any(|event| {
            matches!(event, Event::JobChanged { job: told } if told.id == job
                && matches!(told.state, JobState::Running { done, total: Some(_), .. } if done >= count))
        });
        Ok(told.then_some(()))
    };
    let wait = blazon_tests::wait::until("the photos", blazon_tests::wait::PATIENCE, begun);
    wait.unwrap();
}

/// After its end nothing else is told of the job.
fn assert_is_last_told(flow: &Flow, job: &Job) {
    let told = flow.events.all().into_iter().filter_map(|event| {
        if let Event::JobChanged { job: told } = event {
            (told.id == job.id).then_some(told)
        } else {
            None
        }
    });
    let mut told = told.skip_while(|told| !told.state.is_terminal()).peekable();
    assert!(told.peek().is_some(), "the end is told");
    assert!(told.all(|told| told == *job));
}

#[test]
fn the_samples_need_no_files() {
    let flow = Flow::new();
    let started = flow.studio.import_samples().unwrap();
    assert_eq!(started.dataset.subject, Subject::Character);
    flow.studio.start_runner().unwrap();
    let job = flow.studio.watch_job(started.job.id, |_| {}).unwrap();
    assert_eq!(job.report.added as usize, blazon_core::SAMPLE_COUNT);
    assert_eq!(flow.names(&started.dataset)[0], "01-telescope.jpg");
}

#[test]
fn progress_is_told_from_the_start_to_the_end() {
    let flow = Flow::new();
    let source = tempfile::tempdir().unwrap();
    let dataset = flow.dataset("Fox");
    flow.import(&dataset, &photos(source.path(), 6));
    // The row is final a moment before the last event.
    flow.studio.end_runner();
    let states: Vec<_> = flow
        .events
        .all()
        .into_iter()
        .filter_map(|event| {
            if let Event::JobChanged { job } = event {
                Some(job.state)
            } else {
                None
            }
        })
        .collect();
    assert_eq!(states.first(), Some(&JobState::Queued));
    assert!(
        states
            .iter()
            .any(|state| matches!(state, JobState::Running { total: Some(6), .. }))
    );
    assert!(matches!(states.last(), Some(JobState::Succeeded { .. })));
}

#[test]
fn what_another_program_writes_is_told() {
    let flow = Flow::new();
    flow.studio.start_runner().unwrap();
    let other = crate::support::open(flow.home.path(), std::sync::Arc::new(blazon_core::NoEvents));
    other
        .create_dataset(Some("By another"), Subject::Style)
        .unwrap();
    let patience = blazon_tests::wait::PATIENCE;
    blazon_tests::wait::until("the event", patience, || {
        Ok(flow
            .events
            .all()
            .contains(&Event::LibraryChanged)
            .then_some(()))
    })
    .unwrap();
}
