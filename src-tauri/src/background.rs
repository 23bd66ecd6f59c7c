//! The program without its window: closed while the bot or work goes on, it hides into the tray, or is minimised where
//! there is none.

use crate::app::App;
use crate::bot_switch;
use blazon_core::Words;
use std::sync::atomic::Ordering;
use tauri::menu::{Menu, MenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager, Window, WindowEvent, Wry};

/// The one icon in the tray.
const TRAY: &str = "blazon";
const OPEN: &str = "open";
const BOT: &str = "bot";
const QUIT: &str = "quit";

/// The entries of the tray's menu, each with the id of its message.
struct TrayMenu([(MenuItem<Wry>, &'static str); 3]);

/// Keeps the program going where closing the window would end the bot or a run.
pub(crate) fn on_window_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else {
        return;
    };
    let app = window.app_handle();
    if !goes_on(app) {
        return;
    }
    api.prevent_close();
    leave(app, window);
}

/// Whether something would end with the program that a person may count on.
fn goes_on(app: &AppHandle) -> bool {
    let state = app.state::<App>();
    if state.quit_asked.load(Ordering::SeqCst) {
        return false;
    }
    let works = match state.studio.get() {
        Some(Ok(studio)) => studio.is_run_under_way().unwrap_or(false),
        _ => false,
    };
    works || state.bot.is_on()
}

fn leave(app: &AppHandle, window: &Window) {
    let (done, message) = if is_in_tray(app) {
        (window.hide(), "background-in-tray")
    } else {
        (window.minimize(), "background-minimised")
    };
    if let Err(error) = done {
        tracing::warn!(%error, "the window cannot step back");
    }
    tell_once(app, message);
}

/// Says once that the program goes on, and by this message where it is.
fn tell_once(app: &AppHandle, message: &str) {
    let state = app.state::<App>();
    if state.told_of_background.swap(true, Ordering::SeqCst) {
        return;
    }
    let Some(Ok(studio)) = state.studio.get() else {
        return;
    };
    match studio.note_background_told() {
        Ok(true) => {}
        Ok(false) => return,
        Err(error) => {
            tracing::warn!(
                error = format!("{error:#}"),
                "whether it was told cannot be noted"
            );
        }
    }
    let words = studio.words();
    let (title, text) = (words.say("background-title"), words.say(message));
    std::thread::spawn(move || {
        let shown = notify_rust::Notification::new()
            .appname("Blazon")
            .summary(&title)
            .body(&text)
            .show();
        if let Err(error) = shown {
            tracing::info!(%error, "the system shows no notifications");
        }
    });
}

/// Whether the icon is there and seen: a panel may have gone since, or be without a place for icons.
fn is_in_tray(app: &AppHandle) -> bool {
    app.tray_by_id(TRAY).is_some() && crate::tray_there::is_shown()
}

/// Puts the icon into the tray, in the person's language; a system without one goes without.
pub(crate) fn show_tray(app: &AppHandle, words: &Words) {
    if !crate::tray_there::is_there() {
        tracing::info!("the system has no tray");
        return;
    }
    if let Err(error) = build_tray(app, words) {
        tracing::warn!(%error, "there is no icon in the tray");
    }
}

fn build_tray(app: &AppHandle, words: &Words) -> tauri::Result<()> {
    let entry = |id, message| {
        let item = MenuItem::with_id(app, id, words.say(message), true, None::<&str>)?;
        tauri::Result::Ok((item, message))
    };
    let entries = [
        entry(OPEN, "tray-open")?,
        entry(BOT, "tray-bot")?,
        entry(QUIT, "tray-quit")?,
    ];
    let [(open, _), (bot, _), (quit, _)] = &entries;
    let menu = Menu::with_items(app, &[open, bot, quit])?;
    let mut tray = TrayIconBuilder::with_id(TRAY)
        .menu(&menu)
        .tooltip("Blazon")
        .on_menu_event(|app, event| match event.id().as_ref() {
            OPEN => raise(app),
            BOT => turn_bot(app),
            QUIT => quit_now(app),
            _ => {}
        });
    if let Some(icon) = app.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    tray.build(app)?;
    app.manage(TrayMenu(entries));
    Ok(())
}

/// Lets the tray's menu speak these words, where there is one.
pub(crate) fn translate_tray(app: &AppHandle, words: &Words) {
    let Some(menu) = app.try_state::<TrayMenu>() else {
        return;
    };
    for (item, message) in &menu.0 {
        if let Err(error) = item.set_text(words.say(message)) {
            tracing::warn!(%error, "an entry of the tray's menu keeps its old words");
        }
    }
}

/// Brings the window to the front.
pub(crate) fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

fn turn_bot(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let state = app.state::<App>();
        let on = !state.bot.is_on();
        if let Err(error) = bot_switch::switch(&state, on).await {
            tracing::warn!(?error, "the bot cannot be switched from the tray");
        }
    });
}

/// Ends the program, whatever works.
fn quit_now(app: &AppHandle) {
    app.state::<App>().quit_asked.store(true, Ordering::SeqCst);
    app.exit(0);
}
