//! The folder of a run while it goes on: `runs/<id>/`, with what it is trained on, its checkpoints
//! and its samples. What is worth keeping moves to the model; the folder then goes.

use blazon_model::{ArchiveManifest, RunId, TrainPhoto};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often a folder is tried to be removed that somebody still writes into, and how long is waited in between.
const MOST_TRIES: u32 = 50;
const BREATH: Duration = Duration::from_millis(20);

/// The folder of a run.
pub(crate) struct RunFolder {
    path: PathBuf,
}

impl RunFolder {
    pub(crate) fn of(home: &Path, run: RunId) -> Self {
        Self {
            path: home.join("runs").join(run.to_string()),
        }
    }

    pub(crate) fn make(&self) -> io::Result<()> {
        fs::create_dir_all(self.photos())?;
        fs::create_dir_all(self.work())?;
        fs::create_dir_all(self.samples())
    }

    pub(crate) fn is_there(&self) -> bool {
        self.path.exists()
    }

    /// Checkpoints and caches.
    pub(crate) fn work(&self) -> PathBuf {
        self.path.join("work")
    }

    /// Where the engine puts samples, inside its own folder.
    pub(crate) fn samples(&self) -> PathBuf {
        self.work().join("samples")
    }

    /// The finished weights.
    pub(crate) fn weights(&self) -> PathBuf {
        self.path.join("lora.safetensors")
    }

    /// The archive of what it is trained on.
    pub(crate) fn archive(&self) -> PathBuf {
        self.path.join("dataset.zip")
    }

    fn photos(&self) -> PathBuf {
        self.path.join("photos")
    }

    fn manifest_path(&self) -> PathBuf {
        self.path.join("archive.json")
    }

    /// Puts the picture of an entry where the engine reads it; a second name for the same bytes
    /// where the file system has such.
    pub(crate) fn add_photo(&self, picture: &Path, file: &str) -> io::Result<()> {
        let to = self.photos().join(file);
        match fs::remove_file(&to) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        fs::hard_link(picture, &to).or_else(|_| fs::copy(picture, &to).map(|_| ()))
    }

    pub(crate) fn save_manifest(&self, manifest: &ArchiveManifest) -> io::Result<()> {
        fs::write(self.manifest_path(), serde_json::to_vec_pretty(manifest)?)
    }

    pub(crate) fn manifest(&self) -> io::Result<ArchiveManifest> {
        Ok(serde_json::from_slice(&fs::read(self.manifest_path())?)?)
    }

    /// What the engine trains on, as the archive's manifest lists it.
    pub(crate) fn train_photos(&self) -> io::Result<Vec<TrainPhoto>> {
        let entries = self.manifest()?.entries.into_iter();
        Ok(entries
            .map(|entry| TrainPhoto {
                picture: self.photos().join(entry.file),
                caption: entry.caption.unwrap_or_default(),
            })
            .collect())
    }

    /// Removes the folder with everything in it.
    pub(crate) fn remove(&self) -> io::Result<()> {
        let mut tries = 0;
        loop {
            match fs::remove_dir_all(&self.path) {
                // An engine that is being stopped may still write into it.
                Err(error)
                    if error.kind() == io::ErrorKind::DirectoryNotEmpty && tries < MOST_TRIES =>
                {
                    tries += 1;
                    std::thread::sleep(BREATH);
                }
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => return Ok(()),
            }
        }
    }
}
