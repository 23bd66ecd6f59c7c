//! Trainers and generators: fal, Replicate and this computer; and the way to Telegram.
//!
//! The only crate that speaks HTTP. One constructor builds every client, with the allowed hosts
//! and the proxy of the settings. What a provider calls a thing stays in that provider's folder.
//! It must not learn of the database: an accepted quote comes in, a result goes out.

pub mod catalog;
pub mod fal;
mod fill;
pub mod hosted;
pub mod local;
mod net;
mod problem;
pub mod replicate;
mod request_log;
mod small;
mod steps;
mod submit;
pub mod telegram;
mod transfer;
mod weights;

pub use catalog::{Catalog, CatalogError};
pub use net::{Net, Patience, Reach};
pub use problem::{Problem, SubmitError};
pub use request_log::RequestLog;
pub use reqwest::Url;
pub use small::fetch_small;
pub use transfer::{Fetched, Progress};
