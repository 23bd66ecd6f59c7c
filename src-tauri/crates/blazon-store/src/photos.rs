//! Originals and the photos that show them in datasets.

use crate::datasets::{optional_json, parsed, to_json, unreadable};
use crate::{Reader, StoreError, Writer};
use blazon_model::{
    ByteCount, Choice, ContentHash, CropRect, DatasetId, Face, JobId, LookHash, Measures, Original,
    PhotoFormat, PhotoId, Timestamp,
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

/// A photo to be added to a dataset.
#[derive(Clone, Copy, Debug)]
pub struct NewPhoto<'a> {
    /// The id that it gets, unless the dataset has or had it.
    pub id: PhotoId,
    /// The dataset.
    pub dataset: DatasetId,
    /// Its original.
    pub original: &'a Original,
    /// The file's name.
    pub name: &'a str,
    /// The import that brings it.
    pub import: JobId,
    /// The caption that came along; empty where none did.
    pub caption: &'a str,
}

/// A photo as it stands in the database, with what is known of its original.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotoRow {
    /// Its place in the dataset.
    pub id: PhotoId,
    /// Its original.
    pub original: Original,
    /// The file's name when it was imported.
    pub name: String,
    /// When it came into the dataset.
    pub added_at: Timestamp,
    /// Its caption.
    pub caption: String,
    /// What a person chose to use of it.
    pub crop: Option<CropRect>,
    /// What a person decided about it.
    pub choice: Option<Choice>,
    /// What was measured of its original, if it was.
    pub measures: Option<Measures>,
    /// The faces in it; none: not looked for yet.
    pub faces: Option<Vec<Face>>,
}

const SELECT: &str = "SELECT originals.hash, originals.format, originals.bytes, originals.width,
    originals.height, originals.orientation, photos.id, photos.name, photos.added_at,
    photos.caption, photos.crop, photos.choice, faces.faces,
    measures.sharpness, measures.brightness, measures.contrast, measures.dark, measures.bright,
    measures.transparent, measures.busyness, measures.salient_x, measures.salient_y, measures.look
    FROM photos JOIN originals ON originals.hash = photos.hash
    LEFT JOIN measures ON measures.hash = photos.hash
    LEFT JOIN faces ON faces.hash = photos.hash";

impl Reader<'_> {
    /// The photos of a dataset, in the order in which they came.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_photos(&self, dataset: DatasetId) -> Result<Vec<PhotoRow>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} WHERE photos.dataset_id = ?1 AND photos.removed_at IS NULL
             ORDER BY photos.position"
        ))?;
        Ok(query
            .query_map([dataset.to_string()], read_photo)?
            .collect::<Result<_, _>>()?)
    }

    /// One photo of a dataset, removed or not.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn load_photo(&self, photo: PhotoId) -> Result<PhotoRow, StoreError> {
        self.db
            .prepare_cached(&format!("{SELECT} WHERE photos.id = ?1"))?
            .query_row([photo.to_string()], read_photo)
            .optional()?
            .ok_or_else(|| StoreError::NotFound {
                what: "photo",
                id: photo.to_string(),
            })
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
    /// Adds an original, whose file is on the disk, to a dataset.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn add_photo(&self, new: &NewPhoto<'_>, now: Timestamp) -> Result<Addition, StoreError> {
        self.insert_original(new.original, now)?;
        let known: Option<(bool, Option<String>)> = self
            .db
            .prepare_cached("SELECT removed_at IS NOT NULL, import_id FROM photos WHERE dataset_id = ?1 AND hash = ?2")?
            .query_row((new.dataset.to_string(), new.original.hash.as_str()), |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match known {
            None => self.insert_photo(new, now)?,
            Some((true, _)) => self.bring_back(new)?,
            Some((false, by)) if by.as_deref() == Some(&new.import.to_string()) => {
                return Ok(Addition::ByThisImport);
            }
            Some((false, _)) => return Ok(Addition::AlreadyThere),
        }
        self.touch_dataset(new.dataset, now)?;
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

    fn insert_photo(&self, new: &NewPhoto<'_>, now: Timestamp) -> Result<(), StoreError> {
        self.db
            .prepare_cached(
                "INSERT INTO photos (id, dataset_id, hash, name, position, import_id, added_at, caption)
                 VALUES (?1, ?2, ?3, ?4,
                     (SELECT coalesce(max(position), 0) + 1 FROM photos WHERE dataset_id = ?2), ?5, ?6, ?7)",
            )?
            .execute((
                new.id.to_string(),
                new.dataset.to_string(),
                new.original.hash.as_str(),
                new.name,
                new.import.to_string(),
                now.0,
                new.caption,
            ))?;
        Ok(())
    }

    fn bring_back(&self, new: &NewPhoto<'_>) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE photos SET removed_at = NULL, import_id = ?3, caption = iif(?4 = '', caption, ?4)
             WHERE dataset_id = ?1 AND hash = ?2",
            (
                new.dataset.to_string(),
                new.original.hash.as_str(),
                new.import.to_string(),
                new.caption,
            ),
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

    /// Writes what a person decided about a photo.
    pub(crate) fn set_photo_choice(
        &self,
        photo: PhotoId,
        choice: Option<Choice>,
    ) -> Result<(), StoreError> {
        let choice = choice
            .map(|choice| to_json("choice", &choice))
            .transpose()?;
        self.set_photo(photo, "choice", choice.as_deref())
    }

    /// Writes what a person chose to use of a photo.
    pub(crate) fn set_photo_crop(
        &self,
        photo: PhotoId,
        crop: Option<CropRect>,
    ) -> Result<(), StoreError> {
        let crop = crop.map(|crop| to_json("crop", &crop)).transpose()?;
        self.set_photo(photo, "crop", crop.as_deref())
    }

    /// Writes a photo's caption.
    pub(crate) fn set_photo_caption(
        &self,
        photo: PhotoId,
        caption: &str,
    ) -> Result<(), StoreError> {
        self.set_photo(photo, "caption", Some(caption))
    }

    /// `column` is one of this file's own words, never text from outside.
    fn set_photo(
        &self,
        photo: PhotoId,
        column: &'static str,
        value: Option<&str>,
    ) -> Result<(), StoreError> {
        self.db
            .prepare_cached(&format!("UPDATE photos SET {column} = ?2 WHERE id = ?1"))?
            .execute((photo.to_string(), value))?;
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
            for dataset in forget(&self.db, &hash)?.datasets {
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
    // A copy from an earlier version has no archives yet.
    let has_archives = db.table_exists(None, "archives")?;
    for (photo, dataset) in &shown {
        crate::edits::forget_photo(db, *dataset, *photo)?;
        crate::captionings::forget_photo(db, *photo)?;
        if has_archives {
            db.execute(
                "DELETE FROM archives WHERE dataset_id = ?1",
                [dataset.to_string()],
            )?;
        }
    }
    let rows = db.execute("DELETE FROM photos WHERE hash = ?1", [hash.as_str()])?;
    db.execute("DELETE FROM originals WHERE hash = ?1", [hash.as_str()])?;
    Ok(Forgotten {
        rows,
        datasets: shown.into_iter().map(|(_, dataset)| dataset).collect(),
    })
}

fn read_photo(row: &Row<'_>) -> rusqlite::Result<PhotoRow> {
    Ok(PhotoRow {
        original: read_original(row)?,
        id: parsed(row, 6)?,
        name: row.get(7)?,
        added_at: Timestamp(row.get(8)?),
        caption: row.get(9)?,
        crop: optional_json(row, 10)?,
        choice: optional_json(row, 11)?,
        faces: optional_json(row, 12)?,
        measures: read_measures(row)?,
    })
}

fn read_measures(row: &Row<'_>) -> rusqlite::Result<Option<Measures>> {
    let Some(sharpness) = row.get(13)? else {
        return Ok(None);
    };
    let look: i64 = row.get(22)?;
    Ok(Some(Measures {
        sharpness,
        brightness: row.get(14)?,
        contrast: row.get(15)?,
        dark: row.get(16)?,
        bright: row.get(17)?,
        transparent: row.get(18)?,
        busyness: row.get(19)?,
        salient: (row.get(20)?, row.get(21)?),
        look: LookHash(look.cast_unsigned()),
    }))
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
    let extension = row.get_ref(column)?.as_str()?;
    PhotoFormat::from_extension(extension).ok_or_else(|| {
        unreadable(
            column,
            std::io::Error::other(format!("unknown format {extension}")),
        )
    })
}

fn read_bytes(row: &Row<'_>, column: usize) -> rusqlite::Result<ByteCount> {
    let bytes: i64 = row.get(column)?;
    Ok(ByteCount(u64::try_from(bytes).unwrap_or(0)))
}
