//! The shelf: originals in `photos/<hash>.<ext>`, and what is made of them: thumbnails in
//! `thumbs/<hash>.webp`, pictures for trainers in `prepared/`, large views in `previews/`.
//!
//! Files are written to a temporary name in `tmp/` and renamed. Originals are synced before that,
//! so that their names always stand for whole content. What is made of them can be made again and
//! is not synced; a power cut may leave it empty or with holes, which is noticed when it is
//! looked for (`derived.rs`). What is on the shelf already is not written again.

use crate::derived;
use crate::memory::MemoryBudget;
use crate::process::{Arrival, GoOn, check};
use crate::read::read_photo;
use crate::{Decoder, PhotoError, process};
use blazon_model::{ContentHash, Framing, Measures, Original, PhotoFormat};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Characters of a hash in a file's name.
const HASH_LENGTH: usize = 64;

/// What was there and is not any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Originals.
    pub originals: u32,
    /// Thumbnails.
    pub thumbnails: u32,
}

/// The folders of originals and of what is made of them.
#[derive(Debug)]
pub struct Shelf {
    photos: PathBuf,
    thumbs: PathBuf,
    pub(crate) prepared: PathBuf,
    pub(crate) previews: PathBuf,
    tmp: PathBuf,
    pub(crate) decoder: Decoder,
    pub(crate) memory: MemoryBudget,
}

/// A file that is on the shelf now.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// What it is.
    pub original: Original,
    /// Whether it was there before.
    pub was_there: bool,
    /// What was measured; none where nothing had to be decoded because all was there.
    pub measures: Option<Measures>,
}

/// Whether a file has to outlive a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lasting {
    /// It cannot be made again.
    Synced,
    /// It can be made again, and is where it is found cut.
    Remade,
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
        let folders = ["photos", "thumbs", "prepared", "previews", "tmp"];
        let [photos, thumbs, prepared, previews, tmp] = folders.map(|folder| home.join(folder));
        for folder in [&photos, &thumbs, &prepared, &previews, &tmp] {
            fs::create_dir_all(folder)?;
        }
        Ok(Self {
            photos,
            thumbs,
            prepared,
            previews,
            tmp,
            decoder: Decoder::default(),
            memory: MemoryBudget::default(),
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

    /// Puts the photo in the file `source` on the shelf: reads it once, decodes it once and to the
    /// end, measures it, makes its thumbnail, and writes both. With a `framing` that keeps shapes
    /// the picture for a trainer is made by the same decode, where that is as good as one of its
    /// own. The source is only read.
    ///
    /// # Errors
    /// One [`PhotoError`] for each thing that can be wrong with the file; [`PhotoError::Keep`]
    /// where the library cannot be written.
    pub fn keep(&self, source: &Path, framing: Option<Framing>) -> Result<Kept, PhotoError> {
        self.keep_bytes(&read_photo(source)?, framing)
    }

    /// As [`Shelf::keep`], for a photo that is in memory already.
    ///
    /// # Errors
    /// As [`Shelf::keep`].
    pub fn keep_bytes(&self, bytes: &[u8], framing: Option<Framing>) -> Result<Kept, PhotoError> {
        self.keep_bytes_while(bytes, framing, &|| true)
    }

    /// As [`Shelf::keep_bytes`], given up as soon as `go_on` says no: a photo of 12 MP is a tenth of a second of work
    /// on a busy computer. Of what is given up nothing is left: no file gets its name before all are written.
    ///
    /// # Errors
    /// As [`Shelf::keep`], and [`PhotoError::Stopped`].
    pub fn keep_bytes_while(
        &self,
        bytes: &[u8],
        framing: Option<Framing>,
        go_on: GoOn<'_>,
    ) -> Result<Kept, PhotoError> {
        let arrival = Arrival::open(bytes, &self.decoder)?;
        let original = arrival.original();
        let photo = self.original_path(&original.hash, original.format);
        let thumb = self.thumbnail_path(&original.hash);
        let order = framing
            .and_then(|framing| process::uncropped(framing, original.width, original.height))
            .filter(|order| process::shares_decode(order, original.width, original.height));
        let prepared = order.map(|order| (order, self.prepared_path(&original.hash, &order)));
        let was_there = has_length(&photo, bytes.len() as u64);
        let has_prepared = prepared
            .as_ref()
            .is_none_or(|(_, path)| derived::is_whole(path));
        let mut measures = None;
        if !was_there || !has_prepared || !derived::is_whole(&thumb) {
            let order = prepared.as_ref().map(|(order, _)| order);
            let made = arrival.process(order, &self.decoder, &self.memory, go_on)?;
            let mut staged = vec![self.stage(&thumb, &made.thumbnail, Lasting::Remade)?];
            if let (Some((_, path)), Some(picture)) = (&prepared, &made.prepared) {
                staged.push(self.stage(path, picture, Lasting::Remade)?);
            }
            check(go_on)?;
            if !was_there {
                staged.push(self.stage(&photo, bytes, Lasting::Synced)?);
            }
            check(go_on)?;
            // The original is named last, so that its name also says that all was made of it.
            for file in staged {
                file.name()?;
            }
            measures = Some(made.measures);
        }
        Ok(Kept {
            original,
            was_there,
            measures,
        })
    }

    /// What the content of a photo and its header say of it. Nothing is decoded.
    ///
    /// # Errors
    /// When it is not a photo that can be read, or too large.
    pub fn look_at(&self, bytes: &[u8]) -> Result<Original, PhotoError> {
        Ok(Arrival::open(bytes, &self.decoder)?.original())
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

    /// Removes originals and all that was made of them. Tells how many were there.
    ///
    /// # Errors
    /// When a file is there and cannot be removed; files after it may still be there.
    pub fn remove(&self, hashes: &[&ContentHash]) -> io::Result<Removed> {
        let mut removed = Removed::default();
        for hash in hashes {
            let mut original = false;
            for format in PhotoFormat::ALL {
                original |= remove_if_there(&self.original_path(hash, format))?;
            }
            removed.originals += u32::from(original);
            removed.thumbnails += u32::from(remove_if_there(&self.thumbnail_path(hash))?);
        }
        // What was made of a photo is called by its hash and how it was made.
        let gone: HashSet<&str> = hashes.iter().map(|hash| hash.as_str()).collect();
        for folder in [&self.prepared, &self.previews] {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                let name = entry.file_name();
                let hash = name.to_str().and_then(|name| name.get(..HASH_LENGTH));
                if hash.is_some_and(|hash| gone.contains(hash)) {
                    remove_if_there(&entry.path())?;
                }
            }
        }
        Ok(removed)
    }

    /// Removes what interrupted programs left in `tmp/`. Only for whoever knows that no other
    /// program is writing.
    ///
    /// # Errors
    /// When the folder cannot be listed or a file not removed.
    pub fn sweep(&self) -> io::Result<usize> {
        let mut swept = 0;
        for entry in fs::read_dir(&self.tmp)? {
            let entry = entry?;
            // A model's folder may have been cut off too.
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
            swept += 1;
        }
        Ok(swept)
    }

    pub(crate) fn write(
        &self,
        path: &Path,
        bytes: &[u8],
        lasting: Lasting,
    ) -> Result<(), PhotoError> {
        self.stage(path, bytes, lasting)?.name()
    }

    /// Writes a file that has no name yet.
    fn stage<'p>(
        &self,
        path: &'p Path,
        bytes: &[u8],
        lasting: Lasting,
    ) -> Result<Staged<'p>, PhotoError> {
        let written = tempfile::NamedTempFile::new_in(&self.tmp).and_then(|mut file| {
            file.write_all(bytes)?;
            if lasting == Lasting::Synced {
                file.as_file().sync_all()?;
            }
            Ok(file.into_temp_path())
        });
        match written {
            Ok(file) => Ok(Staged {
                file,
                path,
                lasting,
            }),
            Err(source) => Err(cannot_keep(path, source)),
        }
    }
}

/// A whole file under a temporary name; it goes where it is dropped.
struct Staged<'p> {
    file: tempfile::TempPath,
    path: &'p Path,
    lasting: Lasting,
}

impl Staged<'_> {
    /// Gives the file its name.
    fn name(self) -> Result<(), PhotoError> {
        let Self {
            file,
            path,
            lasting,
        } = self;
        let named = file.persist(path).map_err(|error| error.error);
        let named = named.and_then(|()| match lasting {
            Lasting::Synced => sync_folder(path),
            Lasting::Remade => Ok(()),
        });
        named.map_err(|source| cannot_keep(path, source))
    }
}

fn cannot_keep(path: &Path, source: io::Error) -> PhotoError {
    PhotoError::Keep {
        path: path.to_owned(),
        source,
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
