//! Everything that is known of a model on one page, and its way out of the library.
//!
//! What can go wrong: the weights are gone or damaged (the rest is shown, and why stands beside it); a crash while files
//! are deleted for good (the model is still among the removed ones, and is deleted again); pictures that name a deleted
//! model (its row stays for them).

use crate::{Event, Studio, explain};
use anyhow::Context;
use blazon_model::{
    ArchiveManifest, BadgePrompt, ByteCount, GalleryQuery, LoraModel, ModelId, ModelPage,
    ProviderId, Spend, compose_badge_prompt,
};
use blazon_store::StoreError;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Pictures on a model's page.
const PICTURES: u32 = 12;

impl Studio {
    /// All models whose files are there, archived and removed ones too, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_all_models(&self) -> anyhow::Result<Vec<LoraModel>> {
        Ok(self.store.read(|db| db.list_all_models())?)
    }

    /// A model with everything that is known of it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], also of one that was deleted for good, or the database's. A file that cannot be read is no error here.
    pub fn load_model_page(&self, id: ModelId) -> anyhow::Result<ModelPage> {
        let model = self.load_model(id)?;
        if self.store.read(|db| db.is_model_deleted(id))? {
            return Err(no_model(id).into());
        }
        let (card, trouble) = match self.load_model_card(id) {
            Ok(card) => (Some(card), None),
            Err(error) => (None, Some(explain(&error, &self.words()).message)),
        };
        let kept = self.read_card(&model).unwrap_or_default();
        let drawn = GalleryQuery {
            model: Some(id),
            ..GalleryQuery::default()
        };
        let pictures = self.list_gallery(&drawn, 0, PICTURES)?;
        let run = model.run.map(|run| self.load_run(run)).transpose()?;
        let subject = match &run {
            Some(run) => Some(self.dataset_of(&run.run)?.subject),
            None => None,
        };
        let spend = match &run {
            Some(run) if run.run.recipe.provider != ProviderId::Local => {
                let entries = self.store.read(|db| db.list_ledger_of(run.run.id))?;
                Some(Spend::of_entries(&entries))
            }
            Some(_) | None => None,
        };
        let (losses, samples, recipe) = run.map_or_else(Default::default, |run| {
            (run.losses, run.samples, Some(run.run.recipe))
        });
        Ok(ModelPage {
            needs_consent: self.needs_consent(&model)?,
            card,
            trouble,
            recipe,
            trained_on: kept.get("trainedOn").and_then(manifest_of),
            has_archive: self.model_folder(&model).join("dataset.zip").exists(),
            losses,
            samples,
            spend,
            subject,
            pictures: pictures.items,
            picture_count: pictures.total,
            model,
        })
    }

    /// The whole prompt that is sent for a badge with a model, whose parts may still be in the making.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn badge_prompt(&self, id: ModelId, parts: BadgePrompt<'_>) -> anyhow::Result<String> {
        let model = self.load_model(id)?;
        Ok(compose_badge_prompt(model.trigger.as_ref(), parts))
    }

    /// Archives a model, so that it is offered nowhere, or takes it back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn archive_model(&self, id: ModelId, archived: bool) -> anyhow::Result<LoraModel> {
        let now = self.now();
        self.place_model(id, |model| model.archived_at = archived.then_some(now))
    }

    /// Removes a model; [`Studio::restore_model`] takes it back. Its files stay.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn remove_model(&self, id: ModelId) -> anyhow::Result<LoraModel> {
        let now = self.now();
        self.place_model(id, |model| model.removed_at = Some(now))
    }

    /// Takes a removed model back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn restore_model(&self, id: ModelId) -> anyhow::Result<LoraModel> {
        self.place_model(id, |model| model.removed_at = None)
    }

    /// Deletes the files of a removed model, and returns how large they were. Its pictures stay, and so does its name.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where it is not a removed one, the disk's or the database's.
    pub fn delete_model_for_good(&self, id: ModelId) -> anyhow::Result<ByteCount> {
        let model = self.load_model(id)?;
        if model.removed_at.is_none() {
            return Err(no_model(id).into());
        }
        let folder = self.model_folder(&model);
        let bytes = bytes_below(&folder);
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).context("delete the model's files");
            }
            _ => {}
        }
        self.store
            .write(|tx| tx.mark_model_deleted(id, self.now()))?;
        self.events.send(Event::ModelsChanged);
        Ok(ByteCount(bytes))
    }

    fn place_model(
        &self,
        id: ModelId,
        place: impl FnOnce(&mut LoraModel),
    ) -> anyhow::Result<LoraModel> {
        let model = self.store.write::<_, StoreError>(|tx| {
            let mut model = tx.load_model(id)?;
            place(&mut model);
            tx.update_model(&model)
        })?;
        self.events.send(Event::ModelsChanged);
        Ok(model)
    }
}

fn no_model(id: ModelId) -> StoreError {
    StoreError::NotFound {
        what: "model",
        id: id.to_string(),
    }
}

fn manifest_of(card: &Value) -> Option<ArchiveManifest> {
    serde_json::from_value(card.clone()).ok()
}

fn bytes_below(folder: &Path) -> u64 {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    let sizes = files.filter_map(|file| file.metadata().ok());
    sizes
        .filter(fs::Metadata::is_file)
        .map(|file| file.len())
        .sum()
}
