//! From what a person dropped to the files in it.

use blazon_model::{ImportProblem, ProblemReason};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A file to be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Its name for people; marks stand for what is not text.
    pub name: String,
    /// Whether `name` is exactly the file's name.
    pub name_is_text: bool,
}

/// The files in `sources`, folders searched to the bottom, in the order in which they were given
/// and by name within a folder. Hidden files and the side files of macOS and Windows are passed
/// over; what cannot be listed becomes a problem. Calls `seen` with the count now and then and
/// stops early where it returns false.
pub fn find_files(
    sources: &[PathBuf],
    mut seen: impl FnMut(usize) -> bool,
) -> (Vec<FoundFile>, Vec<ImportProblem>) {
    let mut files = Vec::new();
    let mut problems = Vec::new();
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
                Ok(entry) => files.push(found(entry.into_path())),
                // A link that leads back up is a folder that was seen already.
                Err(error) if error.loop_ancestor().is_some() => {}
                Err(error) => problems.push(unlisted(&error, source)),
            }
            if files.len() % 256 == 255 && !seen(files.len()) {
                return (files, problems);
            }
        }
    }
    (files, problems)
}

fn found(path: PathBuf) -> FoundFile {
    let name = path.file_name().unwrap_or(path.as_os_str());
    let text = name.to_str().map(str::to_owned);
    FoundFile {
        name_is_text: text.is_some(),
        name: text.unwrap_or_else(|| name.to_string_lossy().into_owned()),
        path,
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
        file_name: found(path.to_owned()).name,
        reason,
    }
}

fn is_side_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || ["__MACOSX", "Thumbs.db", "desktop.ini"].contains(&name.as_ref())
}

/// Orders names as people do: `IMG_9` before `IMG_10`.
fn natural(a: &Path, b: &Path) -> std::cmp::Ordering {
    key(a).cmp(&key(b))
}

/// A name cut into words and numbers; numbers by length, then digits, so that 10 follows 9.
fn key(path: &Path) -> Vec<(u8, usize, String)> {
    let name = path.to_string_lossy().to_lowercase();
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
