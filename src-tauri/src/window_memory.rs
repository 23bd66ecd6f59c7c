//! Memory that the window's pages give back when the computer runs short of it, on Linux.
//!
//! WebKitGTK looks after that itself, but counts its memory every 30 s on the thread that draws, by reading its whole memory
//! map: 30 to 70 ms without a frame. So that is switched off, and what it did is done from here: where
//! less than a tenth of the memory is left, pages let go of pictures that are out of sight. They are read anew when
//! somebody comes back to them.

use std::thread;
use std::time::Duration;
use tauri::{AppHandle, Manager};
use webkit2gtk::gio::Cancellable;
use webkit2gtk::glib::{TimeSpan, setenv};
use webkit2gtk::{WebViewExt, WebsiteDataManagerExtManual, WebsiteDataTypes};

/// Keeps WebKit from looking after its memory.
const NO_MONITOR: &str = "WEBKIT_DISABLE_MEMORY_PRESSURE_MONITOR";
/// How often it is looked how much memory is left.
const INTERVAL: Duration = Duration::from_secs(5);
/// What has been given back does not grow again in less.
const REST: Duration = Duration::from_secs(30);
/// Whatever its age.
const ALL: TimeSpan = TimeSpan(0);

/// Lets WebKit not look after its memory. To be called before any thread is: the environment changes.
pub(crate) fn count_none() {
    // Where it cannot be set, WebKit goes on as ever.
    let _ = setenv(NO_MONITOR, "1", false);
}

/// Looks after it from now on, until the program ends.
pub(crate) fn watch(app: &AppHandle) {
    let app = app.clone();
    let watching = thread::Builder::new().name("memory".to_owned());
    let watches = watching.spawn(move || {
        loop {
            thread::sleep(INTERVAL);
            if blazon_core::is_memory_short() {
                give_back(&app);
                thread::sleep(REST);
            }
        }
    });
    if let Err(error) = watches {
        tracing::warn!(%error, "nobody looks how much memory is left");
    }
}

fn give_back(app: &AppHandle) {
    let Some(window) = app.get_webview_window("main") else {
        return;
    };
    let given = window.with_webview(|webview| {
        if let Some(manager) = webview.inner().website_data_manager() {
            let kinds = WebsiteDataTypes::MEMORY_CACHE;
            manager.clear(kinds, ALL, Cancellable::NONE, |_| {});
        }
    });
    match given {
        Ok(()) => tracing::info!("memory is short, so the window lets go of pictures"),
        Err(error) => tracing::warn!(%error, "the window lets go of nothing"),
    }
}
