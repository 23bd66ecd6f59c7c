//! What goes out when all is well: order, edits, what is beside the order, the end.

use crate::support::{AT_ONCE, PATIENCE, answer, edit, guest, message, outbox, photo, to};
use blazon_bot::CancellationToken;
use blazon_bot::limiter::{Limits, Target};
use blazon_bot::outbox::{Call, Lane, Outbox, Outgoing, Patience, SendError};
use blazon_emulators::TelegramEmulator;
use blazon_emulators::telegram::{Method, Trouble};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Sends without waiting; the order is that of the calls.
fn post(outbox: &Outbox, outgoing: Outgoing) -> tokio::task::JoinHandle<Result<Value, SendError>> {
    let outbox = outbox.clone();
    tokio::spawn(async move { outbox.send(outgoing).await })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_arrives_and_its_number_comes_back() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let outbox = outbox(&telegram);
    let sent = outbox
        .send_message(answer(anna.id(), "Hello"))
        .await
        .unwrap();
    let seen = anna.next_message(PATIENCE).unwrap();
    assert_eq!((seen.id, seen.text.as_str()), (sent.message_id, "Hello"));
    let sent = outbox.send_message(photo(anna.id())).await.unwrap();
    assert!(!sent.photo.is_empty());
    let target = Target {
        chat: anna.id(),
        is_group: false,
    };
    outbox.delete(target, sent.message_id).await.unwrap();
    assert!(anna.message(sent.message_id).is_none());
}

#[tokio::test]
async fn the_order_of_a_chat_is_kept_whatever_the_lanes_and_troubles() {
    let telegram = TelegramEmulator::start();
    let people: Vec<_> = (0..20).map(|_| guest(&telegram)).collect();
    let outbox = outbox(&telegram);
    telegram.order_times(5, Method::SendMessage, Trouble::server_error(502));
    telegram.order_times(
        5,
        Method::SendMessage,
        Trouble::Slow(Duration::from_millis(200)),
    );
    let mut posted = Vec::new();
    for number in 0..12 {
        let lane = if number % 3 == 0 {
            Lane::Photo
        } else {
            Lane::Answer
        };
        for person in &people {
            posted.push(post(
                &outbox,
                message(person.id(), lane, &number.to_string()),
            ));
        }
        tokio::task::yield_now().await;
    }
    for sent in posted {
        sent.await.unwrap().unwrap();
    }
    let expected: Vec<String> = (0..12).map(|number| number.to_string()).collect();
    for person in people {
        let seen = person
            .messages()
            .into_iter()
            .filter(|seen| seen.is_from_bot());
        let texts: Vec<String> = seen.map(|seen| seen.text).collect();
        assert_eq!(texts, expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_edits_the_newest_are_shown_one_a_second() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let outbox = outbox(&telegram);
    let sent = outbox.send_message(answer(anna.id(), "0")).await.unwrap();
    let began = Instant::now();
    let mut percent = 0;
    while began.elapsed() < Duration::from_millis(2500) {
        percent += 1;
        let words = edit(anna.id(), sent.message_id, &percent.to_string());
        outbox.edit(words).unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    outbox
        .finish(edit(anna.id(), sent.message_id, "done"))
        .await
        .unwrap();
    outbox
        .edit(edit(anna.id(), sent.message_id, "late"))
        .unwrap();
    // Long enough for the late words to have their turn.
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(anna.message(sent.message_id).unwrap().text, "done");
    let edits = telegram.calls_of(Method::EditMessageText);
    assert!((3..=5).contains(&edits.len()), "{} edits", edits.len());
    for pair in edits.windows(2) {
        let between = pair[1].at - pair[0].at;
        assert!(between > Duration::from_millis(900), "{between:?}");
    }
}

#[tokio::test]
async fn an_edit_to_words_that_are_there_is_not_sent_and_no_error() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let outbox = outbox(&telegram);
    let sent = outbox
        .send_message(answer(anna.id(), "same"))
        .await
        .unwrap();
    let same = || edit(anna.id(), sent.message_id, "same");
    outbox.finish(same()).await.unwrap();
    outbox.finish(same()).await.unwrap();
    let edits = telegram.calls_of(Method::EditMessageText);
    assert_eq!(
        edits.len(),
        1,
        "Telegram says so once, and then it is known"
    );
    assert_eq!(edits[0].status, Some(400));
}

#[tokio::test]
async fn edits_of_a_message_that_is_taken_away_are_dropped() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let outbox = outbox(&telegram);
    let sent = outbox.send_message(answer(anna.id(), "0")).await.unwrap();
    let target = Target {
        chat: anna.id(),
        is_group: false,
    };
    outbox.edit(edit(anna.id(), sent.message_id, "1")).unwrap();
    outbox.edit(edit(anna.id(), sent.message_id, "2")).unwrap();
    outbox.delete(target, sent.message_id).await.unwrap();
    outbox.edit(edit(anna.id(), sent.message_id, "3")).unwrap();
    outbox.send(answer(anna.id(), "end")).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let edits = telegram.calls_of(Method::EditMessageText);
    assert!(edits.iter().all(crate::support::succeeded), "{edits:?}");
    assert!(edits.len() <= 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_to_a_button_waits_for_nothing() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let outbox = Outbox::start(
        to(&telegram),
        Limits::default(),
        Patience::default(),
        CancellationToken::new(),
    );
    let mut menu = answer(anna.id(), "menu");
    menu.call.parameters["reply_markup"] =
        json!({ "inline_keyboard": [[{ "text": "Draw", "callback_data": "d" }]] });
    outbox.send(menu).await.unwrap();
    let shown = anna.next_message(PATIENCE).unwrap();
    let waiting: Vec<_> = (0..6)
        .map(|_| post(&outbox, answer(anna.id(), "more")))
        .collect();
    let began = Instant::now();
    for _ in 0..20 {
        let tap = anna.taps(&shown, "d");
        let updates: Vec<Value> = to(&telegram)
            .call("getUpdates", &json!({ "offset": -1 }), PATIENCE)
            .await
            .unwrap();
        let id = updates[0]["callback_query"]["id"].clone();
        let call = Call {
            method: "answerCallbackQuery",
            parameters: json!({ "callback_query_id": id, "text": "soon" }),
            file: None,
        };
        let outgoing = Outgoing {
            chat: anna.id(),
            is_group: false,
            lane: Lane::Answer,
            call,
        };
        outbox.send(outgoing).await.unwrap();
        assert_eq!(tap.answer(PATIENCE).unwrap().text, "soon");
    }
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    assert!(!waiting.iter().all(tokio::task::JoinHandle::is_finished));
}

#[tokio::test]
async fn off_is_at_once_and_who_waits_hears_so() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let stop = CancellationToken::new();
    let outbox = Outbox::start(
        to(&telegram),
        Limits::Off,
        Patience::default(),
        stop.clone(),
    );
    telegram.order(Method::SendMessage, Trouble::Hang);
    let waiting: Vec<_> = (0..50)
        .map(|_| post(&outbox, answer(anna.id(), "x")))
        .collect();
    crate::support::until("the first is under way", || !telegram.calls().is_empty()).await;
    let began = Instant::now();
    stop.cancel();
    for sent in waiting {
        assert!(matches!(sent.await.unwrap(), Err(SendError::Stopped)));
    }
    outbox.ended().await;
    assert!(began.elapsed() < AT_ONCE, "{:?}", began.elapsed());
    let after = outbox.send(answer(anna.id(), "x")).await;
    assert!(matches!(after, Err(SendError::Stopped)));
    assert!(outbox.edit(edit(anna.id(), 1, "x")).is_err());
}

#[tokio::test]
async fn what_waits_is_sent_when_the_last_handle_is_gone() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let outbox = outbox(&telegram);
    let sent: Vec<_> = (0..5)
        .map(|_| post(&outbox, answer(anna.id(), "x")))
        .collect();
    drop(outbox);
    for sent in sent {
        sent.await.unwrap().unwrap();
    }
}
