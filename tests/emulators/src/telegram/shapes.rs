//! The objects of the Bot API: users, chats, messages, as its server writes them (`Json…` in its `Client.cpp`).

use serde_json::{Value, json};

use super::formatted::Entity;
use super::state::{Account, Chat, Content, Message, Sender, State};

impl State {
    pub(super) fn bot_json(&self) -> Value {
        json!({
            "id": self.bot.id,
            "is_bot": true,
            "first_name": self.bot.name,
            "username": self.bot.username,
        })
    }

    /// What `getMe` says.
    pub(super) fn me_json(&self) -> Value {
        let mut object = self.bot_json();
        let more = json!({
            "can_join_groups": true,
            "can_read_all_group_messages": self.bot.hears_groups,
            "supports_inline_queries": false,
            "supports_guest_queries": false,
            "can_connect_to_business": false,
            "has_main_web_app": false,
            "has_topics_enabled": false,
            "allows_users_to_create_topics": false,
            "can_manage_bots": false,
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            object[name] = value.clone();
        }
        object
    }

    pub(super) fn person_json(&self, id: i64) -> Value {
        let account = self.people.get(&id);
        let mut object = json!({
            "id": id,
            "is_bot": false,
            "first_name": account.map_or("", |account| account.first_name.as_str()),
        });
        if let Some(username) = account.and_then(|account| account.username.as_ref()) {
            object["username"] = username.as_str().into();
        }
        if let Some(language) = account.and_then(|account| account.language.as_ref()) {
            object["language_code"] = language.as_str().into();
        }
        object
    }

    fn sender_json(&self, sender: Sender) -> Value {
        match sender {
            Sender::Bot => self.bot_json(),
            Sender::Person(id) => self.person_json(id),
        }
    }

    pub(super) fn chat_json(&self, chat: &Chat) -> Value {
        match &chat.title {
            Some(title) => json!({ "id": chat.id, "title": title, "type": "supergroup" }),
            None => self
                .people
                .get(&chat.id)
                .map_or(Value::Null, private_chat_json),
        }
    }

    /// A message with the one that it answers.
    pub(super) fn message_json(&self, message: &Message) -> Value {
        let mut object = self.lone_json(message);
        let answered = message
            .reply_to
            .and_then(|id| self.message(message.chat, id));
        if let Some(answered) = answered {
            object["reply_to_message"] = self.lone_json(answered);
        }
        object
    }

    fn lone_json(&self, message: &Message) -> Value {
        let chat = self.chats.get(&message.chat);
        let mut object = json!({
            "message_id": message.id,
            "from": self.sender_json(message.sender),
            "chat": chat.map_or(Value::Null, |chat| self.chat_json(chat)),
            "date": message.sent.date,
        });
        if let Some(edited) = message.edited {
            object["edit_date"] = edited.date.into();
        }
        if let Some(album) = &message.album {
            object["media_group_id"] = album.as_str().into();
        }
        let (field, words) = match &message.content {
            Content::Text(words) => ("text", Some(words)),
            Content::Photo(file, words) => {
                object["photo"] = file.json();
                ("caption", Some(words))
            }
            Content::Document(file, words) => {
                object["document"] = file.json();
                ("caption", Some(words))
            }
            Content::BotJoined => {
                object["new_chat_members"] = json!([self.bot_json()]);
                ("text", None)
            }
        };
        if let Some(words) = words.filter(|words| !words.text.is_empty()) {
            object[field] = words.text.as_str().into();
            let marks = if field == "text" {
                "entities"
            } else {
                "caption_entities"
            };
            let marked = self.marks_json(&words.entities);
            if !marked.is_empty() {
                object[marks] = marked.into();
            }
        }
        if let Some(markup) = message
            .markup
            .as_ref()
            .and_then(super::keyboard::Markup::json)
        {
            object["reply_markup"] = markup;
        }
        object
    }

    /// Marks with the people that they are about; of somebody whom the bot does not know there is no mark.
    fn marks_json(&self, entities: &[Entity]) -> Vec<Value> {
        let marks = entities.iter().filter_map(|entity| {
            let mut mark = entity.json();
            if entity.kind == "text_mention" {
                let id = mark["user"]["id"].as_i64()?;
                self.people.get(&id)?;
                mark["user"] = self.person_json(id);
            }
            Some(mark)
        });
        marks.collect()
    }

    /// What is told of a message that is no longer there.
    pub(super) fn gone_json(&self, chat: i64, id: i64) -> Value {
        let chat = self.chats.get(&chat);
        json!({
            "message_id": id,
            "chat": chat.map_or(Value::Null, |chat| self.chat_json(chat)),
            "date": 0,
        })
    }
}

fn private_chat_json(account: &Account) -> Value {
    let mut object = json!({
        "id": account.id,
        "first_name": account.first_name,
        "type": "private",
    });
    if let Some(username) = &account.username {
        object["username"] = username.as_str().into();
    }
    object
}
