//! Replicate's emulator by a plain client: what it does unasked, and each trouble that can be ordered.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

mod support;

use std::time::Duration;

use blazon_emulators::{
    EvilTar, Pace, Phase, Refusal, Rejection, ReplicateEmulator, Step, Trouble, Twist,
};
use serde_json::{Value, json};
use support::{Answer, listen, send};
use tar::{Archive, EntryType};

const SCHNELL: &str = "models/black-forest-labs/flux-schnell/predictions";
const INSTANT: Pace = Pace {
    queued: Phase::Polls(0),
    running: Phase::Polls(0),
};

fn try_call(
    replicate: &ReplicateEmulator,
    method: &str,
    path: &str,
    body: &Value,
) -> Result<Answer, ureq::Error> {
    let token = format!("Bearer {}", replicate.key());
    let headers = [
        ("authorization", &*token),
        ("content-type", "application/json"),
    ];
    let url = format!("{}/{path}", replicate.api_url());
    send(method, &url, &headers, body.to_string().as_bytes())
}

fn call(replicate: &ReplicateEmulator, method: &str, path: &str, body: &Value) -> Answer {
    try_call(replicate, method, path, body).unwrap()
}

fn get(replicate: &ReplicateEmulator, path: &str) -> Value {
    call(replicate, "GET", path, &Value::Null).json()
}

fn upload(replicate: &ReplicateEmulator, size: usize) -> Answer {
    let head = "--x\r\nContent-Disposition: form-data; name=\"content\"; filename=\"dataset.zip\"\r\n\
                Content-Type: application/zip\r\n\r\n";
    let body = [head.as_bytes(), &vec![b'P'; size], b"\r\n--x--\r\n"].concat();
    let token = format!("Bearer {}", replicate.key());
    let headers = [
        ("authorization", &*token),
        ("content-type", "multipart/form-data; boundary=x"),
    ];
    send(
        "POST",
        &format!("{}/files", replicate.api_url()),
        &headers,
        &body,
    )
    .unwrap()
}

fn destination(replicate: &ReplicateEmulator) -> String {
    let model = json!({ "owner": replicate.account(), "name": "raccoon", "visibility": "private", "hardware": "gpu-t4" });
    call(replicate, "POST", "models", &model);
    format!("{}/raccoon", replicate.account())
}

/// The path and the body of a training.
fn training(replicate: &ReplicateEmulator) -> (String, Value) {
    let trainer = get(replicate, "models/ostris/flux-dev-lora-trainer");
    let version = trainer["latest_version"]["id"].as_str().unwrap().to_owned();
    let file = upload(replicate, 10).json()["urls"]["get"].clone();
    let body = json!({ "destination": destination(replicate), "input": { "input_images": file, "steps": 100 } });
    (
        format!("models/ostris/flux-dev-lora-trainer/versions/{version}/trainings"),
        body,
    )
}

/// A training that was submitted and asked about once.
fn train(replicate: &ReplicateEmulator) -> Value {
    let (path, body) = training(replicate);
    let id = call(replicate, "POST", &path, &body).json()["id"].clone();
    get(replicate, &format!("trainings/{}", id.as_str().unwrap()))
}

fn draw(replicate: &ReplicateEmulator, count: u32) -> Value {
    let body =
        json!({ "input": { "prompt": "a raccoon", "num_outputs": count, "megapixels": "0.25" } });
    let id = call(replicate, "POST", SCHNELL, &body).json()["id"].clone();
    get(replicate, &format!("predictions/{}", id.as_str().unwrap()))
}

fn fetch(url: &Value) -> Answer {
    send("GET", url.as_str().unwrap(), &[], b"").unwrap()
}

#[test]
fn a_file_of_100_megabytes_is_too_large() {
    let replicate = ReplicateEmulator::start();
    assert_eq!(upload(&replicate, 99_999_999).status, 201);
    let refused = upload(&replicate, 100_000_000);
    assert_eq!(
        (refused.status, refused.header("content-type")),
        (413, "application/problem+json")
    );
    assert_eq!(replicate.uploads().len(), 1);
}

#[test]
fn what_the_body_must_not_have_or_must_have_is_422() {
    let replicate = ReplicateEmulator::start();
    let (path, mut body) = training(&replicate);
    body["model"] = json!("x");
    let strange = call(&replicate, "POST", &path, &body);
    assert_eq!(
        (
            strange.status,
            strange.json()["invalid_fields"][0]["field"].clone()
        ),
        (422, json!("model"))
    );
    body.as_object_mut().unwrap().remove("model");
    body["input"] = json!({});
    assert_eq!(call(&replicate, "POST", &path, &body).status, 422);
    assert!(replicate.paid_submits().is_empty());
}

#[test]
fn the_addresses_in_the_reply_to_a_training_are_not_a_trainings() {
    let replicate = ReplicateEmulator::start();
    let (path, body) = training(&replicate);
    let made = call(&replicate, "POST", &path, &body).json();
    let (_, path) = made["urls"]["get"]
        .as_str()
        .unwrap()
        .split_once("/v1/")
        .unwrap();
    assert_eq!(call(&replicate, "GET", path, &Value::Null).status, 404);
}

#[test]
fn a_lost_training_is_found_in_the_list_by_its_destination() {
    let replicate = ReplicateEmulator::start();
    let (path, body) = training(&replicate);
    replicate.order(Step::Submit, Trouble::LostReply);
    assert!(try_call(&replicate, "POST", &path, &body).is_err());
    let listed = get(&replicate, "trainings");
    let found = listed["results"].as_array().unwrap().iter();
    let found: Vec<_> = found
        .filter(|job| job["destination"] == body["destination"])
        .collect();
    assert_eq!(
        (found.len(), found[0]["id"].as_str().unwrap()),
        (1, &*replicate.paid_submits()[0].id)
    );
}

#[test]
fn a_cancel_whose_reply_is_lost_has_happened() {
    let replicate = ReplicateEmulator::start();
    let (path, body) = training(&replicate);
    let id = call(&replicate, "POST", &path, &body).json()["id"].clone();
    let job = format!("trainings/{}", id.as_str().unwrap());
    replicate.order(Step::Cancel, Trouble::LostReply);
    let (token, url) = (
        format!("Bearer {}", replicate.key()),
        format!("{}/{job}/cancel", replicate.api_url()),
    );
    assert!(listen("POST", &url, &[("authorization", &token)]).is_empty());
    assert_eq!(get(&replicate, &job)["status"], "canceled");
}

#[test]
fn a_training_gives_its_destination_a_version_once() {
    let replicate = ReplicateEmulator::start_with(INSTANT);
    let done = train(&replicate);
    get(
        &replicate,
        &format!("trainings/{}", done["id"].as_str().unwrap()),
    );
    let versions = &replicate.own_models()[done["destination"].as_str().unwrap()];
    assert_eq!(versions.len(), 1);
    assert!(
        done["output"]["version"]
            .as_str()
            .unwrap()
            .ends_with(&versions[0])
    );
    assert!(done["metrics"]["predict_time"].is_number());
}

#[test]
fn waiting_brings_the_pictures_or_202_and_starting() {
    let replicate = ReplicateEmulator::start();
    let url = format!("{}/{SCHNELL}", replicate.api_url());
    let body = json!({ "input": { "prompt": "a raccoon", "megapixels": "0.25" } }).to_string();
    let token = format!("Bearer {}", replicate.key());
    let ask = |wait: &str| {
        let headers = [
            ("authorization", &*token),
            ("content-type", "application/json"),
            ("prefer", wait),
        ];
        send("POST", &url, &headers, body.as_bytes()).unwrap()
    };
    let done = ask("wait");
    assert_eq!(
        (done.status, &done.json()["status"]),
        (201, &json!("succeeded"))
    );
    replicate.set_pace(Pace {
        queued: Phase::Polls(0),
        running: Phase::Time(Duration::from_secs(60)),
    });
    let later = ask("wait=1");
    assert_eq!(
        (later.status, &later.json()["status"]),
        (202, &json!("starting"))
    );
}

#[test]
fn each_refusal_is_in_replicates_words() {
    let replicate = ReplicateEmulator::start();
    let refused = |step: Step, refusal: Refusal, path: &str, status: u16, words: &str| {
        replicate.order(step, refusal);
        let answer = call(
            &replicate,
            if step == Step::Account { "GET" } else { "POST" },
            path,
            &json!({}),
        );
        assert!(
            answer.status == status && answer.text().contains(words),
            "{refusal:?}: {answer:?}"
        );
        answer
    };
    refused(
        Step::Account,
        Refusal::Status401,
        "account",
        401,
        "Unauthenticated",
    );
    refused(
        Step::Submit,
        Refusal::NoCredit,
        SCHNELL,
        402,
        "Insufficient credit",
    );
    refused(
        Step::CreateModel,
        Refusal::Conflict409,
        "models",
        409,
        "already exists",
    );
    refused(
        Step::Submit,
        Refusal::Rejected422(Rejection::Fields),
        SCHNELL,
        422,
        "invalid_fields",
    );
    refused(
        Step::Submit,
        Refusal::Rejected422(Rejection::Text),
        SCHNELL,
        422,
        "{\"detail\":\"The input",
    );
    refused(
        Step::Submit,
        Refusal::ServerError { status: 503 },
        SCHNELL,
        503,
        "Internal server error",
    );
    let throttled = refused(
        Step::Submit,
        Refusal::Throttled429 { seconds: 30 },
        SCHNELL,
        429,
        "resets in ~30s.",
    );
    assert_eq!(throttled.header("retry-after"), "30");
    assert_eq!(replicate.orders_left(), 0);
}

#[test]
fn a_status_can_be_unknown_removed_failed_or_aborted() {
    let replicate = ReplicateEmulator::start_with(INSTANT);
    replicate.order(Step::Status, Twist::UnknownStatus("paused".into()));
    assert_eq!(train(&replicate)["status"], "paused");
    replicate.order(Step::Status, Twist::ExpiredResult { status: 410 });
    let removed = train(&replicate);
    assert_eq!(
        (
            &removed["data_removed"],
            &removed["output"],
            &removed["status"]
        ),
        (&json!(true), &Value::Null, &json!("succeeded"))
    );
    replicate.order(Step::Submit, Twist::JobFails("CUDA out of memory".into()));
    let failed = train(&replicate);
    assert_eq!(
        (&failed["status"], &failed["error"]),
        (&json!("failed"), &json!("CUDA out of memory"))
    );
    replicate.order(Step::Submit, Twist::JobAborted);
    let aborted = train(&replicate);
    assert_eq!(
        (&aborted["status"], &aborted["started_at"]),
        (&json!("aborted"), &Value::Null)
    );
}

#[test]
fn flagged_pictures_are_missing_and_all_flagged_is_a_failure() {
    let replicate = ReplicateEmulator::start_with(INSTANT);
    replicate.order(Step::Submit, Twist::Nsfw { flagged: 1 });
    let fewer = draw(&replicate, 3);
    assert_eq!(fewer["output"].as_array().unwrap().len(), 2);
    assert!(
        fewer["logs"]
            .as_str()
            .unwrap()
            .contains("NSFW content detected")
    );
    replicate.order(Step::Submit, Twist::Nsfw { flagged: 3 });
    let none = draw(&replicate, 3);
    assert_eq!(none["status"], "failed");
    assert!(
        none["error"]
            .as_str()
            .unwrap()
            .starts_with("NSFW content detected. Try running it again")
    );
}

/// The names of an archive's members, and of those the links.
fn members(bytes: &[u8]) -> Vec<(String, EntryType, u64)> {
    let mut archive = Archive::new(bytes);
    let entries = archive.entries().unwrap().map(Result::unwrap);
    entries
        .map(|entry| {
            let name = String::from_utf8(entry.path_bytes().into_owned()).unwrap();
            (name, entry.header().entry_type(), entry.size())
        })
        .collect()
}

#[test]
fn each_evil_archive_is_evil_in_its_own_way() {
    let replicate = ReplicateEmulator::start_with(INSTANT);
    let url = &train(&replicate)["output"]["weights"];
    let good = members(fetch(url).bytes());
    let weights_of = |evil: EvilTar| {
        replicate.order(Step::Download, Twist::EvilTar(evil));
        let all = members(fetch(url).bytes()).into_iter();
        all.filter(|(name, ..)| name.ends_with(".safetensors"))
            .collect::<Vec<_>>()
    };
    assert_eq!(good[0].0, "output/flux_train_replicate/lora.safetensors");
    assert_eq!(
        weights_of(EvilTar::ParentPath)[0].0,
        "../../lora.safetensors"
    );
    assert_eq!(
        weights_of(EvilTar::AbsolutePath)[0].0,
        "/tmp/lora.safetensors"
    );
    assert_eq!(weights_of(EvilTar::Symlink)[0].1, EntryType::Symlink);
    assert_eq!(weights_of(EvilTar::TwoWeights).len(), 2);
    assert_eq!(weights_of(EvilTar::NoWeights).len(), 0);
    assert_eq!(weights_of(EvilTar::TruncatedWeights)[0].2, good[0].2 / 2);
    assert_eq!(replicate.orders_left(), 0);
}

#[test]
fn an_archive_can_break_off_or_be_half() {
    let replicate = ReplicateEmulator::start_with(INSTANT);
    let url = &train(&replicate)["output"]["weights"];
    let whole = fetch(url).bytes().len();
    replicate.order(Step::Download, Trouble::CutMidBody);
    let cut = fetch(url);
    assert!(cut.body.is_err() && cut.header("content-length") == whole.to_string());
    replicate.order(Step::Download, Twist::TruncatedWeights);
    assert_eq!(fetch(url).bytes().len(), whole / 2);
}

#[test]
fn a_token_that_reaches_the_delivery_is_refused_and_found_out() {
    let replicate = ReplicateEmulator::start_with(INSTANT);
    let url = train(&replicate)["output"]["weights"].clone();
    assert_eq!(fetch(&url).status, 200);
    assert!(replicate.leaked_keys().is_empty());
    let shown = send(
        "GET",
        url.as_str().unwrap(),
        &[("authorization", "Bearer anything")],
        b"",
    )
    .unwrap();
    assert_eq!(shown.status, 400);
    assert_eq!(replicate.leaked_keys().len(), 1);
}
