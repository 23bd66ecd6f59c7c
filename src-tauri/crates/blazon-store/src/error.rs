//! What can go wrong with the database.

use std::path::PathBuf;

/// An error of the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file was written by a newer program.
    #[error(
        "the library was written by a newer Blazon (format {found}, this program knows {known})"
    )]
    Newer {
        /// The format of the file.
        found: u32,
        /// The newest format that this program knows.
        known: u32,
    },
    /// There is no such row.
    #[error("there is no {what} {id}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The copy that was asked for is not there or cannot be read.
    #[error(transparent)]
    Unusable(#[from] crate::restore::UnusableBackup),
    /// Another dataset or model has this trigger word.
    #[error("the trigger word is taken")]
    TriggerTaken,
    /// The trigger word stays, since a training has started.
    #[error("the trigger word is locked")]
    TriggerLocked,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// Another program holds the database for too long.
    #[error("another program holds the database")]
    Busy,
    /// A file beside the database could not be read or written.
    #[error("cannot use {path}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A row holds JSON that this program cannot read.
    #[error("cannot read the {what} in a row")]
    Json {
        /// What should have been there.
        what: &'static str,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// A transition that a training run does not have.
    #[error(transparent)]
    Transition(#[from] blazon_model::InvalidTransition),
    /// A migration failed.
    #[error("cannot bring the database to this program's format")]
    Migration(#[source] rusqlite_migration::Error),
    /// Any other error of SQLite.
    #[error("the database failed")]
    Sqlite(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::of_trouble(&error).unwrap_or(Self::Sqlite(error))
    }
}

impl From<rusqlite_migration::Error> for StoreError {
    fn from(error: rusqlite_migration::Error) -> Self {
        let trouble = if let rusqlite_migration::Error::RusqliteError { err, .. } = &error {
            Self::of_trouble(err)
        } else {
            None
        };
        trouble.unwrap_or(Self::Migration(error))
    }
}

impl StoreError {
    /// What SQLite says of a full disk or of other programs; `None` for everything else.
    fn of_trouble(error: &rusqlite::Error) -> Option<Self> {
        // Where the index of the write-ahead log cannot grow, SQLite does not call the disk full.
        if error.sqlite_extended_error_code() == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) {
            return Some(Self::DiskFull);
        }
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Some(Self::DiskFull),
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                Some(Self::Busy)
            }
            _ => None,
        }
    }

    /// The error of a file, with a full disk known as such.
    pub(crate) fn of_file(path: &std::path::Path, source: std::io::Error) -> Self {
        if matches!(
            source.kind(),
            std::io::ErrorKind::StorageFull
                | std::io::ErrorKind::QuotaExceeded
                | std::io::ErrorKind::FileTooLarge
        ) {
            return Self::DiskFull;
        }
        Self::File {
            path: path.to_owned(),
            source,
        }
    }

    /// Whether the disk refused what was asked of the database's files: it is gone, damaged or only read, or a quota is used up
    /// (SQLite knows no error of its own for that).
    #[must_use]
    pub fn is_refusal_of_disk(&self) -> bool {
        matches!(
            self.sqlite_code(),
            Some(
                rusqlite::ErrorCode::SystemIoFailure
                    | rusqlite::ErrorCode::CannotOpen
                    | rusqlite::ErrorCode::ReadOnly
            )
        )
    }

    /// Whether the file itself cannot be used any more, as opposed to a passing trouble.
    pub(crate) fn is_corruption(&self) -> bool {
        matches!(
            self.sqlite_code(),
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase)
        )
    }

    fn sqlite_code(&self) -> Option<rusqlite::ErrorCode> {
        if let Self::Sqlite(error)
        | Self::Migration(rusqlite_migration::Error::RusqliteError { err: error, .. }) = self
        {
            return error.sqlite_error_code();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi;

    fn of_code(code: std::ffi::c_int) -> rusqlite::Error {
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)
    }

    #[test]
    fn a_full_disk_is_one_in_whatever_file_and_step() {
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_IOERR_SHMSIZE] {
            let plain = StoreError::from(of_code(code));
            assert!(matches!(plain, StoreError::DiskFull), "{plain:?}");
            let migrating = StoreError::from(rusqlite_migration::Error::from(of_code(code)));
            assert!(matches!(migrating, StoreError::DiskFull), "{migrating:?}");
        }
        let other = StoreError::from(of_code(ffi::SQLITE_IOERR_READ));
        assert!(matches!(other, StoreError::Sqlite(_)), "{other:?}");
    }

    #[test]
    fn a_disk_that_refuses_is_told_from_a_database_that_is_wrong() {
        for code in [
            ffi::SQLITE_IOERR_READ,
            ffi::SQLITE_IOERR_WRITE,
            ffi::SQLITE_CANTOPEN,
            ffi::SQLITE_READONLY,
        ] {
            assert!(
                StoreError::from(of_code(code)).is_refusal_of_disk(),
                "{code}"
            );
            let migrating = StoreError::from(rusqlite_migration::Error::from(of_code(code)));
            assert!(migrating.is_refusal_of_disk(), "{code}");
        }
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_CORRUPT, ffi::SQLITE_ERROR] {
            assert!(
                !StoreError::from(of_code(code)).is_refusal_of_disk(),
                "{code}"
            );
        }
    }
}
