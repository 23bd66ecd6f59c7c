//! Calls about models on their way in and out. Paths come from the system's dialog or drag and drop, never from a page.

use super::{Answer, App, State};
use crate::drops::{DropId, PendingDrop};
use anyhow::Context;
use blazon_core::Existing;
use blazon_model::{
    ExportedModel, LoraModel, ModelCard, ModelChange, ModelFile, ModelId, ModelImport,
};
use std::path::PathBuf;
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;

/// Asks for files of models; nothing where the person thought better.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_model_files(
    app: State<'_, App>,
    handle: AppHandle,
) -> Answer<Option<PendingDrop>> {
    let picked = app
        .call(move |_| {
            let dialog = handle.dialog().file();
            let dialog = dialog.add_filter("safetensors", &["safetensors"]);
            Ok(dialog.blocking_pick_files())
        })
        .await?;
    let paths: Vec<PathBuf> = picked
        .into_iter()
        .flatten()
        .filter_map(|path| path.into_path().ok())
        .collect();
    Ok((!paths.is_empty()).then(|| app.drops.put(paths)))
}

/// What is in one of the files of a drop.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_model_file(
    app: State<'_, App>,
    drop: DropId,
    index: u32,
) -> Answer<ModelFile> {
    let path = app.drops.look(drop, index);
    app.call(move |studio| studio.read_model_file(&path.context("find the file that was dropped")?))
        .await
}

/// Keeps one of the files of a drop as a model.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_model(
    app: State<'_, App>,
    drop: DropId,
    index: u32,
    said: ModelImport,
) -> Answer<LoraModel> {
    let path = app.drops.look(drop, index);
    app.call(move |studio| {
        studio.import_model(&path.context("find the file that was dropped")?, &said)
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn load_model_card(app: State<'_, App>, model: ModelId) -> Answer<ModelCard> {
    app.call(move |studio| studio.load_model_card(model)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_model(
    app: State<'_, App>,
    model: ModelId,
    change: ModelChange,
) -> Answer<LoraModel> {
    app.call(move |studio| studio.edit_model(model, &change))
        .await
}

/// Asks where to, and writes a model's file there; the dialog has asked before a file is replaced.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_model(
    app: State<'_, App>,
    handle: AppHandle,
    model: ModelId,
) -> Answer<Option<ExportedModel>> {
    app.call(move |studio| {
        let name = studio.model_export_name(model)?;
        let dialog = handle.dialog().file().set_file_name(name);
        let dialog = dialog.add_filter("safetensors", &["safetensors"]);
        match dialog
            .blocking_save_file()
            .and_then(|to| to.into_path().ok())
        {
            None => Ok(None),
            Some(to) => studio.export_model(model, &to, Existing::Replace).map(Some),
        }
    })
    .await
}
