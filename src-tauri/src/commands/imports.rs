//! Calls about imports. Paths come from the system's dialog or drag and drop, never from a page.

use super::{Answer, App, State};
use crate::drops::{DropId, PendingDrop};
use blazon_core::StartedImport;
use blazon_model::{DatasetId, Job, JobId};
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, FilePath};

#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_photos(
    app: State<'_, App>,
    handle: AppHandle,
) -> Answer<Option<PendingDrop>> {
    let picked = app
        .call(move |_| Ok(handle.dialog().file().blocking_pick_files()))
        .await?;
    Ok(keep(&app, picked.unwrap_or_default()))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_folder(
    app: State<'_, App>,
    handle: AppHandle,
) -> Answer<Option<PendingDrop>> {
    let picked = app
        .call(move |_| Ok(handle.dialog().file().blocking_pick_folder()))
        .await?;
    Ok(keep(&app, picked.into_iter().collect()))
}

/// Nothing picked is no drop.
fn keep(app: &App, picked: Vec<FilePath>) -> Option<PendingDrop> {
    let paths: Vec<_> = picked
        .into_iter()
        .filter_map(|path| path.into_path().ok())
        .collect();
    (!paths.is_empty()).then(|| app.drops.put(paths))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_drop(
    app: State<'_, App>,
    drop: DropId,
    dataset: Option<DatasetId>,
) -> Answer<StartedImport> {
    let paths = app.drops.take(drop).unwrap_or_default();
    app.call(move |studio| studio.import_paths(&paths, dataset))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_samples(app: State<'_, App>) -> Answer<StartedImport> {
    app.call(|studio| studio.import_samples()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_jobs(app: State<'_, App>) -> Answer<Vec<Job>> {
    app.call(|studio| studio.list_jobs()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_job(app: State<'_, App>, job: JobId) -> Answer<()> {
    app.call(move |studio| studio.cancel_job(job)).await
}
