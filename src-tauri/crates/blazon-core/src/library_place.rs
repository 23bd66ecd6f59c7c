//! Where the library lies: `BLAZON_HOME`, or the folder to which a person moved it, or the platform's folder for
//! application data.
//!
//! The folder to which it was moved is named by one line in the platform's folder for settings, since what says where
//! the library is cannot lie in it.

use crate::OpenError;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The file in the folder for settings that names the library's folder.
const POINTER: &str = "library-folder";
/// What a folder has that is a library.
const DATABASE: &str = "blazon.db";

/// The places in which the library may lie.
#[derive(Clone, Debug, Default)]
pub struct LibraryPlace {
    /// `BLAZON_HOME`, which nobody moves.
    pub named: Option<PathBuf>,
    /// The platform's folder for this program's settings.
    pub config: Option<PathBuf>,
    /// The platform's folder for this program's data.
    pub data: Option<PathBuf>,
}

impl LibraryPlace {
    /// The places on this computer.
    #[must_use]
    pub fn of_system() -> Self {
        let named = std::env::var_os("BLAZON_HOME").filter(|home| !home.is_empty());
        let folders = directories::ProjectDirs::from("app", "", "Blazon");
        Self {
            named: named.and_then(|home| std::path::absolute(home).ok()),
            config: folders
                .as_ref()
                .map(|folders| folders.config_dir().to_owned()),
            data: folders.map(|folders| folders.data_dir().to_owned()),
        }
    }

    /// The library's folder.
    ///
    /// # Errors
    /// [`OpenError::NoHome`]; [`OpenError::Away`] where it was moved to a folder in which there is none now, so that
    /// nothing is begun in the place of a disk that is not connected.
    pub fn home(&self) -> Result<PathBuf, OpenError> {
        if let Some(named) = &self.named {
            return Ok(named.clone());
        }
        if let Some(moved) = self.moved() {
            if moved.join(DATABASE).is_file() {
                return Ok(moved);
            }
            return Err(OpenError::Away {
                path: moved.display().to_string(),
            });
        }
        self.data.clone().ok_or(OpenError::NoHome)
    }

    /// The folder to which a person moved the library.
    fn moved(&self) -> Option<PathBuf> {
        let text = fs::read_to_string(self.config.as_ref()?.join(POINTER)).ok()?;
        let path = PathBuf::from(text.trim_end_matches(['\r', '\n']));
        path.is_absolute().then_some(path)
    }

    /// Says that the library lies in `home` from now on. `home` is absolute and written in Unicode.
    ///
    /// # Errors
    /// When there is no folder for settings, or it cannot be written.
    pub(crate) fn point_at(&self, home: &Path) -> io::Result<()> {
        let config = self.config.as_ref().ok_or(io::ErrorKind::NotFound)?;
        let text = home.to_str().ok_or(io::ErrorKind::InvalidInput)?;
        fs::create_dir_all(config)?;
        write_whole(&config.join(POINTER), text)
    }
}

/// Writes a small file whole or not at all.
pub(crate) fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let half = path.with_extension("half");
    let mut file = File::create(&half)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&half, path)?;
    sync_folder(path.parent().unwrap_or(path))
}

/// A rename lasts once its folder is on the disk.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows writes renames with the file system's own journal, and opens no folders as files.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(folder: &Path) -> LibraryPlace {
        LibraryPlace {
            named: None,
            config: Some(folder.join("config")),
            data: Some(folder.join("data")),
        }
    }

    #[test]
    fn the_library_is_where_it_was_moved_to_unless_it_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let mut place = place(folder.path());
        assert_eq!(place.home().unwrap(), folder.path().join("data"));
        let moved = folder.path().join("moved");
        fs::create_dir_all(&moved).unwrap();
        fs::write(moved.join(DATABASE), b"").unwrap();
        place.point_at(&moved).unwrap();
        assert_eq!(place.home().unwrap(), moved);
        place.named = Some(folder.path().join("named"));
        assert_eq!(place.home().unwrap(), folder.path().join("named"));
    }

    #[test]
    fn nothing_is_begun_where_the_disk_of_a_moved_library_is_not_connected() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        let moved = folder.path().join("disk/Blazon");
        place.point_at(&moved).unwrap();
        let away = place.home().unwrap_err();
        assert!(matches!(away, OpenError::Away { path } if path == moved.display().to_string()));
        assert!(!moved.exists());
    }

    #[test]
    fn a_pointer_that_names_no_folder_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        fs::create_dir_all(folder.path().join("config")).unwrap();
        for text in ["", "\n", "relative/folder", "\u{0}"] {
            fs::write(folder.path().join("config").join(POINTER), text).unwrap();
            assert_eq!(
                place.home().unwrap(),
                folder.path().join("data"),
                "{text:?}"
            );
        }
    }
}
