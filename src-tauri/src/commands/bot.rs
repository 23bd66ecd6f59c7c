//! Calls about the Telegram bot. The token comes in and never goes out.

use super::{Answer, App, State};
use crate::bot_switch;
use blazon_model::{
    BotJobId, BotOverview, BotPairing, BotSettings, GuestAccess, GuestLine, TelegramId,
};
use tauri::AppHandle;

#[tauri::command]
#[specta::specta]
pub(crate) async fn load_bot(app: State<'_, App>) -> Answer<BotOverview> {
    let line = app.bot.line();
    app.call(move |studio| studio.bot_overview(line)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_bot(app: State<'_, App>, token: String) -> Answer<BotOverview> {
    app.call(move |studio| studio.connect_bot(&token.into()))
        .await?;
    let studio = app.studio().await?;
    app.bot.begin_anew(studio);
    load_bot(app).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_bot(app: State<'_, App>) -> Answer<BotOverview> {
    app.bot.off();
    app.call(|studio| studio.forget_bot()).await?;
    load_bot(app).await
}

/// Switches the bot on or off, and notes what the switch says.
#[tauri::command]
#[specta::specta]
pub(crate) async fn switch_bot(app: State<'_, App>, on: bool) -> Answer<BotOverview> {
    bot_switch::switch(&app, on).await?;
    load_bot(app).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn change_bot_settings(
    app: State<'_, App>,
    settings: BotSettings,
) -> Answer<BotOverview> {
    app.call(move |studio| studio.change_bot_settings(&settings))
        .await?;
    load_bot(app).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn make_pairing_code(app: State<'_, App>) -> Answer<BotPairing> {
    app.call(|studio| studio.make_pairing_code()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_guests(app: State<'_, App>) -> Answer<Vec<GuestLine>> {
    app.call(|studio| studio.list_guests()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_guest_access(
    app: State<'_, App>,
    telegram: TelegramId,
    access: GuestAccess,
) -> Answer<Vec<GuestLine>> {
    app.call(move |studio| studio.set_guest_access(telegram, access))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_guest_quota(
    app: State<'_, App>,
    telegram: TelegramId,
    quota: Option<u32>,
) -> Answer<Vec<GuestLine>> {
    app.call(move |studio| studio.set_guest_quota(telegram, quota))
        .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn add_guest(app: State<'_, App>, telegram: String) -> Answer<Vec<GuestLine>> {
    app.call(move |studio| studio.add_guest(&telegram)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_bot_job(app: State<'_, App>, id: BotJobId) -> Answer<()> {
    app.call(move |studio| studio.cancel_bot_job(id).map(|_| ()))
        .await
}

/// Whether the program starts with the computer; nothing where that cannot be set.
#[tauri::command]
#[specta::specta]
pub(crate) async fn starts_at_login(handle: AppHandle) -> Answer<Option<bool>> {
    Ok(crate::login::starts_at_login(&handle))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn start_at_login(
    app: State<'_, App>,
    handle: AppHandle,
    on: bool,
) -> Answer<bool> {
    app.call(move |_| crate::login::start_at_login(&handle, on))
        .await
}
