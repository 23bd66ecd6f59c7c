//! The program in a real window, used as a person uses it: dropped files, clicks, keys, restarts.
//!
//! Few, slow and real: rules are tested below, in the crates that own them. `cargo xtask test` builds what they need
//! and runs them one after another; a plain `cargo test` leaves them out.

mod appearance;
mod badges;
mod border;
mod bot;
mod datasets;
mod driver;
mod gallery;
mod hosted;
mod library;
mod look;
mod models;
mod moving;
mod newcomer;
mod phone_photos;
mod restore;
mod served;
mod threads;
mod training;
mod tray;
