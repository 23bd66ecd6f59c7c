//! Photos on the disk: what files a person dropped, whether they are pictures, and the shelf of
//! originals and thumbnails, by content hash.
//!
//! It stands beside the database, not on it: it knows files and pixels, and must not learn of
//! rows, datasets' names or windows. All calls block.

pub mod caption;
pub mod crop;
mod decode;
mod error;
mod orient;
mod shelf;
mod sniff;
mod source;
mod thumbnail;

pub use error::PhotoError;
pub use shelf::{Kept, Shelf, is_full};
pub use source::{FoundFile, find_files};
