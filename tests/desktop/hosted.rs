//! The way to a hosted model, as a person goes it: samples, place, key, quote, training, model; against emulators of both
//! providers. Nothing is paid before the quote is accepted, and then once.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use blazon_emulators::{FalEmulator, Pace, PaidSubmit, Phase, ReplicateEmulator};
use blazon_tests::desktop::{Desktop, Window};
use blazon_tests::notifications::Notifications;
use blazon_tests::wait::{PATIENCE, until};
use blazon_tests::webdriver::id;
use serde_json::json;

use crate::look::keep_picture;
use crate::newcomer;

/// Long enough to be seen going on, several questions long.
const PACE: Pace = Pace {
    queued: Phase::Polls(2),
    running: Phase::Polls(12),
};
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

    fn paid(&self) -> Vec<PaidSubmit> {
        [self.fal.paid_submits(), self.replicate.paid_submits()].concat()
    }
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn photos_become_a_model_at_both_providers_and_each_is_paid_once() -> Result<()> {
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
    window.click(&id("new-run-open"))?;
    window.wait_for(&id("training-dataset"))?;
    press(&window, "training-dataset")?;
    plan(&window, "replicate", emulators.replicate.key())?;
    train(&window, &emulators, 1)?;
    let models = window.invoke("list_models", &json!({}))?;
    let models = models.as_array().context("the models are a list")?.clone();
    let spending = window.invoke("load_spending", &json!({}))?;
    enter_settings(&window)?;
    until("both ends to be told", PATIENCE, || {
        Ok((notifications.told().len() == 2).then_some(()))
    })?;
    window.close()?;

    ensure!(emulators.paid().len() == 2, "{:?}", emulators.paid());
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
    let settled = spending["entries"]
        .as_array()
        .context("the ledger is a list")?;
    let settled = settled.iter().filter(|entry| entry["kind"] == "settled");
    ensure!(settled.count() == 2, "{spending}");
    Ok(())
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
    window.click(&id("quote-accept"))?;
    let training = format!("{}[data-run-state='training']", id("run-card"));
    let mut was_seen = false;
    until("the end of the training", TRAINING, || {
        if !was_seen && window.count(&training)? > 0 {
            was_seen = true;
            keep_picture(window, &format!("hosted-training-{paid_before}"))?;
        }
        Ok((window.count(&id("show-weights"))? == 1).then_some(()))
    })?;
    ensure!(was_seen, "the training was not seen going on");
    keep_picture(window, &format!("hosted-ready-{paid_before}"))
}

fn enter_settings(window: &Window<'_>) -> Result<()> {
    window.click(&id("rail-settings"))?;
    let ledger = format!("{} tbody tr", id("ledger"));
    until("the ledger", PATIENCE, || {
        Ok((window.count(&ledger)? == 4).then_some(()))
    })?;
    keep_picture(window, "hosted-settings")
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
