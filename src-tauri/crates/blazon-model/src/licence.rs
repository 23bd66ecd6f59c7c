//! What Blazon is made of, and under which terms.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What a licensed part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LicenceKind {
    /// Blazon itself, its base and its samples.
    Blazon,
    /// A font, or a model of others, that comes along.
    Asset,
    /// A Rust crate.
    Crate,
    /// A package of the window's pages.
    Npm,
}

/// One part with its licence; the text is asked for by `id`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Licence {
    /// Its place in this program's list.
    pub id: u32,
    /// What it is.
    pub kind: LicenceKind,
    /// Its name.
    pub name: String,
    /// Its version, where it has one.
    pub version: Option<String>,
    /// The terms as an SPDX expression, `MIT OR Apache-2.0`.
    pub licence: String,
}
