//! The window's program.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    // Started again by itself to read a HEIC or AVIF picture, it does that and no more.
    if let Some(code) = blazon_core::heif::help() {
        return code;
    }
    blazon_desktop::run()
}
