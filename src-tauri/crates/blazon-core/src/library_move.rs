//! The library moves to another folder: chosen while it is open, carried out at the next start, before it opens, so that
//! nobody writes into it meanwhile.
//!
//! What can go wrong: the program dies on the way (the wish stays, and the next start goes on where the copy was; until
//! the pointer is renamed the library is where it was, from then on it is in the new folder); a file comes out
//! differently, or the new disk is full or goes away (what was copied is removed, the library opens where it was, and
//! the person is told); another program has the library open (nothing is done); somebody works in the old folder
//! afterwards (a mark in it says where the library is, and it does not open); the folder has something else in it
//! (refused, so that removing a copy that did not work out removes nothing of anybody's); the old folder is deleted
//! although it is not the old one (both folders have to name each other), or has new files (they stay).

use crate::library_copy::{CopyError, copy_files, files_of};
use crate::library_place::{sync_folder, write_whole};
use crate::{Library, LibraryPlace, Studio, WorkUnderWay};
use anyhow::Context;
use blazon_model::{ByteCount, LeftLibrary, MovePlan, Notice};
use blazon_store::Store;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// In the old folder: where the library is wished to be.
const WISH: &str = "move-wish";
/// In the new folder, until everything is there: where it comes from.
const UNDER_WAY: &str = "move-under-way";
/// In the new folder: where the library was.
const FROM: &str = "move-from";
/// In the new folder: the person was told.
const TOLD: &str = "move-told";
/// In the old folder: where the library is.
const TO: &str = "move-to";
/// How long another program is given to let go of the library.
const PATIENCE: Duration = Duration::from_secs(1);
/// A file that is written to see whether one can be.
const PROBE: &str = "move-probe";
/// The folder that is made in one that has something else in it.
const FOLDER: &str = "Blazon";
/// Room beyond the files' size that a disk must have, in hundredths.
const SPARE: u64 = 5;

/// Why the library is not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveRefusal {
    /// `BLAZON_HOME` says where it is.
    #[error("the library's folder is named by BLAZON_HOME")]
    Named,
    /// The folder's name is not Unicode, or relative.
    #[error("{path} is no folder that can be named")]
    Unnameable {
        /// The folder.
        path: String,
    },
    /// There is something in the folder.
    #[error("{path} is not empty")]
    Occupied {
        /// The folder.
        path: String,
    },
    /// The folder is the library's, lies in it, or has it in itself.
    #[error("{path} is not apart from the library")]
    Inside {
        /// The folder.
        path: String,
    },
    /// The folder cannot be made or written.
    #[error("{path} cannot be written")]
    Unwritable {
        /// The folder.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Its disk has too little room.
    #[error("{needed} bytes are needed and {free} are free")]
    TooSmall {
        /// Bytes that are needed.
        needed: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// Another program has the library open.
    #[error("another program has the library open")]
    Held,
    /// It was stopped.
    #[error("stopped")]
    Stopped,
    /// What was read back is not what was written.
    #[error("{file} came out differently")]
    Differs {
        /// The file, relative to the library.
        file: String,
    },
    /// A file cannot be read or written.
    #[error("{file} cannot be copied")]
    Disk {
        /// The file, relative to the library.
        file: String,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl From<CopyError> for MoveRefusal {
    fn from(error: CopyError) -> Self {
        let name = |path: PathBuf| path.display().to_string();
        match error {
            CopyError::Stopped => Self::Stopped,
            CopyError::Differs { path } => Self::Differs { file: name(path) },
            CopyError::Disk { path, source } => Self::Disk {
                file: name(path),
                source,
            },
        }
    }
}

impl Studio {
    /// What moving the library into `chosen`, or into a folder in it where it is not empty, would mean.
    ///
    /// # Errors
    /// [`MoveRefusal`], and when the library cannot be read.
    pub fn plan_move(&self, place: &LibraryPlace, chosen: &Path) -> anyhow::Result<MovePlan> {
        let home = self.library.home();
        let to = if !chosen.is_dir() || is_empty(chosen) || is_begun(home, chosen) {
            chosen.to_owned()
        } else {
            chosen.join(FOLDER)
        };
        check_target(place, home, &to)?;
        let files = files_of(home).context("list the library's files")?;
        let bytes = files.iter().map(|file| file.bytes).sum();
        let free = free_bytes(&to);
        check_room(bytes, free)?;
        try_writing(&to)?;
        Ok(MovePlan {
            from: home.display().to_string(),
            to: to.display().to_string(),
            bytes: ByteCount(bytes),
            files: u32::try_from(files.len()).unwrap_or(u32::MAX),
            free_bytes: free.map(ByteCount),
        })
    }

    /// Notes that the library moves to `to` when it is opened the next time.
    ///
    /// # Errors
    /// [`WorkUnderWay`], [`MoveRefusal`], and when the wish cannot be written.
    pub fn wish_move(&self, place: &LibraryPlace, to: &Path) -> anyhow::Result<()> {
        let home = self.library.home();
        check_target(place, home, to)?;
        if self.is_work_left()? {
            return Err(WorkUnderWay.into());
        }
        // What is to be gone for good must not come along.
        self.finish_deletions()?;
        let text = to.to_str().unwrap_or_default();
        write_whole(&home.join(WISH), text).context("note the wish to move")
    }

    /// The folder in which the library was, where it is still there.
    #[must_use]
    pub fn find_left_library(&self) -> Option<LeftLibrary> {
        let old = self.left_folder()?;
        let files = files_of(&old).ok()?;
        Some(LeftLibrary {
            path: old.display().to_string(),
            bytes: ByteCount(files.iter().map(|file| file.bytes).sum()),
        })
    }

    /// Deletes the folder in which the library was. Files that came into it afterwards stay.
    ///
    /// # Errors
    /// When there is none, and when the disk fails.
    pub fn delete_left_library(&self) -> anyhow::Result<()> {
        let old = self.left_folder().context("find the old folder")?;
        let moved_at = fs::metadata(old.join(TO))?.modified()?;
        let walk = walkdir::WalkDir::new(&old)
            .min_depth(1)
            .contents_first(true);
        for entry in walk {
            let entry = entry?;
            let inner = entry.path().strip_prefix(&old)?;
            if inner == Path::new(TO) {
                continue;
            }
            // Pages and the log are written until the window has ended.
            let is_leftover = inner.starts_with("webview") || inner.starts_with("logs");
            if entry.file_type().is_dir() {
                // One with new files in it stays.
                let _ = fs::remove_dir(entry.path());
            } else if is_leftover || entry.metadata()?.modified()? <= moved_at {
                fs::remove_file(entry.path())?;
            }
        }
        fs::remove_file(old.join(TO))?;
        let _ = fs::remove_dir(&old);
        let _ = fs::remove_file(self.library.home().join(FROM));
        Ok(())
    }

    /// The old folder, where both folders name each other.
    fn left_folder(&self) -> Option<PathBuf> {
        let home = self.library.home();
        let old = read_mark(home, FROM)?;
        let back = read_mark(&old, TO)?;
        is_one(&back, home).then_some(old)
    }
}

/// Where the library in `home` is wished to be.
#[must_use]
pub fn wished_move(home: &Path) -> Option<PathBuf> {
    read_mark(home, WISH)
}

/// Forgets the wish to move.
///
/// # Errors
/// When it cannot be removed; the program must not go on then, since it would come true after further work.
pub fn forget_move(home: &Path) -> io::Result<()> {
    remove_if_there(&home.join(WISH))
}

/// Moves the library from `home` to `to`, and says where it is from now on. The caller holds the library against other
/// windows; nobody has it open. `tell` hears bytes that are done and bytes in all, several threads beside each other.
/// The old folder stays.
///
/// # Errors
/// [`MoveRefusal`], and the disk's; what was copied is removed then, and the library is where it was.
pub fn move_library(
    place: &LibraryPlace,
    home: &Path,
    to: &Path,
    stop: &AtomicBool,
    tell: &(dyn Fn(ByteCount, ByteCount) + Sync),
) -> anyhow::Result<()> {
    check_target(place, home, to)?;
    let library = Library::at(home)?;
    let runner = library
        .wait_for_runner(PATIENCE)?
        .ok_or(MoveRefusal::Held)?;
    let closed = Store::take_closed(home)?.ok_or(MoveRefusal::Held)?;
    let copied = copy_library(home, to, &closed, stop, tell).and_then(|()| {
        Ok(place
            .point_at(to)
            .map_err(|source| unwritable(to, source))?)
    });
    if let Err(error) = copied {
        remove_copy(home, to);
        return Err(error);
    }
    settle(to);
    drop((closed, runner));
    forget_move(home)?;
    Ok(())
}

/// Everything but the word that the library is there.
fn copy_library(
    home: &Path,
    to: &Path,
    closed: &blazon_store::ClosedDatabase,
    stop: &AtomicBool,
    tell: &(dyn Fn(ByteCount, ByteCount) + Sync),
) -> anyhow::Result<()> {
    let at_target = |source| unwritable(to, source);
    // The mark is the first file in the folder: what has none is nothing that this program may remove.
    fs::create_dir_all(to).map_err(at_target)?;
    write_whole(&to.join(UNDER_WAY), &name_of(home)).map_err(at_target)?;
    Library::at(to).map_err(at_target)?;
    let files = files_of(home).context("list the library's files")?;
    let database = fs::metadata(home.join("blazon.db")).map_or(1, |about| about.len());
    let copied: u64 = files.iter().map(|file| file.bytes).sum();
    let all = copied + database;
    tell(ByteCount(0), ByteCount(all));
    copy_files(home, to, &files, stop, &|done| {
        tell(ByteCount(done.min(copied)), ByteCount(all));
    })
    .map_err(MoveRefusal::from)?;
    closed.copy_to(to)?;
    tell(ByteCount(all), ByteCount(all));
    write_whole(&to.join(FROM), &name_of(home)).map_err(at_target)?;
    sync_folder(to).map_err(at_target)?;
    Ok(())
}

/// Finishes a move whose library is in `home` already.
pub(crate) fn settle(home: &Path) {
    let Some(old) = read_mark(home, FROM) else {
        return;
    };
    let _ = remove_if_there(&home.join(UNDER_WAY));
    if old.join("blazon.db").is_file()
        && read_mark(&old, TO).is_none()
        && let Err(error) = write_whole(&old.join(TO), &name_of(home))
    {
        tracing::warn!(%error, "the old folder does not say where the library is");
    }
}

/// Notes that the person knows that the library is in `home` now.
pub fn note_told_move(home: &Path) {
    if let Err(error) = write_whole(&home.join(TOLD), "") {
        tracing::warn!(%error, "the move will be told again");
    }
}

/// Where the library in `home` has moved to.
pub(crate) fn moved_to(home: &Path) -> Option<PathBuf> {
    read_mark(home, TO).filter(|to| read_mark(to, FROM).is_some_and(|from| is_one(&from, home)))
}

/// The word about a move that the person has not had yet.
pub(crate) fn notice_of_move(home: &Path) -> Option<Notice> {
    let from = read_mark(home, FROM)?;
    if home.join(TOLD).exists() {
        return None;
    }
    note_told_move(home);
    Some(Notice::LibraryMoved {
        from: from.display().to_string(),
        to: home.display().to_string(),
    })
}

/// Removes a copy that did not work out: a folder that says that it is one, and of which library.
fn remove_copy(home: &Path, to: &Path) {
    if !is_begun(home, to) {
        let _ = fs::remove_file(to.join(UNDER_WAY).with_extension("half"));
        let _ = fs::remove_dir(to);
        return;
    }
    if let Err(error) = fs::remove_dir_all(to) {
        tracing::warn!(%error, path = %to.display(), "a copy of the library stays behind");
    }
}

fn check_target(place: &LibraryPlace, home: &Path, to: &Path) -> Result<(), MoveRefusal> {
    let path = to.display().to_string();
    if place.named.is_some() {
        return Err(MoveRefusal::Named);
    }
    if !to.is_absolute() || to.to_str().is_none_or(|text| text.contains(['\n', '\r'])) {
        return Err(MoveRefusal::Unnameable { path });
    }
    let (inner, outer) = (real(to), real(home));
    if inner.starts_with(&outer) || outer.starts_with(&inner) {
        return Err(MoveRefusal::Inside { path });
    }
    if !is_begun(home, to) && to.is_dir() && !is_empty(to) {
        return Err(MoveRefusal::Occupied { path });
    }
    Ok(())
}

/// Whether `to` has a copy of this library that was interrupted.
fn is_begun(home: &Path, to: &Path) -> bool {
    read_mark(to, UNDER_WAY).is_some_and(|from| is_one(&from, home))
}

fn check_room(bytes: u64, free: Option<u64>) -> Result<(), MoveRefusal> {
    let needed = bytes + bytes / 100 * SPARE;
    match free {
        Some(free) if free < needed => Err(MoveRefusal::TooSmall { needed, free }),
        _ => Ok(()),
    }
}

/// Makes the folder and a file in it, and removes both again.
fn try_writing(to: &Path) -> Result<(), MoveRefusal> {
    let was_there = to.exists();
    let probe = to.join(PROBE);
    let written = fs::create_dir_all(to).and_then(|()| fs::write(&probe, b"probe"));
    let _ = fs::remove_file(&probe);
    if !was_there {
        let _ = fs::remove_dir(to);
    }
    written.map_err(|source| unwritable(to, source))
}

fn unwritable(to: &Path, source: io::Error) -> MoveRefusal {
    MoveRefusal::Unwritable {
        path: to.display().to_string(),
        source,
    }
}

/// The path with what of it exists followed to where it really is.
fn real(path: &Path) -> PathBuf {
    for ancestor in path.ancestors() {
        if let (Ok(found), Ok(rest)) = (ancestor.canonicalize(), path.strip_prefix(ancestor)) {
            return found.join(rest);
        }
    }
    path.to_owned()
}

fn is_one(one: &Path, other: &Path) -> bool {
    real(one) == real(other)
}

/// Whether nothing is in the folder but perhaps what a killed program had begun to write there.
fn is_empty(folder: &Path) -> bool {
    let half = Path::new(UNDER_WAY).with_extension("half");
    let is_nothing = |entry: io::Result<fs::DirEntry>| {
        entry.is_ok_and(|entry| {
            let name = entry.file_name();
            name == PROBE || name == half.as_os_str()
        })
    };
    fs::read_dir(folder).is_ok_and(|mut entries| entries.all(is_nothing))
}

/// Free bytes on the disk on which `path` is or would be.
#[cfg(target_os = "linux")]
fn free_bytes(path: &Path) -> Option<u64> {
    let there = path.ancestors().find(|ancestor| ancestor.exists())?;
    let disk = rustix::fs::statvfs(there).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Elsewhere a full disk shows while it is written.
#[cfg(not(target_os = "linux"))]
fn free_bytes(_path: &Path) -> Option<u64> {
    None
}

fn name_of(path: &Path) -> String {
    path.to_str().unwrap_or_default().to_owned()
}

/// The absolute path that a mark in `folder` names.
fn read_mark(folder: &Path, name: &str) -> Option<PathBuf> {
    let text = fs::read_to_string(folder.join(name)).ok()?;
    let path = PathBuf::from(text);
    path.is_absolute().then_some(path)
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
