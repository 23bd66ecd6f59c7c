//! Bases: what a LoRA is trained on and drawn with on this computer.

use crate::BaseFamily;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A base on this computer: the one that ships, or a folder or file of the person's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Base {
    /// The folder or file; `None` for the base that ships.
    pub path: Option<String>,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub family: BaseFamily,
}
