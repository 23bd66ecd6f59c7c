//! Photos: added once, listed in order, removed for good.

use crate::{Fixture, at, name, original, trigger};
use blazon_model::{DatasetChange, DatasetId, EditId, JobId, PhotoId, Subject};
use blazon_store::{Addition, JobTask, StoreError};

#[test]
fn the_same_content_is_in_a_dataset_once() {
    let fixture = Fixture::new();
    fixture.add_photo(1);
    let later = JobId::new(at(20), [2; 10]);
    let addition = |import: JobId| {
        let id = PhotoId::new(at(20), [77; 10]);
        fixture
            .store
            .write(|tx| {
                tx.add_photo(
                    id,
                    fixture.dataset,
                    &original(1),
                    "copy.jpg",
                    import,
                    at(20),
                )
            })
            .unwrap()
    };
    fixture
        .store
        .write(|tx| tx.queue_job(later, fixture.dataset, &JobTask::Samples, at(20)))
        .unwrap();
    assert_eq!(addition(fixture.import), Addition::ByThisImport);
    assert_eq!(addition(later), Addition::AlreadyThere);
    assert_eq!(fixture.names(), ["1.jpg"]);
}

#[test]
fn photos_are_listed_in_the_order_in_which_they_came() {
    let fixture = Fixture::new();
    for number in [3, 1, 2, 9, 5] {
        fixture.add_photo(number);
    }
    let page = fixture
        .store
        .read(|db| db.list_photos(fixture.dataset, 1, 3))
        .unwrap();
    let names: Vec<_> = page
        .photos
        .iter()
        .map(|photo| photo.name.as_str())
        .collect();
    assert_eq!((page.total, names), (5, vec!["1.jpg", "2.jpg", "9.jpg"]));
}

#[test]
fn a_photo_that_was_taken_out_comes_back_when_it_is_added_again() {
    let fixture = Fixture::new();
    let photo = fixture.add_photo(1);
    let change = DatasetChange::PhotosRemoved {
        photos: vec![photo],
        names: vec!["1.jpg".into()],
    };
    fixture
        .store
        .write(|tx| {
            tx.make_edit(
                EditId::new(at(11), [1; 10]),
                fixture.dataset,
                change,
                at(11),
            )
        })
        .unwrap();
    assert_eq!(fixture.names(), Vec::<String>::new());
    fixture.add_photo(1);
    assert_eq!(fixture.names(), ["1.jpg"]);
}

#[test]
fn a_photo_removed_for_good_leaves_every_dataset_the_history_and_the_copies() {
    let fixture = Fixture::new();
    let (gone, kept) = (fixture.add_photo(1), fixture.add_photo(2));
    let other = DatasetId::new(at(2), [2; 10]);
    fixture
        .store
        .write::<_, StoreError>(|tx| {
            tx.insert_dataset(
                other,
                &name("Other"),
                &trigger("OTHER_0000"),
                Subject::Style,
                at(2),
            )?;
            let id = PhotoId::new(at(12), [3; 10]);
            tx.add_photo(id, other, &original(1), "same.jpg", fixture.import, at(12))?;
            let change = DatasetChange::PhotosRemoved {
                photos: vec![gone, kept],
                names: vec!["1.jpg".into(), "2.jpg".into()],
            };
            tx.make_edit(
                EditId::new(at(13), [1; 10]),
                fixture.dataset,
                change,
                at(13),
            )?;
            Ok(())
        })
        .unwrap();
    fixture.store.back_up(at(14)).unwrap();

    let deleted = fixture
        .store
        .write(|tx| tx.begin_deletion(&[gone], at(15)))
        .unwrap();
    assert_eq!(deleted.hashes, [original(1).hash]);
    assert_eq!(deleted.datasets.len(), 2);
    assert_eq!(
        fixture.store.forget_in_backups(&deleted.hashes).unwrap(),
        (1, 0)
    );
    assert_eq!(
        fixture
            .store
            .read(|db| db.find_original(&original(1).hash))
            .unwrap(),
        None
    );
    let history = fixture
        .store
        .read(|db| db.list_edits(fixture.dataset))
        .unwrap();
    let expected = DatasetChange::PhotosRemoved {
        photos: vec![kept],
        names: vec!["2.jpg".into()],
    };
    assert_eq!(history[0].change, expected);

    fixture.store.settle().unwrap();
    for file in ["blazon.db", "backups/blazon-14.db"] {
        let bytes = std::fs::read(fixture.home.path().join(file)).unwrap();
        let holds = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        assert!(!holds(b"same.jpg"), "{file} still holds the photo's name");
        assert!(holds(b"2.jpg"), "{file} has lost another photo");
    }
}

#[test]
fn a_deletion_is_remembered_until_its_files_are_gone() {
    let fixture = Fixture::new();
    let photo = fixture.add_photo(1);
    fixture
        .store
        .write(|tx| tx.begin_deletion(&[photo], at(15)))
        .unwrap();
    let fixture = fixture.reopened();
    let unfinished = fixture
        .store
        .read(|db| db.list_unfinished_deletions())
        .unwrap();
    assert_eq!(unfinished, [original(1).hash]);
    fixture
        .store
        .write(|tx| tx.finish_deletion(&original(1).hash))
        .unwrap();
    assert_eq!(
        fixture
            .store
            .read(|db| db.list_unfinished_deletions())
            .unwrap(),
        []
    );
}

#[test]
fn a_deleted_photo_that_was_added_again_is_not_deleted_twice() {
    let fixture = Fixture::new();
    let photo = fixture.add_photo(1);
    fixture
        .store
        .write(|tx| tx.begin_deletion(&[photo], at(15)))
        .unwrap();
    fixture.add_photo(1);
    assert_eq!(
        fixture
            .store
            .read(|db| db.list_unfinished_deletions())
            .unwrap(),
        []
    );
}
