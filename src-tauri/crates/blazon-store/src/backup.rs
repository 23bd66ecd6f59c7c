//! Copies of the database: made daily, before a migration and before a restore, three of each kept,
//! and put back when the database cannot be read.

use crate::open::{DATABASE, Restored, is_usable, move_if_there};
use crate::{Store, StoreError};
use blazon_model::{BackupInfo, BackupKind, ByteCount, ContentHash, Timestamp};
use rusqlite::Connection;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How many copies of each kind are kept.
const KEPT: usize = 3;
/// How old the newest daily copy may be, in milliseconds.
const A_DAY: i64 = 24 * 60 * 60 * 1000;

/// The beginning of a copy's name; the rest is the time in milliseconds and `.db`.
const fn prefix(kind: BackupKind) -> &'static str {
    match kind {
        BackupKind::Daily => "blazon-",
        BackupKind::BeforeMigration => "before-",
        BackupKind::BeforeRestore => "replaced-",
    }
}

impl Store {
    /// Makes a copy of the database in `backups/` and lets go of the oldest beyond three.
    ///
    /// # Errors
    /// When SQLite or the disk fails; older copies are then left as they are.
    pub fn back_up(&self, now: Timestamp) -> Result<BackupInfo, StoreError> {
        let kind = BackupKind::Daily;
        let path = copy(&self.home, &self.lock_writer(), kind, now)?;
        info(kind, now, &path, true).map_err(|source| StoreError::of_file(&path, source))
    }

    /// The copies of the database, newest first. Each is read as a whole, to know whether it is usable.
    #[must_use]
    pub fn list_backups(&self) -> Vec<BackupInfo> {
        let mut found: Vec<_> = all_copies(&self.home).collect();
        found.sort_by_key(|(at, _, _)| std::cmp::Reverse(*at));
        let found = found.into_iter();
        // One that has gone meanwhile is none.
        found
            .filter_map(|(at, kind, path)| info(kind, at, &path, is_usable(&path)).ok())
            .collect()
    }

    /// Makes the daily copy where the newest is older than a day, or there is none.
    ///
    /// # Errors
    /// As [`Store::back_up`].
    pub fn back_up_daily(&self, now: Timestamp) -> Result<Option<BackupInfo>, StoreError> {
        let newest = copies(&self.home, BackupKind::Daily).into_iter().next();
        match newest {
            Some((at, _)) if now.0 - at.0 < A_DAY => Ok(None),
            Some(_) | None => self.back_up(now).map(Some),
        }
    }

    /// Removes the rows of photos with these contents from every copy. A copy that cannot be
    /// cleaned is removed whole. Returns how many were cleaned and how many removed.
    ///
    /// # Errors
    /// When a copy can be neither cleaned nor removed.
    pub fn forget_in_backups(&self, hashes: &[ContentHash]) -> Result<(u32, u32), StoreError> {
        let (mut cleaned, mut removed) = (0, 0);
        for (_, _, path) in all_copies(&self.home) {
            match forget_in(&path, hashes) {
                Ok(0) => {}
                Ok(_) => cleaned += 1,
                Err(error) => {
                    tracing::warn!(path = %path.display(), %error, "a copy cannot be cleaned and is removed");
                    fs::remove_file(&path).map_err(|source| StoreError::of_file(&path, source))?;
                    removed += 1;
                }
            }
        }
        Ok((cleaned, removed))
    }
}

fn forget_in(path: &Path, hashes: &[ContentHash]) -> Result<usize, StoreError> {
    let mut connection = Connection::open(path)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "journal_mode", "DELETE")?;
    let transaction = connection.transaction()?;
    let mut rows = 0;
    for hash in hashes {
        rows += crate::photos::forget(&transaction, hash)?.rows;
    }
    transaction.commit()?;
    if rows > 0 {
        connection.execute_batch("VACUUM")?;
    }
    Ok(rows)
}

pub(crate) fn copy_before_migration(
    home: &Path,
    connection: &Connection,
    version: u32,
    now: Timestamp,
) -> Result<PathBuf, StoreError> {
    tracing::info!(version, "the database is copied before its migration");
    copy(home, connection, BackupKind::BeforeMigration, now)
}

/// Copies the database as `kind`, whole or not at all, and lets go of the oldest of that kind.
pub(crate) fn copy(
    home: &Path,
    connection: &Connection,
    kind: BackupKind,
    now: Timestamp,
) -> Result<PathBuf, StoreError> {
    let folder = backups(home)?;
    let name = format!("{}{}", prefix(kind), now.0);
    let path = folder.join(format!("{name}.db"));
    let half = folder.join(format!("{name}.half"));
    let _ = fs::remove_file(&half);
    let made = connection
        .execute("VACUUM INTO ?1", [half.display().to_string()])
        .map_err(StoreError::from)
        .and_then(|_| {
            fs::File::open(&half)
                .and_then(|file| file.sync_all())
                .and_then(|()| fs::rename(&half, &path))
                .map_err(|source| StoreError::of_file(&half, source))
        });
    if let Err(error) = made {
        let _ = fs::remove_file(&half);
        return Err(error);
    }
    for (_, old) in copies(home, kind).into_iter().skip(KEPT) {
        let _ = fs::remove_file(old);
    }
    Ok(path)
}

/// Moves the database and its journals into a folder of their own in `backups/` and puts the
/// newest usable copy in its place.
pub(crate) fn replace_by_last_copy(
    home: &Path,
    path: &Path,
    now: Timestamp,
) -> Result<Restored, StoreError> {
    let moved_to = backups(home)?.join(format!("unreadable-{}", now.0));
    fs::create_dir_all(&moved_to).map_err(|source| StoreError::of_file(&moved_to, source))?;
    for suffix in ["", "-wal", "-shm"] {
        let name = format!("{DATABASE}{suffix}");
        move_if_there(&home.join(&name), &moved_to.join(&name))?;
    }
    let usable = all_copies(home)
        .filter(|(_, kind, copy)| *kind != BackupKind::BeforeRestore && is_usable(copy));
    let newest = usable.max_by_key(|(at, _, _)| *at);
    if let Some((_, _, copy)) = &newest {
        let half = home.join(format!("{DATABASE}.half"));
        fs::copy(copy, &half)
            .and_then(|_| fs::File::open(&half)?.sync_all())
            .and_then(|()| fs::rename(&half, path))
            .map_err(|source| StoreError::of_file(&half, source))?;
    }
    Ok(Restored {
        backup_at: newest.map(|(at, _, _)| at),
        moved_to,
    })
}

/// The copies of one kind with the time in their names, newest first.
fn copies(home: &Path, kind: BackupKind) -> Vec<(Timestamp, PathBuf)> {
    let mut found: Vec<_> = fs::read_dir(home.join("backups"))
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let name = path.file_name()?.to_str()?.strip_prefix(prefix(kind))?;
            let at = name.strip_suffix(".db")?.parse().ok()?;
            Some((Timestamp(at), path))
        })
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found
}

/// The copies of every kind.
pub(crate) fn all_copies(home: &Path) -> impl Iterator<Item = (Timestamp, BackupKind, PathBuf)> {
    BackupKind::ALL.into_iter().flat_map(move |kind| {
        let found = copies(home, kind).into_iter();
        found.map(move |(at, path)| (at, kind, path))
    })
}

fn info(kind: BackupKind, at: Timestamp, path: &Path, usable: bool) -> io::Result<BackupInfo> {
    let name = path.file_name().unwrap_or_default();
    Ok(BackupInfo {
        name: name.to_string_lossy().into_owned(),
        path: path.display().to_string(),
        kind,
        usable,
        bytes: ByteCount(fs::metadata(path)?.len()),
        at,
    })
}

pub(crate) fn backups(home: &Path) -> Result<PathBuf, StoreError> {
    let folder = home.join("backups");
    fs::create_dir_all(&folder).map_err(|source| StoreError::of_file(&folder, source))?;
    Ok(folder)
}
