//! Calls about models on their way in and out. Paths come from the system's dialog or drag and drop, never from a page.

use super::{Answer, App, State};
use crate::drops::{DropId, PendingDrop};
use anyhow::Context;
use blazon_core::Existing;
use blazon_model::{
    BadgePrompt, ByteCount, ExportedModel, LoraModel, ModelCard, ModelChange, ModelFile, ModelId,
    ModelImport, ModelPage,
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

/// All models whose files are there, archived and removed ones too.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_all_models(app: State<'_, App>) -> Answer<Vec<LoraModel>> {
    app.call(|studio| studio.list_all_models()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn load_model_page(app: State<'_, App>, model: ModelId) -> Answer<ModelPage> {
    app.call(move |studio| studio.load_model_page(model)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn archive_model(
    app: State<'_, App>,
    model: ModelId,
    archived: bool,
) -> Answer<LoraModel> {
    app.call(move |studio| studio.archive_model(model, archived))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_model(app: State<'_, App>, model: ModelId) -> Answer<()> {
    app.call(move |studio| studio.remove_model(model).map(drop))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_model(app: State<'_, App>, model: ModelId) -> Answer<()> {
    app.call(move |studio| studio.restore_model(model).map(drop))
        .await
}

/// Deletes the files of a removed model; gives how large they were.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_model_for_good(
    app: State<'_, App>,
    model: ModelId,
) -> Answer<ByteCount> {
    app.call(move |studio| studio.delete_model_for_good(model))
        .await
}

/// The whole prompt that is sent for a badge, of parts that may still be in the making.
#[tauri::command]
#[specta::specta]
pub(crate) async fn badge_prompt(
    app: State<'_, App>,
    model: ModelId,
    base: String,
    style: String,
    holding: String,
) -> Answer<String> {
    app.call(move |studio| {
        let parts = BadgePrompt {
            base: &base,
            object: &holding,
            style: &style,
        };
        studio.badge_prompt(model, parts)
    })
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
