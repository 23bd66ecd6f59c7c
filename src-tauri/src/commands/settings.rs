//! Calls about settings.

use super::{Answer, App, State};
use blazon_model::Settings;

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
