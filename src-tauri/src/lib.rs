//! The desktop shell: a window on a [`blazon_core::Studio`]. The only crate that names tauri.
//!
//! It passes calls on and events out, and decides nothing: what is true for the window must be
//! true for the terminal and the bot.

mod app;
mod background;
mod bindings;
mod bot_switch;
mod commands;
mod drag_out;
mod drops;
mod error;
mod events;
#[cfg(target_os = "linux")]
mod graphics;
mod login;
mod moving;
mod notify;
mod start;
mod tray_there;
#[cfg(target_os = "linux")]
mod window_memory;
#[cfg(target_os = "linux")]
mod window_threads;

pub use bindings::write_bindings;
pub use start::run;
