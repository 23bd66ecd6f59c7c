//! Datasets and captions as files for other trainers, in the layouts that their loaders read.
//!
//! An export is made under a temporary name beside its place, read back from there, and renamed
//! as a whole; what is at its place already is never touched. Names in it are numbers: the names
//! of photos come from outside and only stand in caption files, where they are made harmless.

mod captions;
mod layout;

pub use captions::write_captions;

use crate::archive::{
    ArchiveError, ArchiveItem, Written, check_count, hash_of, number, read_picture, stem,
};
use crate::shelf::sync_folder;
use blazon_model::{ContentHash, ExportFormat, ExportReport, Framing, Timestamp, TriggerWord};
use layout::{Captions, Layout};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// What is exported, and what its trainer has to know.
#[derive(Clone, Copy, Debug)]
pub struct Export<'a> {
    /// The layout.
    pub format: ExportFormat,
    /// The dataset's name.
    pub name: &'a str,
    /// The word that will call the subject.
    pub trigger: &'a TriggerWord,
    /// What the subject is: "woman", "style".
    pub class_word: &'a str,
    /// The size at which it is trained.
    pub framing: Framing,
    /// The pictures with their lines.
    pub items: &'a [ArchiveItem],
}

/// Exports a dataset to `to`: a file for [`ExportFormat::Zip`], a folder for the others. The
/// folder in which `to` lies has to be there. `progress` is told how many pictures were read
/// back, 0 while they are still being written; where it returns false, nothing is left behind.
///
/// # Errors
/// [`ArchiveError::Taken`] where a file or a folder that is not empty is at `to`, and each of the
/// others. Nothing is left behind then.
pub fn export(
    export: &Export<'_>,
    to: &Path,
    made_at: Timestamp,
    progress: &mut dyn FnMut(usize) -> bool,
) -> Result<ExportReport, ArchiveError> {
    check_count(export.items)?;
    let to = std::path::absolute(to).map_err(ArchiveError::at(to))?;
    if is_taken(&to).map_err(ArchiveError::at(&to))? {
        return Err(ArchiveError::Taken { path: to });
    }
    let (images, captions) = match Layout::of(export, &to)? {
        Some(layout) => write_folder(export.items, &layout, &to, progress)?,
        None => write_zip(export.items, &to, made_at, progress)?,
    };
    Ok(ExportReport {
        path: to.display().to_string(),
        images,
        captions,
    })
}

/// Whether something is at `to` that would be lost. A link counts, wherever it leads.
fn is_taken(to: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(to) {
        Ok(found) if found.is_dir() => Ok(fs::read_dir(to)?.next().is_some()),
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// The folder in which `to` lies.
fn folder_of(to: &Path) -> &Path {
    to.parent().unwrap_or(to)
}

fn write_zip(
    items: &[ArchiveItem],
    to: &Path,
    made_at: Timestamp,
    progress: &mut dyn FnMut(usize) -> bool,
) -> Result<(u32, u32), ArchiveError> {
    let file = new_file_in(folder_of(to)).map_err(ArchiveError::at(folder_of(to)))?;
    let written = Written::write(items, file, progress)?;
    let manifest = written.prove(items, made_at, progress)?;
    put_in_place(written.file, to)?;
    Ok((manifest.images, manifest.captions))
}

/// A temporary file that others may read as far as the person's own settings say.
fn new_file_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".blazon-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Gives a written file its name, unless something has it.
fn put_in_place(file: NamedTempFile, to: &Path) -> Result<(), ArchiveError> {
    match file.persist_noclobber(to) {
        Ok(_) => sync_folder(to).map_err(ArchiveError::at(to)),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(ArchiveError::Taken {
                path: to.to_owned(),
            })
        }
        Err(error) => Err(ArchiveError::at(to)(error.error)),
    }
}

fn write_folder(
    items: &[ArchiveItem],
    layout: &Layout,
    to: &Path,
    progress: &mut dyn FnMut(usize) -> bool,
) -> Result<(u32, u32), ArchiveError> {
    let folder = new_folder_in(folder_of(to)).map_err(ArchiveError::at(folder_of(to)))?;
    let pictures = folder.path().join(&layout.pictures);
    fs::create_dir_all(&pictures).map_err(ArchiveError::at(&pictures))?;

    let mut hashes = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        if !progress(0) {
            return Err(ArchiveError::Cancelled);
        }
        let stem = stem(index, items.len());
        let picture = read_picture(&item.picture)?;
        hashes.push(hash_of(&picture));
        write_file(&pictures.join(format!("{stem}.jpg")), &picture)?;
        if let (Captions::BesidePictures, Some(line)) = (layout.captions, item.line()) {
            write_file(&pictures.join(format!("{stem}.txt")), line.as_bytes())?;
        }
    }
    for (name, text) in &layout.texts {
        write_file(&folder.path().join(name), text.as_bytes())?;
    }

    let captions = prove_folder(items, &hashes, layout, folder.path(), progress)?;
    move_folder(folder.path(), to)?;
    // It has left its temporary name, so there is nothing to remove.
    let _ = folder.keep();
    Ok((number(items.len()), captions))
}

fn new_folder_in(folder: &Path) -> io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".blazon-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder.tempdir_in(folder)
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    File::create_new(path)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .map_err(ArchiveError::at(path))
}

/// Reads everything back and compares it with what was meant; gives the number of captions.
fn prove_folder(
    items: &[ArchiveItem],
    hashes: &[ContentHash],
    layout: &Layout,
    folder: &Path,
    progress: &mut dyn FnMut(usize) -> bool,
) -> Result<u32, ArchiveError> {
    let pictures = folder.join(&layout.pictures);
    let mut captions = 0;
    for (index, (item, hash)) in items.iter().zip(hashes).enumerate() {
        let stem = stem(index, items.len());
        let (picture, caption) = (format!("{stem}.jpg"), format!("{stem}.txt"));
        if hash_of(&read_picture(&pictures.join(&picture))?) != *hash {
            return Err(ArchiveError::mismatch(&picture, "its bytes are others"));
        }
        if let Some(line) = item.line() {
            if layout.captions == Captions::BesidePictures {
                prove_text(&pictures.join(&caption), &line)?;
            }
            captions += 1;
        }
        if !progress(index + 1) {
            return Err(ArchiveError::Cancelled);
        }
    }
    for (name, text) in &layout.texts {
        prove_text(&folder.join(name), text)?;
    }
    Ok(captions)
}

fn prove_text(path: &Path, text: &str) -> Result<(), ArchiveError> {
    let read = fs::read(path).map_err(ArchiveError::at(path))?;
    if read == text.as_bytes() {
        Ok(())
    } else {
        let name: OsString = path.file_name().unwrap_or_default().to_owned();
        Err(ArchiveError::mismatch(
            &name.to_string_lossy(),
            "its text is another",
        ))
    }
}

fn move_folder(from: &Path, to: &Path) -> Result<(), ArchiveError> {
    // Windows moves no folder onto another, even an empty one; one that is not empty stays.
    match fs::remove_dir(to) {
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {
            return Err(ArchiveError::Taken {
                path: to.to_owned(),
            });
        }
        Ok(()) | Err(_) => {}
    }
    match fs::rename(from, to) {
        Ok(()) => sync_folder(to).map_err(ArchiveError::at(to)),
        Err(_) if is_taken(to).unwrap_or(false) => Err(ArchiveError::Taken {
            path: to.to_owned(),
        }),
        Err(error) => Err(ArchiveError::at(to)(error)),
    }
}

/// `path` as text that a trainer's file can hold.
fn text_of(path: PathBuf) -> Result<String, ArchiveError> {
    path.into_os_string()
        .into_string()
        .map_err(|path| ArchiveError::NotText { path: path.into() })
}
