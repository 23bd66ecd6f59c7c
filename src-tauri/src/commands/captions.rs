//! Calls about captions. Paths come from the system's dialog, never from a page.

use super::{Answer, App, State};
use blazon_model::{
    CaptionFiles, CaptionImport, CaptionRewrite, CaptionStyle, Dataset, DatasetId, Edit,
    ExportReport, PhotoCaption, PhotoId, RewrittenCaption,
};
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;

#[tauri::command]
#[specta::specta]
pub(crate) async fn caption_photos(
    app: State<'_, App>,
    dataset: DatasetId,
    captions: Vec<PhotoCaption>,
) -> Answer<Option<Edit>> {
    app.call(move |studio| studio.caption_photos(dataset, &captions))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_rewrite(
    app: State<'_, App>,
    dataset: DatasetId,
    photos: Vec<PhotoId>,
    rewrite: CaptionRewrite,
) -> Answer<Vec<RewrittenCaption>> {
    app.call(move |studio| studio.preview_rewrite(dataset, &photos, &rewrite))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn rewrite_captions(
    app: State<'_, App>,
    dataset: DatasetId,
    photos: Vec<PhotoId>,
    rewrite: CaptionRewrite,
) -> Answer<Option<Edit>> {
    app.call(move |studio| studio.rewrite_captions(dataset, &photos, &rewrite))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn style_captions(
    app: State<'_, App>,
    dataset: DatasetId,
    style: CaptionStyle,
) -> Answer<Dataset> {
    app.call(move |studio| studio.style_captions(dataset, style))
        .await
}

/// Asks for caption files and reads them; nothing where the person thought better.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_captions(
    app: State<'_, App>,
    handle: AppHandle,
    dataset: DatasetId,
) -> Answer<Option<CaptionImport>> {
    app.call(move |studio| {
        let picked = handle
            .dialog()
            .file()
            .add_filter("txt, caption, jsonl", &["txt", "caption", "jsonl"])
            .blocking_pick_files();
        let files: Vec<_> = picked
            .into_iter()
            .flatten()
            .filter_map(|file| file.into_path().ok())
            .collect();
        if files.is_empty() {
            return Ok(None);
        }
        studio.import_captions(dataset, &files).map(Some)
    })
    .await
}

/// Asks for a folder and writes the captions into it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_captions(
    app: State<'_, App>,
    handle: AppHandle,
    dataset: DatasetId,
    files: CaptionFiles,
) -> Answer<Option<ExportReport>> {
    app.call(move |studio| {
        let picked = handle.dialog().file().blocking_pick_folder();
        match picked.and_then(|folder| folder.into_path().ok()) {
            None => Ok(None),
            Some(folder) => studio.export_captions(dataset, files, &folder).map(Some),
        }
    })
    .await
}
