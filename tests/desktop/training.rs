//! The way that a newcomer goes: sample photos, a training on the base that ships, pictures.

use std::fs;

use anyhow::Result;
use blazon_tests::desktop::Desktop;
use serde_json::json;

use crate::newcomer;

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn sample_photos_become_a_model_and_the_model_draws() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let window = desktop.open()?;
    newcomer::take_samples(&window)?;
    newcomer::train(&window, 20)?;
    newcomer::draw(&window)?;
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
