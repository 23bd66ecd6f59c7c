//! From what a person dropped to the files in it.

use crate::PhotoError;
use crate::read::{cannot_read, read_photo};
use crate::sidecar::attach;
use crate::zipped::{Entry, Zipped, is_zip_file};
use blazon_model::{ImportProblem, ProblemReason};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// A file to be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Where it lies; for a file in an archive, where the archive lies.
    pub path: PathBuf,
    /// Its name for people; marks stand for what is not text.
    pub name: String,
    /// Whether `name` is exactly the file's name.
    pub name_is_text: bool,
    /// The caption that lies beside it, at most [`blazon_model::LONGEST_CAPTION`] characters.
    pub caption: Option<String>,
    place: Place,
}

/// Whether a file lies on the disk or in an archive there.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Disk,
    Archive { archive: Arc<Zipped>, index: usize },
}

impl FoundFile {
    fn on_disk(path: PathBuf) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str());
        let text = name.to_str().map(str::to_owned);
        Self {
            name_is_text: text.is_some(),
            name: text.unwrap_or_else(|| name.to_string_lossy().into_owned()),
            caption: None,
            place: Place::Disk,
            path,
        }
    }

    /// Whether it lies in an archive.
    #[must_use]
    pub fn is_in_archive(&self) -> bool {
        matches!(self.place, Place::Archive { .. })
    }

    /// Reads the photo: its whole content, if it begins like one.
    ///
    /// # Errors
    /// When it is no picture, an archive in an archive, protected, damaged, longer than 512 MiB, or
    /// cannot be read.
    pub fn read(&self) -> Result<Vec<u8>, PhotoError> {
        match &self.place {
            Place::Disk => read_photo(&self.path),
            Place::Archive { archive, index } => archive.read_photo(*index),
        }
    }

    /// The first bytes of any file, at most `limit`.
    ///
    /// # Errors
    /// When it is protected, damaged, or cannot be read.
    pub(crate) fn read_start(&self, limit: u64) -> Result<Vec<u8>, PhotoError> {
        match &self.place {
            Place::Disk => {
                let mut bytes = Vec::new();
                File::open(&self.path)
                    .and_then(|file| file.take(limit).read_to_end(&mut bytes))
                    .map_err(|error| cannot_read(&self.path, error))?;
                Ok(bytes)
            }
            Place::Archive { archive, index } => archive.read_start(*index, limit),
        }
    }
}

/// A file with the folder that it lies in.
#[derive(Debug)]
pub(crate) struct Listing {
    pub(crate) file: FoundFile,
    /// The folder, with slashes, in the archive that is written before it.
    pub(crate) folder: String,
    /// Whether it was given itself, and not found in a folder.
    pub(crate) is_given: bool,
}

impl Listing {
    pub(crate) fn of_file(path: PathBuf) -> Self {
        let folder = path.parent().unwrap_or(Path::new(""));
        Self {
            folder: folder.to_string_lossy().replace('\\', "/"),
            file: FoundFile::on_disk(path),
            is_given: false,
        }
    }

    fn of_entry(archive: &Arc<Zipped>, path: &Path, entry: Entry) -> Self {
        Self {
            // A colon parts the two: no folder beside the archive has this name.
            folder: match entry.folder.as_str() {
                "" => format!("{}:", path.to_string_lossy()),
                folder => format!("{}:/{folder}", path.to_string_lossy()),
            },
            file: FoundFile {
                path: path.to_owned(),
                name: entry.name,
                name_is_text: entry.name_is_text,
                caption: None,
                place: Place::Archive {
                    archive: Arc::clone(archive),
                    index: entry.index,
                },
            },
            is_given: false,
        }
    }
}

/// The files in `sources`, folders searched to the bottom and zip archives opened, in the order in
/// which they were given and by name within a folder. Hidden files and the side files of macOS and
/// Windows are passed over; captions beside photos come with them and are no files of their own;
/// what cannot be listed becomes a problem. Calls `seen` with the count now and then and stops
/// early where it returns false.
pub fn find_files(
    sources: &[PathBuf],
    seen: impl FnMut(usize) -> bool,
) -> (Vec<FoundFile>, Vec<ImportProblem>) {
    let (listing, problems) = list(sources, seen);
    (attach(listing), problems)
}

/// As [`find_files`], with the files that captions lie in.
pub(crate) fn list(
    sources: &[PathBuf],
    mut seen: impl FnMut(usize) -> bool,
) -> (Vec<Listing>, Vec<ImportProblem>) {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    let mut told = 0;
    for source in sources {
        let walk = WalkDir::new(source)
            .follow_links(true)
            .sort_by(|a, b| natural(a.path(), b.path()));
        let entries = walk
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_side_file(entry.path()));
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if entry.file_type().is_file() && is_zip_file(entry.path()) => {
                    list_archive(entry.into_path(), &mut files, &mut problems);
                }
                Ok(entry) => {
                    let is_given = entry.depth() == 0;
                    files.push(Listing {
                        is_given,
                        ..Listing::of_file(entry.into_path())
                    });
                }
                // A link that leads back up is a folder that was seen already.
                Err(error) if error.loop_ancestor().is_some() => {}
                Err(error) => problems.push(unlisted(&error, source)),
            }
            if files.len() >= told + 256 {
                told = files.len();
                if !seen(told) {
                    return (files, problems);
                }
            }
        }
    }
    (files, problems)
}

/// Adds the files in the archive at `path`, or says why it cannot be opened.
fn list_archive(path: PathBuf, files: &mut Vec<Listing>, problems: &mut Vec<ImportProblem>) {
    match Zipped::open(&path) {
        Ok(archive) => {
            let archive = Arc::new(archive);
            let entries = archive.entries().into_iter();
            files.extend(entries.map(|entry| Listing::of_entry(&archive, &path, entry)));
        }
        Err(error) => {
            tracing::info!(%error, "an archive is left out");
            problems.push(ImportProblem {
                file_name: FoundFile::on_disk(path).name,
                reason: error.reason(),
            });
        }
    }
}

fn unlisted(error: &walkdir::Error, source: &Path) -> ImportProblem {
    let path = error.path().unwrap_or(source);
    let kind = error.io_error().map(std::io::Error::kind);
    let reason = if kind == Some(std::io::ErrorKind::NotFound) {
        ProblemReason::Vanished
    } else {
        ProblemReason::FolderUnreadable
    };
    ImportProblem {
        file_name: FoundFile::on_disk(path.to_owned()).name,
        reason,
    }
}

fn is_side_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || ["__MACOSX", "Thumbs.db", "desktop.ini"].contains(&name.as_ref())
}

/// Orders names as people do: `IMG_9` before `IMG_10`.
fn natural(a: &Path, b: &Path) -> std::cmp::Ordering {
    natural_key(&a.to_string_lossy()).cmp(&natural_key(&b.to_string_lossy()))
}

/// What orders names as people do, `IMG_9` before `IMG_10`: words and numbers, and numbers by
/// length, then digits. Upper and lower case do not differ.
#[must_use]
pub fn natural_key(name: &str) -> impl Ord + use<> {
    let name = name.to_lowercase();
    let mut parts: Vec<(u8, usize, String)> = Vec::new();
    for letter in name.chars() {
        let is_digit = letter.is_ascii_digit();
        match parts.last_mut() {
            Some((kind, length, part)) if (*kind == 0) == is_digit => {
                part.push(letter);
                *length = if is_digit {
                    part.trim_start_matches('0').len()
                } else {
                    0
                };
            }
            Some(_) | None => parts.push((
                u8::from(!is_digit),
                usize::from(is_digit),
                letter.to_string(),
            )),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn folders_are_searched_and_numbers_are_in_order() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "IMG_10.jpg",
            "IMG_9.jpg",
            "sub/a.png",
            ".hidden",
            "__MACOSX/x",
            "Thumbs.db",
        ] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let (files, problems) = find_files(&[folder.path().to_owned()], |_| true);
        let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["IMG_9.jpg", "IMG_10.jpg", "a.png"]);
        assert_eq!(problems, []);
    }

    #[test]
    fn a_source_that_is_gone_is_a_problem_with_its_name() {
        let (files, problems) = find_files(&[PathBuf::from("/no/such/photo.jpg")], |_| true);
        assert_eq!(files, []);
        assert_eq!(
            problems,
            [ImportProblem {
                file_name: "photo.jpg".into(),
                reason: ProblemReason::Vanished
            }]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_above_does_not_go_on_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.jpg"), "x").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
        let (files, _) = find_files(&[folder.path().to_owned()], |_| true);
        assert_eq!(files.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_text_is_kept_and_said() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().unwrap();
        fs::write(
            folder
                .path()
                .join(std::ffi::OsStr::from_bytes(b"caf\xe9.jpg")),
            "x",
        )
        .unwrap();
        let (files, _) = find_files(&[folder.path().to_owned()], |_| true);
        assert_eq!(files[0].name, "caf\u{fffd}.jpg");
        assert!(!files[0].name_is_text);
        assert!(fs::read(&files[0].path).is_ok());
    }
}
