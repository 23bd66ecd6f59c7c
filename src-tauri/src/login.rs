//! Whether the program starts when the person logs in, so that the bot goes on after a restart of the computer.

use anyhow::Context;
use tauri::AppHandle;
use tauri_plugin_autostart::ManagerExt;

/// The argument of a start that nobody asked for at that moment: the window stays out of the way.
pub(crate) const QUIET: &str = "--quiet";

/// `None` where the system does not say.
pub(crate) fn starts_at_login(app: &AppHandle) -> Option<bool> {
    app.autolaunch()
        .is_enabled()
        .inspect_err(|error| tracing::info!(%error, "whether it starts at login is not known"))
        .ok()
}

/// Gives what holds afterwards.
pub(crate) fn start_at_login(app: &AppHandle, on: bool) -> anyhow::Result<bool> {
    let autolaunch = app.autolaunch();
    if on {
        autolaunch.enable().context("start at login")?;
    } else if autolaunch.is_enabled().unwrap_or(true) {
        autolaunch.disable().context("start at login no more")?;
    }
    Ok(autolaunch.is_enabled().unwrap_or(on))
}
