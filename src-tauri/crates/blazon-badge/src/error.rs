//! What can go wrong with a badge, by cause.

use std::path::PathBuf;

/// Why a template could not be read, or a badge not drawn.
#[derive(Debug, thiserror::Error)]
pub enum BadgeError {
    /// The text is no TOML, or not in the shape of a template; the line is in the source's words.
    #[error("the template cannot be read")]
    Syntax(#[source] Box<toml::de::Error>),
    /// The template was written for a newer Blazon.
    #[error("the template has format {found}; this program reads {known}")]
    NewerFormat {
        /// The number in the template.
        found: u32,
        /// The newest number that is read here.
        known: u32,
    },
    /// A value of the template cannot be used.
    #[error("{place}: {reason}")]
    Template {
        /// Which part of the template, e.g. `layer "ribbon"`.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Something exceeds a limit.
    #[error("{what}: {found}, and {limit} is the most")]
    TooLarge {
        /// What is counted, with its unit.
        what: String,
        /// How much there is.
        found: u64,
        /// How much there may be.
        limit: u64,
    },
    /// The template or the fill names a text field, colour or layer that the template does not have.
    #[error("the template has no {kind} \"{id}\"")]
    Unknown {
        /// `field`, `colour`, `palette` or `layer`.
        kind: &'static str,
        /// The name that was looked for.
        id: String,
    },
    /// A picture could not be decoded.
    #[error("the picture {name} cannot be read: {reason}")]
    Picture {
        /// The file's name, or what it is for.
        name: String,
        /// The decoder's words.
        reason: String,
    },
    /// A file is no font.
    #[error("{name} is not a font that can be used")]
    NotAFont {
        /// The file's name.
        name: String,
    },
    /// A path of a template leads out of its folder.
    #[error("the path {path} leads out of the template's folder")]
    Outside {
        /// The path as the template has it.
        path: String,
    },
    /// An encoder refused.
    #[error("the badge cannot be written as {format}: {reason}")]
    Encode {
        /// `PNG`, `JPEG` or `WebP`.
        format: &'static str,
        /// The encoder's words.
        reason: String,
    },
    /// The disk refused.
    #[error("cannot {action} {path}")]
    Disk {
        /// What was tried, e.g. `read`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        #[source]
        source: std::io::Error,
    },
    /// An archive of a template could not be read.
    #[error("{path} is not an archive of a template: {reason}")]
    Archive {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

impl BadgeError {
    pub(crate) fn template(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Template {
            place: place.into(),
            reason: reason.into(),
        }
    }

    pub(crate) fn too_large(what: impl Into<String>, found: usize, limit: usize) -> Self {
        Self::TooLarge {
            what: what.into(),
            found: found as u64,
            limit: limit as u64,
        }
    }
}
