//! The way that a newcomer goes: sample photos, a training on the base that ships, pictures.

use std::fs;
use std::time::Duration;

use anyhow::{Result, ensure};
use blazon_tests::desktop::Desktop;
use blazon_tests::wait::{PATIENCE, until};
use blazon_tests::webdriver::id;
use serde_json::json;

/// A training of few steps, with its samples, on all processors.
const TRAINING: Duration = Duration::from_secs(600);

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn sample_photos_become_a_model_and_the_model_draws() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let window = desktop.open()?;
    window.click(&id("try-samples"))?;
    window.wait_count(&id("photo-tile"), 12)?;
    window.wait_gone(&id("import-bar"))?;
    window.click(&id("dataset-train"))?;
    window.wait_for(&id("new-run"))?;
    // The radio button lies under its label, where the mouse does not reach it.
    window.execute(
        "document.querySelector(arguments[0]).click()",
        &json!([id("training-preset-custom")]),
    )?;
    window.execute(
        "const field = document.querySelector(arguments[0]);\
         field.value = '20';\
         field.dispatchEvent(new Event('input', { bubbles: true }))",
        &json!([id("custom-steps")]),
    )?;
    window.wait_for(&id("plan-estimate"))?;
    window.click(&id("train"))?;
    window.wait_for(&id("run-stages"))?;
    let (curve, mut was_drawn) = (format!("{} canvas", id("loss-chart")), false);
    until("the end of the training", TRAINING, || {
        was_drawn |= window.count(&curve)? > 0;
        Ok((window.count(&id("go-to-playground"))? == 1).then_some(()))
    })?;
    ensure!(was_drawn, "the loss was not drawn");
    window.click(&id("go-to-playground"))?;
    window.type_into(&id("prompt"), "holding a lantern")?;
    window.click(&id("draw"))?;
    let drawn = "return [...document.querySelectorAll(arguments[0] + ' img')]\
                 .filter(image => image.complete && image.naturalWidth === 128).length";
    until("a picture through the asset protocol", PATIENCE, || {
        let count = window.execute(drawn, &json!([id("picture")]))?;
        Ok((count.as_u64() > Some(0)).then_some(()))
    })?;
    let models = window.invoke("list_models", &json!({}))?;
    let folder = models[0]["folder"].as_str().unwrap_or_default().to_owned();
    window.close()?;
    let weights = desktop
        .library()
        .join("models")
        .join(folder)
        .join("lora.safetensors");
    assert!(fs::metadata(weights)?.len() > 0);
    Ok(())
}
