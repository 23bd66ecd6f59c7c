//! Sending what costs money: once, and again only where it surely was not taken.
//!
//! No provider has a key by which it would know a request that it was sent before. So a connection that was never
//! there and a host that says "not now" are tried again; whatever else leaves no request id is unknown, and stays so.

use crate::net::{Net, is_worth_repeating};
use crate::problem::{Problem, SubmitError};
use reqwest::{RequestBuilder, Response, StatusCode};
use serde_json::Value;
use std::time::Duration;

/// The longest reply in bytes: a status with the log of a day.
const LONGEST_REPLY: usize = 16 << 20;
/// The longest refusal in bytes.
const LONGEST_REFUSAL: usize = 1 << 20;

/// How a provider reads its own refusals: status, headers' wait and body.
pub(crate) type Refusal = fn(StatusCode, Option<Duration>, &[u8]) -> Problem;

/// Sends a submission and gives its reply's JSON.
pub(crate) async fn submit(
    net: &Net,
    request: impl Fn() -> Result<RequestBuilder, Problem>,
    refusal: Refusal,
) -> Result<Value, SubmitError> {
    let patience = net.patience();
    let (mut wait, mut tries) = (patience.first_wait, 1);
    loop {
        let request = request().map_err(SubmitError::Refused)?;
        let problem = match attempt(net, request, refusal).await {
            Err(SubmitError::Refused(problem)) if problem.may_pass() => problem,
            done => return done,
        };
        if tries >= patience.tries {
            return Err(SubmitError::Refused(problem));
        }
        tokio::time::sleep(
            problem
                .asked_wait()
                .unwrap_or(wait)
                .min(patience.longest_wait),
        )
        .await;
        wait *= 2;
        tries += 1;
    }
}

async fn attempt(
    net: &Net,
    request: RequestBuilder,
    refusal: Refusal,
) -> Result<Value, SubmitError> {
    let reply = match net.send(request).await.map_err(Problem::of_transport) {
        Ok(reply) => reply,
        Err(problem @ Problem::Offline { unsent: true, .. }) => {
            return Err(SubmitError::Refused(problem));
        }
        Err(problem) => return Err(SubmitError::Unknown(problem)),
    };
    let status = reply.status();
    if status.is_success() {
        return read_json(reply).await.map_err(SubmitError::Unknown);
    }
    // Who says that it took too long, or that we went away, may have begun.
    let may_have_begun = matches!(status.as_u16(), 408 | 425 | 499);
    let surely_not =
        status.is_client_error() && !may_have_begun || status == StatusCode::SERVICE_UNAVAILABLE;
    let problem = refused(reply, refusal).await;
    if surely_not {
        return Err(SubmitError::Refused(problem));
    }
    Err(SubmitError::Unknown(problem))
}

/// Reads a reply that is an error.
pub(crate) async fn refused(reply: Response, refusal: Refusal) -> Problem {
    let status = reply.status();
    let wait = crate::net::retry_after(&reply);
    // A body that breaks off says no less than one that is empty.
    let body = body_of(reply, LONGEST_REFUSAL).await.unwrap_or_default();
    refusal(status, wait, &body)
}

/// Reads a reply that must be JSON.
pub(crate) async fn read_json(reply: Response) -> Result<Value, Problem> {
    let body = body_of(reply, LONGEST_REPLY).await?;
    serde_json::from_slice(&body).map_err(|_| Problem::broken(kind_of(&body)))
}

/// The body of a reply, if it is not longer than any that makes sense.
async fn body_of(mut reply: Response, longest: usize) -> Result<Vec<u8>, Problem> {
    let mut body = Vec::new();
    while let Some(chunk) = reply.chunk().await.map_err(Problem::of_transport)? {
        if body.len() + chunk.len() > longest {
            return Err(Problem::broken("it has no end"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn kind_of(body: &[u8]) -> String {
    let start = body.trim_ascii_start();
    match start.first() {
        None => "it is empty".to_owned(),
        Some(b'<') => "it is a web page".to_owned(),
        Some(_) => "it is not JSON".to_owned(),
    }
}

/// Sends a question that costs nothing, again where that may help, and gives its reply where it is a good one.
pub(crate) async fn ask(
    net: &Net,
    request: impl Fn() -> Result<RequestBuilder, Problem>,
    refusal: Refusal,
) -> Result<Response, Problem> {
    let reply = net.send_repeatable(request).await?;
    if reply.status().is_success() {
        return Ok(reply);
    }
    Err(refused(reply, refusal).await)
}

/// What a status alone says, for providers whose body adds nothing.
pub(crate) fn problem_of_status(
    status: StatusCode,
    wait: Option<Duration>,
    said: String,
) -> Problem {
    match status.as_u16() {
        401 => Problem::BadKey { said },
        402 => Problem::NoCredit { said },
        403 => Problem::BadKey { said },
        404 | 410 => Problem::Gone,
        400 | 409 | 413 | 415 | 422 => Problem::Rejected { field: None, said },
        _ if is_worth_repeating(status) => Problem::Busy { wait },
        _ => Problem::broken(format!("status {status}")),
    }
}
