//! The port: finds out what a request is for, writes it down, meets the troubles that were ordered, sends the reply.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use hyper::body::Incoming;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::calls::Call;
use super::control;
use super::failure::{Failure, Outcome, success};
use super::method::Method;
use super::parameters::{Parameters, decoded_path};
use super::picture;
use super::state::Moment;
use super::telegram::Telegram;
use super::trouble::Trouble;
use crate::provider::hold;
use crate::reply::{Broken, Reply, Sent};
use crate::request::{Host, Request};

/// What a request is for.
struct Errand {
    token: String,
    method: Method,
    /// For downloads.
    path: String,
    parameters: Outcome<Parameters>,
}

impl Errand {
    /// Of a path as `/bot<token>/<method>` or `/file/bot<token>/<path>`.
    fn of(request: &Request) -> Option<Self> {
        let (rest, is_file) = match request.path.strip_prefix("/file/bot") {
            Some(rest) => (rest, true),
            None => (request.path.strip_prefix("/bot")?, false),
        };
        let (token, rest) = rest.split_once('/')?;
        Some(Self {
            token: decoded_path(token),
            method: if is_file {
                Method::Download
            } else {
                Method::named(rest.trim_end_matches('/'))
            },
            path: decoded_path(rest),
            parameters: if is_file {
                Ok(Parameters::default())
            } else {
                Parameters::of(request)
            },
        })
    }
}

/// Answers one request. An error closes the connection without a reply.
pub(super) async fn answer(
    telegram: Arc<Telegram>,
    request: hyper::Request<Incoming>,
) -> io::Result<hyper::Response<Sent>> {
    let request = Request::read(Host::Api, request).await?;
    if let Some(path) = request.path.strip_prefix("/sim/") {
        return Ok(control::answer(&telegram, path, &request).await.send());
    }
    let Some(errand) = Errand::of(&request) else {
        return Ok(Failure::new(404, "Not Found").reply().send());
    };
    let (place, trouble) = write_down(&telegram, &errand, request.body.len());
    // The file of a request need not be held any longer than it takes to put it on the shelf.
    drop(request);
    let response = meet(trouble, &telegram, &errand).await?;
    let now = Moment::now(telegram.started).since;
    if let Some(call) = hold(&telegram.state).calls.get_mut(place) {
        call.answered_at = Some(now);
        call.status = Some(response.status().as_u16());
    }
    Ok(response)
}

fn write_down(telegram: &Telegram, errand: &Errand, bytes: usize) -> (usize, Option<Trouble>) {
    let state = &mut *hold(&telegram.state);
    let parameters = errand.parameters.as_ref().ok();
    let named = parameters.and_then(|parameters| parameters.text("chat_id").parse().ok());
    state.calls.push(Call {
        method: errand.method,
        chat: named,
        parameters: parameters
            .map_or_else(Default::default, |parameters| parameters.values().clone()),
        bytes,
        at: Moment::now(telegram.started).since,
        answered_at: None,
        status: None,
    });
    (state.calls.len() - 1, state.orders.take(errand.method))
}

async fn meet(
    trouble: Option<Trouble>,
    telegram: &Telegram,
    errand: &Errand,
) -> io::Result<hyper::Response<Sent>> {
    let carry_out = || carry_out(telegram, errand);
    Ok(match trouble {
        None => carry_out().await.send(),
        Some(Trouble::Refused {
            status,
            description,
        }) => Failure::new(status, description).reply().send(),
        Some(Trouble::Bare { status }) => Reply::empty(status).send(),
        Some(Trouble::Html { status }) => Reply::html(status).send(),
        Some(Trouble::RetryAfter { seconds }) => Failure::too_many(seconds).reply().send(),
        Some(Trouble::DroppedBefore) => return Err(io::Error::other(Broken)),
        Some(Trouble::DroppedAfter) => {
            carry_out().await;
            return Err(io::Error::other(Broken));
        }
        Some(Trouble::CutMidBody) => carry_out().await.send_half(),
        Some(Trouble::Slow(delay)) => {
            sleep(delay).await;
            carry_out().await.send()
        }
        Some(Trouble::Hang) => std::future::pending().await,
    })
}

async fn carry_out(telegram: &Telegram, errand: &Errand) -> Reply {
    if let Err(failure) = telegram.let_in(&errand.token, errand.method) {
        return failure.reply();
    }
    if errand.method == Method::Download {
        return hand_out(telegram, &errand.path).await;
    }
    let outcome = match &errand.parameters {
        Ok(parameters) => telegram.carry_out(errand.method, parameters).await,
        Err(failure) => Err(failure.clone()),
    };
    match outcome {
        Ok(result) => success(&result),
        Err(failure) => failure.reply(),
    }
}

/// The bytes of a file; a smaller size of a photo is made here.
async fn hand_out(telegram: &Telegram, path: &str) -> Reply {
    let found = hold(&telegram.state).library.at(path);
    let bytes = found.and_then(|(file, side)| Some((file.bytes.clone()?, side)));
    let bytes: Option<Bytes> = match bytes {
        None => None,
        Some((bytes, None)) => Some(bytes),
        Some((bytes, Some(side))) => spawn_blocking(move || picture::shrink(&bytes, side))
            .await
            .ok()
            .flatten(),
    };
    match bytes {
        Some(bytes) => Reply::bytes(200, "application/octet-stream", bytes),
        None => Failure::new(404, "Not Found").reply(),
    }
}
