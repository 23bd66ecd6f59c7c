//! Photos on the disk: what files a person dropped, whether they are pictures, and the shelf of
//! originals and thumbnails, by content hash.
//!
//! It stands beside the database, not on it: it knows files and pixels, and must not learn of
//! rows, datasets' names or windows. All calls block.

#[cfg(test)]
mod against_pillow;
pub mod archive;
pub mod caption;
pub mod crop;
mod decode;
mod derived;
mod error;
pub mod export;
mod memory;
mod orient;
mod prepare;
mod process;
mod resize;
mod shelf;
mod sniff;
mod source;
mod thumbnail;

pub use archive::ArchiveError;
pub use derived::Prepared;
pub use error::PhotoError;
pub use export::write_captions;
pub use prepare::Quality;
pub use process::Processed;
pub use shelf::{Kept, Shelf, is_full};
pub use source::{FoundFile, find_files};
