//! A call that waits, and what kind of call it is to limits and repetitions.

use super::retry::Tries;
use super::{Call, Edit, Lane, Outgoing, SendError};
use crate::limiter::{Target, Weight};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::{OwnedSemaphorePermit, oneshot};

/// Who waits for what comes of a call.
pub(super) type Waiter = oneshot::Sender<Result<Value, SendError>>;

/// An edit that goes through [`super::Outbox::edit`] and its like.
#[derive(Clone, Copy, Debug)]
pub(super) struct EditMark {
    pub(super) message: i64,
    /// Of text and buttons.
    pub(super) digest: blake3::Hash,
    pub(super) is_last: bool,
    pub(super) ordered_at: Instant,
}

/// What harm a repetition does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// Somebody would see it twice.
    Message,
    /// None.
    Harmless,
    /// None, but what it says is soon no longer true.
    Fleeting,
}

/// A call that waits or is under way.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) target: Target,
    pub(super) lane: Lane,
    pub(super) call: Arc<Call>,
    pub(super) edit: Option<EditMark>,
    pub(super) waiter: Option<Waiter>,
    pub(super) permit: Option<OwnedSemaphorePermit>,
    pub(super) tries: Tries,
    /// When it is made again after a failure. What does not wait for it in the same chat goes by it.
    pub(super) not_before: Option<Instant>,
}

impl Item {
    pub(super) fn of(
        outgoing: Outgoing,
        waiter: Waiter,
        permit: Option<OwnedSemaphorePermit>,
    ) -> Self {
        let target = Target {
            chat: outgoing.chat,
            is_group: outgoing.is_group,
        };
        Self {
            target,
            lane: outgoing.lane,
            call: Arc::new(outgoing.call),
            edit: None,
            waiter: Some(waiter),
            permit,
            tries: Tries::default(),
            not_before: None,
        }
    }

    pub(super) fn progress(edit: Edit, permit: Option<OwnedSemaphorePermit>) -> Self {
        Self::of_edit(edit, Lane::Edit, permit)
    }

    /// The last words belong to the result, so they go with the photos.
    pub(super) fn last_edit(
        edit: Edit,
        waiter: Waiter,
        permit: Option<OwnedSemaphorePermit>,
    ) -> Self {
        let mut item = Self::of_edit(edit, Lane::Photo, permit);
        if let Some(mark) = &mut item.edit {
            mark.is_last = true;
        }
        item.waiter = Some(waiter);
        item
    }

    fn of_edit(edit: Edit, lane: Lane, permit: Option<OwnedSemaphorePermit>) -> Self {
        let (chat, message) = (edit.chat, edit.message);
        let mut parameters = json!({ "chat_id": chat, "message_id": message, "text": edit.text });
        if let Some(buttons) = edit.buttons {
            parameters["reply_markup"] = buttons;
        }
        let mark = EditMark {
            message,
            digest: blake3::hash(parameters.to_string().as_bytes()),
            is_last: false,
            ordered_at: Instant::now(),
        };
        let target = Target {
            chat,
            is_group: edit.is_group,
        };
        let call = Call {
            method: "editMessageText",
            parameters,
            file: None,
        };
        Self {
            target,
            lane,
            call: Arc::new(call),
            edit: Some(mark),
            waiter: None,
            permit,
            tries: Tries::default(),
            not_before: None,
        }
    }

    /// Whether it goes beside its chat's order: a sign of work, or an answer to a button.
    pub(super) fn is_beside(&self) -> bool {
        matches!(self.call.method, "answerCallbackQuery" | "sendChatAction")
    }

    /// What it is to the limits; none where they do not count it.
    pub(super) fn weight(&self) -> Option<Weight> {
        let method = self.call.method;
        let is_message = ["send", "copy", "forward"]
            .iter()
            .any(|start| method.starts_with(start));
        match (is_message, method.starts_with("edit")) {
            _ if self.is_beside() => None,
            (true, _) => Some(Weight::Message),
            (false, true) if self.lane == Lane::Edit => Some(Weight::Edit),
            (false, true) => Some(Weight::Message),
            (false, false) => None,
        }
    }

    pub(super) fn nature(&self) -> Nature {
        if self.call.method == "sendChatAction" {
            Nature::Fleeting
        } else if self.weight() == Some(Weight::Message) && !self.call.method.starts_with("edit") {
            Nature::Message
        } else {
            Nature::Harmless
        }
    }

    /// The message that a call other than an edit of the outbox's own changes or takes away.
    pub(super) fn changes(&self) -> Option<i64> {
        let method = self.call.method;
        let is_change = method.starts_with("editMessage") || method == "deleteMessage";
        let message = &self.call.parameters["message_id"];
        message
            .as_i64()
            .filter(|_| is_change && self.edit.is_none())
    }

    /// Tells whoever waits; nobody has to.
    pub(super) fn end(self, result: Result<Value, SendError>) {
        if let Some(waiter) = self.waiter {
            drop(waiter.send(result));
        }
    }
}
