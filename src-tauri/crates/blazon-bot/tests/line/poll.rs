//! Polling: what is kept, what is told of the line, and how soon it goes on and off.

use crate::bot::Bot;
use crate::support::{AT_ONCE, PATIENCE, Shelf, connection, guest, to, until, until_in};
use crate::wire::Wire;
use blazon_bot::line::{Line, Trouble as Wrong};
use blazon_bot::poll::Backlog;
use blazon_emulators::TelegramEmulator;
use blazon_emulators::telegram::{Method, Trouble};
use rstest::rstest;
use serde_json::{Value, json};
use std::sync::atomic::AtomicUsize;
use std::time::{Duration, Instant};

const SECOND: Duration = Duration::from_secs(1);

fn refused(status: u16, description: &str) -> Trouble {
    Trouble::Refused {
        status,
        description: description.to_owned(),
    }
}

fn conflict() -> Trouble {
    refused(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
}

#[tokio::test]
async fn updates_are_kept_handed_on_and_confirmed() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let mut bot = Bot::on(to(&telegram));
    bot.runs().await;
    anna.writes("hello");
    until("both are handed on", || bot.handed_on() == 2).await;
    until("both are confirmed", || telegram.pending_updates() == 0).await;
    assert_eq!(bot.shelf.ids(), *bot.handed_on.lock().unwrap());
    let text = bot.shelf.kept.lock().unwrap()[1].1.clone();
    let kept: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(kept["message"]["text"], "hello");
    let asked = &telegram.calls_of(Method::GetUpdates)[0].parameters;
    assert_eq!(asked["allowed_updates"], r#"["message","callback_query"]"#);
    assert_eq!(
        (asked["timeout"].as_str(), asked["limit"].as_str()),
        ("25", "100")
    );
    assert!(bot.off().await < AT_ONCE);
}

#[tokio::test]
async fn what_came_while_the_bot_was_off_is_answered_or_let_go_as_wished() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let mut bot = Bot::with(to(&telegram), Shelf::default(), Backlog::Dropped);
    bot.runs().await;
    anna.writes("now");
    until("one is handed on", || bot.handed_on() == 1).await;
    let text = bot.shelf.kept.lock().unwrap()[0].1.clone();
    assert!(text.contains("now"), "{text}");
}

#[tokio::test]
async fn a_batch_that_could_not_be_kept_comes_again() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let shelf = Shelf {
        refusals: AtomicUsize::new(2),
        ..Shelf::default()
    };
    let mut bot = Bot::with(to(&telegram), shelf, Backlog::Answered);
    bot.waits_for(Wrong::Failed).await;
    assert_eq!((bot.handed_on(), telegram.pending_updates()), (0, 1));
    anna.writes("another");
    until("all are handed on", || bot.handed_on() == 2).await;
    bot.runs().await;
    let offsets = telegram.calls_of(Method::GetUpdates);
    assert!(
        offsets[..3]
            .iter()
            .all(|call| !call.parameters.contains_key("offset"))
    );
}

#[tokio::test]
async fn after_one_bad_gateway_the_next_poll_comes_within_a_second_and_a_half() {
    let telegram = TelegramEmulator::start();
    telegram.order(Method::GetUpdates, Trouble::Bare { status: 502 });
    let anna = guest(&telegram);
    let mut bot = Bot::on(to(&telegram));
    bot.waits_for(Wrong::TelegramBroken).await;
    bot.runs().await;
    let polls = telegram.calls_of(Method::GetUpdates);
    let gap = polls[1].at - polls[0].at;
    println!("from a 502 to the next poll: {gap:?}");
    assert!(gap < Duration::from_millis(1500), "{gap:?}");
    anna.writes("hello");
    until("it hears", || bot.handed_on() == 2).await;
}

#[rstest]
#[case::server(Trouble::server_error(500), Wrong::TelegramBroken)]
#[case::html(Trouble::Html { status: 200 }, Wrong::TelegramBroken)]
#[case::flood(Trouble::RetryAfter { seconds: 1 }, Wrong::TooMany)]
#[case::dropped(Trouble::DroppedBefore, Wrong::Offline)]
#[case::lost(Trouble::DroppedAfter, Wrong::Offline)]
#[case::cut(Trouble::CutMidBody, Wrong::Offline)]
#[case::refused(refused(400, "Bad Request: something new"), Wrong::Failed)]
#[case::conflict(conflict(), Wrong::Conflict)]
#[tokio::test]
async fn a_trouble_is_told_and_waited_out(#[case] trouble: Trouble, #[case] wrong: Wrong) {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    telegram.hold_up_polls(true);
    telegram.order(Method::GetUpdates, trouble);
    let mut bot = Bot::on(to(&telegram));
    bot.waits_for(wrong).await;
    anna.writes("hello");
    until("it hears", || bot.handed_on() == 2).await;
    bot.runs().await;
    assert_eq!(bot.shelf.ids().len(), 2, "nothing twice");
}

#[tokio::test]
async fn a_start_that_fails_is_tried_again() {
    let telegram = TelegramEmulator::start();
    telegram.order_times(2, Method::DeleteWebhook, Trouble::server_error(502));
    let mut bot = Bot::on(to(&telegram));
    bot.waits_for(Wrong::TelegramBroken).await;
    bot.runs().await;
    assert_eq!(telegram.calls_of(Method::DeleteWebhook).len(), 3);
}

#[tokio::test]
async fn a_token_that_is_revoked_stops_it_at_once() {
    let telegram = TelegramEmulator::start();
    let mut bot = Bot::on(to(&telegram));
    bot.runs().await;
    telegram.revoke_token();
    guest(&telegram);
    // The poll under way still hears; the next one is refused.
    bot.stops_for(Wrong::BadToken).await;
    let calls = telegram.calls().len();
    tokio::time::sleep(SECOND).await;
    assert_eq!(telegram.calls().len(), calls);
}

#[tokio::test]
async fn of_two_copies_one_stops_and_says_so_and_the_other_goes_on() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let (one, other) = (Bot::on(to(&telegram)), Bot::on(to(&telegram)));
    let has_stopped = |bot: &Bot| {
        *bot.line.borrow()
            == Line::Stopped {
                trouble: Wrong::Conflict,
            }
    };
    let began = Instant::now();
    until_in(6 * PATIENCE, "one has stopped", || {
        one.wake.notify_waiters();
        other.wake.notify_waiters();
        has_stopped(&one) || has_stopped(&other)
    })
    .await;
    assert!(began.elapsed() > 14 * SECOND, "nobody can hurry it");
    let left = if has_stopped(&one) { other } else { one };
    assert!(!has_stopped(&left));
    let before = left.handed_on();
    anna.writes("hello");
    until_in(3 * PATIENCE, "the other hears", || {
        left.handed_on() > before
    })
    .await;
}

#[tokio::test]
async fn what_was_kept_is_confirmed_after_it_is_off() {
    let telegram = TelegramEmulator::start();
    let mut bot = Bot::on(to(&telegram));
    bot.runs().await;
    until("it polls", || {
        !telegram.calls_of(Method::GetUpdates).is_empty()
    })
    .await;
    telegram.order(Method::GetUpdates, Trouble::Hang);
    guest(&telegram);
    until("it asks in vain", || telegram.orders_left() == 0).await;
    assert_eq!((bot.handed_on(), telegram.pending_updates()), (1, 1));
    assert!(bot.off().await < AT_ONCE);
    until("it is confirmed", || telegram.pending_updates() == 0).await;
}

#[tokio::test]
async fn a_webhook_that_somebody_has_set_is_taken_away() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let mut bot = Bot::on(to(&telegram));
    until("it hears", || bot.handed_on() == 1).await;
    let elsewhere = json!({ "url": "https://bot.example/" });
    let set = to(&telegram);
    set.call::<Value>("setWebhook", &elsewhere, PATIENCE)
        .await
        .unwrap();
    bot.waits_for(Wrong::Conflict).await;
    anna.writes("hello");
    until("it hears again", || bot.handed_on() == 2).await;
}

#[tokio::test]
async fn a_host_that_is_not_allowed_is_told_and_tried_again() {
    let telegram = TelegramEmulator::start();
    let address = telegram.url().replace("127.0.0.1", "localhost");
    let mut bot = Bot::on(connection(&address, &telegram.token()));
    bot.waits_for(Wrong::HostRefused).await;
    assert!(bot.off().await < AT_ONCE);
    assert!(telegram.calls().is_empty());
}

#[tokio::test]
async fn a_server_that_was_killed_and_returns_is_heard_as_soon_as_somebody_says_so() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let wire = Wire::to(telegram.url()).await;
    let mut bot = Bot::on(connection(&wire.url, &telegram.token()));
    until("it hears", || bot.handed_on() == 1).await;
    wire.cut();
    let Line::Waiting { since, .. } = bot.waits_for(Wrong::Offline).await else {
        panic!("it waits");
    };
    anna.writes("hello");
    // By now it waits for four seconds and more.
    tokio::time::sleep(4 * SECOND).await;
    let later = bot.waits_for(Wrong::Offline).await;
    assert_eq!(
        later,
        Line::Waiting {
            trouble: Wrong::Offline,
            since
        }
    );
    wire.mend();
    let began = Instant::now();
    until("it hears again", || {
        bot.wake.notify_waiters();
        bot.handed_on() == 2
    })
    .await;
    assert!(began.elapsed() < SECOND, "{:?}", began.elapsed());
    bot.runs().await;
}

#[rstest]
#[case::starting(Some((Method::DeleteWebhook, Trouble::Hang)))]
#[case::polling(None)]
#[case::silent(Some((Method::GetUpdates, Trouble::Hang)))]
#[case::broken(Some((Method::GetUpdates, Trouble::server_error(502))))]
#[case::told_to_wait(Some((Method::GetUpdates, Trouble::RetryAfter { seconds: 600 })))]
#[case::conflict(Some((Method::GetUpdates, conflict())))]
#[tokio::test]
async fn it_is_off_at_once_whatever_it_does(#[case] order: Option<(Method, Trouble)>) {
    let telegram = TelegramEmulator::start();
    if let Some((method, trouble)) = order {
        telegram.order_times(100, method, trouble);
    }
    let bot = Bot::on(to(&telegram));
    tokio::time::sleep(SECOND).await;
    assert!(!telegram.calls().is_empty());
    let took = bot.off().await;
    println!("off in {took:?}");
    assert!(took < AT_ONCE, "{took:?}");
}

#[tokio::test]
async fn it_is_off_at_once_while_updates_are_kept_and_they_come_again() {
    let telegram = TelegramEmulator::start();
    guest(&telegram);
    let shelf = Shelf {
        never_returns: true,
        ..Shelf::default()
    };
    let bot = Bot::with(to(&telegram), shelf, Backlog::Answered);
    until("the update is there", || {
        !telegram.calls_of(Method::GetUpdates).is_empty()
    })
    .await;
    tokio::time::sleep(SECOND / 4).await;
    assert!(bot.off().await < AT_ONCE);
    let bot = Bot::on(to(&telegram));
    until("it comes again", || bot.handed_on() == 1).await;
}
