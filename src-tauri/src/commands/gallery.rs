//! Calls about the gallery. Where copies go is asked in the system's dialog, never told by a page.

use super::{Answer, App, State};
use crate::drops::{DropId, PendingDrop};
use anyhow::Context;
use blazon_model::{
    ForeignPicture, GalleryFacts, GalleryId, GalleryPage, GalleryPicture, GalleryQuery,
};
use tauri::{AppHandle, WebviewWindow};
use tauri_plugin_dialog::DialogExt;

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_gallery(
    app: State<'_, App>,
    query: GalleryQuery,
    offset: u32,
    limit: u32,
) -> Answer<GalleryPage> {
    app.call(move |studio| studio.list_gallery(&query, offset, limit))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn gallery_facts(app: State<'_, App>) -> Answer<GalleryFacts> {
    app.call(|studio| studio.gallery_facts()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn load_gallery_picture(
    app: State<'_, App>,
    id: GalleryId,
) -> Answer<GalleryPicture> {
    app.call(move |studio| studio.load_gallery_picture(id))
        .await
}

/// Makes a picture's thumbnail where it is missing; nothing where its file is not there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn make_gallery_thumb(
    app: State<'_, App>,
    id: GalleryId,
) -> Answer<Option<String>> {
    app.call(move |studio| studio.make_gallery_thumb(id)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn rate_in_gallery(
    app: State<'_, App>,
    ids: Vec<GalleryId>,
    rating: u32,
) -> Answer<()> {
    app.call(move |studio| studio.rate_in_gallery(&ids, rating))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn favour_in_gallery(
    app: State<'_, App>,
    ids: Vec<GalleryId>,
    favourite: bool,
) -> Answer<()> {
    app.call(move |studio| studio.favour_in_gallery(&ids, favourite))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn tag_in_gallery(
    app: State<'_, App>,
    ids: Vec<GalleryId>,
    add: Vec<String>,
    remove: Vec<String>,
) -> Answer<()> {
    app.call(move |studio| studio.tag_in_gallery(&ids, &add, &remove))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_from_gallery(app: State<'_, App>, ids: Vec<GalleryId>) -> Answer<()> {
    app.call(move |studio| studio.remove_from_gallery(&ids))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_in_gallery(app: State<'_, App>, ids: Vec<GalleryId>) -> Answer<()> {
    app.call(move |studio| studio.restore_in_gallery(&ids))
        .await
}

/// Deletes for good what lies in the trash; gives how much that was.
#[tauri::command]
#[specta::specta]
pub(crate) async fn empty_trash(app: State<'_, App>) -> Answer<u32> {
    app.call(|studio| studio.empty_trash()).await
}

/// Looks at the pictures' files: what is gone, what came back, what was moved.
#[tauri::command]
#[specta::specta]
pub(crate) async fn look_again(app: State<'_, App>) -> Answer<GalleryFacts> {
    app.call(|studio| studio.look_again()).await
}

/// Asks where to, and writes copies of pictures there; the dialog has asked before a file is replaced. Gives where they
/// are, nothing where the person thought better.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_from_gallery(
    app: State<'_, App>,
    handle: AppHandle,
    ids: Vec<GalleryId>,
    with_text: bool,
) -> Answer<Option<String>> {
    app.call(move |studio| {
        let ids = studio.pictures_among(&ids)?;
        let dialog = handle.dialog().file();
        let picked = match ids.as_slice() {
            [id] => dialog
                .set_file_name(studio.picture_export_name(*id)?)
                .add_filter("png", &["png"])
                .blocking_save_file(),
            _ => dialog.blocking_pick_folder(),
        };
        let Some(to) = picked.and_then(|to| to.into_path().ok()) else {
            return Ok(None);
        };
        match ids.as_slice() {
            [id] => studio.export_picture(*id, &to, with_text)?,
            _ => drop(studio.export_pictures(&ids, &to, with_text)?),
        }
        Ok(Some(to.display().to_string()))
    })
    .await
}

/// Asks for a picture of anybody; nothing where the person thought better.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_foreign_picture(
    app: State<'_, App>,
    handle: AppHandle,
) -> Answer<Option<PendingDrop>> {
    let picked = app
        .call(move |_| Ok(handle.dialog().file().blocking_pick_file()))
        .await?;
    let path = picked.and_then(|path| path.into_path().ok());
    Ok(path.map(|path| app.drops.put(vec![path])))
}

/// What is written in one of the files of a drop about how it was made.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_foreign_picture(
    app: State<'_, App>,
    drop: DropId,
    index: u32,
) -> Answer<ForeignPicture> {
    let path = app.drops.look(drop, index);
    app.call(move |studio| {
        studio.read_foreign_picture(&path.context("find the file that was dropped")?)
    })
    .await
}

/// Begins to drag pictures' files out of the window.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drag_out(
    app: State<'_, App>,
    window: WebviewWindow,
    ids: Vec<GalleryId>,
) -> Answer<()> {
    app.call(move |studio| {
        let paths = studio.gallery_paths(&ids)?;
        let dragged = window.clone();
        let (told, begun) = std::sync::mpsc::channel();
        window.run_on_main_thread(move || {
            // Nobody listens any more only where the call was given up.
            let _ = told.send(crate::drag_out::start(&dragged, paths));
        })?;
        begun.recv().context("begin to drag the files")?
    })
    .await
}
