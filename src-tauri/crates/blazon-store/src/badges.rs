//! Badges: what each is made of.

use crate::datasets::{from_json, parsed, to_json};
use crate::{Reader, StoreError, Writer};
use blazon_model::{Badge, BadgeDesign, BadgeId, Timestamp};
use rusqlite::{OptionalExtension, Row};

const SELECT: &str = "SELECT id, name, design, created_at, updated_at FROM badges";

impl Reader<'_> {
    /// The badge `id`, removed or not.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn load_badge(&self, id: BadgeId) -> Result<Badge, StoreError> {
        self.db
            .prepare_cached(&format!("{SELECT} WHERE id = ?1"))?
            .query_row([id.to_string()], read_badge)
            .optional()?
            .ok_or_else(|| not_found(id))
    }

    /// All badges that are not removed, the one that was changed last first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_badges(&self) -> Result<Vec<Badge>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} WHERE removed_at IS NULL ORDER BY updated_at DESC, id DESC"
        ))?;
        Ok(query.query_map([], read_badge)?.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Adds a badge.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn insert_badge(
        &self,
        id: BadgeId,
        name: &str,
        design: &BadgeDesign,
        now: Timestamp,
    ) -> Result<Badge, StoreError> {
        self.db.execute(
            "INSERT INTO badges (id, name, design, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
            (id.to_string(), name, to_json("design", design)?, now.0),
        )?;
        self.load_badge(id)
    }

    /// Writes a badge as it is now.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn save_badge(
        &self,
        id: BadgeId,
        name: &str,
        design: &BadgeDesign,
        now: Timestamp,
    ) -> Result<Badge, StoreError> {
        let changed = self.db.execute(
            "UPDATE badges SET name = ?2, design = ?3, updated_at = ?4 WHERE id = ?1",
            (id.to_string(), name, to_json("design", design)?, now.0),
        )?;
        if changed == 0 {
            return Err(not_found(id));
        }
        self.load_badge(id)
    }

    /// Removes a badge, or takes it back where `removed_at` is `None`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn mark_badge_removed(
        &self,
        id: BadgeId,
        removed_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let changed = self.db.execute(
            "UPDATE badges SET removed_at = ?2 WHERE id = ?1",
            (id.to_string(), removed_at.map(|at| at.0)),
        )?;
        if changed == 1 {
            return Ok(());
        }
        Err(not_found(id))
    }
}

fn not_found(id: BadgeId) -> StoreError {
    StoreError::NotFound {
        what: "badge",
        id: id.to_string(),
    }
}

fn read_badge(row: &Row<'_>) -> rusqlite::Result<Badge> {
    Ok(Badge {
        id: parsed(row, 0)?,
        name: row.get(1)?,
        design: from_json(row, 2)?,
        created_at: Timestamp(row.get(3)?),
        updated_at: Timestamp(row.get(4)?),
    })
}
