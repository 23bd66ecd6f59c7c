//! Trainings: planned, started, watched, stopped. Who carries them out is `run_carrier.rs`.
//!
//! What this computer trains is free, so pressing the button is the acceptance of its quote: the row
//! is written all the same. What only hosted trainings have is `hosted.rs`.

use crate::bases::BaseError;
use crate::{Event, Studio};
use blazon_model::{
    DatasetId, LoraModel, ModelId, NEEDED_PHOTOS, Preset, ProviderId, Recipe, RunDetails, RunEvent,
    RunId, RunNews, RunState, TrainingEstimate, TrainingPlan, TrainingRefusal, TrainingRun,
};
use blazon_store::StoreError;
use std::time::Duration;

/// The engine itself, its libraries and what a measure cannot see: memory that has to stay free.
const MEMORY_LEFT_FREE: u64 = 200 * 1024 * 1024;

/// Why a training was not started.
#[derive(Debug, thiserror::Error)]
#[error("the training cannot start: {0:?}")]
pub struct RefusedTraining(pub TrainingRefusal);

/// The recipe has a value that no trainer takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field} is out of range")]
pub struct InvalidRecipe {
    /// The field, as the recipe calls it.
    pub field: &'static str,
}

impl Studio {
    /// The recipe of `preset` for a dataset on this computer.
    ///
    /// # Errors
    /// [`BaseError`], [`StoreError::NotFound`], or the database's.
    pub fn propose_recipe(
        &self,
        dataset: DatasetId,
        preset: Preset,
        base_path: Option<String>,
    ) -> anyhow::Result<Recipe> {
        self.load_dataset(dataset)?;
        let family = self.base_family(base_path.as_deref())?;
        let mut recipe = Recipe::from_preset(preset, ProviderId::Local, family);
        recipe.local.base_path = base_path;
        Ok(recipe)
    }

    /// What a training by `recipe` would use and take, and whether it can start.
    ///
    /// # Errors
    /// [`InvalidRecipe`], [`StoreError::NotFound`], or the database's. A refusal is no error.
    pub fn plan_training(
        &self,
        dataset: DatasetId,
        recipe: Recipe,
    ) -> anyhow::Result<TrainingPlan> {
        self.check_recipe(&recipe)?;
        let reviewed = self.reviewed(dataset)?;
        let used: Vec<_> = reviewed.used().collect();
        let photos = u32::try_from(used.len()).unwrap_or(u32::MAX);
        let captioned = used.iter().filter(|photo| !photo.caption.is_empty());
        let captions = u32::try_from(captioned.count()).unwrap_or(u32::MAX);
        let mut plan = TrainingPlan {
            photos,
            captions,
            estimate: None,
            cost: None,
            refusal: None,
            recipe,
        };
        match plan.recipe.provider {
            ProviderId::Local => self.plan_local(&mut plan),
            ProviderId::Fal | ProviderId::Replicate => {
                (plan.cost, plan.refusal) = self.plan_hosted(&plan.recipe, [photos, captions])?;
            }
        }
        if photos < NEEDED_PHOTOS {
            plan.refusal = Some(TrainingRefusal::TooFewPhotos {
                have: photos,
                needed: NEEDED_PHOTOS,
            });
        }
        Ok(plan)
    }

    fn plan_local(&self, plan: &mut TrainingPlan) {
        match self.estimate(&plan.recipe) {
            Ok(estimate) => plan.estimate = Some(estimate),
            Err(refusal) => plan.refusal = Some(refusal),
        }
        if plan.recipe.local.parts.is_empty() {
            plan.refusal = Some(TrainingRefusal::NothingToTrain);
        }
    }

    /// Whether each value is one that the trainer takes; a trainer that is not known is a refusal, not an error.
    fn check_recipe(&self, recipe: &Recipe) -> anyhow::Result<()> {
        let Some(hosted) = &recipe.hosted else {
            return Ok(check(recipe)?);
        };
        let catalog = self.catalog()?;
        if let Some(trainer) = catalog.find(recipe.provider, &hosted.endpoint) {
            blazon_providers::catalog::input_of(trainer, &hosted.chosen)?;
        }
        Ok(())
    }

    fn estimate(&self, recipe: &Recipe) -> Result<TrainingEstimate, TrainingRefusal> {
        let probed = self.probe_training(recipe).map_err(refusal_of)?;
        if let Some(available) = probed.available
            && probed.memory.0.saturating_add(MEMORY_LEFT_FREE) > available.0
        {
            return Err(TrainingRefusal::TooLittleMemory {
                needed: probed.memory,
                available,
            });
        }
        let pace = self.store.read(|db| db.find_pace(&pace_key(recipe)));
        let seconds = pace
            .ok()
            .flatten()
            .map(|pace| pace * f64::from(recipe.steps));
        Ok(TrainingEstimate {
            // A value out of range is cut: nobody waits for 136 years.
            seconds: seconds.map(|seconds| seconds.ceil() as u32),
            memory: probed.memory,
            available: probed.available,
        })
    }

    /// Starts a training. The dataset's trigger word stays as it is from here on.
    ///
    /// # Errors
    /// [`RefusedTraining`], [`InvalidRecipe`], [`StoreError::NotFound`], or the database's.
    pub fn start_training(
        &self,
        dataset: DatasetId,
        recipe: Recipe,
    ) -> anyhow::Result<TrainingRun> {
        let plan = self.plan_training(dataset, recipe)?;
        if let Some(refusal) = plan.refusal {
            return Err(RefusedTraining(refusal).into());
        }
        let now = self.now();
        let run = TrainingRun {
            id: RunId::new(now, self.random()),
            dataset,
            recipe: plan.recipe,
            state: RunState::Draft,
            created_at: now,
            updated_at: now,
        };
        let run = self.store.write::<_, StoreError>(|tx| {
            tx.lock_trigger(dataset, now)?;
            tx.insert_run(&run)?;
            tx.advance_run(run.id, RunEvent::Pack, now)
        })?;
        tracing::info!(run = %run.id, dataset = %dataset, "a training was started");
        self.events.send(Event::DatasetChanged { dataset });
        self.tell_run(&run);
        self.runner.wake();
        Ok(run)
    }

    /// All runs, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_runs(&self) -> anyhow::Result<Vec<TrainingRun>> {
        Ok(self.store.read(|db| db.list_runs())?)
    }

    /// A run with its course.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn load_run(&self, id: RunId) -> anyhow::Result<RunDetails> {
        Ok(self.store.read(|db| -> Result<_, StoreError> {
            let run = db.load_run(id)?;
            let RunNews {
                losses,
                samples,
                log,
            } = db.load_course(id)?;
            let quote = db.find_accepted_quote(id)?;
            Ok(RunDetails {
                hosted: self.hosted_details(db, &run, quote.as_ref())?,
                run,
                photos: quote.as_ref().map_or(0, |quote| quote.photos),
                captions: quote.as_ref().map_or(0, |quote| quote.captions),
                losses,
                samples,
                log,
            })
        })?)
    }

    /// Stops a run; what it has reached is given up.
    ///
    /// # Errors
    /// [`StoreError::Transition`] for one that has ended, [`StoreError::NotFound`], or the
    /// database's.
    pub fn cancel_run(&self, id: RunId) -> anyhow::Result<TrainingRun> {
        let run = self
            .store
            .write(|tx| tx.advance_run(id, RunEvent::Cancel, self.now()))?;
        self.tell_run(&run);
        self.runner.wake();
        Ok(run)
    }

    /// Goes on with a run that failed, from what it had reached.
    ///
    /// # Errors
    /// [`StoreError::Transition`] for one that cannot go on, [`StoreError::NotFound`], or the
    /// database's.
    pub fn retry_run(&self, id: RunId) -> anyhow::Result<TrainingRun> {
        let run = self
            .store
            .write(|tx| tx.advance_run(id, RunEvent::Retry, self.now()))?;
        self.tell_run(&run);
        self.runner.wake();
        Ok(run)
    }

    /// Waits until `id` goes on no more by itself, here or in the program that carries the work, or waits for a key,
    /// and calls `progress` now and then.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn watch_run(
        &self,
        id: RunId,
        mut progress: impl FnMut(&TrainingRun),
    ) -> anyhow::Result<TrainingRun> {
        loop {
            let run = self.store.read(|db| db.load_run(id))?;
            progress(&run);
            let open = self
                .store
                .read(|db| db.list_open_runs(run.recipe.provider))?;
            let goes_on = open.iter().any(|other| other.id == id) && !self.is_waiting_for_key(id);
            if !goes_on && !self.is_looked_for(&run) {
                return Ok(self.store.read(|db| db.load_run(id))?);
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// All models that are not archived, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_models(&self) -> anyhow::Result<Vec<LoraModel>> {
        Ok(self.store.read(|db| db.list_models())?)
    }

    /// A model, archived or not.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn load_model(&self, id: ModelId) -> anyhow::Result<LoraModel> {
        Ok(self.store.read(|db| db.load_model(id))?)
    }

    pub(crate) fn tell_run(&self, run: &TrainingRun) {
        self.events.send(Event::RunChanged { run: run.clone() });
    }
}

/// What the time of a training step follows from, as one word.
pub(crate) fn pace_key(recipe: &Recipe) -> String {
    let parts = recipe.local.parts;
    let part = |chosen: bool, letter: char| if chosen { letter } else { '-' };
    format!(
        "{:?} {} x{} r{} {}{}{}{}",
        recipe.base,
        recipe.resolution,
        recipe.local.batch,
        recipe.rank,
        part(parts.attention, 'a'),
        part(parts.feed_forward, 'f'),
        part(parts.projections, 'p'),
        part(parts.convolutions, 'c'),
    )
}

fn refusal_of(error: BaseError) -> TrainingRefusal {
    match error {
        BaseError::PocketMissing => TrainingRefusal::BaseMissing {
            path: "assets/pocket".to_owned(),
        },
        BaseError::Missing { path } => TrainingRefusal::BaseMissing {
            path: path.display().to_string(),
        },
        BaseError::Unusable { path, source } => TrainingRefusal::BaseUnusable {
            path: path.display().to_string(),
            detail: source.to_string(),
        },
    }
}

fn check(recipe: &Recipe) -> Result<(), InvalidRecipe> {
    let local = &recipe.local;
    let within = |field, holds: bool| {
        if holds {
            Ok(())
        } else {
            Err(InvalidRecipe { field })
        }
    };
    within("steps", (1..=100_000).contains(&recipe.steps))?;
    within("rank", (1..=128).contains(&recipe.rank))?;
    within(
        "learningRate",
        recipe.learning_rate > 0.0 && recipe.learning_rate <= 1.0,
    )?;
    within(
        "resolution",
        (64..=2048).contains(&recipe.resolution) && recipe.resolution.is_multiple_of(64),
    )?;
    within("batch", (1..=16).contains(&local.batch))?;
    within(
        "captionDropout",
        (0.0..=0.5).contains(&local.caption_dropout),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use blazon_model::BaseFamily;
    use rstest::rstest;

    fn standard() -> Recipe {
        Recipe::from_preset(Preset::Standard, ProviderId::Local, BaseFamily::Pocket)
    }

    #[test]
    fn the_presets_are_in_range() {
        for preset in [Preset::Economy, Preset::Standard, Preset::Custom] {
            let recipe = Recipe::from_preset(preset, ProviderId::Local, BaseFamily::Pocket);
            assert_eq!(check(&recipe), Ok(()));
        }
    }

    #[rstest]
    #[case::no_step("steps", |recipe: &mut Recipe| recipe.steps = 0)]
    #[case::rank_too_high("rank", |recipe: &mut Recipe| recipe.rank = 129)]
    #[case::no_rate("learningRate", |recipe: &mut Recipe| recipe.learning_rate = 0.0)]
    #[case::rate_that_is_no_number("learningRate", |recipe: &mut Recipe| recipe.learning_rate = f64::NAN)]
    #[case::odd_size("resolution", |recipe: &mut Recipe| recipe.resolution = 100)]
    #[case::empty_batch("batch", |recipe: &mut Recipe| recipe.local.batch = 0)]
    #[case::dropout("captionDropout", |recipe: &mut Recipe| recipe.local.caption_dropout = 0.6)]
    fn a_value_out_of_range_is_named(#[case] field: &'static str, #[case] spoil: fn(&mut Recipe)) {
        let mut recipe = standard();
        spoil(&mut recipe);
        assert_eq!(check(&recipe), Err(InvalidRecipe { field }));
    }

    #[test]
    fn what_changes_a_step_changes_its_pace() {
        let mut other = standard();
        other.local.parts.convolutions = !other.local.parts.convolutions;
        assert_ne!(pace_key(&standard()), pace_key(&other));
    }
}
