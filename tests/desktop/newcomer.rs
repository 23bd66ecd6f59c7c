//! The steps of a newcomer, one after the other: sample photos, a training, a picture, a badge, a favourite.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};
use blazon_tests::desktop::Window;
use blazon_tests::wait::{PATIENCE, until};
use blazon_tests::webdriver::id;
use serde_json::json;

/// A training of few steps, with its samples, on all processors.
const TRAINING: Duration = Duration::from_secs(600);
/// Some pictures with the base that ships, on all processors, among others that are drawn.
pub(crate) const DRAWING: Duration = Duration::from_secs(120);

/// From the first start to the twelve samples in a dataset, which stays open.
pub(crate) fn take_samples(window: &Window<'_>) -> Result<()> {
    window.click(&id("try-samples"))?;
    window.wait_count(&id("photo-tile"), 12)?;
    window.wait_gone(&id("import-bar"))
}

/// From an open dataset to a model, in `steps` steps.
pub(crate) fn train(window: &Window<'_>, steps: u32) -> Result<()> {
    window.click(&id("dataset-train"))?;
    window.wait_for(&id("new-run"))?;
    // The radio button lies under its label, where the mouse does not reach it.
    window.execute(
        "document.querySelector(arguments[0]).click()",
        &json!([id("training-preset-custom")]),
    )?;
    window.execute(
        "const field = document.querySelector(arguments[0]);\
         field.value = arguments[1];\
         field.dispatchEvent(new Event('input', { bubbles: true }))",
        &json!([id("custom-steps"), steps.to_string()]),
    )?;
    window.wait_for(&id("plan-estimate"))?;
    window.click(&id("train"))?;
    until("the run", TRAINING, || {
        Ok((window.count(&id("run-stages"))? > 0).then_some(()))
    })?;
    let (curve, mut was_drawn) = (format!("{} canvas", id("loss-chart")), false);
    until("the end of the training", TRAINING, || {
        was_drawn |= window.count(&curve)? > 0;
        Ok((window.count(&id("go-to-playground"))? == 1).then_some(()))
    })?;
    ensure!(was_drawn, "the loss was not drawn");
    Ok(())
}

/// From a finished training to a picture that is seen.
pub(crate) fn draw(window: &Window<'_>) -> Result<()> {
    window.click(&id("go-to-playground"))?;
    window.type_into(&id("prompt"), "holding a lantern")?;
    window.click(&id("draw"))?;
    let drawn = "return [...document.querySelectorAll(arguments[0] + ' img')]\
                 .filter(image => image.complete && image.naturalWidth === 128).length";
    until("a picture through the asset protocol", DRAWING, || {
        let count = window.execute(drawn, &json!([id("picture")]))?;
        Ok((count.as_u64() > Some(0)).then_some(()))
    })?;
    // The others would go on while something else is looked at. The page counts: elements come and go too fast here
    // for the driver to hold one.
    let pending = "return document.querySelectorAll(arguments[0]).length";
    until("the other pictures", DRAWING, || {
        let count = window.execute(pending, &json!([id("pending-picture")]))?;
        Ok((count == 0).then_some(()))
    })
}

/// From pictures in the playground to a badge of the first one, written to the file `to`.
pub(crate) fn make_badge(window: &Window<'_>, text: &str, to: &Path) -> Result<()> {
    window.execute(
        "document.querySelector(arguments[0]).click()",
        &json!([id("picture-badge")]),
    )?;
    window.wait_for(&id("badge-text-text"))?;
    window.type_into(&id("badge-text-text"), text)?;
    window.click(&id("badge-export"))?;
    window.answer_dialog(to)?;
    window.wait_for(&id("badge-exported"))?;
    ensure!(to.is_file(), "the badge was not written");
    Ok(())
}

/// In the gallery: the picture whose prompt has a word that begins like this becomes a favourite, and is found as one.
pub(crate) fn find_favourite(window: &Window<'_>, word: &str) -> Result<()> {
    window.click(&id("rail-gallery"))?;
    window.wait_for(&id("gallery-search"))?;
    window.type_into(&id("gallery-search"), word)?;
    let cells = id("gallery-cell");
    window.wait_for(&cells)?;
    let open = "document.querySelector(arguments[0]).dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))";
    window.execute(open, &json!([cells]))?;
    window.wait_text(&id("large-prompt"), |text| text.contains(word))?;
    window.click(&id("large-favourite"))?;
    let query = json!({ "query": favourites(word), "offset": 0, "limit": 10 });
    until("the favourite", PATIENCE, || {
        let found = window.invoke("list_gallery", &query)?;
        Ok((found["total"] == json!(1)).then_some(()))
    })
}

fn favourites(word: &str) -> serde_json::Value {
    json!({
        "words": word, "kind": null, "model": null, "seed": null, "from": null, "until": null, "rating": 0,
        "favourites": true, "tag": null, "missing": false, "trash": false, "order": "newest",
    })
}
