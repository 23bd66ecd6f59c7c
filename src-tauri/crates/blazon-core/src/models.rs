//! Models as people see and change them: listed, shown with what their files say, renamed.

use crate::model_import::{CARD, naming_of, one_line};
use crate::{Event, Studio};
use anyhow::Context;
use blazon_lora::write_whole;
use blazon_model::{
    DatasetName, LoraModel, ModelCard, ModelChange, ModelId, ModelTrigger, TriggerWord,
};
use serde_json::{Map, Value};
use std::fs;

/// Characters of what a file's maker says of it.
const LONGEST_SAYING: usize = 600;

impl Studio {
    /// A model with what its file says of itself.
    ///
    /// # Errors
    /// [`crate::ModelFileError::Lost`], [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn load_model_card(&self, id: ModelId) -> anyhow::Result<ModelCard> {
        let model = self.load_model(id)?;
        let lora = self.open_weights(&model)?;
        let said = |keys: [&str; 2]| {
            let said = keys.iter().find_map(|key| lora.metadata().get(*key))?;
            let said = one_line(said, LONGEST_SAYING);
            (!said.is_empty()).then_some(said)
        };
        let card = self.read_card(&model).unwrap_or_default();
        Ok(ModelCard {
            rank: u32::try_from(lora.rank()).unwrap_or(u32::MAX),
            naming: naming_of(lora.scheme()),
            beyond: lora.beyond(),
            imported_from: card
                .get("importedFrom")
                .and_then(Value::as_str)
                .map(ToOwned::to_owned),
            author: said(["modelspec.author", "author"]),
            license: said(["modelspec.license", "license"]),
            description: said(["modelspec.description", "description"]),
            model,
        })
    }

    /// Changes a model's name or what calls its subject. Its folder keeps its name.
    ///
    /// # Errors
    /// [`blazon_model::InvalidName`], [`blazon_model::InvalidTrigger`] for a model that was trained here,
    /// [`blazon_model::InvalidModelTrigger`] for another, [`blazon_store::StoreError::NotFound`], the disk's or the
    /// database's. Nothing is changed then.
    pub fn edit_model(&self, id: ModelId, change: &ModelChange) -> anyhow::Result<LoraModel> {
        let before = self.load_model(id)?;
        let name = match &change.name {
            None => before.name.clone(),
            Some(name) => DatasetName::new(name)?,
        };
        let trigger = match &change.trigger {
            None => before.trigger.clone(),
            Some(text) => trigger_of(&before, text.trim())?,
        };
        let model = self.store.write::<_, anyhow::Error>(|tx| {
            let model = tx.rename_model(id, &name, trigger.as_ref())?;
            self.rewrite_card(&model)?;
            Ok(model)
        })?;
        self.events.send(Event::ModelsChanged);
        Ok(model)
    }

    /// Brings the card beside the weights in step. A card that is not there, or that nobody can read, stays as it is.
    fn rewrite_card(&self, model: &LoraModel) -> anyhow::Result<()> {
        let Some(mut card) = self.read_card(model) else {
            return Ok(());
        };
        let trigger = model.trigger.as_ref().map(ModelTrigger::as_str);
        card.insert("name".to_owned(), model.name.as_str().into());
        card.insert(
            "trigger".to_owned(),
            trigger.map_or(Value::Null, Value::from),
        );
        let bytes = serde_json::to_vec_pretty(&card)?;
        write_whole(&self.model_folder(model).join(CARD), |file| {
            file.write_all(&bytes)
        })
        .context("write the model's card")
    }

    fn read_card(&self, model: &LoraModel) -> Option<Map<String, Value>> {
        let bytes = fs::read(self.model_folder(model).join(CARD)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }
}

/// A model that was trained here has a trigger word of this library; another one may have anything, or nothing.
fn trigger_of(model: &LoraModel, text: &str) -> anyhow::Result<Option<ModelTrigger>> {
    if model.run.is_some() {
        let word: TriggerWord = text.parse()?;
        return Ok(Some(word.into()));
    }
    if text.is_empty() {
        return Ok(None);
    }
    Ok(Some(text.parse()?))
}
