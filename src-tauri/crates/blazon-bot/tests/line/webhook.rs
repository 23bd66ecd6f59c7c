//! The webhook: what the emulator brings is kept and handed on; what others bring is refused.

use crate::support::{AT_ONCE, Shelf, guest, stands, to, until};
use blazon_bot::CancellationToken;
use blazon_bot::inbox::Inbox;
use blazon_bot::line::{Line, Trouble as Wrong};
use blazon_bot::poll::Backlog;
use blazon_bot::webhook::{Webhook, listen};
use blazon_emulators::TelegramEmulator;
use blazon_emulators::telegram::{Method, Trouble};
use blazon_providers::telegram::Update;
use rstest::rstest;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

const SECRET: &str = "s3cret-of_the_bot";
const UPDATE: &str =
    r#"{"update_id":5,"message":{"message_id":1,"chat":{"id":7,"type":"private"},"text":"x"}}"#;

struct Bot {
    address: SocketAddr,
    shelf: Arc<Shelf>,
    handed_on: Arc<Mutex<Vec<i64>>>,
    line: watch::Receiver<Line>,
    unknown: Arc<AtomicU64>,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Bot {
    async fn on(telegram: &TelegramEmulator, shelf: Shelf) -> Self {
        let listener = listen(([127, 0, 0, 1], 0).into()).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (shelf, stop) = (Arc::new(shelf), CancellationToken::new());
        let handed_on = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&handed_on);
        let handler = move |update: Update| {
            heard.lock().unwrap().push(update.id);
            std::future::ready(())
        };
        let (line, watched) = watch::channel(Line::Starting);
        let unknown = Arc::new(AtomicU64::new(0));
        let webhook = Webhook {
            connection: to(telegram),
            url: format!("http://{address}/updates"),
            path: "/updates".to_owned(),
            secret: SECRET.into(),
            updates: Arc::clone(&shelf) as Arc<dyn blazon_bot::Updates>,
            inbox: Inbox::start(handler, |_| {}, stop.clone()),
            line,
            wake: Arc::new(Notify::new()),
            stop: stop.clone(),
            backlog: Backlog::Answered,
            unknown: Arc::clone(&unknown),
        };
        Self {
            address,
            shelf,
            handed_on,
            line: watched,
            unknown,
            stop,
            task: tokio::spawn(webhook.run(listener)),
        }
    }

    async fn runs(&mut self) {
        stands(&mut self.line, |line| matches!(line, Line::Running { .. })).await;
    }

    /// The status and the body of the answer to what is written.
    async fn says(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        // The answer may come before all of a long body is taken.
        let _ = stream.write_all(request.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8(answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap_or_default();
        let body = answer.split("\r\n\r\n").nth(1).unwrap_or_default();
        (status.parse().unwrap_or(0), body.to_owned())
    }

    async fn takes(&self, headers: &str, body: &str) -> u16 {
        let length = body.len();
        let request = format!(
            "POST /updates HTTP/1.1\r\nhost: bot\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
        );
        self.says(&request).await.0
    }

    async fn is_asked(&self, what: &str) -> (u16, String) {
        let request = format!("{what} HTTP/1.1\r\nhost: bot\r\nconnection: close\r\n\r\n");
        self.says(&request).await
    }
}

fn secret(shown: &str) -> String {
    format!("X-Telegram-Bot-Api-Secret-Token: {shown}\r\n")
}

#[tokio::test]
async fn what_telegram_brings_is_kept_handed_on_and_confirmed() {
    let telegram = TelegramEmulator::start();
    let anna = guest(&telegram);
    let mut bot = Bot::on(&telegram, Shelf::default()).await;
    bot.runs().await;
    anna.writes("hello");
    anna.blocks();
    until("both are handed on", || {
        bot.handed_on.lock().unwrap().len() == 2
    })
    .await;
    until("all are confirmed", || telegram.pending_updates() == 0).await;
    assert_eq!(bot.shelf.ids(), *bot.handed_on.lock().unwrap());
    let set = &telegram.calls_of(Method::SetWebhook)[0].parameters;
    assert_eq!(
        (
            set["secret_token"].as_str(),
            set["allowed_updates"].as_str()
        ),
        (SECRET, r#"["message","callback_query"]"#)
    );
    let began = Instant::now();
    bot.stop.cancel();
    bot.task.await.unwrap();
    assert!(began.elapsed() < AT_ONCE, "{:?}", began.elapsed());
    assert!(
        TcpStream::connect(bot.address).await.is_err(),
        "the port is free"
    );
}

#[tokio::test]
async fn what_could_not_be_kept_is_brought_again() {
    let telegram = TelegramEmulator::start();
    let shelf = Shelf {
        refusals: AtomicUsize::new(1),
        ..Shelf::default()
    };
    guest(&telegram);
    let bot = Bot::on(&telegram, shelf).await;
    until("it is kept at the second time", || {
        bot.shelf.ids().len() == 1
    })
    .await;
    until("it is handed on once", || {
        bot.handed_on.lock().unwrap().len() == 1
    })
    .await;
    until("it is confirmed", || telegram.pending_updates() == 0).await;
}

#[rstest]
#[case::none(String::new(), UPDATE, 401)]
#[case::other(secret("s3cret-of_the_bou"), UPDATE, 401)]
#[case::shorter(secret("s3cret"), UPDATE, 401)]
#[case::longer(secret("s3cret-of_the_bot1"), UPDATE, 401)]
#[case::empty(secret(""), UPDATE, 401)]
#[case::right(secret(SECRET), UPDATE, 200)]
#[case::no_json(secret(SECRET), "{", 400)]
#[case::no_text(secret(SECRET), "", 400)]
#[case::no_number(secret(SECRET), "{}", 400)]
#[case::too_deep(secret(SECRET), &"[".repeat(100_000), 400)]
#[case::too_long(secret(SECRET), &format!("\"{}\"", "x".repeat(1 << 20)), 413)]
#[case::unknown(secret(SECRET), r#"{"update_id":5,"poll":{}}"#, 200)]
#[tokio::test]
async fn who_does_not_know_the_secret_or_brings_nonsense_is_refused(
    #[case] headers: String,
    #[case] body: &str,
    #[case] status: u16,
) {
    let telegram = TelegramEmulator::start();
    let mut bot = Bot::on(&telegram, Shelf::default()).await;
    bot.runs().await;
    assert_eq!(bot.takes(&headers, body).await, status);
    let is_kept = status == 200 && body == UPDATE;
    assert_eq!(bot.shelf.ids().len(), usize::from(is_kept));
    let is_unknown = status == 200 && body != UPDATE;
    assert_eq!(bot.unknown.load(Ordering::Relaxed), u64::from(is_unknown));
    assert_eq!(
        bot.takes(&secret(SECRET), UPDATE).await,
        200,
        "it serves on"
    );
}

#[tokio::test]
async fn health_says_how_the_line_stands() {
    let telegram = TelegramEmulator::start();
    telegram.order(Method::SetWebhook, Trouble::RetryAfter { seconds: 2 });
    let mut bot = Bot::on(&telegram, Shelf::default()).await;
    stands(&mut bot.line, |line| {
        matches!(
            line,
            Line::Waiting {
                trouble: Wrong::TooMany,
                ..
            }
        )
    })
    .await;
    let (status, told) = bot.is_asked("GET /health").await;
    assert_eq!(
        (status, told.as_str()),
        (503, "{\"line\":\"waiting\",\"trouble\":\"too-many\"}\n")
    );
    bot.runs().await;
    let (status, told) = bot.is_asked("GET /health").await;
    assert_eq!((status, told.as_str()), (200, "{\"line\":\"running\"}\n"));
    assert_eq!(bot.is_asked("GET /updates").await.0, 405);
    assert_eq!(bot.is_asked("POST /other").await.0, 404);
    assert_eq!(bot.says("nonsense\r\n\r\n").await.0, 400);
}

#[tokio::test]
async fn a_bad_token_ends_it() {
    let telegram = TelegramEmulator::start();
    telegram.order(
        Method::SetWebhook,
        Trouble::Refused {
            status: 401,
            description: "Unauthorized".to_owned(),
        },
    );
    let mut bot = Bot::on(&telegram, Shelf::default()).await;
    stands(&mut bot.line, |line| {
        *line
            == Line::Stopped {
                trouble: Wrong::BadToken,
            }
    })
    .await;
    bot.task.await.unwrap();
}

#[tokio::test]
async fn connections_that_say_nothing_hold_up_nobody() {
    let telegram = TelegramEmulator::start();
    let mut bot = Bot::on(&telegram, Shelf::default()).await;
    bot.runs().await;
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(TcpStream::connect(bot.address).await.unwrap());
    }
    let began = Instant::now();
    assert_eq!(bot.takes(&secret(SECRET), UPDATE).await, 200);
    assert!(
        began.elapsed() < Duration::from_secs(1),
        "{:?}",
        began.elapsed()
    );
    let began = Instant::now();
    bot.stop.cancel();
    bot.task.await.unwrap();
    assert!(began.elapsed() < AT_ONCE, "{:?}", began.elapsed());
}
