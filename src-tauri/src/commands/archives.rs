//! Calls about archives and exports. Paths come from the system's dialog, never from a page.

use super::{Answer, App, State};
use anyhow::Context;
use blazon_model::{ArchiveProof, DatasetId, ExportFormat, Job, JobId};
use std::path::Path;
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;

#[tauri::command]
#[specta::specta]
pub(crate) async fn find_archive(
    app: State<'_, App>,
    dataset: DatasetId,
) -> Answer<Option<ArchiveProof>> {
    app.call(move |studio| studio.find_archive(dataset)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn pack_archive(app: State<'_, App>, dataset: DatasetId) -> Answer<Job> {
    app.call(move |studio| studio.pack_archive(dataset)).await
}

/// Asks where to, and puts the export into the queue; nothing where the person thought better.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_dataset(
    app: State<'_, App>,
    handle: AppHandle,
    dataset: DatasetId,
    format: ExportFormat,
) -> Answer<Option<Job>> {
    app.call(move |studio| {
        let name = studio.export_name(dataset, format)?;
        let dialog = handle.dialog().file().set_file_name(name);
        match dialog
            .blocking_save_file()
            .and_then(|to| to.into_path().ok())
        {
            None => Ok(None),
            Some(to) => studio.export_dataset(dataset, format, &to).map(Some),
        }
    })
    .await
}

/// Shows the archive of a dataset in the system's file manager.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_archive(app: State<'_, App>, dataset: DatasetId) -> Answer<()> {
    app.call(move |studio| show(&studio.archive_path(dataset)))
        .await
}

/// Shows what an export has written in the system's file manager.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_export(app: State<'_, App>, job: JobId) -> Answer<()> {
    app.call(move |studio| match studio.load_job(job)?.job.export {
        None => Ok(()),
        Some(export) => show(Path::new(&export.path)),
    })
    .await
}

fn show(path: &Path) -> anyhow::Result<()> {
    tauri_plugin_opener::reveal_item_in_dir(path).context("show the file")
}
