//! What becomes of photos in flight when an import ends.

use super::*;
use crate::{Engine, NoEvents, Places, SecretFile, Secrets, SystemSurroundings};
use tempfile::TempDir;

fn studio() -> (TempDir, Arc<Studio>) {
    let home = tempfile::tempdir().unwrap();
    let file = || Box::new(SecretFile::in_library(home.path()));
    let secrets = Secrets::new(file(), |_| None, file());
    let places = Places::new(Engine::new(PathBuf::new(), Vec::new(), None));
    let surroundings = Arc::new(SystemSurroundings);
    let studio = Studio::open(
        home.path(),
        Arc::new(NoEvents),
        surroundings,
        secrets,
        places,
    );
    (home, studio.unwrap())
}

/// Carries an import of the samples, which somebody has cancelled before or nobody cancels.
fn carry_samples(studio: &Arc<Studio>, stop: &Stop) -> Job {
    studio.import_samples().unwrap();
    let claimed = studio.store.write(|tx| tx.claim_job(studio.now())).unwrap();
    studio.carry_import(claimed.unwrap(), Sources::Samples, stop)
}

fn cancelled() -> Stop {
    let stop = Stop::default();
    stop.ask();
    stop
}

/// The first sample with bytes behind its end: another content.
fn another_photo() -> Vec<u8> {
    [SAMPLES[0].bytes, b"another"].concat()
}

#[test]
fn a_photo_that_comes_after_the_end_goes_and_one_that_another_import_brought_stays() {
    let (home, studio) = studio();
    let import = carry_samples(&studio, &Stop::default());
    assert_eq!(import.report.added as usize, SAMPLES.len());
    let brought = studio.shelf.keep_bytes(SAMPLES[0].bytes, None).unwrap();
    // Both imports had it in flight, and neither found it on the shelf.
    let brought = Kept {
        was_there: false,
        ..brought
    };
    let late = studio.shelf.keep_bytes(&another_photo(), None).unwrap();
    assert!(!late.was_there);

    let stop = cancelled();
    let job = carry_samples(&studio, &stop);
    let mut import = Import::new(&studio, job, &stop);
    import.forget_late(&[late.clone(), brought.clone()]);
    assert!(studio.shelf.is_intact(&brought.original).unwrap());
    assert!(studio.shelf.is_intact(&late.original).is_err());
    let thumbs = std::fs::read_dir(home.path().join("thumbs")).unwrap();
    assert_eq!(thumbs.count(), SAMPLES.len());

    // Where the import goes on later it finds what it has.
    let late = studio.shelf.keep_bytes(&another_photo(), None).unwrap();
    import.job.state = JobState::Queued;
    import.forget_late(std::slice::from_ref(&late));
    assert!(studio.shelf.is_intact(&late.original).unwrap());
}

#[test]
fn the_end_is_noted_for_whoever_waits_only_when_its_row_says_so() {
    let (_home, studio) = studio();
    let stop = cancelled();
    let job = carry_samples(&studio, &stop);
    assert!(matches!(job.state, JobState::Cancelled { .. }), "{job:?}");
    assert_eq!(stop.wait_for_rest(Duration::ZERO), Some(Rest::Ended));
    let row = studio.store.read(|db| db.load_job(job.id)).unwrap();
    assert_eq!(row.job, job);

    // A program that ends puts its import back: nobody may take that for the end.
    studio.end_runner();
    let stop = Stop::default();
    let job = carry_samples(&studio, &stop);
    assert_eq!(job.state, JobState::Queued);
    assert_eq!(stop.wait_for_rest(Duration::ZERO), None);
}
