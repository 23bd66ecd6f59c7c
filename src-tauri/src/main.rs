//! The window's program.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    // Started again by itself to read a HEIC or AVIF picture, it does that and no more.
    if let Some(code) = blazon_core::heif::help() {
        return code;
    }
    // Started again by itself as the engine, it trains or draws and no more.
    if std::env::args_os()
        .nth(1)
        .is_some_and(|first| first == blazon_core::ENGINE_ARGUMENT)
    {
        return blazon_engine::worker::serve();
    }
    blazon_desktop::run()
}
