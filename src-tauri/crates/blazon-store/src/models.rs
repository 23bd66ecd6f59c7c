//! Models: the LoRAs that can be used.

use crate::datasets::{from_json, optional_id, parsed, to_json, unreadable};
use crate::{Reader, StoreError, Writer};
use blazon_model::{
    ByteCount, ContentHash, DatasetId, DatasetName, LoraModel, ModelId, ModelTrigger, Timestamp,
};
use rusqlite::{OptionalExtension, Row};

const SELECT: &str = "SELECT models.id, models.name, models.trigger, models.base, models.run_id, models.folder,
    models.weights, models.bytes, models.badge_base, models.badge_style, models.cover, models.created_at,
    models.notes, models.best_strength, models.is_shared, models.archived_at, models.removed_at, models.consent_at FROM models";

impl Reader<'_> {
    /// All models that are neither archived nor removed, newest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_models(&self) -> Result<Vec<LoraModel>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} WHERE archived_at IS NULL AND removed_at IS NULL ORDER BY id DESC"
        ))?;
        Ok(query.query_map([], read_model)?.collect::<Result<_, _>>()?)
    }

    /// All models whose files are there, archived and removed ones too, newest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_all_models(&self) -> Result<Vec<LoraModel>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} WHERE deleted_at IS NULL ORDER BY id DESC"
        ))?;
        Ok(query.query_map([], read_model)?.collect::<Result<_, _>>()?)
    }

    /// The model `id`, archived, removed or deleted.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn load_model(&self, id: ModelId) -> Result<LoraModel, StoreError> {
        self.db
            .prepare_cached(&format!("{SELECT} WHERE models.id = ?1"))?
            .query_row([id.to_string()], read_model)
            .optional()?
            .ok_or_else(|| StoreError::NotFound {
                what: "model",
                id: id.to_string(),
            })
    }

    /// Whether the files of a model are gone for good.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_model_deleted(&self, id: ModelId) -> Result<bool, StoreError> {
        Ok(self.db.query_row(
            "SELECT EXISTS (SELECT 1 FROM models WHERE id = ?1 AND deleted_at IS NOT NULL)",
            [id.to_string()],
            |row| row.get(0),
        )?)
    }

    /// The oldest model that is neither archived nor removed and has these weights.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find_model_of(&self, weights: &ContentHash) -> Result<Option<LoraModel>, StoreError> {
        Ok(self
            .db
            .prepare_cached(&format!(
                "{SELECT} WHERE weights = ?1 AND archived_at IS NULL AND removed_at IS NULL ORDER BY id LIMIT 1"
            ))?
            .query_row([weights.as_str()], read_model)
            .optional()?)
    }

    /// Whether a model lives in this folder, an archived one included.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_model_folder(&self, folder: &str) -> Result<bool, StoreError> {
        Ok(self.db.query_row(
            "SELECT EXISTS (SELECT 1 FROM models WHERE folder = ?1)",
            [folder],
            |row| row.get(0),
        )?)
    }

    /// The models that were trained from a dataset, archived ones included.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_models_of(&self, dataset: DatasetId) -> Result<Vec<LoraModel>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} JOIN training_runs ON training_runs.id = models.run_id WHERE training_runs.dataset_id = ?1"
        ))?;
        Ok(query
            .query_map([dataset.to_string()], read_model)?
            .collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Adds a model, whose files are on the disk.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn insert_model(&self, model: &LoraModel) -> Result<(), StoreError> {
        self.db.execute(
            "INSERT INTO models (id, name, trigger, base, run_id, folder, weights, bytes, badge_base, badge_style, cover,
                created_at, notes, best_strength, is_shared, archived_at, removed_at,
                consent_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            rusqlite::params![
                model.id.to_string(),
                model.name.as_str(),
                model.trigger.as_ref().map(ModelTrigger::as_str),
                to_json("base", &model.base)?,
                model.run.map(|run| run.to_string()),
                model.folder,
                model.weights.as_str(),
                i64::try_from(model.bytes.0).unwrap_or(i64::MAX),
                model.badge_base,
                model.badge_style,
                model.cover,
                model.created_at.0,
                model.notes,
                model.best_strength,
                model.is_shared,
                model.archived_at.map(|at| at.0),
                model.removed_at.map(|at| at.0),
                model.consent_at.map(|at| at.0),
            ],
        )?;
        Ok(())
    }

    /// Writes what a person decides about a model: its names, notes and places. Its weights stay what they are.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn update_model(&self, model: &LoraModel) -> Result<LoraModel, StoreError> {
        self.db.execute(
            "UPDATE models SET name = ?2, trigger = ?3, badge_base = ?4, badge_style = ?5, notes = ?6,
                best_strength = ?7, is_shared = ?8, archived_at = ?9, removed_at = ?10, consent_at = ?11
             WHERE id = ?1",
            (
                model.id.to_string(),
                model.name.as_str(),
                model.trigger.as_ref().map(ModelTrigger::as_str),
                &model.badge_base,
                &model.badge_style,
                &model.notes,
                model.best_strength,
                model.is_shared,
                model.archived_at.map(|at| at.0),
                model.removed_at.map(|at| at.0),
                model.consent_at.map(|at| at.0),
            ),
        )?;
        self.load_model(model.id)
    }

    /// Notes that the files of a removed model are gone. Its row stays, since its pictures name it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where it is not a removed one, or SQLite's.
    pub fn mark_model_deleted(&self, id: ModelId, now: Timestamp) -> Result<(), StoreError> {
        let changed = self.db.execute(
            "UPDATE models SET deleted_at = ?2, is_shared = 0 WHERE id = ?1 AND removed_at IS NOT NULL",
            (id.to_string(), now.0),
        )?;
        if changed == 1 {
            return Ok(());
        }
        Err(StoreError::NotFound {
            what: "model",
            id: id.to_string(),
        })
    }
}

fn read_model(row: &Row<'_>) -> rusqlite::Result<LoraModel> {
    let name: String = row.get(1)?;
    let trigger: Option<String> = row.get(2)?;
    let bytes: i64 = row.get(7)?;
    Ok(LoraModel {
        id: parsed(row, 0)?,
        name: DatasetName::new(&name).map_err(|error| unreadable(1, error))?,
        trigger: trigger
            .map(|trigger| trigger.parse())
            .transpose()
            .map_err(|error| unreadable(2, error))?,
        base: from_json(row, 3)?,
        run: optional_id(row, 4)?,
        folder: row.get(5)?,
        weights: parsed(row, 6)?,
        bytes: ByteCount(u64::try_from(bytes).unwrap_or(0)),
        badge_base: row.get(8)?,
        badge_style: row.get(9)?,
        cover: row.get(10)?,
        created_at: Timestamp(row.get(11)?),
        notes: row.get(12)?,
        best_strength: row.get(13)?,
        is_shared: row.get(14)?,
        archived_at: row.get::<_, Option<i64>>(15)?.map(Timestamp),
        removed_at: row.get::<_, Option<i64>>(16)?.map(Timestamp),
        consent_at: row.get::<_, Option<i64>>(17)?.map(Timestamp),
    })
}
