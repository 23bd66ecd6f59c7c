//! Datasets: rows and their history of edits applied to them.

use crate::{Reader, StoreError, Writer};
use blazon_model::{
    CaptionStyle, ContentHash, Dataset, DatasetId, DatasetName, Framing, Subject, Timestamp,
    TriggerWord,
};
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;
use serde::de::value::{self, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use std::str::FromStr;

/// How many photos stand for a dataset in a list.
const COVERS: u32 = 4;

/// The rows of [`Dataset`] without its covers.
const SELECT: &str = "SELECT id, name, trigger, trigger_locked, subject, created_at, updated_at,
    (SELECT count(*) FROM photos WHERE dataset_id = datasets.id AND removed_at IS NULL),
    framing, caption_style
    FROM datasets";

impl Reader<'_> {
    /// All datasets that are not removed, the last changed first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_datasets(&self) -> Result<Vec<Dataset>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} WHERE removed_at IS NULL ORDER BY updated_at DESC, id DESC"
        ))?;
        let datasets = query
            .query_map([], read_dataset)?
            .collect::<Result<Vec<_>, _>>()?;
        datasets
            .into_iter()
            .map(|dataset| self.with_covers(dataset))
            .collect()
    }

    /// The dataset `id`, unless it is removed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn load_dataset(&self, id: DatasetId) -> Result<Dataset, StoreError> {
        let mut query = self
            .db
            .prepare_cached(&format!("{SELECT} WHERE id = ?1 AND removed_at IS NULL"))?;
        let dataset = query.query_row([id.to_string()], read_dataset).optional()?;
        self.with_covers(dataset.ok_or_else(|| missing(id))?)
    }

    /// The dataset `id`, removed or not: what is trained goes on without it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn load_dataset_even_removed(&self, id: DatasetId) -> Result<Dataset, StoreError> {
        let mut query = self.db.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?;
        let dataset = query.query_row([id.to_string()], read_dataset).optional()?;
        self.with_covers(dataset.ok_or_else(|| missing(id))?)
    }

    /// Whether a dataset or a model has this trigger word, a removed one included, since a
    /// removal can be undone.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_trigger_taken(&self, trigger: &TriggerWord) -> Result<bool, StoreError> {
        Ok(self.db.query_row(
            "SELECT EXISTS (SELECT 1 FROM datasets WHERE trigger = ?1)
                 OR EXISTS (SELECT 1 FROM models WHERE trigger = ?1)",
            [trigger.as_str()],
            |row| row.get(0),
        )?)
    }

    fn with_covers(&self, mut dataset: Dataset) -> Result<Dataset, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT hash FROM photos WHERE dataset_id = ?1 AND removed_at IS NULL ORDER BY position LIMIT ?2",
        )?;
        let rows = query.query_map((dataset.id.to_string(), COVERS), |row| {
            parsed::<ContentHash>(row, 0)
        })?;
        dataset.covers = rows.collect::<Result<_, _>>()?;
        Ok(dataset)
    }
}

impl Writer<'_> {
    /// Adds a dataset without photos.
    ///
    /// # Errors
    /// [`StoreError::TriggerTaken`], or SQLite's.
    pub fn insert_dataset(
        &self,
        id: DatasetId,
        name: &DatasetName,
        trigger: &TriggerWord,
        subject: Subject,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if self.is_trigger_taken(trigger)? {
            return Err(StoreError::TriggerTaken);
        }
        self.db.execute(
            "INSERT INTO datasets (id, name, trigger, subject, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
            (id.to_string(), name.as_str(), trigger.as_str(), to_json("subject", &subject)?, now.0),
        )?;
        Ok(())
    }

    /// Gives a dataset another name.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn set_dataset_name(
        &self,
        id: DatasetId,
        name: &DatasetName,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.set_field(id, "name", name.as_str(), now)
    }

    /// Chooses another subject.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn set_dataset_subject(
        &self,
        id: DatasetId,
        subject: Subject,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.set_field(id, "subject", &to_json("subject", &subject)?, now)
    }

    /// Chooses another shape and size of its photos.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn set_dataset_framing(
        &self,
        id: DatasetId,
        framing: Framing,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.set_field(id, "framing", &to_json("framing", &framing)?, now)
    }

    /// Chooses how captions become lines.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn set_caption_style(
        &self,
        id: DatasetId,
        style: CaptionStyle,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.set_field(id, "caption_style", &to_json("caption style", &style)?, now)
    }

    /// Chooses another trigger word.
    ///
    /// # Errors
    /// [`StoreError::TriggerLocked`] after a training has started, [`StoreError::TriggerTaken`],
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn set_dataset_trigger(
        &self,
        id: DatasetId,
        trigger: &TriggerWord,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let dataset = self.load_dataset(id)?;
        if dataset.trigger == *trigger {
            return Ok(());
        }
        if dataset.trigger_locked {
            return Err(StoreError::TriggerLocked);
        }
        if self.is_trigger_taken(trigger)? {
            return Err(StoreError::TriggerTaken);
        }
        self.set_field(id, "trigger", trigger.as_str(), now)
    }

    /// Keeps the trigger word as it is from now on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn lock_trigger(&self, id: DatasetId, now: Timestamp) -> Result<(), StoreError> {
        self.set_field(id, "trigger_locked", "1", now)
    }

    /// Takes a dataset out of the lists; its rows and files stay.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn remove_dataset(&self, id: DatasetId, now: Timestamp) -> Result<(), StoreError> {
        let changed = self.db.execute(
            "UPDATE datasets SET removed_at = ?2 WHERE id = ?1 AND removed_at IS NULL",
            (id.to_string(), now.0),
        )?;
        if changed == 0 {
            Err(missing(id))
        } else {
            Ok(())
        }
    }

    /// Brings a removed dataset back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there was none, or SQLite's.
    pub fn restore_dataset(&self, id: DatasetId) -> Result<(), StoreError> {
        let changed = self.db.execute(
            "UPDATE datasets SET removed_at = NULL WHERE id = ?1",
            [id.to_string()],
        )?;
        if changed == 0 {
            Err(missing(id))
        } else {
            Ok(())
        }
    }

    /// Notes that a dataset or one of its photos has changed.
    pub(crate) fn touch_dataset(&self, id: DatasetId, now: Timestamp) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE datasets SET updated_at = ?2 WHERE id = ?1",
            (id.to_string(), now.0),
        )?;
        Ok(())
    }

    /// `column` is one of this file's own words, never text from outside.
    fn set_field(
        &self,
        id: DatasetId,
        column: &'static str,
        value: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let changed = self.db.execute(
            &format!("UPDATE datasets SET {column} = ?2, updated_at = ?3 WHERE id = ?1 AND removed_at IS NULL"),
            (id.to_string(), value, now.0),
        )?;
        if changed == 0 {
            Err(missing(id))
        } else {
            Ok(())
        }
    }
}

fn missing(id: DatasetId) -> StoreError {
    StoreError::NotFound {
        what: "dataset",
        id: id.to_string(),
    }
}

fn read_dataset(row: &Row<'_>) -> rusqlite::Result<Dataset> {
    let name: String = row.get(1)?;
    Ok(Dataset {
        id: parsed(row, 0)?,
        name: DatasetName::new(&name).map_err(|error| unreadable(1, error))?,
        trigger: parsed(row, 2)?,
        trigger_locked: row.get(3)?,
        subject: from_json(row, 4)?,
        framing: from_json(row, 8)?,
        caption_style: from_json(row, 9)?,
        photo_count: row.get(7)?,
        covers: Vec::new(),
        created_at: Timestamp(row.get(5)?),
        updated_at: Timestamp(row.get(6)?),
    })
}

/// The text in `column` as a `T`.
pub(crate) fn parsed<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    row.get_ref(column)?
        .as_str()?
        .parse()
        .map_err(|error| unreadable(column, error))
}

/// The id in `column`, where there is one.
pub(crate) fn optional_id<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    if row.get_ref(column)? == rusqlite::types::ValueRef::Null {
        return Ok(None);
    }
    parsed(row, column).map(Some)
}

/// The JSON in `column` as a `T`.
pub(crate) fn from_json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(row.get_ref(column)?.as_str()?).map_err(|error| unreadable(column, error))
}

/// The JSON in `column` as a `T`, where there is any.
pub(crate) fn optional_json<T: DeserializeOwned>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<T>> {
    row.get_ref(column)?
        .as_str_or_null()?
        .map(|text| serde_json::from_str(text).map_err(|error| unreadable(column, error)))
        .transpose()
}

/// The `T` whose word on the wire is in `column`.
pub(crate) fn word<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let word: StrDeserializer<'_, value::Error> =
        row.get_ref(column)?.as_str()?.into_deserializer();
    T::deserialize(word).map_err(|error| unreadable(column, error))
}

/// The `T` whose word is in `column`, where there is one.
pub(crate) fn optional_word<T: DeserializeOwned>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<T>> {
    if row.get_ref(column)? == rusqlite::types::ValueRef::Null {
        return Ok(None);
    }
    word(row, column).map(Some)
}

pub(crate) fn to_json<T: Serialize>(what: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|source| StoreError::Json { what, source })
}

/// The error of a value that a row holds and its type refuses.
pub(crate) fn unreadable(
    column: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
}
