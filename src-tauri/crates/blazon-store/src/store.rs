//! One writer, one reader, and transactions that say in their type whether they write.

use crate::StoreError;
use crate::statements::Statements;
use blazon_model::LedgerEntry;
use rusqlite::{Connection, TransactionBehavior};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The open database of a library. Shared by reference; all calls block.
#[derive(Debug)]
pub struct Store {
    writer: Mutex<Connection>,
    /// What the writer does with the disk at the moment; changed under its lock.
    is_synced: AtomicBool,
    reader: Mutex<Connection>,
    /// How often this program has committed.
    commits: AtomicU64,
    pub(crate) home: PathBuf,
}

/// A view of the rows that cannot change them.
#[derive(Debug)]
pub struct Reader<'c> {
    pub(crate) db: Statements<'c>,
}

/// A transaction that changes rows, all of them or none.
#[derive(Debug)]
pub struct Writer<'c> {
    reader: Reader<'c>,
    /// Ledger lines that go to `ledger.jsonl` just before the commit.
    pub(crate) ledger: RefCell<Vec<LedgerEntry>>,
}

/// Whether a transaction waits until the disk has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Durability {
    Synced,
    Unsynced,
}

impl Durability {
    /// The value of SQLite's `synchronous`. With a write-ahead log `NORMAL` syncs at checkpoints only, and what a power
    /// cut takes are the last transactions, whole and in order (<https://sqlite.org/pragma.html#pragma_synchronous>).
    const fn synchronous(self) -> &'static str {
        match self {
            Self::Synced => "FULL",
            Self::Unsynced => "NORMAL",
        }
    }
}

impl<'c> std::ops::Deref for Writer<'c> {
    type Target = Reader<'c>;
    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

impl Store {
    pub(crate) fn new(home: &Path, writer: Connection, reader: Connection) -> Self {
        Self {
            writer: Mutex::new(writer),
            is_synced: AtomicBool::new(true),
            reader: Mutex::new(reader),
            commits: AtomicU64::new(0),
            home: home.to_owned(),
        }
    }

    /// The library's folder.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Reads rows in one consistent view.
    ///
    /// # Errors
    /// What `read` returns, or the failure to begin.
    pub fn read<T, E: From<StoreError>>(
        &self,
        read: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = lock(&self.reader);
        let view = connection.transaction().map_err(StoreError::from)?;
        read(&Reader {
            db: Statements(&view),
        })
    }

    /// Changes rows in one transaction, which holds off every other writer, in other programs
    /// too, from its beginning. An error takes everything back. What is written lasts through a
    /// power cut, and so does all that was written before it.
    ///
    /// # Errors
    /// What `write` returns, or the failure to begin or to commit.
    pub fn write<T, E: From<StoreError>>(
        &self,
        write: impl FnOnce(&Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transact(Durability::Synced, write)
    }

    /// As [`Store::write`], without waiting for the disk: a power cut may take it back as long as
    /// no [`Store::write`] has followed. Only for what is then done again. A program that ends or
    /// crashes takes nothing back.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_unsynced<T, E: From<StoreError>>(
        &self,
        write: impl FnOnce(&Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transact(Durability::Unsynced, write)
    }

    fn transact<T, E: From<StoreError>>(
        &self,
        durability: Durability,
        write: impl FnOnce(&Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = lock(&self.writer);
        self.set(&connection, durability)?;
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let writer = Writer {
            reader: Reader {
                db: Statements(&transaction),
            },
            ledger: RefCell::default(),
        };
        let result = write(&writer)?;
        let lines = writer.ledger.into_inner();
        crate::ledger::append_lines(&self.home, &lines)?;
        transaction.commit().map_err(StoreError::from)?;
        self.commits.fetch_add(1, Ordering::SeqCst);
        Ok(result)
    }

    fn set(&self, writer: &Connection, durability: Durability) -> Result<(), StoreError> {
        let is_synced = durability == Durability::Synced;
        if self.is_synced.load(Ordering::Relaxed) != is_synced {
            writer.pragma_update(None, "synchronous", durability.synchronous())?;
            self.is_synced.store(is_synced, Ordering::Relaxed);
        }
        Ok(())
    }

    /// A number that changes when another program has committed something (SQLite's
    /// `data_version`, seen from the writer, so that own commits do not count).
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn foreign_commits(&self) -> Result<i64, StoreError> {
        Ok(lock(&self.writer).query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    /// A value that changes whenever anything is committed, here or by another program: what was
    /// derived from rows at the same version needs not be derived again.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn version(&self) -> Result<(i64, u64), StoreError> {
        let own = self.commits.load(Ordering::SeqCst);
        Ok((self.foreign_commits()?, own))
    }

    /// SQLite's full check of the file, and of every reference between rows.
    ///
    /// # Errors
    /// When SQLite fails to check.
    pub fn is_sound(&self) -> Result<bool, StoreError> {
        let reader = lock(&self.reader);
        let verdict: String =
            reader.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        let dangling = reader.prepare("PRAGMA foreign_key_check")?.exists([])?;
        Ok(verdict == "ok" && !dangling)
    }

    /// Empties the write-ahead log into the database, so that removed rows stand nowhere any more.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn settle(&self) -> Result<(), StoreError> {
        Ok(lock(&self.writer).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }

    pub(crate) fn lock_writer(&self) -> MutexGuard<'_, Connection> {
        lock(&self.writer)
    }
}

/// A panic inside a transaction has rolled it back, so the connection behind it is sound.
fn lock(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use blazon_model::Timestamp;

    /// What `PRAGMA synchronous` gives for `NORMAL` and `FULL`.
    const NORMAL: i64 = 1;
    const FULL: i64 = 2;

    fn synchronous(tx: &Writer<'_>) -> Result<i64, StoreError> {
        Ok(tx
            .db
            .query_row("PRAGMA synchronous", [], |row| row.get(0))?)
    }

    #[test]
    fn only_what_asks_for_it_does_without_the_disk() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path(), Timestamp(1)).unwrap().store;
        assert_eq!(store.write(synchronous).unwrap(), FULL);
        assert_eq!(store.write_unsynced(synchronous).unwrap(), NORMAL);
        assert_eq!(store.write(synchronous).unwrap(), FULL);
    }
}
