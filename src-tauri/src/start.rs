//! From the start of the program to its end.

use crate::app::App;
use crate::commands::badges;
use crate::error::CommandError;
use crate::events::TauriSink;
use crate::moving::Moved;
use crate::{background, bindings, bot_switch, drops};
use anyhow::Context;
use blazon_core::{
    Engine, Library, LibraryPlace, LogGuard, Places, Secrets, Studio, SystemSurroundings, Words,
    start_logging,
};
use std::fs::File;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tauri::ipc::Invoke;
use tauri::utils::config::Color;
use tauri::{AppHandle, Manager, RunEvent, Theme, WebviewUrl, WebviewWindowBuilder};

/// Set for a program that takes the place of one that is about to end.
const AFTER_ANOTHER: &str = "BLAZON_AFTER_ANOTHER";
/// How long it waits for that end; the work that has to be put down first takes up to ten seconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the one window of a library holds until it ends.
struct Tenancy {
    _window_lock: Option<File>,
    _log: LogGuard,
}

/// Opens the window and returns when it is closed.
#[must_use]
pub fn run() -> ExitCode {
    #[cfg(target_os = "linux")]
    {
        crate::window_memory::count_none();
        crate::graphics::look_for_no_software_gpu();
    }
    let tenancy = match take_library() {
        Ok(Some(tenancy)) => Some(tenancy),
        // Another window has this library and was asked to come forward.
        Ok(None) => return ExitCode::SUCCESS,
        // The window opens all the same and says what is the matter.
        Err(_) => None,
    };
    let builder = bindings::builder();
    let typed = builder.invoke_handler();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(
            tauri_plugin_autostart::Builder::new()
                .arg(crate::login::QUIET)
                .app_name("Blazon")
                .build(),
        )
        .manage(App::default())
        .invoke_handler(move |invoke| {
            if invoke.message.command() == "render_badge" {
                untyped(invoke)
            } else {
                typed(invoke)
            }
        })
        .on_window_event(|window, event| {
            drops::on_window_event(window, event);
            background::on_window_event(window, event);
            #[cfg(target_os = "linux")]
            crate::window_threads::on_window_event(event);
        })
        .setup(move |app| {
            builder.mount_events(app);
            open_window(app.handle())?;
            #[cfg(target_os = "linux")]
            crate::window_memory::watch(app.handle());
            let handle = app.handle().clone();
            std::thread::Builder::new()
                .name("open".to_owned())
                .spawn(move || open_studio(&handle))?;
            Ok(())
        })
        .build(tauri::generate_context!());
    let app = match app {
        Ok(app) => app,
        Err(error) => {
            tracing::error!(%error, "the window cannot be opened");
            return ExitCode::FAILURE;
        }
    };
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            end(app);
        }
    });
    drop(tenancy);
    ExitCode::SUCCESS
}

/// Puts the work down, and starts the program again where that was asked for.
fn end(app: &AppHandle) {
    let state = app.state::<App>();
    state.bot.off();
    if let Some(Ok(studio)) = state.studio.get() {
        studio.end_runner();
    }
    if state.restart_asked.load(Ordering::SeqCst)
        && let Err(error) = start_again(app)
    {
        tracing::error!(%error, "the program cannot be started again");
    }
}

/// The library is free only when this process has ended, so the next one is told to wait for that.
fn start_again(app: &AppHandle) -> std::io::Result<()> {
    let env = app.env();
    let program = tauri::process::current_binary(&env)?;
    Command::new(program)
        .args(env.args_os.iter().skip(1))
        .env(AFTER_ANOTHER, "1")
        .spawn()?;
    Ok(())
}

/// Pixels cross as they are, which the typed border cannot say.
fn untyped(invoke: Invoke<tauri::Wry>) -> bool {
    let handle: fn(Invoke<tauri::Wry>) -> bool = tauri::generate_handler![badges::render_badge];
    handle(invoke)
}

/// Becomes the one window of the library; `None` where there is one already.
fn take_library() -> anyhow::Result<Option<Tenancy>> {
    let library = Library::at(&LibraryPlace::of_system().home()?)?;
    let window_lock = match std::env::var_os(AFTER_ANOTHER) {
        Some(_) => library.wait_for_window(PATIENCE)?,
        None => library.try_lock_window()?,
    };
    if window_lock.is_none() {
        library.ask_window_to_raise()?;
        return Ok(None);
    }
    Ok(Some(Tenancy {
        _window_lock: window_lock,
        _log: start_logging(&library),
    }))
}

fn open_window(app: &AppHandle) -> tauri::Result<()> {
    let mut builder = WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title("Blazon")
        .inner_size(1280.0, 800.0)
        .min_inner_size(1024.0, 680.0);
    if let Ok(home) = LibraryPlace::of_system().home() {
        // What the pages remember belongs to the library, like everything else.
        builder = builder.data_directory(home.join("webview"));
    }
    #[cfg(target_os = "linux")]
    {
        builder = builder.on_page_load(|_, load| crate::window_threads::on_page_load(load.event()));
    }
    let window = builder.build()?;
    // The pages' own ground (`--canvas`), so that nothing flashes before they are there.
    let is_dark = window.theme()? == Theme::Dark;
    let grey = if is_dark { 21 } else { 247 };
    window.set_background_color(Some(Color(grey, grey, grey, 255)))?;
    #[cfg(target_os = "linux")]
    crate::graphics::spare_software_gpu(&window)?;
    if std::env::args().any(|argument| argument == crate::login::QUIET) {
        return window.minimize();
    }
    window.set_focus()
}

/// Opens the library while the window's pages load, or moves it and starts the program again.
fn open_studio(app: &AppHandle) {
    let opened = open_or_move(app).map_err(|error| CommandError::of(&error, &Words::of_system()));
    if let Some(opened) = opened.transpose() {
        // Nobody else sets it.
        let _ = app.state::<App>().studio.set(opened);
    }
}

/// `None`: the library is in another folder, and the program ends to start again there.
fn open_or_move(app: &AppHandle) -> anyhow::Result<Option<Arc<Studio>>> {
    let home = LibraryPlace::of_system().home()?;
    let sink = Arc::new(TauriSink {
        app: app.clone(),
        home: home.clone(),
        notifier: crate::notify::Notifier::default(),
    });
    let notice = match crate::moving::come_true(app, &home, &*sink)? {
        Moved::There => return Ok(None),
        Moved::NoWish => None,
        Moved::Not(notice) => Some(notice),
    };
    let studio = Studio::open(
        &home,
        sink,
        Arc::new(SystemSurroundings),
        Secrets::of_system(&home),
        Places::of_environment(
            Engine::of_this_program().context("find this program")?,
            |name| std::env::var(name).ok(),
        )?,
    )?;
    if let Some(notice) = notice {
        studio.add_notice(notice);
    }
    show_pictures(app, &home)?;
    studio.start_runner()?;
    bot_switch::take_up(&app.state::<App>(), &studio);
    let (handle, words) = (app.clone(), studio.words());
    // Menus are made where the window is.
    app.run_on_main_thread(move || background::show_tray(&handle, &words))?;
    Ok(Some(studio))
}

/// Lets the window's pages read thumbnails, large views, drawn pictures and samples, and no other
/// file.
fn show_pictures(app: &AppHandle, home: &Path) -> tauri::Result<()> {
    let scope = app.asset_protocol_scope();
    scope.allow_directory(home.join("thumbs"), false)?;
    scope.allow_directory(home.join("previews"), false)?;
    scope.allow_directory(home.join("pictures"), true)?;
    scope.allow_directory(home.join("badges"), true)?;
    show_samples(app, home)
}

/// Lets the window's pages read the samples of the runs and models that there are.
pub(crate) fn show_samples(app: &AppHandle, home: &Path) -> tauri::Result<()> {
    let scope = app.asset_protocol_scope();
    for (owners, samples) in [("runs", "work/samples"), ("models", "samples")] {
        let owners = std::fs::read_dir(home.join(owners));
        for owner in owners.into_iter().flatten().flatten() {
            scope.allow_directory(owner.path().join(samples), false)?;
        }
    }
    Ok(())
}
