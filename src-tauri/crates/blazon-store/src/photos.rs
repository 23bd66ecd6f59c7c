//! Originals and the photos that show them in datasets.

use crate::datasets::{parsed, unreadable};
use crate::{Reader, StoreError, Writer};
use blazon_model::{
    ByteCount, ContentHash, DatasetId, JobId, Original, Photo, PhotoFormat, PhotoId, PhotoPage,
    Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row};

/// What became of a photo that was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addition {
    /// It is new in the dataset, or back after a removal.
    New,
    /// This same import had brought it before, in this attempt or in one that was cut off.
    ByThisImport,
    /// It was there before this import.
    AlreadyThere,
}

/// What was removed for good.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeletedPhotos {
    /// The contents whose files have to go.
    pub hashes: Vec<ContentHash>,
    /// The datasets in which they were.
    pub datasets: Vec<DatasetId>,
}

const SELECT: &str =
    "SELECT photos.id, photos.hash, photos.name, originals.format, originals.bytes,
    originals.width, originals.height, photos.added_at
    FROM photos JOIN originals ON originals.hash = photos.hash";

impl Reader<'_> {
    /// Photos `offset` to `offset + limit` of a dataset, in their order.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_photos(
        &self,
        dataset: DatasetId,
        offset: u32,
        limit: u32,
    ) -> Result<PhotoPage, StoreError> {
        let total = self.db.query_row(
            "SELECT count(*) FROM photos WHERE dataset_id = ?1 AND removed_at IS NULL",
            [dataset.to_string()],
            |row| row.get(0),
        )?;
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} WHERE photos.dataset_id = ?1 AND photos.removed_at IS NULL
             ORDER BY photos.position LIMIT ?2 OFFSET ?3"
        ))?;
        let photos = query
            .query_map((dataset.to_string(), limit, offset), read_photo)?
            .collect::<Result<_, _>>()?;
        Ok(PhotoPage { total, photos })
    }

    /// The original with this content, where the library knows it.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find_original(&self, hash: &ContentHash) -> Result<Option<Original>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT hash, format, bytes, width, height, orientation FROM originals WHERE hash = ?1",
        )?;
        Ok(query.query_row([hash.as_str()], read_original).optional()?)
    }

    /// Every original.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_originals(&self) -> Result<Vec<Original>, StoreError> {
        let mut query = self.db.prepare(
            "SELECT hash, format, bytes, width, height, orientation FROM originals ORDER BY hash",
        )?;
        Ok(query
            .query_map([], read_original)?
            .collect::<Result<_, _>>()?)
    }

    /// Contents whose deletion was begun and not finished, without those that were imported again.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_unfinished_deletions(&self) -> Result<Vec<ContentHash>, StoreError> {
        let mut query = self
            .db
            .prepare("SELECT hash FROM deletions WHERE hash NOT IN (SELECT hash FROM originals)")?;
        Ok(query
            .query_map([], |row| parsed(row, 0))?
            .collect::<Result<_, _>>()?)
    }

    /// How many photos there are in all datasets, removed ones included.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn count_photos(&self) -> Result<u32, StoreError> {
        Ok(self
            .db
            .query_row("SELECT count(*) FROM photos", [], |row| row.get(0))?)
    }

    /// How many photos an import has brought that are still there.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn count_imported(&self, import: JobId) -> Result<u32, StoreError> {
        Ok(self.db.query_row(
            "SELECT count(*) FROM photos WHERE import_id = ?1 AND removed_at IS NULL",
            [import.to_string()],
            |row| row.get(0),
        )?)
    }

    /// The names of photos, in the order of `photos`; unknown ones are passed over.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn photo_names(
        &self,
        dataset: DatasetId,
        photos: &[PhotoId],
    ) -> Result<Vec<(PhotoId, String)>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT name FROM photos WHERE id = ?1 AND dataset_id = ?2 AND removed_at IS NULL",
        )?;
        let mut names = Vec::new();
        for photo in photos {
            let name = query
                .query_row((photo.to_string(), dataset.to_string()), |row| row.get(0))
                .optional()?;
            names.extend(name.map(|name| (*photo, name)));
        }
        Ok(names)
    }
}

impl Writer<'_> {
    /// Adds an original, whose file is on the disk, to a dataset under `name`.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn add_photo(
        &self,
        id: PhotoId,
        dataset: DatasetId,
        original: &Original,
        name: &str,
        import: JobId,
        now: Timestamp,
    ) -> Result<Addition, StoreError> {
        self.insert_original(original, now)?;
        let known: Option<(bool, Option<String>)> = self
            .db
            .prepare_cached("SELECT removed_at IS NOT NULL, import_id FROM photos WHERE dataset_id = ?1 AND hash = ?2")?
            .query_row((dataset.to_string(), original.hash.as_str()), |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match known {
            None => self.insert_photo(id, dataset, original, name, import, now)?,
            Some((true, _)) => self.bring_back(dataset, original, import)?,
            Some((false, by)) if by.as_deref() == Some(&import.to_string()) => {
                return Ok(Addition::ByThisImport);
            }
            Some((false, _)) => return Ok(Addition::AlreadyThere),
        }
        self.touch_dataset(dataset, now)?;
        Ok(Addition::New)
    }

    fn insert_original(&self, original: &Original, now: Timestamp) -> Result<(), StoreError> {
        let bytes = i64::try_from(original.bytes.0).unwrap_or(i64::MAX);
        self.db
            .prepare_cached(
                "INSERT INTO originals VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
            )?
            .execute((
                original.hash.as_str(),
                original.format.extension(),
                bytes,
                original.width,
                original.height,
                original.orientation.exif(),
                now.0,
            ))?;
        Ok(())
    }

    fn insert_photo(
        &self,
        id: PhotoId,
        dataset: DatasetId,
        original: &Original,
        name: &str,
        import: JobId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db
            .prepare_cached(
                "INSERT INTO photos (id, dataset_id, hash, name, position, import_id, added_at)
                 VALUES (?1, ?2, ?3, ?4,
                     (SELECT coalesce(max(position), 0) + 1 FROM photos WHERE dataset_id = ?2), ?5, ?6)",
            )?
            .execute((id.to_string(), dataset.to_string(), original.hash.as_str(), name, import.to_string(), now.0))?;
        Ok(())
    }

    fn bring_back(
        &self,
        dataset: DatasetId,
        original: &Original,
        import: JobId,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE photos SET removed_at = NULL, import_id = ?3 WHERE dataset_id = ?1 AND hash = ?2",
            (dataset.to_string(), original.hash.as_str(), import.to_string()),
        )?;
        Ok(())
    }

    /// Takes photos out of their dataset, or back into it; the originals stay either way.
    pub(crate) fn set_photos_removed(
        &self,
        dataset: DatasetId,
        photos: &[PhotoId],
        removed_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let mut update = self.db.prepare_cached(
            "UPDATE photos SET removed_at = ?3 WHERE id = ?1 AND dataset_id = ?2",
        )?;
        for photo in photos {
            update.execute((
                photo.to_string(),
                dataset.to_string(),
                removed_at.map(|at| at.0),
            ))?;
        }
        Ok(())
    }

    /// The same for all photos of an import.
    pub(crate) fn set_import_removed(
        &self,
        import: JobId,
        removed_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE photos SET removed_at = ?2 WHERE import_id = ?1",
            (import.to_string(), removed_at.map(|at| at.0)),
        )?;
        Ok(())
    }

    /// Removes photos for good: their rows in every dataset that shows the same content, their
    /// originals' rows, and their names in the history. The contents are noted as to be deleted;
    /// removing their files is the caller's, and then [`Writer::finish_deletion`].
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn begin_deletion(
        &self,
        photos: &[PhotoId],
        now: Timestamp,
    ) -> Result<DeletedPhotos, StoreError> {
        let mut deleted = DeletedPhotos::default();
        for photo in photos {
            let hash = self
                .db
                .query_row(
                    "SELECT hash FROM photos WHERE id = ?1",
                    [photo.to_string()],
                    |row| parsed(row, 0),
                )
                .optional()?;
            let Some(hash) = hash else { continue };
            for dataset in forget(self.db, &hash)?.datasets {
                if !deleted.datasets.contains(&dataset) {
                    deleted.datasets.push(dataset);
                }
            }
            self.db.execute(
                "INSERT INTO deletions VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                (hash.as_str(), now.0),
            )?;
            deleted.hashes.push(hash);
        }
        Ok(deleted)
    }

    /// Notes that the files of a deleted content are gone.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn finish_deletion(&self, hash: &ContentHash) -> Result<(), StoreError> {
        self.db
            .execute("DELETE FROM deletions WHERE hash = ?1", [hash.as_str()])?;
        Ok(())
    }
}

/// What [`forget`] removed.
pub(crate) struct Forgotten {
    /// Rows of photos.
    pub(crate) rows: usize,
    /// The datasets that had them.
    pub(crate) datasets: Vec<DatasetId>,
}

/// Removes every trace of a content from a database of this program or an older one.
pub(crate) fn forget(db: &Connection, hash: &ContentHash) -> Result<Forgotten, StoreError> {
    let mut query = db.prepare("SELECT id, dataset_id FROM photos WHERE hash = ?1")?;
    let shown: Vec<(PhotoId, DatasetId)> = query
        .query_map([hash.as_str()], |row| {
            Ok((parsed(row, 0)?, parsed(row, 1)?))
        })?
        .collect::<Result<_, _>>()?;
    for (photo, dataset) in &shown {
        crate::edits::forget_photo(db, *dataset, *photo)?;
    }
    let rows = db.execute("DELETE FROM photos WHERE hash = ?1", [hash.as_str()])?;
    db.execute("DELETE FROM originals WHERE hash = ?1", [hash.as_str()])?;
    Ok(Forgotten {
        rows,
        datasets: shown.into_iter().map(|(_, dataset)| dataset).collect(),
    })
}

fn read_photo(row: &Row<'_>) -> rusqlite::Result<Photo> {
    Ok(Photo {
        id: parsed(row, 0)?,
        hash: parsed(row, 1)?,
        name: row.get(2)?,
        format: read_format(row, 3)?,
        bytes: read_bytes(row, 4)?,
        width: row.get(5)?,
        height: row.get(6)?,
        added_at: Timestamp(row.get(7)?),
    })
}

fn read_original(row: &Row<'_>) -> rusqlite::Result<Original> {
    let orientation: u8 = row.get(5)?;
    Ok(Original {
        hash: parsed(row, 0)?,
        format: read_format(row, 1)?,
        bytes: read_bytes(row, 2)?,
        width: row.get(3)?,
        height: row.get(4)?,
        orientation: blazon_model::Orientation::from_exif(orientation)
            .ok_or_else(|| unreadable(5, std::io::Error::other("an orientation is 1 to 8")))?,
    })
}

fn read_format(row: &Row<'_>, column: usize) -> rusqlite::Result<PhotoFormat> {
    match row.get_ref(column)?.as_str()? {
        "jpg" => Ok(PhotoFormat::Jpeg),
        "png" => Ok(PhotoFormat::Png),
        other => Err(unreadable(
            column,
            std::io::Error::other(format!("unknown format {other}")),
        )),
    }
}

fn read_bytes(row: &Row<'_>, column: usize) -> rusqlite::Result<ByteCount> {
    let bytes: i64 = row.get(column)?;
    Ok(ByteCount(u64::try_from(bytes).unwrap_or(0)))
}
