//! What fal's replies mean (`reference`: fal.ai/docs/api-reference/inference-api and the official clients).

use crate::hosted::{LoraAddress, PictureAt, PicturesAt, WeightsAt};
use crate::problem::Problem;
use crate::submit::problem_of_status;
use blazon_model::Seed;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;
use std::time::Duration;

/// What a request that was stopped says of itself.
pub(super) const CANCELLED: &str = "client_cancelled";
/// How long trained weights surely stay at fal: less than the week that was asked for when the training was submitted.
const TRAINED_LASTS: Duration = Duration::from_secs(5 * 24 * 3600);
/// Lines of a log that are kept, and letters of each: a reply has no end of its own.
const MOST_LINES: usize = 100_000;
const LONGEST_LINE: usize = 2_000;

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Queued { position: Option<u32> },
    Working,
    Completed,
}

/// A reply of the queue.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Status {
    pub(super) state: State,
    pub(super) log: Vec<String>,
    /// Why it failed, where it did.
    pub(super) error: Option<String>,
}

impl Status {
    pub(super) fn read(reply: &Value) -> Result<Self, Problem> {
        let word = reply["status"]
            .as_str()
            .ok_or_else(|| Problem::broken("it says no status"))?;
        let state = match word {
            "IN_QUEUE" => State::Queued {
                position: reply["queue_position"]
                    .as_u64()
                    .and_then(|position| u32::try_from(position).ok()),
            },
            "COMPLETED" => State::Completed,
            // A word that came later is never taken for an end.
            _ => State::Working,
        };
        Ok(Self {
            state,
            log: lines(&reply["logs"]),
            error: error(reply),
        })
    }
}

/// What a request that failed says of itself; one that was stopped says so by its type alone.
fn error(reply: &Value) -> Option<String> {
    if reply["error_type"] == CANCELLED {
        return Some(CANCELLED.to_owned());
    }
    let said = reply["error"].as_str()?;
    Some(said.chars().take(LONGEST_LINE).collect())
}

fn lines(logs: &Value) -> Vec<String> {
    let entries = logs.as_array().map(Vec::as_slice).unwrap_or_default();
    entries
        .iter()
        .filter_map(|entry| entry["message"].as_str())
        .map(end_of)
        .take(MOST_LINES)
        .collect()
}

/// `owner/app` of an endpoint; the namespaces `workflows` and `comfy` stand before it.
pub(super) fn app_of(endpoint: &str) -> String {
    let parts: Vec<&str> = endpoint.split('/').collect();
    let taken = match parts.first() {
        Some(&("workflows" | "comfy")) => 3,
        Some(_) | None => 2,
    };
    parts[..taken.min(parts.len())].join("/")
}

/// Whether a request's id can stand in a path.
pub(super) fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 128
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// The units that a result was charged for.
pub(super) fn billed_units(headers: &HeaderMap) -> Option<f64> {
    let units: f64 = headers
        .get("x-fal-billable-units")?
        .to_str()
        .ok()?
        .parse()
        .ok()?;
    (units.is_finite() && units >= 0.0).then_some(units)
}

/// The weights of a training's result.
pub(super) fn weights(result: &Value) -> Result<WeightsAt, Problem> {
    let url = result["diffusers_lora_file"]["url"]
        .as_str()
        .ok_or_else(|| Problem::broken("it names no weights"))?;
    Ok(WeightsAt {
        url: url.to_owned(),
        address: Some(LoraAddress {
            address: url.to_owned(),
            lasts: Some(TRAINED_LASTS),
        }),
    })
}

/// The words of a description's result.
pub(super) fn description(result: &Value) -> Result<String, Problem> {
    let words = result["results"].as_str().map(str::trim);
    match words.filter(|words| !words.is_empty()) {
        Some(words) => Ok(words.to_owned()),
        None => Err(Problem::broken("it has no description")),
    }
}

/// The pictures of a drawing's result.
pub(super) fn pictures(result: &Value) -> Result<PicturesAt, Problem> {
    let images = result["images"]
        .as_array()
        .ok_or_else(|| Problem::broken("it names no pictures"))?;
    let flags = result["has_nsfw_concepts"].as_array();
    let is_flagged = |order: usize| {
        flags
            .and_then(|flags| flags.get(order))
            .and_then(Value::as_bool)
            .unwrap_or_default()
    };
    let pictures = images
        .iter()
        .enumerate()
        .map(|(order, image)| {
            Some(PictureAt {
                url: image["url"].as_str()?.to_owned(),
                flagged: is_flagged(order),
            })
        })
        .collect::<Option<_>>()
        .ok_or_else(|| Problem::broken("a picture has no address"))?;
    Ok(PicturesAt {
        pictures,
        seed: result["seed"].as_u64().map(Seed),
    })
}

/// What a refusal means.
pub(super) fn refusal(status: StatusCode, wait: Option<Duration>, body: &[u8]) -> Problem {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let detail = &body["detail"];
    let said = said(detail);
    let kind = detail[0]["type"]
        .as_str()
        .or_else(|| body["error_type"].as_str())
        .unwrap_or_default();
    match (status.as_u16(), kind) {
        (_, "content_policy_violation") => Problem::Blocked { said },
        (499, _) => Problem::WorkFailed {
            said: CANCELLED.to_owned(),
        },
        // An account without credit is locked, which is a 403.
        (403, _) if said.contains("balance") || said.contains("locked") => {
            Problem::NoCredit { said }
        }
        (400 | 409 | 422, _) => Problem::Rejected {
            field: field(detail),
            said,
        },
        // What the model itself died of.
        (500 | 504, "internal_server_error" | "generation_timeout") => Problem::WorkFailed { said },
        _ => problem_of_status(status, wait, said),
    }
}

/// The sentences of `detail`, which is a list or a text.
fn said(detail: &Value) -> String {
    match detail {
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries
            .iter()
            .filter_map(|entry| entry["msg"].as_str())
            .collect::<Vec<_>>()
            .join("; "),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => String::new(),
    }
}

/// The field that the first entry of `detail` is about: the last word of its path.
fn field(detail: &Value) -> Option<String> {
    let path = detail[0]["loc"].as_array()?;
    let name = path.iter().rev().find_map(Value::as_str)?;
    (name != "body").then(|| name.to_owned())
}

/// The end of a line: of a bar that was drawn over itself the last state.
fn end_of(line: &str) -> String {
    let letters = line.chars().count();
    line.chars()
        .skip(letters.saturating_sub(LONGEST_LINE))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    #[rstest]
    #[case::plain("fal-ai/flux-lora", "fal-ai/flux-lora")]
    #[case::with_a_path("fal-ai/flux/schnell", "fal-ai/flux")]
    #[case::deep("fal-ai/z-image/turbo/lora", "fal-ai/z-image")]
    #[case::workflow("workflows/me/mine/x", "workflows/me/mine")]
    fn the_queue_knows_apps(#[case] endpoint: &str, #[case] app: &str) {
        assert_eq!(app_of(endpoint), app);
    }

    #[rstest]
    #[case::queued(json!({"status": "IN_QUEUE", "queue_position": 2}), State::Queued { position: Some(2) })]
    #[case::without_a_place(json!({"status": "IN_QUEUE"}), State::Queued { position: None })]
    #[case::working(json!({"status": "IN_PROGRESS", "logs": null}), State::Working)]
    #[case::done(json!({"status": "COMPLETED", "error": null}), State::Completed)]
    #[case::a_new_word(json!({"status": "PAUSED"}), State::Working)]
    fn a_status_is_read(#[case] reply: Value, #[case] state: State) {
        assert_eq!(Status::read(&reply).unwrap().state, state);
    }

    #[test]
    fn a_reply_without_a_status_is_broken() {
        let error = Status::read(&json!([1])).unwrap_err();
        assert!(matches!(error, Problem::BrokenReply { .. }));
    }

    fn text(problem: &Problem) -> String {
        match problem {
            Problem::Rejected { field, said } => {
                format!("rejected {}: {said}", field.as_deref().unwrap_or("-"))
            }
            Problem::BadKey { .. } => "key".into(),
            Problem::NoCredit { .. } => "credit".into(),
            Problem::Blocked { said } => format!("blocked: {said}"),
            Problem::Busy { .. } => "busy".into(),
            Problem::Gone => "gone".into(),
            Problem::WorkFailed { said } => format!("failed: {said}"),
            Problem::BrokenReply { what } => format!("broken: {what}"),
            other @ (Problem::NoKey { .. }
            | Problem::Silent
            | Problem::Offline { .. }
            | Problem::HostRefused { .. }
            | Problem::BadProxy
            | Problem::TooLarge { .. }
            | Problem::BadWeights { .. }
            | Problem::Disk { .. }) => format!("{other:?}"),
        }
    }

    #[rstest]
    #[case::field(422, json!({"detail": [{"loc": ["body", "images_data_url"], "msg": "field required", "type": "value_error.missing"}]}), "rejected images_data_url: field required")]
    #[case::text(422, json!({"detail": "steps must be positive"}), "rejected -: steps must be positive")]
    #[case::item_of_a_list(422, json!({"detail": [{"loc": ["body", "loras", 0, "path"], "msg": "no url"}]}), "rejected path: no url")]
    #[case::content(422, json!({"detail": [{"loc": ["body", "prompt"], "msg": "not this", "type": "content_policy_violation"}]}), "blocked: not this")]
    #[case::locked(403, json!({"detail": "User is locked. Reason: Exhausted balance. Top up your balance."}), "credit")]
    #[case::forbidden(403, json!({"detail": "no access"}), "key")]
    #[case::key(401, json!({"detail": "bad key"}), "key")]
    #[case::busy(503, json!({"detail": "x", "error_type": "runner_scheduling_failure"}), "busy")]
    #[case::gone(404, json!({"status": "NOT_FOUND"}), "gone")]
    #[case::stopped(499, json!({"detail": "x", "error_type": "client_cancelled"}), "failed: client_cancelled")]
    #[case::the_model(500, json!({"detail": [{"loc": ["body"], "msg": "died", "type": "internal_server_error"}]}), "failed: died")]
    #[case::teapot(418, json!("x"), "broken: status 418 I'm a teapot")]
    fn a_refusal_is_what_a_person_can_do(
        #[case] status: u16,
        #[case] body: Value,
        #[case] expected: &str,
    ) {
        let status = StatusCode::from_u16(status).unwrap();
        let problem = refusal(status, None, body.to_string().as_bytes());
        assert_eq!(text(&problem), expected);
    }

    #[test]
    fn flagged_pictures_say_so() {
        let result = json!({
            "images": [{"url": "https://v3.fal.media/a.png"}, {"url": "https://v3.fal.media/b.png"}],
            "has_nsfw_concepts": [false, true], "seed": 18_446_744_073_709_551_615_u64,
        });
        let found = pictures(&result).unwrap();
        assert_eq!(found.seed, Some(Seed(u64::MAX)));
        assert_eq!(
            found
                .pictures
                .iter()
                .map(|picture| picture.flagged)
                .collect::<Vec<_>>(),
            [false, true]
        );
    }
}
