//! Opening: formats, damage, copies.

use crate::{Fixture, at, name};
use blazon_store::{Store, StoreError};
use std::fs;
use std::io::{Seek, SeekFrom, Write};

/// Writes noise over the database from byte `from` on.
fn damage(fixture: &Fixture, from: u64) {
    let path = fixture.home.path().join("blazon.db");
    let length = fs::metadata(&path).unwrap().len();
    let mut file = fs::File::options().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(from)).unwrap();
    file.write_all(&vec![0xa5; usize::try_from(length - from).unwrap()])
        .unwrap();
}

#[test]
fn what_was_written_is_there_after_a_restart() {
    let fixture = Fixture::new();
    fixture.add_photo(1);
    let fixture = fixture.reopened();
    let datasets = fixture.store.read(|db| db.list_datasets()).unwrap();
    assert_eq!(datasets.len(), 1);
    assert_eq!(
        (datasets[0].name.as_str(), datasets[0].photo_count),
        ("Fox", 1)
    );
    assert_eq!(datasets[0].covers, [crate::original(1).hash]);
}

#[test]
fn the_database_of_a_newer_program_is_refused_and_left_untouched() {
    let fixture = Fixture::new();
    fixture.store.settle().unwrap();
    let path = fixture.home.path().join("blazon.db");
    let mut bytes = fs::read(&path).unwrap();
    // SQLite keeps user_version in bytes 60 to 63 of the header.
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    let newer = tempfile::tempdir().unwrap();
    fs::write(newer.path().join("blazon.db"), &bytes).unwrap();
    let refused = Store::open(newer.path(), at(2)).unwrap_err();
    assert!(
        matches!(refused, StoreError::Newer { found: 99, .. }),
        "{refused}"
    );
    let after = fs::read(newer.path().join("blazon.db")).unwrap();
    assert!(after == bytes, "not a byte is changed");
}

#[test]
fn an_unreadable_database_gives_way_to_its_last_copy() {
    for from in [0, 4096 * 3] {
        let fixture = Fixture::new();
        fixture.store.back_up(at(100)).unwrap();
        let dataset = fixture.dataset;
        fixture
            .store
            .write(|tx| tx.set_dataset_name(dataset, &name("Renamed later"), at(200)))
            .unwrap();
        fixture.store.settle().unwrap();
        damage(&fixture, from);
        let opened = Store::open(fixture.home.path(), at(300)).unwrap();
        let restored = opened.restored.expect("the person is told");
        assert_eq!(restored.backup_at, Some(at(100)));
        assert!(
            restored.moved_to.join("blazon.db").exists(),
            "the unreadable file is kept"
        );
        let found = opened.store.read(|db| db.load_dataset(dataset)).unwrap();
        assert_eq!(found.name.as_str(), "Fox");
    }
}

#[test]
fn without_a_copy_an_empty_database_is_begun_and_said() {
    let fixture = Fixture::new();
    fixture.store.settle().unwrap();
    damage(&fixture, 0);
    let opened = Store::open(fixture.home.path(), at(300)).unwrap();
    assert_eq!(opened.restored.expect("the person is told").backup_at, None);
    assert_eq!(opened.store.read(|db| db.list_datasets()).unwrap(), []);
}

#[test]
fn a_copy_that_is_damaged_too_is_passed_over() {
    let fixture = Fixture::new();
    fixture.store.back_up(at(100)).unwrap();
    let newest = fixture.store.back_up(at(200)).unwrap();
    fs::write(newest.path, b"SQLite format 3\0 but cut off").unwrap();
    fixture.store.settle().unwrap();
    damage(&fixture, 0);
    let opened = Store::open(fixture.home.path(), at(300)).unwrap();
    assert_eq!(opened.restored.unwrap().backup_at, Some(at(100)));
}

#[test]
fn three_copies_are_kept_and_one_is_made_a_day() {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let fixture = Fixture::new();
    for day in 1..=5 {
        assert!(
            fixture
                .store
                .back_up_daily(at(day * DAY))
                .unwrap()
                .is_some()
        );
        assert!(
            fixture
                .store
                .back_up_daily(at(day * DAY + 1000))
                .unwrap()
                .is_none()
        );
    }
    let copies: Vec<_> = fs::read_dir(fixture.home.path().join("backups"))
        .unwrap()
        .collect();
    assert_eq!(copies.len(), 3);
}

#[test]
fn the_seed_schema_is_a_view() {
    let fixture = Fixture::new();
    fixture.store.settle().unwrap();
    let path = fixture.home.path().join("blazon.db");
    let program = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); \
        print([d[0] for d in c.execute('select * from user_models').description])";
    let output = std::process::Command::new("python3")
        .args(["-c", program])
        .arg(path)
        .output()
        .unwrap();
    let columns = String::from_utf8(output.stdout).unwrap();
    let expected = "['id', 'model_name', 'trigger_word', 'model_url', 'status', 'is_active', 'telegram_id', 'bot_name']";
    assert_eq!(columns.trim(), expected);
}

#[test]
fn a_failed_change_takes_everything_back() {
    let fixture = Fixture::new();
    let dataset = fixture.dataset;
    let failed = fixture.store.write(|tx| {
        tx.set_dataset_name(dataset, &name("Half done"), at(5))?;
        tx.load_run(blazon_model::RunId::new(at(1), [9; 10]))
            .map(|_| ())
    });
    assert!(matches!(failed, Err(StoreError::NotFound { .. })));
    let found = fixture.store.read(|db| db.load_dataset(dataset)).unwrap();
    assert_eq!(found.name.as_str(), "Fox");
}

#[test]
fn a_panic_in_a_change_takes_everything_back_and_the_store_goes_on() {
    let fixture = Fixture::new();
    let dataset = fixture.dataset;
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _ = fixture.store.write::<(), StoreError>(|tx| {
            tx.set_dataset_name(dataset, &name("Half done"), at(5))?;
            panic!("in the middle");
        });
    }));
    assert!(panicked.is_err());
    assert_eq!(
        fixture
            .store
            .read(|db| db.load_dataset(dataset))
            .unwrap()
            .name
            .as_str(),
        "Fox"
    );
    fixture
        .store
        .write(|tx| tx.set_dataset_name(dataset, &name("Whole"), at(6)))
        .unwrap();
}

#[test]
fn commits_of_another_program_are_noticed_and_own_ones_are_not() {
    let fixture = Fixture::new();
    let before = fixture.store.foreign_commits().unwrap();
    fixture.add_photo(1);
    assert_eq!(fixture.store.foreign_commits().unwrap(), before);
    let other = Store::open(fixture.home.path(), at(2)).unwrap().store;
    other
        .write(|tx| tx.set_dataset_name(fixture.dataset, &name("By another"), at(3)))
        .unwrap();
    assert_ne!(fixture.store.foreign_commits().unwrap(), before);
}
