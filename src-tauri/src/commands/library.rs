//! Calls about the library as a whole.

use super::{Answer, App, State};
use anyhow::Context;
use blazon_core::LibraryInfo;
use blazon_model::{BackupInfo, CheckReport};

#[tauri::command]
#[specta::specta]
pub(crate) async fn open_library(app: State<'_, App>) -> Answer<LibraryInfo> {
    app.call(|studio| studio.library_info()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn check_library(app: State<'_, App>) -> Answer<CheckReport> {
    app.call(|studio| studio.check_library()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn back_up_library(app: State<'_, App>) -> Answer<BackupInfo> {
    app.call(|studio| studio.back_up_library()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn open_library_folder(app: State<'_, App>) -> Answer<()> {
    app.call(|studio| {
        tauri_plugin_opener::open_path(studio.library().home(), None::<&str>)
            .context("open the library's folder")
    })
    .await
}
