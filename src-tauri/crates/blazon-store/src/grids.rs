//! Grids, and the drawings that stand in their cells.

use crate::datasets::{from_json, parsed, to_json};
use crate::{Reader, StoreError, Writer};
use blazon_model::{
    ContentHash, Drawing, DrawingId, GridId, GridKind, GridPlan, ModelId, Timestamp,
};
use rusqlite::{OptionalExtension, Row};

const SELECT: &str = "SELECT id, kind, plan, created_at, removed_at FROM grids";
/// Whether a drawing has a picture that is neither in the trash nor lost.
const SHOWN: &str = "EXISTS (SELECT 1 FROM pictures JOIN gallery ON gallery.id = pictures.id
    WHERE pictures.drawing_id = drawings.id AND gallery.removed_at IS NULL AND gallery.missing_at IS NULL)";

/// A grid without its cells.
#[derive(Clone, Debug, PartialEq)]
pub struct GridRow {
    /// Its id.
    pub id: GridId,
    /// What it was made for.
    pub kind: GridKind,
    /// What it shows.
    pub plan: GridPlan,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

impl Reader<'_> {
    /// The grid `id`, a removed one too.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn load_grid(&self, id: GridId) -> Result<GridRow, StoreError> {
        self.db
            .prepare_cached(&format!("{SELECT} WHERE id = ?1"))?
            .query_row([id.to_string()], read_grid)
            .optional()?
            .ok_or_else(|| StoreError::NotFound {
                what: "grid",
                id: id.to_string(),
            })
    }

    /// The grids that are not removed, newest first: those of `kind`, those with a column of `model`.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_grids(
        &self,
        kind: Option<GridKind>,
        model: Option<ModelId>,
    ) -> Result<Vec<GridRow>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} WHERE removed_at IS NULL AND (?1 IS NULL OR kind = ?1)
               AND (?2 IS NULL OR EXISTS (SELECT 1 FROM json_each(plan, '$.columns') WHERE value ->> '$.model' = ?2))
             ORDER BY id DESC LIMIT 200"
        ))?;
        let kind = kind.map(GridKind::name);
        let model = model.map(|model| model.to_string());
        let grids = query.query_map((kind, model), read_grid)?;
        Ok(grids.collect::<Result<_, _>>()?)
    }

    /// What stands in a cell: the newest drawing of it, unless its picture is gone.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find_cell(&self, cell: &ContentHash) -> Result<Option<Drawing>, StoreError> {
        let found: Option<(DrawingId, bool)> = self
            .db
            .prepare_cached(&format!(
                "SELECT id, status <> 'succeeded' OR held_back > 0 OR {SHOWN} FROM drawings
                 WHERE cell = ?1 ORDER BY id DESC LIMIT 1"
            ))?
            .query_row([cell.as_str()], |row| Ok((parsed(row, 0)?, row.get(1)?)))
            .optional()?;
        match found {
            Some((id, true)) => self.load_drawing(id).map(Some),
            Some((_, false)) | None => Ok(None),
        }
    }

    /// Whether a cell's picture is there.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_cell_drawn(&self, cell: &ContentHash) -> Result<bool, StoreError> {
        let newest = self
            .db
            .prepare_cached(&format!(
                "SELECT {SHOWN} FROM drawings WHERE cell = ?1 ORDER BY id DESC LIMIT 1"
            ))?
            .query_row([cell.as_str()], |row| row.get(0))
            .optional()?;
        Ok(newest.unwrap_or(false))
    }
}

impl Writer<'_> {
    /// Makes a grid of this plan, or takes back the one that there is.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn open_grid(
        &self,
        id: GridId,
        kind: GridKind,
        plan: &GridPlan,
        now: Timestamp,
    ) -> Result<GridId, StoreError> {
        Ok(self.db.query_row(
            "INSERT INTO grids (id, kind, plan, created_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (kind, plan) DO UPDATE SET removed_at = NULL RETURNING id",
            (id.to_string(), kind.name(), to_json("grid", plan)?, now.0),
            |row| parsed(row, 0),
        )?)
    }

    /// Puts a drawing into the cells that are drawn from the same request.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn put_in_cell(&self, drawing: DrawingId, cell: &ContentHash) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE drawings SET cell = ?2 WHERE id = ?1",
            (drawing.to_string(), cell.as_str()),
        )?;
        Ok(())
    }

    /// Removes a grid, or takes it back where `removed_at` is `None`. Its pictures stay.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn place_grid(&self, id: GridId, removed_at: Option<Timestamp>) -> Result<(), StoreError> {
        let changed = self.db.execute(
            "UPDATE grids SET removed_at = ?2 WHERE id = ?1",
            (id.to_string(), removed_at.map(|at| at.0)),
        )?;
        if changed == 1 {
            return Ok(());
        }
        Err(StoreError::NotFound {
            what: "grid",
            id: id.to_string(),
        })
    }
}

fn read_grid(row: &Row<'_>) -> rusqlite::Result<GridRow> {
    let kind: String = row.get(1)?;
    Ok(GridRow {
        id: parsed(row, 0)?,
        kind: if kind == GridKind::Evaluation.name() {
            GridKind::Evaluation
        } else {
            GridKind::Playground
        },
        plan: from_json(row, 2)?,
        created_at: Timestamp(row.get(3)?),
        removed_at: row.get::<_, Option<i64>>(4)?.map(Timestamp),
    })
}
