//! One connection of the bot, from the moment in which Telegram knows it to its end.

use crate::bot::{BotOptions, Way};
use crate::dialogue::{Speaker, chat_of, is_group};
use crate::inbox::{Inbox, is_command};
use crate::jobs::{Jobs, target_of};
use crate::limiter::Target;
use crate::line::Line;
use crate::outbox::{Outbox, SendError};
use crate::poll::{Backlog, Polling};
use crate::received::Updates;
use crate::replies::{self, Reply};
use crate::webhook::Webhook;
use anyhow::Context;
use async_trait::async_trait;
use blazon_core::{Studio, Words};
use blazon_model::{BotId, BotIdentity, LanguageTag};
use blazon_providers::telegram::{BotCommand, Connection, Update, UpdateKind};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;
use tokio::sync::{Notify, Semaphore, mpsc, watch};
use tokio_util::sync::CancellationToken;

/// How long Telegram is given to take the menu of commands.
const MENU: Duration = Duration::from_secs(20);
/// Updates that are forgotten together, at most.
const FORGOTTEN_AT_ONCE: usize = 500;
/// How long answered updates are gathered before they are forgotten.
const GATHER: Duration = Duration::from_millis(300);
/// How long is waited before an update is looked at again that could not be answered.
const WAITS: [Duration; 3] = [
    Duration::from_millis(300),
    Duration::from_secs(2),
    Duration::from_secs(10),
];
/// What may order a picture and is looked at on the library at once.
const ORDERS_AT_ONCE: usize = 3;
/// How long the last ones may take at the end.
const FAREWELL: Duration = Duration::from_secs(1);

/// Everything that a connection needs.
pub(crate) struct Service {
    pub(crate) studio: Arc<Studio>,
    pub(crate) connection: Connection,
    pub(crate) identity: BotIdentity,
    pub(crate) options: BotOptions,
    pub(crate) line: watch::Sender<Line>,
    pub(crate) wake: Arc<Notify>,
    pub(crate) stop: CancellationToken,
}

/// Updates in the library's rows.
struct Kept {
    studio: Arc<Studio>,
    bot: BotId,
}

#[async_trait]
impl Updates for Kept {
    async fn keep(&self, batch: Vec<(i64, String)>) -> anyhow::Result<()> {
        let bot = self.bot;
        self.studio
            .blocking(move |studio| studio.keep_bot_updates(bot, &batch))
            .await
    }
}

/// What a handler needs.
struct Handler {
    studio: Arc<Studio>,
    speaker: Speaker,
    jobs: Arc<Jobs>,
    answered: mpsc::UnboundedSender<i64>,
    /// Turns for what may order a picture, so that many orders leave the disk to those who ask something.
    orders: Semaphore,
    stop: CancellationToken,
}

impl Service {
    /// Serves until it is stopped, or until the line does not go on.
    pub(crate) async fn serve(self) -> anyhow::Result<()> {
        let bot = self.identity.id;
        let (limits, patience) = (self.options.limits, self.options.patience);
        let outbox = Outbox::start(self.connection.clone(), limits, patience, self.stop.clone());
        let jobs = Arc::new(Jobs::new(Arc::clone(&self.studio), bot, outbox)?);
        let (answered, to_forget) = mpsc::unbounded_channel();
        let speaker = Speaker {
            bot,
            username: self.identity.username.clone(),
        };
        let handler = Arc::new(Handler {
            studio: Arc::clone(&self.studio),
            speaker: speaker.clone(),
            jobs: Arc::clone(&jobs),
            answered: answered.clone(),
            orders: Semaphore::new(ORDERS_AT_ONCE),
            stop: self.stop.clone(),
        });
        let handle = move |update| {
            let handler = Arc::clone(&handler);
            async move { handler.handle(update).await }
        };
        let inbox = Inbox::start(
            handle,
            move |lost| {
                let _ = answered.send(lost);
            },
            self.stop.clone(),
        );
        let forgetting = tokio::spawn(forget(
            Arc::clone(&self.studio),
            bot,
            to_forget,
            self.stop.clone(),
        ));
        tokio::spawn(offer_commands(self.connection.clone(), self.stop.clone()));
        let carrying = {
            let (jobs, stop) = (Arc::clone(&jobs), self.stop.clone());
            tokio::spawn(async move { jobs.carry(&stop).await })
        };
        self.take_up(&speaker, &inbox).await?;
        let done = self.listen(inbox).await;
        self.stop.cancel();
        let _ = carrying.await;
        drop(jobs);
        // It ends with the last handler.
        let _ = tokio::time::timeout(FAREWELL, forgetting).await;
        done
    }

    /// What was kept before the program ended comes first; what was answered to the end is forgotten, so that much of it
    /// is not taken for a flood.
    async fn take_up(&self, speaker: &Speaker, inbox: &Inbox) -> anyhow::Result<()> {
        let (bot, speaker) = (self.identity.id, speaker.clone());
        let left = self.studio.blocking(move |studio| {
            let (mut left, mut over) = (Vec::new(), Vec::new());
            for (id, text) in studio.list_bot_updates(bot)? {
                match serde_json::from_str::<Update>(&text) {
                    Ok(update) if !speaker.is_over(studio, &update)? => left.push(update),
                    Ok(_) => over.push(id),
                    Err(error) => {
                        tracing::warn!(%error, "an update that was kept cannot be read");
                        over.push(id);
                    }
                }
            }
            studio.forget_bot_updates(bot, &over)?;
            Ok(left)
        });
        for update in left.await? {
            inbox.put(update).await;
        }
        Ok(())
    }

    async fn listen(&self, inbox: Inbox) -> anyhow::Result<()> {
        let settings = self.studio.blocking(|studio| studio.load_bot_settings());
        let backlog = if settings.await?.answers_missed {
            Backlog::Answered
        } else {
            Backlog::Dropped
        };
        let updates: Arc<dyn Updates> = Arc::new(Kept {
            studio: Arc::clone(&self.studio),
            bot: self.identity.id,
        });
        let unknown = Arc::new(AtomicU64::new(0));
        match &self.options.way {
            Way::Polls => {
                let polling = Polling {
                    connection: self.connection.clone(),
                    updates,
                    inbox,
                    line: self.line.clone(),
                    wake: Arc::clone(&self.wake),
                    stop: self.stop.clone(),
                    backlog,
                    unknown,
                };
                polling.run().await;
            }
            Way::Webhook(place) => {
                let listener = crate::webhook::listen(place.listen)
                    .await
                    .context("open the webhook's port")?;
                let webhook = Webhook {
                    connection: self.connection.clone(),
                    url: place.url.clone(),
                    path: place.path.clone(),
                    secret: place.secret.clone(),
                    updates,
                    inbox,
                    line: self.line.clone(),
                    wake: Arc::clone(&self.wake),
                    stop: self.stop.clone(),
                    backlog,
                    unknown,
                };
                webhook.run(listener).await;
            }
        }
        Ok(())
    }
}

impl Handler {
    async fn handle(&self, update: Update) {
        let number = update.id;
        let (target, to) = place_of(&update);
        let Some(replies) = self.find_replies(update).await else {
            // It stays in its row, and is looked at again at the next start.
            return;
        };
        let mut is_out = true;
        for reply in replies {
            is_out &= self.reply(reply, target, to).await;
        }
        // One whose answer did not get out is answered at the next start.
        if is_out && !self.stop.is_cancelled() {
            let _ = self.answered.send(number);
        }
    }

    /// What is to be said; a disk that is busy or full is given some time.
    async fn find_replies(&self, update: Update) -> Option<Vec<Reply>> {
        let update = Arc::new(update);
        for wait in WAITS {
            let turn = match is_command(&update) {
                true => None,
                false => Some(self.orders.acquire().await.ok()?),
            };
            let (speaker, asked) = (self.speaker.clone(), Arc::clone(&update));
            let answered = self
                .studio
                .blocking(move |studio| speaker.answer(studio, &asked));
            match answered.await {
                Ok(replies) => return Some(replies),
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "an update cannot be answered");
                }
            }
            drop(turn);
            tokio::time::sleep(wait).await;
        }
        None
    }

    /// Whether it is out, or Telegram will not have it.
    async fn reply(&self, reply: Reply, target: Target, to: Option<i64>) -> bool {
        let to = to.filter(|_| target.is_group);
        let outgoing = match reply {
            Reply::Say { text, buttons } => replies::message(target, &text, buttons, to),
            Reply::Ask { text } => {
                // In a group a bot hears only what answers it.
                let forced = json!({ "force_reply": true, "selective": true });
                let markup = target.is_group.then_some(forced);
                replies::message(target, &text, markup, to)
            }
            Reply::Pressed { id } => replies::pressed(target, &id),
            Reply::Progress { job } => {
                // Where it is not said how far a job is, its end is.
                self.jobs.begin(job, &self.stop).await;
                return true;
            }
            Reply::File { job } => {
                let (jobs, stop) = (Arc::clone(&self.jobs), self.stop.clone());
                tokio::spawn(async move {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = jobs.send_file(*job) => {}
                    }
                });
                return true;
            }
        };
        let Err(error) = self.jobs.outbox.send(outgoing).await else {
            return true;
        };
        tracing::info!(%error, "an answer did not get out");
        match error {
            SendError::Telegram(error) => !error.may_pass(),
            SendError::Full | SendError::Stopped => false,
        }
    }
}

/// Where an update is answered, and to which message.
fn place_of(update: &Update) -> (Target, Option<i64>) {
    match &update.kind {
        UpdateKind::Message(message) => {
            let target = Target {
                chat: message.chat.id,
                is_group: is_group(&message.chat),
            };
            (target, Some(message.message_id))
        }
        UpdateKind::Callback(press) => (target_of(chat_of(press)), None),
        UpdateKind::Other => (target_of(0), None),
    }
}

/// Forgets updates that were answered, several at a time.
async fn forget(
    studio: Arc<Studio>,
    bot: BotId,
    mut answered: mpsc::UnboundedReceiver<i64>,
    stop: CancellationToken,
) {
    let mut gathered = Vec::new();
    while answered.recv_many(&mut gathered, FORGOTTEN_AT_ONCE).await > 0 {
        let _ = tokio::time::timeout(GATHER, stop.cancelled()).await;
        while gathered.len() < FORGOTTEN_AT_ONCE
            && let Ok(further) = answered.try_recv()
        {
            gathered.push(further);
        }
        let done = std::mem::take(&mut gathered);
        let forgotten = studio.blocking(move |studio| studio.forget_bot_updates(bot, &done));
        if let Err(error) = forgotten.await {
            tracing::warn!(
                error = format!("{error:#}"),
                "answered updates cannot be forgotten"
            );
        }
    }
}

/// Puts the commands into the menu of each language.
async fn offer_commands(connection: Connection, stop: CancellationToken) {
    let offered = async {
        for (language, code) in [(LanguageTag::En, ""), (LanguageTag::Ru, "ru")] {
            let commands = commands_in(&Words::new(language));
            let parameters = json!({ "commands": commands, "language_code": code });
            let set = connection.call::<Value>("setMyCommands", &parameters, MENU);
            if let Err(error) = set.await {
                tracing::info!(%error, "the menu of commands is not set");
            }
        }
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = offered => {}
    }
}

fn commands_in(words: &Words) -> Vec<BotCommand> {
    [
        ("create", "guest-command-create"),
        ("portrait", "guest-command-portrait"),
        ("model", "guest-command-model"),
        ("limits", "guest-command-limits"),
        ("cancel", "guest-command-cancel"),
        ("lang", "guest-command-lang"),
        ("help", "guest-command-help"),
    ]
    .into_iter()
    .map(|(command, id)| BotCommand {
        command,
        description: words.say(id),
    })
    .collect()
}
