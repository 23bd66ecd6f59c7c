//! The history: undone and redone, after a restart too.

use crate::{Fixture, at, name, trigger};
use blazon_model::{DatasetChange, DatasetId, EditId, Gender, Subject};
use blazon_store::StoreError;

fn edit(fixture: &Fixture, number: u8, change: DatasetChange) {
    let now = at(20 + i64::from(number));
    let id = EditId::new(now, [number; 10]);
    fixture
        .store
        .write(|tx| tx.make_edit(id, fixture.dataset, change, now))
        .unwrap();
}

#[test]
fn every_kind_of_edit_can_be_undone_and_redone_after_a_restart() {
    let fixture = Fixture::new();
    let photo = fixture.add_photo(1);
    let before = fixture
        .store
        .read(|db| db.load_dataset(fixture.dataset))
        .unwrap();
    let person = Subject::Person {
        gender: Gender::Woman,
    };
    edit(
        &fixture,
        1,
        DatasetChange::Renamed {
            from: name("Fox"),
            to: name("Лис"),
        },
    );
    edit(
        &fixture,
        2,
        DatasetChange::Described {
            from: Subject::Character,
            to: person,
        },
    );
    edit(
        &fixture,
        3,
        DatasetChange::TriggerChanged {
            from: trigger("FOX_A3F2"),
            to: trigger("FUCHS"),
        },
    );
    edit(
        &fixture,
        4,
        DatasetChange::PhotosRemoved {
            photos: vec![photo],
            names: vec!["1.jpg".into()],
        },
    );
    let after = fixture
        .store
        .read(|db| db.load_dataset(fixture.dataset))
        .unwrap();

    let fixture = fixture.reopened();
    for _ in 0..4 {
        let undone = fixture
            .store
            .write(|tx| tx.undo_edit(fixture.dataset, at(30)))
            .unwrap();
        assert!(undone.expect("there is something to undo").undone);
    }
    assert_eq!(
        fixture
            .store
            .write(|tx| tx.undo_edit(fixture.dataset, at(30)))
            .unwrap(),
        None
    );
    let mut back = fixture
        .store
        .read(|db| db.load_dataset(fixture.dataset))
        .unwrap();
    back.updated_at = before.updated_at;
    assert_eq!(back, before);

    let fixture = fixture.reopened();
    while fixture
        .store
        .write(|tx| tx.redo_edit(fixture.dataset, at(31)))
        .unwrap()
        .is_some()
    {}
    let mut again = fixture
        .store
        .read(|db| db.load_dataset(fixture.dataset))
        .unwrap();
    again.updated_at = after.updated_at;
    assert_eq!(again, after);
}

#[test]
fn a_new_edit_ends_what_could_be_redone() {
    let fixture = Fixture::new();
    edit(
        &fixture,
        1,
        DatasetChange::Renamed {
            from: name("Fox"),
            to: name("A"),
        },
    );
    fixture
        .store
        .write(|tx| tx.undo_edit(fixture.dataset, at(25)))
        .unwrap();
    edit(
        &fixture,
        2,
        DatasetChange::Renamed {
            from: name("Fox"),
            to: name("B"),
        },
    );
    assert_eq!(
        fixture
            .store
            .write(|tx| tx.redo_edit(fixture.dataset, at(26)))
            .unwrap(),
        None
    );
}

#[test]
fn an_import_is_undone_as_a_whole() {
    let fixture = Fixture::new();
    for number in 1..=3 {
        fixture.add_photo(number);
    }
    let change = DatasetChange::PhotosAdded {
        import: fixture.import,
        count: 3,
    };
    let id = EditId::new(at(30), [1; 10]);
    fixture
        .store
        .write(|tx| tx.note_edit(id, fixture.dataset, change, at(30)))
        .unwrap();
    fixture
        .store
        .write(|tx| tx.undo_edit(fixture.dataset, at(31)))
        .unwrap();
    assert_eq!(fixture.names(), Vec::<String>::new());
    fixture
        .store
        .write(|tx| tx.redo_edit(fixture.dataset, at(32)))
        .unwrap();
    assert_eq!(fixture.names(), ["1.jpg", "2.jpg", "3.jpg"]);
}

#[test]
fn a_trigger_word_is_unique_in_the_library_and_stays_after_a_training() {
    let fixture = Fixture::new();
    let other = DatasetId::new(at(2), [2; 10]);
    let add = |word: &str| {
        fixture.store.write(|tx| {
            tx.insert_dataset(other, &name("Other"), &trigger(word), Subject::Style, at(2))
        })
    };
    assert!(matches!(add("FOX_A3F2"), Err(StoreError::TriggerTaken)));
    add("WOLF_0001").unwrap();
    let change = |word: &str| {
        fixture
            .store
            .write(|tx| tx.set_dataset_trigger(other, &trigger(word), at(3)))
    };
    assert!(matches!(change("FOX_A3F2"), Err(StoreError::TriggerTaken)));
    change("WOLF_0002").unwrap();
    fixture
        .store
        .write(|tx| tx.lock_trigger(other, at(4)))
        .unwrap();
    assert!(matches!(
        change("WOLF_0003"),
        Err(StoreError::TriggerLocked)
    ));
}

#[test]
fn a_removed_dataset_keeps_its_trigger_word_and_comes_back_whole() {
    let fixture = Fixture::new();
    fixture.add_photo(1);
    fixture
        .store
        .write(|tx| tx.remove_dataset(fixture.dataset, at(5)))
        .unwrap();
    assert_eq!(fixture.store.read(|db| db.list_datasets()).unwrap(), []);
    assert!(
        fixture
            .store
            .read(|db| db.is_trigger_taken(&trigger("FOX_A3F2")))
            .unwrap()
    );
    let fixture = fixture.reopened();
    fixture
        .store
        .write(|tx| tx.restore_dataset(fixture.dataset))
        .unwrap();
    assert_eq!(fixture.names(), ["1.jpg"]);
}
