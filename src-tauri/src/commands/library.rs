//! Calls about the library as a whole.

use super::{Answer, App, State};
use anyhow::Context;
use blazon_core::LibraryInfo;
use blazon_model::{BackupInfo, CheckReport};
use std::sync::atomic::Ordering;
use tauri::AppHandle;

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
pub(crate) async fn list_backups(app: State<'_, App>) -> Answer<Vec<BackupInfo>> {
    app.call(|studio| Ok(studio.list_backups())).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_backup(app: State<'_, App>, name: String) -> Answer<()> {
    app.call(move |studio| studio.restore_backup(&name)).await
}

/// Ends the program and starts it again on the same library.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restart_program(app: State<'_, App>, handle: AppHandle) -> Answer<()> {
    app.studio().await?;
    app.restart_asked.store(true, Ordering::SeqCst);
    handle.exit(0);
    Ok(())
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
