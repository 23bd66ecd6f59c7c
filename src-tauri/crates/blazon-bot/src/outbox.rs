//! What the bot says goes out here: in order within a chat, no faster than Telegram likes, again where the way was broken.
//!
//! An [`Outbox`] is a handle; one task owns what waits (`carrier.rs`). It knows calls and chats, and nothing of what is
//! said in them.

mod call;
mod carrier;
mod edits;
mod item;
mod retry;
mod turns;

use crate::limiter::{Limits, Target};
use blazon_providers::telegram::{Attachment, Connection, Message, TelegramError};
use carrier::Carrier;
use item::Item;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio_util::sync::CancellationToken;

/// So many calls may wait. Their files wait with them, so whoever draws should not be far ahead of what is sent.
pub const MOST_WAITING: usize = 5_000;
/// Edits are refused when there is room for fewer than this, so that they are the first to give way.
const KEPT_FROM_EDITS: usize = 500;

/// What goes first where several chats wait. Within a chat the order is that of sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Somebody waits for it: the first answer, or that to a button. Never refused.
    Answer,
    /// What somebody hears who has had an answer: how far a picture is. Never refused.
    Notice,
    /// What was promised. Where too much waits, the sender waits too.
    Photo,
    /// What may as well come later. Where too much waits, it is refused.
    Edit,
}

/// A call of the Bot API.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its name, as `sendPhoto`.
    pub method: &'static str,
    /// Its parameters, an object.
    pub parameters: Value,
    /// A file that goes along.
    pub file: Option<Attachment>,
}

/// A call and whom it is for.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Telegram's number of the chat; it is in the parameters as well, where the method asks for it.
    pub chat: i64,
    /// Groups have limits of their own.
    pub is_group: bool,
    /// How it stands against other chats.
    pub lane: Lane,
    /// The call.
    pub call: Call,
}

/// New words for a message.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Telegram's number of the chat.
    pub chat: i64,
    /// Groups have limits of their own.
    pub is_group: bool,
    /// The message.
    pub message: i64,
    /// Its new text.
    pub text: String,
    /// Its new buttons (`InlineKeyboardMarkup`); none takes them away.
    pub buttons: Option<Value>,
}

/// Why nothing came of a call.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Telegram refused it, or could not be reached for too long.
    #[error("the call failed")]
    Telegram(#[from] TelegramError),
    /// Too much waits already.
    #[error("too much waits to be sent")]
    Full,
    /// The bot was switched off before it was sent.
    #[error("the bot is off")]
    Stopped,
}

/// How long is waited, and how often something is tried again. Tests shorten it.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the answer to a call.
    pub reply: Duration,
    /// For the answer to a call with a file.
    pub upload: Duration,
    /// Before the second try; each further one waits twice as long.
    pub first_wait: Duration,
    /// The longest wait between two tries.
    pub longest_wait: Duration,
    /// After so long without success a call is given up.
    pub give_up: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            reply: Duration::from_secs(20),
            upload: Duration::from_secs(100),
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(60),
            give_up: Duration::from_secs(120),
        }
    }
}

/// The way out. Clones share it.
#[derive(Clone, Debug)]
pub struct Outbox {
    orders: mpsc::UnboundedSender<Item>,
    room: Arc<Semaphore>,
}

impl Outbox {
    /// Begins to send, on the runtime that this is called on. It ends when `stop` is cancelled, or when no handle is left
    /// and all is sent.
    #[must_use]
    pub fn start(
        connection: Connection,
        limits: Limits,
        patience: Patience,
        stop: CancellationToken,
    ) -> Self {
        let (orders, inbox) = mpsc::unbounded_channel();
        let room = Arc::new(Semaphore::new(MOST_WAITING));
        let carrier = Carrier::new(connection, limits, patience);
        tokio::spawn(carrier.carry(inbox, Arc::clone(&room), stop));
        Self { orders, room }
    }

    /// Sends a call, and waits for what comes of it. It has its place in its chat's order as soon as this is first polled
    /// and there is room; a caller who goes away does not take it back.
    ///
    /// # Errors
    /// [`SendError`]
    pub async fn send(&self, outgoing: Outgoing) -> Result<Value, SendError> {
        let permit = self.room_for(outgoing.lane).await?;
        let (waiter, answer) = oneshot::channel();
        self.order(Item::of(outgoing, waiter, permit))?;
        answer.await.map_err(|_| SendError::Stopped)?
    }

    /// The same for calls that make a message.
    ///
    /// # Errors
    /// [`SendError`]; [`TelegramError::Refused`] where what was made is no message.
    pub async fn send_message(&self, outgoing: Outgoing) -> Result<Message, SendError> {
        let made = self.send(outgoing).await?;
        let refused = |error: serde_json::Error| TelegramError::Refused {
            said: format!("no message: {error}"),
        };
        Ok(serde_json::from_value(made).map_err(refused)?)
    }

    /// New words for a message, some time soon: newer ones take their place, words that are there already are not sent,
    /// and those that are late are not either.
    ///
    /// # Errors
    /// [`SendError::Stopped`]
    pub fn edit(&self, edit: Edit) -> Result<(), SendError> {
        self.order(Item::progress(edit, self.room_for_edit()))
    }

    /// The last words for a message: edits after them are not sent. Waits until they are there.
    ///
    /// # Errors
    /// [`SendError`]
    pub async fn finish(&self, edit: Edit) -> Result<(), SendError> {
        let (waiter, answer) = oneshot::channel();
        self.order(Item::last_edit(edit, waiter, self.room_for_edit()))?;
        answer.await.map_err(|_| SendError::Stopped)?.map(drop)
    }

    /// Takes a message away; edits of it that wait are not sent.
    ///
    /// # Errors
    /// [`SendError`]
    pub async fn delete(&self, target: Target, message: i64) -> Result<(), SendError> {
        let call = Call {
            method: "deleteMessage",
            parameters: json!({ "chat_id": target.chat, "message_id": message }),
            file: None,
        };
        let outgoing = Outgoing {
            chat: target.chat,
            is_group: target.is_group,
            lane: Lane::Answer,
            call,
        };
        self.send(outgoing).await.map(drop)
    }

    /// How many calls wait or are under way, answers above the bound not counted.
    #[must_use]
    pub fn waiting(&self) -> usize {
        MOST_WAITING - self.room.available_permits()
    }

    /// Returns when nothing is sent any more.
    pub async fn ended(&self) {
        self.orders.closed().await;
    }

    fn order(&self, item: Item) -> Result<(), SendError> {
        self.orders.send(item).map_err(|_| SendError::Stopped)
    }

    async fn room_for(&self, lane: Lane) -> Result<Option<OwnedSemaphorePermit>, SendError> {
        let room = Arc::clone(&self.room);
        match lane {
            Lane::Answer | Lane::Notice => Ok(room.try_acquire_owned().ok()),
            Lane::Photo => {
                let permit = room.acquire_owned().await;
                permit.map(Some).map_err(|_| SendError::Stopped)
            }
            Lane::Edit => self.room_for_edit().map(Some).ok_or(SendError::Full),
        }
    }

    /// An edit without room is still sent if it takes the place of one that waits.
    fn room_for_edit(&self) -> Option<OwnedSemaphorePermit> {
        if self.room.available_permits() < KEPT_FROM_EDITS {
            return None;
        }
        Arc::clone(&self.room).try_acquire_owned().ok()
    }
}
