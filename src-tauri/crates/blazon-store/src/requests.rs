//! What is known at a hosted provider of a training run: its archive there, and the request that was taken.

use crate::{Reader, StoreError, Writer};
use blazon_model::{RunId, Timestamp};
use rusqlite::OptionalExtension;

/// What is known at a provider of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRequest {
    /// Where the archive lies.
    pub archive_url: String,
    /// The request in the provider's own terms, as JSON; `None` until it was taken.
    pub ticket: Option<String>,
    /// Lines of the provider's log that were taken over.
    pub lines_read: u32,
}

impl Reader<'_> {
    /// What is known of `run`; `None` before its archive was sent.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find_request(&self, run: RunId) -> Result<Option<RunRequest>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT archive_url, ticket, lines_read FROM run_requests WHERE run_id = ?1",
        )?;
        let found = query.query_row([run.to_string()], |row| {
            Ok(RunRequest {
                archive_url: row.get(0)?,
                ticket: row.get(1)?,
                lines_read: row.get(2)?,
            })
        });
        Ok(found.optional()?)
    }
}

impl Writer<'_> {
    /// Notes where a run's archive lies. What was known of an earlier submission is forgotten with it.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_archive_url(
        &self,
        run: RunId,
        url: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "INSERT INTO run_requests VALUES (?1, ?2, NULL, 0, ?3)
             ON CONFLICT (run_id) DO UPDATE SET archive_url = ?2, ticket = NULL, lines_read = 0, updated_at = ?3",
            (run.to_string(), url, now.0),
        )?;
        Ok(())
    }

    /// Forgets what was known of an earlier submission: a new one begins.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn forget_request(&self, run: RunId) -> Result<(), StoreError> {
        self.db.execute(
            "DELETE FROM run_requests WHERE run_id = ?1",
            [run.to_string()],
        )?;
        Ok(())
    }

    /// Notes the request that was taken.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where no archive was sent, or SQLite's.
    pub fn save_ticket(&self, run: RunId, ticket: &str, now: Timestamp) -> Result<(), StoreError> {
        let changed = self.db.execute(
            "UPDATE run_requests SET ticket = ?2, updated_at = ?3 WHERE run_id = ?1",
            (run.to_string(), ticket, now.0),
        )?;
        if changed == 1 {
            return Ok(());
        }
        Err(StoreError::NotFound {
            what: "request of run",
            id: run.to_string(),
        })
    }

    /// Notes how much of the provider's log was taken over, in the transaction that takes it.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_lines_read(&self, run: RunId, lines: u32) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE run_requests SET lines_read = ?2 WHERE run_id = ?1",
            (run.to_string(), lines),
        )?;
        Ok(())
    }
}
