//! Updates that no decent person sends, and answers that are none: the loop goes on, and hears the next decent one.

use crate::bot::Bot;
use crate::support::{AT_ONCE, PATIENCE, connection, guest, stands, to};
use blazon_bot::line::{Line, Trouble};
use blazon_emulators::TelegramEmulator;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// The kind and content of a hostile update.
fn hostile(number: usize) -> (&'static str, Value) {
    let person = json!({ "id": number, "is_bot": false, "first_name": "\u{202e}\0" });
    let chat = json!({ "id": number, "type": "private" });
    match number % 10 {
        0 => ("my_chat_member", json!({ "from": person, "chat": chat })),
        1 => ("some_new_kind", json!([1, 2, { "deep": [[[[[[]]]]]] }])),
        2 => ("message", json!({ "message_id": "five", "chat": chat })),
        3 => ("message", json!({ "message_id": 5 })),
        4 => ("message", Value::Null),
        5 => ("callback_query", json!({ "id": 5, "from": person })),
        6 => (
            "callback_query",
            json!({ "id": "5", "from": person, "data": "x".repeat(50_000) }),
        ),
        7 => {
            let text = "\u{1f4a9}\\\"\u{2028}".repeat(4000);
            (
                "message",
                json!({ "message_id": 5, "from": person, "chat": chat, "text": text }),
            )
        }
        8 => (
            "message",
            json!({ "message_id": 5, "chat": { "id": -1, "type": "agora" }, "text": "" }),
        ),
        _ => (
            "message",
            json!({ "message_id": i64::MAX, "chat": chat, "photo": [], "text": null }),
        ),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_hostile_updates_end_nothing() {
    let telegram = TelegramEmulator::start();
    let count = 10_000;
    for number in 0..count {
        let (kind, value) = hostile(number);
        telegram.tells(kind, value);
    }
    let anna = guest(&telegram);
    let mut bot = Bot::on(to(&telegram));
    let began = Instant::now();
    let heard = tokio::time::timeout(6 * PATIENCE, async {
        while telegram.pending_updates() > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    heard.await.unwrap();
    println!("{count} hostile updates in {:?}", began.elapsed());
    let known = 4 * count / 10 + 1;
    assert_eq!(bot.shelf.ids().len(), known);
    assert_eq!(bot.unknown.load(Ordering::Relaxed), 6 * count as u64 / 10);
    anna.writes("still there?");
    crate::support::until("it hears", || bot.shelf.ids().len() == known + 1).await;
    bot.runs().await;
    assert!(bot.off().await < AT_ONCE);
}

/// A server that answers `deleteWebhook` well and everything else with this; the number of its other answers.
async fn server(reply: &'static str) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answers = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&answers);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            let length = stream.read(&mut request).await.unwrap_or(0);
            let is_first = request[..length]
                .windows(13)
                .any(|part| part == b"deleteWebhook");
            let body = if is_first {
                r#"{"ok":true,"result":true}"#
            } else {
                reply
            };
            counted.fetch_add(usize::from(!is_first), Ordering::SeqCst);
            let length = body.len();
            let text = format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
            );
            let _ = stream.write_all(text.as_bytes()).await;
        }
    });
    (url, answers)
}

#[tokio::test]
async fn updates_without_numbers_or_with_old_ones_are_no_loop_without_an_end() {
    for reply in [
        r#"{"ok":true,"result":[{"message":{}}]}"#,
        r#"{"ok":true,"result":[null,5,"x"]}"#,
        r#"{"ok":true,"result":{"update_id":5}}"#,
    ] {
        let (url, answers) = server(reply).await;
        let mut bot = Bot::on(connection(&url, "123456:AAF-x_9"));
        let broken = |line: &Line| {
            matches!(
                line,
                Line::Waiting {
                    trouble: Trouble::TelegramBroken,
                    ..
                }
            )
        };
        stands(&mut bot.line, broken).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert!(answers.load(Ordering::SeqCst) <= 2, "{reply}");
        assert!(bot.off().await < AT_ONCE);
    }
    let (url, answers) = server(r#"{"ok":true,"result":[]}"#).await;
    let bot = Bot::on(connection(&url, "123456:AAF-x_9"));
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(
        answers.load(Ordering::SeqCst) <= 3,
        "a server that never waits is not asked without a pause"
    );
    assert!(bot.off().await < AT_ONCE);
}
