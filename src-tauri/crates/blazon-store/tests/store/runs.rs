//! Training runs: an acceptance is used once.

use crate::{Fixture, at};
use blazon_model::{
    AcceptanceId, BaseFamily, ByteCount, LossPoint, Money, Preset, ProviderId, Quote, QuoteId,
    Recipe, RequestId, RunEvent, RunId, RunLine, RunNews, RunSample, RunState, Seed, TrainingRun,
};
use blazon_store::StoreError;

fn quote() -> Quote {
    Quote {
        id: QuoteId::new(at(1), [4; 10]),
        provider: ProviderId::Fal,
        host: "fal.run".into(),
        endpoint: "fal-ai/flux-lora-fast-training".into(),
        photos: 10,
        captions: 10,
        archive_bytes: ByteCount(1_000),
        archive: None,
        cost: Money::from_micros(2_000_000),
        reserved: Money::from_micros(2_000_000),
        price: None,
        month_to_date: Money::ZERO,
        ceiling: None,
        made_at: at(1),
    }
}

/// A run that shows its quote.
fn quoted(fixture: &Fixture) -> RunId {
    let id = RunId::new(at(1), [5; 10]);
    let run = TrainingRun {
        id,
        dataset: fixture.dataset,
        recipe: Recipe::from_preset(Preset::Standard, ProviderId::Fal, BaseFamily::Flux1),
        state: RunState::Draft,
        created_at: at(1),
        updated_at: at(1),
    };
    fixture
        .store
        .write::<_, StoreError>(|tx| {
            tx.insert_run(&run)?;
            tx.advance_run(id, RunEvent::Pack, at(2))?;
            tx.advance_run(id, RunEvent::QuoteMade(Box::new(quote())), at(3))?;
            Ok(())
        })
        .unwrap();
    id
}

fn accept(fixture: &Fixture, run: RunId, number: u8) -> Result<TrainingRun, StoreError> {
    fixture
        .store
        .write(|tx| tx.accept_quote(AcceptanceId::new(at(4), [number; 10]), run, at(4)))
}

#[test]
fn a_run_survives_a_restart_with_its_quote() {
    let fixture = Fixture::new();
    let run = quoted(&fixture);
    let fixture = fixture.reopened();
    let found = fixture.store.read(|db| db.load_run(run)).unwrap();
    assert_eq!(
        found.state,
        RunState::Quoted {
            quote: Box::new(quote())
        }
    );
}

#[test]
fn an_acceptance_is_used_once_together_with_the_submission() {
    let fixture = Fixture::new();
    let run = quoted(&fixture);
    accept(&fixture, run, 1).unwrap();
    let accepted = fixture
        .store
        .write(|tx| tx.begin_submission(run, at(5)))
        .unwrap();
    assert_eq!((accepted.work(), accepted.quote()), (run.into(), &quote()));
    assert_eq!(
        fixture.store.read(|db| db.load_run(run)).unwrap().state,
        RunState::Submitting
    );
    let again = fixture.store.write(|tx| tx.begin_submission(run, at(6)));
    assert!(matches!(again, Err(StoreError::NotFound { .. })));
}

#[test]
fn nothing_is_submitted_without_an_acceptance() {
    let fixture = Fixture::new();
    let run = quoted(&fixture);
    assert!(
        fixture
            .store
            .write(|tx| tx.begin_submission(run, at(5)))
            .is_err()
    );
    for event in [
        RunEvent::Submit,
        RunEvent::Accepted {
            total: ByteCount(1),
        },
    ] {
        let refused = fixture.store.write(|tx| tx.advance_run(run, event, at(5)));
        assert!(matches!(refused, Err(StoreError::Transition(_))));
    }
}

#[test]
fn a_quote_is_accepted_once() {
    let fixture = Fixture::new();
    let run = quoted(&fixture);
    accept(&fixture, run, 1).unwrap();
    assert!(accept(&fixture, run, 2).is_err());
}

#[test]
fn a_submission_that_does_not_fit_leaves_the_acceptance_unused() {
    let fixture = Fixture::new();
    let run = quoted(&fixture);
    accept(&fixture, run, 1).unwrap();
    fixture
        .store
        .write(|tx| tx.advance_run(run, RunEvent::Cancel, at(5)))
        .unwrap();
    assert!(
        fixture
            .store
            .write(|tx| tx.begin_submission(run, at(6)))
            .is_err()
    );
    let refused = fixture
        .store
        .write(|tx| tx.advance_run(run, RunEvent::Taken(RequestId("r".into())), at(7)));
    assert!(refused.is_err());
}

#[test]
fn a_step_told_twice_counts_once_and_samples_follow_their_folder() {
    let fixture = Fixture::new();
    let run = quoted(&fixture);
    let sample = RunSample {
        step: 100,
        index: 0,
        prompt: "FOX_A3F2".into(),
        seed: Seed(u64::MAX),
        file: "runs/r/samples/100-0.png".into(),
    };
    let point = |step, loss| LossPoint { step, loss };
    let news = RunNews {
        losses: vec![point(1, 0.5), point(2, 0.4)],
        samples: vec![sample.clone()],
        log: vec![RunLine {
            at: at(4),
            text: "begun".into(),
        }],
    };
    let again = RunNews {
        losses: vec![point(2, 0.3)],
        samples: vec![sample.clone()],
        log: Vec::new(),
    };
    fixture
        .store
        .write::<_, StoreError>(|tx| {
            tx.add_news(run, &news)?;
            tx.add_news(run, &again)?;
            tx.move_samples(run, "runs/r/", "models/fox/")
        })
        .unwrap();
    let course = fixture.store.read(|db| db.load_course(run)).unwrap();
    assert_eq!(course.losses, [point(1, 0.5), point(2, 0.3)]);
    let moved = RunSample {
        file: "models/fox/samples/100-0.png".into(),
        ..sample
    };
    assert_eq!(course.samples, [moved]);
    assert_eq!(course.log, news.log);
}

#[test]
fn runs_that_wait_for_a_person_do_not_go_on_by_themselves() {
    let fixture = Fixture::new();
    let run = quoted(&fixture);
    let open = |provider| -> Vec<RunId> {
        let runs = fixture
            .store
            .read(|db| db.list_open_runs(provider))
            .unwrap();
        runs.into_iter().map(|run| run.id).collect()
    };
    assert_eq!(open(ProviderId::Fal), []);
    accept(&fixture, run, 1).unwrap();
    assert_eq!(open(ProviderId::Fal), [run]);
    assert_eq!(open(ProviderId::Local), []);
}
