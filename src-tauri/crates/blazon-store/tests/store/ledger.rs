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
        drawing: None,
        caption: None,
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

/// An entry of 5 at a time; a month goes from 100 up to 200.
fn of_time(number: u8, kind: LedgerKind, time: i64) -> LedgerEntry {
    LedgerEntry {
        at: at(time),
        ..entry(number, kind, 5)
    }
}

#[test]
fn lines_of_one_moment_stay_in_the_order_in_which_they_were_written() {
    let fixture = Fixture::new();
    // What is stopped at once is given back in the millisecond in which it was set aside.
    let written = [
        of_time(9, LedgerKind::Reserved, 10),
        of_time(3, LedgerKind::Refunded, 10),
    ];
    for entry in &written {
        append(&fixture, entry);
    }
    let listed = fixture.store.read(|db| db.list_ledger()).unwrap();
    assert_eq!(listed, written);
}

fn spent_in(fixture: &Fixture, from: i64, until: i64) -> i64 {
    let spent = fixture
        .store
        .read(|db| db.spent_between(at(from), at(until)));
    spent.unwrap().micros()
}

#[test]
fn a_month_begins_with_its_first_moment_and_ends_before_the_next() {
    for (kind, time, spent) in [
        (LedgerKind::Settled, 99, 0),
        (LedgerKind::Settled, 100, 5),
        (LedgerKind::Settled, 199, 5),
        (LedgerKind::Settled, 200, 0),
        // What is set aside counts until it is closed, since when ever.
        (LedgerKind::Reserved, 99, 5),
        (LedgerKind::Reserved, 199, 5),
        (LedgerKind::Reserved, 200, 0),
    ] {
        let fixture = Fixture::new();
        append(&fixture, &of_time(10, kind, time));
        assert_eq!(spent_in(&fixture, 100, 200), spent, "{kind:?} at {time}");
    }
}

#[test]
fn what_is_closed_in_the_next_month_counts_there_alone() {
    for (closing, spent) in [
        (LedgerKind::Settled, [0, 5]),
        (LedgerKind::Refunded, [0, 0]),
    ] {
        let fixture = Fixture::new();
        append(&fixture, &of_time(10, LedgerKind::Reserved, 199));
        assert_eq!(spent_in(&fixture, 200, 300), 5, "it is open, and counts on");
        append(&fixture, &of_time(11, closing, 200));
        let months = [(100, 200), (200, 300)].map(|(from, until)| spent_in(&fixture, from, until));
        assert_eq!(months, spent, "{closing:?}");
    }
}
