//! Drawings are carried once, keep what was finished, and come back as they were asked for.

use crate::{Fixture, at};
use blazon_model::{
    BaseFamily, ContentHash, DrawFailure, DrawRequest, Drawing, DrawingId, DrawingState, Picture,
    PictureId, ProviderId, Sampler, Seed,
};
use blazon_store::StoreError;

fn request() -> DrawRequest {
    DrawRequest {
        provider: ProviderId::Local,
        model: None,
        base_path: None,
        prompt: "a fox holding a lamp".into(),
        without_trigger: false,
        negative_prompt: String::new(),
        strength: 0.8,
        steps: 20,
        guidance: 4.5,
        sampler: Sampler::EulerAncestral,
        width: 128,
        height: 96,
        seed: Some(Seed(u64::MAX)),
        count: 2,
        on_card: false,
        hosted: None,
    }
}

fn queue(fixture: &Fixture, number: u8) -> Drawing {
    let id = DrawingId::new(at(i64::from(number)), [number; 10]);
    fixture
        .store
        .write(|tx| tx.queue_drawing(id, &request(), "FOX_A3F2, a fox holding a lamp", at(5)))
        .unwrap()
}

fn picture(drawing: DrawingId, index: u32) -> Picture {
    let number = u8::try_from(index).unwrap();
    Picture {
        id: PictureId::new(at(6), [number; 10]),
        drawing,
        index,
        file: format!("pictures/1970-01/{index}.png"),
        hash: ContentHash::from_bytes([number; 32]),
        model: None,
        provider: ProviderId::Local,
        base: BaseFamily::Pocket,
        prompt: "FOX_A3F2, a fox holding a lamp".into(),
        negative_prompt: String::new(),
        seed: Some(Seed(u64::MAX - 1)),
        sampler: Some(Sampler::EulerAncestral),
        steps: 20,
        guidance: 4.5,
        strength: 0.8,
        width: 128,
        height: 96,
        created_at: at(6),
        is_removed: false,
    }
}

fn claim(fixture: &Fixture) -> Option<Drawing> {
    fixture.store.write(|tx| tx.claim_drawing(at(7))).unwrap()
}

#[test]
fn a_drawing_is_carried_once_and_the_oldest_first() {
    let fixture = Fixture::new();
    let (first, second) = (queue(&fixture, 1), queue(&fixture, 2));
    assert_eq!(claim(&fixture).map(|drawing| drawing.id), Some(first.id));
    assert_eq!(claim(&fixture).map(|drawing| drawing.id), Some(second.id));
    assert_eq!(claim(&fixture), None);
}

#[test]
fn what_was_finished_before_a_crash_is_not_drawn_again() {
    let fixture = Fixture::new();
    let drawing = queue(&fixture, 1);
    claim(&fixture).unwrap();
    fixture
        .store
        .write(|tx| tx.insert_picture(&picture(drawing.id, 0)))
        .unwrap();
    let fixture = fixture.reopened();
    let requeued = fixture
        .store
        .write(|tx| tx.requeue_interrupted_drawings(at(8)))
        .unwrap();
    assert_eq!(requeued, 1);
    let again = claim(&fixture).unwrap();
    assert_eq!(again.pictures, [picture(drawing.id, 0)]);
    assert_eq!(
        again.state,
        DrawingState::Running {
            picture: 1,
            step: 0,
            steps: 20
        }
    );
}

#[test]
fn a_request_comes_back_as_it_was_asked_for() {
    let fixture = Fixture::new();
    let drawing = queue(&fixture, 1);
    let fixture = fixture.reopened();
    let found = fixture
        .store
        .read(|db| db.load_drawing(drawing.id))
        .unwrap();
    assert_eq!(found.request, request());
    assert_eq!(found, drawing);
}

#[test]
fn a_drawing_has_each_of_its_pictures_once() {
    let fixture = Fixture::new();
    let drawing = queue(&fixture, 1);
    let add = |id: u8| {
        let picture = Picture {
            id: PictureId::new(at(9), [id; 10]),
            ..picture(drawing.id, 0)
        };
        fixture.store.write(|tx| tx.insert_picture(&picture))
    };
    assert!(add(1).is_ok());
    assert!(matches!(add(2), Err(StoreError::Sqlite(_))));
}

#[test]
fn one_that_nobody_has_begun_is_cancelled_at_once_and_stays_so() {
    let fixture = Fixture::new();
    let drawing = queue(&fixture, 1);
    let cancelled = fixture
        .store
        .write(|tx| tx.ask_cancel_drawing(drawing.id, at(8)))
        .unwrap();
    assert_eq!(cancelled.state, DrawingState::Cancelled);
    let failed = DrawingState::Failed {
        reason: DrawFailure::EngineEnded,
        detail: String::new(),
    };
    fixture
        .store
        .write(|tx| tx.save_drawing(drawing.id, &failed, at(9)))
        .unwrap();
    let found = fixture
        .store
        .read(|db| db.load_drawing(drawing.id))
        .unwrap();
    assert_eq!(found.state, DrawingState::Cancelled);
}

#[test]
fn drawings_are_listed_page_by_page_newest_first() {
    let fixture = Fixture::new();
    let ids: Vec<DrawingId> = (1..=5).map(|number| queue(&fixture, number).id).collect();
    let page = |before| -> Vec<DrawingId> {
        let page = fixture
            .store
            .read(|db| db.list_drawings(before, 2))
            .unwrap();
        page.into_iter().map(|drawing| drawing.id).collect()
    };
    assert_eq!(page(None), [ids[4], ids[3]]);
    assert_eq!(page(Some(ids[3])), [ids[2], ids[1]]);
    assert_eq!(page(Some(ids[0])), []);
}
