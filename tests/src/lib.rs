//! What drives and watches Blazon from outside: a display, a mouse that drags files, a WebDriver client, a guest on
//! Telegram, process memory.
//!
//! The real-window tests (`desktop/`) and the measurements (`measure/`) are built on it, and the list of licences is
//! gathered here (`licences.rs`). It knows the window by its
//! `data-testid`s and the library by its folder, and must not know how either is made.

pub mod desktop;
pub mod display;
pub mod guest;
pub mod licences;
pub mod notifications;
pub mod photographs;
pub mod process;
pub mod sample;
pub mod tray_host;
pub mod wait;
pub mod webdriver;
pub mod xdnd;
