//! Photos on the disk: what files a person dropped, whether they are pictures, and the shelf of
//! originals and thumbnails, by content hash.
//!
//! It stands beside the database, not on it: it knows files and pixels, and must not learn of
//! rows, datasets' names or windows. All calls block.

mod decode;
pub mod duplicates;
mod error;
pub mod faces;
mod look;
pub mod marks;
pub mod measure;
mod orient;
mod shelf;
mod sniff;
mod source;
mod thumbnail;

pub use error::PhotoError;
pub use shelf::{Kept, Shelf, is_full};
pub use source::{FoundFile, find_files};
