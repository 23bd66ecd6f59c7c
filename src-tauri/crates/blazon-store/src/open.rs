//! Opening a library's database: format, migrations, and what happens to an unreadable file.

use crate::migration::{NEWEST, migrations};
use crate::restore::{WishedRestore, carry_out_wish};
use crate::{Store, StoreError, backup, ledger, statements};
use blazon_model::Timestamp;
use rusqlite::Connection;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The database's name in the library.
pub(crate) const DATABASE: &str = "blazon.db";

/// An open database, and what had to be done to open it.
#[derive(Debug)]
pub struct Opened {
    /// The database.
    pub store: Store,
    /// Set where the file could not be read and another was put in its place.
    pub restored: Option<Restored>,
    /// What became of the copy that a person chose to go back to.
    pub wished: Option<WishedRestore>,
}

/// An unreadable database was moved aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// When the copy was made that now stands in its place; `None`: there was none.
    pub backup_at: Option<Timestamp>,
    /// The folder with the unreadable files.
    pub moved_to: PathBuf,
}

impl Store {
    /// Opens the database in the folder `home`, which exists, at the time `now`.
    ///
    /// A copy that was wished for takes its place first. A missing file is begun; an older format is copied to `backups/` and migrated; an
    /// unreadable one is moved aside and the last readable copy put in its place. The ledger's
    /// lines that the database lacks are then read back from `ledger.jsonl`.
    ///
    /// # Errors
    /// [`StoreError::Newer`] for the file of a newer program, which is left untouched, and every
    /// trouble that is not corruption: permissions, a full disk, another program's lock.
    pub fn open(home: &Path, now: Timestamp) -> Result<Opened, StoreError> {
        let _turn = opening_turn(home)?;
        let path = home.join(DATABASE);
        let wished = carry_out_wish(home, now)?;
        let (store, restored) = match open_file(home, &path, now) {
            Err(error) if error.is_corruption() => {
                tracing::warn!(path = %path.display(), "the database cannot be read and is moved aside");
                let restored = backup::replace_by_last_copy(home, &path, now)?;
                (open_file(home, &path, now)?, Some(restored))
            }
            opened => (opened?, None),
        };
        ledger::replay(&store)?;
        Ok(Opened {
            store,
            restored,
            wished,
        })
    }
}

/// Two programs that open one library take turns, so that neither sees the other's half migration.
pub(crate) fn opening_turn(home: &Path) -> Result<File, StoreError> {
    let path = home.join("open.lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .and_then(|file| file.lock().map(|()| file));
    file.map_err(|source| StoreError::of_file(&path, source))
}

fn open_file(home: &Path, path: &Path, now: Timestamp) -> Result<Store, StoreError> {
    let mut writer = connect(path)?;
    let version: u32 = writer.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version > NEWEST {
        return Err(StoreError::Newer {
            found: version,
            known: NEWEST,
        });
    }
    check_soundness(&writer)?;
    if version > 0 && version < NEWEST {
        backup::copy_before_migration(home, &writer, version, now)?;
    }
    if version < NEWEST {
        migrations().to_latest(&mut writer)?;
    }
    let reader = connect(path)?;
    reader.pragma_update(None, "query_only", true)?;
    Ok(Store::new(home, writer, reader))
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What is removed is overwritten: photos' names and captions are private.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.set_prepared_statement_cache_capacity(statements::KEPT);
    Ok(connection)
}

/// SQLite's own check without the index comparison: a few milliseconds for ten thousand photos.
pub(crate) fn check_soundness(connection: &Connection) -> Result<(), StoreError> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        return Ok(());
    }
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    Err(StoreError::Sqlite(rusqlite::Error::SqliteFailure(
        code,
        Some(verdict),
    )))
}

/// Whether the file at `path` is a sound database of a format that this program can read.
pub(crate) fn is_usable(path: &Path) -> bool {
    let Ok(connection) =
        Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
    else {
        return false;
    };
    let version: Result<u32, _> = connection.query_row("PRAGMA user_version", [], |row| row.get(0));
    version.is_ok_and(|version| (1..=NEWEST).contains(&version))
        && check_soundness(&connection).is_ok()
}

/// Moves `from` to `to` where it exists.
pub(crate) fn move_if_there(from: &Path, to: &Path) -> Result<(), StoreError> {
    match fs::rename(from, to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::of_file(from, error))
        }
        _ => Ok(()),
    }
}
