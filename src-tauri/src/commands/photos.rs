//! Calls about photos.

use super::{Answer, App, State};
use blazon_model::{DatasetId, DeletionReport, Edit, PhotoId, PhotoPage};

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_photos(
    app: State<'_, App>,
    dataset: DatasetId,
    offset: u32,
    limit: u32,
) -> Answer<PhotoPage> {
    app.call(move |studio| studio.list_photos(dataset, offset, limit))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_photos(
    app: State<'_, App>,
    dataset: DatasetId,
    photos: Vec<PhotoId>,
) -> Answer<Edit> {
    app.call(move |studio| studio.remove_photos(dataset, &photos))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_photos_for_good(
    app: State<'_, App>,
    photos: Vec<PhotoId>,
) -> Answer<DeletionReport> {
    app.call(move |studio| studio.delete_photos_for_good(&photos))
        .await
}
