//! The way to a hosted model and its pictures, as a person goes it: samples, place, key, quote, training, model, prompt,
//! picture; against emulators of both providers. Nothing is paid before it is accepted, and then once.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use blazon_emulators::{FalEmulator, Pace, PaidSubmit, Phase, ReplicateEmulator};
use blazon_tests::desktop::{Desktop, Window};
use blazon_tests::notifications::Notifications;
use blazon_tests::wait::{PATIENCE, until};
use blazon_tests::webdriver::id;
use serde_json::json;

use crate::look::{keep_picture, wait_drawn};
use crate::newcomer;

/// Several questions long.
const PACE: Pace = Pace {
    queued: Phase::Polls(2),
    running: Phase::Polls(12),
};
/// As long as it takes until it was seen going on.
const HELD: Pace = Pace {
    running: Phase::Endless,
    ..PACE
};
/// Sample photos, each of which is described.
const SAMPLES: usize = 12;
/// Pictures that are drawn at each place.
const PICTURES: usize = 2;
/// Packing, sending, training and checking at the emulators' pace.
const TRAINING: Duration = Duration::from_secs(120);

struct Emulators {
    fal: FalEmulator,
    replicate: ReplicateEmulator,
}

impl Emulators {
    fn start() -> Self {
        Self {
            fal: FalEmulator::start_with(PACE),
            replicate: ReplicateEmulator::start_with(PACE),
        }
    }

    fn show_to(&self, desktop: &mut Desktop) {
        desktop.set("BLAZON_FAL_QUEUE_URL", self.fal.queue_url());
        desktop.set("BLAZON_FAL_REST_URL", self.fal.rest_url());
        desktop.set("BLAZON_REPLICATE_URL", self.replicate.api_url());
        desktop.set("BLAZON_POLL_MS", "150");
        // A key in the environment of who tests is not the person's.
        desktop.set("FAL_KEY", "");
        desktop.set("REPLICATE_API_TOKEN", "");
    }

    fn set_pace(&self, pace: Pace) {
        self.fal.set_pace(pace);
        self.replicate.set_pace(pace);
    }

    fn paid(&self) -> Vec<PaidSubmit> {
        [self.fal.paid_submits(), self.replicate.paid_submits()].concat()
    }
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn photos_become_a_model_and_pictures_at_both_providers_and_each_is_paid_once() -> Result<()> {
    let emulators = Emulators::start();
    let mut desktop = Desktop::beside_the_test()?;
    emulators.show_to(&mut desktop);
    let notifications = Notifications::on(desktop.display())?;
    let window = desktop.open()?;
    newcomer::take_samples(&window)?;
    window.look_elsewhere()?;
    window.click(&id("dataset-train"))?;
    plan(&window, "fal", emulators.fal.key())?;
    train(&window, &emulators, 0)?;
    draw(&window, &emulators, "fal")?;
    describe(&window, &emulators)?;
    window.click(&id("rail-training"))?;
    window.click(&id("new-run-open"))?;
    window.wait_for(&id("training-dataset"))?;
    press(&window, "training-dataset")?;
    plan(&window, "replicate", emulators.replicate.key())?;
    train(&window, &emulators, 2 + SAMPLES)?;
    draw(&window, &emulators, "replicate")?;
    let models = window.invoke("list_models", &json!({}))?;
    let models = models.as_array().context("the models are a list")?.clone();
    let spending = window.invoke("load_spending", &json!({}))?;
    enter_settings(&window)?;
    until("both ends to be told", PATIENCE, || {
        Ok((notifications.told().len() == 2).then_some(()))
    })?;
    window.close()?;

    ensure!(
        emulators.paid().len() == 4 + SAMPLES,
        "{:?}",
        emulators.paid()
    );
    ensure!(
        emulators.fal.leaked_keys().is_empty(),
        "fal's key went elsewhere"
    );
    ensure!(
        emulators.replicate.leaked_keys().is_empty(),
        "Replicate's token went elsewhere"
    );
    for told in notifications.told() {
        ensure!(told.contains("is trained: The weights are here"), "{told}");
    }
    ensure!(models.len() == 2, "{models:?}");
    for model in &models {
        let folder = desktop
            .library()
            .join("models")
            .join(model["folder"].as_str().unwrap_or_default());
        ensure!(fs::metadata(folder.join("lora.safetensors"))?.len() > 0);
        ensure!(fs::metadata(folder.join("dataset.zip"))?.len() > 0);
    }
    let settled = spending["lines"]
        .as_array()
        .context("the ledger is a list")?;
    let settled = settled.iter().filter(|entry| entry["kind"] == "settled");
    ensure!(settled.count() == 5, "{spending}");
    let pictures = walkdir::WalkDir::new(desktop.library().join("pictures"));
    let is_png =
        |entry: &walkdir::DirEntry| entry.path().extension().is_some_and(|end| end == "png");
    let drawn = pictures.into_iter().flatten().filter(is_png).count();
    ensure!(drawn == 2 * PICTURES, "{drawn} pictures are on the disk");
    Ok(())
}

/// From a model that is ready to its pictures, at the place where it was trained; the price stands beside the button
/// before anything is paid.
fn draw(window: &Window<'_>, emulators: &Emulators, place: &str) -> Result<()> {
    let paid_before = emulators.paid().len();
    let drawn_before = usize::from(place == "replicate");
    window.click(&id("go-to-playground"))?;
    window.wait_for(&format!("{}:checked", id(&format!("draw-place-{place}"))))?;
    window.type_into(&id("prompt"), "holding a lantern")?;
    // Replicate names no price that could be sourced, so a person types the one on its page.
    if place == "replicate" {
        window.wait_for(&id("draw-price"))?;
        window.type_into(&id("draw-price"), "0.03")?;
    }
    press(window, &format!("count-{PICTURES}"))?;
    let button = format!("{}:not([disabled])", id("draw"));
    window.wait_for(&button)?;
    keep_picture(window, &format!("hosted-{place}-draw"))?;
    ensure!(
        emulators.paid().len() == paid_before,
        "a drawing was paid before its button was pressed"
    );
    window.click(&button)?;
    let shown = format!("{}[data-status='succeeded'] img", id("drawing"));
    until("the pictures", TRAINING, || {
        let wanted = PICTURES * (drawn_before + 1);
        Ok((window.count(&shown)? == wanted).then_some(()))
    })?;
    ensure!(emulators.paid().len() == paid_before + 1);
    keep_picture(window, &format!("hosted-{place}-drawn"))
}

/// From the captions of the samples to those that fal writes: the quote first, what came after it, and the edit undone.
fn describe(window: &Window<'_>, emulators: &Emulators) -> Result<()> {
    let paid_before = emulators.paid().len();
    let words = "The image shows a raccoon that a describer saw.";
    emulators.fal.answer_captions_with(words);
    window.click(&id("rail-datasets"))?;
    window.wait_for(&id("tab-captions"))?;
    window.click(&id("tab-captions"))?;
    window.wait_for(&id("describe-open"))?;
    window.click(&id("describe-open"))?;
    window.wait_for(&id("describe-price"))?;
    window.type_into(&id("describe-price"), "0.002")?;
    let accept = format!("{}:not([disabled])", id("describe-accept"));
    window.wait_for(&accept)?;
    keep_picture(window, "hosted-captions-quote")?;
    ensure!(
        emulators.paid().len() == paid_before,
        "captions were paid before they were accepted"
    );
    emulators.set_pace(HELD);
    window.click(&accept)?;
    window.wait_for(&id("describe-cancel"))?;
    keep_picture(window, "hosted-captions-going-on")?;
    emulators.set_pace(PACE);
    window.wait_for(&id("describe-last"))?;
    let written = || -> Result<String> {
        let captions =
            "[...document.querySelectorAll(arguments[0])].map((field) => field.value).join('|')";
        let script = format!("return {captions}");
        let captions = window.execute(&script, &json!([id("caption-field")]))?;
        Ok(captions.as_str().unwrap_or_default().to_owned())
    };
    until("the captions", PATIENCE, || {
        let captions = written()?;
        let is_there = captions.starts_with("a raccoon that a describer saw.");
        Ok(is_there.then_some(()))
    })?;
    keep_picture(window, "hosted-captions-written")?;
    ensure!(emulators.paid().len() == paid_before + SAMPLES);
    window.type_into("body", "\u{E009}z\u{E000}")?;
    until("the captions of before", PATIENCE, || {
        Ok((!written()?.contains("describer")).then_some(()))
    })
}

/// From a new run to one that can be started: the place is chosen, and its key given where it is asked for.
fn plan(window: &Window<'_>, place: &str, key: &str) -> Result<()> {
    window.wait_for(&id(&format!("place-{place}")))?;
    press(window, &format!("place-{place}"))?;
    window.wait_for(&id("plan-refusal"))?;
    keep_picture(window, &format!("hosted-{place}-no-key"))?;
    window.click(&format!("{} button", id("plan-refusal")))?;
    let field = id(&format!("key-field-{place}"));
    window.wait_for(&field)?;
    window.type_into(&field, key)?;
    window.click(&id(&format!("key-save-{place}")))?;
    window.wait_gone(&id("key-dialog"))?;
    window.wait_gone(&id("plan-refusal"))?;
    window.wait_for(&id("plan-cost"))?;
    keep_picture(window, &format!("hosted-{place}-plan"))
}

/// From the start over the quote to the model. `paid_before` submissions were paid until now.
fn train(window: &Window<'_>, emulators: &Emulators, paid_before: usize) -> Result<()> {
    window.click(&id("train"))?;
    window.wait_for(&id("quote-accept"))?;
    wait_drawn(window)?;
    keep_picture(window, &format!("hosted-quote-{paid_before}"))?;
    // A stray Enter is "Not now": the quote stays where it is, unpaid.
    window.type_into(&id("quote-not-now"), "\u{E007}")?;
    window.wait_gone(&id("quote-dialog"))?;
    ensure!(
        emulators.paid().len() == paid_before,
        "a quote was paid unaccepted"
    );
    window.click(&id("see-quote"))?;
    window.wait_for(&id("quote-accept"))?;
    emulators.set_pace(HELD);
    window.click(&id("quote-accept"))?;
    let training = format!("{}[data-run-state='training']", id("run-card"));
    until("the training to be seen going on", TRAINING, || {
        Ok((window.count(&training)? > 0).then_some(()))
    })?;
    keep_picture(window, &format!("hosted-training-{paid_before}"))?;
    emulators.set_pace(PACE);
    until("the end of the training", TRAINING, || {
        Ok((window.count(&id("go-to-playground"))? == 1).then_some(()))
    })?;
    keep_picture(window, &format!("hosted-ready-{paid_before}"))
}

fn enter_settings(window: &Window<'_>) -> Result<()> {
    window.click(&id("rail-settings"))?;
    let ledger = format!("{} tbody tr", id("ledger"));
    until("the ledger", PATIENCE, || {
        Ok((window.count(&ledger)? == 8).then_some(()))
    })?;
    keep_picture(window, "hosted-settings")?;
    window.click(&id("settings-theme-dark"))?;
    window.wait_gone(&id("toast"))?;
    window.click(&id("requests-fold"))?;
    window.wait_for(&id("request"))?;
    window.click(&id("back-up"))?;
    window.wait_for(&id("backup"))?;
    for (part, name) in [("requests-fold", "requests"), ("licences-open", "lower")] {
        let show = "document.querySelector(arguments[0]).closest('section').scrollIntoView()";
        window.execute(show, &json!([id(part)]))?;
        wait_drawn(window)?;
        keep_picture(window, &format!("settings-{name}"))?;
    }
    Ok(())
}

/// A radio button lies under its label, where the mouse does not reach it.
fn press(window: &Window<'_>, name: &str) -> Result<()> {
    window
        .execute(
            "document.querySelector(arguments[0]).click()",
            &json!([id(name)]),
        )
        .map(drop)
}
