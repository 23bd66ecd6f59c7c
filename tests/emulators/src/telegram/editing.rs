//! What a bot does to messages that are there already: new words, other buttons, gone.

use serde_json::Value;

use super::failure::{Failure, Outcome};
use super::formatted::{CAPTION_LENGTH, Formatted, TEXT_LENGTH};
use super::keyboard::Markup;
use super::method::Method;
use super::parameters::Parameters;
use super::state::{Content, Message, Moment, Sender, State};
use super::telegram::Telegram;
use crate::provider::hold;

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly the \
                            same as a current content and reply markup of the message";

impl Telegram {
    pub(super) fn edit(&self, method: Method, parameters: &Parameters) -> Outcome {
        let words = new_words(method, parameters)?;
        let markup = Markup::read(parameters)?;
        if matches!(&markup, Some(markup) if markup.inline().is_empty()) {
            return Err(Failure::bad("inline keyboard expected"));
        }
        let now = Moment::now(self.started);
        let state = &mut *hold(&self.state);
        let (chat, id) = state.to_edit(parameters, "edit")?;
        let message = state
            .message(chat, id)
            .ok_or_else(|| Failure::bad("message to edit not found"))?;
        let edited = edited(method, message, words, markup)?;
        state.admit(chat, edited.markup.as_ref(), 1, now)?;
        Ok(state.replace(edited, method, now))
    }

    pub(super) fn delete(&self, parameters: &Parameters) -> Outcome {
        if parameters.text("chat_id").is_empty() {
            return Err(Failure::bad("Chat identifier is not specified"));
        }
        if parameters.number("message_id") == 0 {
            return Err(Failure::bad("Message identifier is not specified"));
        }
        let state = &mut *hold(&self.state);
        let (id, message) = state.to_edit(parameters, "delete")?;
        let chat = state
            .chats
            .get_mut(&id)
            .ok_or_else(Failure::chat_not_found)?;
        let sender = chat.messages.get(&message).map(|message| message.sender);
        // A bot that is no administrator of a group takes away only what it has written itself.
        if chat.is_group() && sender != Some(Sender::Bot) {
            return Err(Failure::bad("message can't be deleted for everyone"));
        }
        chat.messages.remove(&message);
        chat.signal.raise();
        Ok(Value::Bool(true))
    }
}

impl State {
    /// The chat and the number of a message that is there.
    fn to_edit(&self, parameters: &Parameters, what: &str) -> Outcome<(i64, i64)> {
        let id = parameters.number("message_id");
        if parameters.text("chat_id").is_empty() && id == 0 {
            return Err(Failure::bad("Message identifier is not specified"));
        }
        let chat = self.open_chat(parameters.text("chat_id"))?;
        match self.message(chat, id) {
            Some(message) => Ok((chat, message.id)),
            None => Err(Failure::bad(format!("message to {what} not found"))),
        }
    }

    fn replace(&mut self, mut message: Message, method: Method, now: Moment) -> Value {
        message.edits += 1;
        // Other buttons alone do not make a message an edited one.
        if method != Method::EditMessageReplyMarkup {
            message.edited = Some(now);
        }
        let json = self.message_json(&message);
        if let Some(chat) = self.chats.get_mut(&message.chat) {
            chat.messages.insert(message.id, message);
            chat.signal.raise();
        }
        json
    }
}

/// The new text or caption; other buttons come without words.
fn new_words(method: Method, parameters: &Parameters) -> Outcome<Option<Formatted>> {
    let (field, marks) = if method == Method::EditMessageText {
        if parameters.text("text").is_empty() {
            return Err(Failure::bad("Message text is empty"));
        }
        ("text", "entities")
    } else if method == Method::EditMessageCaption {
        ("caption", "caption_entities")
    } else {
        return Ok(None);
    };
    Formatted::read(parameters, field, "parse_mode", marks).map(Some)
}

/// The message as it would be; refused where it may not be, or nothing would change.
fn edited(
    method: Method,
    message: &Message,
    words: Option<Formatted>,
    markup: Option<Markup>,
) -> Outcome<Message> {
    if message.sender != Sender::Bot {
        return Err(Failure::bad("Message can't be edited"));
    }
    let content = match (&message.content, words) {
        (content, None) => content.clone(),
        (Content::Text(_), Some(words)) if method == Method::EditMessageText => {
            if words.text.is_empty() {
                return Err(Failure::bad("Text must be non-empty"));
            }
            check(&words, TEXT_LENGTH, "MESSAGE_TOO_LONG")?;
            Content::Text(words)
        }
        (Content::Photo(file, _), Some(words)) if method == Method::EditMessageCaption => {
            check(&words, CAPTION_LENGTH, "MEDIA_CAPTION_TOO_LONG")?;
            Content::Photo(file.clone(), words)
        }
        (Content::Document(file, _), Some(words)) if method == Method::EditMessageCaption => {
            check(&words, CAPTION_LENGTH, "MEDIA_CAPTION_TOO_LONG")?;
            Content::Document(file.clone(), words)
        }
        _ if method == Method::EditMessageText => {
            return Err(Failure::bad("There is no text in the message to edit"));
        }
        _ => return Err(Failure::bad("There is no caption in the message to edit")),
    };
    let buttons = |markup: &Option<Markup>| markup.as_ref().and_then(Markup::json);
    if same(&content, &message.content) && buttons(&markup) == buttons(&message.markup) {
        return Err(Failure::bad(NOT_MODIFIED));
    }
    Ok(Message {
        content,
        markup,
        ..message.clone()
    })
}

fn check(words: &Formatted, longest: usize, amiss: &str) -> Outcome<()> {
    if words.length() > longest {
        Err(Failure::bad(amiss))
    } else {
        Ok(())
    }
}

fn same(one: &Content, other: &Content) -> bool {
    match (one, other) {
        (Content::Text(one), Content::Text(other))
        | (Content::Photo(_, one), Content::Photo(_, other))
        | (Content::Document(_, one), Content::Document(_, other)) => one == other,
        _ => false,
    }
}
