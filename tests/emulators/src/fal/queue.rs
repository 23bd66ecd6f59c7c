//! fal's queue: jobs are submitted, asked about, fetched and called off.

use serde_json::{Value, json};

use super::endpoints::{self, Output};
use super::errors::{self, Fault};
use super::{Fal, InputCheck, fresh_id};
use crate::job::{Job, PaidSubmit, Stage, written};
use crate::provider::hold;
use crate::reply::Reply;
use crate::request::Request;
use crate::trouble::Twist;

/// A job, and what will come of it.
#[derive(Debug)]
pub(super) struct FalJob {
    job: Job,
    app: String,
    outcome: Result<Output, Fault>,
}

impl Fal {
    pub(super) fn submit(&self, request: &Request, endpoint: &str, twist: Option<&Twist>) -> Reply {
        let Some(kind) = endpoints::find(endpoint) else {
            return errors::detail(404, &format!("Application '{endpoint}' not found"));
        };
        let Some(input) = request.json().filter(Value::is_object) else {
            return errors::detail(422, "The body is not an object in JSON");
        };
        let mut state = hold(&self.state);
        let checked = kind.check(&input, |url| self.is_known(&state.shelf, url));
        if let (InputCheck::AtSubmit, Err(fault)) = (state.check, &checked) {
            return fault.reply();
        }
        let outcome = checked.and_then(|()| kind.work(&input, twist, self.cdn(), &mut state));
        let job = FalJob {
            job: Job::new(fresh_id(), kind.steps(&input)),
            app: app_of(endpoint),
            outcome,
        };
        let id = job.job.id.clone();
        hold(&self.surroundings.shared.paid).push(PaidSubmit {
            endpoint: endpoint.to_owned(),
            id: id.clone(),
            input: input.clone(),
            body: input,
        });
        let mut body = self.addresses_of(&job.app, &id);
        body["status"] = json!("IN_QUEUE");
        body["queue_position"] = json!(0);
        if let Some(Twist::LinksTo(host)) = twist {
            for link in ["response_url", "status_url", "cancel_url"] {
                body[link] = json!(format!("{host}/requests/{id}/{link}"));
            }
        }
        state.jobs.insert(id.clone(), job);
        Reply::json(200, &body).with("x-fal-request-id", id)
    }

    pub(super) fn status(
        &self,
        request: &Request,
        app: &str,
        id: &str,
        twist: Option<&Twist>,
    ) -> Reply {
        let pace = *hold(&self.surroundings.shared.pace);
        let mut state = hold(&self.state);
        let Some(job) = state.jobs.get_mut(id).filter(|job| job.app == app) else {
            return errors::no_such_job();
        };
        job.job.poll(pace);
        let mut body = self.addresses_of(app, id);
        let word = job.describe(&mut body, wants_logs(request));
        body["status"] = json!(word);
        if let Some(Twist::UnknownStatus(word)) = twist {
            body["status"] = json!(word);
            return Reply::json(202, &body);
        }
        let status = if word == "COMPLETED" { 200 } else { 202 };
        Reply::json(status, &body).with("x-fal-request-id", id)
    }

    pub(super) fn result(&self, app: &str, id: &str, twist: Option<&Twist>) -> Reply {
        if let Some(Twist::ExpiredResult { status }) = twist {
            return errors::detail(*status, "The result has expired");
        }
        let state = hold(&self.state);
        let Some(job) = state.jobs.get(id).filter(|job| job.app == app) else {
            return errors::no_such_job();
        };
        let reply = match job.job.stage {
            Stage::Queued | Stage::Running => {
                return errors::detail(400, "Request is still in progress");
            }
            Stage::Canceled => canceled().reply(),
            Stage::Finished => match &job.outcome {
                Ok(output) => {
                    Reply::json(200, &output.body).with("x-fal-billable-units", &output.units)
                }
                Err(fault) => fault.reply(),
            },
        };
        reply.with("x-fal-request-id", id)
    }

    pub(super) fn cancel(&self, app: &str, id: &str) -> Reply {
        let mut state = hold(&self.state);
        let Some(job) = state.jobs.get_mut(id).filter(|job| job.app == app) else {
            return errors::no_such_job();
        };
        if job.job.cancel() {
            Reply::json(202, &json!({ "status": "CANCELLATION_REQUESTED" }))
        } else {
            Reply::json(400, &json!({ "status": "ALREADY_COMPLETED" }))
        }
    }

    /// The addresses under which a job is known from now on, by its application alone.
    fn addresses_of(&self, app: &str, id: &str) -> Value {
        let job = format!("{}/{app}/requests/{id}", self.surroundings.addresses.api);
        json!({
            "request_id": id,
            "response_url": job,
            "status_url": format!("{job}/status"),
            "cancel_url": format!("{job}/cancel"),
        })
    }
}

impl FalJob {
    /// Writes what the status tells, and gives its word.
    fn describe(&self, body: &mut Value, with_logs: bool) -> &'static str {
        match self.job.stage {
            Stage::Queued => {
                body["queue_position"] = json!(0);
                "IN_QUEUE"
            }
            Stage::Running => {
                body["logs"] = self.logs(with_logs);
                "IN_PROGRESS"
            }
            Stage::Finished | Stage::Canceled => {
                body["logs"] = self.logs(with_logs);
                body["metrics"] = json!({ "inference_time": self.job.seconds() });
                let fault = self.fault();
                body["error"] = json!(fault.as_ref().map(|fault| &fault.error));
                body["error_type"] = json!(fault.as_ref().map(|fault| &fault.error_type));
                "COMPLETED"
            }
        }
    }

    fn fault(&self) -> Option<Fault> {
        match (self.job.stage, &self.outcome) {
            (Stage::Canceled, _) => Some(canceled()),
            (Stage::Queued | Stage::Running | Stage::Finished, outcome) => {
                outcome.as_ref().err().cloned()
            }
        }
    }

    fn logs(&self, wanted: bool) -> Value {
        let time = written(self.job.started.unwrap_or(self.job.created));
        let line = |message: String| json!({ "message": message, "level": "STDERR", "source": "USER", "timestamp": time });
        if wanted {
            self.job.log().into_iter().map(line).collect()
        } else {
            Value::Null
        }
    }
}

fn canceled() -> Fault {
    Fault::infrastructure(
        499,
        "Request was cancelled by the client",
        "client_cancelled",
    )
}

/// JavaScript asks with `1`, Python with `true`.
fn wants_logs(request: &Request) -> bool {
    matches!(request.parameter("logs"), Some("1" | "true"))
}

/// `owner/app` of a whole endpoint id, with the namespace where there is one.
fn app_of(endpoint: &str) -> String {
    let pieces: Vec<_> = endpoint.split('/').collect();
    let length = match pieces.first() {
        Some(&("workflows" | "comfy")) => 3,
        _ => 2,
    };
    pieces[..length.min(pieces.len())].join("/")
}
