//! Reading JSON under limits, and the two forms in which diffusers writes lists.

use crate::EngineError;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::Path;

/// Bytes of a configuration at most; real ones have a few KiB, indexes of sharded weights about 100.
const LONGEST_CONFIG: u64 = 8 << 20;

/// Reads a JSON file of at most 8 MiB.
pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, EngineError> {
    let text = read_text(path, LONGEST_CONFIG)?;
    serde_json::from_str(&text).map_err(|source| EngineError::BrokenConfig {
        path: path.to_owned(),
        source,
    })
}

/// Reads a text file of at most `limit` bytes.
pub(crate) fn read_text(path: &Path, limit: u64) -> Result<String, EngineError> {
    let reading = |source: std::io::Error| {
        let path = path.to_owned();
        match source.kind() == std::io::ErrorKind::NotFound {
            true => EngineError::MissingFile { path },
            false => EngineError::Read { path, source },
        }
    };
    let bytes = fs::metadata(path).map_err(reading)?.len();
    if bytes > limit {
        return Err(unsupported(path, format!("{bytes} bytes are too many")));
    }
    fs::read_to_string(path).map_err(reading)
}

/// The error of a configuration that asks for what cannot be done.
pub(crate) fn unsupported(path: &Path, reason: impl Into<String>) -> EngineError {
    EngineError::Unsupported {
        path: path.to_owned(),
        reason: reason.into(),
    }
}

/// Refuses a number outside of its range.
pub(crate) fn within(
    path: &Path,
    name: &str,
    value: usize,
    range: std::ops::RangeInclusive<usize>,
) -> Result<usize, EngineError> {
    if range.contains(&value) {
        return Ok(value);
    }
    let (least, most) = (range.start(), range.end());
    Err(unsupported(
        path,
        format!("`{name}` is {value}, and must be from {least} to {most}"),
    ))
}

/// Refuses a value other than the one that is supported; an absent one is taken for it.
pub(crate) fn only<T: PartialEq + std::fmt::Debug>(
    path: &Path,
    name: &str,
    value: Option<&T>,
    supported: &T,
) -> Result<(), EngineError> {
    match value {
        Some(value) if value != supported => Err(unsupported(
            path,
            format!("`{name}` is {value:?}, and only {supported:?} is supported"),
        )),
        Some(_) | None => Ok(()),
    }
}

/// Refuses a feature that a value switches on.
pub(crate) fn absent<T>(path: &Path, name: &str, value: Option<&T>) -> Result<(), EngineError> {
    match value {
        Some(_) => Err(unsupported(path, format!("`{name}` is not supported"))),
        None => Ok(()),
    }
}

/// One value for all levels, or one for each.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T: Copy> OneOrMany<T> {
    /// The values, `count` of them.
    pub(crate) fn spread(
        &self,
        path: &Path,
        name: &str,
        count: usize,
    ) -> Result<Vec<T>, EngineError> {
        match self {
            Self::One(value) => Ok(vec![*value; count]),
            Self::Many(values) if values.len() == count => Ok(values.clone()),
            Self::Many(values) => Err(unsupported(
                path,
                format!("`{name}` has {} values for {count} levels", values.len()),
            )),
        }
    }
}
