//! Trainings and predictions as Replicate tells of them; both are one kind of thing there, under two addresses.

use serde_json::{Value, json};

use super::{Replicate, State, errors};
use crate::job::{Job, Stage, written};
use crate::provider::hold;
use crate::reply::Reply;
use crate::trouble::Twist;

/// The last lines of a list are on another page.
const PAGE: usize = 100;

/// Under which address a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JobKind {
    Training,
    Prediction,
}

/// How a job ends.
#[derive(Debug, Clone)]
pub(super) enum Outcome {
    Succeeds(Value),
    Fails(String),
    Aborts,
}

/// A job, and what will come of it.
#[derive(Debug)]
pub(super) struct ReplicateJob {
    pub(super) job: Job,
    pub(super) kind: JobKind,
    /// `owner/name` of the trainer or of the model that draws.
    pub(super) model: String,
    pub(super) version: String,
    /// With a training, the model that gets a version of this id.
    pub(super) destination: Option<(String, String)>,
    pub(super) input: Value,
    pub(super) outcome: Outcome,
    /// A line that stands before the progress.
    pub(super) remark: Option<String>,
}

impl Replicate {
    pub(super) fn list_jobs(&self, kind: JobKind) -> Reply {
        let state = hold(&self.state);
        let jobs = state.jobs.iter().rev().filter(|job| job.kind == kind);
        let told: Vec<_> = jobs
            .take(PAGE)
            .map(|job| job.describe(self.api()))
            .collect();
        Reply::json(
            200,
            &json!({ "next": null, "previous": null, "results": told }),
        )
    }

    pub(super) fn get_job(&self, kind: JobKind, id: &str, twist: Option<&Twist>) -> Reply {
        let Some(mut told) = self.poll(kind, id) else {
            return errors::not_found();
        };
        match twist {
            Some(Twist::UnknownStatus(word)) => told["status"] = json!(word),
            Some(Twist::ExpiredResult { .. }) => {
                told["status"] = json!("succeeded");
                told["data_removed"] = json!(true);
                told["input"] = json!({});
                told["logs"] = json!("");
                told["output"] = Value::Null;
            }
            Some(
                Twist::TruncatedWeights
                | Twist::EvilTar(_)
                | Twist::Nsfw { .. }
                | Twist::JobFails(_)
                | Twist::JobAborted
                | Twist::LinksTo(_),
            )
            | None => {}
        }
        Reply::json(200, &told)
    }

    /// Lets a job go on, and tells of it; none if there is no such job at this address.
    pub(super) fn poll(&self, kind: JobKind, id: &str) -> Option<Value> {
        let pace = *hold(&self.surroundings.shared.pace);
        let mut state = hold(&self.state);
        let State { jobs, models, .. } = &mut *state;
        let job = find(jobs, kind, id)?;
        let before = job.job.stage;
        job.job.poll(pace);
        if before != Stage::Finished
            && let (Some((model, version)), "succeeded") = (&job.destination, job.word())
            && let Some(model) = models.get_mut(model)
        {
            model.add_version(version.clone());
        }
        Some(job.describe(self.api()))
    }

    pub(super) fn cancel_job(&self, kind: JobKind, id: &str) -> Reply {
        let mut state = hold(&self.state);
        let Some(job) = find(&mut state.jobs, kind, id) else {
            return errors::not_found();
        };
        // One that has ended is told of as it is.
        job.job.cancel();
        Reply::json(200, &job.describe(self.api()))
    }
}

fn find<'a>(jobs: &'a mut [ReplicateJob], kind: JobKind, id: &str) -> Option<&'a mut ReplicateJob> {
    jobs.iter_mut()
        .find(|job| job.kind == kind && job.job.id == id)
}

impl ReplicateJob {
    /// The status.
    pub(super) fn word(&self) -> &'static str {
        match (self.job.stage, &self.outcome) {
            (Stage::Canceled, _) => "canceled",
            (Stage::Queued, _) | (Stage::Running, Outcome::Aborts) => "starting",
            (Stage::Running, Outcome::Succeeds(_) | Outcome::Fails(_)) => "processing",
            (Stage::Finished, Outcome::Aborts) => "aborted",
            (Stage::Finished, Outcome::Succeeds(_)) => "succeeded",
            (Stage::Finished, Outcome::Fails(_)) => "failed",
        }
    }

    /// All that is told of it.
    pub(super) fn describe(&self, api: &str) -> Value {
        let (id, word) = (&self.job.id, self.word());
        let at = |kind: JobKind| match kind {
            JobKind::Training => format!("{api}/v1/trainings/{id}"),
            JobKind::Prediction => format!("{api}/v1/predictions/{id}"),
        };
        let address = at(self.kind);
        let output = match (&self.outcome, word) {
            (Outcome::Succeeds(output), "succeeded") => output.clone(),
            (Outcome::Succeeds(_) | Outcome::Fails(_) | Outcome::Aborts, _) => Value::Null,
        };
        let error = match (&self.outcome, word) {
            (Outcome::Fails(error), "failed") => json!(error),
            (Outcome::Succeeds(_) | Outcome::Fails(_) | Outcome::Aborts, _) => Value::Null,
        };
        json!({
            "id": id,
            "model": self.model,
            "version": self.version,
            "destination": self.destination.as_ref().map(|(model, _)| model),
            "input": self.input,
            "logs": self.logs(),
            "output": output,
            "error": error,
            "status": word,
            "data_removed": false,
            "source": "api",
            "created_at": written(self.job.created),
            "started_at": self.started().map(written),
            "completed_at": self.job.finished.map(written),
            "metrics": self.metrics(),
            "urls": {
                "web": format!("https://replicate.com/p/{id}"),
                "get": address,
                "cancel": format!("{address}/cancel"),
            },
        })
    }

    fn started(&self) -> Option<jiff::Timestamp> {
        match self.outcome {
            Outcome::Aborts => None,
            Outcome::Succeeds(_) | Outcome::Fails(_) => self.job.started,
        }
    }

    fn logs(&self) -> String {
        if self.started().is_none() {
            return String::new();
        }
        let remark = self.remark.iter().cloned();
        let lines: Vec<_> = remark.chain(self.job.log()).collect();
        lines.join("\n")
    }

    fn metrics(&self) -> Value {
        if self.job.finished.is_none() || self.started().is_none() {
            return json!({});
        }
        let seconds = self.job.seconds();
        json!({ "predict_time": seconds, "total_time": seconds })
    }
}
