//! Calls about photos: listed, chosen, cropped, shown large, removed.

use super::{Answer, App, State};
use blazon_model::{
    BucketFit, Choice, CropRect, Dataset, DatasetId, DatasetReview, DatasetStatistics,
    DeletionReport, Edit, Framing, Photo, PhotoCrop, PhotoFilter, PhotoId, PhotoOrder, PhotoPage,
};

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_photos(
    app: State<'_, App>,
    dataset: DatasetId,
    filter: PhotoFilter,
    order: PhotoOrder,
    offset: u32,
    limit: u32,
) -> Answer<PhotoPage> {
    app.call(move |studio| studio.list_photos(dataset, filter, order, offset, limit))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn load_photo(
    app: State<'_, App>,
    dataset: DatasetId,
    photo: PhotoId,
) -> Answer<Photo> {
    app.call(move |studio| studio.load_photo(dataset, photo))
        .await
}

/// Makes the large picture of a photo, where it is missing, and returns its file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_photo(app: State<'_, App>, photo: PhotoId) -> Answer<String> {
    app.call(move |studio| studio.preview_photo(photo)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn review_dataset(
    app: State<'_, App>,
    dataset: DatasetId,
) -> Answer<DatasetReview> {
    app.call(move |studio| studio.review_dataset(dataset)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn dataset_statistics(
    app: State<'_, App>,
    dataset: DatasetId,
) -> Answer<DatasetStatistics> {
    app.call(move |studio| studio.dataset_statistics(dataset))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_photos(
    app: State<'_, App>,
    dataset: DatasetId,
    photos: Vec<PhotoId>,
    choice: Option<Choice>,
) -> Answer<Option<Edit>> {
    app.call(move |studio| studio.choose_photos(dataset, &photos, choice))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_among_duplicates(
    app: State<'_, App>,
    dataset: DatasetId,
    kept: PhotoId,
) -> Answer<Option<Edit>> {
    app.call(move |studio| studio.choose_among_duplicates(dataset, kept))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn crop_photos(
    app: State<'_, App>,
    dataset: DatasetId,
    crops: Vec<PhotoCrop>,
) -> Answer<Option<Edit>> {
    app.call(move |studio| studio.crop_photos(dataset, &crops))
        .await
}

/// How a crop would go into its bucket, for a look before it is chosen.
#[tauri::command]
#[specta::specta]
pub(crate) fn fit_crop(crop: CropRect, framing: Framing) -> BucketFit {
    BucketFit::of((crop.width, crop.height), framing)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn frame_dataset(
    app: State<'_, App>,
    dataset: DatasetId,
    framing: Framing,
) -> Answer<Dataset> {
    app.call(move |studio| studio.frame_dataset(dataset, framing))
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
