//! What is known at a hosted provider of a training run: its archive there, and the request that was taken.

use crate::{Reader, StoreError, Writer};
use blazon_model::{RunId, Timestamp};
use rusqlite::OptionalExtension;

/// A submission, as it is noted before it is sent: what it is found by when its reply is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunSubmission {
    /// Where the archive lies.
    pub archive_url: String,
    /// The name of the model that it fills; `None` for what was submitted before names were kept.
    pub destination: Option<String>,
    /// The account that submits it, where the provider names one.
    pub account: Option<String>,
}

/// What is known at a provider of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRequest {
    /// How it was submitted.
    pub submission: RunSubmission,
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
            "SELECT archive_url, destination, account, ticket, lines_read FROM run_requests WHERE run_id = ?1",
        )?;
        let found = query.query_row([run.to_string()], |row| {
            Ok(RunRequest {
                submission: RunSubmission {
                    archive_url: row.get(0)?,
                    destination: row.get(1)?,
                    account: row.get(2)?,
                },
                ticket: row.get(3)?,
                lines_read: row.get(4)?,
            })
        });
        Ok(found.optional()?)
    }
}

impl Writer<'_> {
    /// Notes what is about to be submitted. What was known of an earlier submission is forgotten with it.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_submission(
        &self,
        run: RunId,
        submission: &RunSubmission,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "INSERT OR REPLACE INTO run_requests (run_id, archive_url, destination, account, ticket, lines_read, updated_at)
             VALUES (?1, ?2, ?3, ?4, NULL, 0, ?5)",
            (
                run.to_string(),
                &submission.archive_url,
                &submission.destination,
                &submission.account,
                now.0,
            ),
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
