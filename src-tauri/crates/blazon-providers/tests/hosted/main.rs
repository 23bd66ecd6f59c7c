//! fal and Replicate, as trainers and generators, against emulators that their official clients have proven.
//!
//! One contract holds for both (`contract.rs`); what each may do wrong is ordered in `troubles.rs`, and where the key
//! and the bytes may go stands in `reach.rs`.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

mod contract;
mod house;
mod proxy;
mod reach;
mod telegram;
mod troubles;
