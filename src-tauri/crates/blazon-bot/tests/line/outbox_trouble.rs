//! The outbox where Telegram refuses, breaks, goes away and returns.

use crate::support::{PATIENCE, answer, connection, edit, guest, outbox, to, until};
use crate::wire::Wire;
use blazon_bot::CancellationToken;
use blazon_bot::limiter::Limits;
use blazon_bot::outbox::{Outbox, Patience, SendError};
use blazon_emulators::TelegramEmulator;
use blazon_emulators::telegram::{Method, Trouble};
use blazon_providers::telegram::TelegramError;
use rstest::rstest;
use std::time::{Duration, Instant};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_chat_that_is_told_to_wait_waits_alone() {
    let telegram = TelegramEmulator::start();
    let (anna, boris) = (guest(&telegram), guest(&telegram));
    let outbox = outbox(&telegram);
    telegram.order(Method::SendMessage, Trouble::RetryAfter { seconds: 2 });
    let began = Instant::now();
    let slow = async {
        outbox.send(answer(anna.id(), "1")).await.unwrap();
        began.elapsed()
    };
    let quick = async {
        until("the first was refused", || telegram.orders_left() == 0).await;
        outbox.send(answer(boris.id(), "1")).await.unwrap();
        began.elapsed()
    };
    let (slow, quick) = tokio::join!(slow, quick);
    assert!(slow >= 2 * SECOND && slow < 4 * SECOND, "{slow:?}");
    assert!(quick < SECOND, "{quick:?}");
    assert_eq!(anna.messages().len(), 2, "once, after her own");
}

#[tokio::test]
async fn where_three_chats_are_told_to_wait_all_do() {
    let telegram = TelegramEmulator::start();
    let people: Vec<_> = (0..4).map(|_| guest(&telegram)).collect();
    let outbox = outbox(&telegram);
    telegram.order_times(3, Method::SendMessage, Trouble::RetryAfter { seconds: 2 });
    let began = Instant::now();
    for person in &people[..3] {
        let (outbox, words) = (outbox.clone(), answer(person.id(), "1"));
        tokio::spawn(async move { outbox.send(words).await });
    }
    until("three were refused", || telegram.orders_left() == 0).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    outbox.send(answer(people[3].id(), "1")).await.unwrap();
    assert!(began.elapsed() >= 2 * SECOND, "{:?}", began.elapsed());
    assert!(began.elapsed() < 4 * SECOND, "{:?}", began.elapsed());
}

#[rstest]
#[case::server(Trouble::server_error(500))]
#[case::bare(Trouble::Bare { status: 502 })]
#[case::html(Trouble::Html { status: 503 })]
#[case::html_that_is_well(Trouble::Html { status: 200 })]
#[case::dropped(Trouble::DroppedBefore)]
#[tokio::test]
async fn a_message_goes_again_after_a_trouble(#[case] trouble: Trouble) {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    telegram.order(Method::SendMessage, trouble);
    let began = Instant::now();
    outbox(&telegram)
        .send(answer(anna.id(), "Hello"))
        .await
        .unwrap();
    assert!(began.elapsed() < 3 * SECOND, "{:?}", began.elapsed());
    assert_eq!(telegram.calls_of(Method::SendMessage).len(), 2);
}

#[tokio::test]
async fn a_lost_reply_doubles_a_message_and_does_not_lose_it() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    telegram.order_times(2, Method::SendMessage, Trouble::DroppedAfter);
    outbox(&telegram)
        .send(answer(anna.id(), "Hello"))
        .await
        .unwrap();
    assert_eq!(anna.messages().len(), 1 + 3);
}

#[tokio::test]
async fn a_message_of_which_nothing_is_known_is_sent_four_times_at_most() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    telegram.order_times(100, Method::SendMessage, Trouble::server_error(500));
    let error = outbox(&telegram)
        .send(answer(anna.id(), "x"))
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            SendError::Telegram(TelegramError::Broken { status: 500 })
        ),
        "{error:?}"
    );
    assert_eq!(telegram.calls_of(Method::SendMessage).len(), 4);
}

#[rstest]
#[case::blocked(403, "Forbidden: bot was blocked by the user")]
#[case::no_chat(400, "Bad Request: chat not found")]
#[case::token(401, "Unauthorized")]
#[tokio::test]
async fn a_refusal_is_told_at_once(#[case] status: u16, #[case] description: &str) {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let description = description.to_owned();
    telegram.order(
        Method::SendMessage,
        Trouble::Refused {
            status,
            description,
        },
    );
    let outbox = outbox(&telegram);
    let error = outbox.send(answer(anna.id(), "x")).await.unwrap_err();
    assert!(matches!(error, SendError::Telegram(_)), "{error:?}");
    assert_eq!(telegram.calls().len(), 1);
    let secret = telegram.token();
    assert!(!format!("{error:?}").contains(&secret[11..]));
    outbox
        .send(answer(anna.id(), "the next one goes"))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_server_that_was_killed_and_returns_gets_everything_in_order() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let wire = Wire::to(telegram.url()).await;
    let outbox = Outbox::start(
        connection(&wire.url, &telegram.token()),
        Limits::Off,
        Patience::default(),
        CancellationToken::new(),
    );
    outbox.send(answer(anna.id(), "0")).await.unwrap();
    wire.cut();
    let mut waiting = Vec::new();
    for number in 1..10 {
        let (outbox, words) = (outbox.clone(), answer(anna.id(), &number.to_string()));
        waiting.push(tokio::spawn(async move { outbox.send(words).await }));
    }
    tokio::time::sleep(2 * SECOND).await;
    assert_eq!(telegram.calls().len(), 1);
    wire.mend();
    for sent in waiting {
        sent.await.unwrap().unwrap();
    }
    let seen = anna.messages().into_iter().skip(1);
    let texts: Vec<String> = seen.map(|seen| seen.text).collect();
    assert_eq!(texts, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
}

#[tokio::test]
async fn what_is_unreachable_for_too_long_is_given_up() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let wire = Wire::to(telegram.url()).await;
    wire.cut();
    let patience = Patience {
        first_wait: Duration::from_millis(100),
        give_up: SECOND,
        ..Patience::default()
    };
    let line = connection(&wire.url, &telegram.token());
    let outbox = Outbox::start(line, Limits::Off, patience, CancellationToken::new());
    let began = Instant::now();
    let error = outbox.send(answer(anna.id(), "x")).await.unwrap_err();
    assert!(
        matches!(error, SendError::Telegram(TelegramError::Way(_))),
        "{error:?}"
    );
    assert!(began.elapsed() < 3 * SECOND, "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_that_fails_gives_way_to_newer_words() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let outbox = Outbox::start(
        to(&telegram),
        Limits::Off,
        Patience::default(),
        CancellationToken::new(),
    );
    let sent = outbox.send_message(answer(anna.id(), "0")).await.unwrap();
    telegram.order(Method::EditMessageText, Trouble::Slow(SECOND));
    telegram.order(Method::EditMessageText, Trouble::server_error(502));
    outbox.edit(edit(anna.id(), sent.message_id, "1")).unwrap();
    until("it is under way", || telegram.orders_left() == 1).await;
    outbox.edit(edit(anna.id(), sent.message_id, "2")).unwrap();
    until("it is refused", || telegram.orders_left() == 0).await;
    outbox.edit(edit(anna.id(), sent.message_id, "3")).unwrap();
    assert!(anna.sees(PATIENCE, |seen| seen.text == "3").is_some());
    let texts = telegram.calls_of(Method::EditMessageText);
    let texts: Vec<&str> = texts
        .iter()
        .map(|call| call.parameters["text"].as_str())
        .collect();
    assert_eq!(texts, ["1", "2", "3"]);
}

#[tokio::test]
async fn an_edit_that_fails_again_and_again_holds_up_no_answer() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let outbox = outbox(&telegram);
    let sent = outbox.send_message(answer(anna.id(), "0")).await.unwrap();
    telegram.order_times(100, Method::EditMessageText, Trouble::server_error(502));
    outbox.edit(edit(anna.id(), sent.message_id, "1")).unwrap();
    until("it fails for the third time", || {
        telegram.orders_left() == 97
    })
    .await;
    let began = Instant::now();
    outbox.send(answer(anna.id(), "Hello")).await.unwrap();
    assert!(began.elapsed() < SECOND, "{:?}", began.elapsed());
}
