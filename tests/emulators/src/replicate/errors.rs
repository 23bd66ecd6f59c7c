//! How Replicate says no.

use bytes::Bytes;
use serde_json::json;

use crate::reply::Reply;
use crate::trouble::{Refusal, Rejection};

/// What it says of a picture that it will not show.
pub(super) const NSFW: &str =
    "NSFW content detected. Try running it again, or try a different prompt.";

/// A title, a sentence and the status, as problems are told (RFC 7807).
pub(super) fn problem(status: u16, title: &str, detail: &str) -> Reply {
    let body = json!({ "title": title, "detail": detail, "status": status });
    Reply::bytes(
        status,
        "application/problem+json",
        Bytes::from(body.to_string()),
    )
}

/// The token is not good.
pub(super) fn unauthenticated() -> Reply {
    let detail = "You did not pass a valid authentication token";
    problem(401, "Unauthenticated", detail)
}

/// There is no such thing.
pub(super) fn not_found() -> Reply {
    Reply::json(
        404,
        &json!({ "detail": "The requested resource could not be found." }),
    )
}

/// There is no such version, or it is somebody else's.
pub(super) fn no_such_version() -> Reply {
    problem(
        422,
        "Invalid version or not permitted",
        "The specified version does not exist (or perhaps you don't have permission to use it?)",
    )
}

/// One field of a body is not as it should be.
pub(super) fn invalid(kind: &str, field: &str, description: &str) -> Reply {
    let body = json!({
        "detail": format!("- {field}: {description}\n"),
        "status": 422,
        "title": "Input validation failed",
        "invalid_fields": [{ "type": kind, "field": field, "description": description }],
    });
    Reply::bytes(
        422,
        "application/problem+json",
        Bytes::from(body.to_string()),
    )
}

/// The host of files has no JSON.
pub(super) fn plain(status: u16, text: &'static str) -> Reply {
    Reply::bytes(status, "text/plain", Bytes::from_static(text.as_bytes()))
}

/// A refusal that a test has ordered.
pub(super) fn refusal(refusal: Refusal) -> Reply {
    match refusal {
        Refusal::Status401 => unauthenticated(),
        Refusal::NoCredit => problem(
            402,
            "Insufficient credit",
            "You have insufficient credit to run this model. Go to https://replicate.com/account/billing#billing to \
             purchase credit. Once you purchase credit, please wait a few minutes before trying again.",
        ),
        Refusal::Conflict409 => problem(
            409,
            "Conflict",
            "A model with that name and owner already exists",
        ),
        Refusal::Rejected422(Rejection::Fields) => {
            invalid("required", "input", "prompt is required")
        }
        Refusal::Rejected422(Rejection::Text) => Reply::json(
            422,
            &json!({ "detail": "The input could not be processed." }),
        ),
        Refusal::Throttled429 { seconds } => {
            let detail = format!("Request was throttled. Your rate limit resets in ~{seconds}s.");
            Reply::json(429, &json!({ "detail": detail })).with("retry-after", seconds.to_string())
        }
        Refusal::ServerError { status } => problem(
            status,
            "Internal server error",
            "An internal error occurred",
        ),
    }
}
