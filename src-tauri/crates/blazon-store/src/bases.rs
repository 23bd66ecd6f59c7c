//! Bases of the person's own, and how fast this computer trains.

use crate::datasets::{from_json, to_json};
use crate::{Reader, StoreError, Writer};
use blazon_model::{Base, Timestamp};
use rusqlite::OptionalExtension;

impl Reader<'_> {
    /// The bases of the person's own, in the order in which they were added.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_bases(&self) -> Result<Vec<Base>, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT path, name, family FROM bases ORDER BY added_at, path")?;
        let bases = query.query_map([], |row| {
            Ok(Base {
                path: Some(row.get(0)?),
                name: row.get(1)?,
                family: from_json(row, 2)?,
            })
        })?;
        Ok(bases.collect::<Result<_, _>>()?)
    }

    /// Seconds that one step of `work` took here; `None` where none was measured.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find_pace(&self, work: &str) -> Result<Option<f64>, StoreError> {
        Ok(self
            .db
            .query_row("SELECT seconds FROM paces WHERE work = ?1", [work], |row| {
                row.get(0)
            })
            .optional()?)
    }
}

impl Writer<'_> {
    /// Adds a base, or takes note of what it is now.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_base(&self, base: &Base, now: Timestamp) -> Result<(), StoreError> {
        self.db.execute(
            "INSERT INTO bases VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (path) DO UPDATE SET name = excluded.name, family = excluded.family",
            (
                &base.path,
                &base.name,
                to_json("family", &base.family)?,
                now.0,
            ),
        )?;
        Ok(())
    }

    /// Takes a base out of the list; its files stay.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn forget_base(&self, path: &str) -> Result<(), StoreError> {
        self.db
            .execute("DELETE FROM bases WHERE path = ?1", [path])?;
        Ok(())
    }

    /// Notes how long one step of `work` took here.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_pace(&self, work: &str, seconds: f64, now: Timestamp) -> Result<(), StoreError> {
        self.db.execute(
            "INSERT INTO paces VALUES (?1, ?2, ?3)
             ON CONFLICT (work) DO UPDATE SET seconds = excluded.seconds, measured_at = excluded.measured_at",
            (work, seconds, now.0),
        )?;
        Ok(())
    }
}
