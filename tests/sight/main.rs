//! What the program sees in photos, held against real photographs with known answers.
//!
//! The limits were chosen on every second photograph; the figures are of the others. `cargo test -p blazon-tests
//! --test sight -- --nocapture` prints them. Each test asserts a floor a little below what was measured.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod blur;
mod duplicates;
mod faces;
mod light;
mod place;
mod support;
