//! Trainers and generators: fal, Replicate and this computer.
//!
//! The only crate that speaks HTTP. One constructor builds every client, with the allowed hosts
//! and the proxy of the settings. What a provider calls a thing stays in that provider's folder.
//! It must not learn of the database: an accepted quote comes in, a result goes out.
//!
//! So far there is one provider, this computer. The traits that the three share come with the
//! second.

pub mod local;
