//! Where updates wait for their handler: those of a chat one after the other, different chats side by side.
//!
//! It knows no handler's work. A chat that writes faster than it is answered loses what came last, and holds up nobody.

use blazon_providers::telegram::{Update, UpdateKind};
use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::{Id, JoinSet};
use tokio_util::sync::CancellationToken;

/// Handlers at once.
const AT_ONCE: usize = 80;
/// Of these so many may be at updates that are not commands: a command is a question to the bot, words may order a picture.
const AT_ONCE_SLOWER: usize = 64;
/// So many updates of one chat may wait.
const MOST_OF_CHAT: usize = 30;
/// So many of all chats may; whoever brings more waits.
const MOST: usize = 10_000;

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

#[derive(Debug)]
struct Waiting {
    update: Update,
    _permit: OwnedSemaphorePermit,
}

/// The way to the handler. Clones share it.
#[derive(Clone, Debug)]
pub struct Inbox {
    updates: mpsc::UnboundedSender<Waiting>,
    room: Arc<Semaphore>,
}

impl Inbox {
    /// Begins to hand updates to `handler`, on the runtime that this is called on, until `stop` is cancelled. Handlers
    /// that are at work then end where they next wait. `lost` hears the numbers of updates that a flood has cost.
    #[must_use]
    pub fn start<H, F>(
        handler: H,
        lost: impl Fn(i64) + Send + 'static,
        stop: CancellationToken,
    ) -> Self
    where
        H: Fn(Update) -> F + Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let (updates, waiting) = mpsc::unbounded_channel();
        let room = Arc::new(Semaphore::new(MOST));
        let desk = Desk {
            handler: Box::new(move |update| Box::pin(handler(update))),
            lost: Box::new(lost),
            chats: HashMap::new(),
            commands: VecDeque::new(),
            others: VecDeque::new(),
            was_command: false,
            work: JoinSet::new(),
            at_work: HashMap::new(),
        };
        tokio::spawn(desk.serve(waiting, Arc::clone(&room), stop));
        Self { updates, room }
    }

    /// Brings an update; waits only where far too many do already. After the end it is let go.
    pub async fn put(&self, update: Update) {
        let Ok(permit) = Arc::clone(&self.room).acquire_owned().await else {
            return;
        };
        // Whoever is switched off takes nothing any more.
        drop(self.updates.send(Waiting {
            update,
            _permit: permit,
        }));
    }
}

#[derive(Debug, Default)]
struct Chat {
    waiting: VecDeque<Waiting>,
    is_at_work: bool,
    floods: bool,
}

struct Desk {
    handler: Box<dyn Fn(Update) -> Work + Send>,
    lost: Box<dyn Fn(i64) + Send>,
    chats: HashMap<i64, Chat>,
    /// Chats with something to do and nobody at work, each once: those whose next update is a command, and the others.
    commands: VecDeque<i64>,
    others: VecDeque<i64>,
    was_command: bool,
    work: JoinSet<()>,
    at_work: HashMap<Id, i64>,
}

impl Desk {
    async fn serve(
        mut self,
        mut updates: mpsc::UnboundedReceiver<Waiting>,
        room: Arc<Semaphore>,
        stop: CancellationToken,
    ) {
        let mut is_open = true;
        while is_open || !self.chats.is_empty() {
            self.start_work();
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                Some(ended) = self.work.join_next_with_id() => match ended {
                    Ok((id, ())) => self.ended(id),
                    Err(error) => {
                        tracing::error!("a handler broke off");
                        self.ended(error.id());
                    }
                },
                update = updates.recv(), if is_open => match update {
                    Some(update) => self.take(update),
                    None => is_open = false,
                },
            }
        }
        room.close();
    }

    fn take(&mut self, waiting: Waiting) {
        let Some(id) = chat_of(&waiting.update) else {
            (self.lost)(waiting.update.id);
            return;
        };
        let chat = self.chats.entry(id).or_default();
        if chat.waiting.len() >= MOST_OF_CHAT {
            if !chat.floods {
                tracing::info!("a chat writes faster than it is answered; the newest is let go");
            }
            chat.floods = true;
            (self.lost)(waiting.update.id);
            return;
        }
        let is_next = chat.waiting.is_empty() && !chat.is_at_work;
        chat.waiting.push_back(waiting);
        if is_next {
            self.line_up(id);
        }
    }

    /// Puts a chat that has something to do, and nobody at work, in line.
    fn line_up(&mut self, id: i64) {
        let next = self.chats.get(&id).and_then(|chat| chat.waiting.front());
        match next {
            Some(next) if is_command(&next.update) => self.commands.push_back(id),
            Some(_) => self.others.push_back(id),
            None => {}
        }
    }

    /// A command and another update in turn, as long as there are places for both.
    fn next_in_line(&mut self) -> Option<i64> {
        let at_work = self.work.len();
        if at_work >= AT_ONCE_SLOWER {
            return (at_work < AT_ONCE).then(|| self.commands.pop_front())?;
        }
        self.was_command = !self.was_command && !self.commands.is_empty();
        if self.was_command {
            self.commands.pop_front()
        } else {
            self.others
                .pop_front()
                .or_else(|| self.commands.pop_front())
        }
    }

    fn start_work(&mut self) {
        while let Some(id) = self.next_in_line() {
            let Some(chat) = self.chats.get_mut(&id) else {
                continue;
            };
            let Some(waiting) = chat.waiting.pop_front() else {
                continue;
            };
            chat.is_at_work = true;
            let handle = self.work.spawn((self.handler)(waiting.update));
            self.at_work.insert(handle.id(), id);
        }
    }

    fn ended(&mut self, work: Id) {
        let Some(id) = self.at_work.remove(&work) else {
            return;
        };
        let Some(chat) = self.chats.get_mut(&id) else {
            return;
        };
        chat.is_at_work = false;
        if chat.waiting.is_empty() {
            self.chats.remove(&id);
        } else {
            self.line_up(id);
        }
    }
}

/// Whether a message begins as a command does.
pub(crate) fn is_command(update: &Update) -> bool {
    let text = match &update.kind {
        UpdateKind::Message(message) => message.text.as_deref(),
        UpdateKind::Callback(_) | UpdateKind::Other => None,
    };
    text.is_some_and(|text| text.starts_with('/'))
}

fn chat_of(update: &Update) -> Option<i64> {
    match &update.kind {
        UpdateKind::Message(message) => Some(message.chat.id),
        // A button under a message that is too old tells only who pressed it.
        UpdateKind::Callback(press) => {
            let message = press.message.as_ref();
            Some(message.map_or(press.from.id, |message| message.chat.id))
        }
        UpdateKind::Other => None,
    }
}
