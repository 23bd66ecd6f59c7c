//! Photos: added once, listed in order, removed for good.

use crate::{Fixture, at, name, original, trigger};
use blazon_model::{
    Choice, CropRect, DatasetChange, DatasetId, EditId, Face, JobId, LookHash, Measures, PhotoId,
    Subject, Turned,
};
use blazon_store::{Addition, JobTask, NewPhoto, PhotoRow, StoreError};

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
                    &NewPhoto {
                        id,
                        dataset: fixture.dataset,
                        original: &original(1),
                        name: "copy.jpg",
                        import,
                        caption: "",
                    },
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
    assert_eq!(
        fixture.names(),
        ["3.jpg", "1.jpg", "2.jpg", "9.jpg", "5.jpg"]
    );
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
            let same = NewPhoto {
                id,
                dataset: other,
                original: &original(1),
                name: "same.jpg",
                import: fixture.import,
                caption: "",
            };
            tx.add_photo(&same, at(12))?;
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
    assert_eq!(history[0].names, ["2.jpg"]);

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

fn row(fixture: &Fixture, photo: PhotoId) -> PhotoRow {
    fixture.store.read(|db| db.load_photo(photo)).unwrap()
}

#[test]
fn choices_crops_and_captions_are_taken_back_and_made_again() {
    let fixture = Fixture::new();
    let photo = fixture.add_photo(1);
    let crop = CropRect {
        x: 1,
        y: 2,
        width: 30,
        height: 20,
    };
    let changes = [
        DatasetChange::PhotosChosen {
            photos: vec![Turned {
                photo,
                from: None,
                to: Some(Choice::LeaveOut),
            }],
        },
        DatasetChange::PhotosCropped {
            photos: vec![Turned {
                photo,
                from: None,
                to: Some(crop),
            }],
        },
        DatasetChange::CaptionsChanged {
            photos: vec![Turned {
                photo,
                from: String::new(),
                to: "в красной шляпе".into(),
            }],
        },
    ];
    for (number, change) in (30..).zip(changes) {
        let id = EditId::new(at(number), [0; 10]);
        fixture
            .store
            .write(|tx| tx.make_edit(id, fixture.dataset, change, at(number)))
            .unwrap();
    }
    let made = row(&fixture, photo);
    let state = |row: &PhotoRow| (row.choice, row.crop, row.caption.clone());
    assert_eq!(
        state(&made),
        (Some(Choice::LeaveOut), Some(crop), "в красной шляпе".into())
    );
    let turn = |times: u32, forth: bool| {
        for _ in 0..times {
            let turned = fixture.store.write(|tx| {
                if forth {
                    tx.redo_edit(fixture.dataset, at(50))
                } else {
                    tx.undo_edit(fixture.dataset, at(50))
                }
            });
            assert!(turned.unwrap().is_some());
        }
    };
    turn(3, false);
    assert_eq!(state(&row(&fixture, photo)), (None, None, String::new()));
    turn(3, true);
    assert_eq!(state(&row(&fixture, photo)), state(&made));
}

#[test]
fn measures_and_faces_are_kept_by_content_and_go_with_it() {
    let fixture = Fixture::new();
    let photo = fixture.add_photo(1);
    let hash = row(&fixture, photo).original.hash;
    let measures = Measures {
        sharpness: 12.5,
        brightness: 0.5,
        contrast: 0.25,
        dark: 0.0,
        bright: 0.125,
        transparent: 0.0,
        busyness: 0.75,
        salient: (0.25, 0.5),
        look: LookHash(u64::MAX),
    };
    let face = Face {
        x: 0.25,
        y: 0.5,
        width: 0.125,
        height: 0.125,
        score: 7.5,
    };
    let unmeasured = |version: u32| {
        let missing = fixture
            .store
            .read(|db| db.list_unmeasured(fixture.dataset, version));
        missing.unwrap().len()
    };
    assert_eq!(unmeasured(1), 1);
    fixture
        .store
        .write::<_, blazon_store::StoreError>(|tx| {
            tx.save_measures(&hash, 1, &measures)?;
            tx.save_faces(&hash, 1, &[face])
        })
        .unwrap();
    assert_eq!((unmeasured(1), unmeasured(2)), (0, 1));
    let kept = row(&fixture, photo);
    assert_eq!(
        (kept.measures, kept.faces),
        (Some(measures), Some(vec![face]))
    );
    fixture
        .store
        .write(|tx| tx.begin_deletion(&[photo], at(60)))
        .unwrap();
    assert!(!fixture.store.read(|db| db.is_measured(&hash, 1)).unwrap());
    assert!(fixture.store.is_sound().unwrap());
}
