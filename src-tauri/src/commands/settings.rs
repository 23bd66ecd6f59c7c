//! Calls about settings.

use super::{Answer, App, State};
use anyhow::Context;
use blazon_model::{Licence, SentRequest, Settings, UpdateFinding};

#[tauri::command]
#[specta::specta]
pub(crate) async fn load_settings(app: State<'_, App>) -> Answer<Settings> {
    app.call(|studio| studio.load_settings()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn change_settings(app: State<'_, App>, settings: Settings) -> Answer<Settings> {
    app.call(move |studio| studio.change_settings(settings))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_requests(app: State<'_, App>, limit: u32) -> Answer<Vec<SentRequest>> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    app.call(move |studio| Ok(studio.list_requests(limit)))
        .await
}

/// The host that is asked for newer versions, where one is known.
#[tauri::command]
#[specta::specta]
pub(crate) async fn find_update_place(app: State<'_, App>) -> Answer<Option<String>> {
    app.call(|studio| Ok(studio.find_update_place())).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn look_for_update(app: State<'_, App>) -> Answer<UpdateFinding> {
    app.call(|studio| studio.look_for_update()).await
}

/// Opens the page of the version that was announced; the window names no address.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_update_page(app: State<'_, App>) -> Answer<()> {
    app.call(|studio| {
        let address = studio.announced_page()?;
        tauri_plugin_opener::open_url(address, None::<&str>).context("open the page")
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_licences(app: State<'_, App>) -> Answer<Vec<Licence>> {
    app.call(|_| blazon_core::list_licences()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn load_licence(app: State<'_, App>, id: u32) -> Answer<String> {
    app.call(move |_| blazon_core::load_licence(id)).await
}
