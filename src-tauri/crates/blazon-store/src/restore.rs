//! A copy of the database put back because a person chose it: wished while the library is open,
//! carried out at its next opening, before anything else.
//!
//! What can go wrong: the program dies between two steps (the new file is complete and synced before one rename
//! makes it the database, so the old one or the restored one is there at any moment); another program has the
//! database open (the wish waits, since its journal would be written into the wrong file); a journal of the old
//! database is left and would be played into the restored one (SQLite closes it before, or nothing is done); the
//! chosen copy is let go of to make room for the copy of what is replaced (it is taken first); the wish cannot be
//! removed and would be carried out again after further work (then the library does not open).

use crate::backup::{all_copies, backups, copy};
use crate::migration::NEWEST;
use crate::open::{DATABASE, is_usable};
use crate::{Store, StoreError};
use blazon_model::{BackupKind, Timestamp};
use rusqlite::Connection;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The wish in `backups/`: the name of a copy, never a path.
const WISH: &str = "restore-wish";
/// No name of a copy is longer.
const LONGEST: u64 = 100;
/// How often it is looked whether another program still has the database open, beyond once.
const TRIES: u32 = 10;
/// How long between two looks.
const PAUSE: Duration = Duration::from_millis(100);

/// What became of the wish for a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WishedRestore {
    /// The copy is the database.
    Done {
        /// When it was made.
        backup_at: Timestamp,
        /// The name of the copy of what was there before.
        kept: String,
    },
    /// It could not be; the database is as it was, and the wish is forgotten.
    Dropped {
        /// The copy's name.
        name: String,
    },
    /// Another program has the database open; the next opening tries again.
    Waits,
}

/// Why a copy cannot be wished for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the copy {name} is not there or not usable")]
pub struct UnusableBackup {
    /// What was asked for.
    pub name: String,
}

impl Store {
    /// Notes that the copy `name` is to be put in the database's place at the next opening.
    ///
    /// # Errors
    /// [`StoreError::Unusable`], and when the wish cannot be written.
    pub fn wish_restore(&self, name: &str) -> Result<(), StoreError> {
        find_usable(&self.home, name).ok_or_else(|| UnusableBackup {
            name: name.to_owned(),
        })?;
        let path = backups(&self.home)?.join(WISH);
        write_whole(&path, name).map_err(|source| StoreError::of_file(&path, source))
    }
}

/// Carries the wish out, where there is one. The caller has the turn of opening, so no other program of ours opens the
/// database meanwhile.
pub(crate) fn carry_out_wish(
    home: &Path,
    now: Timestamp,
) -> Result<Option<WishedRestore>, StoreError> {
    let path = home.join("backups").join(WISH);
    let Some(name) = read_wish(&path) else {
        return Ok(None);
    };
    let outcome = match restore(home, &name, now) {
        Ok(Some((backup_at, kept))) => WishedRestore::Done { backup_at, kept },
        Ok(None) => return Ok(Some(WishedRestore::Waits)),
        Err(error) => {
            tracing::warn!(%error, name, "the chosen copy was not restored");
            WishedRestore::Dropped { name }
        }
    };
    fs::remove_file(&path).map_err(|source| StoreError::of_file(&path, source))?;
    Ok(Some(outcome))
}

/// Puts the copy in the database's place; gives when it was made and what is kept of the old one. `None`: another
/// program has the database open, or it is a newer program's, which is said elsewhere.
fn restore(
    home: &Path,
    name: &str,
    now: Timestamp,
) -> Result<Option<(Timestamp, String)>, StoreError> {
    let unusable = || UnusableBackup {
        name: name.to_owned(),
    };
    let (backup_at, chosen) = find_usable(home, name).ok_or_else(unusable)?;
    let database = home.join(DATABASE);
    let Some(old) = wait_alone(&database)? else {
        return Ok(None);
    };
    let half = home.join(format!("{DATABASE}.half"));
    let at_half = |source| StoreError::of_file(&half, source);
    fs::copy(&chosen, &half)
        .and_then(|_| File::open(&half)?.sync_all())
        .map_err(at_half)?;
    if !is_usable(&half) {
        return Err(unusable().into());
    }
    let kept = copy(home, &old, BackupKind::BeforeRestore, now)?;
    old.close().map_err(|(_, error)| error)?;
    fs::rename(&half, &database).map_err(at_half)?;
    if let Err(error) = sync_folder(home) {
        tracing::warn!(%error, "whether the restored database lasts through a power cut is not known");
    }
    let kept = kept.file_name().unwrap_or_default();
    Ok(Some((backup_at, kept.to_string_lossy().into_owned())))
}

/// As [`open_alone`], given a moment in which a program that ends lets go of the database.
pub(crate) fn wait_alone(path: &Path) -> Result<Option<Connection>, StoreError> {
    for _ in 0..TRIES {
        if let Some(connection) = open_alone(path)? {
            return Ok(Some(connection));
        }
        std::thread::sleep(PAUSE);
    }
    open_alone(path)
}

/// The database with nobody else on it and without a journal beside it. `None` where another program has it open or it
/// is of a newer format.
fn open_alone(path: &Path) -> Result<Option<Connection>, StoreError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::ZERO)?;
    let version: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version > NEWEST {
        return Ok(None);
    }
    // SQLite leaves the write-ahead log only for who is alone, and takes it into the database first.
    let left = connection.query_row("PRAGMA journal_mode = DELETE", [], |row| {
        row.get::<_, String>(0)
    });
    match left.map_err(StoreError::from) {
        Ok(mode) if mode == "delete" => Ok(Some(connection)),
        Ok(_) | Err(StoreError::Busy) => Ok(None),
        Err(error) => Err(error),
    }
}

fn find_usable(home: &Path, name: &str) -> Option<(Timestamp, PathBuf)> {
    let named = |path: &Path| path.file_name().is_some_and(|found| found == name);
    let (at, _, path) = all_copies(home).find(|(_, _, path)| named(path))?;
    is_usable(&path).then_some((at, path))
}

fn read_wish(path: &Path) -> Option<String> {
    use io::Read;
    let mut name = String::new();
    let file = File::open(path).ok()?;
    // What cannot be read names nothing that is usable.
    let _ = file.take(LONGEST).read_to_string(&mut name);
    Some(name.trim().to_owned())
}

fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let half = path.with_extension("half");
    let mut file = File::create(&half)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&half, path)
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
