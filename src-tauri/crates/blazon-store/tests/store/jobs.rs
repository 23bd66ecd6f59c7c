//! Jobs: claimed once, found again.

use crate::{Fixture, at};
use blazon_model::{Job, JobId, JobState};
use blazon_store::{JobTask, SourcePath, Store};
use std::path::{Path, PathBuf};

#[test]
fn a_job_is_claimed_once_by_however_many_programs() {
    let fixture = Fixture::new();
    for number in 2..=100 {
        let id = JobId::new(at(2), [number; 10]);
        fixture
            .store
            .write(|tx| tx.queue_job(id, fixture.dataset, &JobTask::Samples, at(2)))
            .unwrap();
    }
    let home = fixture.home.path();
    let claimed: Vec<JobId> = std::thread::scope(|scope| {
        let programs: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(move || {
                    let store = Store::open(home, at(3)).unwrap().store;
                    let claim = || store.write(|tx| tx.claim_job(at(4))).unwrap();
                    std::iter::from_fn(claim)
                        .map(|row| row.job.id)
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        programs
            .into_iter()
            .flat_map(|program| program.join().unwrap())
            .collect()
    });
    let mut distinct = claimed.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!((claimed.len(), distinct.len()), (100, 100));
}

#[test]
fn an_interrupted_job_goes_back_into_the_queue_with_what_it_has_to_do() {
    let fixture = Fixture::new();
    let task = JobTask::Import {
        sources: vec![SourcePath::from(Path::new("/photos/a.jpg"))],
    };
    let id = JobId::new(at(0), [0; 10]);
    fixture
        .store
        .write(|tx| tx.queue_job(id, fixture.dataset, &task, at(2)))
        .unwrap();
    let claimed = fixture
        .store
        .write(|tx| tx.claim_job(at(3)))
        .unwrap()
        .unwrap();
    assert_eq!((claimed.job.id, claimed.attempts), (id, 1));
    let fixture = fixture.reopened();
    assert_eq!(
        fixture
            .store
            .write(|tx| tx.requeue_interrupted_jobs(at(4)))
            .unwrap(),
        1
    );
    let again = fixture
        .store
        .write(|tx| tx.claim_job(at(5)))
        .unwrap()
        .unwrap();
    assert_eq!((again.job.id, again.attempts, again.task), (id, 2, task));
}

#[test]
fn a_finished_job_is_never_overwritten() {
    let fixture = Fixture::new();
    let save = |state: &JobState| {
        let load = fixture.store.read(|db| db.load_job(fixture.import));
        let job = Job {
            state: state.clone(),
            ..load.unwrap().job
        };
        fixture.store.write(|tx| tx.save_job(&job, at(9))).unwrap();
    };
    let finished = JobState::Succeeded { finished_at: at(5) };
    save(&finished);
    save(&JobState::Queued);
    assert_eq!(
        fixture
            .store
            .read(|db| db.load_job(fixture.import))
            .unwrap()
            .job
            .state,
        finished
    );
}

#[test]
fn a_job_that_nobody_has_begun_is_cancelled_at_once() {
    let fixture = Fixture::new();
    let job = fixture
        .store
        .write(|tx| tx.ask_cancel(fixture.import, at(7)))
        .unwrap();
    assert_eq!(job.state, JobState::Cancelled { finished_at: at(7) });
    assert!(
        fixture
            .store
            .write(|tx| tx.claim_job(at(8)))
            .unwrap()
            .is_none()
    );
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_text_survives_its_row() {
    use std::os::unix::ffi::OsStrExt;
    let path = PathBuf::from(std::ffi::OsStr::from_bytes(b"/photos/caf\xe9.jpg"));
    let json = serde_json::to_string(&SourcePath::from(path.as_path())).unwrap();
    let read: SourcePath = serde_json::from_str(&json).unwrap();
    assert_eq!(PathBuf::from(read), path);
}

#[test]
fn what_nobody_waits_for_is_taken_last() {
    let fixture = Fixture::new();
    let queue = |id: u8, task: &JobTask| {
        let id = JobId::new(at(20 + i64::from(id)), [id; 10]);
        let queued =
            |tx: &blazon_store::Writer<'_>| tx.queue_job(id, fixture.dataset, task, at(20));
        fixture.store.write(queued).unwrap();
        id
    };
    let claim = || {
        let claimed = fixture.store.write(|tx| tx.claim_job(at(30))).unwrap();
        claimed.map(|row| row.job.id)
    };
    assert_eq!(claim(), Some(fixture.import));
    let faces = queue(1, &JobTask::Faces);
    let archive = queue(2, &JobTask::Archive);
    assert!(fixture.store.read(|db| db.is_work_waiting()).unwrap());
    assert_eq!(
        (claim(), claim(), claim()),
        (Some(archive), Some(faces), None)
    );
}

#[test]
fn a_finished_import_forgets_where_its_files_came_from() {
    let fixture = Fixture::new();
    let id = JobId::new(at(20), [3; 10]);
    let task = JobTask::Import {
        sources: vec![SourcePath::Text("/home/anna/private.jpg".into())],
    };
    fixture
        .store
        .write(|tx| tx.queue_job(id, fixture.dataset, &task, at(20)))
        .unwrap();
    let mut row = fixture.store.read(|db| db.load_job(id)).unwrap();
    assert_eq!(row.task, task);
    row.job.state = JobState::Succeeded {
        finished_at: at(30),
    };
    fixture
        .store
        .write(|tx| tx.save_job(&row.job, at(30)))
        .unwrap();
    let sources = Vec::new();
    assert_eq!(
        fixture.store.read(|db| db.load_job(id)).unwrap().task,
        JobTask::Import { sources }
    );
}
