//! What Replicate's replies mean (`api.replicate.com/openapi.json` and the official clients).

use crate::fill::{self, Fill};
use crate::hosted::{
    Billed, DrawingOrder, LoraAddress, PICTURE_FORMAT, PictureAt, PicturesAt, WeightsAt,
};
use crate::problem::Problem;
use crate::submit::problem_of_status;
use blazon_model::{ByteCount, Role, Timestamp};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

/// Lines of a log that are kept, and letters of each.
const MOST_LINES: usize = 100_000;
const LONGEST_LINE: usize = 2_000;
/// How far this clock and Replicate's may lie apart.
const CLOCKS_DIFFER: Duration = Duration::from_secs(600);

/// Where a training or prediction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Queued,
    Working,
    Succeeded,
    Failed,
    Cancelled,
}

pub(super) fn state(reply: &Value) -> Result<State, Problem> {
    let word = reply["status"].as_str();
    match word.ok_or_else(|| Problem::broken("it says no status"))? {
        "starting" => Ok(State::Queued),
        "succeeded" => Ok(State::Succeeded),
        "failed" => Ok(State::Failed),
        // Aborted ended before it began.
        "canceled" | "aborted" => Ok(State::Cancelled),
        // A word that came later is never taken for an end.
        _ => Ok(State::Working),
    }
}

/// Whether the hour is over for which results are kept.
pub(super) fn is_removed(reply: &Value) -> bool {
    reply["data_removed"].as_bool().unwrap_or_default() || reply["output"].is_null()
}

/// Why something failed.
pub(super) fn failure(reply: &Value) -> Problem {
    let said = reply["error"].as_str().unwrap_or_default().to_owned();
    if said.contains("NSFW") {
        Problem::Blocked { said }
    } else {
        Problem::WorkFailed { said }
    }
}

pub(super) fn lines(logs: &Value) -> Vec<String> {
    let text = logs.as_str().unwrap_or_default();
    text.lines().map(end_of).take(MOST_LINES).collect()
}

/// The seconds that were charged for.
pub(super) fn billed(reply: &Value) -> Billed {
    let seconds = reply["metrics"]["predict_time"].as_f64();
    Billed {
        units: None,
        seconds: seconds.filter(|seconds| seconds.is_finite() && *seconds >= 0.0),
    }
}

/// Where a training's result goes, `owner/name`: said by the list, or at the end by the version.
pub(super) fn destination(training: &Value) -> Option<&str> {
    let version = || training["output"]["version"].as_str();
    let said = training["destination"].as_str().or_else(version)?;
    said.split(':').next()
}

/// The archive that a training was given.
pub(super) fn archive(training: &Value) -> Option<&str> {
    training["input"]["input_images"].as_str()
}

/// The weights of a training's result.
pub(super) fn weights(reply: &Value) -> Result<WeightsAt, Problem> {
    let url = reply["output"]["weights"]
        .as_str()
        .ok_or_else(|| Problem::broken("it names no weights"))?;
    Ok(WeightsAt {
        url: url.to_owned(),
        address: reply["output"]["version"]
            .as_str()
            .map(|version| LoraAddress {
                address: version.to_owned(),
                lasts: None,
            }),
    })
}

/// The pictures of a prediction's result: a list of addresses, or one. Flagged ones are left out by Replicate.
pub(super) fn pictures(reply: &Value) -> Result<PicturesAt, Problem> {
    let output = &reply["output"];
    let urls: Vec<&Value> = match output {
        Value::Array(urls) => urls.iter().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            vec![output]
        }
    };
    let picture = |url: &Value| {
        Some(PictureAt {
            url: url.as_str()?.to_owned(),
            flagged: false,
        })
    };
    let pictures = urls.into_iter().map(picture).collect::<Option<_>>();
    Ok(PicturesAt {
        pictures: pictures.ok_or_else(|| Problem::broken("a picture has no address"))?,
        seed: None,
    })
}

/// The version in `owner/name:version`.
pub(super) fn version_in(address: &str) -> Option<&str> {
    let (_, version) = address.split_once(':')?;
    is_name(version).then_some(version)
}

/// Whether a list of predictions, newest first, surely has all that were made at `since` or later. An input that was
/// removed from it tells nothing.
pub(super) fn tells_all_since(list: &Value, since: Timestamp) -> bool {
    let entries = list["results"].as_array().map(Vec::as_slice);
    let made_at = |entry: &Value| {
        let text = entry["created_at"].as_str()?;
        let time: jiff::Timestamp = text.parse().ok()?;
        Some(time.as_millisecond())
    };
    let earliest = since.0.saturating_sub(CLOCKS_DIFFER.as_millis() as i64);
    for entry in entries.unwrap_or_default() {
        match made_at(entry) {
            Some(time) if time < earliest => return true,
            Some(_)
                if entry["input"]
                    .as_object()
                    .is_some_and(|input| !input.is_empty()) => {}
            Some(_) | None => return false,
        }
    }
    list["next"].is_null()
}

/// Models that Replicate keeps itself, which need no version.
pub(super) fn is_official(model: &str) -> bool {
    model.starts_with("black-forest-labs/")
}

/// The body of a prediction.
pub(super) fn drawing_input(order: &DrawingOrder) -> Result<Value, Problem> {
    let [width, height] = order.size;
    let (lora, strength) = match &order.lora {
        // As the generators of others write a version.
        Some((lora, strength)) => (json!(lora.replacen(':', "/", 1)), json!(strength)),
        None => (Value::Null, Value::Null),
    };
    let filled = [
        (Role::Prompt, Fill::text(&order.prompt)),
        (Role::Loras, Fill(lora)),
        (Role::Strength, Fill(strength)),
        (Role::AspectRatio, Fill::text(nearest_ratio(order))),
        (Role::Count, Fill(json!(order.count))),
        (Role::Seed, Fill(json!(order.seed.0))),
        (Role::Format, Fill::text(PICTURE_FORMAT)),
    ];
    let mut input = fill::input(&order.endpoint, &order.chosen, filled)?;
    // What draws in pixels has a field for each side.
    for (name, pixels) in [("width", width), ("height", height)] {
        if order.endpoint.field(name).is_some() {
            input[name] = json!(pixels);
        }
    }
    if let Some(fields) = input.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    Ok(json!({ "input": input }))
}

/// The ratio of the endpoint's list that is nearest to the size.
fn nearest_ratio(order: &DrawingOrder) -> &str {
    let wanted = f64::from(order.size[0]) / f64::from(order.size[1].max(1));
    let options = match order
        .endpoint
        .field_of(Role::AspectRatio)
        .map(|field| &field.kind)
    {
        Some(blazon_model::FieldKind::Choice { options }) => options.as_slice(),
        Some(_) | None => &[],
    };
    let distance = |ratio: &str| {
        let (width, height) = ratio.split_once(':')?;
        let ratio = width.parse::<f64>().ok()? / height.parse::<f64>().ok()?;
        Some((ratio / wanted).ln().abs())
    };
    options
        .iter()
        .filter_map(|ratio| Some((ratio.as_str(), distance(ratio)?)))
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map_or("1:1", |(ratio, _)| ratio)
}

/// Whether an id, a name or a version can stand in a path.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 128
        && name != "."
        && name != ".."
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

/// What a refusal means.
pub(super) fn refusal(status: StatusCode, wait: Option<Duration>, body: &[u8]) -> Problem {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let said = body["detail"]
        .as_str()
        .unwrap_or_default()
        .trim()
        .to_owned();
    let wait = wait.or_else(|| wait_in(&said));
    match status.as_u16() {
        413 => Problem::TooLarge {
            size: ByteCount(0),
            limit: super::files::MOST,
        },
        422 => Problem::Rejected {
            field: body["invalid_fields"][0]["field"]
                .as_str()
                .map(str::to_owned),
            said,
        },
        _ => problem_of_status(status, wait, said),
    }
}

/// `Your rate limit resets in ~30s.`
fn wait_in(said: &str) -> Option<Duration> {
    let (_, rest) = said.split_once('~')?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some(Duration::from_secs(digits.parse().ok()?))
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
    use crate::Catalog;
    use blazon_model::{ProviderId, Seed};
    use rstest::rstest;
    use std::collections::BTreeMap;

    #[rstest]
    #[case::starting("starting", State::Queued)]
    #[case::processing("processing", State::Working)]
    #[case::aborted("aborted", State::Cancelled)]
    #[case::a_new_word("dreaming", State::Working)]
    fn a_status_is_read(#[case] word: &str, #[case] expected: State) {
        assert_eq!(state(&json!({ "status": word })).unwrap(), expected);
    }

    #[rstest]
    #[case::credit(402, json!({"title": "Insufficient credit", "detail": "You have insufficient credit"}), "NoCredit")]
    #[case::key(401, json!({"detail": "You did not pass a valid authentication token"}), "BadKey")]
    #[case::field(422, json!({"detail": "- input: prompt is required\n", "invalid_fields": [{"field": "prompt"}]}), "Rejected { field: Some(\"prompt\")")]
    #[case::busy(429, json!({"detail": "Request was throttled. Your rate limit resets in ~30s."}), "Busy { wait: Some(30s)")]
    #[case::large(413, json!({"detail": "Files must be less than 100MB in size"}), "TooLarge")]
    #[case::web_page(502, json!(null), "Busy")]
    fn a_refusal_is_what_a_person_can_do(
        #[case] status: u16,
        #[case] body: Value,
        #[case] expected: &str,
    ) {
        let status = StatusCode::from_u16(status).unwrap();
        let problem = refusal(status, None, body.to_string().as_bytes());
        let text = format!("{problem:?}");
        assert!(text.starts_with(expected), "{text}");
    }

    fn order(id: &str, size: [u32; 2]) -> DrawingOrder {
        DrawingOrder {
            endpoint: Catalog::shipped()
                .find(ProviderId::Replicate, id)
                .unwrap()
                .clone(),
            chosen: BTreeMap::new(),
            prompt: "FOX, portrait".into(),
            lora: Some(("me/fox:0f3a".into(), 0.8)),
            size,
            count: 2,
            seed: Seed(7),
        }
    }

    #[test]
    fn a_drawing_is_put_in_the_models_own_words() {
        let body = drawing_input(&order("black-forest-labs/flux-dev-lora", [768, 1024])).unwrap();
        let input = &body["input"];
        assert_eq!(input["aspect_ratio"], "3:4");
        assert_eq!(input["lora_weights"], "me/fox/0f3a");
        assert_eq!(input["lora_scale"], 0.8);
        assert_eq!(input["num_outputs"], 2);
        let body = drawing_input(&order("stability-ai/sdxl", [768, 1024])).unwrap();
        assert_eq!(
            (&body["input"]["width"], &body["input"]["height"]),
            (&json!(768), &json!(1024))
        );
        assert!(body["input"].get("lora_weights").is_none());
    }

    /// 2026-11-26T10:00:00Z.
    const AT: Timestamp = Timestamp(1_795_687_200_000);

    #[rstest]
    #[case::none_at_all(json!({"results": [], "next": null}), true)]
    #[case::more_behind(json!({"results": [], "next": "https://a"}), false)]
    #[case::an_older_one(json!({"results": [
        {"created_at": "2026-11-26T10:00:01Z", "input": {"seed": 1}},
        {"created_at": "2026-11-26T09:40:00Z", "input": {}},
    ], "next": "https://a"}), true)]
    #[case::one_that_tells_nothing(json!({"results": [
        {"created_at": "2026-11-26T10:00:01Z", "input": {}},
    ], "next": null}), false)]
    #[case::no_time(json!({"results": [{"input": {"seed": 1}}], "next": null}), false)]
    fn a_list_is_believed_where_it_reaches_back(#[case] list: Value, #[case] believed: bool) {
        assert_eq!(tells_all_since(&list, AT), believed);
    }

    #[rstest]
    #[case::a_list(json!({"output": ["https://a", "https://b"]}), 2)]
    #[case::one(json!({"output": "https://a"}), 1)]
    fn pictures_come_as_a_list_or_as_one(#[case] reply: Value, #[case] count: usize) {
        assert_eq!(pictures(&reply).unwrap().pictures.len(), count);
    }

    #[rstest]
    #[case::said(json!({"destination": "me/fox"}), Some("me/fox"))]
    #[case::by_the_version(json!({"output": {"version": "me/fox:abc"}}), Some("me/fox"))]
    #[case::not_yet(json!({"output": null}), None)]
    fn a_trainings_destination_is_read(#[case] training: Value, #[case] expected: Option<&str>) {
        assert_eq!(destination(&training), expected);
    }
}
