//! fal's emulator by a plain client: what it does unasked, and each trouble that can be ordered.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

mod support;

use std::time::{Duration, Instant};

use blazon_emulators::{
    FalEmulator, Host, InputCheck, Pace, Phase, Refusal, Rejection, Step, Trouble, Twist,
    lora_weights,
};
use serde_json::{Value, json};
use support::{Answer, listen, send};

const TRAINER: &str = "fal-ai/flux-lora-fast-training";
const INSTANT: Pace = Pace {
    queued: Phase::Polls(0),
    running: Phase::Polls(0),
};

fn key(fal: &FalEmulator) -> String {
    format!("Key {}", fal.key())
}

fn try_call(
    fal: &FalEmulator,
    method: &str,
    url: &str,
    body: &Value,
) -> Result<Answer, ureq::Error> {
    let key = key(fal);
    let headers = [
        ("authorization", &*key),
        ("content-type", "application/json"),
    ];
    send(method, url, &headers, body.to_string().as_bytes())
}

fn call(fal: &FalEmulator, method: &str, url: &str, body: &Value) -> Answer {
    try_call(fal, method, url, body).unwrap()
}

fn get(fal: &FalEmulator, url: &Value) -> Answer {
    call(fal, "GET", url.as_str().unwrap(), &Value::Null)
}

fn fetch(url: &Value) -> Answer {
    send("GET", url.as_str().unwrap(), &[], b"").unwrap()
}

fn initiate(fal: &FalEmulator) -> Value {
    let url = format!("{}/storage/upload/initiate", fal.rest_url());
    let body = json!({ "content_type": "application/zip", "file_name": "dataset.zip" });
    call(fal, "POST", &url, &body).json()
}

fn upload(fal: &FalEmulator) -> String {
    let places = initiate(fal);
    let put = send(
        "PUT",
        places["upload_url"].as_str().unwrap(),
        &[("content-type", "application/zip")],
        b"PK",
    );
    assert_eq!(put.unwrap().status, 200);
    places["file_url"].as_str().unwrap().to_owned()
}

fn submit_to(fal: &FalEmulator, endpoint: &str, input: &Value) -> Answer {
    call(
        fal,
        "POST",
        &format!("{}/{endpoint}", fal.queue_url()),
        input,
    )
}

fn submit(fal: &FalEmulator) -> Answer {
    let input = json!({ "images_data_url": upload(fal), "steps": 100 });
    submit_to(fal, TRAINER, &input)
}

/// Submits, and asks once, at a pace at which that is enough.
fn finish(fal: &FalEmulator, submitted: &Answer) -> (Value, Answer) {
    let job = submitted.json();
    let status = get(fal, &job["status_url"]).json();
    (status, get(fal, &job["response_url"]))
}

#[test]
fn a_job_is_202_until_it_is_completed_and_its_result_tells_what_it_cost() {
    let fal = FalEmulator::start();
    let job = submit(&fal).json();
    let mut seen = Vec::new();
    for _ in 0..5 {
        let answer = get(&fal, &job["status_url"]);
        seen.push((
            answer.status,
            answer.json()["status"].as_str().unwrap().to_owned(),
        ));
    }
    let words = [
        "IN_QUEUE",
        "IN_PROGRESS",
        "IN_PROGRESS",
        "IN_PROGRESS",
        "COMPLETED",
    ];
    let statuses = [202, 202, 202, 202, 200];
    let wanted = statuses.into_iter().zip(words.map(str::to_owned));
    assert!(wanted.eq(seen.iter().cloned()), "{seen:?}");
    let result = get(&fal, &job["response_url"]);
    assert_eq!(result.header("x-fal-billable-units"), "100");
    assert_eq!(result.header("x-fal-request-id"), job["request_id"]);
    let weights = fetch(&result.json()["diffusers_lora_file"]["url"]);
    assert_eq!(weights.bytes(), lora_weights(100));
}

#[test]
fn a_result_that_is_not_there_yet_is_400() {
    let fal = FalEmulator::start();
    let job = submit(&fal).json();
    let early = get(&fal, &job["response_url"]);
    assert_eq!(
        (early.status, early.json()),
        (400, json!({ "detail": "Request is still in progress" }))
    );
}

#[test]
fn a_job_under_its_whole_endpoint_or_a_foreign_key_is_not_found() {
    let fal = FalEmulator::start_with(INSTANT);
    let job = submit_to(
        &fal,
        "fal-ai/flux/schnell",
        &json!({ "prompt": "a raccoon" }),
    )
    .json();
    let id = job["request_id"].as_str().unwrap();
    let whole = format!(
        "{}/fal-ai/flux/schnell/requests/{id}/status",
        fal.queue_url()
    );
    assert_eq!(get(&fal, &json!(whole)).status, 404);
    assert_eq!(get(&fal, &job["status_url"]).status, 200);
    let stranger = send(
        "GET",
        job["status_url"].as_str().unwrap(),
        &[("authorization", "Key a:b")],
        b"",
    );
    assert_eq!(stranger.unwrap().status, 401);
}

#[test]
fn an_endless_job_goes_on_when_the_pace_is_set_anew() {
    let endless = Pace {
        queued: Phase::Polls(0),
        running: Phase::Endless,
    };
    let fal = FalEmulator::start_with(endless);
    let job = submit(&fal).json();
    for _ in 0..20 {
        assert_eq!(
            get(&fal, &job["status_url"]).json()["status"],
            "IN_PROGRESS"
        );
    }
    fal.set_pace(INSTANT);
    assert_eq!(get(&fal, &job["status_url"]).json()["status"], "COMPLETED");
}

#[test]
fn a_slow_reply_comes_late_and_is_the_right_one() {
    let fal = FalEmulator::start();
    fal.order(Step::Submit, Trouble::Slow(Duration::from_millis(300)));
    let started = Instant::now();
    assert_eq!(submit(&fal).json()["status"], "IN_QUEUE");
    assert!(started.elapsed() >= Duration::from_millis(300));
    assert_eq!(fal.paid_submits().len(), 1);
}

#[test]
fn a_body_that_is_cut_announces_its_whole_length() {
    let fal = FalEmulator::start_with(INSTANT);
    let (_, result) = finish(&fal, &submit(&fal));
    let file = &result.json()["diffusers_lora_file"];
    fal.order(Step::Download, Trouble::CutMidBody);
    let cut = fetch(&file["url"]);
    assert_eq!(
        (cut.status, cut.header("content-length")),
        (200, &*file["file_size"].to_string())
    );
    assert!(cut.body.is_err());
    assert_eq!(fetch(&file["url"]).bytes().len() as u64, file["file_size"]);
}

#[test]
fn a_lost_reply_leaves_a_job_that_was_paid() {
    let fal = FalEmulator::start();
    let input = json!({ "images_data_url": upload(&fal) });
    fal.order(Step::Submit, Trouble::LostReply);
    let url = format!("{}/{TRAINER}", fal.queue_url());
    assert!(try_call(&fal, "POST", &url, &input).is_err());
    let paid = fal.paid_submits();
    assert_eq!(
        (paid.len(), &*paid[0].endpoint, &paid[0].input),
        (1, TRAINER, &input)
    );
    assert_eq!(fal.requests_for(Step::Submit)[0].answered, None);
}

#[test]
fn a_cut_reply_is_half_of_it_and_a_lost_one_not_a_byte() {
    let fal = FalEmulator::start_with(INSTANT);
    let job = submit(&fal).json();
    let (url, key) = (job["status_url"].as_str().unwrap(), key(&fal));
    let hear = |trouble: Trouble| {
        fal.order(Step::Status, trouble);
        listen("GET", url, &[("authorization", &key)])
    };
    let cut = String::from_utf8(hear(Trouble::CutMidBody)).unwrap();
    let (head, half) = cut.split_once("\r\n\r\n").unwrap();
    let announced = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let announced: usize = announced.unwrap().parse().unwrap();
    assert_eq!(half.len(), announced / 2);
    assert!(hear(Trouble::LostReply).is_empty());
}

#[test]
fn a_page_in_html_and_a_redirect_stand_in_for_the_work() {
    let fal = FalEmulator::start();
    for status in [200, 502] {
        fal.order(Step::Submit, Trouble::Html { status });
        let page = submit(&fal);
        assert_eq!(page.status, status);
        assert!(
            page.header("content-type").starts_with("text/html") && page.text().contains("nginx")
        );
    }
    fal.order(
        Step::Submit,
        Trouble::Redirect {
            to: "http://127.0.0.1:9/elsewhere".into(),
        },
    );
    let away = submit(&fal);
    assert_eq!(
        (away.status, away.header("location")),
        (302, "http://127.0.0.1:9/elsewhere")
    );
    assert!(fal.paid_submits().is_empty());
}

#[test]
fn each_refusal_is_in_fals_words_and_nothing_is_paid() {
    let fal = FalEmulator::start();
    let refused = |refusal: Refusal| {
        fal.order(Step::Submit, refusal);
        submit(&fal)
    };
    let said = |refusal, status, words: &str| {
        let answer = refused(refusal);
        assert!(
            answer.status == status && answer.text().contains(words),
            "{refusal:?}: {answer:?}"
        );
    };
    said(Refusal::Status401, 401, "detail");
    said(
        Refusal::NoCredit,
        403,
        "User is locked. Reason: Exhausted balance.",
    );
    said(Refusal::Conflict409, 409, "detail");
    said(Refusal::ServerError { status: 500 }, 500, "internal_error");
    said(
        Refusal::ServerError { status: 503 },
        503,
        "runner_scheduling_failure",
    );
    let fields = refused(Refusal::Rejected422(Rejection::Fields));
    assert_eq!(fields.json()["detail"][0]["type"], "value_error.missing");
    let text = refused(Refusal::Rejected422(Rejection::Text));
    assert!(text.status == 422 && text.json()["detail"].is_string());
    let throttled = refused(Refusal::Throttled429 { seconds: 7 });
    assert_eq!(
        (throttled.status, throttled.header("retry-after")),
        (429, "7")
    );
    assert!(fal.paid_submits().is_empty());
    assert_eq!(fal.orders_left(), 0);
}

#[test]
fn troubles_are_met_in_their_order_and_by_their_step_alone() {
    let fal = FalEmulator::start();
    fal.order(Step::Result, Refusal::Status401);
    fal.order(Step::Status, Refusal::ServerError { status: 500 });
    fal.order_times(2, Step::Status, Twist::UnknownStatus("PAUSED".into()));
    let job = submit(&fal).json();
    let status = || get(&fal, &job["status_url"]);
    assert_eq!(status().status, 500);
    assert_eq!(
        (
            status().json()["status"].clone(),
            status().json()["status"].clone()
        ),
        (json!("PAUSED"), json!("PAUSED"))
    );
    assert_eq!(status().json()["status"], "IN_PROGRESS");
    assert_eq!(fal.orders_left(), 1);
    fal.cancel_orders();
    assert_eq!(fal.orders_left(), 0);
}

#[test]
fn a_result_can_have_expired_and_weights_can_be_half() {
    let fal = FalEmulator::start_with(INSTANT);
    let submitted = submit(&fal);
    fal.order(Step::Result, Twist::ExpiredResult { status: 410 });
    assert_eq!(finish(&fal, &submitted).1.status, 410);
    fal.hand_out_weights(vec![7; 1000]);
    let (_, result) = finish(&fal, &submit(&fal));
    fal.order(Step::Download, Twist::TruncatedWeights);
    fal.order(Step::Download, Twist::ExpiredResult { status: 404 });
    let url = &result.json()["diffusers_lora_file"]["url"];
    let half = fetch(url);
    assert_eq!(
        (half.header("content-length"), half.bytes().len()),
        ("500", 500)
    );
    assert_eq!(fetch(url).status, 404);
}

#[test]
fn flagged_pictures_are_told_and_shown() {
    let fal = FalEmulator::start_with(INSTANT);
    fal.order(Step::Submit, Twist::Nsfw { flagged: 1 });
    let input = json!({ "prompt": "a raccoon", "num_images": 2, "image_size": "square" });
    let (_, result) = finish(&fal, &submit_to(&fal, "fal-ai/flux-lora", &input));
    assert_eq!(result.json()["has_nsfw_concepts"], json!([true, false]));
    assert_eq!(result.json()["images"].as_array().unwrap().len(), 2);
}

#[test]
fn a_picture_that_is_to_be_handed_out_is_the_answer_whatever_was_asked_for() {
    let fal = FalEmulator::start_with(INSTANT);
    fal.hand_out_picture(vec![7; 1000]);
    let input = json!({ "prompt": "a raccoon", "num_images": 2, "output_format": "jpeg" });
    let (_, result) = finish(&fal, &submit_to(&fal, "fal-ai/flux-lora", &input));
    let pictures = result.json()["images"].clone();
    for picture in pictures.as_array().unwrap() {
        assert_eq!(picture["content_type"], "image/png");
        assert_eq!(fetch(&picture["url"]).bytes(), [7; 1000]);
    }
    assert_ne!(pictures[0]["url"], pictures[1]["url"]);
}

#[test]
fn a_job_that_fails_is_completed_with_an_error_and_its_result_is_the_failure() {
    let fal = FalEmulator::start_with(INSTANT);
    fal.order(Step::Submit, Twist::JobFails("CUDA out of memory".into()));
    let (status, result) = finish(&fal, &submit(&fal));
    assert_eq!(
        (&status["status"], &status["error"]),
        (&json!("COMPLETED"), &json!("CUDA out of memory"))
    );
    assert_eq!(result.status, 500);
    fal.order(Step::Submit, Twist::JobAborted);
    let (status, result) = finish(&fal, &submit(&fal));
    assert_eq!(
        (&status["error_type"], result.status),
        (&json!("request_timeout"), 504)
    );
}

#[test]
fn wrong_input_is_found_once_the_model_runs_or_at_the_door() {
    let fal = FalEmulator::start_with(INSTANT);
    let submitted = submit_to(&fal, TRAINER, &json!({}));
    assert_eq!(submitted.status, 200);
    let (status, result) = finish(&fal, &submitted);
    assert_eq!(status["error_type"], "value_error.missing");
    assert_eq!(
        result.json()["detail"][0]["loc"],
        json!(["body", "images_data_url"])
    );
    fal.check_inputs(InputCheck::AtSubmit);
    let newer = submit_to(
        &fal,
        "fal-ai/flux-2-trainer",
        &json!({ "images_data_url": "x" }),
    );
    assert_eq!(
        newer.json()["detail"][0]["loc"],
        json!(["body", "image_data_url"])
    );
    let foreign = json!({ "images_data_url": format!("{}/files/b/nothing.zip", fal.cdn_url()) });
    let foreign = submit_to(&fal, TRAINER, &foreign);
    assert_eq!(
        (foreign.status, &foreign.json()["detail"][0]["type"]),
        (422, &json!("file_download_error"))
    );
    assert_eq!(fal.paid_submits().len(), 1);
}

#[test]
fn a_key_that_reaches_the_host_of_files_is_found_out() {
    let fal = FalEmulator::start();
    upload(&fal);
    assert!(fal.leaked_keys().is_empty());
    let put = call(
        &fal,
        "PUT",
        initiate(&fal)["upload_url"].as_str().unwrap(),
        &Value::Null,
    );
    assert_eq!(put.status, 400);
    let leaked = fal.leaked_keys();
    assert_eq!(
        (leaked.len(), leaked[0].host, leaked[0].step),
        (1, Host::Files, Step::Upload)
    );
}

#[test]
fn what_was_uploaded_can_be_read_back_and_fetched_in_parts() {
    let fal = FalEmulator::start();
    let url = upload(&fal);
    let uploads = fal.uploads();
    assert_eq!(
        (&*uploads[0].name, &*uploads[0].bytes, &*uploads[0].url),
        ("dataset.zip", &b"PK"[..], &*url)
    );
    let whole = fetch(&json!(url));
    let part = send(
        "GET",
        &url,
        &[("range", "bytes=1-"), ("if-range", whole.header("etag"))],
        b"",
    )
    .unwrap();
    assert_eq!(
        (part.status, part.header("content-range"), part.bytes()),
        (206, "bytes 1-1/2", &b"K"[..])
    );
    let stale = send(
        "GET",
        &url,
        &[("range", "bytes=1-"), ("if-range", "\"old\"")],
        b"",
    )
    .unwrap();
    assert_eq!((stale.status, stale.bytes()), (200, &b"PK"[..]));
    let beyond = send("GET", &url, &[("range", "bytes=9-")], b"").unwrap();
    assert_eq!(
        (beyond.status, beyond.header("content-range")),
        (416, "bytes */2")
    );
}

#[test]
fn requests_are_recorded_as_they_came() {
    let fal = FalEmulator::start();
    submit(&fal);
    let recorded = fal.requests();
    let steps: Vec<_> = recorded.iter().map(|request| request.step).collect();
    assert_eq!(steps, [Step::Initiate, Step::Upload, Step::Submit]);
    assert_eq!(recorded[2].headers["authorization"], key(&fal));
    assert_eq!(recorded[2].json.as_ref().unwrap()["steps"], 100);
    assert_eq!(
        (recorded[1].body_length, recorded[1].answered),
        (2, Some(200))
    );
}
