//! A LoRA file of another program becomes a model: it is copied, opened under limits, read, and kept in
//! `models/<slug>-<id>/`. The person's own file is only read.
//!
//! What can go wrong: a file that is no LoRA, damaged, hostile or huge (one sentence, nothing is kept); a file that
//! changes while it is read, or a stick that is pulled out (only the copy is opened, and what it is named after is the
//! copy's hash); a full disk (the copy goes); a crash while copying (a folder `.import-*` stays, and is swept); a crash
//! between the folder's name and its row (the folder holds a card with everything that the row needs, from which the
//! import is finished later); the same for a database that had to be restored from a copy of yesterday; the same file
//! twice at once (the second one finds the first one's row and goes). Whoever imports holds `import.lock` together with
//! others; whoever tidies up holds it alone.

use crate::model_file_error::ModelFileError;
use crate::model_keeping::{ending_of, hash_of};
use crate::{Event, Studio};
use anyhow::Context;
use blazon_lora::{FileKind, LONGEST_HEADER, LoraFile, Scheme, TensorFile, sync_folder};
use blazon_model::{
    BaseFamily, ByteCount, ContentHash, DatasetName, LoraModel, ModelFile, ModelId, ModelImport,
    ModelNaming, ModelTrigger, Timestamp, slug,
};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A LoRA has at most about 2.4 GB (FLUX at rank 512); what is larger is a base.
const LARGEST: u64 = 2_500_000_000;
/// Characters of a name.
const LONGEST_NAME: usize = 120;
/// What the folder of an import begins with until it gets its name.
const STAGED: &str = ".import-";
/// The weights in a model's folder.
pub(crate) const WEIGHTS: &str = "lora.safetensors";
/// What is written beside them.
pub(crate) const CARD: &str = "card.json";

/// What stands beside the weights of an imported model: enough to make its row anew.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImportedCard {
    /// The file's name, by which this card is told from one of a training.
    pub(crate) imported_from: String,
    id: ModelId,
    name: DatasetName,
    trigger: Option<ModelTrigger>,
    base: BaseFamily,
    weights: ContentHash,
    bytes: ByteCount,
    imported_at: Timestamp,
    #[serde(flatten)]
    said: Said,
}

/// What a person has decided about the model since.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Said {
    notes: String,
    badge_base: String,
    badge_style: String,
    best_strength: Option<f64>,
}

/// A file that has been copied and opened.
struct Staged {
    folder: TempDir,
    lora: LoraFile,
    weights: ContentHash,
    bytes: ByteCount,
    /// Held until the row is there.
    _lock: File,
}

impl Studio {
    /// What is in a file that is to become a model. Nothing is kept of it.
    ///
    /// # Errors
    /// [`ModelFileError`], or the database's.
    pub fn read_model_file(&self, path: &Path) -> anyhow::Result<ModelFile> {
        let staged = self.stage(path)?;
        let already = self.store.read(|db| db.find_model_of(&staged.weights))?;
        Ok(facts_of(path, &staged, already))
    }

    /// Keeps a file as a model, with what a person says of it.
    ///
    /// # Errors
    /// [`ModelFileError`], [`blazon_model::InvalidName`], [`blazon_model::InvalidModelTrigger`], or the database's.
    /// Nothing is kept then.
    pub fn import_model(&self, path: &Path, import: &ModelImport) -> anyhow::Result<LoraModel> {
        let staged = self.stage(path)?;
        let already = self.store.read(|db| db.find_model_of(&staged.weights))?;
        if let Some(model) = already {
            return Err(ModelFileError::AlreadyThere { name: model.name }.into());
        }
        let card = self.card_of(path, &staged, import)?;
        let Staged {
            folder,
            lora,
            _lock,
            ..
        } = staged;
        // No system renames a folder while a file in it is mapped everywhere.
        drop(lora);
        let model = card.model();
        self.keep_import(folder, &card, &model)
            .map_err(ModelFileError::NotKept)?;
        self.insert_import(&model)?;
        tracing::info!(model = %model.id, bytes = model.bytes.0, "a model was imported");
        self.events.send(Event::ModelsChanged);
        Ok(model)
    }

    fn card_of(
        &self,
        path: &Path,
        staged: &Staged,
        import: &ModelImport,
    ) -> anyhow::Result<ImportedCard> {
        let read = facts_of(path, staged, None);
        let trigger = match import.trigger.as_deref().map(str::trim) {
            None => read.trigger,
            Some("") => None,
            Some(text) => Some(text.parse()?),
        };
        let name = match &import.name {
            None => read.name,
            Some(name) => DatasetName::new(name)?,
        };
        let base = match (read.base, import.base) {
            (Some(file), Some(said)) if file != said => {
                let name = read.file_name;
                return Err(ModelFileError::OtherBase { name, file, said }.into());
            }
            (Some(base), _) | (None, Some(base)) => base,
            (None, None) => {
                return Err(ModelFileError::BaseUnknown {
                    name: read.file_name,
                }
                .into());
            }
        };
        Ok(ImportedCard {
            imported_from: read.file_name,
            id: ModelId::new(self.now(), self.random()),
            name,
            trigger,
            base,
            weights: staged.weights.clone(),
            bytes: staged.bytes,
            imported_at: self.now(),
            said: Said::default(),
        })
    }

    /// Copies a file to a folder of its own and opens the copy.
    fn stage(&self, path: &Path) -> anyhow::Result<Staged> {
        if let Err(error) = self.finish_imports() {
            let error = format!("{error:#}");
            tracing::warn!(error, "imports that were cut off are not finished");
        }
        let source = open_source(path)?;
        let (lock, folder) = self.make_staging().map_err(ModelFileError::NotKept)?;
        let copy = folder.path().join(WEIGHTS);
        let bytes = copy_synced(source, &copy).map_err(|error| {
            // An error of the source and one of the library look alike; a full disk can only be the library's.
            if blazon_dataset::is_full(&error) {
                ModelFileError::NotKept(error)
            } else {
                ModelFileError::unreadable(path, error)
            }
        })?;
        let opened = TensorFile::open(&copy).map_err(Into::into);
        let lora = opened
            .and_then(LoraFile::of)
            .map_err(|error| ModelFileError::of_lora(path, error))?;
        Ok(Staged {
            weights: lora.content_hash(),
            bytes: ByteCount(bytes),
            folder,
            lora,
            _lock: lock,
        })
    }

    /// A folder for a copy, and the lock that keeps it from being swept.
    fn make_staging(&self) -> io::Result<(File, TempDir)> {
        let models = self.models_folder();
        fs::create_dir_all(&models)?;
        let lock = self.open_import_lock()?;
        lock.lock_shared()?;
        let folder = tempfile::Builder::new()
            .prefix(STAGED)
            .tempdir_in(&models)?;
        Ok((lock, folder))
    }

    /// Writes the card and gives the folder its name.
    fn keep_import(
        &self,
        staged: TempDir,
        card: &ImportedCard,
        model: &LoraModel,
    ) -> io::Result<()> {
        let path = staged.path().join(CARD);
        fs::write(&path, serde_json::to_vec_pretty(card)?)?;
        File::open(&path)?.sync_all()?;
        sync_folder(staged.path())?;
        fs::rename(staged.path(), self.model_folder(model))?;
        // It has another name by now, under which nothing is to be removed.
        let _renamed = staged.keep();
        sync_folder(&self.models_folder())
    }

    fn insert_import(&self, model: &LoraModel) -> anyhow::Result<()> {
        let inserted = self.store.write::<_, anyhow::Error>(|tx| {
            if let Some(other) = tx.find_model_of(&model.weights)? {
                return Err(ModelFileError::AlreadyThere { name: other.name }.into());
            }
            Ok(tx.insert_model(model)?)
        });
        if inserted.is_err()
            && let Err(error) = fs::remove_dir_all(self.model_folder(model))
        {
            tracing::warn!(%error, "the folder of a model that was not kept stays");
        }
        inserted
    }

    /// Brings imports to their end that a crash cut off: folders without a name go, folders without a row get it.
    /// Does nothing while somebody imports.
    pub(crate) fn finish_imports(&self) -> anyhow::Result<()> {
        let models = self.models_folder();
        if !models.exists() {
            return Ok(());
        }
        let lock = self
            .open_import_lock()
            .context("open the lock of imports")?;
        if lock.try_lock().is_err() {
            return Ok(());
        }
        let entries = fs::read_dir(&models).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let names = entries.context("list the models' folders")?.into_iter();
        let names = names.filter_map(|entry| entry.file_name().into_string().ok());
        let (half, whole): (Vec<String>, Vec<String>) =
            names.partition(|name| name.starts_with(STAGED));
        let mut finished = false;
        for folder in whole {
            if !self.store.read(|db| db.is_model_folder(&folder))? {
                finished |= self.finish_import(&models.join(&folder), &folder)?;
            }
        }
        // Last, so that whoever sees none any more knows that the rest is done.
        for folder in half {
            fs::remove_dir_all(models.join(folder)).context("remove what an import has left")?;
        }
        if finished {
            self.events.send(Event::ModelsChanged);
        }
        Ok(())
    }

    /// Makes the row of an imported model whose folder is whole. Whether there is a new model then.
    fn finish_import(&self, path: &Path, folder: &str) -> anyhow::Result<bool> {
        let card = fs::read(path.join(CARD)).unwrap_or_default();
        let Ok(card) = serde_json::from_slice::<ImportedCard>(&card) else {
            // A training's, which its run makes anew, or nothing of ours.
            return Ok(false);
        };
        let model = LoraModel {
            folder: folder.to_owned(),
            ..card.model()
        };
        if hash_of(&path.join(WEIGHTS)).ok().as_ref() != Some(&model.weights) {
            tracing::warn!(folder, "the weights of a model without a row are not whole");
            return Ok(false);
        }
        let is_known = |tx: &blazon_store::Writer<'_>| -> anyhow::Result<bool> {
            Ok(tx.find_model_of(&model.weights)?.is_some())
        };
        let inserted = self.store.write::<_, anyhow::Error>(|tx| {
            let is_new = !is_known(tx)?;
            if is_new {
                tx.insert_model(&model)?;
            }
            Ok(is_new)
        })?;
        if !inserted {
            fs::remove_dir_all(path).context("remove a model that is there twice")?;
        }
        Ok(inserted)
    }

    fn open_import_lock(&self) -> io::Result<File> {
        File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.library.home().join("import.lock"))
    }

    pub(crate) fn models_folder(&self) -> PathBuf {
        self.library.home().join("models")
    }
}

impl ImportedCard {
    /// The row that this card stands for.
    fn model(&self) -> LoraModel {
        let ending = ending_of(&self.id.to_string());
        let name = slug(self.name.as_str(), 40);
        LoraModel {
            id: self.id,
            name: self.name.clone(),
            trigger: self.trigger.clone(),
            base: self.base,
            run: None,
            folder: if name.is_empty() {
                ending
            } else {
                format!("{name}-{ending}")
            },
            weights: self.weights.clone(),
            bytes: self.bytes,
            badge_base: self.said.badge_base.clone(),
            badge_style: self.said.badge_style.clone(),
            cover: None,
            notes: self.said.notes.clone(),
            best_strength: self.said.best_strength,
            is_shared: false,
            consent_at: None,
            archived_at: None,
            removed_at: None,
            created_at: self.imported_at,
        }
    }
}

/// Opens a file of the person's own and refuses what is none, too large, or another format by its first bytes: those
/// need no copy.
fn open_source(path: &Path) -> Result<File, ModelFileError> {
    let unreadable = |error| ModelFileError::unreadable(path, error);
    let name = file_name(path);
    // A pipe would be waited for when it is opened.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(ModelFileError::NotAFile { name });
    }
    let mut file = File::open(path).map_err(unreadable)?;
    let mut start = Vec::new();
    (&mut file)
        .take(64)
        .read_to_end(&mut start)
        .map_err(unreadable)?;
    let length = start
        .first_chunk()
        .map(|length| u64::from_le_bytes(*length));
    let kind = FileKind::of(&start);
    if kind != FileKind::Unknown && length.is_none_or(|length| length > LONGEST_HEADER) {
        return Err(ModelFileError::of_kind(path, kind));
    }
    let bytes = file.metadata().map_err(unreadable)?.len();
    if bytes > LARGEST {
        return Err(ModelFileError::TooLarge { name, bytes });
    }
    io::Seek::rewind(&mut file).map_err(unreadable)?;
    Ok(file)
}

/// Copies a file so that it is on the disk when this returns. One that grows meanwhile is cut, and then it is not whole.
fn copy_synced(source: File, to: &Path) -> io::Result<u64> {
    let mut copy = File::create(to)?;
    let bytes = io::copy(&mut source.take(LARGEST + 1), &mut copy)?;
    copy.sync_all()?;
    Ok(bytes)
}

fn facts_of(path: &Path, staged: &Staged, already: Option<LoraModel>) -> ModelFile {
    let lora = &staged.lora;
    let base = lora.certain_family();
    let trigger = lora.trigger().and_then(ModelTrigger::first_in);
    let proposed = || ModelTrigger::first_in(&lora.leading_tag()?);
    ModelFile {
        file_name: file_name(path),
        name: name_of(path, lora),
        base,
        likely_base: base.is_none().then(|| lora.likely_family()).flatten(),
        proposed_trigger: trigger.is_none().then(proposed).flatten(),
        trigger,
        rank: u32::try_from(lora.rank()).unwrap_or(u32::MAX),
        naming: naming_of(lora.scheme()),
        bytes: staged.bytes,
        beyond: lora.beyond(),
        already,
    }
}

/// What the file calls itself, otherwise what it is called.
fn name_of(path: &Path, lora: &LoraFile) -> DatasetName {
    let said = ["modelspec.title", "ss_output_name"]
        .into_iter()
        .filter_map(|key| lora.metadata().get(key));
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    said.map(String::as_str)
        .chain([stem.as_ref(), "LoRA"])
        .find_map(|name| DatasetName::new(&one_line(name, LONGEST_NAME)).ok())
        .expect("the last of the names is one")
}

/// The start of a text that came from outside, on one line.
pub(crate) fn one_line(text: &str, longest: usize) -> String {
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_control() || letter.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ").chars().take(longest).collect()
}

pub(crate) fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

pub(crate) const fn naming_of(scheme: Scheme) -> ModelNaming {
    match scheme {
        Scheme::Kohya => ModelNaming::Kohya,
        Scheme::Peft => ModelNaming::Peft,
        Scheme::OldDiffusers => ModelNaming::OldDiffusers,
    }
}
