//! Badges: templates, text layout, drawing, batches and print sheets.
//!
//! The same drawing serves window, bot and terminal, so the same input gives the same bytes in
//! all three. Only this crate draws text. It must not learn where a picture came from: no
//! database, no provider, no window.
//!
//! The way of a badge: a [`Template`] is parsed, filled by a [`Fill`], resolved by [`compose`] into
//! a [`Scene`] of vector nodes, and the scene is painted to pixels or written as a document.

pub mod batch;
mod colour;
mod compose;
pub mod csv;
mod error;
mod fill;
mod fonts;
mod geometry;
#[cfg(test)]
mod likeness;
mod line;
mod paint;
pub mod pdf;
mod picture;
mod raster;
mod scene;
mod shape;
pub mod sheet;
pub mod svg;
mod template;

pub use colour::Colour;
pub use compose::{LONGEST_TEXT, compose};
pub use error::BadgeError;
pub use fill::{Background, Fill, PictureFill};
pub use fonts::Fonts;
pub use geometry::{Point, Rect};
pub use paint::{LARGEST_SIDE, MOST_PIXELS, paint};
pub use picture::Picture;
pub use scene::*;
pub use template::*;
