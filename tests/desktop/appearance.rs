//! Language and theme: there at once, and still there the next time.

use std::fs;

use anyhow::{Context, Result};
use blazon_tests::desktop::{Desktop, Window, root};
use blazon_tests::wait::{PATIENCE, until};
use blazon_tests::webdriver::id;
use serde_json::json;

/// A message as the translators wrote it.
fn message(language: &str, key: &str) -> Result<String> {
    let text = fs::read_to_string(root().join(format!("locales/{language}.ftl")))?;
    let start = format!("{key} = ");
    let line = text.lines().find_map(|line| line.strip_prefix(&start));
    Ok(line
        .with_context(|| format!("{key} is not in {language}.ftl"))?
        .to_owned())
}

fn wait_theme(window: &Window<'_>, wanted: &str) -> Result<()> {
    until(&format!("the {wanted} theme"), PATIENCE, || {
        let theme = window.execute("return document.documentElement.dataset.theme", &json!([]))?;
        Ok((theme == wanted).then_some(()))
    })
}

fn canvas(window: &Window<'_>) -> Result<String> {
    let colour = window.execute(
        "return getComputedStyle(document.body).backgroundColor",
        &json!([]),
    )?;
    Ok(colour.as_str().unwrap_or_default().to_owned())
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn the_language_changes_at_once_and_stays() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let (english, russian) = (
        message("en", "rail-datasets")?,
        message("ru", "rail-datasets")?,
    );
    let window = desktop.open()?;
    window.wait_text(&id("rail-datasets"), |text| text.trim() == english)?;
    window.click(&id("rail-settings"))?;
    window.click(&id("settings-language-ru"))?;
    window.wait_text(&id("rail-datasets"), |text| text.trim() == russian)?;
    window.close()?;

    let window = desktop.open()?;
    window.wait_text(&id("rail-datasets"), |text| text.trim() == russian)?;
    window.close()
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn the_theme_changes_at_once_and_stays() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let window = desktop.open()?;
    window.click(&id("rail-settings"))?;
    window.click(&id("settings-theme-light"))?;
    wait_theme(&window, "light")?;
    let light = canvas(&window)?;
    window.click(&id("settings-theme-dark"))?;
    wait_theme(&window, "dark")?;
    assert_ne!(canvas(&window)?, light, "dark is drawn in other colours");
    window.close()?;

    let window = desktop.open()?;
    wait_theme(&window, "dark")?;
    window.close()
}
