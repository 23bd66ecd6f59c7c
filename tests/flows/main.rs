//! The ways through Blazon without a window: over the core, and through the terminal's program.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

mod autocaption;
mod autocaption_kill;
mod badges;
mod bot;
mod bot_hostile;
mod bot_kill;
mod deletion;
mod gallery;
mod gallery_disk;
mod grids;
mod hosted;
mod hosted_drawing_kill;
mod hosted_drawings;
mod hosted_kill;
mod house;
mod import;
mod keychain;
mod kill;
mod library_move;
mod licences;
mod model_pages;
mod models;
mod packing;
mod photos;
mod refusal;
mod runner;
mod settings;
mod support;
mod terminal;
mod terminal_settings;
mod training;
