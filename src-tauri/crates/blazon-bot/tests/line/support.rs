//! Bots, chats and calls for the tests.

use async_trait::async_trait;
use blazon_bot::limiter::Limits;
use blazon_bot::line::Line;
use blazon_bot::outbox::{Call, Edit, Lane, Outbox, Outgoing, Patience};
use blazon_bot::{CancellationToken, Updates};
use blazon_emulators::TelegramEmulator;
use blazon_emulators::telegram::Person;
use blazon_providers::telegram::{Attachment, Connection};
use blazon_providers::{Net, Reach};
use bytes::Bytes;
use serde_json::json;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::watch;

/// Long enough for anything that comes at all.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// How long switching off may take, on a machine that does other things too.
pub(crate) const AT_ONCE: Duration = Duration::from_millis(50);

pub(crate) fn connection(url: &str, token: &str) -> Connection {
    let net = Net::new(Reach {
        hosts: vec!["127.0.0.1".to_owned()],
        ..Reach::default()
    });
    Connection::new(net.unwrap(), url.parse().unwrap(), &token.to_owned().into()).unwrap()
}

pub(crate) fn to(telegram: &TelegramEmulator) -> Connection {
    connection(telegram.url(), &telegram.token())
}

/// An outbox without limits that is off when it is dropped with the runtime.
pub(crate) fn outbox(telegram: &TelegramEmulator) -> Outbox {
    outbox_with(telegram, Limits::Off)
}

pub(crate) fn outbox_with(telegram: &TelegramEmulator, limits: Limits) -> Outbox {
    Outbox::start(
        to(telegram),
        limits,
        Patience::default(),
        CancellationToken::new(),
    )
}

/// Somebody whom the bot may write to.
pub(crate) fn guest(telegram: &TelegramEmulator) -> Person {
    let person = telegram.person("Anna", "en");
    person.writes("/start");
    person
}

pub(crate) fn message(chat: i64, lane: Lane, text: &str) -> Outgoing {
    Outgoing {
        chat,
        is_group: chat < 0,
        lane,
        call: Call {
            method: "sendMessage",
            parameters: json!({ "chat_id": chat, "text": text }),
            file: None,
        },
    }
}

pub(crate) fn answer(chat: i64, text: &str) -> Outgoing {
    message(chat, Lane::Answer, text)
}

pub(crate) fn photo(chat: i64) -> Outgoing {
    let file = Attachment {
        field: "photo",
        file_name: "badge.png".to_owned(),
        media_type: "image/png",
        bytes: Bytes::from_static(include_bytes!("../../../../../icons/32x32.png")),
    };
    Outgoing {
        call: Call {
            method: "sendPhoto",
            parameters: json!({ "chat_id": chat }),
            file: Some(file),
        },
        ..message(chat, Lane::Photo, "")
    }
}

pub(crate) fn edit(chat: i64, message: i64, text: &str) -> Edit {
    Edit {
        chat,
        is_group: false,
        message,
        text: text.to_owned(),
        buttons: None,
    }
}

/// Keeps updates in memory, or refuses to for so many times.
#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) kept: Mutex<Vec<(i64, String)>>,
    pub(crate) refusals: AtomicUsize,
    pub(crate) never_returns: bool,
}

impl Shelf {
    pub(crate) fn ids(&self) -> Vec<i64> {
        let kept = self.kept.lock().unwrap();
        kept.iter().map(|(id, _)| *id).collect()
    }
}

#[async_trait]
impl Updates for Shelf {
    async fn keep(&self, batch: Vec<(i64, String)>) -> anyhow::Result<()> {
        if self.never_returns {
            std::future::pending::<()>().await;
        }
        let left = |left: usize| left.checked_sub(1);
        let refuses = self
            .refusals
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, left);
        if refuses.is_ok() {
            anyhow::bail!("the disk is full");
        }
        self.kept.lock().unwrap().extend(batch);
        Ok(())
    }
}

/// Waits until something is so.
pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    until_in(PATIENCE, what, is_so).await;
}

/// The same for what takes longer.
pub(crate) async fn until_in(patience: Duration, what: &str, is_so: impl Fn() -> bool) {
    let waited = tokio::time::timeout(patience, async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    assert!(waited.await.is_ok(), "not in time: {what}");
}

/// Waits until the line stands like this.
pub(crate) async fn stands(
    line: &mut watch::Receiver<Line>,
    wished: impl Fn(&Line) -> bool,
) -> Line {
    let waited = tokio::time::timeout(PATIENCE, line.wait_for(|line| wished(line))).await;
    match waited {
        Ok(stands) => *stands.unwrap(),
        Err(_) => panic!("the line stands otherwise"),
    }
}

pub(crate) fn succeeded(call: &blazon_emulators::telegram::Call) -> bool {
    call.succeeded()
}
