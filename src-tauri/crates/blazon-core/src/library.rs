//! The library's folder: where it is and which program holds what in it.

use blazon_model::{LanguageTag, Notice, Settings};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The folder of a library.
#[derive(Clone, Debug)]
pub struct Library {
    home: PathBuf,
}

/// What a window has to know about the library that it shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LibraryInfo {
    /// Its folder.
    pub path: String,
    /// The folder of its thumbnails.
    pub thumbs_path: String,
    /// The program's version.
    pub version: String,
    /// The language to speak.
    pub language_tag: LanguageTag,
    /// The settings.
    pub settings: Settings,
    /// What has to be told about the opening.
    pub notices: Vec<Notice>,
}

impl Library {
    /// The library in `home`, which is made where it is missing, for this user alone.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn at(home: &Path) -> io::Result<Self> {
        fs::create_dir_all(home.join("archives"))?;
        close_to_others(home)?;
        Ok(Self {
            home: home.to_owned(),
        })
    }

    /// The folder.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The folder of the logs.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.home.join("logs")
    }

    /// Tries to become the one who recovers and carries work. The lock ends with the file, so a
    /// killed program leaves none behind.
    ///
    /// # Errors
    /// When the lock file cannot be opened.
    pub fn try_lock_runner(&self) -> io::Result<Option<File>> {
        self.try_lock("runner.lock")
    }

    /// Tries to become the one window of this library.
    ///
    /// # Errors
    /// When the lock file cannot be opened.
    pub fn try_lock_window(&self) -> io::Result<Option<File>> {
        self.try_lock("window.lock")
    }

    /// Tries to become the one program that carries this library's bot.
    ///
    /// # Errors
    /// When the lock file cannot be opened.
    pub fn try_lock_bot(&self) -> io::Result<Option<File>> {
        self.try_lock("bot.lock")
    }

    /// As [`Library::try_lock_window`], while the window that has the library is about to end.
    ///
    /// # Errors
    /// When the lock file cannot be opened.
    pub fn wait_for_window(&self, patience: Duration) -> io::Result<Option<File>> {
        wait_for_lock(patience, || self.try_lock_window())
    }

    /// As [`Library::try_lock_runner`], while the program that carries work is about to end.
    ///
    /// # Errors
    /// When the lock file cannot be opened.
    pub(crate) fn wait_for_runner(&self, patience: Duration) -> io::Result<Option<File>> {
        wait_for_lock(patience, || self.try_lock_runner())
    }

    /// Asks the window that holds the library to come forward.
    ///
    /// # Errors
    /// When the request cannot be written.
    pub fn ask_window_to_raise(&self) -> io::Result<()> {
        fs::write(self.raise_request(), b"")
    }

    /// Takes a request to come forward, where there is one.
    pub(crate) fn take_raise_request(&self) -> bool {
        fs::remove_file(self.raise_request()).is_ok()
    }

    fn raise_request(&self) -> PathBuf {
        self.home.join("window.raise")
    }

    fn try_lock(&self, name: &str) -> io::Result<Option<File>> {
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.home.join(name))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

fn wait_for_lock(
    patience: Duration,
    try_lock: impl Fn() -> io::Result<Option<File>>,
) -> io::Result<Option<File>> {
    let deadline = Instant::now() + patience;
    loop {
        let lock = try_lock()?;
        if lock.is_some() || Instant::now() >= deadline {
            return Ok(lock);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Photos of people: nobody else on this computer may look in.
#[cfg(unix)]
fn close_to_others(home: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(home)?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    fs::set_permissions(home, fs::Permissions::from_mode(mode & !0o077))
}

/// Windows gives the folder of application data to its user alone.
#[cfg(not(unix))]
fn close_to_others(_home: &Path) -> io::Result<()> {
    Ok(())
}
