//! Zip archives that photos come in. Files in them are read one by one and never unpacked to the
//! disk; their paths serve for order, for the captions beside a photo and for nothing else.

use crate::PhotoError;
use crate::read::{ReadError, cannot_read, read_photo_from};
use crate::sniff::{is_zip, photo_format};
use crate::source::natural_key;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zip::read::Config;
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;
use zip::{ZipArchive, ZipReadOptions};

/// The most files in an archive.
const MOST_ENTRIES: usize = 100_000;
/// The most bytes that all files of an archive may have when they are unpacked.
const MOST_BYTES: u128 = 64 * 1024 * 1024 * 1024;
/// What lies at the root of documents and programs that are zip archives too: Office, OpenDocument
/// and EPUB, Java, Android.
const DOCUMENT_MARKS: [&str; 4] = [
    "[Content_Types].xml",
    "mimetype",
    "META-INF/MANIFEST.MF",
    "AndroidManifest.xml",
];

/// An opened archive.
#[derive(Debug)]
pub(crate) struct Zipped {
    path: PathBuf,
    archive: ZipArchive<SharedFile>,
}

/// A file in an archive.
pub(crate) struct Entry {
    /// Its place, by which it is read.
    pub(crate) index: usize,
    /// The folders above it, as the archive writes them.
    pub(crate) folder: String,
    /// The last part of its path.
    pub(crate) name: String,
    /// Whether the name is exactly what the archive says.
    pub(crate) name_is_text: bool,
}

/// Two are the same where the same file was opened.
impl PartialEq for Zipped {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl Eq for Zipped {}

/// Whether the file at `path` is a zip archive, by its content.
pub(crate) fn is_zip_file(path: &Path) -> bool {
    let mut start = Vec::with_capacity(4);
    let read = File::open(path).and_then(|file| file.take(4).read_to_end(&mut start));
    read.is_ok() && is_zip(&start)
}

impl Zipped {
    /// Opens the archive at `path` and reads its list of files.
    ///
    /// # Errors
    /// [`PhotoError::ArchiveTooLarge`], [`PhotoError::NotAnImage`] for a document that only looks
    /// like an archive, [`PhotoError::Broken`] and [`PhotoError::Read`].
    pub(crate) fn open(path: &Path) -> Result<Self, PhotoError> {
        let broken = |error| damage(error, path);
        let file = SharedFile::open(path).map_err(|error| cannot_read(path, error))?;
        // The list takes memory for each file, so its length is asked for first.
        let count = ZipIterable::try_new(file.clone(), Config::default())
            .map_err(broken)?
            .len();
        if count > MOST_ENTRIES {
            return Err(PhotoError::ArchiveTooLarge);
        }
        let archive = ZipArchive::new(file).map_err(broken)?;
        if archive
            .decompressed_size()
            .is_some_and(|bytes| bytes > MOST_BYTES)
        {
            return Err(PhotoError::ArchiveTooLarge);
        }
        let is_document = |mark: &&str| archive.index_for_name(mark).is_some();
        if DOCUMENT_MARKS.iter().any(is_document) {
            return Err(PhotoError::NotAnImage);
        }
        Ok(Self {
            path: path.to_owned(),
            archive,
        })
    }

    /// Its files in natural order, without hidden ones and the side files of systems.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<(String, Entry)> = (0..self.archive.len())
            .filter_map(|index| self.entry(index))
            .collect();
        entries.sort_by_cached_key(|(path, _)| natural_key(path));
        entries.into_iter().map(|(_, entry)| entry).collect()
    }

    fn entry(&self, index: usize) -> Option<(String, Entry)> {
        let data = self.archive.by_index_data(index).ok()?;
        let raw = data.name_raw();
        // Many programs write UTF-8 without saying so; what is not is the letters of DOS.
        let told = std::str::from_utf8(raw).ok().map(str::to_owned);
        let name_is_text = told.is_some();
        let path = told
            .or_else(|| data.name().ok().map(|name| name.into_owned()))?
            .replace('\\', "/");
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let is_hidden = |part: &str| {
            part == "__MACOSX" || (part.starts_with('.') && !matches!(part, "." | ".."))
        };
        if name.is_empty()
            || path.split('/').any(is_hidden)
            || ["Thumbs.db", "desktop.ini"].contains(&name)
        {
            return None;
        }
        let entry = Entry {
            index,
            folder: folder.to_owned(),
            name: name.to_owned(),
            name_is_text,
        };
        Some((path, entry))
    }

    /// Reads the photo with this index.
    ///
    /// # Errors
    /// When it is no picture, an archive itself, protected, damaged or too long.
    pub(crate) fn read_photo(&self, index: usize) -> Result<Vec<u8>, PhotoError> {
        let mut archive = self.archive.clone();
        let entry = self.open_entry(&mut archive, index)?;
        let length = entry.size();
        let check = |start: &[u8]| {
            if is_zip(start) {
                return Err(PhotoError::NestedArchive);
            }
            photo_format(start).map(|_format| ())
        };
        // What is unpacked ends where it was said to, so that a file cannot be more than the sum
        // that was checked.
        let bytes = read_photo_from(entry.take(length.saturating_add(1)), length, check).map_err(
            |error| match error {
                ReadError::Io(error) => damage(ZipError::Io(error), &self.path),
                ReadError::Photo(error) => error,
            },
        )?;
        if bytes.len() as u64 > length {
            return Err(PhotoError::Broken("longer than it says".to_owned()));
        }
        Ok(bytes)
    }

    /// The first bytes of the file with this index, at most `limit`.
    ///
    /// # Errors
    /// When it is protected or damaged.
    pub(crate) fn read_start(&self, index: usize, limit: u64) -> Result<Vec<u8>, PhotoError> {
        let mut archive = self.archive.clone();
        let entry = self.open_entry(&mut archive, index)?;
        let mut bytes = Vec::new();
        entry
            .take(limit)
            .read_to_end(&mut bytes)
            .map_err(|error| damage(ZipError::Io(error), &self.path))?;
        Ok(bytes)
    }

    fn open_entry<'a>(
        &self,
        archive: &'a mut ZipArchive<SharedFile>,
        index: usize,
    ) -> Result<zip::read::ZipFile<'a, SharedFile>, PhotoError> {
        let is_locked = self
            .archive
            .by_index_data(index)
            .map_err(|error| damage(error, &self.path))?
            .encrypted();
        if is_locked {
            return Err(PhotoError::Locked);
        }
        archive
            .by_index_with_options(index, ZipReadOptions::new())
            .map_err(|error| damage(error, &self.path))
    }
}

fn damage(error: ZipError, path: &Path) -> PhotoError {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
    let ZipError::Io(error) = error else {
        return PhotoError::Broken(error.to_string());
    };
    if error.kind() == UnexpectedEof {
        PhotoError::Truncated
    } else if [InvalidData, InvalidInput, Other].contains(&error.kind()) {
        // What the unpacker says of the content.
        PhotoError::Broken(error.to_string())
    } else {
        cannot_read(path, error)
    }
}

/// A file that several readers share, each with a place of its own.
#[derive(Clone, Debug)]
struct SharedFile {
    file: Arc<File>,
    length: u64,
    position: u64,
}

impl SharedFile {
    fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        Ok(Self {
            length: file.metadata()?.len(),
            file: Arc::new(file),
            position: 0,
        })
    }
}

impl Read for SharedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = read_at(&self.file, buffer, self.position)?;
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for SharedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.length.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = target.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, position)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, position)
}
