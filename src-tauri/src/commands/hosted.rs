//! Calls about hosted trainings and drawings, their keys and what they cost. No call gives a key back.

use super::{Answer, App, State};
use anyhow::Context;
use blazon_core::KeyState;
use blazon_model::{
    ArchiveManifest, DrawRequest, Drawing, DrawingId, DrawingPlan, Endpoint, ModelId, Preset,
    ProviderId, ProviderPage, Recipe, RunId, Spending, TrainingRun,
};

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_trainers(
    app: State<'_, App>,
    provider: ProviderId,
) -> Answer<Vec<Endpoint>> {
    app.call(move |studio| studio.list_trainers(provider)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn propose_hosted_recipe(
    app: State<'_, App>,
    provider: ProviderId,
    endpoint: Option<String>,
    preset: Preset,
) -> Answer<Recipe> {
    app.call(move |studio| studio.propose_hosted_recipe(provider, endpoint.as_deref(), preset))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn load_run_archive(app: State<'_, App>, run: RunId) -> Answer<ArchiveManifest> {
    app.call(move |studio| studio.load_run_archive(run)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn accept_quote(app: State<'_, App>, run: RunId) -> Answer<TrainingRun> {
    app.call(move |studio| studio.accept_quote(run)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn say_taken(
    app: State<'_, App>,
    run: RunId,
    request: String,
) -> Answer<TrainingRun> {
    app.call(move |studio| studio.say_taken(run, &request))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn say_never_taken(app: State<'_, App>, run: RunId) -> Answer<TrainingRun> {
    app.call(move |studio| studio.say_never_taken(run)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn load_spending(app: State<'_, App>) -> Answer<Spending> {
    app.call(|studio| studio.load_spending()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_keys(app: State<'_, App>) -> Answer<Vec<KeyState>> {
    app.call(|studio| studio.list_keys()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_key(
    app: State<'_, App>,
    provider: ProviderId,
    key: String,
) -> Answer<KeyState> {
    app.call(move |studio| studio.save_key(provider, &key.into()))
        .await
}

/// Gives the account where the provider tells it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_key(app: State<'_, App>, provider: ProviderId) -> Answer<Option<String>> {
    app.call(move |studio| studio.test_key_now(provider)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_key(app: State<'_, App>, provider: ProviderId) -> Answer<KeyState> {
    app.call(move |studio| studio.forget_key(provider)).await
}

/// Opens a page of a provider in the person's browser; the window names no address.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_provider_page(
    app: State<'_, App>,
    provider: ProviderId,
    page: ProviderPage,
) -> Answer<()> {
    app.call(move |_| {
        let address = provider.page(page).context("find the page")?;
        tauri_plugin_opener::open_url(address, None::<&str>).context("open the page")
    })
    .await
}

/// Opens the page on which the price of a trainer stands.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_price_page(
    app: State<'_, App>,
    provider: ProviderId,
    endpoint: String,
) -> Answer<()> {
    app.call(move |studio| {
        let address = studio.price_page(provider, &endpoint)?;
        tauri_plugin_opener::open_url(address, None::<&str>).context("open the page")
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_generators(
    app: State<'_, App>,
    provider: ProviderId,
    model: Option<ModelId>,
) -> Answer<Vec<Endpoint>> {
    app.call(move |studio| studio.list_generators(provider, model))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_drawing(app: State<'_, App>, request: DrawRequest) -> Answer<DrawingPlan> {
    app.call(move |studio| studio.plan_drawing(&request)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn say_drawing_taken(
    app: State<'_, App>,
    drawing: DrawingId,
    request: String,
) -> Answer<Drawing> {
    app.call(move |studio| studio.say_drawing_taken(drawing, &request))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn say_drawing_never_taken(
    app: State<'_, App>,
    drawing: DrawingId,
) -> Answer<Drawing> {
    app.call(move |studio| studio.say_drawing_never_taken(drawing))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn fetch_drawing_again(
    app: State<'_, App>,
    drawing: DrawingId,
) -> Answer<Drawing> {
    app.call(move |studio| studio.fetch_drawing_again(drawing))
        .await
}
