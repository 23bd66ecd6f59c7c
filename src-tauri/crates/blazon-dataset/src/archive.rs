//! The archive of a dataset: what is sent to a trainer, proved before it has a name.
//!
//! It is flat and stored: `001.jpg`, `001.txt`, … in this order, with the same bytes for the same
//! pictures and captions. fal and Replicate read it so: lower-case extensions, no folder, captions
//! under the pictures' names. It is written to a temporary name, read back from there entry by
//! entry, and only what was found again as it was meant gets its place; the manifest lists what
//! was read. It knows prepared pictures and lines, not where they come from.

mod check;
mod error;
mod read;
mod sink;

pub use error::{ArchiveError, PictureFault};
pub use read::{ReadArchive, ReadPicture, read_archive};

pub(crate) use check::{hash_of, read_picture};

use crate::caption::on_one_line;
use crate::shelf::sync_folder;
use blazon_model::{ArchiveEntry, ArchiveManifest, ByteCount, ContentHash, PhotoId, Timestamp};
use sink::Sink;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// The most pictures of an archive: with their captions fewer than the 65,535 entries that a zip
/// without extensions has (APPNOTE 4.4.22).
pub const MOST_PICTURES: usize = 30_000;

/// A prepared picture and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveItem {
    /// The photo that it shows.
    pub photo: PhotoId,
    /// The photo's name, for people to read; never a name in the archive.
    pub name: String,
    /// The prepared picture: a JPEG without metadata.
    pub picture: PathBuf,
    /// The line that the trainer reads; without one there is no caption file.
    pub caption: Option<String>,
}

impl ArchiveItem {
    /// The line as it is written: on one line, and none where nothing is left.
    pub(crate) fn line(&self) -> Option<String> {
        self.caption
            .as_deref()
            .map(on_one_line)
            .filter(|line| !line.is_empty())
    }
}

/// Writes the archive of `items` to `to`, over one that is there, by way of a temporary file in
/// `tmp` on the same disk, and gives what was read back from it. `progress` is told how many
/// pictures were read back, 0 while they are still being written; where it returns false,
/// nothing is left behind.
///
/// # Errors
/// Each [`ArchiveError`] but `Taken` and `NotText`. Nothing is left behind then either.
pub fn write_archive(
    items: &[ArchiveItem],
    to: &Path,
    tmp: &Path,
    made_at: Timestamp,
    progress: &mut dyn FnMut(usize) -> bool,
) -> Result<ArchiveManifest, ArchiveError> {
    let file = NamedTempFile::new_in(tmp).map_err(ArchiveError::at(tmp))?;
    let written = Written::write(items, file, progress)?;
    let manifest = written.prove(items, made_at, progress)?;
    written
        .file
        .persist(to)
        .map_err(|error| error.error)
        .and_then(|_| sync_folder(to))
        .map_err(ArchiveError::at(to))?;
    Ok(manifest)
}

/// The stem of the picture at `index` of `count`, from 0: `001`, with more digits from 1000
/// pictures on.
pub(crate) fn stem(index: usize, count: usize) -> String {
    let digits = count.to_string().len().max(3);
    format!("{:0digits$}", index + 1)
}

/// Whether so many pictures can be packed.
pub(crate) const fn check_count(items: &[ArchiveItem]) -> Result<(), ArchiveError> {
    match items.len() {
        0 => Err(ArchiveError::Nothing),
        1..=MOST_PICTURES => Ok(()),
        count => Err(ArchiveError::TooMany(count)),
    }
}

/// An archive that is on the disk and not yet proved.
pub(crate) struct Written {
    pub(crate) file: NamedTempFile,
    /// What was put in, picture by picture.
    hashes: Vec<ContentHash>,
}

impl Written {
    pub(crate) fn write(
        items: &[ArchiveItem],
        file: NamedTempFile,
        progress: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Self, ArchiveError> {
        check_count(items)?;
        let path = file.path().to_owned();
        let mut zip = ZipWriter::new(Sink::new(file));
        let mut hashes = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            if !progress(0) {
                return Err(ArchiveError::Cancelled);
            }
            let stem = stem(index, items.len());
            let picture = read_picture(&item.picture)?;
            hashes.push(hash_of(&picture));
            put(&mut zip, &format!("{stem}.jpg"), &picture).map_err(ArchiveError::in_zip(&path))?;
            if let Some(line) = item.line() {
                put(&mut zip, &format!("{stem}.txt"), line.as_bytes())
                    .map_err(ArchiveError::in_zip(&path))?;
            }
        }
        let sink = zip.finish().map_err(ArchiveError::in_zip(&path))?;
        let file = sink.finish().map_err(ArchiveError::at(&path))?;
        file.as_file().sync_all().map_err(ArchiveError::at(&path))?;
        Ok(Self { file, hashes })
    }

    /// Reads the file again, by its name, and compares it with what was meant.
    pub(crate) fn prove(
        &self,
        items: &[ArchiveItem],
        made_at: Timestamp,
        progress: &mut dyn FnMut(usize) -> bool,
    ) -> Result<ArchiveManifest, ArchiveError> {
        let mut proved = 0;
        let archive = read::read(self.file.path(), &mut |read| {
            let (Some(item), Some(hash)) = (items.get(proved), self.hashes.get(proved)) else {
                return Err(ArchiveError::mismatch(&read.file, "it was not put in"));
            };
            compare(read, &stem(proved, items.len()), hash, item)?;
            proved += 1;
            match progress(proved) {
                true => Ok(()),
                false => Err(ArchiveError::Cancelled),
            }
        })?;
        if proved != items.len() {
            return Err(ArchiveError::mismatch(
                &format!("{}.jpg", stem(proved, items.len())),
                "it is missing",
            ));
        }
        Ok(manifest(archive, items, made_at))
    }
}

fn put(
    zip: &mut ZipWriter<impl Write + Seek>,
    name: &str,
    bytes: &[u8],
) -> zip::result::ZipResult<()> {
    // The first day that a zip knows, and one system: the same pictures give the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(0o644);
    zip.start_file(name, options)?;
    zip.write_all(bytes)?;
    Ok(())
}

/// Whether a picture that was read back is the one that was meant.
pub(crate) fn compare(
    read: &ReadPicture,
    stem: &str,
    hash: &ContentHash,
    item: &ArchiveItem,
) -> Result<(), ArchiveError> {
    if read.file != format!("{stem}.jpg") {
        return Err(ArchiveError::mismatch(&read.file, "it has another name"));
    }
    if read.hash != *hash {
        return Err(ArchiveError::mismatch(&read.file, "its bytes are others"));
    }
    if read.caption != item.line() {
        return Err(ArchiveError::mismatch(&read.file, "its caption is another"));
    }
    Ok(())
}

/// What was read, with the photos that the pictures show.
pub(crate) fn manifest(
    archive: ReadArchive,
    items: &[ArchiveItem],
    made_at: Timestamp,
) -> ArchiveManifest {
    let entries: Vec<ArchiveEntry> = archive
        .pictures
        .into_iter()
        .zip(items)
        .map(|(read, item)| ArchiveEntry {
            file: read.file,
            photo: item.photo,
            name: item.name.clone(),
            width: read.width,
            height: read.height,
            bytes: read.bytes,
            hash: read.hash,
            caption: read.caption,
        })
        .collect();
    let captions = entries.iter().filter(|entry| entry.caption.is_some());
    ArchiveManifest {
        images: number(entries.len()),
        captions: number(captions.count()),
        entries,
        bytes: ByteCount(archive.bytes),
        hash: archive.hash,
        made_at,
    }
}

pub(crate) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
