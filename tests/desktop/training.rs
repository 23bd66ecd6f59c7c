//! The way that a newcomer goes: sample photos, a training on the base that ships, pictures, a badge, and a favourite that
//! is found again by a word of its prompt.

use std::fs;

use anyhow::Result;
use blazon_tests::desktop::{Desktop, Window};
use blazon_tests::wait::until;
use blazon_tests::webdriver::id;
use serde_json::{Value, json};

use crate::look::keep_picture;
use crate::newcomer::{self, DRAWING};

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn sample_photos_become_a_model_a_badge_and_a_favourite_that_is_found_again() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let window = desktop.open()?;
    newcomer::take_samples(&window)?;
    newcomer::train(&window, 20)?;
    newcomer::draw(&window)?;
    let badge = desktop.photos().join("badge.png");
    newcomer::make_badge(&window, "UX SCOUT", &badge)?;
    newcomer::find_favourite(&window, "lant")?;
    grid(&window)?;
    evaluation(&window)?;
    let models = window.invoke("list_models", &json!({}))?;
    let folder = models[0]["folder"].as_str().unwrap_or_default().to_owned();
    window.close()?;
    let folder = desktop.library().join("models").join(folder);
    assert!(fs::metadata(folder.join("lora.safetensors"))?.len() > 0);
    assert!(fs::read(folder.join("evaluation.png"))?.starts_with(b"\x89PNG"));
    Ok(())
}

/// Two prompts at one strength beside the base: four cells, and no one more once they are there.
fn grid(window: &Window<'_>) -> Result<()> {
    window.click(&id("rail-playground"))?;
    // The radio buttons lie under their labels, where the mouse does not reach them.
    window.wait_for(&id("playground-mode-grid"))?;
    let choose = "document.querySelector(arguments[0]).click()";
    window.execute(choose, &json!([id("playground-mode-grid")]))?;
    window.type_into(&id("grid-prompt"), "holding a lantern\u{E007}waving")?;
    window.wait_count(&id("grid-prompt"), 2)?;
    for _ in 0..2 {
        window.click(&id("grid-strengths-remove"))?;
    }
    window.wait_count(&id("grid-strengths-value"), 1)?;
    // What is missing is asked while one types.
    window.wait_text(&id("grid-draw"), |text| text.contains("4 cells"))?;
    window.click(&id("grid-draw"))?;
    window.wait_gone(&id("grid-draw"))?;
    until("the cells", DRAWING, || {
        let drawn = "return [...document.querySelectorAll(arguments[0] + ' img')]\
            .filter((picture) => picture.complete && picture.naturalWidth === 128).length";
        let count = window.execute(drawn, &json!([id("grid-cell")]))?;
        Ok((count == json!(4)).then_some(()))
    })?;
    keep_picture(window, "grid")
}

/// The sheet that was drawn by itself after the training, on the model's page.
fn evaluation(window: &Window<'_>) -> Result<()> {
    window.click(&id("rail-gallery"))?;
    window.wait_for(&id("gallery-part-models"))?;
    window.execute(
        "document.querySelector(arguments[0]).click()",
        &json!([id("gallery-part-models")]),
    )?;
    window.click(&id("model-card"))?;
    window.wait_for(&id("model-page"))?;
    until("the evaluation sheet", DRAWING, || {
        let kind = json!({ "kind": "evaluation", "model": null });
        let sheets = window.invoke("list_grids", &kind)?;
        let is_whole =
            sheets[0]["drawn"] == sheets[0]["total"] && sheets[0]["total"] != Value::Null;
        Ok(is_whole.then_some(()))
    })?;
    window.wait_count(&id("grid-cell"), 8)?;
    keep_picture(window, "model-page")
}
