//! A model's file for other programs: one safetensors file that ComfyUI, A1111 and Forge load.
//!
//! What can go wrong: a full disk or a crash while it is written (only a temporary file is there, which goes), a file
//! of that name (it stays, unless the person said otherwise), weights that are gone.

use crate::Studio;
use crate::model_file_error::ModelFileError;
use crate::model_import::{file_name, naming_of};
use anyhow::Context;
use blazon_lora::{Export, ExportFacts, LoraError, LoraFile, TensorFile, sync_folder};
use blazon_model::{ByteCount, ExportedModel, LoraModel, ModelId, ModelTrigger, slug};
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// What becomes of a file that has the name of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and the export is refused.
    Keep,
    /// It is replaced, since the person said so.
    Replace,
}

/// Where an export goes.
enum Target {
    /// Into a folder, under a free name.
    Folder(PathBuf),
    /// To this file.
    File(PathBuf),
}

impl Studio {
    /// Writes a model's file for other programs: into the folder `to` under a free name, or as the file `to`.
    ///
    /// # Errors
    /// [`ModelFileError`], [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn export_model(
        &self,
        id: ModelId,
        to: &Path,
        existing: Existing,
    ) -> anyhow::Result<ExportedModel> {
        let model = self.load_model(id)?;
        let to = std::path::absolute(to).context("find the folder in which the program runs")?;
        let target = Target::of(&to);
        let folder = target.folder();
        let unwritable = |source| ModelFileError::Unwritable {
            name: file_name(&to),
            source,
        };
        fs::create_dir_all(folder).map_err(unwritable)?;
        self.refuse_library(folder).map_err(unwritable)??;
        let lora = self.open_weights(&model)?;
        let export = lora
            .export(&ExportFacts {
                title: model.name.as_str(),
                trigger: model.trigger.as_ref().map(ModelTrigger::as_str),
                family: model.base,
            })
            .map_err(|error| ModelFileError::of_lora(&self.weights_path(&model), error))?;
        let written = write(&export, folder).map_err(unwritable)?;
        let bytes = written.as_file().metadata().map_err(unwritable)?.len();
        let path = place(written, &target, &export_stem(&model), existing)?;
        sync_folder(folder).map_err(unwritable)?;
        Ok(ExportedModel {
            path: path.display().to_string(),
            file_name: file_name(&path),
            bytes: ByteCount(bytes),
            naming: naming_of(export.scheme()),
        })
    }

    /// The name that an exported file is proposed to have.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn model_export_name(&self, id: ModelId) -> anyhow::Result<String> {
        let stem = export_stem(&self.load_model(id)?);
        Ok(format!("{stem}.safetensors"))
    }

    /// The weights of a model, opened and checked.
    pub(crate) fn open_weights(&self, model: &LoraModel) -> Result<LoraFile, ModelFileError> {
        TensorFile::open(&self.weights_path(model))
            .map_err(LoraError::from)
            .and_then(LoraFile::of)
            .map_err(|source| ModelFileError::Lost {
                name: model.name.clone(),
                source,
            })
    }

    /// The library's files are named by its rows alone.
    fn refuse_library(&self, folder: &Path) -> io::Result<Result<(), ModelFileError>> {
        let library = fs::canonicalize(self.library.home())?;
        let is_inside = fs::canonicalize(folder)?.starts_with(library);
        Ok(if is_inside {
            Err(ModelFileError::InsideLibrary)
        } else {
            Ok(())
        })
    }
}

impl Target {
    /// A folder where there is one, or where the path ends as one.
    fn of(to: &Path) -> Self {
        let text = to.as_os_str().to_string_lossy();
        if to.is_dir() || text.ends_with(std::path::is_separator) {
            return Self::Folder(to.to_owned());
        }
        let is_named = to
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("safetensors"));
        if is_named {
            return Self::File(to.to_owned());
        }
        let mut name = to.as_os_str().to_owned();
        name.push(".safetensors");
        Self::File(name.into())
    }

    fn folder(&self) -> &Path {
        match self {
            Self::Folder(folder) => folder,
            Self::File(file) => file.parent().unwrap_or(file),
        }
    }
}

/// What a file for a model is called, without its ending: after what calls its subject, so that other programs show it.
fn export_stem(model: &LoraModel) -> String {
    let trigger = model.trigger.as_ref().map(|word| slug(word.as_str(), 60));
    let named = trigger
        .into_iter()
        .chain([slug(model.name.as_str(), 60), "lora".to_owned()]);
    named
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or_default()
}

fn write(export: &Export<'_>, folder: &Path) -> io::Result<NamedTempFile> {
    let temporary = temporary_in(folder)?;
    let mut file = BufWriter::with_capacity(1 << 20, temporary);
    export.write(&mut file)?;
    let temporary = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

/// A temporary file is closed to others; one that is written for other programs is as open as this user's files are.
#[cfg(unix)]
fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    tempfile::Builder::new()
        .prefix(".writing-")
        .permissions(fs::Permissions::from_mode(0o666))
        .tempfile_in(folder)
}

#[cfg(not(unix))]
fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(".writing-")
        .tempfile_in(folder)
}

/// Gives the written file its name.
fn place(
    written: NamedTempFile,
    target: &Target,
    stem: &str,
    existing: Existing,
) -> Result<PathBuf, ModelFileError> {
    match (target, existing) {
        (Target::Folder(folder), _) => to_free_name(written, folder, stem),
        (Target::File(file), Existing::Keep) => {
            let kept = written.persist_noclobber(file);
            named(kept.map_err(|error| error.error), file)
        }
        (Target::File(file), Existing::Replace) => {
            let kept = written.persist(file);
            named(kept.map_err(|error| error.error), file)
        }
    }
}

fn to_free_name(
    mut written: NamedTempFile,
    folder: &Path,
    stem: &str,
) -> Result<PathBuf, ModelFileError> {
    const MOST: u32 = 1000;
    let mut number = 1;
    loop {
        let path = folder.join(match number {
            1 => format!("{stem}.safetensors"),
            number => format!("{stem}-{number}.safetensors"),
        });
        match written.persist_noclobber(&path) {
            Err(error) if is_taken(&error.error) && number < MOST => {
                written = error.file;
                number += 1;
            }
            kept => return named(kept.map_err(|error| error.error), &path),
        }
    }
}

fn named(kept: io::Result<File>, path: &Path) -> Result<PathBuf, ModelFileError> {
    let name = file_name(path);
    match kept {
        Ok(_) => Ok(path.to_owned()),
        Err(error) if is_taken(&error) => Err(ModelFileError::Taken { name }),
        Err(source) => Err(ModelFileError::Unwritable { name, source }),
    }
}

fn is_taken(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::AlreadyExists
}
