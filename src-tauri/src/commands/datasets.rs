//! Calls about datasets.

use super::{Answer, App, State};
use blazon_model::{Dataset, DatasetId, Edit, Subject};

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_datasets(app: State<'_, App>) -> Answer<Vec<Dataset>> {
    app.call(|studio| studio.list_datasets()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn load_dataset(app: State<'_, App>, dataset: DatasetId) -> Answer<Dataset> {
    app.call(move |studio| studio.load_dataset(dataset)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn create_dataset(
    app: State<'_, App>,
    name: Option<String>,
    subject: Subject,
) -> Answer<Dataset> {
    app.call(move |studio| studio.create_dataset(name.as_deref(), subject))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_dataset(
    app: State<'_, App>,
    dataset: DatasetId,
    name: String,
) -> Answer<Dataset> {
    app.call(move |studio| studio.rename_dataset(dataset, &name))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn describe_dataset(
    app: State<'_, App>,
    dataset: DatasetId,
    subject: Subject,
) -> Answer<Dataset> {
    app.call(move |studio| studio.describe_dataset(dataset, subject))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn change_trigger(
    app: State<'_, App>,
    dataset: DatasetId,
    trigger: String,
) -> Answer<Dataset> {
    app.call(move |studio| studio.change_trigger(dataset, &trigger))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_dataset(app: State<'_, App>, dataset: DatasetId) -> Answer<()> {
    app.call(move |studio| studio.remove_dataset(dataset)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_dataset(app: State<'_, App>, dataset: DatasetId) -> Answer<Dataset> {
    app.call(move |studio| studio.restore_dataset(dataset))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_edit(app: State<'_, App>, dataset: DatasetId) -> Answer<Option<Edit>> {
    app.call(move |studio| studio.undo_edit(dataset)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn redo_edit(app: State<'_, App>, dataset: DatasetId) -> Answer<Option<Edit>> {
    app.call(move |studio| studio.redo_edit(dataset)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_edits(app: State<'_, App>, dataset: DatasetId) -> Answer<Vec<Edit>> {
    app.call(move |studio| studio.list_edits(dataset)).await
}
