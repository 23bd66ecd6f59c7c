//! Where things lie in the repository. All other modules take their paths from here.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    // Cargo names the folder at run time; the one compiled in may be of a checkout that has since moved.
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest
        .parent()
        .map_or_else(|| manifest.clone(), Path::to_path_buf)
}

/// The folder with the window's pages.
pub(crate) fn ui() -> PathBuf {
    root().join("ui")
}

/// The scripts that use the providers' official clients, and the versions of these.
pub(crate) fn clients() -> PathBuf {
    root().join("tests/emulators/clients")
}

/// Cargo's target folder, also when the person has moved it.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |path| root().join(path))
}

/// A program that cargo has built with the dev profile.
pub(crate) fn built(name: &str) -> PathBuf {
    target()
        .join("debug")
        .join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// A program that cargo has built with the release profile.
pub(crate) fn released(name: &str) -> PathBuf {
    target()
        .join("release")
        .join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// The bindings file that is committed.
pub(crate) fn bindings() -> PathBuf {
    ui().join("src/backend/bindings.ts")
}
