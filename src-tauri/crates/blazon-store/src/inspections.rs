//! What was measured of originals, and the faces in them: by content, once for all datasets.

use crate::datasets::{parsed, to_json};
use crate::{Reader, StoreError, Writer};
use blazon_model::{ContentHash, DatasetId, Face, Measures};

/// Both are made again when the way of measuring or of looking has changed.
#[derive(Clone, Copy, Debug)]
enum Inspection {
    Measures,
    Faces,
}

impl Inspection {
    const fn table(self) -> &'static str {
        match self {
            Self::Measures => "measures",
            Self::Faces => "faces",
        }
    }
}

impl Reader<'_> {
    /// The originals of a dataset that were never measured, or by an older version.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_unmeasured(
        &self,
        dataset: DatasetId,
        version: u32,
    ) -> Result<Vec<ContentHash>, StoreError> {
        self.list_uninspected(Inspection::Measures, dataset, version)
    }

    /// The originals of a dataset in which faces were never looked for, or by an older version.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_faces_to_find(
        &self,
        dataset: DatasetId,
        version: u32,
    ) -> Result<Vec<ContentHash>, StoreError> {
        self.list_uninspected(Inspection::Faces, dataset, version)
    }

    fn list_uninspected(
        &self,
        inspection: Inspection,
        dataset: DatasetId,
        version: u32,
    ) -> Result<Vec<ContentHash>, StoreError> {
        let table = inspection.table();
        let mut query = self.db.prepare(&format!(
            "SELECT hash FROM photos WHERE dataset_id = ?1 AND removed_at IS NULL
             AND hash NOT IN (SELECT hash FROM {table} WHERE version >= ?2) ORDER BY position"
        ))?;
        Ok(query
            .query_map((dataset.to_string(), version), |row| parsed(row, 0))?
            .collect::<Result<_, _>>()?)
    }

    /// Whether an original was measured by this version.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_measured(&self, hash: &ContentHash, version: u32) -> Result<bool, StoreError> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM measures WHERE hash = ?1 AND version >= ?2)",
            )?
            .query_row((hash.as_str(), version), |row| row.get(0))?)
    }
}

impl Writer<'_> {
    /// Writes what was measured of an original; passed over where the original is gone.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_measures(
        &self,
        hash: &ContentHash,
        version: u32,
        measures: &Measures,
    ) -> Result<(), StoreError> {
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO measures
                 SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12
                 WHERE EXISTS (SELECT 1 FROM originals WHERE hash = ?1)",
            )?
            .execute((
                hash.as_str(),
                version,
                measures.sharpness,
                measures.brightness,
                measures.contrast,
                measures.dark,
                measures.bright,
                measures.transparent,
                measures.busyness,
                measures.salient.0,
                measures.salient.1,
                measures.look.0.cast_signed(),
            ))?;
        Ok(())
    }

    /// Writes the faces that were found in an original; passed over where the original is gone.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_faces(
        &self,
        hash: &ContentHash,
        version: u32,
        faces: &[Face],
    ) -> Result<(), StoreError> {
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO faces SELECT ?1, ?2, ?3
                 WHERE EXISTS (SELECT 1 FROM originals WHERE hash = ?1)",
            )?
            .execute((hash.as_str(), version, to_json("faces", &faces)?))?;
        Ok(())
    }
}
