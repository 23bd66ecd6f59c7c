//! Models as people see and change them: listed, shown with what their files say, renamed.

use crate::model_import::{CARD, naming_of, one_line};
use crate::{BotError, Event, Studio};
use anyhow::Context;
use blazon_lora::write_whole;
use blazon_model::{
    DatasetName, LoraModel, ModelCard, ModelChange, ModelId, ModelTrigger, Subject, TriggerWord,
};
use serde_json::{Map, Value};
use std::fs;
use std::ops::RangeInclusive;

/// Characters of what a file's maker says of it.
const LONGEST_SAYING: usize = 600;
/// Characters of a person's notes about a model.
const LONGEST_NOTES: usize = 4000;
/// Characters of a part of a badge's prompt.
const LONGEST_PART: usize = 500;
/// Strengths at which a model can be best.
const STRENGTHS: RangeInclusive<f64> = 0.05..=2.0;

/// What cannot be said of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidModelChange {
    /// The notes are too long.
    #[error("the notes are too long")]
    Notes,
    /// A part of the badge's prompt is too long.
    #[error("a part of the badge's prompt is too long")]
    BadgePrompt,
    /// The strength is out of range.
    #[error("the strength is out of range")]
    Strength,
}

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

    /// Changes what a person decides about a model. Its folder keeps its name.
    ///
    /// # Errors
    /// [`blazon_model::InvalidName`], [`blazon_model::InvalidTrigger`] for a model that was trained here,
    /// [`blazon_model::InvalidModelTrigger`] for another, [`InvalidModelChange`], [`BotError::NoConsent`],
    /// [`blazon_store::StoreError::NotFound`], the disk's or the database's. Nothing is changed then.
    pub fn edit_model(&self, id: ModelId, change: &ModelChange) -> anyhow::Result<LoraModel> {
        let mut model = changed(self.load_model(id)?, change)?;
        if change.has_consent == Some(true) {
            model.consent_at.get_or_insert(self.now());
        }
        if change.is_shared == Some(true) && self.needs_consent(&model)? {
            return Err(BotError::NoConsent.into());
        }
        let model = self.store.write::<_, anyhow::Error>(|tx| {
            let model = tx.update_model(&model)?;
            self.rewrite_card(&model)?;
            Ok(model)
        })?;
        self.events.send(Event::ModelsChanged);
        Ok(model)
    }

    /// Whether a model may show a person of whom nobody has said that this person agrees. What a model shows that was
    /// not trained here is not known.
    pub(crate) fn needs_consent(&self, model: &LoraModel) -> anyhow::Result<bool> {
        if model.consent_at.is_some() {
            return Ok(false);
        }
        let Some(run) = model.run else {
            return Ok(true);
        };
        let run = self.store.read(|db| db.load_run(run))?;
        let subject = self.dataset_of(&run)?.subject;
        Ok(matches!(subject, Subject::Person { .. }))
    }

    /// Brings the card beside the weights in step. A card that is not there, or that nobody can read, stays as it is.
    fn rewrite_card(&self, model: &LoraModel) -> anyhow::Result<()> {
        let Some(mut card) = self.read_card(model) else {
            return Ok(());
        };
        let trigger = model.trigger.as_ref().map(ModelTrigger::as_str);
        let said = [
            ("name", model.name.as_str().into()),
            ("trigger", trigger.map_or(Value::Null, Value::from)),
            ("notes", model.notes.as_str().into()),
            ("badgeBase", model.badge_base.as_str().into()),
            ("badgeStyle", model.badge_style.as_str().into()),
            ("bestStrength", model.best_strength.into()),
        ];
        card.extend(said.map(|(name, value)| (name.to_owned(), value)));
        let bytes = serde_json::to_vec_pretty(&card)?;
        write_whole(&self.model_folder(model).join(CARD), |file| {
            file.write_all(&bytes)
        })
        .context("write the model's card")
    }

    pub(crate) fn read_card(&self, model: &LoraModel) -> Option<Map<String, Value>> {
        let bytes = fs::read(self.model_folder(model).join(CARD)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }
}

/// The model as it becomes by a change, where that is sound.
fn changed(mut model: LoraModel, change: &ModelChange) -> anyhow::Result<LoraModel> {
    if let Some(name) = &change.name {
        model.name = DatasetName::new(name)?;
    }
    if let Some(text) = &change.trigger {
        model.trigger = trigger_of(&model, text.trim())?;
    }
    if let Some(notes) = &change.notes {
        model.notes = within(notes, LONGEST_NOTES).ok_or(InvalidModelChange::Notes)?;
    }
    if let Some(base) = &change.badge_base {
        model.badge_base = within(base, LONGEST_PART).ok_or(InvalidModelChange::BadgePrompt)?;
    }
    if let Some(style) = &change.badge_style {
        model.badge_style = within(style, LONGEST_PART).ok_or(InvalidModelChange::BadgePrompt)?;
    }
    if let Some(strength) = change.best_strength {
        if strength != 0.0 && !STRENGTHS.contains(&strength) {
            return Err(InvalidModelChange::Strength.into());
        }
        model.best_strength = (strength != 0.0).then_some(strength);
    }
    model.is_shared = change.is_shared.unwrap_or(model.is_shared);
    Ok(model)
}

fn within(text: &str, longest: usize) -> Option<String> {
    let text = text.trim();
    (text.chars().count() <= longest).then(|| text.to_owned())
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
