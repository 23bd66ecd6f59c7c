//! Ten thousand hostile messages: nothing ends, nothing of them is marked up, other guests are served.

use crate::bot::{PATIENCE, Served, hears_after, orders, texts};
use blazon_emulators::telegram::Person;
use blazon_model::BotLine;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Messages in all.
const MESSAGES: usize = 10_000;
/// Kinds of them.
const KINDS: usize = 20;

fn message(person: &Person, nth: usize, content: &Value) -> Value {
    let mut message = json!({
        "message_id": 1_000_000 + nth,
        "date": 1_800_000_000,
        "from": { "id": person.id(), "is_bot": false, "first_name": "Mallory", "language_code": "en" },
        "chat": { "id": person.id(), "type": "private", "first_name": "Mallory" },
    });
    if let (Some(message), Some(content)) = (message.as_object_mut(), content.as_object()) {
        message.extend(content.clone());
    }
    message
}

fn press(person: &Person, nth: usize, data: &str) -> Value {
    json!({
        "id": nth.to_string(),
        "from": { "id": person.id(), "is_bot": false, "first_name": "Mallory" },
        "chat_instance": "1",
        "data": data,
    })
}

/// The nth thing that no honest Telegram would send, or no friendly guest.
fn hostile(person: &Person, nth: usize) -> (&'static str, Value) {
    let text = |text: String| ("message", message(person, nth, &json!({ "text": text })));
    match nth % KINDS {
        0 => text("A".repeat(50_000)),
        1 => text("\u{202e}\u{2066}gnirts\u{2069}\u{200f}".repeat(40)),
        2 => text("\u{0}\u{1}\u{7f}\u{1b}[31m".to_owned()),
        3 => text("<b>bold</b> *bold* _x_ [a](tg://user?id=1) `code` ||s||".to_owned()),
        4 => text("/start m_../../../etc/passwd".to_owned()),
        5 => text(format!("/start {}", "Я".repeat(4000))),
        6 => text("/portrait".to_owned() + &" \u{1f468}\u{200d}\u{1f469}".repeat(500)),
        7 => text("/create@emulated_bot@emulated_bot@".to_owned()),
        8 => (
            "callback_query",
            press(person, nth, "a:1; DROP TABLE bot_jobs"),
        ),
        9 => ("callback_query", press(person, nth, &"t:".repeat(32))),
        10 => (
            "callback_query",
            press(person, nth, "f:-9223372036854775808"),
        ),
        11 => ("poll_answer", json!({ "poll_id": "1" })),
        12 => ("message", json!({ "message_id": "not a number" })),
        13 => (
            "message",
            message(
                person,
                nth,
                &json!({ "photo": [
            { "file_id": "x".repeat(200), "file_unique_id": "y", "width": 4_000_000_000_u32, "height": 1, "file_size": 9_000_000_000_u64 }
        ] }),
            ),
        ),
        14 => (
            "message",
            message(
                person,
                nth,
                &json!({ "text": "/create", "from": { "id": person.id(), "is_bot": true, "first_name": "Bot" } }),
            ),
        ),
        15 => (
            "message",
            message(
                person,
                nth,
                &json!({ "text": "/help", "chat": { "id": -100, "type": "channel", "title": "News" } }),
            ),
        ),
        16 => (
            "message",
            message(
                person,
                nth,
                &json!({ "text": "/create", "from": { "id": person.id(), "is_bot": false, "first_name": "N".repeat(10_000), "username": "u".repeat(10_000) } }),
            ),
        ),
        17 => ("my_chat_member", json!({ "new_chat_member": null })),
        18 => ("a_kind_of_tomorrow", json!({ "deep": [[[[[[[[]]]]]]]] })),
        _ => text("/cancel".to_owned()),
    }
}

#[test]
fn ten_thousand_hostile_messages_end_nothing_and_others_are_served() {
    let served = Served::on();
    let (mallory, floods) = (served.person("Mallory", "en"), served.person("Flood", "en"));
    let anna = served.person("Anna", "en");
    // The bot may write to who has written.
    let asked = mallory.writes("/start");
    hears_after(&mallory, asked, &welcome());
    floods.writes("/start");
    for nth in 0..MESSAGES {
        let (kind, value) = hostile(if nth % 3 == 0 { &floods } else { &mallory }, nth);
        served.hosted.telegram.tells(kind, value);
        if nth == MESSAGES / 2 {
            orders(&anna, "a lamp", "IN BETWEEN");
        }
    }
    let started = Instant::now();
    while served.hosted.telegram.pending_updates() > 0 {
        assert!(
            started.elapsed() < PATIENCE * 2,
            "{} are left",
            served.hosted.telegram.pending_updates()
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    let line = served.bot.as_ref().unwrap().line();
    assert!(matches!(line, BotLine::Running { .. }), "{line:?}");
    let badge = orders(&anna, "a sword", "AFTERWARDS");
    assert!(badge.photo.is_some());
    for message in mallory.messages().iter().chain(&floods.messages()) {
        if message.is_from_bot() {
            let marked = message
                .entities
                .iter()
                .filter(|entity| entity.kind != "bot_command");
            assert_eq!(marked.count(), 0, "{message:?}");
        }
    }
    // Nothing of it waits to be answered at the next start.
    let studio = &served.hosted.flow().studio;
    let bot = studio
        .bot_overview(BotLine::Off)
        .unwrap()
        .identity
        .unwrap()
        .id;
    let started = Instant::now();
    while !studio.list_bot_updates(bot).unwrap().is_empty() {
        assert!(started.elapsed() < PATIENCE, "{:?}", texts(&anna));
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn welcome() -> String {
    "Hi! I draw badges. Send /create and tell me what the character holds and what the banner says.\n\nWhat does the character hold?".to_owned()
}
