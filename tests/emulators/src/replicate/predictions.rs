//! Predictions: pictures, asked of an official model by its name or of any model by a version.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::time::sleep;

use super::job::{JobKind, Outcome, ReplicateJob};
use super::models::Ability;
use super::{Replicate, State, errors, fresh_id, fresh_version, input};
use crate::job::{Job, PaidSubmit};
use crate::picture::{Format, draw};
use crate::provider::hold;
use crate::reply::Reply;
use crate::request::Request;
use crate::trouble::Twist;

/// What may stand at the top of the body; by name, the version may not.
const FIELDS: [&str; 5] = [
    "input",
    "stream",
    "webhook",
    "webhook_events_filter",
    "version",
];

/// How long `Prefer: wait` waits without a number.
const WAIT: u64 = 60;

/// How often a job that is waited for goes on.
const TICK: Duration = Duration::from_millis(10);

impl Replicate {
    /// Takes a prediction, of this model or of the version in the body, and waits for it as long as `Prefer` says.
    pub(super) async fn create_prediction(
        &self,
        request: &Request,
        model: Option<&str>,
        twist: Option<&Twist>,
    ) -> Reply {
        let id = match self.take_prediction(request, model, twist) {
            Ok(id) => id,
            Err(refusal) => return refusal,
        };
        let Some(wait) = wait_of(request) else {
            let state = hold(&self.state);
            let job = state.jobs.iter().find(|job| job.job.id == id);
            return Reply::json(201, &job.map(|job| job.describe(self.api())).into());
        };
        let started = Instant::now();
        loop {
            let mut told = self.poll(JobKind::Prediction, &id).unwrap_or_default();
            if !told["completed_at"].is_null() {
                return Reply::json(201, &told).with("preference-applied", "wait");
            }
            if started.elapsed() >= wait {
                told["status"] = json!("starting");
                return Reply::json(202, &told);
            }
            sleep(TICK).await;
        }
    }

    fn take_prediction(
        &self,
        request: &Request,
        model: Option<&str>,
        twist: Option<&Twist>,
    ) -> Result<String, Reply> {
        let body = request.json().unwrap_or_default();
        let known = if model.is_some() {
            &FIELDS[..4]
        } else {
            &FIELDS[..]
        };
        let input = input::check_body(&body, known)?;
        let mut state = hold(&self.state);
        let (model, version) = match model {
            Some(name) => (by_name(&state, name)?, "hidden".to_owned()),
            None => by_version(&state, &body)?,
        };
        input::check_prediction(&input)?;
        let (outcome, remark) = self.draw_all(&mut state, &input, twist);
        let id = fresh_id();
        state.jobs.push(ReplicateJob {
            job: Job::new(
                id.clone(),
                input["num_inference_steps"].as_u64().unwrap_or(28),
            ),
            kind: JobKind::Prediction,
            model: model.clone(),
            version,
            destination: None,
            input: input.clone(),
            outcome,
            remark,
        });
        hold(&self.surroundings.shared.paid).push(PaidSubmit {
            endpoint: model,
            id: id.clone(),
            input,
            body,
        });
        Ok(id)
    }

    /// Draws the pictures. Flagged ones are left out and only named in the log; none left is a failure.
    fn draw_all(
        &self,
        state: &mut State,
        input: &Value,
        twist: Option<&Twist>,
    ) -> (Outcome, Option<String>) {
        let flagged = match twist {
            Some(Twist::JobFails(error)) => return (Outcome::Fails(error.clone()), None),
            Some(Twist::JobAborted) => return (Outcome::Aborts, None),
            Some(Twist::Nsfw { flagged }) => *flagged,
            Some(
                Twist::ExpiredResult { .. }
                | Twist::TruncatedWeights
                | Twist::EvilTar(_)
                | Twist::UnknownStatus(_)
                | Twist::LinksTo(_),
            )
            | None => 0,
        };
        let count = input["num_outputs"].as_u64().unwrap_or(1);
        let seed = input["seed"].as_u64().unwrap_or(2_147_483_647);
        let word = input["output_format"].as_str().unwrap_or("webp");
        let format = Format::named(word).unwrap_or(Format::WebP);
        let (width, height) = input::size_of(input);
        let shown = (0..count).skip(flagged).map(|number| {
            let path = format!("/xezq/{}/out-{number}.{word}", fresh_version());
            let bytes = draw(width, height, seed.wrapping_add(number), format);
            state.shelf.put(&path, format.content_type(), bytes);
            format!("{}{path}", self.delivery())
        });
        let shown: Vec<_> = shown.collect();
        let seed = format!("Using seed: {seed}");
        if shown.is_empty() {
            return (Outcome::Fails(errors::NSFW.to_owned()), Some(seed));
        }
        let hidden = usize::try_from(count).unwrap_or_default() - shown.len();
        let remark = match hidden {
            0 => seed,
            _ => format!("{seed}\nNSFW content detected in {hidden} image(s), not returned"),
        };
        (Outcome::Succeeds(json!(shown)), Some(remark))
    }
}

/// Only official models are asked by their name.
fn by_name(state: &State, name: &str) -> Result<String, Reply> {
    let model = state.models.get(name);
    match model.map(|model| model.ability) {
        Some(Ability::DrawByName) => Ok(name.to_owned()),
        Some(Ability::DrawByVersion | Ability::Train) | None => Err(errors::not_found()),
    }
}

/// `<64 digits>`, `owner/name` of an official model, or `owner/name:<64 digits>`.
fn by_version(state: &State, body: &Value) -> Result<(String, String), Reply> {
    let Some(version) = body["version"].as_str() else {
        return Err(errors::invalid(
            "required",
            "version",
            "version is required",
        ));
    };
    if version.contains('/') && !version.contains(':') {
        return by_name(state, version).map(|name| (name, "hidden".to_owned()));
    }
    let (name, id) = match version.split_once(':') {
        Some((name, id)) => (Some(name), id),
        None => (None, version),
    };
    let found = state.models.iter().find(|(owner, model)| {
        model.has_version(id)
            && model.ability != Ability::Train
            && name.is_none_or(|name| name == owner.as_str())
    });
    found
        .map(|(name, _)| (name.clone(), id.to_owned()))
        .ok_or_else(errors::no_such_version)
}

/// `Prefer: wait` or `Prefer: wait=5`.
fn wait_of(request: &Request) -> Option<Duration> {
    let preference = request.header("prefer")?.strip_prefix("wait")?;
    let seconds = preference
        .strip_prefix('=')
        .and_then(|text| text.parse().ok());
    Some(Duration::from_secs(seconds.unwrap_or(WAIT)))
}
