//! The archives of datasets, as they were read back.

use crate::datasets::{from_json, to_json};
use crate::{Reader, StoreError, Writer};
use blazon_model::{ArchiveManifest, DatasetId};
use rusqlite::OptionalExtension;

impl Reader<'_> {
    /// The archive of a dataset, with what the dataset was when it was packed.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find_archive(
        &self,
        dataset: DatasetId,
    ) -> Result<Option<(ArchiveManifest, String)>, StoreError> {
        Ok(self
            .db
            .prepare_cached("SELECT manifest, basis FROM archives WHERE dataset_id = ?1")?
            .query_row([dataset.to_string()], |row| {
                Ok((from_json(row, 0)?, row.get(1)?))
            })
            .optional()?)
    }
}

impl Writer<'_> {
    /// Notes the archive of a dataset in place of an older one.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_archive(
        &self,
        dataset: DatasetId,
        manifest: &ArchiveManifest,
        basis: &str,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "INSERT OR REPLACE INTO archives VALUES (?1, ?2, ?3, ?4)",
            (
                dataset.to_string(),
                to_json("archive", manifest)?,
                basis,
                manifest.made_at.0,
            ),
        )?;
        Ok(())
    }

    /// Forgets the archive of a dataset.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn forget_archive(&self, dataset: DatasetId) -> Result<(), StoreError> {
        self.db.execute(
            "DELETE FROM archives WHERE dataset_id = ?1",
            [dataset.to_string()],
        )?;
        Ok(())
    }
}
