//! Calls about captions that a provider writes.

use super::{Answer, App, State};
use blazon_model::{
    CaptionPlan, CaptionRequest, Captioning, CaptioningId, DatasetId, Endpoint, Money, ProviderId,
};

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_describers(
    app: State<'_, App>,
    provider: ProviderId,
) -> Answer<Vec<Endpoint>> {
    app.call(move |studio| studio.list_describers(provider))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_captions(
    app: State<'_, App>,
    request: CaptionRequest,
) -> Answer<CaptionPlan> {
    app.call(move |studio| studio.plan_captions(&request)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn start_captioning(
    app: State<'_, App>,
    request: CaptionRequest,
    limit: Money,
) -> Answer<Captioning> {
    app.call(move |studio| studio.start_captioning(&request, limit))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_captionings(
    app: State<'_, App>,
    dataset: DatasetId,
) -> Answer<Vec<Captioning>> {
    app.call(move |studio| studio.list_captionings(dataset))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_captioning(
    app: State<'_, App>,
    captioning: CaptioningId,
) -> Answer<Captioning> {
    app.call(move |studio| studio.cancel_captioning(captioning))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn say_captions_taken(
    app: State<'_, App>,
    captioning: CaptioningId,
) -> Answer<Captioning> {
    app.call(move |studio| studio.say_captions_taken(captioning))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn say_captions_never_taken(
    app: State<'_, App>,
    captioning: CaptioningId,
) -> Answer<Captioning> {
    app.call(move |studio| studio.say_captions_never_taken(captioning))
        .await
}
