//! The other way for updates: Telegram brings them to an address of ours. For servers, which have one.
//!
//! The words are those of HTTP, served by hyper, which reqwest brings along: two paths need no framework. TLS is the work of
//! what stands before it. As with the poll an update is kept before Telegram hears that it has arrived.

mod door;

use crate::inbox::Inbox;
use crate::line::{Line, Next, Standing, Trouble};
use crate::poll::Backlog;
use crate::received::{KINDS, Updates};
use blazon_providers::telegram::{Connection, TelegramError};
use door::Door;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

/// For the answer to `setWebhook`, which looks whether the address can be reached.
const GRACE: Duration = Duration::from_secs(15);

/// What a webhook needs.
#[derive(Clone)]
pub struct Webhook {
    /// The bot's connection.
    pub connection: Connection,
    /// Where Telegram finds it: an address in HTTPS that leads here.
    pub url: String,
    /// The path of that address, as it arrives here; begins with a slash.
    pub path: String,
    /// What Telegram shows so that nobody else is believed: 1 to 256 letters, digits, `_` and `-`.
    pub secret: SecretString,
    /// Keeps what comes.
    pub updates: Arc<dyn Updates>,
    /// Takes what was kept.
    pub inbox: Inbox,
    /// Hears how the line stands.
    pub line: watch::Sender<Line>,
    /// Ends a wait early.
    pub wake: Arc<Notify>,
    /// Ends it, within 50 ms.
    pub stop: CancellationToken,
    /// What came before.
    pub backlog: Backlog,
    /// Counts updates of unknown kinds, which are neither kept nor handed on.
    pub unknown: Arc<AtomicU64>,
}

impl Webhook {
    /// Serves this listener until it is stopped, or until [`Line::Stopped`]. The webhook stays set at Telegram, which keeps
    /// what it cannot bring.
    pub async fn run(self, listener: TcpListener) {
        let mut standing = Standing::new(self.line.clone());
        let door = Door::new(&self);
        let stop = self.stop.clone();
        tokio::select! {
            biased;
            () = stop.cancelled() => {}
            () = door.serve(listener) => {}
            () = self.stay_set(&mut standing) => {}
        }
    }

    /// Sets the webhook; returns only where there is no going on.
    async fn stay_set(&self, standing: &mut Standing) {
        loop {
            let Err(error) = self.set().await else {
                standing.runs();
                return std::future::pending().await;
            };
            tracing::debug!(%error, "the webhook is not set");
            let asked = match &error {
                TelegramError::TooMany { wait } => Some(*wait),
                TelegramError::BadToken
                | TelegramError::Conflict { .. }
                | TelegramError::Forbidden { .. }
                | TelegramError::Refused { .. }
                | TelegramError::Broken { .. }
                | TelegramError::Way(_) => None,
            };
            match standing.fails(Trouble::of(&error), asked, Instant::now()) {
                Next::Wait(wait) => drop(timeout(wait, self.wake.notified()).await),
                Next::WaitOut(wait) => sleep(wait).await,
                Next::Stop => return,
            }
        }
    }

    async fn set(&self) -> Result<(), TelegramError> {
        let parameters = json!({
            "url": self.url,
            "secret_token": self.secret.expose_secret(),
            "allowed_updates": KINDS,
            "drop_pending_updates": self.backlog == Backlog::Dropped,
        });
        let call = self
            .connection
            .call::<Value>("setWebhook", &parameters, GRACE);
        call.await.map(drop)
    }
}

/// Takes a port.
///
/// # Errors
/// Those of the system, as where another program has it.
pub async fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(address).await
}
