//! The bot, switched on and off: a thread of its own that holds the library's bot, finds out whose the token is, serves,
//! and begins anew when the way to Telegram is set differently.

use crate::limiter::Limits;
use crate::line::{Line, Trouble};
use crate::outbox::Patience;
use crate::service::Service;
use anyhow::Context;
use blazon_core::{BotError, Studio, introduce};
use blazon_model::{BotIdentity, BotLine, BotTrouble, Settings, Timestamp};
use blazon_providers::telegram::{Connection, TelegramError};
use secrecy::SecretString;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

/// How often it is looked whether another program has let go of the library's bot.
const TURN: Duration = Duration::from_secs(1);
/// How often it is looked whether the way to Telegram is set differently.
const LOOK: Duration = Duration::from_secs(2);
/// Threads that block on the library.
const BLOCKING: usize = 8;
/// How long it may take to put everything down, while nobody waits for it.
const FAREWELL: Duration = Duration::from_secs(2);
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// How updates come.
#[derive(Clone, Debug)]
pub enum Way {
    /// Telegram is asked for them.
    Polls,
    /// Telegram brings them.
    Webhook(WebhookPlace),
}

/// Where Telegram brings updates.
#[derive(Clone, Debug)]
pub struct WebhookPlace {
    /// Where this program listens.
    pub listen: SocketAddr,
    /// The address that Telegram is told, in HTTPS.
    pub url: String,
    /// The path of that address as it arrives here; begins with a slash.
    pub path: String,
    /// What Telegram shows: 1 to 256 letters, digits, `_` and `-`.
    pub secret: SecretString,
}

/// How the bot is run.
#[derive(Clone, Debug)]
pub struct BotOptions {
    /// How updates come.
    pub way: Way,
    /// Whether Telegram's limits are kept.
    pub limits: Limits,
    /// Waiting and trying again.
    pub patience: Patience,
}

impl Default for BotOptions {
    fn default() -> Self {
        Self {
            way: Way::Polls,
            limits: Limits::default(),
            patience: Patience::default(),
        }
    }
}

/// A bot that is on. Dropped, it is switched off.
#[derive(Debug)]
pub struct Bot {
    line: watch::Receiver<BotLine>,
    wake: Arc<Notify>,
    stop: CancellationToken,
    thread: Option<JoinHandle<()>>,
}

impl Bot {
    /// Switches the bot of a library on, and returns at once.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(studio: Arc<Studio>, options: BotOptions) -> anyhow::Result<Self> {
        let (told, line) = watch::channel(BotLine::Starting);
        let wake = Arc::new(Notify::new());
        let stop = CancellationToken::new();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            // Each thread keeps memory of its own, and rows are written one after the other anyway.
            .max_blocking_threads(BLOCKING)
            .build()
            .context("start the bot")?;
        let running = Running {
            studio,
            options,
            told,
            wake: Arc::clone(&wake),
            stop: stop.clone(),
        };
        let thread = std::thread::Builder::new()
            .name("bot".to_owned())
            .spawn(move || {
                runtime.block_on(running.run());
                // What still blocks on the disk is not waited for.
                runtime.shutdown_background();
            })
            .context("start the bot")?;
        Ok(Self {
            line,
            wake,
            stop,
            thread: Some(thread),
        })
    }

    /// How its line to Telegram stands.
    #[must_use]
    pub fn line(&self) -> BotLine {
        *self.line.borrow()
    }

    /// The same for who waits for a change.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<BotLine> {
        self.line.clone()
    }

    /// Tries again at once what it waits for.
    pub fn wake(&self) {
        self.wake.notify_waiters();
        self.wake.notify_one();
    }

    /// Switches it off and returns at once; jobs stay in their rows.
    pub fn stop(&self) {
        self.stop.cancel();
    }

    /// Waits for the end of its thread, which [`Bot::stop`] brings about: at most some seconds.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

struct Running {
    studio: Arc<Studio>,
    options: BotOptions,
    told: watch::Sender<BotLine>,
    wake: Arc<Notify>,
    stop: CancellationToken,
}

/// What is set about the way to Telegram.
#[derive(PartialEq)]
struct Surroundings {
    hosts: Vec<String>,
    proxy: Option<String>,
}

impl Running {
    async fn run(self) {
        let serving = self.hold_and_serve();
        tokio::pin!(serving);
        tokio::select! {
            biased;
            () = self.stop.cancelled() => {
                self.tell(BotLine::Off);
                // What was answered is noted, so that it is not answered again at the next start.
                let _ = tokio::time::timeout(FAREWELL, &mut serving).await;
            }
            () = &mut serving => {}
        }
        if self.stop.is_cancelled() {
            self.tell(BotLine::Off);
        }
    }

    async fn hold_and_serve(&self) {
        let Some(_held) = self.hold().await else {
            return;
        };
        loop {
            self.tell(BotLine::Starting);
            match self.serve().await {
                Ok(Next::Again) => {}
                Ok(Next::Leave) => return,
                Err(error) => {
                    tracing::error!(error = format!("{error:#}"), "the bot cannot go on");
                    self.tell(BotLine::Stopped {
                        trouble: BotTrouble::Failed,
                    });
                    return;
                }
            }
        }
    }

    /// Waits for the turn of carrying this library's bot.
    async fn hold(&self) -> Option<std::fs::File> {
        loop {
            match self.studio.library().try_lock_bot() {
                Ok(Some(held)) => return Some(held),
                Ok(None) => self.tell(BotLine::Elsewhere),
                Err(error) => {
                    tracing::error!(%error, "bot.lock cannot be opened");
                    self.tell(BotLine::Stopped {
                        trouble: BotTrouble::Failed,
                    });
                    return None;
                }
            }
            tokio::select! {
                () = self.stop.cancelled() => return None,
                () = tokio::time::sleep(TURN) => {}
            }
        }
    }

    async fn serve(&self) -> anyhow::Result<Next> {
        let set = self.surroundings().await?;
        let connection = match self.studio.blocking(|studio| studio.telegram()).await {
            Ok(connection) => connection,
            Err(error) => return self.no_connection(error, &set).await,
        };
        let Some(identity) = self.introduce(&connection, &set).await? else {
            return Ok(if self.surroundings().await? == set {
                Next::Leave
            } else {
                Next::Again
            });
        };
        let known = identity.clone();
        self.studio
            .blocking(move |studio| studio.note_bot_identity(&known))
            .await?;
        let (line, mut watched) = watch::channel(Line::Starting);
        let inner = self.stop.child_token();
        let service = Service {
            studio: Arc::clone(&self.studio),
            connection,
            identity,
            options: self.options.clone(),
            line,
            wake: Arc::clone(&self.wake),
            stop: inner.clone(),
        };
        let mut serving = tokio::spawn(service.serve());
        loop {
            tokio::select! {
                served = &mut serving => {
                    served.context("serve guests")??;
                    self.tell(line_of(*watched.borrow()));
                    return Ok(Next::Leave);
                }
                changed = watched.changed() => if changed.is_ok() {
                    self.tell(line_of(*watched.borrow_and_update()));
                } else {
                    // Whoever served has ended, which is heard above.
                    tokio::time::sleep(TURN).await;
                },
                () = tokio::time::sleep(LOOK) => if self.surroundings().await? != set {
                    inner.cancel();
                    serving.await.context("end a connection")??;
                    return Ok(Next::Again);
                },
            }
        }
    }

    /// Asks whose the token is until Telegram says it; `None` where that makes no sense, or the way is set differently.
    async fn introduce(
        &self,
        connection: &Connection,
        set: &Surroundings,
    ) -> anyhow::Result<Option<BotIdentity>> {
        let mut wait = FIRST_WAIT;
        let mut since = None;
        loop {
            let error = match introduce(connection).await {
                Ok(identity) => return Ok(Some(identity)),
                Err(error) => error,
            };
            let trouble = trouble_of(Trouble::of(&error));
            if matches!(error, TelegramError::BadToken) {
                self.tell(BotLine::Stopped { trouble });
                return Ok(None);
            }
            let since = *since.get_or_insert_with(|| self.studio.now());
            self.tell(BotLine::Waiting { trouble, since });
            let asked = if let TelegramError::TooMany { wait } = error {
                wait
            } else {
                wait
            };
            wait = (wait * 2).min(LONGEST_WAIT);
            tokio::select! {
                () = self.stop.cancelled() => return Ok(None),
                _ = tokio::time::timeout(asked, self.wake.notified()) => {}
            }
            if self.surroundings().await? != *set {
                return Ok(None);
            }
        }
    }

    /// There is no token, or the settings leave no way.
    async fn no_connection(
        &self,
        error: anyhow::Error,
        set: &Surroundings,
    ) -> anyhow::Result<Next> {
        let trouble = match error.downcast_ref::<BotError>() {
            Some(BotError::NoToken) => BotTrouble::NoToken,
            Some(BotError::Telegram(error)) => trouble_of(Trouble::of(error)),
            _ => match error.downcast_ref::<TelegramError>() {
                Some(error) => trouble_of(Trouble::of(error)),
                None => return Err(error),
            },
        };
        if matches!(trouble, BotTrouble::NoToken | BotTrouble::BadToken) {
            self.tell(BotLine::Stopped { trouble });
            return Ok(Next::Leave);
        }
        let since = self.studio.now();
        self.tell(BotLine::Waiting { trouble, since });
        while self.surroundings().await? == *set {
            tokio::select! {
                () = self.stop.cancelled() => return Ok(Next::Leave),
                () = tokio::time::sleep(LOOK) => {}
            }
        }
        Ok(Next::Again)
    }

    async fn surroundings(&self) -> anyhow::Result<Surroundings> {
        let settings = self.studio.blocking(|studio| studio.load_settings());
        let Settings {
            allowed_hosts: hosts,
            proxy,
            ..
        } = settings.await?;
        Ok(Surroundings { hosts, proxy })
    }

    fn tell(&self, line: BotLine) {
        // Once it is off, nothing else is true.
        let line = if self.stop.is_cancelled() {
            BotLine::Off
        } else {
            line
        };
        let changed = self.told.send_if_modified(|told| {
            let is_new = *told != line;
            *told = line;
            is_new
        });
        if changed {
            tracing::info!(?line, "the bot's line");
            self.studio.tell_bot();
        }
    }
}

/// What follows when a connection has ended.
enum Next {
    /// The way is set differently.
    Again,
    /// It does not go on by itself.
    Leave,
}

fn line_of(line: Line) -> BotLine {
    match line {
        Line::Starting => BotLine::Starting,
        Line::Running { since } => BotLine::Running {
            since: moment(since),
        },
        Line::Waiting { trouble, since } => BotLine::Waiting {
            trouble: trouble_of(trouble),
            since: moment(since),
        },
        Line::Stopped { trouble } => BotLine::Stopped {
            trouble: trouble_of(trouble),
        },
    }
}

const fn trouble_of(trouble: Trouble) -> BotTrouble {
    match trouble {
        Trouble::BadToken => BotTrouble::BadToken,
        Trouble::Conflict => BotTrouble::Conflict,
        Trouble::Offline => BotTrouble::Offline,
        Trouble::TooMany => BotTrouble::TooMany,
        Trouble::TelegramBroken => BotTrouble::TelegramBroken,
        Trouble::HostRefused => BotTrouble::HostRefused,
        Trouble::BadProxy => BotTrouble::BadProxy,
        Trouble::Failed => BotTrouble::Failed,
    }
}

fn moment(time: SystemTime) -> Timestamp {
    let passed = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(i64::try_from(passed.as_millis()).unwrap_or(i64::MAX))
}
