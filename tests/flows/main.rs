//! The ways through Blazon without a window: over the core, and through the terminal's program.

mod deletion;
mod house;
mod import;
mod keychain;
mod kill;
mod refusal;
mod runner;
mod support;
mod terminal;
