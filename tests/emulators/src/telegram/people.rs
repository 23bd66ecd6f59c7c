//! What people do: they write, tap, send photos, block the bot, found groups. Used by tests in Rust and over HTTP alike.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::timeout_at;

use super::formatted::Formatted;
use super::state::{Account, Chat, Content, Draft, Message, Moment, Sender, Standing, State};
use super::telegram::Telegram;
use super::view::ChatMessage;
use crate::provider::hold;

/// Ids of people, above what 32 bits hold, as most are by now.
const FIRST_PERSON: i64 = 5_100_000_001;
/// Ids of groups go down from here.
const FIRST_GROUP: i64 = -1_002_100_000_001;

/// Why a person cannot do something; for whoever writes the test.
pub(super) type Impossible = String;

impl State {
    pub(super) fn add_person(
        &mut self,
        first_name: &str,
        language: Option<&str>,
        username: Option<&str>,
    ) -> i64 {
        let id = FIRST_PERSON + i64::try_from(self.people.len()).unwrap_or_default();
        let account = Account {
            id,
            first_name: first_name.to_owned(),
            username: username.map(str::to_owned),
            language: language.map(str::to_owned),
            deleted: false,
            heard: Default::default(),
        };
        self.people.insert(id, account);
        let mut chat = Chat::new(id, None, Standing::Stranger);
        chat.members.insert(id);
        self.chats.insert(id, chat);
        id
    }

    /// A group of these people, to which the first of them has added the bot.
    pub(super) fn add_group(&mut self, title: &str, members: &[i64], now: Moment) -> i64 {
        let groups = self.chats.values().filter(|chat| chat.is_group()).count();
        let id = FIRST_GROUP - i64::try_from(groups).unwrap_or_default();
        let mut chat = Chat::new(id, Some(title.to_owned()), Standing::Member);
        chat.members = members.iter().copied().collect();
        self.chats.insert(id, chat);
        if let Some(founder) = members.first() {
            self.tell_standing(founder, id, "left", "member", now);
            let draft = Draft {
                sender: Sender::Person(*founder),
                content: Content::BotJoined,
                markup: None,
                reply_to: None,
                album: None,
            };
            let message = self.post(id, draft, now);
            self.tell_message("message", id, message);
        }
        id
    }

    /// Somebody writes something; returns its number in the chat.
    pub(super) fn write(
        &mut self,
        person: i64,
        chat: i64,
        content: Content,
        reply_to: Option<i64>,
        now: Moment,
    ) -> Result<i64, Impossible> {
        self.check_present(person, chat)?;
        if let Some(chat) = self.chats.get_mut(&chat)
            && chat.standing == Standing::Stranger
        {
            chat.standing = Standing::Member;
        }
        let draft = Draft {
            sender: Sender::Person(person),
            content,
            markup: None,
            reply_to,
            album: None,
        };
        let id = self.post(chat, draft, now);
        if self.bot_hears(chat, id) {
            self.tell_message("message", chat, id);
        }
        Ok(id)
    }

    /// Somebody changes the words of a message of their own.
    pub(super) fn rewrite(
        &mut self,
        person: i64,
        chat: i64,
        id: i64,
        text: &str,
        now: Moment,
    ) -> Result<(), Impossible> {
        self.check_present(person, chat)?;
        let own = |message: &&mut Message| message.sender == Sender::Person(person);
        let message = self
            .chats
            .get_mut(&chat)
            .and_then(|chat| chat.messages.get_mut(&id))
            .filter(own)
            .ok_or_else(|| format!("person {person} has no message {id} there"))?;
        let words = Formatted::typed(text);
        message.content = match &message.content {
            Content::Text(_) | Content::BotJoined => Content::Text(words),
            Content::Photo(file, _) => Content::Photo(file.clone(), words),
            Content::Document(file, _) => Content::Document(file.clone(), words),
        };
        message.edited = Some(now);
        message.edits += 1;
        if self.bot_hears(chat, id) {
            self.tell_message("edited_message", chat, id);
        }
        Ok(())
    }

    /// Somebody taps a button that they see, or have seen.
    pub(super) fn press(
        &mut self,
        person: i64,
        chat: i64,
        message: i64,
        data: &str,
        now: Moment,
    ) -> Result<i64, Impossible> {
        self.check_present(person, chat)?;
        if let Some(shown) = self.message(chat, message) {
            let rows = shown
                .markup
                .as_ref()
                .map_or(&[][..], |markup| markup.inline());
            let mut buttons = rows.iter().flatten();
            if !buttons.any(|button| button.data.as_deref() == Some(data)) {
                return Err(format!("message {message} has no button \"{data}\""));
            }
        }
        Ok(self.tap(person, chat, message, data, now))
    }

    /// Somebody blocks the bot, or no longer does.
    pub(super) fn block(&mut self, person: i64, blocks: bool, now: Moment) {
        let Some(chat) = self.chats.get_mut(&person) else {
            return;
        };
        let (from, to, standing) = if blocks {
            ("member", "kicked", Standing::Blocked)
        } else {
            ("kicked", "member", Standing::Member)
        };
        chat.standing = standing;
        self.tell_standing(&person, person, from, to, now);
    }

    /// The bot is thrown out of a group by somebody in it.
    pub(super) fn kick_bot(&mut self, group: i64, now: Moment) {
        let Some(chat) = self.chats.get_mut(&group) else {
            return;
        };
        chat.standing = Standing::Kicked;
        let by = chat.members.first().copied().unwrap_or_default();
        self.tell_standing(&by, group, "member", "kicked", now);
    }

    fn check_present(&self, person: i64, chat: i64) -> Result<(), Impossible> {
        let account = self.people.get(&person).filter(|account| !account.deleted);
        account.ok_or_else(|| format!("there is no person {person}"))?;
        let found = self.chats.get(&chat);
        let found = found.filter(|chat| chat.members.contains(&person));
        let found = found.ok_or_else(|| format!("person {person} is not in chat {chat}"))?;
        if found.standing == Standing::Blocked {
            return Err(format!("person {person} has blocked the bot"));
        }
        Ok(())
    }

    /// With privacy mode a bot in a group hears commands that are not another's, and answers to what it has said.
    fn bot_hears(&self, chat: i64, id: i64) -> bool {
        let Some((chat, message)) = self
            .chats
            .get(&chat)
            .and_then(|chat| Some((chat, chat.messages.get(&id)?)))
        else {
            return false;
        };
        if chat.standing == Standing::Kicked {
            return false;
        }
        if !chat.is_group() || self.bot.hears_groups {
            return true;
        }
        let answered = message.reply_to.and_then(|id| chat.messages.get(&id));
        let words = message.content.words();
        let command = words
            .strip_prefix('/')
            .and_then(|rest| rest.split_whitespace().next());
        let is_own = command.is_some_and(|command| {
            let addressed = command.split_once('@').map(|(_, name)| name);
            addressed.is_none_or(|name| name.eq_ignore_ascii_case(&self.bot.username))
        });
        is_own || answered.is_some_and(|answered| answered.sender == Sender::Bot)
    }

    fn tell_message(&mut self, kind: &'static str, chat: i64, id: i64) {
        if let Some(message) = self.message(chat, id) {
            let told = self.message_json(message);
            self.mailbox.push(kind, told);
        }
    }

    fn tell_standing(&mut self, by: &i64, chat: i64, from: &str, to: &str, now: Moment) {
        let member = |status: &str| {
            let mut member = json!({ "user": self.bot_json(), "status": status });
            if status == "kicked" {
                member["until_date"] = 0.into();
            }
            member
        };
        let told = json!({
            "chat": self.chats.get(&chat).map_or(Value::Null, |chat| self.chat_json(chat)),
            "from": self.person_json(*by),
            "date": now.date,
            "old_chat_member": member(from),
            "new_chat_member": member(to),
        });
        self.mailbox.push("my_chat_member", told);
    }

    /// The bot's first message in a chat after the one that this person has waited for last.
    pub(super) fn hear_next(&mut self, person: i64, chat: i64) -> Option<ChatMessage> {
        let heard = self.people.get_mut(&person)?.heard.entry(chat).or_default();
        let mut later = self.chats.get(&chat)?.messages.range(*heard + 1..);
        let (id, message) = later.find(|(_, message)| message.sender == Sender::Bot)?;
        *heard = *id;
        Some(ChatMessage::of(message))
    }
}

impl Telegram {
    /// Looks until there is something to see in a chat, on the thread of a test.
    pub(super) fn wait<T>(
        &self,
        chat: i64,
        patience: Duration,
        mut look: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        let until = std::time::Instant::now() + patience;
        let mut state = hold(&self.state);
        let signal = state.chats.get(&chat)?.signal.clone();
        loop {
            if let Some(seen) = look(&mut state) {
                return Some(seen);
            }
            let left = until.checked_duration_since(std::time::Instant::now())?;
            let waited = signal.condvar.wait_timeout(state, left);
            state = waited.unwrap_or_else(std::sync::PoisonError::into_inner).0;
        }
    }

    /// The same for a request.
    pub(super) async fn wait_here<T>(
        &self,
        chat: i64,
        patience: Duration,
        mut look: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        let until = tokio::time::Instant::now() + patience;
        let signal = hold(&self.state).chats.get(&chat)?.signal.clone();
        loop {
            let mut raised = Box::pin(signal.notify.notified());
            raised.as_mut().enable();
            if let Some(seen) = look(&mut hold(&self.state)) {
                return Some(seen);
            }
            timeout_at(until, raised).await.ok()?;
        }
    }
}
