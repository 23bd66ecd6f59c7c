//! Files that a person drags out of the window into another program. What is dragged comes from the library, never from
//! a page.

#[cfg(target_os = "linux")]
mod linux;

use crate::app::App;
use anyhow::Context;
use std::path::PathBuf;
use tauri::{Manager, WebviewWindow};

/// What hangs at the pointer.
const ICON: &[u8] = include_bytes!("../../icons/32x32.png");

/// Begins to drag files; the person lets them go wherever they want. Must be called on the window's own thread.
///
/// # Errors
/// When the system refuses.
pub(crate) fn start(window: &WebviewWindow, paths: Vec<PathBuf>) -> anyhow::Result<()> {
    let drops = &window.state::<App>().drops;
    drops.leave(true);
    let app = window.app_handle().clone();
    let started = begin(window, paths, move || app.state::<App>().drops.leave(false));
    if started.is_err() {
        drops.leave(false);
    }
    started.context("begin to drag the files")
}

#[cfg(target_os = "linux")]
fn begin(
    window: &WebviewWindow,
    paths: Vec<PathBuf>,
    ended: impl Fn() + 'static,
) -> anyhow::Result<()> {
    let window = window.gtk_window().context("find the window")?;
    linux::begin(&window, paths, ended)
}

#[cfg(not(target_os = "linux"))]
fn begin(
    window: &WebviewWindow,
    paths: Vec<PathBuf>,
    ended: impl Fn() + Send + 'static,
) -> anyhow::Result<()> {
    let (item, icon) = (
        drag::DragItem::Files(paths),
        drag::Image::Raw(ICON.to_vec()),
    );
    let ended = move |_, _| ended();
    drag::start_drag(window, item, icon, ended, drag::Options::default())?;
    Ok(())
}
