//! How fal says no.

use serde_json::{Value, json};

use crate::reply::Reply;
use crate::trouble::{Refusal, Rejection};

/// A model that could not do what was asked: the result of the job.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) status: u16,
    pub(super) body: Value,
    /// The text in the job's status.
    pub(super) error: String,
    pub(super) error_type: String,
}

impl Fault {
    /// Input that is not accepted because of one field.
    pub(super) fn field(field: &str, message: &str, kind: &str, input: &Value) -> Self {
        Self {
            status: 422,
            body: json!({ "detail": [problem(field, message, kind, input)] }),
            error: "Invalid status code: 422".to_owned(),
            error_type: kind.to_owned(),
        }
    }

    /// A failure of fal's own.
    pub(super) fn infrastructure(status: u16, message: &str, kind: &str) -> Self {
        Self {
            status,
            body: json!({ "detail": message, "error_type": kind }),
            error: message.to_owned(),
            error_type: kind.to_owned(),
        }
    }

    pub(super) fn reply(&self) -> Reply {
        let retryable = if self.status == 422 { "false" } else { "true" };
        Reply::json(self.status, &self.body)
            .with("x-fal-retryable", retryable)
            .with("x-fal-error-type", &self.error_type)
    }
}

fn problem(field: &str, message: &str, kind: &str, input: &Value) -> Value {
    json!({
        "loc": ["body", field],
        "msg": message,
        "type": kind,
        "url": format!("https://docs.fal.ai/errors/#{kind}"),
        "ctx": {},
        "input": input,
    })
}

/// The key is not good.
pub(super) fn unauthorized() -> Reply {
    detail(401, "Cannot access application: the key is not valid.")
}

/// There is no such address or file.
pub(super) fn not_found() -> Reply {
    detail(404, "Not Found")
}

/// There is no such job, or not under this application.
pub(super) fn no_such_job() -> Reply {
    Reply::json(404, &json!({ "status": "NOT_FOUND" }))
}

/// One sentence.
pub(super) fn detail(status: u16, text: &str) -> Reply {
    Reply::json(status, &json!({ "detail": text }))
}

/// A refusal that a test has ordered.
pub(super) fn refusal(refusal: Refusal) -> Reply {
    match refusal {
        Refusal::Status401 => unauthorized(),
        Refusal::NoCredit => detail(
            403,
            "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.",
        ),
        Refusal::Conflict409 => detail(409, "Conflict"),
        Refusal::Rejected422(Rejection::Fields) => Fault::field(
            "images_data_url",
            "field required",
            "value_error.missing",
            &Value::Null,
        )
        .reply(),
        Refusal::Rejected422(Rejection::Text) => detail(422, "The input could not be processed."),
        Refusal::Throttled429 { seconds } => {
            let message = "Too many requests are under way.";
            let problem = problem("", message, "concurrent_requests_limit", &Value::Null);
            Reply::json(429, &json!({ "detail": [problem] }))
                .with("retry-after", seconds.to_string())
                .with("x-fal-needs-retry", "1")
        }
        Refusal::ServerError { status } => {
            let (message, kind) = match status {
                502 => ("The runner answered in part", "runner_incomplete_response"),
                503 => ("No runner could be found", "runner_scheduling_failure"),
                504 => ("Request timed out", "request_timeout"),
                _ => ("Internal server error", "internal_error"),
            };
            Fault::infrastructure(status, message, kind).reply()
        }
    }
}
