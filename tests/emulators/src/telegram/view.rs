//! A chat as a person sees it at this moment: edits are in it, what was deleted is not.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use super::formatted::Entity;
use super::keyboard::{Button, Markup};
use super::library::{Nature, StoredFile};
use super::state::{Content, Message, Sender};

/// A photo or a document in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatFile {
    /// The name of a document.
    pub name: Option<String>,
    /// Width and height of a photo.
    pub dimensions: Option<(u32, u32)>,
    /// In bytes.
    pub size: usize,
    /// Of the bytes, in hexadecimal.
    pub sha256: String,
    /// None where bytes are not kept.
    pub bytes: Option<Bytes>,
    /// The id under which the bot can send it again.
    pub file_id: String,
}

impl ChatFile {
    fn of(file: &StoredFile) -> Self {
        let (name, dimensions) = match &file.nature {
            Nature::Photo { width, height } => (None, Some((*width, *height))),
            Nature::Document { name, .. } => (Some(name.clone()), None),
        };
        Self {
            name,
            dimensions,
            size: file.size,
            sha256: file.sha256.clone(),
            bytes: file.bytes.clone(),
            file_id: file.id(),
        }
    }
}

/// A message.
#[derive(Debug, Clone, PartialEq)]
pub struct ChatMessage {
    /// The chat that it is in.
    pub chat: i64,
    /// Its number there.
    pub id: i64,
    /// Who has written it; none for the bot.
    pub from: Option<i64>,
    /// The text, or the caption.
    pub text: String,
    /// What is marked in it.
    pub entities: Vec<Entity>,
    /// The photo.
    pub photo: Option<ChatFile>,
    /// The document.
    pub document: Option<ChatFile>,
    /// The buttons under it.
    pub buttons: Vec<Vec<Button>>,
    /// The texts of the buttons that it puts in place of the person's letters.
    pub keyboard: Vec<Vec<String>>,
    /// Messages with the same are one album.
    pub album: Option<String>,
    /// The message that it answers.
    pub reply_to: Option<i64>,
    /// When it was sent, since the emulator started.
    pub sent_at: Duration,
    /// When its words were last changed.
    pub edited_at: Option<Duration>,
    /// How often it was changed, buttons included.
    pub edits: u32,
}

impl ChatMessage {
    pub(super) fn of(message: &Message) -> Self {
        let (words, photo, document) = match &message.content {
            Content::Text(words) => (Some(words), None, None),
            Content::Photo(file, words) => (Some(words), Some(ChatFile::of(file)), None),
            Content::Document(file, words) => (Some(words), None, Some(ChatFile::of(file))),
            Content::BotJoined => (None, None, None),
        };
        let markup = message.markup.as_ref();
        let keyboard = match markup {
            Some(Markup::Keyboard(rows)) => rows.clone(),
            Some(Markup::Inline(_) | Markup::Remove | Markup::ForceReply) | None => Vec::new(),
        };
        Self {
            chat: message.chat,
            id: message.id,
            from: match message.sender {
                Sender::Bot => None,
                Sender::Person(id) => Some(id),
            },
            text: words.map(|words| words.text.clone()).unwrap_or_default(),
            entities: words
                .map(|words| words.entities.clone())
                .unwrap_or_default(),
            photo,
            document,
            buttons: markup
                .map(|markup| markup.inline().to_vec())
                .unwrap_or_default(),
            keyboard,
            album: message.album.clone(),
            reply_to: message.reply_to,
            sent_at: message.sent.since,
            edited_at: message.edited.map(|moment| moment.since),
            edits: message.edits,
        }
    }

    /// Whether the bot has written it.
    #[must_use]
    pub fn is_from_bot(&self) -> bool {
        self.from.is_none()
    }

    /// What the button with this text tells the bot.
    #[must_use]
    pub fn data_of(&self, text: &str) -> Option<&str> {
        let mut buttons = self.buttons.iter().flatten();
        let button = buttons.find(|button| button.text == text)?;
        button.data.as_deref()
    }

    /// What all buttons tell the bot, row by row.
    #[must_use]
    pub fn all_data(&self) -> Vec<&str> {
        let buttons = self.buttons.iter().flatten();
        buttons
            .filter_map(|button| button.data.as_deref())
            .collect()
    }

    /// For clients that play a person over HTTP.
    pub(super) fn json(&self) -> Value {
        let file = |file: &ChatFile| {
            json!({
                "name": file.name,
                "width": file.dimensions.map(|(width, _)| width),
                "height": file.dimensions.map(|(_, height)| height),
                "size": file.size,
                "sha256": file.sha256,
                "file_id": file.file_id,
            })
        };
        let rows = self.buttons.iter().map(|row| {
            let buttons = row.iter().map(|button| button.json.clone());
            buttons.collect::<Value>()
        });
        json!({
            "chat_id": self.chat,
            "message_id": self.id,
            "from": self.from,
            "text": self.text,
            "entities": self.entities.iter().map(Entity::json).collect::<Value>(),
            "photo": self.photo.as_ref().map(file),
            "document": self.document.as_ref().map(file),
            "buttons": rows.collect::<Value>(),
            "keyboard": self.keyboard,
            "album": self.album,
            "reply_to": self.reply_to,
            "sent_at": self.sent_at.as_secs_f64(),
            "edited_at": self.edited_at.map(|at| at.as_secs_f64()),
            "edits": self.edits,
        })
    }
}
