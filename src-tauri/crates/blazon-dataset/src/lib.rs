//! Photos on the disk: what files a person dropped, whether they are pictures, what captions lie
//! beside them, and the shelf of originals and thumbnails, by content hash.
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
mod drawn;
pub mod duplicates;
mod error;
pub mod export;
pub mod faces;
pub mod heif;
mod look;
pub mod marks;
pub mod measure;
mod memory;
mod orient;
mod planes;
mod prepare;
mod process;
mod profile;
mod read;
mod resize;
mod shelf;
mod sidecar;
mod sniff;
mod source;
mod thumbnail;
mod upright;
mod whole_png;
mod zipped;

pub use archive::ArchiveError;
pub use decode::Decoder;
pub use derived::{Look, Prepared};
pub use drawn::{Drawn, read_drawn};
pub use error::PhotoError;
pub use export::write_captions;
pub use heif::HeifReader;
pub use prepare::Quality;
pub use process::{GoOn, Processed};
pub use shelf::{Kept, Removed, Shelf, is_full};
pub use sidecar::{FoundCaptions, find_captions};
pub use source::{FoundFile, find_files, natural_key};
pub use upright::{UprightPicture, UprightPixels};
