//! The inbox: chats side by side, each in its order, none held up by another, off at once.

use crate::support::{AT_ONCE, until};
use blazon_bot::CancellationToken;
use blazon_bot::inbox::Inbox;
use blazon_providers::telegram::Update;
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

fn update(id: i64, chat: i64) -> Update {
    message(id, chat, "x")
}

fn message(id: i64, chat: i64, text: &str) -> Update {
    let value = json!({ "update_id": id, "message": {
        "message_id": id, "chat": { "id": chat, "type": "private" }, "text": text,
    } });
    serde_json::from_value(value).unwrap()
}

fn chat_of(update: &Update) -> i64 {
    // Updates of these tests carry the chat in their number.
    update.id / 1000
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_chat_has_its_order_and_no_two_handlers_at_once() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (at_work, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let handler = {
        let (seen, at_work, most) = (Arc::clone(&seen), Arc::clone(&at_work), Arc::clone(&most));
        move |update: Update| {
            let (seen, at_work, most) =
                (Arc::clone(&seen), Arc::clone(&at_work), Arc::clone(&most));
            async move {
                let now = at_work.fetch_add(1, Ordering::SeqCst) + 1;
                most.fetch_max(now, Ordering::SeqCst);
                seen.lock().unwrap().push((update.id, "begins"));
                tokio::time::sleep(Duration::from_millis(3)).await;
                seen.lock().unwrap().push((update.id, "ends"));
                at_work.fetch_sub(1, Ordering::SeqCst);
            }
        }
    };
    let inbox = Inbox::start(handler, |_| {}, CancellationToken::new());
    for number in 0..20 {
        for chat in 1..=100 {
            inbox.put(update(chat * 1000 + number, chat)).await;
        }
    }
    until("all are handled", || seen.lock().unwrap().len() == 2 * 2000).await;
    let seen = seen.lock().unwrap();
    for chat in 1..=100 {
        let own: Vec<_> = seen
            .iter()
            .filter(|(id, _)| id / 1000 == chat)
            .copied()
            .collect();
        let expected: Vec<_> = (0..20)
            .flat_map(|number| {
                [
                    (chat * 1000 + number, "begins"),
                    (chat * 1000 + number, "ends"),
                ]
            })
            .collect();
        assert_eq!(own, expected);
    }
    let most = most.load(Ordering::SeqCst);
    assert!((2..=64).contains(&most), "{most} at once");
}

#[tokio::test]
async fn a_chat_that_floods_loses_the_newest_and_holds_up_nobody() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&seen);
    let handler = move |update: Update| {
        let heard = Arc::clone(&heard);
        async move {
            if chat_of(&update) == 1 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            heard.lock().unwrap().push(update.id);
        }
    };
    let inbox = Inbox::start(handler, |_| {}, CancellationToken::new());
    for number in 0..500 {
        inbox.put(update(1000 + number, 1)).await;
    }
    let began = Instant::now();
    inbox.put(update(2000, 2)).await;
    until("the other is answered", || {
        seen.lock().unwrap().contains(&2000)
    })
    .await;
    assert!(
        began.elapsed() < Duration::from_secs(1),
        "{:?}",
        began.elapsed()
    );
    until("what was taken is handled", || {
        seen.lock().unwrap().len() >= 31
    })
    .await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let first: Vec<i64> = seen
        .lock()
        .unwrap()
        .iter()
        .copied()
        .filter(|id| *id < 2000)
        .collect();
    assert!((30..=31).contains(&first.len()), "{}", first.len());
    let expected: Vec<i64> = (1000..1000 + first.len() as i64).collect();
    assert_eq!(first, expected, "the oldest, in their order");
    inbox.put(update(1999, 1)).await;
    until("it is heard again", || seen.lock().unwrap().contains(&1999)).await;
}

#[tokio::test]
async fn a_handler_that_breaks_off_does_not_end_its_chat() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&seen);
    let handler = move |update: Update| {
        let heard = Arc::clone(&heard);
        async move {
            assert!(update.id != 1000, "this one panics");
            heard.lock().unwrap().push(update.id);
        }
    };
    let inbox = Inbox::start(handler, |_| {}, CancellationToken::new());
    for id in [1000, 1001, 1002] {
        inbox.put(update(id, 1)).await;
    }
    until("the others are handled", || {
        *seen.lock().unwrap() == [1001, 1002]
    })
    .await;
}

#[tokio::test]
async fn commands_are_handled_while_words_fill_their_places_and_take_turns_with_them() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&seen);
    let handler = move |update: Update| {
        let heard = Arc::clone(&heard);
        async move {
            heard.lock().unwrap().push(update.id);
            if chat_of(&update) < 500 {
                std::future::pending::<()>().await;
            }
        }
    };
    let inbox = Inbox::start(handler, |_| {}, CancellationToken::new());
    // All are there before the first is begun.
    for chat in 1..=100 {
        inbox.put(update(chat * 1000, chat)).await;
        inbox
            .put(message((500 + chat) * 1000, 500 + chat, "/start"))
            .await;
    }
    until("all commands and 64 others are begun", || {
        seen.lock().unwrap().len() == 164
    })
    .await;
    let first: Vec<i64> = seen.lock().unwrap()[..20].to_vec();
    let commands = first.iter().filter(|id| **id >= 500_000).count();
    assert_eq!(commands, 10, "they take turns: {first:?}");
    inbox.put(message(999_000, 999, "/help")).await;
    until("one more is", || seen.lock().unwrap().contains(&999_000)).await;
}

/// Drops as the handler that holds it does.
struct Held(Arc<AtomicUsize>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn handlers_end_at_once_when_it_is_switched_off() {
    let held = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&held);
    let handler = move |_| {
        let count = Arc::clone(&count);
        async move {
            count.fetch_add(1, Ordering::SeqCst);
            let _held = Held(count);
            std::future::pending::<()>().await;
        }
    };
    let stop = CancellationToken::new();
    let inbox = Inbox::start(handler, |_| {}, stop.clone());
    for chat in 0..100 {
        inbox.put(update(chat * 1000, chat)).await;
    }
    until("as many as may are at work", || {
        held.load(Ordering::SeqCst) == 64
    })
    .await;
    let began = Instant::now();
    stop.cancel();
    until("none is", || held.load(Ordering::SeqCst) == 0).await;
    assert!(began.elapsed() < AT_ONCE, "{:?}", began.elapsed());
    inbox.put(update(1, 1)).await;
}
