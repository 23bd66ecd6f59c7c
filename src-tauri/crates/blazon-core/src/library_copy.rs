//! The files of a library on their way to another folder. Each is read back and compared before it counts; one that is
//! there already and is the same is not written again, so a copy that was interrupted goes on where it was.
//!
//! The database is not among them: it has its own way (`blazon_store::ClosedDatabase`).

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

/// What the window's web view writes while it is open; it keeps what the pages remember, and no work.
const REMEMBERED: &str = "webview";
/// What belongs to programs that run, or to this move.
const LEFT_OUT: [&str; 7] = [
    "blazon.db",
    "blazon.db-wal",
    "blazon.db-shm",
    "blazon.db-journal",
    "tmp",
    "window.raise",
    "blazon.db.half",
];
/// The names with which all that says something about a move begins.
const MARKS: &str = "move-";
/// A part of a file that is read at once.
const PART: usize = 1 << 20;
/// Files that are copied side by side: a disk that has to confirm each of them is waited for by several.
const SIDE_BY_SIDE: usize = 4;

/// A file of the library, relative to its folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LibraryFile {
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
}

/// Why files could not be copied.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CopyError {
    /// A file cannot be read or written.
    #[error("cannot copy {}", path.display())]
    Disk {
        /// The file, relative to the library.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// What was read back is not what was written.
    #[error("{} came out differently", path.display())]
    Differs {
        /// The file, relative to the library.
        path: PathBuf,
    },
    /// It was stopped.
    #[error("stopped")]
    Stopped,
}

/// The files of the library in `home` that are copied.
///
/// # Errors
/// When a folder cannot be read.
pub(crate) fn files_of(home: &Path) -> io::Result<Vec<LibraryFile>> {
    let mut files = Vec::new();
    let walk = walkdir::WalkDir::new(home).min_depth(1).follow_links(true);
    let is_wanted = |entry: &walkdir::DirEntry| entry.depth() > 1 || !is_left_out(entry.path());
    for entry in walk.into_iter().filter_entry(is_wanted) {
        let entry = entry?;
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(home).map_err(io::Error::other)?;
            files.push(LibraryFile {
                path: path.to_owned(),
                bytes: entry.metadata()?.len(),
            });
        }
    }
    Ok(files)
}

/// Whether what lies in the library under this name stays where it is.
fn is_left_out(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    LEFT_OUT.contains(&&*name) || name.ends_with(".lock") || name.starts_with(MARKS)
}

/// Copies `files` from one folder to the other. `copied` hears how many bytes are done, several threads beside each
/// other.
///
/// # Errors
/// [`CopyError`]; what was copied stays.
pub(crate) fn copy_files(
    from: &Path,
    to: &Path,
    files: &[LibraryFile],
    stop: &AtomicBool,
    copied: &(dyn Fn(u64) + Sync),
) -> Result<(), CopyError> {
    let (next, done) = (AtomicUsize::new(0), AtomicU64::new(0));
    let failed: Mutex<Option<CopyError>> = Mutex::new(None);
    let failure = || {
        failed
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    };
    let tell = |bytes: u64| copied(done.fetch_add(bytes, Ordering::Relaxed) + bytes);
    std::thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE.min(files.len()) {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if failure().is_some() {
                        return;
                    }
                    let copied = copy_file(from, to, file, stop, &tell);
                    if let Err(error) = copied.or_else(|error| forgive(file, error)) {
                        *failure() = Some(error);
                        return;
                    }
                }
            });
        }
    });
    match failed.into_inner() {
        Ok(None) => Ok(()),
        Ok(Some(error)) => Err(error),
        Err(poisoned) => poisoned.into_inner().map_or(Ok(()), Err),
    }
}

/// What the web view writes may change or go while it is copied.
fn forgive(file: &LibraryFile, error: CopyError) -> Result<(), CopyError> {
    match error {
        CopyError::Disk { .. } | CopyError::Differs { .. } if file.path.starts_with(REMEMBERED) => {
            tracing::info!(%error, "a page's memory is left behind");
            Ok(())
        }
        CopyError::Stopped | CopyError::Disk { .. } | CopyError::Differs { .. } => Err(error),
    }
}

fn copy_file(
    from: &Path,
    to: &Path,
    file: &LibraryFile,
    stop: &AtomicBool,
    tell: &dyn Fn(u64),
) -> Result<(), CopyError> {
    let disk = |source| CopyError::Disk {
        path: file.path.clone(),
        source,
    };
    let (source, target) = (from.join(&file.path), to.join(&file.path));
    if is_same(&source, &target, stop).map_err(disk)? {
        tell(file.bytes);
        return still(stop);
    }
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(disk)?;
    }
    let mut half = target.clone().into_os_string();
    half.push(".half");
    let half = PathBuf::from(half);
    let written = write_copy(&source, &half, stop, tell).map_err(disk)?;
    still(stop)?;
    if hash_of(&half, stop).map_err(disk)? != written {
        still(stop)?;
        return Err(CopyError::Differs {
            path: file.path.clone(),
        });
    }
    fs::rename(&half, &target).map_err(disk)
}

fn still(stop: &AtomicBool) -> Result<(), CopyError> {
    if stop.load(Ordering::Relaxed) {
        return Err(CopyError::Stopped);
    }
    Ok(())
}

fn is_same(source: &Path, target: &Path, stop: &AtomicBool) -> io::Result<bool> {
    let is_there = match fs::metadata(target) {
        Ok(found) => found.is_file() && found.len() == fs::metadata(source)?.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(error),
    };
    Ok(is_there && hash_of(source, stop)? == hash_of(target, stop)?)
}

/// Writes a copy, with the times and rights of the source, and gives the hash of what was read. A stop ends it early.
fn write_copy(
    source: &Path,
    half: &Path,
    stop: &AtomicBool,
    tell: &dyn Fn(u64),
) -> io::Result<blake3::Hash> {
    let mut reader = File::open(source)?;
    let about = reader.metadata()?;
    let mut writer = File::create(half)?;
    let mut hasher = blake3::Hasher::new();
    let mut part = vec![0; PART];
    while !stop.load(Ordering::Relaxed) {
        let length = reader.read(&mut part)?;
        if length == 0 {
            break;
        }
        hasher.update(&part[..length]);
        writer.write_all(&part[..length])?;
        tell(u64::try_from(length).unwrap_or_default());
    }
    writer.set_permissions(about.permissions())?;
    if let Ok(modified) = about.modified() {
        writer.set_modified(modified)?;
    }
    writer.sync_all()?;
    drop_cached(&writer);
    Ok(hasher.finalize())
}

fn hash_of(path: &Path, stop: &AtomicBool) -> io::Result<blake3::Hash> {
    let mut reader = File::open(path)?;
    let mut hasher = blake3::Hasher::new();
    let mut part = vec![0; PART];
    while !stop.load(Ordering::Relaxed) {
        let length = reader.read(&mut part)?;
        if length == 0 {
            break;
        }
        hasher.update(&part[..length]);
    }
    Ok(hasher.finalize())
}

/// What is read back should come from the disk, not from memory.
#[cfg(target_os = "linux")]
fn drop_cached(file: &File) {
    let _ = rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed);
}

/// Other systems have no such word.
#[cfg(not(target_os = "linux"))]
fn drop_cached(_file: &File) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(from: &Path, to: &Path) -> Result<(), CopyError> {
        let files = files_of(from).unwrap();
        copy_files(from, to, &files, &AtomicBool::new(false), &|_| {})
    }

    fn library() -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("photos/ab/one", "one"),
            ("keys.json", "secret"),
            ("blazon.db", "rows"),
            ("runner.lock", ""),
            ("tmp/half", "half"),
            ("models/tmp/lora", "kept"),
            ("move-wish", "/elsewhere"),
        ] {
            let path = home.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        home
    }

    #[test]
    fn all_files_come_along_but_those_of_running_programs() {
        let (from, to) = (library(), tempfile::tempdir().unwrap());
        copied(from.path(), to.path()).unwrap();
        let mut names: Vec<_> = files_of(to.path())
            .unwrap()
            .into_iter()
            .map(|file| file.path.display().to_string())
            .collect();
        names.sort();
        assert_eq!(names, ["keys.json", "models/tmp/lora", "photos/ab/one"]);
        assert_eq!(fs::read(to.path().join("photos/ab/one")).unwrap(), b"one");
    }

    #[test]
    fn a_file_that_is_there_and_differs_is_written_again() {
        let (from, to) = (library(), tempfile::tempdir().unwrap());
        copied(from.path(), to.path()).unwrap();
        fs::write(to.path().join("photos/ab/one"), "0ne").unwrap();
        copied(from.path(), to.path()).unwrap();
        assert_eq!(fs::read(to.path().join("photos/ab/one")).unwrap(), b"one");
    }

    #[cfg(unix)]
    #[test]
    fn rights_and_times_come_along() {
        use std::os::unix::fs::PermissionsExt;
        let (from, to) = (library(), tempfile::tempdir().unwrap());
        let keys = from.path().join("keys.json");
        fs::set_permissions(&keys, fs::Permissions::from_mode(0o600)).unwrap();
        let modified = fs::metadata(&keys).unwrap().modified().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
        copied(from.path(), to.path()).unwrap();
        let about = fs::metadata(to.path().join("keys.json")).unwrap();
        assert_eq!(about.permissions().mode() & 0o777, 0o600);
        assert_eq!(about.modified().unwrap(), modified);
    }

    #[test]
    fn a_stop_is_heard_and_leaves_no_file_half_under_its_name() {
        let (from, to) = (library(), tempfile::tempdir().unwrap());
        fs::write(from.path().join("large"), vec![7; 8 * PART]).unwrap();
        let files = files_of(from.path()).unwrap();
        let stop = AtomicBool::new(false);
        let stopped = copy_files(from.path(), to.path(), &files, &stop, &|_| {
            stop.store(true, Ordering::Relaxed);
        });
        assert!(matches!(stopped, Err(CopyError::Stopped)), "{stopped:?}");
        assert!(!to.path().join("large").exists());
    }

    #[test]
    fn a_page_s_memory_that_goes_away_stops_nothing() {
        let (from, to) = (library(), tempfile::tempdir().unwrap());
        let gone = |path: &str| LibraryFile {
            path: path.into(),
            bytes: 1,
        };
        let stop = AtomicBool::new(false);
        let copy = |file: LibraryFile| copy_files(from.path(), to.path(), &[file], &stop, &|_| {});
        copy(gone("webview/storage")).unwrap();
        assert!(matches!(
            copy(gone("photos/two")),
            Err(CopyError::Disk { .. })
        ));
    }
}
