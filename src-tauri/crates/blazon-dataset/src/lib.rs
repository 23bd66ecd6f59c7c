//! Photos on the disk: what files a person dropped, whether they are pictures, and the shelf of
//! originals and thumbnails, by content hash.
//!
//! It stands beside the database, not on it: it knows files and pixels, and must not learn of
//! rows, datasets' names or windows. All calls block.

pub mod archive;
pub mod caption;
pub mod crop;
mod decode;
mod error;
pub mod export;
mod orient;
mod shelf;
mod sniff;
mod source;
mod thumbnail;

pub use archive::ArchiveError;
pub use error::PhotoError;
pub use export::write_captions;
pub use shelf::{Kept, Shelf, is_full};
pub use source::{FoundFile, find_files};
