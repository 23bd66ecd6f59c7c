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
mod contact;
pub mod csv;
mod encode;
mod error;
mod fill;
mod folder;
mod fonts;
mod geometry;
mod kept_memory;
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
mod shipped;
pub mod svg;
mod template;
mod text;

pub use colour::Colour;
pub use compose::{LONGEST_TEXT, code_rows, compose};
pub use contact::{ContactRow, ContactSheet};
pub use encode::{Chroma, Notes, encode_jpeg, encode_png, encode_webp};
pub use error::BadgeError;
pub use fill::{Background, Fill, PictureFill};
pub use folder::{TEMPLATE_FILE, copy_shipped, export_template, import_template, load_template};
pub use fonts::{FontLicence, Fonts, POSTER, ROUND, SERIF, STRONG, font_licences};
pub use geometry::{Point, Rect};
pub use kept_memory::KeptMemory;
pub use paint::{LARGEST_SIDE, MOST_PIXELS, Painter, paint};
pub use picture::{LARGEST_FILE, MOST_PICTURE_PIXELS, Picture};
pub use scene::*;
pub use shipped::{SHIPPED, ShippedTemplate, find_shipped};
pub use template::*;

/// Pixels multiplied by their alpha, as [`paint()`] gives them.
pub use tiny_skia::Pixmap;
