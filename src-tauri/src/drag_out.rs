//! Files that a person drags out of the window into another program. What is dragged comes from the library, never from
//! a page.

use crate::app::App;
use anyhow::Context;
use drag::{DragItem, Image, Options};
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
    #[cfg(target_os = "linux")]
    let window = &window.gtk_window().context("find the window")?;
    let ended = move |_, _| app.state::<App>().drops.leave(false);
    let (item, icon) = (DragItem::Files(paths), Image::Raw(ICON.to_vec()));
    let started = drag::start_drag(window, item, icon, ended, Options::default());
    if started.is_err() {
        drops.leave(false);
    }
    started.context("begin to drag the files")
}
