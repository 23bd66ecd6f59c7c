//! The ledger: lines that outlive the database.

use crate::{Fixture, at};
use blazon_model::{
    LedgerEntry, LedgerId, LedgerKind, Money, ProviderId, RequestId, RunId, Spender,
};
use std::fs;
use std::io::Write;

fn entry(number: u8, kind: LedgerKind, micros: i64) -> LedgerEntry {
    LedgerEntry {
        id: LedgerId::new(at(i64::from(number)), [number; 10]),
        at: at(i64::from(number)),
        kind,
        amount: Money::from_micros(micros),
        provider: ProviderId::Fal,
        run: Some(RunId::new(at(1), [1; 10])),
        request: (kind == LedgerKind::Requested).then(|| RequestId("request-1".into())),
        by: Spender::Person,
    }
}

fn append(fixture: &Fixture, entry: &LedgerEntry) {
    fixture.store.write(|tx| tx.append_ledger(entry)).unwrap();
}

#[test]
fn spends_and_request_ids_come_back_after_the_database_is_lost() {
    let fixture = Fixture::new();
    let entries = [
        entry(10, LedgerKind::Reserved, 3_000_000),
        entry(11, LedgerKind::Requested, 0),
    ];
    entries.iter().for_each(|entry| append(&fixture, entry));
    let home = fixture.home.path().to_owned();
    fixture.store.settle().unwrap();
    fs::write(home.join("blazon.db"), b"no database").unwrap();
    let fixture = fixture.reopened();
    assert_eq!(fixture.store.read(|db| db.list_ledger()).unwrap(), entries);
}

#[test]
fn reading_back_adds_nothing_twice() {
    let fixture = Fixture::new();
    append(&fixture, &entry(10, LedgerKind::Settled, 2_000_000));
    let fixture = fixture.reopened().reopened();
    assert_eq!(fixture.store.read(|db| db.list_ledger()).unwrap().len(), 1);
}

#[test]
fn a_line_cut_off_by_a_crash_spoils_no_other() {
    let fixture = Fixture::new();
    append(&fixture, &entry(10, LedgerKind::Settled, 1));
    let path = fixture.home.path().join("ledger.jsonl");
    fs::File::options()
        .append(true)
        .open(&path)
        .unwrap()
        .write_all(br#"{"id":"0193"#)
        .unwrap();
    append(&fixture, &entry(11, LedgerKind::Settled, 2));
    fs::write(fixture.home.path().join("blazon.db"), b"no database").unwrap();
    let fixture = fixture.reopened();
    let amounts: Vec<_> = fixture
        .store
        .read(|db| db.list_ledger())
        .unwrap()
        .iter()
        .map(|entry| entry.amount.micros())
        .collect();
    assert_eq!(amounts, [1, 2]);
}

#[test]
fn a_change_that_is_taken_back_writes_no_line() {
    let fixture = Fixture::new();
    let failed = fixture.store.write(|tx| {
        tx.append_ledger(&entry(10, LedgerKind::Reserved, 5))?;
        tx.load_run(RunId::new(at(1), [9; 10])).map(|_| ())
    });
    assert!(failed.is_err());
    assert!(!fixture.home.path().join("ledger.jsonl").exists());
}

#[test]
fn a_settlement_takes_the_place_of_its_reservation() {
    let fixture = Fixture::new();
    let spent = || {
        fixture
            .store
            .read(|db| db.spent_between(at(0), at(1000)))
            .unwrap()
            .micros()
    };
    append(&fixture, &entry(10, LedgerKind::Reserved, 3_000_000));
    assert_eq!(spent(), 3_000_000);
    append(&fixture, &entry(12, LedgerKind::Settled, 2_000_000));
    assert_eq!(spent(), 2_000_000);
    append(&fixture, &entry(13, LedgerKind::Reserved, 1_000_000));
    assert_eq!(
        spent(),
        3_000_000,
        "a later reservation of the same run counts again"
    );
    append(&fixture, &entry(14, LedgerKind::Refunded, 0));
    assert_eq!(spent(), 2_000_000);
}
