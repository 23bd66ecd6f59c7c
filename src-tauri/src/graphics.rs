//! How the window draws on Linux.
//!
//! Without a graphics device WebKit would draw through a GPU made of software, which takes about
//! 100 MB more and starts later. Its plain painting does the same for pages like ours.
//! A failure here only costs memory, so none is told.

use std::fs;
use tauri::WebviewWindow;
use webkit2gtk::{HardwareAccelerationPolicy, Settings, SettingsExt, WebViewExt};

/// Where libglvnd is told which graphics libraries there are.
const VENDORS: &str = "__EGL_VENDOR_LIBRARY_FILENAMES";

/// Lets this process find no software GPU, on a computer without a graphics device.
///
/// WebKit asks once per process, when its first settings are made, and would load 25 MB of
/// compiler for the answer. The process that draws pages does not start without it, so the
/// variable must be gone when it is born. To be called before any thread is: the environment
/// changes.
pub(crate) fn look_for_no_software_gpu() {
    if has_graphics_device() || webkit2gtk::glib::setenv(VENDORS, "/dev/null", false).is_err() {
        return;
    }
    if gtk::init().is_ok() {
        paint_plainly(&Settings::new());
    }
    webkit2gtk::glib::unsetenv(VENDORS);
}

/// Lets the window's pages be painted plainly on a computer without a graphics device.
pub(crate) fn spare_software_gpu(window: &WebviewWindow) -> tauri::Result<()> {
    if has_graphics_device() {
        return Ok(());
    }
    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            paint_plainly(&settings);
        }
    })
}

fn paint_plainly(settings: &Settings) {
    settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
}

/// Whether the kernel offers a device that renders (`/dev/dri/renderD*`).
fn has_graphics_device() -> bool {
    fs::read_dir("/dev/dri").is_ok_and(|devices| {
        devices.flatten().any(|device| {
            device
                .file_name()
                .as_encoded_bytes()
                .starts_with(b"renderD")
        })
    })
}
