//! Training on the small bases: its gradients, its memory of where it was, its messages.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it says"
)]

mod gradients;
mod support;
mod training;
mod worker;

use blazon_engine::{Base, Device};

fn base(name: &str) -> Base {
    Base::open(&support::fixture(name), &Device::flex()).unwrap()
}
