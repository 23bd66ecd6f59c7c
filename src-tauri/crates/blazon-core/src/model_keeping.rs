//! How a finished training becomes a model: its weights are opened and hashed, and everything worth
//! keeping goes to `models/<slug>-<id>/`.
//!
//! What can go wrong: a crash between the folder and the row (the run is still `Checking`; the
//! folder is made anew, under the same name, since the model's id is the run's), weights that are
//! not what they should be (the run fails, nothing is announced), a full disk.

use crate::Studio;
use crate::run_folder::RunFolder;
use anyhow::{Context, ensure};
use blazon_lora::LoraFile;
use blazon_model::{
    ArchiveManifest, ByteCount, ContentHash, FailureReason, LoraModel, ModelId, Recipe, RunEvent,
    RunId, RunState, TrainingRun, slug,
};
use blazon_store::StoreError;
use serde::Serialize;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// What is written beside the weights, for people and other programs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Card<'c> {
    name: &'c str,
    trigger: &'c str,
    recipe: &'c Recipe,
    weights: &'c ContentHash,
    trained_on: &'c ArchiveManifest,
}

impl Studio {
    /// Makes the model of a run whose weights are written, and gives the run as it then is.
    ///
    /// # Errors
    /// When the weights are not a LoRA, or the disk or the database fails. Nothing is announced then.
    pub(crate) fn keep_model(&self, id: RunId) -> anyhow::Result<TrainingRun> {
        let run = self.store.write::<_, StoreError>(|tx| {
            let now = self.now();
            let mut run = tx.load_run(id)?;
            if matches!(
                run.state,
                RunState::Queued { .. } | RunState::Training { .. }
            ) {
                run = tx.advance_run(id, RunEvent::Trained, now)?;
            }
            if matches!(run.state, RunState::Downloading { .. }) {
                run = tx.advance_run(id, RunEvent::Downloaded, now)?;
            }
            Ok(run)
        })?;
        let from = RunFolder::of(self.library.home(), id);
        let model = self.check_weights(&run, &from)?;
        let samples_before = format!("runs/{id}/work/samples/");
        let samples_after = format!("models/{}/samples/", model.folder);
        self.fill_model_folder(&run, &model, &from)?;
        let run = self.store.write::<_, StoreError>(|tx| {
            tx.insert_model(&model)?;
            tx.hand_address_over(id, model.id, run.recipe.provider)?;
            tx.move_samples(id, &samples_before, &samples_after)?;
            tx.advance_run(id, RunEvent::Checked(model.id), self.now())
        })?;
        tracing::info!(model = %model.id, bytes = model.bytes.0, "a model was made");
        self.clear_ready(id);
        Ok(run)
    }

    fn check_weights(&self, run: &TrainingRun, from: &RunFolder) -> anyhow::Result<LoraModel> {
        let weights = from.weights();
        LoraFile::read(&weights).context("open the weights")?;
        let dataset = self.dataset_of(run)?;
        let id: ModelId = run
            .id
            .to_string()
            .parse()
            .context("name the model after its run")?;
        let short = ending_of(&run.id.to_string());
        let name = slug(dataset.name.as_str(), 40);
        let folder = if name.is_empty() {
            short
        } else {
            format!("{name}-{short}")
        };
        let last = self.store.read(|db| db.load_course(run.id))?.samples.pop();
        let cover = last.and_then(|sample| {
            let file = sample.file.rsplit('/').next()?.to_owned();
            Some(format!("models/{folder}/samples/{file}"))
        });
        Ok(LoraModel {
            id,
            name: dataset.name,
            trigger: Some(dataset.trigger.into()),
            base: run.recipe.base,
            run: Some(run.id),
            folder,
            weights: hash_of(&weights)?,
            bytes: ByteCount(fs::metadata(&weights)?.len()),
            badge_base: String::new(),
            badge_style: String::new(),
            cover,
            notes: String::new(),
            best_strength: None,
            is_shared: false,
            consent_at: None,
            archived_at: None,
            removed_at: None,
            created_at: self.now(),
        })
    }

    fn fill_model_folder(
        &self,
        run: &TrainingRun,
        model: &LoraModel,
        from: &RunFolder,
    ) -> anyhow::Result<()> {
        let home = self.library.home();
        let staged = tempfile::TempDir::new_in(home.join("tmp")).context("make a folder")?;
        let place = staged.path();
        copy_synced(&from.weights(), &place.join("lora.safetensors"))?;
        copy_synced(&from.archive(), &place.join("dataset.zip"))?;
        fs::create_dir(place.join("samples"))?;
        for sample in fs::read_dir(from.samples())?.flatten() {
            copy_synced(
                &sample.path(),
                &place.join("samples").join(sample.file_name()),
            )?;
        }
        let manifest = from
            .manifest()
            .context("read what the run was trained on")?;
        let card = Card {
            name: model.name.as_str(),
            trigger: model
                .trigger
                .as_ref()
                .map_or("", |trigger| trigger.as_str()),
            recipe: &run.recipe,
            weights: &model.weights,
            trained_on: &manifest,
        };
        fs::write(place.join("card.json"), serde_json::to_vec_pretty(&card)?)?;
        let to = self.model_folder(model);
        fs::create_dir_all(home.join("models"))?;
        match fs::remove_dir_all(&to) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
        fs::rename(staged.keep(), &to).context("name the model's folder")?;
        ensure!(
            hash_of(&self.weights_path(model))? == model.weights,
            "the weights that were kept are not those that were trained"
        );
        Ok(())
    }

    /// Takes away what a cancelled run has left: its own folder with the photos, and the one of the model that it did
    /// not become. The run's own goes last, so that what is left can be found again by it.
    pub(crate) fn clear_cancelled(&self, run: RunId) {
        let cleared = self.remove_unkept_model(run).and_then(|()| {
            let folder = RunFolder::of(self.library.home(), run);
            folder.remove().context("remove the folder of the run")
        });
        if let Err(error) = cleared {
            let error = format!("{error:#}");
            tracing::warn!(%run, error, "what a cancelled run has left stays");
        }
    }

    /// Takes away what ended runs have left, their photos above all, where a program ended before it could. A run that
    /// failed keeps it, since it can be tried again.
    pub(crate) fn clear_all_ended(&self) -> anyhow::Result<()> {
        for run in self.store.read(|db| db.list_runs())? {
            if matches!(run.state, RunState::Cancelled) {
                self.clear_cancelled(run.id);
            } else if matches!(run.state, RunState::Ready { .. }) {
                self.clear_ready(run.id);
            }
        }
        Ok(())
    }

    fn clear_ready(&self, run: RunId) {
        if let Err(error) = RunFolder::of(self.library.home(), run).remove() {
            tracing::warn!(%run, %error, "the folder of a finished run stays");
        }
    }

    /// Removes the folder in which a run was about to keep its model. No model's own folder is ever removed.
    fn remove_unkept_model(&self, run: RunId) -> anyhow::Result<()> {
        let models = self.library.home().join("models");
        let entries = match fs::read_dir(&models) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.context("list the models' folders")?,
        };
        let short = ending_of(&run.to_string());
        for entry in entries {
            let entry = entry.context("list the models' folders")?;
            let Ok(folder) = entry.file_name().into_string() else {
                continue;
            };
            let is_of_run = folder.rsplit('-').next() == Some(short.as_str());
            if is_of_run && !self.store.read(|db| db.is_model_folder(&folder))? {
                fs::remove_dir_all(entry.path()).context("remove the folder of no model")?;
            }
        }
        Ok(())
    }

    /// The folder of a model.
    pub(crate) fn model_folder(&self, model: &LoraModel) -> PathBuf {
        self.library.home().join("models").join(&model.folder)
    }

    /// The weights of a model.
    #[must_use]
    pub fn weights_path(&self, model: &LoraModel) -> PathBuf {
        self.model_folder(model).join("lora.safetensors")
    }
}

/// Why a model was not kept, as far as its run says it: the disk's trouble, or that of the weights.
pub(crate) fn reason_not_kept(error: &anyhow::Error) -> FailureReason {
    use io::ErrorKind::{InvalidData, NotFound, UnexpectedEof};
    let mut reason = FailureReason::BadWeights;
    for cause in error.chain() {
        if let Some(StoreError::DiskFull) = cause.downcast_ref() {
            return FailureReason::DiskFull;
        }
        let Some(cause) = cause.downcast_ref::<io::Error>() else {
            continue;
        };
        if blazon_dataset::is_full(cause) {
            return FailureReason::DiskFull;
        }
        // Weights that are missing or cut are told as such.
        if !matches!(cause.kind(), NotFound | UnexpectedEof | InvalidData) {
            reason = FailureReason::DiskFailed;
        }
    }
    reason
}

/// What the folder of a model ends with: eight digits of its id, or its run's, which are drawn at random.
pub(crate) fn ending_of(id: &str) -> String {
    id.get(id.len().saturating_sub(8)..)
        .unwrap_or(id)
        .to_owned()
}

/// Copies a file so that it is on the disk when this returns; a second name where the file system
/// has such.
fn copy_synced(from: &Path, to: &Path) -> io::Result<()> {
    if fs::hard_link(from, to).is_err() {
        fs::copy(from, to)?;
    }
    File::open(to)?.sync_all()
}

pub(crate) fn hash_of(path: &Path) -> io::Result<ContentHash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(ContentHash::from_bytes(*hasher.finalize().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::anyhow;
    use rstest::rstest;

    #[rstest]
    #[case::full(io::ErrorKind::StorageFull, FailureReason::DiskFull)]
    #[case::not_ours(io::ErrorKind::PermissionDenied, FailureReason::DiskFailed)]
    #[case::missing(io::ErrorKind::NotFound, FailureReason::BadWeights)]
    fn what_keeps_a_model_from_being_kept_is_told(
        #[case] kind: io::ErrorKind,
        #[case] reason: FailureReason,
    ) {
        let error = anyhow::Error::from(io::Error::from(kind)).context("name the model's folder");
        assert_eq!(reason_not_kept(&error), reason);
    }

    #[test]
    fn what_the_weights_are_not_is_told_of_them() {
        let error = anyhow!("the weights that were kept are not those that were trained");
        assert_eq!(reason_not_kept(&error), FailureReason::BadWeights);
    }
}
