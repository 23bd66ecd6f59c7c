//! Calls about the library as a whole.

use super::{Answer, App, State};
use anyhow::Context;
use blazon_core::{LibraryInfo, LibraryPlace};
use blazon_model::{BackupInfo, CheckReport, LeftLibrary, MovePlan};
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;

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

/// Asks for a folder for the library, and says what moving it there would mean; nothing where the person thought better.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_library_folder(
    app: State<'_, App>,
    handle: AppHandle,
) -> Answer<Option<MovePlan>> {
    let plan = app
        .call(move |studio| {
            let picked = handle.dialog().file().blocking_pick_folder();
            match picked.and_then(|folder| folder.into_path().ok()) {
                None => Ok(None),
                Some(chosen) => studio
                    .plan_move(&LibraryPlace::of_system(), &chosen)
                    .map(Some),
            }
        })
        .await?;
    *app.chosen_home.lock().await = plan.as_ref().map(|plan| PathBuf::from(&plan.to));
    Ok(plan)
}

/// Ends the program; the one that starts in its place moves the library to the folder that was chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn move_library(app: State<'_, App>, handle: AppHandle) -> Answer<()> {
    let chosen = app.chosen_home.lock().await.take();
    app.call(move |studio| {
        let to = chosen.context("find the chosen folder")?;
        studio.wish_move(&LibraryPlace::of_system(), &to)
    })
    .await?;
    app.restart_asked.store(true, Ordering::SeqCst);
    handle.exit(0);
    Ok(())
}

/// Stops a move that is under way; the library opens where it was.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_library_move(app: State<'_, App>) -> Answer<()> {
    app.move_stopped.store(true, Ordering::SeqCst);
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn load_left_library(app: State<'_, App>) -> Answer<Option<LeftLibrary>> {
    app.call(|studio| Ok(studio.find_left_library())).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_left_library(app: State<'_, App>) -> Answer<()> {
    app.call(|studio| studio.delete_left_library()).await
}
