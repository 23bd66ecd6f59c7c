//! Models: the LoRAs that can be used.

use crate::datasets::{from_json, optional_id, parsed, to_json, unreadable};
use crate::{Reader, StoreError, Writer};
use blazon_model::{
    ByteCount, ContentHash, DatasetId, DatasetName, LoraModel, ModelId, ModelTrigger, Timestamp,
};
use rusqlite::{OptionalExtension, Row};

const SELECT: &str = "SELECT models.id, models.name, models.trigger, models.base, models.run_id, models.folder,
    models.weights, models.bytes, models.badge_base, models.badge_style, models.cover, models.created_at FROM models";

impl Reader<'_> {
    /// All models that are not archived, newest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_models(&self) -> Result<Vec<LoraModel>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} WHERE archived_at IS NULL ORDER BY id DESC"
        ))?;
        Ok(query.query_map([], read_model)?.collect::<Result<_, _>>()?)
    }

    /// The model `id`, archived or not.
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

    /// The oldest model that is not archived and has these weights.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find_model_of(&self, weights: &ContentHash) -> Result<Option<LoraModel>, StoreError> {
        Ok(self
            .db
            .prepare_cached(&format!(
                "{SELECT} WHERE weights = ?1 AND archived_at IS NULL ORDER BY id LIMIT 1"
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
            "INSERT INTO models (id, name, trigger, base, run_id, folder, weights, bytes, badge_base, badge_style, cover, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            (
                model.id.to_string(),
                model.name.as_str(),
                model.trigger.as_ref().map(|trigger| trigger.as_str().to_owned()),
                to_json("base", &model.base)?,
                model.run.map(|run| run.to_string()),
                &model.folder,
                model.weights.as_str(),
                i64::try_from(model.bytes.0).unwrap_or(i64::MAX),
                &model.badge_base,
                &model.badge_style,
                &model.cover,
                model.created_at.0,
            ),
        )?;
        Ok(())
    }

    /// Gives a model another name and another trigger, and returns it as it then is.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn rename_model(
        &self,
        id: ModelId,
        name: &DatasetName,
        trigger: Option<&ModelTrigger>,
    ) -> Result<LoraModel, StoreError> {
        self.db.execute(
            "UPDATE models SET name = ?2, trigger = ?3 WHERE id = ?1",
            (
                id.to_string(),
                name.as_str(),
                trigger.map(ModelTrigger::as_str),
            ),
        )?;
        self.load_model(id)
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
    })
}
