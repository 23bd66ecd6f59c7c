//! What a closed tag marks.

use serde_json::Value;

use super::{Open, Reader};
use crate::telegram::formatted::Entity;
use crate::telegram::markdown::linked;

impl Reader<'_> {
    pub(super) fn mark(&mut self, open: &Open) -> Result<(), String> {
        let length = self.offset - open.offset;
        let plain = |kind: &str| Entity::plain(kind, open.offset, length);
        let inside = String::from_utf8_lossy(&self.text[open.begins..]).into_owned();
        let entity = match open.tag.as_str() {
            "i" | "em" => plain("italic"),
            "b" | "strong" => plain("bold"),
            "s" | "strike" | "del" => plain("strikethrough"),
            "u" | "ins" => plain("underline"),
            "tg-emoji" => {
                let known = open.argument.parse::<i64>().is_ok_and(|id| id != 0);
                if !known {
                    return Err("Invalid custom emoji identifier specified".to_owned());
                }
                plain("custom_emoji").with("custom_emoji_id", open.argument.clone().into())
            }
            "tg-time" => return Ok(()),
            "a" => match link(open, &inside, plain("text_link")) {
                Some(entity) => entity,
                None => return Ok(()),
            },
            "pre" | "code" => {
                self.mark_code(open, length);
                return Ok(());
            }
            "blockquote" if open.argument.is_empty() => plain("blockquote"),
            "blockquote" => plain("expandable_blockquote"),
            _ => plain("spoiler"),
        };
        self.entities.push(entity);
        Ok(())
    }

    /// `pre` with nothing but `code` in it, or the other way round, is one piece of code with its language.
    fn mark_code(&mut self, open: &Open, length: usize) {
        let kind = if open.tag == "pre" { "pre" } else { "code" };
        let twin = self.entities.last_mut().filter(|last| {
            last.offset == open.offset
                && last.length == length
                && matches!(last.kind.as_str(), "pre" | "code")
                && last.kind != kind
        });
        let named = |language: &str| ("language".to_owned(), Value::from(language));
        if let Some(twin) = twin {
            "pre".clone_into(&mut twin.kind);
            if !open.argument.is_empty() {
                twin.extra = Some(named(&open.argument));
            }
            return;
        }
        let mut entity = Entity::plain(kind, open.offset, length);
        if kind == "code" && !open.argument.is_empty() {
            entity.extra = Some(named(&open.argument));
        }
        self.entities.push(entity);
    }
}

/// A link with its address, which is its text where none is given; one that leads nowhere is none.
fn link(open: &Open, inside: &str, entity: Entity) -> Option<Entity> {
    let address = if open.argument.is_empty() {
        inside
    } else {
        &open.argument
    };
    linked(entity, address)
}
