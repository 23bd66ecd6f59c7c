//! Trainings: taken if the trainer, its version and the destination exist; they end with an archive and a new version.

use serde_json::{Value, json};

use super::job::{JobKind, Outcome, ReplicateJob};
use super::models::Ability;
use super::{Replicate, State, errors, fresh_id, fresh_version, input};
use crate::job::{Job, PaidSubmit};
use crate::provider::hold;
use crate::reply::Reply;
use crate::request::Request;
use crate::trouble::Twist;
use crate::weights::{archive, lora_weights};

/// What may stand at the top of the body.
const FIELDS: [&str; 4] = ["destination", "input", "webhook", "webhook_events_filter"];

impl Replicate {
    pub(super) fn create_training(
        &self,
        request: &Request,
        trainer: &str,
        version: &str,
        twist: Option<&Twist>,
    ) -> Reply {
        let body = request.json().unwrap_or_default();
        let mut state = hold(&self.state);
        let (input, destination) = match check(&state, &body, trainer, version) {
            Ok(checked) => checked,
            Err(refusal) => return refusal,
        };
        let id = fresh_id();
        let new_version = fresh_version();
        let job = ReplicateJob {
            job: Job::new(id.clone(), steps(&input)),
            kind: JobKind::Training,
            model: trainer.to_owned(),
            version: version.to_owned(),
            outcome: self.train(&mut state, &input, &destination, &new_version, twist),
            destination: Some((destination, new_version)),
            input: input.clone(),
            remark: Some("Extracting the archive of images".to_owned()),
        };
        let mut told = job.describe(self.api());
        // The documentation's example of this reply, and of no other, names the addresses of a prediction.
        let address = format!("{}/v1/predictions/{id}", self.api());
        told["urls"]["get"] = json!(address);
        told["urls"]["cancel"] = json!(format!("{address}/cancel"));
        state.jobs.push(job);
        hold(&self.surroundings.shared.paid).push(PaidSubmit {
            endpoint: trainer.to_owned(),
            id,
            input,
            body,
        });
        Reply::json(201, &told)
    }

    fn train(
        &self,
        state: &mut State,
        input: &Value,
        destination: &str,
        version: &str,
        twist: Option<&Twist>,
    ) -> Outcome {
        match twist {
            Some(Twist::JobFails(error)) => return Outcome::Fails(error.clone()),
            Some(Twist::JobAborted) => return Outcome::Aborts,
            Some(
                Twist::ExpiredResult { .. }
                | Twist::TruncatedWeights
                | Twist::EvilTar(_)
                | Twist::Nsfw { .. }
                | Twist::UnknownStatus(_)
                | Twist::LinksTo(_),
            )
            | None => {}
        }
        let url = input["input_images"].as_str().unwrap_or_default();
        let own = url.strip_prefix(&format!("{}/v1/files/", self.api()));
        if own.is_some_and(|id| !state.uploads.contains_key(id)) {
            return Outcome::Fails(format!("404 Client Error: Not Found for url: {url}"));
        }
        let weights = state.weights.clone();
        let weights = weights.unwrap_or_else(|| lora_weights(steps(input)).into());
        let path = format!("/xezq/{}/trained_model.tar", fresh_version());
        state
            .shelf
            .put(&path, "application/x-tar", archive(&weights));
        Outcome::Succeeds(json!({
            "version": format!("{destination}:{version}"),
            "weights": format!("{}{path}", self.delivery()),
        }))
    }
}

/// The input and the destination, if all that they need exists.
fn check(
    state: &State,
    body: &Value,
    trainer: &str,
    version: &str,
) -> Result<(Value, String), Reply> {
    let input = input::check_body(body, &FIELDS)?;
    let known = state.models.get(trainer).ok_or_else(errors::not_found)?;
    if known.ability != Ability::Train || !known.has_version(version) {
        return Err(errors::no_such_version());
    }
    let destination = body["destination"]
        .as_str()
        .ok_or_else(|| errors::invalid("required", "destination", "destination is required"))?;
    if !state
        .models
        .get(destination)
        .is_some_and(super::models::Model::is_own)
    {
        let detail = "The specified training destination does not exist";
        return Err(errors::problem(422, "Invalid destination", detail));
    }
    input::check_training(&input)?;
    Ok((input, destination.to_owned()))
}

fn steps(input: &Value) -> u64 {
    let wanted = input["steps"].as_u64().or(input["training_steps"].as_u64());
    wanted.unwrap_or(1000)
}
