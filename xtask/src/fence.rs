//! The fence around the person's own library: tests get folders of their own, and afterwards it is looked whether one
//! of them has reached over.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use anyhow::{Context, Result, ensure};

/// Folders for the tests alone; removed at the end.
pub(crate) struct Fence {
    folder: PathBuf,
    before: BTreeSet<PathBuf>,
}

impl Fence {
    /// Makes the folders, and notes what the person has.
    ///
    /// # Errors
    /// When the temporary folder cannot be written.
    pub(crate) fn raise() -> Result<Self> {
        let folder = env::temp_dir().join(format!("blazon-tests-{}", process::id()));
        fs::create_dir_all(folder.join("data"))
            .context("Could not make a folder for the tests.")?;
        Ok(Self {
            folder,
            before: libraries_of_the_person(),
        })
    }

    /// Puts a child inside. On Linux the platform's data folder is moved as well, so that a test which forgets
    /// `BLAZON_HOME` still touches nothing, and is found out.
    pub(crate) fn around<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("BLAZON_HOME", self.folder.join("library"))
            .env("XDG_DATA_HOME", self.data())
            .env("XDG_CONFIG_HOME", self.folder.join("config"))
    }

    /// Looks whether a test has written to the default place of a library.
    ///
    /// # Errors
    /// When one has, naming the folder.
    pub(crate) fn check(&self) -> Result<()> {
        let after = libraries_of_the_person();
        let made: Vec<_> = after
            .difference(&self.before)
            .cloned()
            .chain(libraries_in(&self.data()))
            .collect();
        ensure!(
            made.is_empty(),
            "A test has opened the library in its default place: {made:?}. Give it a folder of its own."
        );
        Ok(())
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }
}

impl Drop for Fence {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Where a library lies when nothing else is said, on each system.
fn libraries_of_the_person() -> BTreeSet<PathBuf> {
    let home = |rest: &str| env::home_dir().map(|home| home.join(rest));
    let places = [
        env::var_os("XDG_DATA_HOME").map(PathBuf::from),
        home(".local/share"),
        home("Library/Application Support"),
        env::var_os("APPDATA").map(PathBuf::from),
        env::var_os("LOCALAPPDATA").map(PathBuf::from),
    ];
    places
        .into_iter()
        .flatten()
        .flat_map(|place| libraries_in(&place))
        .collect()
}

fn libraries_in(place: &Path) -> Vec<PathBuf> {
    let Ok(entries) = place.read_dir() else {
        return Vec::new();
    };
    let named = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().to_lowercase().contains("blazon"))
    };
    entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(named)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_in_the_default_place_is_found_out() {
        let fence = Fence::raise().expect("the temporary folder can be written");
        fence.check().expect("nothing has been made yet");
        fs::create_dir(fence.data().join("Blazon")).expect("a folder can be made");
        assert!(fence.check().is_err());
    }
}
