//! Telegram's emulator by a plain client: methods, limits, troubles, and people who see what came of them.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

mod support;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use blazon_emulators::TelegramEmulator;
use blazon_emulators::telegram::{ChatMessage, Limits, Method, Person, Trouble};
use serde_json::{Value, json};
use support::{Answer, listen, send};

/// Longer than anything here takes.
const SOON: Duration = Duration::from_secs(10);
/// As long as a test waits for what should not come.
const MOMENT: Duration = Duration::from_millis(50);

fn url(telegram: &TelegramEmulator, method: &str) -> String {
    format!("{}/bot{}/{method}", telegram.url(), telegram.token())
}

fn try_call(
    telegram: &TelegramEmulator,
    method: &str,
    body: &Value,
) -> Result<Answer, ureq::Error> {
    let headers = [("content-type", "application/json")];
    let body = body.to_string();
    send("POST", &url(telegram, method), &headers, body.as_bytes())
}

fn call(telegram: &TelegramEmulator, method: &str, body: &Value) -> Answer {
    try_call(telegram, method, body).unwrap()
}

/// What a call that succeeds comes to.
fn result(telegram: &TelegramEmulator, method: &str, body: &Value) -> Value {
    let answer = call(telegram, method, body).json();
    assert_eq!(answer["ok"], true, "{method}: {answer}");
    answer["result"].clone()
}

/// The status and the words of a call that does not.
fn refusal(answer: &Answer) -> (u16, String) {
    let body = answer.json();
    assert_eq!(body["ok"], false, "{body}");
    assert_eq!(body["error_code"], answer.status);
    (
        answer.status,
        body["description"].as_str().unwrap().to_owned(),
    )
}

fn refused(telegram: &TelegramEmulator, method: &str, body: &Value) -> (u16, String) {
    refusal(&call(telegram, method, body))
}

fn bad(words: &str) -> (u16, String) {
    (400, format!("Bad Request: {words}"))
}

fn say(telegram: &TelegramEmulator, to: &Person, text: &str) -> Value {
    result(
        telegram,
        "sendMessage",
        &json!({ "chat_id": to.id(), "text": text }),
    )
}

/// A person who has pressed START, of which the bot has heard.
fn started(telegram: &TelegramEmulator) -> Person {
    let anna = telegram.person("Anna", "ru");
    anna.writes("/start");
    updates(telegram);
    anna
}

/// All updates, which are confirmed.
fn updates(telegram: &TelegramEmulator) -> Vec<Value> {
    let told = result(telegram, "getUpdates", &json!({}));
    let told = told.as_array().unwrap().clone();
    if let Some(last) = told.last() {
        let after = last["update_id"].as_i64().unwrap() + 1;
        result(telegram, "getUpdates", &json!({ "offset": after }));
    }
    told
}

/// Waits until the first call of a method has arrived.
fn wait_for_call(telegram: &TelegramEmulator, method: Method) {
    while telegram.calls_of(method).is_empty() {
        thread::yield_now();
    }
}

/// A form with a file, and its type.
fn form(fields: &[(&str, &str)], name: &str, file_name: &str, file: &[u8]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (field, value) in fields {
        write!(
            body,
            "--x-x\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
        )
        .unwrap();
    }
    write!(
        body,
        "--x-x\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\r\n"
    )
    .unwrap();
    body.extend(file);
    body.extend(b"\r\n--x-x--\r\n");
    ("multipart/form-data; boundary=x-x".to_owned(), body)
}

fn send_file(
    telegram: &TelegramEmulator,
    method: &str,
    field: &str,
    to: &Person,
    file: &[u8],
) -> Answer {
    let chat = to.id().to_string();
    let fields = [("chat_id", chat.as_str()), ("caption", "A fox")];
    let (kind, body) = form(&fields, field, "fox.png", file);
    let headers = [("content-type", kind.as_str())];
    send("POST", &url(telegram, method), &headers, &body).unwrap()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90])
    });
    let mut file = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut file, image::ImageFormat::Png)
        .unwrap();
    file.into_inner()
}

fn buttons(data: &[&str]) -> Value {
    let row: Vec<Value> = data
        .iter()
        .map(|data| json!({ "text": data.to_uppercase(), "callback_data": data }))
        .collect();
    json!({ "inline_keyboard": [row] })
}

/// A message with two buttons that the person has seen.
fn offered(telegram: &TelegramEmulator, to: &Person) -> ChatMessage {
    let body =
        json!({ "chat_id": to.id(), "text": "Which?", "reply_markup": buttons(&["a", "b"]) });
    result(telegram, "sendMessage", &body);
    to.next_message(SOON).unwrap()
}

#[test]
fn a_bot_hears_what_a_person_writes_with_commands_marked_in_units_of_utf_16() {
    let telegram = TelegramEmulator::start();
    let anna = telegram.person("Anna", "ru");
    anna.writes("/start m_7");
    anna.writes("🦊🦊 /draw@emulated_bot лис");
    let told = updates(&telegram);
    let first = &told[0]["message"];
    assert_eq!(first["text"], "/start m_7");
    assert_eq!(first["from"]["language_code"], "ru");
    assert_eq!(first["chat"]["id"], anna.id());
    assert_eq!(first["chat"]["type"], "private");
    let mark = json!({ "type": "bot_command", "offset": 0, "length": 6 });
    assert_eq!(first["entities"][0], mark);
    let second = &told[1]["message"];
    assert_eq!(second["entities"][0]["offset"], 5);
    assert_eq!(second["entities"][0]["length"], 18);
    assert_eq!(
        second["message_id"],
        first["message_id"].as_i64().unwrap() + 1
    );
    let id = |update: &Value| update["update_id"].as_i64().unwrap();
    assert_eq!(id(&told[1]), id(&told[0]) + 1);
    assert_eq!(telegram.pending_updates(), 0);
}

#[test]
fn methods_are_named_in_any_case_and_take_their_parameters_from_anywhere() {
    let telegram = TelegramEmulator::start();
    let anna = started(&telegram);
    let me = send("GET", &url(&telegram, "GETME"), &[], b"")
        .unwrap()
        .json();
    assert_eq!(me["result"]["is_bot"], true);
    assert_eq!(me["result"]["username"], telegram.username());
    let query = format!(
        "sendmessage?chat_id={}&text=%D0%BB%D0%B8%D1%81+1",
        anna.id()
    );
    assert_eq!(
        send("GET", &url(&telegram, &query), &[], b"")
            .unwrap()
            .status,
        200
    );
    let form_body = format!("chat_id={}&text=a%26b", anna.id());
    let form_kind = [("content-type", "application/x-www-form-urlencoded")];
    let posted = send(
        "POST",
        &url(&telegram, "SendMessage"),
        &form_kind,
        form_body.as_bytes(),
    );
    assert_eq!(posted.unwrap().status, 200);
    let texts: Vec<String> = anna.messages().into_iter().map(|seen| seen.text).collect();
    assert_eq!(texts, ["/start", "лис 1", "a&b"]);
    let (code, words) = refused(&telegram, "sendRocket", &json!({}));
    assert_eq!((code, words.as_str()), (404, "Not Found: method not found"));
    let calls = telegram.calls_of(Method::SendMessage);
    assert_eq!(calls.len(), 2);
    assert!(
        calls
            .iter()
            .all(|call| call.succeeded() && call.chat == Some(anna.id()))
    );
    assert!(calls[0].at <= calls[0].answered_at.unwrap());
}

#[test]
fn a_token_that_is_not_the_bots_is_refused() {
    let telegram = TelegramEmulator::start();
    let with = |token: &str| {
        let url = format!("{}/bot{token}/getMe", telegram.url());
        refusal(&send("GET", &url, &[], b"").unwrap())
    };
    let invalid = (401, "Unauthorized: invalid token specified".to_owned());
    assert_eq!(with("nonsense"), invalid);
    assert_eq!(with("0123:abc"), invalid);
    assert_eq!(with("-5:abc"), invalid);
    assert_eq!(with(&format!("1:{}", "a".repeat(80))), invalid);
    assert_eq!(with("abc:def").0, 421);
    assert_eq!(with("123:abc"), (401, "Unauthorized".to_owned()));
    let almost = telegram.token().replace("AAE", "AAF");
    assert_eq!(with(&almost), (401, "Unauthorized".to_owned()));
    let old = telegram.token();
    let new = telegram.revoke_token();
    assert_eq!(with(&old), (401, "Unauthorized".to_owned()));
    assert_eq!(result(&telegram, "getMe", &json!({}))["is_bot"], true);
    assert_ne!(old, new);
    let nowhere = send("GET", &format!("{}/getMe", telegram.url()), &[], b"");
    assert_eq!(refusal(&nowhere.unwrap()), (404, "Not Found".to_owned()));
}

#[test]
fn a_poll_waits_for_an_update_and_not_longer_than_it_says() {
    let telegram = TelegramEmulator::start();
    let anna = telegram.person("Anna", "en");
    thread::scope(|scope| {
        let poll = scope.spawn(|| {
            let began = Instant::now();
            let told = result(&telegram, "getUpdates", &json!({ "timeout": 50 }));
            (began.elapsed(), told)
        });
        wait_for_call(&telegram, Method::GetUpdates);
        thread::sleep(MOMENT * 4);
        anna.writes("hi");
        let (took, told) = poll.join().unwrap();
        assert_eq!(told[0]["message"]["text"], "hi");
        assert!(took >= MOMENT * 3 && took < SOON, "{took:?}");
    });
    let offset = result(&telegram, "getUpdates", &json!({}))[0]["update_id"]
        .as_i64()
        .unwrap()
        + 1;
    let began = Instant::now();
    let none = result(
        &telegram,
        "getUpdates",
        &json!({ "offset": offset, "timeout": 1 }),
    );
    assert_eq!(none, json!([]));
    assert!(began.elapsed() >= Duration::from_secs(1));
}

#[test]
fn offsets_confirm_limits_limit_and_unwanted_kinds_are_not_told() {
    let telegram = TelegramEmulator::start();
    let anna = telegram.person("Anna", "en");
    for text in ["1", "2", "3"] {
        anna.writes(text);
    }
    let text = |told: &Value, at: usize| told[at]["message"]["text"].clone();
    let first = result(&telegram, "getUpdates", &json!({ "limit": 1 }));
    assert_eq!(
        (first.as_array().unwrap().len(), text(&first, 0)),
        (1, json!("1"))
    );
    let again = result(&telegram, "getUpdates", &json!({}));
    assert_eq!(again.as_array().unwrap().len(), 3);
    let last = result(&telegram, "getUpdates", &json!({ "offset": -1 }));
    assert_eq!(
        (telegram.pending_updates(), text(&last, 0)),
        (1, json!("3"))
    );
    let only_taps = json!({ "offset": last[0]["update_id"].as_i64().unwrap() + 1, "allowed_updates": ["callback_query"] });
    result(&telegram, "getUpdates", &only_taps);
    anna.writes("4");
    assert_eq!(telegram.pending_updates(), 0);
    let menu = offered(&telegram, &anna);
    anna.taps(&menu, "a");
    assert_eq!(telegram.pending_updates(), 1);
}

#[test]
fn of_two_polls_the_older_is_told_of_the_conflict() {
    let telegram = TelegramEmulator::start();
    let anna = telegram.person("Anna", "en");
    thread::scope(|scope| {
        let poll = || call(&telegram, "getUpdates", &json!({ "timeout": 10 }));
        let older = scope.spawn(poll);
        wait_for_call(&telegram, Method::GetUpdates);
        thread::sleep(MOMENT);
        let newer = scope.spawn(poll);
        let (code, words) = refusal(&older.join().unwrap());
        assert_eq!(code, 409);
        let other = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
        assert_eq!(words, other);
        anna.writes("hi");
        assert_eq!(
            newer.join().unwrap().json()["result"][0]["message"]["text"],
            "hi"
        );
    });
}

#[test]
fn polls_are_held_up_where_a_test_wants_it() {
    let telegram = TelegramEmulator::start();
    telegram.hold_up_polls(true);
    let ask = || result(&telegram, "getUpdates", &json!({ "offset": 5 }));
    ask();
    let began = Instant::now();
    ask();
    assert!(began.elapsed() >= Duration::from_secs(3));
}

#[test]
fn a_webhook_is_brought_updates_with_its_secret_and_again_after_a_failure() {
    let telegram = TelegramEmulator::start();
    let anna = telegram.person("Anna", "en");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let hook = json!({ "url": format!("http://{address}/hook?a=1"), "secret_token": "s3cret_-" });
    result(&telegram, "setWebhook", &hook);
    let (code, words) = refused(&telegram, "getUpdates", &json!({}));
    assert_eq!(code, 409);
    assert!(
        words.ends_with("use deleteWebhook to delete the webhook first"),
        "{words}"
    );
    anna.writes("hi");
    let heard: Vec<String> = ["500 Internal Server Error", "200 OK"]
        .map(|status| {
            let (mut stream, _) = listener.accept().unwrap();
            let mut heard = String::new();
            let mut buffer = [0; 4096];
            while !heard.contains("\"text\":\"hi\"") {
                let read = stream.read(&mut buffer).unwrap();
                heard.push_str(&String::from_utf8_lossy(&buffer[..read]));
            }
            write!(stream, "HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n").unwrap();
            heard
        })
        .to_vec();
    for heard in &heard {
        assert!(heard.starts_with("POST /hook?a=1 HTTP/1.1\r\n"), "{heard}");
        let small = heard.to_ascii_lowercase();
        assert!(
            small.contains("x-telegram-bot-api-secret-token: s3cret_-\r\n"),
            "{heard}"
        );
    }
    let began = Instant::now();
    while telegram.pending_updates() > 0 {
        assert!(began.elapsed() < SOON);
        thread::yield_now();
    }
    let info = result(&telegram, "getWebhookInfo", &json!({}));
    assert_eq!(
        info["last_error_message"],
        "Wrong response from the webhook: 500 Internal Server Error"
    );
    result(&telegram, "deleteWebhook", &json!({}));
    assert_eq!(result(&telegram, "getUpdates", &json!({})), json!([]));
    let elsewhere = json!({ "url": "http://example.org/hook" });
    assert_eq!(
        refused(&telegram, "setWebhook", &elsewhere),
        bad("bad webhook: An HTTPS URL must be provided for webhook")
    );
}

#[test]
fn pending_updates_are_dropped_with_the_webhook_on_request() {
    let telegram = TelegramEmulator::start();
    telegram.person("Anna", "en").writes("hi");
    result(&telegram, "deleteWebhook", &json!({}));
    assert_eq!(telegram.pending_updates(), 1);
    result(
        &telegram,
        "deleteWebhook",
        &json!({ "drop_pending_updates": true }),
    );
    assert_eq!(telegram.pending_updates(), 0);
}

#[test]
fn a_bot_cannot_write_first_nor_to_those_who_want_it_no_longer() {
    let telegram = TelegramEmulator::start();
    let anna = telegram.person("Anna", "en");
    let greet = json!({ "chat_id": anna.id(), "text": "hi" });
    assert_eq!(
        refused(&telegram, "sendMessage", &greet),
        bad("chat not found")
    );
    assert_eq!(
        refused(&telegram, "getChat", &json!({})),
        bad("chat_id is empty")
    );
    anna.writes("/start");
    say(&telegram, &anna, "hi");
    updates(&telegram);
    anna.blocks();
    let blocked = (403, "Forbidden: bot was blocked by the user".to_owned());
    assert_eq!(refused(&telegram, "sendMessage", &greet), blocked);
    let told = updates(&telegram);
    assert_eq!(
        told[0]["my_chat_member"]["new_chat_member"]["status"],
        "kicked"
    );
    anna.unblocks();
    say(&telegram, &anna, "welcome back");
    anna.deletes_account();
    let deactivated = (403, "Forbidden: user is deactivated".to_owned());
    assert_eq!(refused(&telegram, "sendMessage", &greet), deactivated);
}

#[test]
fn texts_and_captions_have_their_lengths_in_units_of_utf_16() {
    let telegram = TelegramEmulator::start();
    let anna = started(&telegram);
    let send = |text: &str| {
        call(
            &telegram,
            "sendMessage",
            &json!({ "chat_id": anna.id(), "text": text }),
        )
    };
    assert_eq!(send(&"🦊".repeat(2048)).status, 200);
    assert_eq!(
        refusal(&send(&"🦊".repeat(2049))),
        bad("message is too long")
    );
    assert_eq!(refusal(&send("")), bad("message text is empty"));
    assert_eq!(refusal(&send(" \n ")), bad("text must be non-empty"));
    // The marks are not counted.
    let marked = json!({ "chat_id": anna.id(), "parse_mode": "HTML", "text": format!("<b>{}</b>", "a".repeat(4096)) });
    assert_eq!(call(&telegram, "sendMessage", &marked).status, 200);
    let fields = [
        ("chat_id", anna.id().to_string()),
        ("caption", "a".repeat(1025)),
    ];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let (kind, body) = form(&fields, "photo", "a.png", &png(8, 8));
    let headers = [("content-type", kind.as_str())];
    let sent = support::send("POST", &url(&telegram, "sendPhoto"), &headers, &body);
    assert_eq!(refusal(&sent.unwrap()), bad("message caption is too long"));
}

#[test]
fn marks_are_read_and_an_injection_is_seen() {
    let telegram = TelegramEmulator::start();
    let anna = started(&telegram);
    let body =
        |mode: &str, text: &str| json!({ "chat_id": anna.id(), "text": text, "parse_mode": mode });
    let sent = result(
        &telegram,
        "sendMessage",
        &body("HTML", " 🦊 <b>fox</b> &amp; /start"),
    );
    assert_eq!(sent["text"], "🦊 fox & /start");
    let marks = json!([
        { "type": "bold", "offset": 3, "length": 3 },
        { "type": "bot_command", "offset": 9, "length": 6 },
    ]);
    assert_eq!(sent["entities"], marks);
    let name = "</b><a href=\"tg://x\">";
    assert_eq!(
        refused(
            &telegram,
            "sendMessage",
            &body("HTML", &format!("<b>{name}</b>"))
        ),
        bad(
            "can't parse entities: Unmatched end tag at byte offset 24, expected \"</a>\", found \"</b>\""
        )
    );
    assert_eq!(
        refused(&telegram, "sendMessage", &body("MarkdownV2", "Done!")),
        bad(
            "can't parse entities: Character '!' is reserved and must be escaped with the preceding '\\'"
        )
    );
    assert_eq!(
        refused(&telegram, "sendMessage", &body("bbcode", "a")),
        bad("unsupported parse_mode")
    );
    let given = json!({ "chat_id": anna.id(), "text": "a fox", "entities": [{ "type": "italic", "offset": 2, "length": 3 }] });
    let sent = result(&telegram, "sendMessage", &given);
    assert_eq!(sent["entities"][0]["type"], "italic");
}

#[test]
fn keyboards_come_with_messages_and_bad_ones_are_refused() {
    let telegram = TelegramEmulator::start();
    let anna = started(&telegram);
    let with = |markup: Value| json!({ "chat_id": anna.id(), "text": "?", "reply_markup": markup });
    let sent = result(&telegram, "sendMessage", &with(buttons(&["a", "b"])));
    assert_eq!(sent["reply_markup"], buttons(&["a", "b"]));
    assert_eq!(anna.next_message(SOON).unwrap().data_of("B"), Some("b"));
    assert_eq!(
        call(
            &telegram,
            "sendMessage",
            &with(buttons(&["x".repeat(64).as_str()]))
        )
        .status,
        200
    );
    // 65 bytes in 33 letters.
    let long = format!("{}x", "ж".repeat(32));
    assert_eq!(
        refused(&telegram, "sendMessage", &with(buttons(&[&long]))),
        bad("BUTTON_DATA_INVALID")
    );
    let plain = json!({ "inline_keyboard": [[{ "text": "a" }]] });
    assert_eq!(
        refused(&telegram, "sendMessage", &with(plain)),
        bad(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    );
    assert_eq!(
        refused(&telegram, "sendMessage", &with(json!([]))),
        bad("object expected as reply markup")
    );
    let own = with(json!({ "keyboard": [["Draw", { "text": "Stop" }]] }));
    assert!(result(&telegram, "sendMessage", &own)["reply_markup"].is_null());
    let seen = anna.messages().pop().unwrap();
    assert_eq!(seen.keyboard, [["Draw", "Stop"]]);
}

#[test]
fn a_message_is_edited_once_for_the_same_words_and_is_gone_when_deleted() {
    let telegram = TelegramEmulator::start();
    let anna = started(&telegram);
    let menu = offered(&telegram, &anna);
    let edit = json!({ "chat_id": anna.id(), "message_id": menu.id, "text": "Working" });
    let edited = result(&telegram, "editMessageText", &edit);
    assert!(edited["edit_date"].is_i64());
    assert!(
        edited["reply_markup"].is_null(),
        "buttons that are not sent again are taken away"
    );
    let seen = anna.sees(SOON, |seen| seen.text == "Working").unwrap();
    assert_eq!((seen.id, seen.edits, seen.buttons.len()), (menu.id, 1, 0));
    let (code, words) = refused(&telegram, "editMessageText", &edit);
    assert_eq!(code, 400);
    assert!(
        words.starts_with("Bad Request: message is not modified: specified new message content"),
        "{words}"
    );
    let markup =
        json!({ "chat_id": anna.id(), "message_id": menu.id, "reply_markup": buttons(&["c"]) });
    let edited = result(&telegram, "editMessageReplyMarkup", &markup);
    assert_eq!(edited["reply_markup"], buttons(&["c"]));
    let caption = json!({ "chat_id": anna.id(), "message_id": menu.id, "caption": "c" });
    assert_eq!(
        refused(&telegram, "editMessageCaption", &caption),
        bad("there is no caption in the message to edit")
    );
    let own = json!({ "chat_id": anna.id(), "message_id": 1, "text": "not mine" });
    assert_eq!(
        refused(&telegram, "editMessageText", &own),
        bad("message can't be edited")
    );
    let delete = json!({ "chat_id": anna.id(), "message_id": menu.id });
    result(&telegram, "deleteMessage", &delete);
    assert!(anna.sees_gone(SOON, &menu));
    assert_eq!(
        refused(&telegram, "deleteMessage", &delete),
        bad("message to delete not found")
    );
    assert_eq!(
        refused(&telegram, "editMessageText", &edit),
        bad("message to edit not found")
    );
}

#[test]
fn a_photo_is_seen_by_the_person_to_the_last_byte_and_sent_again_by_its_id() {
    let telegram = TelegramEmulator::start();
    let anna = started(&telegram);
    let fox = png(1000, 500);
    let sent = send_file(&telegram, "sendPhoto", "photo", &anna, &fox).json()["result"].clone();
    let sizes = sent["photo"].as_array().unwrap();
    let widths: Vec<u64> = sizes
        .iter()
        .map(|size| size["width"].as_u64().unwrap())
        .collect();
    assert_eq!(widths, [90, 320, 800, 1000]);
    assert_eq!(sizes[3]["file_size"], fox.len());
    assert_eq!(sent["caption"], "A fox");
    let seen = anna.next_message(SOON).unwrap();
    let photo = seen.photo.unwrap();
    assert_eq!(photo.bytes.unwrap(), fox);
    assert_eq!(photo.dimensions, Some((1000, 500)));
    let again = json!({ "chat_id": anna.id(), "photo": sizes[3]["file_id"] });
    let again = result(&telegram, "sendPhoto", &again);
    assert_eq!(again["photo"], sent["photo"]);
    assert!(telegram.calls_of(Method::SendPhoto)[1].bytes < 1000);
    let caption =
        json!({ "chat_id": anna.id(), "message_id": again["message_id"], "caption": "Two" });
    assert_eq!(
        result(&telegram, "editMessageCaption", &caption)["caption"],
        "Two"
    );
    let file = result(
        &telegram,
        "getFile",
        &json!({ "file_id": sizes[3]["file_id"] }),
    );
    let fetch = |file: &Value| {
        let path = file["file_path"].as_str().unwrap();
        let url = format!("{}/file/bot{}/{path}", telegram.url(), telegram.token());
        send("GET", &url, &[], b"").unwrap()
    };
    assert_eq!(fetch(&file).bytes(), fox);
    let small = result(
        &telegram,
        "getFile",
        &json!({ "file_id": sizes[0]["file_id"] }),
    );
    assert!(fetch(&small).bytes().starts_with(&[0xff, 0xd8, 0xff]));
    let (_, words) = refused(&telegram, "getFile", &json!({ "file_id": "nothing" }));
    assert_eq!(words, "Bad Request: invalid file_id");
}

#[test]
fn photos_that_telegram_would_not_take_are_refused() {
    let telegram = TelegramEmulator::start();
    let anna = started(&telegram);
    let send = |photo: &[u8]| refusal(&send_file(&telegram, "sendPhoto", "photo", &anna, photo));
    assert_eq!(send(b"not much of a picture"), bad("IMAGE_PROCESS_FAILED"));
    let whole = png(64, 64);
    assert_eq!(send(&whole[..whole.len() / 2]), bad("IMAGE_PROCESS_FAILED"));
    assert_eq!(send(&png(210, 10)), bad("PHOTO_INVALID_DIMENSIONS"));
    assert_eq!(send(&png(9000, 1001)), bad("PHOTO_INVALID_DIMENSIONS"));
    assert_eq!(
        send(&vec![0; (10 << 20) + 1]),
        bad(
            "file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes"
        )
    );
    assert_eq!(send(b""), bad("file must be non-empty"));
    let none = json!({ "chat_id": anna.id() });
    assert_eq!(
        refused(&telegram, "sendPhoto", &none),
        bad("there is no photo in the request")
    );
    let unknown = json!({ "chat_id": anna.id(), "photo": "nonsense" });
    let (code, words) = refused(&telegram, "sendPhoto", &unknown);
    assert_eq!(code, 400);
    assert!(
        words.starts_with("Bad Request: wrong remote file identifier specified"),
        "{words}"
    );
}

#[test]
fn documents_keep_their_names_and_albums_are_messages_of_one_group() {
    let telegram = TelegramEmulator::start();
    let anna = started(&telegram);
    let sent = send_file(&telegram, "sendDocument", "document", &anna, b"PK\x03\x04").json();
    assert_eq!(sent["result"]["document"]["file_name"], "fox.png");
    let as_photo = json!({ "chat_id": anna.id(), "photo": sent["result"]["document"]["file_id"] });
    assert_eq!(
        refused(&telegram, "sendPhoto", &as_photo),
        bad("type of file mismatch")
    );
    let photo =
        send_file(&telegram, "sendPhoto", "photo", &anna, &png(10, 10)).json()["result"].clone();
    let id = photo["photo"][0]["file_id"].as_str().unwrap().to_owned();
    let media = json!([{ "type": "photo", "media": "attach://one", "caption": "1" }, { "type": "photo", "media": id }]);
    let chat = anna.id().to_string();
    let fields = [("chat_id", chat.as_str()), ("media", &media.to_string())];
    let (kind, body) = form(&fields, "one", "a.png", &png(20, 10));
    let headers = [("content-type", kind.as_str())];
    let album = send("POST", &url(&telegram, "sendMediaGroup"), &headers, &body)
        .unwrap()
        .json();
    let album = album["result"].as_array().unwrap();
    assert_eq!(album.len(), 2);
    assert!(album[0]["media_group_id"].is_string());
    assert_eq!(album[0]["media_group_id"], album[1]["media_group_id"]);
    let missing =
        json!({ "chat_id": anna.id(), "media": [{ "type": "photo", "media": "attach://none" }] });
    assert_eq!(
        refused(&telegram, "sendMediaGroup", &missing),
        bad("can't parse InputMedia: media not found")
    );
}

#[test]
fn a_photo_from_a_person_is_fetched_by_the_bot() {
    let telegram = TelegramEmulator::start();
    let anna = started(&telegram);
    let fox = png(100, 50);
    anna.sends_photo_with(fox.clone(), "my fox");
    let told = updates(&telegram);
    let message = &told[0]["message"];
    assert_eq!(message["caption"], "my fox");
    let biggest = message["photo"].as_array().unwrap().last().unwrap();
    assert_eq!(biggest["width"], 100);
    let file = result(
        &telegram,
        "getFile",
        &json!({ "file_id": biggest["file_id"] }),
    );
    let path = file["file_path"].as_str().unwrap();
    let url = format!("{}/file/bot{}/{path}", telegram.url(), telegram.token());
    assert_eq!(send("GET", &url, &[], b"").unwrap().bytes(), fox);
    assert_eq!(telegram.calls_of(Method::Download).len(), 1);
}

#[test]
fn bytes_can_be_let_go_while_size_and_hash_stay() {
    let telegram = TelegramEmulator::start();
    telegram.keep_bytes(false);
    let anna = started(&telegram);
    let fox = png(100, 50);
    send_file(&telegram, "sendPhoto", "photo", &anna, &fox);
    let photo = anna.next_message(SOON).unwrap().photo.unwrap();
    assert_eq!((photo.size, photo.bytes), (fox.len(), None));
    assert_eq!(photo.sha256.len(), 64);
}

#[test]
fn a_tap_is_answered_once_and_not_too_late() {
    let telegram = TelegramEmulator::start();
    let anna = started(&telegram);
    let menu = offered(&telegram, &anna);
    let tap = anna.taps(&menu, "b");
    let query = updates(&telegram)[0]["callback_query"].clone();
    assert_eq!(query["data"], "b");
    assert_eq!(query["message"]["message_id"], menu.id);
    assert!(query["chat_instance"].is_string());
    let answer = json!({ "callback_query_id": query["id"], "text": "Taken", "show_alert": true });
    assert!(tap.answer(MOMENT).is_none());
    result(&telegram, "answerCallbackQuery", &answer);
    let seen = tap.answer(SOON).unwrap();
    assert_eq!((seen.text.as_str(), seen.alert), ("Taken", true));
    let old = bad("query is too old and response timeout expired or query ID is invalid");
    assert_eq!(refused(&telegram, "answerCallbackQuery", &answer), old);
    telegram.let_taps_wait(Duration::ZERO);
    anna.taps(&menu, "a");
    thread::sleep(MOMENT);
    let late = updates(&telegram)[0]["callback_query"]["id"].clone();
    assert_eq!(
        refused(
            &telegram,
            "answerCallbackQuery",
            &json!({ "callback_query_id": late })
        ),
        old
    );
    result(
        &telegram,
        "deleteMessage",
        &json!({ "chat_id": anna.id(), "message_id": menu.id }),
    );
    anna.taps(&menu, "a");
    assert_eq!(
        updates(&telegram)[0]["callback_query"]["message"]["date"],
        0
    );
}

#[test]
fn commands_and_descriptions_are_by_scope_and_language() {
    let telegram = TelegramEmulator::start();
    let (anna, bob) = (telegram.person("Anna", "ru"), telegram.person("Bob", "en"));
    let set = |description: &str, more: Value| {
        let mut body = json!({ "commands": [{ "command": "/draw", "description": description }] });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        result(&telegram, "setMyCommands", &body);
    };
    set("Draws", json!({}));
    set("Рисует", json!({ "language_code": "ru" }));
    let described = |person: &Person| {
        person
            .commands()
            .first()
            .map(|command| command.description.clone())
    };
    assert_eq!(described(&anna).as_deref(), Some("Рисует"));
    assert_eq!(described(&bob).as_deref(), Some("Draws"));
    bob.writes("/start");
    set(
        "Draws for Bob",
        json!({ "scope": { "type": "chat", "chat_id": bob.id() } }),
    );
    assert_eq!(described(&bob).as_deref(), Some("Draws for Bob"));
    let russian = result(
        &telegram,
        "getMyCommands",
        &json!({ "language_code": "ru" }),
    );
    assert_eq!(
        russian,
        json!([{ "command": "draw", "description": "Рисует" }])
    );
    result(
        &telegram,
        "deleteMyCommands",
        &json!({ "language_code": "ru" }),
    );
    assert_eq!(
        result(
            &telegram,
            "getMyCommands",
            &json!({ "language_code": "ru" })
        ),
        json!([])
    );
    let shouted = json!({ "commands": [{ "command": "Draw", "description": "d" }] });
    assert_eq!(
        refused(&telegram, "setMyCommands", &shouted),
        bad("BOT_COMMAND_INVALID")
    );
    let wrong = json!({ "commands": [], "language_code": "russian" });
    assert_eq!(
        refused(&telegram, "setMyCommands", &wrong),
        bad("invalid language code specified")
    );
    result(
        &telegram,
        "setMyDescription",
        &json!({ "description": "Рисует лис", "language_code": "ru" }),
    );
    result(
        &telegram,
        "setMyShortDescription",
        &json!({ "short_description": "Foxes" }),
    );
    let about = anna.reads_about_bot();
    assert_eq!(
        (about.0.as_str(), about.1.as_str()),
        ("Рисует лис", "Foxes")
    );
    assert_eq!(
        result(&telegram, "getMyDescription", &json!({}))["description"],
        ""
    );
    result(
        &telegram,
        "setChatMenuButton",
        &json!({ "menu_button": { "type": "commands" } }),
    );
}

#[test]
fn in_a_group_a_bot_hears_what_is_meant_for_it() {
    let telegram = TelegramEmulator::start();
    let (anna, bob) = (telegram.person("Anna", "en"), telegram.person("Bob", "en"));
    let group = telegram.group("Foxes", &[&anna, &bob]);
    let told = updates(&telegram);
    assert_eq!(
        told[0]["my_chat_member"]["new_chat_member"]["status"],
        "member"
    );
    assert_eq!(told[1]["message"]["new_chat_members"][0]["is_bot"], true);
    bob.writes_in(&group, "just talking");
    bob.writes_in(&group, "/draw@other_bot");
    bob.writes_in(&group, "/draw a fox");
    let told = updates(&telegram);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["message"]["chat"]["title"], "Foxes");
    assert_eq!(told[0]["message"]["from"]["id"], bob.id());
    let reply = json!({ "chat_id": group.id(), "text": "Here", "reply_parameters": { "message_id": told[0]["message"]["message_id"] } });
    let sent = result(&telegram, "sendMessage", &reply);
    assert_eq!(sent["reply_to_message"]["text"], "/draw a fox");
    let seen = anna.next_message_in(&group, SOON).unwrap();
    assert_eq!(group.sees(SOON, |seen| seen.text == "Here").unwrap(), seen);
    anna.replies(&seen, "thanks");
    let told = updates(&telegram);
    assert_eq!(
        told[0]["message"]["reply_to_message"]["message_id"],
        seen.id
    );
    let others = json!({ "chat_id": group.id(), "message_id": told[0]["message"]["message_id"] });
    assert_eq!(
        refused(&telegram, "deleteMessage", &others),
        bad("message can't be deleted for everyone")
    );
    telegram.let_hear_groups(true);
    bob.writes_in(&group, "just talking");
    assert_eq!(updates(&telegram).len(), 1);
    group.kicks_bot();
    let kicked = (
        403,
        "Forbidden: bot was kicked from the supergroup chat".to_owned(),
    );
    assert_eq!(refused(&telegram, "sendMessage", &reply), kicked);
}

#[test]
fn a_bot_that_sends_too_much_is_told_when_to_come_back() {
    let telegram = TelegramEmulator::start();
    let anna = started(&telegram);
    telegram.limit(Some(Limits::default()));
    for _ in 0..3 {
        say(&telegram, &anna, "hi");
    }
    let answer = call(
        &telegram,
        "sendMessage",
        &json!({ "chat_id": anna.id(), "text": "hi" }),
    );
    assert_eq!(
        refusal(&answer),
        (429, "Too Many Requests: retry after 1".to_owned())
    );
    assert_eq!(answer.json()["parameters"]["retry_after"], 1);
    assert_eq!(answer.header("retry-after"), "1");
    let action = json!({ "chat_id": anna.id(), "action": "upload_photo" });
    result(&telegram, "sendChatAction", &action);
    assert_eq!(anna.actions()[0].0, "upload_photo");
    let wrong = json!({ "chat_id": anna.id(), "action": "dancing" });
    assert_eq!(
        refused(&telegram, "sendChatAction", &wrong),
        bad("wrong parameter action in request")
    );
    telegram.limit(None);
    say(&telegram, &anna, "hi");
}

#[test]
fn troubles_befall_the_calls_for_which_they_were_ordered() {
    let telegram = TelegramEmulator::start();
    let anna = started(&telegram);
    let body = json!({ "chat_id": anna.id(), "text": "hi" });
    let count = || {
        anna.messages()
            .iter()
            .filter(|seen| seen.is_from_bot())
            .count()
    };
    let send = || try_call(&telegram, "sendMessage", &body);
    telegram.order(Method::SendMessage, Trouble::server_error(502));
    telegram.order(Method::SendMessage, Trouble::Bare { status: 500 });
    telegram.order(Method::SendMessage, Trouble::Html { status: 200 });
    telegram.order(Method::SendMessage, Trouble::RetryAfter { seconds: 7 });
    assert_eq!(call(&telegram, "getMe", &json!({})).status, 200);
    assert_eq!(refusal(&send().unwrap()).0, 502);
    assert_eq!(send().unwrap().bytes(), b"");
    assert!(send().unwrap().text().starts_with("<html>"));
    assert_eq!(send().unwrap().json()["parameters"]["retry_after"], 7);
    telegram.order(Method::SendMessage, Trouble::DroppedBefore);
    assert!(send().is_err());
    assert_eq!((count(), telegram.orders_left()), (0, 0));
    telegram.order(Method::SendMessage, Trouble::DroppedAfter);
    assert!(send().is_err());
    assert_eq!(count(), 1);
    assert_eq!(telegram.calls().last().unwrap().status, None);
    telegram.order(Method::SendMessage, Trouble::CutMidBody);
    assert!(send().unwrap().body.is_err());
    assert_eq!(count(), 2);
    telegram.order(Method::SendMessage, Trouble::Slow(MOMENT * 4));
    let began = Instant::now();
    assert_eq!(send().unwrap().status, 200);
    assert!(began.elapsed() >= MOMENT * 4);
    telegram.order_times(2, Method::GetMe, Trouble::DroppedBefore);
    assert_eq!(listen("GET", &url(&telegram, "getMe"), &[]), b"");
    telegram.cancel_orders();
    assert_eq!(telegram.orders_left(), 0);
}

#[test]
fn a_call_that_hangs_holds_up_no_other() {
    let telegram = TelegramEmulator::start();
    let anna = started(&telegram);
    telegram.order(Method::GetMe, Trouble::Hang);
    let address = telegram.url()["http://".len()..].to_owned();
    let mut stream = std::net::TcpStream::connect(&address).unwrap();
    write!(
        stream,
        "GET /bot{}/getMe HTTP/1.1\r\nhost: x\r\n\r\n",
        telegram.token()
    )
    .unwrap();
    wait_for_call(&telegram, Method::GetMe);
    say(&telegram, &anna, "hi");
    stream.set_read_timeout(Some(MOMENT)).unwrap();
    assert!(stream.read(&mut [0; 1]).is_err());
    assert_eq!(telegram.calls_of(Method::GetMe)[0].answered_at, None);
}

#[test]
fn a_bot_logs_out_and_closes() {
    let telegram = TelegramEmulator::start();
    result(&telegram, "close", &json!({}));
    assert_eq!(
        refused(&telegram, "close", &json!({})),
        bad("the bot has already been closed")
    );
    result(&telegram, "getMe", &json!({}));
    thread::scope(|scope| {
        let poll = scope.spawn(|| result(&telegram, "getUpdates", &json!({ "timeout": 10 })));
        wait_for_call(&telegram, Method::GetUpdates);
        thread::sleep(MOMENT * 2);
        result(&telegram, "logOut", &json!({}));
        assert_eq!(poll.join().unwrap(), json!([]));
    });
    assert_eq!(
        refused(&telegram, "getMe", &json!({})),
        (400, "Logged out".to_owned())
    );
    telegram.let_in_again();
    result(&telegram, "getMe", &json!({}));
}

#[test]
fn a_person_can_be_played_and_troubles_be_ordered_over_http() {
    let telegram = TelegramEmulator::start();
    let sim = |method: &str, path: &str, body: &Value| {
        let url = format!("{}/sim/{path}", telegram.url());
        let headers = [("content-type", "application/json")];
        send(method, &url, &headers, body.to_string().as_bytes())
            .unwrap()
            .json()
    };
    let anna = sim(
        "POST",
        "people",
        &json!({ "first_name": "Anna", "language_code": "ru" }),
    )["id"]
        .as_i64()
        .unwrap();
    sim(
        "POST",
        &format!("people/{anna}/writes"),
        &json!({ "text": "/start" }),
    );
    assert_eq!(
        updates(&telegram)[0]["message"]["from"]["first_name"],
        "Anna"
    );
    let offer = json!({ "chat_id": anna, "text": "?", "reply_markup": buttons(&["a"]) });
    result(&telegram, "sendMessage", &offer);
    let seen = sim(
        "GET",
        &format!("people/{anna}/next?timeout=5"),
        &Value::Null,
    );
    assert_eq!(seen["buttons"][0][0]["callback_data"], "a");
    let tap = json!({ "message_id": seen["message_id"], "data": "a" });
    let query = sim("POST", &format!("people/{anna}/taps"), &tap)["callback_query_id"].clone();
    assert_eq!(updates(&telegram)[0]["callback_query"]["id"], query);
    result(
        &telegram,
        "answerCallbackQuery",
        &json!({ "callback_query_id": query, "text": "ok" }),
    );
    let path = format!("answers/{}?chat_id={anna}", query.as_str().unwrap());
    assert_eq!(sim("GET", &path, &Value::Null)["text"], "ok");
    let url = format!("{}/sim/people/{anna}/photo?caption=a%20fox", telegram.url());
    let sent = send("POST", &url, &[], &png(10, 10)).unwrap().json();
    assert_eq!(updates(&telegram)[0]["message"]["caption"], "a fox");
    let files = format!("{}/sim/chats/{anna}/files", telegram.url());
    let photo = format!("{files}/{}", sent["message_id"]);
    let photo = send("GET", &photo, &[], &[]).unwrap();
    assert_eq!((photo.status, photo.bytes()), (200, &png(10, 10)[..]));
    let words = format!("{files}/{}", seen["message_id"]);
    assert_eq!(send("GET", &words, &[], &[]).unwrap().status, 400);
    assert_eq!(telegram.find_person(anna).unwrap().id(), anna);
    assert!(telegram.find_person(anna + 1).is_none());
    sim(
        "POST",
        "troubles",
        &json!({ "method": "getMe", "kind": "retry_after", "seconds": 9 }),
    );
    assert_eq!(
        call(&telegram, "getMe", &json!({})).json()["parameters"]["retry_after"],
        9
    );
    sim("POST", "settings", &json!({ "hear_groups": true }));
    let me = result(&telegram, "getMe", &json!({}));
    assert_eq!(me["can_read_all_group_messages"], true);
    let wrong = json!({ "message_id": seen["message_id"], "data": "z" });
    assert!(sim("POST", &format!("people/{anna}/taps"), &wrong)["error"].is_string());
    assert_eq!(
        sim("GET", &format!("chats/{anna}"), &Value::Null)
            .as_array()
            .unwrap()
            .len(),
        3
    );
    let calls = sim("GET", "calls", &Value::Null);
    assert!(
        calls
            .as_array()
            .unwrap()
            .iter()
            .any(|call| call["method"] == "answerCallbackQuery")
    );
}

#[test]
fn five_hundred_people_at_once_are_heard_and_answered() {
    let telegram = TelegramEmulator::start();
    telegram.keep_bytes(false);
    let people: Vec<Person> = (0..500)
        .map(|number| telegram.person(&format!("P{number}"), "en"))
        .collect();
    thread::scope(|scope| {
        for person in &people {
            scope.spawn(move || {
                person.writes("/start");
                let seen = person.next_message(Duration::from_secs(60)).unwrap();
                assert_eq!(seen.text, person.id().to_string());
            });
        }
        let mut offset = 0;
        let mut answered = 0;
        while answered < people.len() {
            let told = result(
                &telegram,
                "getUpdates",
                &json!({ "offset": offset, "timeout": 10 }),
            );
            for update in told.as_array().unwrap() {
                offset = update["update_id"].as_i64().unwrap() + 1;
                let chat = &update["message"]["chat"]["id"];
                result(
                    &telegram,
                    "sendMessage",
                    &json!({ "chat_id": chat, "text": chat.to_string() }),
                );
                answered += 1;
            }
        }
    });
    assert_eq!(telegram.calls_of(Method::SendMessage).len(), 500);
}

#[test]
fn a_mark_about_a_person_tells_who_it_is() {
    let telegram = TelegramEmulator::start();
    let anna = started(&telegram);
    let text = format!(
        "<a href=\"tg://user?id={}\">you</a>, <a href=\"tg://user?id=1\">nobody</a>",
        anna.id()
    );
    let sent = result(
        &telegram,
        "sendMessage",
        &json!({ "chat_id": anna.id(), "parse_mode": "HTML", "text": text }),
    );
    assert_eq!(sent["entities"].as_array().unwrap().len(), 1);
    assert_eq!(sent["entities"][0]["user"]["first_name"], "Anna");
}
