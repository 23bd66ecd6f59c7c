//! Removed for good: a person's photo is nowhere in the library any more.

use crate::support::{Flow, photos};
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

/// The files below `folder` that hold `needle`.
fn holding(folder: &Path, needle: &[u8]) -> Vec<String> {
    WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter(|entry| {
            let bytes = fs::read(entry.path()).unwrap_or_default();
            bytes.windows(needle.len()).any(|window| window == needle)
        })
        .map(|entry| entry.path().display().to_string())
        .collect()
}

#[test]
fn a_photo_removed_for_good_is_nowhere_in_the_library() {
    let flow = Flow::new();
    let source = tempfile::tempdir().unwrap();
    let mut paths = photos(source.path(), 2);
    let private = source.path().join("private-name-of-a-person.jpg");
    fs::rename(&paths[0], &private).unwrap();
    paths[0] = private.clone();
    let (first, second) = (flow.dataset("Fox"), flow.dataset("Wolf"));
    flow.import(&first, &[source.path().to_owned()]);
    // Named one by one, so that the job's own row knew the path.
    flow.import(&second, &paths);
    flow.studio.back_up_library().unwrap();
    let photos = flow.photos(&first);
    let photo = photos
        .iter()
        .find(|photo| photo.name.starts_with("private"))
        .unwrap();
    let content = fs::read(&private).unwrap();
    assert!(!holding(flow.home.path(), &content[600..700]).is_empty());

    let report = flow.studio.delete_photos_for_good(&[photo.id]).unwrap();
    assert_eq!(
        (report.originals, report.thumbnails, report.datasets),
        (1, 1, 2)
    );
    assert_eq!(
        (report.backups_cleaned, report.backups_removed),
        (1, 0),
        "the copy that was asked for; the daily one is older than the photo"
    );
    assert_eq!(report.still_held_by, []);
    for needle in [
        &content[600..700],
        b"private-name-of-a-person",
        photo.hash.as_str().as_bytes(),
    ] {
        assert_eq!(holding(flow.home.path(), needle), Vec::<String>::new());
    }
    assert_eq!(flow.names(&first), ["002.jpg"]);
    assert_eq!(flow.names(&second), ["002.jpg"]);
    assert!(private.exists(), "the person's own file is theirs");
    assert!(flow.studio.check_library().unwrap().sound);
}

#[test]
fn a_deletion_that_a_crash_cut_off_is_finished_at_the_next_start() {
    let flow = Flow::new();
    let source = tempfile::tempdir().unwrap();
    let dataset = flow.dataset("Fox");
    flow.import(&dataset, &photos(source.path(), 1));
    let photo = flow.photos(&dataset).remove(0);
    flow.studio.end_runner();
    // The rows are gone and the program is killed before the files are.
    let store = blazon_store::Store::open(flow.home.path(), flow.studio.now())
        .unwrap()
        .store;
    store
        .write(|tx| tx.begin_deletion(&[photo.id], flow.studio.now()))
        .unwrap();
    drop(store);
    let original = flow
        .home
        .path()
        .join("photos")
        .join(format!("{}.jpg", photo.hash));
    assert!(original.exists());
    let flow = flow.restarted();
    flow.studio.start_runner().unwrap();
    blazon_tests::wait::until("the deletion", blazon_tests::wait::PATIENCE, || {
        Ok((!original.exists()).then_some(()))
    })
    .unwrap();
}
