//! The outbox under load: who goes first, what is held back, and that Telegram's limits are kept to.

use crate::support::{answer, guest, message, outbox, outbox_with, photo, succeeded, until};
use blazon_bot::limiter::Limits;
use blazon_bot::outbox::{Lane, MOST_WAITING, SendError};
use blazon_emulators::TelegramEmulator;
use blazon_emulators::telegram::{Limits as TelegramLimits, Method, Trouble};
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_gets_through_while_five_hundred_photos_wait() {
    let telegram = TelegramEmulator::start();
    telegram.keep_bytes(false);
    let people: Vec<_> = (0..500).map(|_| guest(&telegram)).collect();
    let newcomers: Vec<_> = (0..20).map(|_| guest(&telegram)).collect();
    let outbox = outbox_with(&telegram, Limits::default());
    for person in &people {
        let (outbox, photo) = (outbox.clone(), photo(person.id()));
        tokio::spawn(async move { outbox.send(photo).await });
    }
    until("the photos wait", || outbox.waiting() > 400).await;
    let mut slowest = Duration::ZERO;
    for person in newcomers {
        let began = Instant::now();
        outbox.send(answer(person.id(), "Hello")).await.unwrap();
        slowest = slowest.max(began.elapsed());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    println!("the slowest of 20 answers beside 500 photos: {slowest:?}");
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
    assert!(outbox.waiting() > 300, "photos still wait");
}

#[tokio::test]
async fn first_answers_go_before_words_about_pictures_and_those_before_photos() {
    let telegram = TelegramEmulator::start();
    let outbox = outbox_with(&telegram, Limits::default());
    let people: Vec<_> = (0..43).map(|_| guest(&telegram)).collect();
    // All at once, and more than may go at once, so that most have to wait for their turns.
    let lanes = [(Lane::Photo, 20), (Lane::Notice, 20), (Lane::Answer, 3)];
    let lanes = lanes
        .into_iter()
        .flat_map(|(lane, times)| [lane].repeat(times));
    let sent: Vec<_> = people
        .iter()
        .zip(lanes)
        .map(|(person, lane)| {
            let (outbox, words) = (outbox.clone(), format!("{lane:?}"));
            let words = message(person.id(), lane, &words);
            tokio::spawn(async move { outbox.send(words).await })
        })
        .collect();
    for sent in sent {
        sent.await.unwrap().unwrap();
    }
    let calls = telegram.calls_of(Method::SendMessage);
    let places = |lane: &str| -> Vec<usize> {
        let is_of = |place: &usize| {
            calls[*place]
                .parameters
                .get("text")
                .is_some_and(|text| text == lane)
        };
        (0..calls.len()).filter(is_of).collect()
    };
    let (answers, notices, photos) = (places("Answer"), places("Notice"), places("Photo"));
    assert_eq!((answers.len(), notices.len(), photos.len()), (3, 20, 20));
    // Some leave before the others are there.
    assert!(answers[2] < notices[10], "{answers:?} {notices:?}");
    assert!(notices[19] < photos[12], "{notices:?} {photos:?}");
}

#[tokio::test]
async fn slow_uploads_leave_places_for_answers() {
    let telegram = TelegramEmulator::start();
    telegram.order_times(100, Method::SendPhoto, Trouble::Hang);
    let outbox = outbox(&telegram);
    for _ in 0..100 {
        let (outbox, photo) = (outbox.clone(), photo(guest(&telegram).id()));
        tokio::spawn(async move { outbox.send(photo).await });
    }
    until("all places are taken", || telegram.calls().len() == 24).await;
    let anna = guest(&telegram);
    let began = Instant::now();
    outbox.send(answer(anna.id(), "Hello")).await.unwrap();
    assert!(
        began.elapsed() < Duration::from_secs(1),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(telegram.calls_of(Method::SendPhoto).len(), 24);
}

#[tokio::test]
async fn where_too_much_waits_edits_are_refused_and_photos_wait_and_answers_go() {
    let telegram = TelegramEmulator::start();
    telegram.order_times(100, Method::SendPhoto, Trouble::Hang);
    let outbox = outbox(&telegram);
    let people: Vec<_> = (0..30).map(|_| guest(&telegram)).collect();
    let post = |count: usize| {
        for number in 0..count {
            let person = people[number % people.len()].id();
            let (outbox, photo) = (outbox.clone(), photo(person));
            tokio::spawn(async move { outbox.send(photo).await });
        }
    };
    post(MOST_WAITING - 400);
    until("much waits", || outbox.waiting() == MOST_WAITING - 400).await;
    let anna = guest(&telegram);
    let refused = outbox.send(message(anna.id(), Lane::Edit, "x")).await;
    assert!(matches!(refused, Err(SendError::Full)), "{refused:?}");
    post(500);
    until("too much waits", || outbox.waiting() == MOST_WAITING).await;
    let late = photo(anna.id());
    let late = tokio::time::timeout(Duration::from_millis(200), outbox.send(late)).await;
    assert!(late.is_err(), "it waits for room");
    outbox.send(answer(anna.id(), "Hello")).await.unwrap();
}

#[tokio::test]
async fn the_limits_of_telegram_are_never_met() {
    let telegram = TelegramEmulator::start();
    telegram.limit(Some(TelegramLimits::default()));
    let people: Vec<_> = (0..100).map(|_| guest(&telegram)).collect();
    let group = telegram.group("Party", &people.iter().collect::<Vec<_>>());
    let outbox = outbox_with(&telegram, Limits::default());
    // All at once to many, which the limit of all is for, and some to few, which that of a chat is for.
    let mut chats: Vec<i64> = people.iter().map(|person| person.id()).collect();
    for _ in 0..7 {
        chats.extend(people[..3].iter().map(|person| person.id()));
        chats.push(group.id());
    }
    let mut sent = Vec::new();
    for chat in &chats {
        let (outbox, words) = (outbox.clone(), answer(*chat, "x"));
        sent.push(tokio::spawn(async move { outbox.send(words).await }));
    }
    for sent in sent {
        sent.await.unwrap().unwrap();
    }
    let calls = telegram.calls_of(Method::SendMessage);
    assert_eq!(calls.len(), chats.len());
    assert!(calls.iter().all(succeeded), "none was told to wait");
}

#[tokio::test]
async fn ten_thousand_chats_are_written_to_side_by_side() {
    let telegram = TelegramEmulator::start();
    let people: Vec<_> = (0..10_000).map(|_| guest(&telegram)).collect();
    let outbox = outbox(&telegram);
    let began = Instant::now();
    let mut sent = Vec::new();
    for person in &people {
        let (outbox, words) = (outbox.clone(), answer(person.id(), "x"));
        sent.push(tokio::spawn(async move { outbox.send(words).await }));
    }
    for sent in sent {
        sent.await.unwrap().unwrap();
    }
    println!(
        "10,000 messages to 10,000 chats, without limits: {:?}",
        began.elapsed()
    );
    assert_eq!(telegram.calls().len(), people.len());
    assert_eq!(outbox.waiting(), 0);
}
