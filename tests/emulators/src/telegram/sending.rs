//! What a bot sends: messages, photos, documents, albums, and the sign that it is at work.

use serde_json::{Value, json};
use uuid::Uuid;

use super::failure::{Failure, Outcome};
use super::formatted::{CAPTION_LENGTH, Formatted, TEXT_LENGTH};
use super::keyboard::Markup;
use super::library::Material;
use super::method::Method;
use super::parameters::Parameters;
use super::state::{Content, Draft, Moment, Sender, State};
use super::telegram::Telegram;
use crate::provider::hold;

/// The most pictures of an album.
const ALBUM: usize = 10;

const ACTIONS: [&str; 15] = [
    "cancel",
    "typing",
    "record_video",
    "upload_video",
    "record_audio",
    "record_voice",
    "upload_audio",
    "upload_voice",
    "upload_photo",
    "upload_document",
    "choose_sticker",
    "pick_up_location",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

impl Telegram {
    pub(super) fn send_message(&self, parameters: &Parameters) -> Outcome {
        if parameters.text("text").is_empty() {
            return Err(Failure::bad("Message text is empty"));
        }
        let words = Formatted::read(parameters, "text", "parse_mode", "entities")?;
        let markup = Markup::read(parameters)?;
        let now = Moment::now(self.started);
        let state = &mut *hold(&self.state);
        let (chat, reply_to) = state.ready_for(parameters)?;
        if words.text.is_empty() {
            return Err(Failure::bad("Text must be non-empty"));
        }
        if words.length() > TEXT_LENGTH {
            return Err(Failure::bad("Message is too long"));
        }
        state.admit(chat, markup.as_ref(), 1, now)?;
        let draft = Draft {
            sender: Sender::Bot,
            content: Content::Text(words),
            markup,
            reply_to,
            album: None,
        };
        Ok(state.post_and_tell(chat, draft, now))
    }

    pub(super) fn send_file(&self, method: Method, parameters: &Parameters) -> Outcome {
        let (field, is_photo) = if method == Method::SendPhoto {
            ("photo", true)
        } else {
            ("document", false)
        };
        let material = Material::of(parameters, field, parameters.text(field), is_photo)?
            .ok_or_else(|| Failure::bad(format!("There is no {field} in the request")))?;
        let caption = Formatted::read(parameters, "caption", "parse_mode", "caption_entities")?;
        let markup = Markup::read(parameters)?;
        let now = Moment::now(self.started);
        let state = &mut *hold(&self.state);
        let (chat, reply_to) = state.ready_for(parameters)?;
        check_caption(&caption)?;
        state.admit(chat, markup.as_ref(), 1, now)?;
        let draft = Draft {
            sender: Sender::Bot,
            content: state.content_of(material, caption, is_photo)?,
            markup,
            reply_to,
            album: None,
        };
        Ok(state.post_and_tell(chat, draft, now))
    }

    pub(super) fn send_album(&self, parameters: &Parameters) -> Outcome {
        let items = album(parameters)?;
        let now = Moment::now(self.started);
        let state = &mut *hold(&self.state);
        let (chat, reply_to) = state.ready_for(parameters)?;
        if items.is_empty() {
            return Err(Failure::bad("There are no messages to send"));
        }
        if items.len() > ALBUM {
            return Err(Failure::bad("Too many messages to send as an album"));
        }
        let is_photo = items[0].is_photo;
        if items.iter().any(|item| item.is_photo != is_photo) {
            return Err(Failure::bad(
                "Can't use the media of the specified type in the album",
            ));
        }
        for item in &items {
            check_caption(&item.caption)?;
        }
        state.admit(
            chat,
            None,
            u32::try_from(items.len()).unwrap_or(u32::MAX),
            now,
        )?;
        let contents = items
            .into_iter()
            .map(|item| state.content_of(item.material, item.caption, is_photo))
            .collect::<Outcome<Vec<_>>>()?;
        let album = (Uuid::now_v7().as_u128() >> 70).to_string();
        let sent = contents.into_iter().map(|content| {
            let draft = Draft {
                sender: Sender::Bot,
                content,
                markup: None,
                reply_to,
                album: Some(album.clone()),
            };
            state.post_and_tell(chat, draft, now)
        });
        Ok(sent.collect())
    }

    pub(super) fn send_action(&self, parameters: &Parameters) -> Outcome {
        let action = parameters.text("action").to_ascii_lowercase();
        if !ACTIONS.contains(&action.as_str()) {
            return Err(Failure::bad("Wrong parameter action in request"));
        }
        let now = Moment::now(self.started);
        let state = &mut *hold(&self.state);
        let id = state.open_chat(parameters.text("chat_id"))?;
        state.check_blocked(id)?;
        if let Some(chat) = state.chats.get_mut(&id) {
            chat.actions.push((action, now.since));
            chat.signal.raise();
        }
        Ok(Value::Bool(true))
    }
}

impl State {
    /// The chat to send to, and the message that is answered.
    fn ready_for(&self, parameters: &Parameters) -> Outcome<(i64, Option<i64>)> {
        let chat = self.open_chat(parameters.text("chat_id"))?;
        let reply = parameters
            .json(
                "reply_parameters",
                "Can't parse reply parameters JSON object",
            )?
            .unwrap_or_else(|| {
                json!({
                    "message_id": parameters.number("reply_to_message_id"),
                    "allow_sending_without_reply": parameters.flag("allow_sending_without_reply"),
                })
            });
        let answered = reply["message_id"].as_i64().filter(|id| *id > 0);
        let Some(answered) = answered else {
            return Ok((chat, None));
        };
        if self.message(chat, answered).is_some() {
            return Ok((chat, Some(answered)));
        }
        match reply["allow_sending_without_reply"].as_bool() {
            Some(true) => Ok((chat, None)),
            Some(false) | None => Err(Failure::bad("message to be replied not found")),
        }
    }

    /// What is looked at last: whether the person wants it, the buttons, the limits.
    pub(super) fn admit(
        &mut self,
        chat: i64,
        markup: Option<&Markup>,
        messages: u32,
        now: Moment,
    ) -> Outcome<()> {
        self.check_blocked(chat)?;
        markup.map_or(Ok(()), Markup::check)?;
        let is_group = self
            .chats
            .get(&chat)
            .is_some_and(super::state::Chat::is_group);
        self.flood
            .spend(chat, is_group, messages, now.since)
            .map_err(Failure::too_many)
    }

    fn content_of(
        &mut self,
        material: Material,
        caption: Formatted,
        is_photo: bool,
    ) -> Outcome<Content> {
        let file = self.library.take(material, is_photo)?;
        Ok(if is_photo {
            Content::Photo(file, caption)
        } else {
            Content::Document(file, caption)
        })
    }

    fn post_and_tell(&mut self, chat: i64, draft: Draft, now: Moment) -> Value {
        let id = self.post(chat, draft, now);
        self.message(chat, id)
            .map_or(Value::Null, |message| self.message_json(message))
    }
}

fn check_caption(caption: &Formatted) -> Outcome<()> {
    if caption.length() > CAPTION_LENGTH {
        Err(Failure::bad("Message caption is too long"))
    } else {
        Ok(())
    }
}

/// One picture or document of an album.
struct Item {
    material: Material,
    caption: Formatted,
    is_photo: bool,
}

fn album(parameters: &Parameters) -> Outcome<Vec<Item>> {
    let media = parameters
        .json("media", "Can't parse media JSON object")?
        .ok_or_else(|| Failure::bad("Parameter \"media\" is required"))?;
    let media = media
        .as_array()
        .ok_or_else(|| Failure::bad("Expected an Array of InputMedia"))?;
    media
        .iter()
        .map(|item| read_item(parameters, item))
        .collect()
}

fn read_item(parameters: &Parameters, item: &Value) -> Outcome<Item> {
    let amiss = |what: &str| Failure::bad(format!("Can't parse InputMedia: {what}"));
    if !item.is_object() {
        return Err(amiss("expected an Object"));
    }
    let text = |name: &str| item[name].as_str().unwrap_or_default();
    let caption = Formatted::parse(
        text("caption"),
        text("parse_mode"),
        &item["caption_entities"],
    )?;
    let kind = item["type"]
        .as_str()
        .ok_or_else(|| amiss("Can't find field \"type\""))?;
    let is_photo = match kind {
        "photo" => true,
        "document" => false,
        "animation" => {
            return Err(amiss("type \"animation\" can't be used in sendMediaGroup"));
        }
        _ => return Err(amiss(&format!("type \"{kind}\" is unsupported"))),
    };
    let media = text("media");
    let found = if media.is_empty() {
        None
    } else {
        Material::of(parameters, media, media, is_photo)?
    };
    Ok(Item {
        material: found.ok_or_else(|| amiss("media not found"))?,
        caption,
        is_photo,
    })
}
