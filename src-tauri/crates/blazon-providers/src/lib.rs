//! Trainers and generators: fal, Replicate and this computer, behind one trait for each.
//!
//! The only crate that speaks HTTP. One constructor builds every client, with the allowed hosts
//! and the proxy of the settings. What a provider calls a thing stays in that provider's folder.
//! It must not learn of the database: an accepted quote comes in, a result goes out.
//!
//! The room is empty so far.
