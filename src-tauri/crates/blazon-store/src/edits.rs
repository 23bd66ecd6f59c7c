//! The history of a dataset: each change can be taken back and made again.

use crate::datasets::{from_json, parsed, to_json};
use crate::{Reader, StoreError, Writer};
use blazon_model::{
    DatasetChange, DatasetId, Edit, EditId, NAMED_IN_EDIT, PhotoId, Timestamp, Turned,
};
use rusqlite::{Connection, OptionalExtension, Row};

const SELECT: &str = "SELECT id, dataset_id, change, created_at, undone_at IS NOT NULL FROM edits";

/// Which way a change is applied.
#[derive(Clone, Copy)]
enum Direction {
    Forth,
    Back,
}

impl Reader<'_> {
    /// The history of a dataset, newest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_edits(&self, dataset: DatasetId) -> Result<Vec<Edit>, StoreError> {
        let mut query = self
            .db
            .prepare_cached(&format!("{SELECT} WHERE dataset_id = ?1 ORDER BY id DESC"))?;
        let edits: Vec<Edit> = query
            .query_map([dataset.to_string()], read_edit)?
            .collect::<Result<_, _>>()?;
        edits.into_iter().map(|edit| name(&self.db, edit)).collect()
    }
}

impl Writer<'_> {
    /// Makes a change and notes it. What was undone before cannot be redone afterwards.
    ///
    /// # Errors
    /// Those of the change, or SQLite's; nothing is then changed.
    pub fn make_edit(
        &self,
        id: EditId,
        dataset: DatasetId,
        change: DatasetChange,
        now: Timestamp,
    ) -> Result<Edit, StoreError> {
        self.apply(dataset, &change, Direction::Forth, now)?;
        self.note_edit(id, dataset, change, now)
    }

    /// Notes a change that was made already, photo by photo: an import.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn note_edit(
        &self,
        id: EditId,
        dataset: DatasetId,
        change: DatasetChange,
        now: Timestamp,
    ) -> Result<Edit, StoreError> {
        self.db.execute(
            "DELETE FROM edits WHERE dataset_id = ?1 AND undone_at IS NOT NULL",
            [dataset.to_string()],
        )?;
        self.db.execute(
            "INSERT INTO edits (id, dataset_id, change, created_at) VALUES (?1, ?2, ?3, ?4)",
            (
                id.to_string(),
                dataset.to_string(),
                to_json("edit", &change)?,
                now.0,
            ),
        )?;
        let (at, undone, names) = (now, false, Vec::new());
        name(
            &self.db,
            Edit {
                id,
                dataset,
                change,
                at,
                undone,
                names,
            },
        )
    }

    /// Takes back the newest edit that is not undone; `None` where there is none.
    ///
    /// # Errors
    /// When SQLite fails, or a trigger word that should come back is taken by now.
    pub fn undo_edit(
        &self,
        dataset: DatasetId,
        now: Timestamp,
    ) -> Result<Option<Edit>, StoreError> {
        let newest = format!(
            "{SELECT} WHERE dataset_id = ?1 AND undone_at IS NULL ORDER BY id DESC LIMIT 1"
        );
        self.turn(dataset, &newest, Direction::Back, now)
    }

    /// Makes the edit again that was undone last; `None` where there is none.
    ///
    /// # Errors
    /// As [`Writer::undo_edit`].
    pub fn redo_edit(
        &self,
        dataset: DatasetId,
        now: Timestamp,
    ) -> Result<Option<Edit>, StoreError> {
        let oldest =
            format!("{SELECT} WHERE dataset_id = ?1 AND undone_at IS NOT NULL ORDER BY id LIMIT 1");
        self.turn(dataset, &oldest, Direction::Forth, now)
    }

    fn turn(
        &self,
        dataset: DatasetId,
        select: &str,
        direction: Direction,
        now: Timestamp,
    ) -> Result<Option<Edit>, StoreError> {
        let edit = self
            .db
            .query_row(select, [dataset.to_string()], read_edit)
            .optional()?;
        let Some(mut edit) = edit else {
            return Ok(None);
        };
        self.apply(dataset, &edit.change, direction, now)?;
        let undone_at = match direction {
            Direction::Forth => None,
            Direction::Back => Some(now.0),
        };
        self.db.execute(
            "UPDATE edits SET undone_at = ?2 WHERE id = ?1",
            (edit.id.to_string(), undone_at),
        )?;
        edit.undone = undone_at.is_some();
        name(&self.db, edit).map(Some)
    }

    fn apply(
        &self,
        dataset: DatasetId,
        change: &DatasetChange,
        direction: Direction,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (when_added, when_removed) = match direction {
            Direction::Forth => (None, Some(now)),
            Direction::Back => (Some(now), None),
        };
        match change {
            DatasetChange::PhotosAdded { import, count: _ } => {
                self.set_import_removed(*import, when_added)?;
            }
            DatasetChange::PhotosRemoved { photos, names: _ } => {
                self.set_photos_removed(dataset, photos, when_removed)?;
            }
            DatasetChange::Renamed { from, to } => {
                self.set_dataset_name(dataset, chosen(direction, from, to), now)?;
            }
            DatasetChange::Described { from, to } => {
                self.set_dataset_subject(dataset, *chosen(direction, from, to), now)?;
            }
            DatasetChange::TriggerChanged { from, to } => {
                self.set_dataset_trigger(dataset, chosen(direction, from, to), now)?;
            }
            DatasetChange::PhotosChosen { photos } => {
                for Turned { photo, from, to } in photos {
                    self.set_photo_choice(*photo, *chosen(direction, from, to))?;
                }
            }
            DatasetChange::PhotosCropped { photos } => {
                for Turned { photo, from, to } in photos {
                    self.set_photo_crop(*photo, *chosen(direction, from, to))?;
                }
            }
            DatasetChange::CaptionsChanged { photos } => {
                for Turned { photo, from, to } in photos {
                    self.set_photo_caption(*photo, chosen(direction, from, to))?;
                }
            }
            DatasetChange::Framed { from, to } => {
                self.set_dataset_framing(dataset, *chosen(direction, from, to), now)?;
            }
            DatasetChange::CaptionStyleChanged { from, to } => {
                self.set_caption_style(dataset, *chosen(direction, from, to), now)?;
            }
        }
        self.touch_dataset(dataset, now)
    }
}

const fn chosen<'v, T: ?Sized>(direction: Direction, from: &'v T, to: &'v T) -> &'v T {
    match direction {
        Direction::Forth => to,
        Direction::Back => from,
    }
}

/// Takes one photo out of the history, with its name.
pub(crate) fn forget_photo(
    db: &Connection,
    dataset: DatasetId,
    photo: PhotoId,
) -> Result<(), StoreError> {
    let mut query = db.prepare("SELECT id, change FROM edits WHERE dataset_id = ?1")?;
    let edits: Vec<(String, DatasetChange)> = query
        .query_map([dataset.to_string()], |row| {
            Ok((row.get(0)?, from_json(row, 1)?))
        })?
        .collect::<Result<_, _>>()?;
    for (id, change) in edits {
        match without(change, photo) {
            Rest::Untouched => {}
            Rest::Nothing => {
                db.execute("DELETE FROM edits WHERE id = ?1", [id])?;
            }
            Rest::Less(change) => {
                let change = to_json("edit", &change)?;
                db.execute("UPDATE edits SET change = ?2 WHERE id = ?1", (id, change))?;
            }
        }
    }
    Ok(())
}

/// What is left of a change without one of its photos.
enum Rest {
    Untouched,
    Less(DatasetChange),
    Nothing,
}

fn without(change: DatasetChange, photo: PhotoId) -> Rest {
    match change {
        DatasetChange::PhotosRemoved { photos, names } => {
            let (photos, names): (Vec<_>, Vec<_>) = photos
                .into_iter()
                .zip(names)
                .filter(|(other, _)| *other != photo)
                .unzip();
            if photos.is_empty() {
                Rest::Nothing
            } else {
                Rest::Less(DatasetChange::PhotosRemoved { photos, names })
            }
        }
        DatasetChange::PhotosChosen { photos } => rest(photos, photo, |photos| {
            DatasetChange::PhotosChosen { photos }
        }),
        DatasetChange::PhotosCropped { photos } => rest(photos, photo, |photos| {
            DatasetChange::PhotosCropped { photos }
        }),
        DatasetChange::CaptionsChanged { photos } => rest(photos, photo, |photos| {
            DatasetChange::CaptionsChanged { photos }
        }),
        DatasetChange::PhotosAdded { .. }
        | DatasetChange::Renamed { .. }
        | DatasetChange::Described { .. }
        | DatasetChange::TriggerChanged { .. }
        | DatasetChange::Framed { .. }
        | DatasetChange::CaptionStyleChanged { .. } => Rest::Untouched,
    }
}

fn rest<T>(
    mut photos: Vec<Turned<T>>,
    photo: PhotoId,
    change: impl FnOnce(Vec<Turned<T>>) -> DatasetChange,
) -> Rest {
    let before = photos.len();
    photos.retain(|turned| turned.photo != photo);
    if photos.is_empty() {
        Rest::Nothing
    } else if photos.len() == before {
        Rest::Untouched
    } else {
        Rest::Less(change(photos))
    }
}

fn read_edit(row: &Row<'_>) -> rusqlite::Result<Edit> {
    Ok(Edit {
        id: parsed(row, 0)?,
        dataset: parsed(row, 1)?,
        change: from_json(row, 2)?,
        at: Timestamp(row.get(3)?),
        undone: row.get(4)?,
        names: Vec::new(),
    })
}

/// Fills in the names of the first photos that are still in the library.
fn name(db: &Connection, mut edit: Edit) -> Result<Edit, StoreError> {
    let mut query = db.prepare_cached("SELECT name FROM photos WHERE id = ?1")?;
    for photo in edit.change.photos() {
        if edit.names.len() == NAMED_IN_EDIT {
            break;
        }
        edit.names.extend(
            query
                .query_row([photo.to_string()], |row| row.get(0))
                .optional()?,
        );
    }
    Ok(edit)
}
