//! Badges: templates, text layout, drawing, batches and print sheets.
//!
//! The same drawing serves window, bot and terminal, so the same input gives the same bytes in
//! all three. Only this crate draws text. It must not learn where a picture came from: no
//! database, no provider, no window.

pub mod csv;
pub mod sheet;
