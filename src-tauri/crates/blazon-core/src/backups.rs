//! Copies of the database as a person handles them: made, listed, chosen to go back to.
//!
//! The library is open while a copy is chosen, so the choice is a wish that the store carries out at the next opening.
//! Files are not in the copies: what was made since stays on the disk, and only imported models find their way back by
//! themselves, from the cards in their folders.

use crate::Studio;
use anyhow::Context;
use blazon_model::BackupInfo;

/// Something is being made, which would be lost or doubled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("work is under way")]
pub struct WorkUnderWay;

impl Studio {
    /// Makes a copy of the database.
    ///
    /// # Errors
    /// When the database or the disk fails.
    pub fn back_up_library(&self) -> anyhow::Result<BackupInfo> {
        self.store
            .back_up(self.now())
            .context("make a copy of the database")
    }

    /// The copies of the database, newest first.
    #[must_use]
    pub fn list_backups(&self) -> Vec<BackupInfo> {
        self.store.list_backups()
    }

    /// Notes that the library goes back to the copy `name` when it is opened the next time.
    ///
    /// # Errors
    /// [`WorkUnderWay`]; [`blazon_store::StoreError::Unusable`] for a copy that is not there or cannot be read; and when
    /// the wish cannot be written.
    pub fn restore_backup(&self, name: &str) -> anyhow::Result<()> {
        if self.is_work_left()? {
            return Err(WorkUnderWay.into());
        }
        // What is to be gone for good must not come back with a copy that still has it.
        self.finish_deletions()?;
        Ok(self.store.wish_restore(name)?)
    }
}
