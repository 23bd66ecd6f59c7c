//! Calls about drawings and their pictures.

use super::{Answer, App, State};
use anyhow::Context;
use blazon_model::{
    CardFinding, DrawRequest, Drawing, DrawingId, ModelId, Money, PictureId, PromptWord,
};

#[tauri::command]
#[specta::specta]
pub(crate) async fn check_prompt(
    app: State<'_, App>,
    prompt: String,
    base_path: Option<String>,
) -> Answer<Vec<PromptWord>> {
    app.call(move |studio| studio.check_prompt(&prompt, base_path.as_deref()))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn find_card(app: State<'_, App>) -> Answer<Option<CardFinding>> {
    app.call(|studio| studio.find_card(false)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn draw(
    app: State<'_, App>,
    request: DrawRequest,
    limit: Option<Money>,
) -> Answer<Drawing> {
    app.call(move |studio| studio.draw(request, limit)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_drawings(
    app: State<'_, App>,
    before: Option<DrawingId>,
    limit: u32,
) -> Answer<Vec<Drawing>> {
    app.call(move |studio| studio.list_drawings(before, limit))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_drawing(app: State<'_, App>, drawing: DrawingId) -> Answer<Drawing> {
    app.call(move |studio| studio.cancel_drawing(drawing)).await
}

/// Shows the weights of a model in the system's file manager.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_model(app: State<'_, App>, model: ModelId) -> Answer<()> {
    app.call(move |studio| {
        let mut path = studio.weights_path(&studio.load_model(model)?);
        if !path.exists() {
            path.pop();
        }
        tauri_plugin_opener::reveal_item_in_dir(path).context("show the weights")
    })
    .await
}

/// Shows a picture in the system's file manager.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_picture(app: State<'_, App>, picture: PictureId) -> Answer<()> {
    app.call(move |studio| {
        let path = studio.picture_path(picture)?;
        tauri_plugin_opener::reveal_item_in_dir(path).context("show the picture")
    })
    .await
}
