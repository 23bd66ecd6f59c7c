//! Evaluation sheets: the same prompts with fixed seeds for every model of a kind of subject, with and without the LoRA.
//!
//! What can go wrong: the base of a model is not on this computer (then its provider draws, and nothing without a
//! quote), nobody can draw with it (said when the sheet is planned).

use crate::Studio;
use blazon_model::{
    BaseFamily, DrawRequest, Endpoint, EvaluationSet, FieldValue, GridColumn, GridKind, GridPlan,
    HostedChoice, LoraModel, ModelId, ProviderId, Recipe, Role, Seed, Subject, TrainingRun,
};
use std::collections::BTreeMap;

/// The seed of every sheet, so that sheets can be compared.
const SEED: Seed = Seed(7);
/// The most prompts of a set.
const MOST_PROMPTS: usize = 12;

/// Prompts that no set can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a set has 1 to 12 prompts")]
pub struct InvalidEvaluationSet;

impl Studio {
    /// The prompts with which a model of this kind of subject is tried.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn load_evaluation_set(&self, model: ModelId) -> anyhow::Result<EvaluationSet> {
        let model = self.load_model(model)?;
        let subject = self.subject_of(&model)?;
        let kind = kind_of(model.base, subject);
        let own = self.store.read(|db| db.load_evaluation_prompts())?;
        let own = own.get(kind).cloned();
        Ok(EvaluationSet {
            subject,
            is_own: own.is_some(),
            prompts: own.unwrap_or_else(|| usual_prompts(model.base, subject)),
        })
    }

    /// Tries models of this one's kind of subject with `prompts` from now on; `None`: with those that ship.
    ///
    /// # Errors
    /// [`InvalidEvaluationSet`], [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn save_evaluation_set(
        &self,
        model: ModelId,
        prompts: Option<Vec<String>>,
    ) -> anyhow::Result<EvaluationSet> {
        let found = self.load_model(model)?;
        let kind = kind_of(found.base, self.subject_of(&found)?);
        let prompts = prompts.map(cleaned).transpose()?;
        self.store.write::<_, anyhow::Error>(|tx| {
            let mut sets = tx.load_evaluation_prompts()?;
            match prompts {
                Some(prompts) => sets.insert(kind.to_owned(), prompts),
                None => sets.remove(kind),
            };
            Ok(tx.save_evaluation_prompts(&sets, self.now())?)
        })?;
        self.load_evaluation_set(model)
    }

    /// The sheet of a model as it is usually drawn: here where this computer can, otherwise where it was trained.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn propose_evaluation(&self, id: ModelId) -> anyhow::Result<GridPlan> {
        let model = self.load_model(id)?;
        let column = |strength| GridColumn {
            model: Some(id),
            strength,
            seed: SEED,
        };
        Ok(GridPlan {
            request: self.evaluation_request(&model)?,
            prompts: self.load_evaluation_set(id)?.prompts,
            columns: vec![column(0.0), column(model.usual_strength())],
        })
    }

    /// Draws the sheet of a model that was just trained, where the settings say so and it is free and quick.
    pub(crate) fn evaluate_after(&self, run: &TrainingRun, model: ModelId) {
        let Recipe { base, provider, .. } = run.recipe;
        let settings = self.load_settings();
        let is_wanted = settings.is_ok_and(|settings| settings.evaluate_after_training);
        if !is_wanted || base != BaseFamily::Pocket || provider != ProviderId::Local {
            return;
        }
        let drawn = self.propose_evaluation(model).and_then(|mut plan| {
            // The base that it was trained on is there.
            plan.request
                .base_path
                .clone_from(&run.recipe.local.base_path);
            self.draw_grid(GridKind::Evaluation, plan, None)
        });
        if let Err(error) = drawn {
            tracing::warn!(
                error = format!("{error:#}"),
                "a fresh model was not evaluated"
            );
        }
    }

    fn evaluation_request(&self, model: &LoraModel) -> anyhow::Result<DrawRequest> {
        let local = self.local_request(Some(model.id), "")?;
        let is_here = model.base == BaseFamily::Pocket || local.base_path.is_some();
        let Some(provider) = self.trained_at(model)?.filter(|_| !is_here) else {
            return Ok(local);
        };
        let generators = self.list_generators(provider, Some(model.id))?;
        let Some(generator) = generators.first() else {
            return Ok(local);
        };
        Ok(DrawRequest {
            provider,
            base_path: None,
            steps: number(generator, Role::Steps).map_or(local.steps, |steps| steps as u32),
            guidance: number(generator, Role::Guidance).unwrap_or(local.guidance),
            hosted: Some(HostedChoice {
                endpoint: generator.id.clone(),
                chosen: BTreeMap::new(),
                typed_price: None,
            }),
            ..local
        })
    }

    /// The provider that trained a model; `None` where this computer did, or it was imported.
    fn trained_at(&self, model: &LoraModel) -> anyhow::Result<Option<ProviderId>> {
        let Some(run) = model.run else {
            return Ok(None);
        };
        let provider = self.load_run(run)?.run.recipe.provider;
        Ok((provider != ProviderId::Local).then_some(provider))
    }

    /// What a model was trained on; of one that was imported nothing is known, and most are of characters.
    fn subject_of(&self, model: &LoraModel) -> anyhow::Result<Subject> {
        match model.run {
            Some(run) => Ok(self.dataset_of(&self.load_run(run)?.run)?.subject),
            None => Ok(Subject::Character),
        }
    }
}

fn number(generator: &Endpoint, role: Role) -> Option<f64> {
    match generator.field_of(role)?.default {
        Some(FieldValue::Number(number)) => Some(number),
        Some(FieldValue::Flag(_) | FieldValue::Text(_)) | None => None,
    }
}

/// The kind of subject under which prompts are kept. The base that ships draws mascots alone, whatever it learns.
const fn kind_of(base: BaseFamily, subject: Subject) -> &'static str {
    match (base, subject) {
        (BaseFamily::Pocket, _) => "pocket",
        (_, Subject::Person { .. }) => "person",
        (_, Subject::Character) => "character",
        (_, Subject::Object) => "object",
        (_, Subject::Style) => "style",
    }
}

fn usual_prompts(base: BaseFamily, subject: Subject) -> Vec<String> {
    let prompts: [&str; 4] = match (base, subject) {
        (BaseFamily::Pocket, _) => [
            "holding a lantern",
            "holding a sword, blue background",
            "waving, green background",
            "holding a book, wearing glasses",
        ],
        (_, Subject::Person { .. }) => [
            "portrait, soft light",
            "full figure in a city street at night",
            "reading a book by a window",
            "oil painting of the face",
        ],
        (_, Subject::Character) => [
            "full figure, plain background",
            "in a forest, morning light",
            "holding a lantern at night",
            "close-up of the face, smiling",
        ],
        (_, Subject::Object) => [
            "on a table, soft light",
            "in a garden",
            "on a white background, product photo",
            "held in a hand",
        ],
        (_, Subject::Style) => [
            "a house by a lake",
            "a portrait of an old man",
            "a cat on a chair",
            "a city street in the rain",
        ],
    };
    prompts.map(str::to_owned).to_vec()
}

fn cleaned(prompts: Vec<String>) -> Result<Vec<String>, InvalidEvaluationSet> {
    let prompts: Vec<String> = prompts
        .into_iter()
        .map(|prompt| prompt.trim().to_owned())
        .filter(|prompt| !prompt.is_empty())
        .collect();
    if (1..=MOST_PROMPTS).contains(&prompts.len()) {
        Ok(prompts)
    } else {
        Err(InvalidEvaluationSet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_a_prompt_and_no_empty_lines() {
        let lines = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect();
        assert_eq!(cleaned(lines(&[" a fox ", "", " "])), Ok(lines(&["a fox"])));
        assert_eq!(cleaned(lines(&[" "])), Err(InvalidEvaluationSet));
        assert_eq!(cleaned(vec!["x".to_owned(); 13]), Err(InvalidEvaluationSet));
    }
}
