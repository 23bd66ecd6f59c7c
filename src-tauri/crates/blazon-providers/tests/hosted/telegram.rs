//! Calls to Telegram's Bot API against its emulator: what comes back, what is wrong where nothing does, and that the token,
//! which is part of every address, is in no error.

use blazon_emulators::TelegramEmulator;
use blazon_emulators::telegram::{Method, Trouble};
use blazon_providers::telegram::{
    Attachment, Connection, File, Message, TelegramError, Update, UpdateKind, User,
};
use blazon_providers::{Net, Reach};
use bytes::Bytes;
use rstest::rstest;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(5);

fn line(telegram: &TelegramEmulator) -> Connection {
    to(telegram, "127.0.0.1", &telegram.token())
}

fn to(telegram: &TelegramEmulator, allowed: &str, token: &str) -> Connection {
    let net = Net::new(Reach {
        hosts: vec![allowed.to_owned()],
        ..Reach::default()
    });
    let address = telegram.url().parse().unwrap();
    Connection::new(net.unwrap(), address, &token.to_owned().into()).unwrap()
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

fn get_me(line: &Connection) -> Result<User, TelegramError> {
    block_on(line.call("getMe", &json!({}), PATIENCE))
}

fn next_update(line: &Connection, from: i64) -> Option<Update> {
    let asked = json!({ "offset": from, "timeout": 1 });
    let updates: Vec<Update> = block_on(line.call("getUpdates", &asked, PATIENCE)).unwrap();
    updates.into_iter().next()
}

fn picture() -> Bytes {
    Bytes::from_static(include_bytes!("../../../../../icons/32x32.png"))
}

#[test]
fn a_person_writes_and_is_answered_with_words_and_a_photo() {
    let telegram = TelegramEmulator::start();
    let line = line(&telegram);
    assert_eq!(get_me(&line).unwrap().username, Some(telegram.username()));
    let anna = telegram.person("Анна", "ru");
    anna.writes("/start m_1");
    let update = next_update(&line, 0).unwrap();
    let UpdateKind::Message(message) = update.kind else {
        panic!("{update:?}");
    };
    let from = message.from.unwrap();
    assert_eq!((from.id, from.first_name.as_str()), (anna.id(), "Анна"));
    assert_eq!(from.language_code.as_deref(), Some("ru"));
    assert_eq!(message.text.as_deref(), Some("/start m_1"));

    let chat = message.chat.id;
    let words = json!({ "chat_id": chat, "text": "Что держит персонаж?" });
    let sent: Message = block_on(line.call("sendMessage", &words, PATIENCE)).unwrap();
    let seen = anna.next_message(PATIENCE).unwrap();
    assert_eq!(
        (seen.id, seen.text.as_str()),
        (sent.message_id, "Что держит персонаж?")
    );

    let photo = Attachment {
        field: "photo",
        file_name: "badge.png".to_owned(),
        media_type: "image/png",
        bytes: picture(),
    };
    let caption = "<b>UX \"SCOUT\"</b>\r\n--x--";
    let beside = [
        ("chat_id", chat.to_string()),
        ("caption", caption.to_owned()),
    ];
    let sent: Message = block_on(line.send("sendPhoto", &beside, &photo, PATIENCE)).unwrap();
    assert!(!sent.photo.is_empty());
    let seen = anna.next_message(PATIENCE).unwrap();
    assert_eq!(seen.text, caption);
    assert_eq!(seen.photo.unwrap().bytes, Some(picture()));
}

#[test]
fn a_photo_that_a_person_sends_is_fetched() {
    let telegram = TelegramEmulator::start();
    let line = line(&telegram);
    telegram.person("Anna", "en").sends_photo(picture());
    let update = next_update(&line, 0).unwrap();
    let UpdateKind::Message(message) = update.kind else {
        panic!("{update:?}");
    };
    let asked = json!({ "file_id": message.photo.last().unwrap().file_id });
    let file: File = block_on(line.call("getFile", &asked, PATIENCE)).unwrap();
    assert_eq!(block_on(line.fetch(&file, PATIENCE)).unwrap(), picture());
    for path in ["../getMe", "photos/../../x", "a?b", ""] {
        let evil = File {
            file_path: Some(path.to_owned()),
            ..file.clone()
        };
        let error = block_on(line.fetch(&evil, PATIENCE)).unwrap_err();
        assert!(matches!(error, TelegramError::Way(_)), "{path}: {error:?}");
    }
}

#[rstest]
#[case::flood(Trouble::RetryAfter { seconds: 7 }, "TooMany { wait: 7s }", true)]
#[case::server(Trouble::server_error(500), "Broken { status: 500 }", true)]
#[case::bare(Trouble::Bare { status: 502 }, "Broken { status: 502 }", true)]
#[case::html(Trouble::Html { status: 503 }, "Broken { status: 503 }", true)]
#[case::html_that_is_well(Trouble::Html { status: 200 }, "Way(BrokenReply", false)]
#[case::dropped(Trouble::DroppedBefore, "Way(Offline { unsent: false", true)]
#[case::cut(Trouble::CutMidBody, "Way(Offline { unsent: false", true)]
#[case::silent(Trouble::Hang, "Way(Offline { unsent: false", true)]
fn a_trouble_is_told_at_once_without_the_token(
    #[case] trouble: Trouble,
    #[case] told: &str,
    #[case] may_pass: bool,
) {
    let telegram = TelegramEmulator::start();
    let line = line(&telegram);
    telegram.order(Method::GetMe, trouble);
    let started = Instant::now();
    let within = Duration::from_secs(1);
    let answer: Result<Value, _> = block_on(line.call("getMe", &json!({}), within));
    let error = answer.unwrap_err();
    assert!(started.elapsed() < 3 * within, "nobody waits for long");
    let said = format!("{error:?}");
    assert!(said.starts_with(told), "{said}");
    assert_eq!(error.may_pass(), may_pass, "{said}");
    let token = telegram.token();
    let secret = token.split_once(':').unwrap().1;
    let chain = format!("{said} {} {line:?}", whole(&error));
    assert!(!chain.contains(secret), "{chain}");
    assert!(get_me(&line).is_ok(), "the next call goes through");
}

/// An error with all of its causes in one line.
fn whole(error: &TelegramError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    text
}

#[test]
fn a_token_of_no_bot_and_a_host_that_is_not_allowed_are_told() {
    let telegram = TelegramEmulator::start();
    let unknown = to(
        &telegram,
        "127.0.0.1",
        "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    );
    assert!(matches!(get_me(&unknown), Err(TelegramError::BadToken)));
    let refused = to(&telegram, "api.telegram.org", &telegram.token());
    let error = get_me(&refused).unwrap_err();
    assert!(format!("{error:?}").contains("HostRefused"), "{error:?}");
    assert_eq!(telegram.calls().len(), 1);
}

#[test]
fn a_second_poll_ends_the_first_one() {
    let telegram = TelegramEmulator::start();
    let line = line(&telegram);
    let (first, _) = block_on(async {
        let (long, short) = (json!({ "timeout": 4 }), json!({ "timeout": 1 }));
        let first = line.call::<Vec<Update>>("getUpdates", &long, PATIENCE);
        let second = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            line.call::<Vec<Update>>("getUpdates", &short, PATIENCE)
                .await
        };
        tokio::join!(first, second)
    });
    assert!(
        matches!(first, Err(TelegramError::Conflict { .. })),
        "{first:?}"
    );
}
