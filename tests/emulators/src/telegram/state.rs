//! What Telegram remembers: the bot, people, chats with their messages, files. Whoever changes it holds its lock, and
//! nobody waits while holding it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::Notify;

use super::callbacks::Queries;
use super::calls::Call;
use super::failure::{Failure, Outcome};
use super::flood::Flood;
use super::formatted::Formatted;
use super::keyboard::Markup;
use super::library::{Library, StoredFile};
use super::profile::Profile;
use super::trouble::Orders;
use super::updates::Mailbox;

/// A moment, as messages tell it and as measurements do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    /// Seconds of UTC.
    pub(super) date: i64,
    /// Since the emulator started.
    pub(super) since: Duration,
}

impl Moment {
    pub(super) fn now(started: Instant) -> Self {
        Self {
            date: Timestamp::now().as_second(),
            since: started.elapsed(),
        }
    }
}

/// Whether the bot's server answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Session {
    Open,
    /// After `close`; the next call opens it again.
    Closed,
    /// After `logOut`.
    LoggedOut,
}

#[derive(Debug)]
pub(super) struct BotAccount {
    pub(super) id: i64,
    pub(super) token: String,
    pub(super) name: String,
    pub(super) username: String,
    pub(super) session: Session,
    /// Without privacy mode a bot hears all that is said in its groups.
    pub(super) hears_groups: bool,
}

#[derive(Debug)]
pub(super) struct Account {
    pub(super) id: i64,
    pub(super) first_name: String,
    pub(super) username: Option<String>,
    pub(super) language: Option<String>,
    pub(super) deleted: bool,
    /// The last message of the bot that this person has waited for, by chat.
    pub(super) heard: BTreeMap<i64, i64>,
}

/// How the bot stands in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nobody has written here; a bot cannot be the first.
    Stranger,
    Member,
    Blocked,
    Kicked,
}

/// Wakes those who wait for something to happen in a chat: threads of tests, and requests.
#[derive(Debug, Default)]
pub(super) struct Signal {
    pub(super) condvar: Condvar,
    pub(super) notify: Notify,
}

impl Signal {
    pub(super) fn raise(&self) {
        self.condvar.notify_all();
        self.notify.notify_waiters();
    }
}

#[derive(Debug)]
pub(super) struct Chat {
    pub(super) id: i64,
    /// None for the chat of one person with the bot.
    pub(super) title: Option<String>,
    pub(super) members: BTreeSet<i64>,
    pub(super) standing: Standing,
    pub(super) messages: BTreeMap<i64, Message>,
    pub(super) last_id: i64,
    pub(super) actions: Vec<(String, Duration)>,
    pub(super) signal: Arc<Signal>,
}

impl Chat {
    pub(super) fn new(id: i64, title: Option<String>, standing: Standing) -> Self {
        Self {
            id,
            title,
            members: BTreeSet::new(),
            standing,
            messages: BTreeMap::new(),
            last_id: 0,
            actions: Vec::new(),
            signal: Arc::default(),
        }
    }

    pub(super) fn is_group(&self) -> bool {
        self.title.is_some()
    }
}

/// Who has written a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sender {
    Bot,
    Person(i64),
}

#[derive(Debug, Clone)]
pub(super) enum Content {
    Text(Formatted),
    Photo(Arc<StoredFile>, Formatted),
    Document(Arc<StoredFile>, Formatted),
    /// The bot has been added to a group.
    BotJoined,
}

impl Content {
    /// The text, or the caption.
    pub(super) fn words(&self) -> &str {
        match self {
            Self::Text(words) | Self::Photo(_, words) | Self::Document(_, words) => &words.text,
            Self::BotJoined => "",
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) id: i64,
    pub(super) chat: i64,
    pub(super) sender: Sender,
    pub(super) sent: Moment,
    pub(super) edited: Option<Moment>,
    /// How often it was edited, buttons included.
    pub(super) edits: u32,
    pub(super) reply_to: Option<i64>,
    pub(super) album: Option<String>,
    pub(super) content: Content,
    pub(super) markup: Option<Markup>,
}

/// A message that has yet to get its number.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) sender: Sender,
    pub(super) content: Content,
    pub(super) markup: Option<Markup>,
    pub(super) reply_to: Option<i64>,
    pub(super) album: Option<String>,
}

/// All that Telegram remembers.
#[derive(Debug)]
pub(super) struct State {
    pub(super) bot: BotAccount,
    pub(super) people: BTreeMap<i64, Account>,
    pub(super) chats: BTreeMap<i64, Chat>,
    pub(super) library: Library,
    pub(super) mailbox: Mailbox,
    pub(super) queries: Queries,
    pub(super) profile: Profile,
    pub(super) flood: Flood,
    pub(super) orders: Orders,
    pub(super) calls: Vec<Call>,
}

impl State {
    /// The chat that a parameter names, for reading.
    pub(super) fn chat(&self, named: &str) -> Outcome<&Chat> {
        if named.is_empty() {
            return Err(Failure::bad("chat_id is empty"));
        }
        let id = named.trim().parse::<i64>().unwrap_or_default();
        let found = self.chats.get(&id);
        found
            .filter(|chat| chat.standing != Standing::Stranger)
            .ok_or_else(Failure::chat_not_found)
    }

    /// The chat that a parameter names, if the bot may still do something in it.
    pub(super) fn open_chat(&self, named: &str) -> Outcome<i64> {
        let chat = self.chat(named)?;
        let deleted = |id: i64| self.people.get(&id).is_some_and(|account| account.deleted);
        if deleted(chat.id) {
            return Err(Failure::forbidden("user is deactivated"));
        }
        if chat.standing == Standing::Kicked {
            return Err(Failure::forbidden(
                "bot was kicked from the supergroup chat",
            ));
        }
        Ok(chat.id)
    }

    /// What Telegram's inner servers say to a bot that writes to somebody who does not want it.
    pub(super) fn check_blocked(&self, chat: i64) -> Outcome<()> {
        let blocked = self
            .chats
            .get(&chat)
            .is_some_and(|chat| chat.standing == Standing::Blocked);
        if blocked {
            return Err(Failure::forbidden("bot was blocked by the user"));
        }
        Ok(())
    }

    pub(super) fn message(&self, chat: i64, id: i64) -> Option<&Message> {
        self.chats.get(&chat)?.messages.get(&id)
    }

    /// Puts a message into its chat; returns its number.
    pub(super) fn post(&mut self, chat: i64, draft: Draft, now: Moment) -> i64 {
        let Some(chat) = self.chats.get_mut(&chat) else {
            return 0;
        };
        chat.last_id += 1;
        let message = Message {
            id: chat.last_id,
            chat: chat.id,
            sender: draft.sender,
            sent: now,
            edited: None,
            edits: 0,
            reply_to: draft.reply_to,
            album: draft.album,
            content: draft.content,
            markup: draft.markup,
        };
        chat.messages.insert(message.id, message);
        chat.signal.raise();
        chat.last_id
    }
}
