//! How the window draws on Linux.
//!
//! Without a graphics device WebKit would draw through a GPU made of software, which takes about
//! 100 MB more and starts later. Its plain painting does the same for pages like ours.

use std::fs;
use tauri::WebviewWindow;
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

/// Lets WebKit paint plainly on a computer without a graphics device.
pub(crate) fn spare_software_gpu(window: &WebviewWindow) -> tauri::Result<()> {
    if has_graphics_device() {
        return Ok(());
    }
    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
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
