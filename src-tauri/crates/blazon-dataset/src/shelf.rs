//! The shelf: originals in `photos/<hash>.<ext>` and their thumbnails in `thumbs/<hash>.webp`.
//!
//! Files are written to a temporary name in `tmp/`, synced and renamed, so that a name on the
//! shelf always stands for whole content. What is on it already is not written again.

use crate::read::read_photo;
use crate::{Decoder, PhotoError, thumbnail};
use blazon_model::{ByteCount, ContentHash, Original, PhotoFormat};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};

/// The most bytes that decoding may take at once, over all threads. A single picture that needs
/// more is decoded alone.
const MEMORY: u64 = 128 * 1024 * 1024;

/// The folders of originals and thumbnails.
#[derive(Debug)]
pub struct Shelf {
    photos: PathBuf,
    thumbs: PathBuf,
    tmp: PathBuf,
    decoder: Decoder,
    memory_in_use: Mutex<u64>,
    memory_freed: Condvar,
}

/// A file that is on the shelf now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it is.
    pub original: Original,
    /// Whether it was there before.
    pub was_there: bool,
}

/// Whether an error says that the disk, or what this user may use of it, is full.
#[must_use]
pub fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}

impl Shelf {
    /// The shelf in the library `home`, whose folders are made where they are missing.
    ///
    /// # Errors
    /// When a folder cannot be made.
    pub fn open(home: &Path) -> io::Result<Self> {
        let [photos, thumbs, tmp] = ["photos", "thumbs", "tmp"].map(|folder| home.join(folder));
        for folder in [&photos, &thumbs, &tmp] {
            fs::create_dir_all(folder)?;
        }
        Ok(Self {
            photos,
            thumbs,
            tmp,
            decoder: Decoder::default(),
            memory_in_use: Mutex::new(0),
            memory_freed: Condvar::new(),
        })
    }

    /// The same shelf, with another way to read pictures.
    #[must_use]
    pub fn with_decoder(self, decoder: Decoder) -> Self {
        Self { decoder, ..self }
    }

    /// Where the original with this content lies.
    #[must_use]
    pub fn original_path(&self, hash: &ContentHash, format: PhotoFormat) -> PathBuf {
        self.photos.join(format!("{hash}.{}", format.extension()))
    }

    /// Where the thumbnail of this content lies.
    #[must_use]
    pub fn thumbnail_path(&self, hash: &ContentHash) -> PathBuf {
        self.thumbs.join(format!("{hash}.webp"))
    }

    /// Puts the photo in the file `source` on the shelf: reads it once, decodes it to the end,
    /// makes its thumbnail, and writes both. The source is only read.
    ///
    /// # Errors
    /// One [`PhotoError`] for each thing that can be wrong with the file; [`PhotoError::Keep`]
    /// where the library cannot be written.
    pub fn keep(&self, source: &Path) -> Result<Kept, PhotoError> {
        self.keep_bytes(&read_photo(source)?)
    }

    /// As [`Shelf::keep`], for a photo that is in memory already.
    ///
    /// # Errors
    /// As [`Shelf::keep`].
    pub fn keep_bytes(&self, bytes: &[u8]) -> Result<Kept, PhotoError> {
        let hash = ContentHash::from_bytes(*blake3::hash(bytes).as_bytes());
        let header = self.decoder.read_header(bytes, thumbnail::SHORT_SIDE)?;
        let (width, height) = match header.orientation.swaps_sides() {
            true => (header.height, header.width),
            false => (header.width, header.height),
        };
        let original = Original {
            format: header.format,
            bytes: ByteCount(bytes.len() as u64),
            width,
            height,
            orientation: header.orientation,
            hash,
        };
        let (photo, thumb) = (
            self.original_path(&original.hash, original.format),
            self.thumbnail_path(&original.hash),
        );
        let was_there = has_length(&photo, bytes.len() as u64);
        if !was_there || !thumb.exists() {
            let memory = self.take_memory(header.memory);
            let pixels = self.decoder.decode(bytes, &header, thumbnail::SHORT_SIDE)?;
            let small = thumbnail::make(pixels, header.orientation)?;
            drop(memory);
            self.write(&thumb, &small)?;
            if !was_there {
                self.write(&photo, bytes)?;
            }
        }
        Ok(Kept {
            original,
            was_there,
        })
    }

    /// Reads the original again and tells whether its content is still what its name says.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn is_intact(&self, original: &Original) -> io::Result<bool> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(File::open(
            self.original_path(&original.hash, original.format),
        )?)?;
        Ok(hasher.finalize().to_hex().as_str() == original.hash.as_str())
    }

    /// Removes an original and its thumbnail; each counts where it was there.
    ///
    /// # Errors
    /// When a file is there and cannot be removed.
    pub fn remove(&self, hash: &ContentHash) -> io::Result<(bool, bool)> {
        let mut original = false;
        for format in PhotoFormat::ALL {
            original |= remove_if_there(&self.original_path(hash, format))?;
        }
        Ok((original, remove_if_there(&self.thumbnail_path(hash))?))
    }

    /// Removes what interrupted programs left in `tmp/`. Only for whoever knows that no other
    /// program is writing.
    ///
    /// # Errors
    /// When the folder cannot be listed or a file not removed.
    pub fn sweep(&self) -> io::Result<usize> {
        let mut swept = 0;
        for entry in fs::read_dir(&self.tmp)? {
            fs::remove_file(entry?.path())?;
            swept += 1;
        }
        Ok(swept)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), PhotoError> {
        let written = tempfile::NamedTempFile::new_in(&self.tmp).and_then(|mut file| {
            file.write_all(bytes)?;
            file.as_file().sync_all()?;
            file.persist(path).map_err(|error| error.error)?;
            sync_folder(path)
        });
        written.map_err(|source| PhotoError::Keep {
            path: path.to_owned(),
            source,
        })
    }

    /// Waits until `bytes` of memory may be used; a picture larger than all of it waits to be alone.
    fn take_memory(&self, bytes: u64) -> MemoryInUse<'_> {
        let mut in_use = self
            .memory_in_use
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        while *in_use > 0 && *in_use + bytes > MEMORY {
            in_use = self
                .memory_freed
                .wait(in_use)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *in_use += bytes;
        MemoryInUse { shelf: self, bytes }
    }
}

/// Memory that a decoding picture uses, given back when it is dropped.
struct MemoryInUse<'s> {
    shelf: &'s Shelf,
    bytes: u64,
}

impl Drop for MemoryInUse<'_> {
    fn drop(&mut self) {
        *self
            .shelf
            .memory_in_use
            .lock()
            .unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.shelf.memory_freed.notify_all();
    }
}

fn has_length(path: &Path, length: u64) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.len() == length)
}

fn remove_if_there(path: &Path) -> io::Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes a rename in the folder of `path` last through a power cut.
#[cfg(unix)]
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent()
        .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Windows writes renames through by itself and opens no folders.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}
