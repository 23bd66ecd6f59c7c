//! The border between page and program: whole numbers cross it unharmed, and what is not listed does not cross it.

use anyhow::{Result, ensure};
use blazon_tests::desktop::Desktop;
use serde_json::json;

/// 2^63 + 1: too large for a signed integer, and odd, so a floating-point number cannot hold it.
const SEED: &str = "9223372036854775809";

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn a_seed_goes_through_the_window_and_back_without_losing_a_bit() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let window = desktop.open()?;
    let mut settings = window.invoke("load_settings", &json!({}))?;
    settings["playgroundSeed"] = json!(SEED);
    let changed = window.invoke("change_settings", &json!({ "settings": settings }))?;
    assert_eq!(changed["playgroundSeed"], SEED);
    window.close()?;

    let window = desktop.open()?;
    assert_eq!(
        window.invoke("load_settings", &json!({}))?["playgroundSeed"],
        SEED,
        "after a restart"
    );
    window.close()
}

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn a_call_that_is_not_listed_is_refused() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let window = desktop.open()?;
    window.invoke("load_settings", &json!({}))?;
    let calls = [
        ("plugin:fs|read_file", json!({ "path": "/etc/passwd" })),
        ("plugin:shell|execute", json!({ "program": "id" })),
        (
            "plugin:webview|create_webview_window",
            json!({ "options": { "label": "other" } }),
        ),
        (
            "plugin:window|create",
            json!({ "options": { "label": "other" } }),
        ),
        ("plugin:window|set_title", json!({ "value": "another" })),
        ("plugin:path|resolve_directory", json!({ "directory": 1 })),
        ("plugin:opener|open_path", json!({ "path": "/etc/passwd" })),
        ("read_library", json!({})),
    ];
    for (call, arguments) in calls {
        let answer = window.invoke(call, &arguments);
        let Err(refusal) = answer else {
            anyhow::bail!("{call} went through: {answer:?}")
        };
        let refusal = refusal.to_string();
        ensure!(
            refusal.contains("not allowed") || refusal.contains("not found"),
            "{call} failed otherwise: {refusal}"
        );
    }
    window.close()
}
