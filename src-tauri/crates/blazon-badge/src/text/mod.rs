//! Text: shaped by cosmic-text, broken into lines, fitted to its box, put on curves.
//!
//! Everything before the fit is in em, since outlines scale: a text is shaped once for its width and once
//! for its lines, however large its box is.

mod curve;
mod fit;
mod glyph;
mod lines;
mod shaping;
mod words;

pub(crate) use curve::Arc as TextArc;
pub(crate) use fit::{Around, Spec, Stand, set};
pub(crate) use shaping::Letters;
