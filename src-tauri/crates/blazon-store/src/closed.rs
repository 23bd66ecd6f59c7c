//! A database that is carried elsewhere while no program has it open.

use crate::open::{DATABASE, is_usable, opening_turn};
use crate::restore::{sync_folder, wait_alone};
use crate::{Store, StoreError};
use rusqlite::Connection;
use std::fs::{self, File};
use std::path::Path;

/// A database that no program of ours has open, or opens as long as this is held.
#[derive(Debug)]
pub struct ClosedDatabase {
    connection: Connection,
    _turn: File,
}

impl Store {
    /// Waits for the turn of opening the database in `home`, and keeps it. `None`: another program has it open, or it is
    /// a newer program's.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn take_closed(home: &Path) -> Result<Option<ClosedDatabase>, StoreError> {
        let turn = opening_turn(home)?;
        let path = home.join(DATABASE);
        if !path.is_file() {
            return Ok(None);
        }
        let alone = wait_alone(&path)?;
        Ok(alone.map(|connection| ClosedDatabase {
            connection,
            _turn: turn,
        }))
    }
}

impl ClosedDatabase {
    /// Writes the database into the folder `to`, whole or not at all, and looks whether SQLite finds it sound. One that
    /// is there is replaced.
    ///
    /// # Errors
    /// When the disk or SQLite fails, or what was written is not sound.
    pub fn copy_to(&self, to: &Path) -> Result<(), StoreError> {
        let path = to.join(DATABASE);
        let half = to.join(format!("{DATABASE}.half"));
        let _ = fs::remove_file(&half);
        let of_half = |source| StoreError::of_file(&half, source);
        self.connection
            .execute("VACUUM INTO ?1", [half.display().to_string()])?;
        File::open(&half)
            .and_then(|file| file.sync_all())
            .map_err(of_half)?;
        if !is_usable(&half) {
            return Err(of_half(std::io::ErrorKind::InvalidData.into()));
        }
        fs::rename(&half, &path).map_err(of_half)?;
        sync_folder(to).map_err(|source| StoreError::of_file(to, source))
    }
}
