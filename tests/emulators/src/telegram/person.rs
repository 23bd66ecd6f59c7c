//! A person as a test plays one: writes, taps, sends photos, waits for what the bot does.
//!
//! What a person cannot do, as tapping a button that is not there, is a mistake of the test and panics.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::callbacks::CallbackAnswer;
use super::formatted::Formatted;
use super::library::Material;
use super::parameters::Attached;
use super::people::Impossible;
use super::profile::BotCommand;
use super::state::{Content, State};
use super::telegram::Telegram;
use super::view::ChatMessage;
use crate::provider::hold;

/// Somebody on Telegram.
#[derive(Debug, Clone)]
pub struct Person {
    telegram: Arc<Telegram>,
    id: i64,
}

/// A group with the bot in it.
#[derive(Debug, Clone)]
pub struct Group {
    telegram: Arc<Telegram>,
    id: i64,
}

/// A tap on a button.
#[derive(Debug, Clone)]
pub struct Tap {
    telegram: Arc<Telegram>,
    chat: i64,
    id: i64,
}

impl Person {
    pub(super) fn new(telegram: &Arc<Telegram>, id: i64) -> Self {
        Self {
            telegram: Arc::clone(telegram),
            id,
        }
    }

    /// The person's id, which is that of the chat with the bot too.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.id
    }

    /// Writes to the bot; returns the message's number.
    #[track_caller]
    pub fn writes(&self, text: &str) -> i64 {
        self.says(self.id, Content::Text(Formatted::typed(text)), None)
    }

    /// Writes into a group.
    #[track_caller]
    pub fn writes_in(&self, group: &Group, text: &str) -> i64 {
        self.says(group.id, Content::Text(Formatted::typed(text)), None)
    }

    /// Answers a message.
    #[track_caller]
    pub fn replies(&self, to: &ChatMessage, text: &str) -> i64 {
        self.says(to.chat, Content::Text(Formatted::typed(text)), Some(to.id))
    }

    /// Changes the words of a message of one's own in the chat with the bot.
    #[track_caller]
    pub fn rewrites(&self, message: i64, text: &str) {
        let done = self
            .telegram
            .act(|state, now| state.rewrite(self.id, self.id, message, text, now));
        possible(done);
    }

    /// Sends a photo to the bot; returns the message's number.
    #[track_caller]
    pub fn sends_photo(&self, bytes: impl Into<Bytes>) -> i64 {
        self.sends_photo_with(bytes, "")
    }

    /// Sends a photo with a caption to the bot.
    #[track_caller]
    pub fn sends_photo_with(&self, bytes: impl Into<Bytes>, caption: &str) -> i64 {
        let sent = self.telegram.send_as(
            self.id,
            self.id,
            &attached("photo.jpg", bytes),
            caption,
            true,
        );
        possible(sent)
    }

    /// Sends a file to the bot.
    #[track_caller]
    pub fn sends_document(&self, name: &str, bytes: impl Into<Bytes>) -> i64 {
        let sent = self
            .telegram
            .send_as(self.id, self.id, &attached(name, bytes), "", false);
        possible(sent)
    }

    /// Taps the button that tells the bot this; a message that is gone by now can be tapped as well.
    #[track_caller]
    pub fn taps(&self, message: &ChatMessage, data: &str) -> Tap {
        let chat = message.chat;
        let tapped = self
            .telegram
            .act(|state, now| state.press(self.id, chat, message.id, data, now));
        Tap {
            telegram: Arc::clone(&self.telegram),
            chat,
            id: possible(tapped),
        }
    }

    /// Blocks the bot, which hears of it.
    pub fn blocks(&self) {
        self.telegram
            .act(|state, now| state.block(self.id, true, now));
    }

    /// Blocks it no longer.
    pub fn unblocks(&self) {
        self.telegram
            .act(|state, now| state.block(self.id, false, now));
    }

    /// Leaves Telegram for good.
    pub fn deletes_account(&self) {
        if let Some(account) = hold(&self.telegram.state).people.get_mut(&self.id) {
            account.deleted = true;
        }
    }

    /// All messages in the chat with the bot, as they are now.
    #[must_use]
    pub fn messages(&self) -> Vec<ChatMessage> {
        seen(&hold(&self.telegram.state), self.id)
    }

    /// A message in the chat with the bot as it is now; none if it is gone.
    #[must_use]
    pub fn message(&self, id: i64) -> Option<ChatMessage> {
        let state = hold(&self.telegram.state);
        state.message(self.id, id).map(ChatMessage::of)
    }

    /// The bot's next message in the chat with it, after those that this has returned before; none if none comes in time.
    #[must_use]
    pub fn next_message(&self, patience: Duration) -> Option<ChatMessage> {
        self.next_in(self.id, patience)
    }

    /// The same in a group; each person counts for themselves.
    #[must_use]
    pub fn next_message_in(&self, group: &Group, patience: Duration) -> Option<ChatMessage> {
        self.next_in(group.id, patience)
    }

    fn next_in(&self, chat: i64, patience: Duration) -> Option<ChatMessage> {
        self.telegram
            .wait(chat, patience, |state| state.hear_next(self.id, chat))
    }

    /// Waits until a message in the chat with the bot is as wished, by its coming or by an edit; the newest such.
    #[must_use]
    pub fn sees(
        &self,
        patience: Duration,
        wished: impl Fn(&ChatMessage) -> bool,
    ) -> Option<ChatMessage> {
        wait_for(&self.telegram, self.id, patience, wished)
    }

    /// Waits until a message is no longer in its chat; false if it stays.
    #[must_use]
    pub fn sees_gone(&self, patience: Duration, message: &ChatMessage) -> bool {
        let gone = self.telegram.wait(message.chat, patience, |state| {
            let there = state.message(message.chat, message.id).is_some();
            (!there).then_some(())
        });
        gone.is_some()
    }

    /// The signs of the bot's work in the chat with it, as `upload_photo`, and when they came.
    #[must_use]
    pub fn actions(&self) -> Vec<(String, Duration)> {
        let state = hold(&self.telegram.state);
        let chat = state.chats.get(&self.id);
        chat.map(|chat| chat.actions.clone()).unwrap_or_default()
    }

    /// The commands in the menu of the chat with the bot.
    #[must_use]
    pub fn commands(&self) -> Vec<BotCommand> {
        hold(&self.telegram.state).menu(self.id, self.id)
    }

    /// The commands in the menu of a group.
    #[must_use]
    pub fn commands_in(&self, group: &Group) -> Vec<BotCommand> {
        hold(&self.telegram.state).menu(self.id, group.id)
    }

    /// What stands in the empty chat with the bot, and on its page: the description and the short one.
    #[must_use]
    pub fn reads_about_bot(&self) -> (String, String) {
        hold(&self.telegram.state).about(self.id)
    }

    #[track_caller]
    fn says(&self, chat: i64, content: Content, reply_to: Option<i64>) -> i64 {
        let written = self
            .telegram
            .act(|state, now| state.write(self.id, chat, content, reply_to, now));
        possible(written)
    }
}

impl Group {
    pub(super) fn new(telegram: &Arc<Telegram>, id: i64) -> Self {
        Self {
            telegram: Arc::clone(telegram),
            id,
        }
    }

    /// The chat's id.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.id
    }

    /// All messages, as they are now.
    #[must_use]
    pub fn messages(&self) -> Vec<ChatMessage> {
        seen(&hold(&self.telegram.state), self.id)
    }

    /// Waits until a message is as wished, by its coming or by an edit; the newest such.
    #[must_use]
    pub fn sees(
        &self,
        patience: Duration,
        wished: impl Fn(&ChatMessage) -> bool,
    ) -> Option<ChatMessage> {
        wait_for(&self.telegram, self.id, patience, wished)
    }

    /// Throws the bot out, which hears of it.
    pub fn kicks_bot(&self) {
        self.telegram.act(|state, now| state.kick_bot(self.id, now));
    }
}

impl Tap {
    /// What the bot answers; none if it does not in time.
    #[must_use]
    pub fn answer(&self, patience: Duration) -> Option<CallbackAnswer> {
        self.telegram
            .wait(self.chat, patience, |state| state.answer_to(self.id))
    }
}

impl Telegram {
    /// Somebody sends a photo or a document.
    pub(super) fn send_as(
        &self,
        person: i64,
        chat: i64,
        attached: &Attached,
        caption: &str,
        is_photo: bool,
    ) -> Result<i64, Impossible> {
        let material =
            Material::attached(attached, is_photo).map_err(|failure| failure.description)?;
        self.act(|state, now| {
            let taken = state.library.take(material, is_photo);
            let file = taken.map_err(|failure| failure.description)?;
            let caption = Formatted::typed(caption);
            let content = if is_photo {
                Content::Photo(file, caption)
            } else {
                Content::Document(file, caption)
            };
            state.write(person, chat, content, None, now)
        })
    }
}

pub(super) fn attached(name: &str, bytes: impl Into<Bytes>) -> Attached {
    Attached {
        name: name.to_owned(),
        content_type: None,
        bytes: bytes.into(),
    }
}

/// All messages of a chat as they are now.
pub(super) fn seen(state: &State, chat: i64) -> Vec<ChatMessage> {
    let chat = state.chats.get(&chat);
    let messages = chat.into_iter().flat_map(|chat| chat.messages.values());
    messages.map(ChatMessage::of).collect()
}

fn wait_for(
    telegram: &Telegram,
    chat: i64,
    patience: Duration,
    wished: impl Fn(&ChatMessage) -> bool,
) -> Option<ChatMessage> {
    telegram.wait(chat, patience, |state| {
        let messages = seen(state, chat);
        messages.into_iter().rev().find(&wished)
    })
}

#[track_caller]
fn possible<T>(done: Result<T, Impossible>) -> T {
    match done {
        Ok(done) => done,
        Err(why) => panic!("{why}"),
    }
}
