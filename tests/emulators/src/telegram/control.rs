//! The same people and troubles over HTTP, under `/sim/`, for programs in other languages.
//!
//! | request | body | answer |
//! |---|---|---|
//! | `POST people` | `first_name`, `language_code`, `username` | `id` |
//! | `POST people/ID/writes` | `text`, `chat_id`, `reply_to` | `message_id` |
//! | `POST people/ID/photo?caption=`, `document?name=` | the file itself | `message_id` |
//! | `POST people/ID/taps` | `message_id`, `data`, `chat_id` | `callback_query_id` |
//! | `POST people/ID/blocks`, `unblocks` | | |
//! | `GET people/ID/next?timeout=&chat_id=` | | the bot's next message, or null |
//! | `GET people/ID/commands` | | the menu |
//! | `GET answers/QUERY?timeout=&chat_id=` | | the answer to a tap, or null |
//! | `POST groups` | `title`, `members` | `id` |
//! | `GET chats/ID` | | all messages as they are now |
//! | `GET chats/ID/files/MESSAGE` | | the photo or the document itself |
//! | `POST troubles` | `method` (or none for any), `kind`, `status`, `description`, `seconds`, `times` | |
//! | `DELETE troubles` | | |
//! | `POST limits` | `on` | |
//! | `POST settings` | `keep_bytes`, `hear_groups`, `hold_up_polls`; what is not named stays | |
//! | `GET calls` | | all calls |
//!
//! Kinds of troubles: `refused`, `bare`, `html`, `retry_after`, `dropped_before`, `dropped_after`, `cut`, `slow`, `hang`.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::calls::Call;
use super::flood::Limits;
use super::formatted::Formatted;
use super::method::Method;
use super::parameters::decoded_path;
use super::people::Impossible;
use super::person::{attached, seen};
use super::state::Content;
use super::telegram::Telegram;
use super::trouble::Trouble;
use super::view::ChatMessage;
use crate::provider::hold;
use crate::reply::Reply;
use crate::request::Request;

/// How long a request waits that does not say for itself.
const PATIENCE: f64 = 5.0;

/// Does what is asked; what cannot be done is 400 with the reason.
pub(super) async fn answer(telegram: &Arc<Telegram>, path: &str, request: &Request) -> Reply {
    let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
    let done = match (request.method.as_str(), segments.as_slice()) {
        ("GET", ["people", person, "next"]) => next(telegram, number(person), request).await,
        ("GET", ["answers", query]) => tap_answer(telegram, number(query), request).await,
        ("GET", ["chats", chat, "files", message]) => {
            let file = file_of(telegram, number(chat), number(message));
            return file.unwrap_or_else(|why| refused(&why));
        }
        (method, segments) => at_once(telegram, method, segments, request),
    };
    match done {
        Ok(value) => Reply::json(200, &value),
        Err(why) => refused(&why),
    }
}

fn refused(why: &str) -> Reply {
    Reply::json(400, &json!({ "error": why }))
}

fn at_once(
    telegram: &Arc<Telegram>,
    method: &str,
    segments: &[&str],
    request: &Request,
) -> Result<Value, Impossible> {
    let body = request.json().unwrap_or_default();
    match (method, segments) {
        ("POST", ["people"]) => Ok(telegram.act(|state, _| {
            let text = |name: &str| body[name].as_str();
            let name = text("first_name").unwrap_or("Person");
            let id = state.add_person(name, text("language_code"), text("username"));
            json!({ "id": id })
        })),
        ("POST", ["people", person, what]) => {
            person_does(telegram, number(person), what, &body, request)
        }
        ("GET", ["people", person, "commands"]) => {
            let person = number(person);
            let menu = hold(&telegram.state).menu(person, person);
            let told = menu.into_iter().map(
                |command| json!({ "command": command.command, "description": command.description }),
            );
            Ok(told.collect())
        }
        ("POST", ["groups"]) => Ok(telegram.act(|state, now| {
            let members = body["members"].as_array().into_iter().flatten();
            let members: Vec<i64> = members.filter_map(Value::as_i64).collect();
            let title = body["title"].as_str().unwrap_or("Group");
            json!({ "id": state.add_group(title, &members, now) })
        })),
        ("GET", ["chats", chat]) => {
            let messages = seen(&hold(&telegram.state), number(chat));
            Ok(messages.iter().map(ChatMessage::json).collect())
        }
        ("POST", ["troubles"]) => order(telegram, &body),
        ("DELETE", ["troubles"]) => {
            hold(&telegram.state).orders.clear();
            Ok(json!({}))
        }
        ("POST", ["limits"]) => {
            let limits = body["on"]
                .as_bool()
                .unwrap_or_default()
                .then(Limits::default);
            hold(&telegram.state).flood.set(limits);
            Ok(json!({}))
        }
        ("POST", ["settings"]) => {
            let state = &mut *hold(&telegram.state);
            let set = |name: &str, setting: &mut bool| {
                *setting = body[name].as_bool().unwrap_or(*setting);
            };
            set("keep_bytes", &mut state.library.keeps_bytes);
            set("hear_groups", &mut state.bot.hears_groups);
            set("hold_up_polls", &mut state.mailbox.holds_up);
            Ok(json!({}))
        }
        ("GET", ["calls"]) => Ok(hold(&telegram.state).calls.iter().map(call_json).collect()),
        _ => Err("there is nothing here".to_owned()),
    }
}

fn person_does(
    telegram: &Arc<Telegram>,
    person: i64,
    what: &str,
    body: &Value,
    request: &Request,
) -> Result<Value, Impossible> {
    let chat = body["chat_id"].as_i64().unwrap_or(person);
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    match what {
        "writes" => {
            let content = Content::Text(Formatted::typed(text("text")));
            let reply_to = body["reply_to"].as_i64();
            let id =
                telegram.act(|state, now| state.write(person, chat, content, reply_to, now))?;
            Ok(json!({ "message_id": id }))
        }
        "photo" | "document" => {
            let parameter = |name: &str| decoded_path(request.parameter(name).unwrap_or_default());
            let is_photo = what == "photo";
            let file = attached(&parameter("name"), request.body.clone());
            let id = telegram.send_as(person, chat, &file, &parameter("caption"), is_photo)?;
            Ok(json!({ "message_id": id }))
        }
        "taps" => {
            let message = body["message_id"].as_i64().unwrap_or_default();
            let tapped =
                telegram.act(|state, now| state.press(person, chat, message, text("data"), now))?;
            // As text: JavaScript's numbers do not hold it.
            Ok(json!({ "callback_query_id": tapped.to_string() }))
        }
        "blocks" | "unblocks" => {
            telegram.act(|state, now| state.block(person, what == "blocks", now));
            Ok(json!({}))
        }
        _ => Err(format!("a person cannot do \"{what}\"")),
    }
}

async fn next(
    telegram: &Arc<Telegram>,
    person: i64,
    request: &Request,
) -> Result<Value, Impossible> {
    let chat = request.parameter("chat_id").map_or(person, number);
    let message = telegram
        .wait_here(chat, patience(request), |state| {
            state.hear_next(person, chat)
        })
        .await;
    Ok(message.map_or(Value::Null, |message| message.json()))
}

async fn tap_answer(
    telegram: &Arc<Telegram>,
    query: i64,
    request: &Request,
) -> Result<Value, Impossible> {
    let chat = request.parameter("chat_id").map_or(0, number);
    let answer = telegram
        .wait_here(chat, patience(request), |state| state.answer_to(query))
        .await;
    Ok(answer.map_or(Value::Null, |answer| {
        json!({
            "text": answer.text,
            "alert": answer.alert,
            "url": answer.url,
            "at": answer.at.as_secs_f64(),
        })
    }))
}

/// What a person sees who opens a photo, or saves a document.
fn file_of(telegram: &Telegram, chat: i64, message: i64) -> Result<Reply, Impossible> {
    let seen = hold(&telegram.state)
        .message(chat, message)
        .map(ChatMessage::of);
    let file = seen.and_then(|seen| seen.photo.or(seen.document));
    let bytes = file
        .and_then(|file| file.bytes)
        .ok_or_else(|| format!("message {message} has no file whose bytes are kept"))?;
    Ok(Reply::bytes(200, "application/octet-stream", bytes))
}

fn order(telegram: &Arc<Telegram>, body: &Value) -> Result<Value, Impossible> {
    let number = |name: &str, otherwise: u64| body[name].as_u64().unwrap_or(otherwise);
    let status = |otherwise: u64| u16::try_from(number("status", otherwise)).unwrap_or(500);
    let delay = body["seconds"].as_f64().unwrap_or(1.0);
    let kind = body["kind"].as_str().unwrap_or_default();
    let trouble = match kind {
        "refused" => Trouble::Refused {
            status: status(500),
            description: body["description"]
                .as_str()
                .unwrap_or("Internal Server Error")
                .to_owned(),
        },
        "bare" => Trouble::Bare {
            status: status(502),
        },
        "html" => Trouble::Html {
            status: status(502),
        },
        "retry_after" => Trouble::RetryAfter {
            seconds: number("seconds", 1),
        },
        "dropped_before" => Trouble::DroppedBefore,
        "dropped_after" => Trouble::DroppedAfter,
        "cut" => Trouble::CutMidBody,
        "slow" => Trouble::Slow(Duration::try_from_secs_f64(delay).unwrap_or_default()),
        "hang" => Trouble::Hang,
        _ => return Err(format!("there is no trouble \"{kind}\"")),
    };
    let method = body["method"].as_str().map(Method::named);
    if method == Some(Method::Unknown) {
        return Err(format!("there is no method {}", body["method"]));
    }
    let times = usize::try_from(number("times", 1)).unwrap_or(1);
    hold(&telegram.state).orders.add(times, method, &trouble);
    Ok(json!({}))
}

fn call_json(call: &Call) -> Value {
    json!({
        "method": call.method.name(),
        "chat": call.chat,
        "parameters": call.parameters,
        "bytes": call.bytes,
        "at": call.at.as_secs_f64(),
        "answered_at": call.answered_at.map(|at| at.as_secs_f64()),
        "status": call.status,
    })
}

fn patience(request: &Request) -> Duration {
    let seconds = request
        .parameter("timeout")
        .and_then(|text| text.parse().ok());
    Duration::try_from_secs_f64(seconds.unwrap_or(PATIENCE)).unwrap_or_default()
}

/// An id; what is none is that of nobody.
fn number(text: &str) -> i64 {
    text.parse().unwrap_or_default()
}
