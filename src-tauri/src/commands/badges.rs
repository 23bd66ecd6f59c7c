//! Calls about badges. Paths come from the system's dialog or a drop, never from a page.

use super::{Answer, App, State};
use crate::drops::DropId;
use crate::error::CommandError;
use anyhow::Context;
use blazon_core::{BatchOutput, UnusablePicture};
use blazon_model::{
    Badge, BadgeBatch, BadgeColumn, BadgeDesign, BadgeFormat, BadgeId, BadgeList, BadgePaper,
    BadgePicture, BadgeTemplate, ModelId, Picture, PictureId, slug,
};
use std::path::PathBuf;
use tauri::AppHandle;
use tauri::ipc::Response;
use tauri_plugin_dialog::DialogExt;

/// Pictures that the dialog shows first.
const PICTURES: [&str; 9] = [
    "png", "jpg", "jpeg", "webp", "heic", "avif", "bmp", "tif", "gif",
];
/// Letters of a badge's name in its file's name.
const LONGEST_NAME: usize = 60;

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_badge_templates(app: State<'_, App>) -> Answer<Vec<BadgeTemplate>> {
    app.call(|studio| studio.list_badge_templates()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_badges(app: State<'_, App>) -> Answer<Vec<Badge>> {
    app.call(|studio| studio.list_badges()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn create_badge(
    app: State<'_, App>,
    name: String,
    design: BadgeDesign,
) -> Answer<Badge> {
    app.call(move |studio| studio.create_badge(&name, &design))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_badge(
    app: State<'_, App>,
    badge: BadgeId,
    name: String,
    design: BadgeDesign,
) -> Answer<Badge> {
    app.call(move |studio| studio.save_badge(badge, &name, &design))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_badge(app: State<'_, App>, badge: BadgeId) -> Answer<()> {
    app.call(move |studio| studio.remove_badge(badge)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_badge(app: State<'_, App>, badge: BadgeId) -> Answer<Badge> {
    app.call(move |studio| studio.restore_badge(badge)).await
}

/// Asks for a picture and keeps a copy of it; nothing where the person thought better.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_badge_picture(
    app: State<'_, App>,
    handle: AppHandle,
) -> Answer<Option<BadgePicture>> {
    app.call(move |studio| {
        let dialog = handle
            .dialog()
            .file()
            .add_filter("png, jpg, webp, heic", &PICTURES);
        let picked = dialog.blocking_pick_file();
        match picked.and_then(|file| file.into_path().ok()) {
            None => Ok(None),
            Some(file) => studio.keep_badge_picture(&file).map(Some),
        }
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn sample_badge_picture(app: State<'_, App>) -> Answer<BadgePicture> {
    app.call(|studio| studio.sample_badge_picture()).await
}

/// Keeps a copy of the first picture of what was dropped.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_badge_drop(app: State<'_, App>, drop: DropId) -> Answer<BadgePicture> {
    let paths = app.drops.take(drop).unwrap_or_default();
    app.call(move |studio| {
        let mut refused = None;
        for path in paths {
            match studio.keep_badge_picture(&path) {
                Ok(picture) => return Ok(picture),
                Err(error) if error.is::<UnusablePicture>() => {
                    refused.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        Err(refused.context("find a picture among what was dropped")?)
    })
    .await
}

/// Draws a badge for the window. Pixels as JSON would take longer than their drawing.
#[tauri::command]
pub(crate) async fn render_badge(
    app: State<'_, App>,
    design: BadgeDesign,
    width: u32,
) -> Result<Response, CommandError> {
    app.call(move |studio| {
        let bytes = studio.draw_badge(&design, width)?.to_bytes()?;
        Ok(Response::new(bytes))
    })
    .await
}

/// Asks where to, and writes a badge there; the dialog has asked before a file is replaced.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_badge(
    app: State<'_, App>,
    handle: AppHandle,
    design: BadgeDesign,
    name: String,
    format: BadgeFormat,
) -> Answer<Option<String>> {
    let ending = format.ending();
    let to = app
        .call(move |studio| {
            let stem = slug(&name, LONGEST_NAME);
            let stem = if stem.is_empty() { "badge" } else { &stem };
            let dialog = handle
                .dialog()
                .file()
                .set_file_name(format!("{stem}.{ending}"));
            let picked = dialog.add_filter(ending, &[ending]).blocking_save_file();
            let Some(mut to) = picked.and_then(|to| to.into_path().ok()) else {
                return Ok(None);
            };
            if to.extension().is_none() {
                to.set_extension(ending);
            }
            studio.export_badge(&design, &name, format, &to)?;
            Ok(Some(to))
        })
        .await?;
    app.exported.lock().await.clone_from(&to);
    Ok(to.map(|to| to.display().to_string()))
}

/// Shows what was exported last, in the system's file manager.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_badge_export(app: State<'_, App>) -> Answer<()> {
    let exported: Option<PathBuf> = app.exported.lock().await.clone();
    app.call(move |_| {
        let path = exported.context("find what was exported")?;
        tauri_plugin_opener::reveal_item_in_dir(path).context("show the file")
    })
    .await
}

/// Asks for a list of people; nothing where the person thought better.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_badge_list(
    app: State<'_, App>,
    handle: AppHandle,
    template: String,
) -> Answer<Option<BadgeList>> {
    app.call(move |studio| {
        let dialog = handle.dialog().file();
        let picked = dialog
            .add_filter("csv", &["csv", "tsv", "txt"])
            .blocking_pick_file();
        match picked.and_then(|file| file.into_path().ok()) {
            None => Ok(None),
            Some(file) => studio.open_badge_list(&file, &template).map(Some),
        }
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn map_badge_list(
    app: State<'_, App>,
    list: u32,
    template: String,
    columns: Vec<BadgeColumn>,
) -> Answer<BadgeList> {
    app.call(move |studio| studio.map_badge_list(list, &template, &columns))
        .await
}

/// What a badge is made of in one row, counted from 0; the last row where there are fewer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn badge_of_row(
    app: State<'_, App>,
    list: u32,
    design: BadgeDesign,
    row: u32,
) -> Answer<Option<BadgeDesign>> {
    app.call(move |studio| studio.badge_of_row(list, &design, row as usize))
        .await
}

/// Asks for a folder, and begins to write the badges of a list there, or the sheets to print.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_badges(
    app: State<'_, App>,
    handle: AppHandle,
    list: u32,
    design: BadgeDesign,
    format: BadgeFormat,
    paper: Option<BadgePaper>,
    model: Option<ModelId>,
) -> Answer<Option<BadgeBatch>> {
    let begun = app
        .call(move |studio| {
            let picked = handle.dialog().file().blocking_pick_folder();
            let Some(folder) = picked.and_then(|folder| folder.into_path().ok()) else {
                return Ok(None);
            };
            let output = BatchOutput {
                badges: paper.is_none().then_some(format),
                paper,
                model,
                folder: folder.clone(),
            };
            let batch = studio.start_badge_batch(list, &design, output)?;
            Ok(Some((batch, folder)))
        })
        .await?;
    let Some((batch, folder)) = begun else {
        return Ok(None);
    };
    *app.exported.lock().await = Some(folder);
    Ok(Some(batch))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_batch(app: State<'_, App>) -> Answer<()> {
    app.call(|studio| {
        studio.cancel_badge_batch();
        Ok(())
    })
    .await
}

/// The prompt and the file of a drawn picture.
#[tauri::command]
#[specta::specta]
pub(crate) async fn load_picture(app: State<'_, App>, picture: PictureId) -> Answer<Picture> {
    app.call(move |studio| studio.load_picture(picture)).await
}

/// An own copy of a template, to edit as a folder.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_template(
    app: State<'_, App>,
    template: String,
    name: String,
) -> Answer<BadgeTemplate> {
    app.call(move |studio| studio.copy_badge_template(&template, &name))
        .await
}

/// Shows the folder of an own template, in the system's file manager.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_template(app: State<'_, App>, template: String) -> Answer<()> {
    app.call(move |studio| {
        let folder = studio.badge_template_folder(&template)?;
        tauri_plugin_opener::open_path(folder, None::<&str>).context("show the folder")
    })
    .await
}
