//! The window's calls, each one line long: what they do is the core's.

pub(crate) mod archives;
pub(crate) mod badges;
pub(crate) mod bot;
pub(crate) mod captionings;
pub(crate) mod captions;
pub(crate) mod datasets;
pub(crate) mod gallery;
pub(crate) mod grids;
pub(crate) mod hosted;
pub(crate) mod imports;
pub(crate) mod library;
pub(crate) mod models;
pub(crate) mod photos;
pub(crate) mod playground;
pub(crate) mod settings;
pub(crate) mod training;

use crate::app::App;
use crate::error::CommandError;
use tauri::State;

/// What a command answers.
type Answer<T> = Result<T, CommandError>;
