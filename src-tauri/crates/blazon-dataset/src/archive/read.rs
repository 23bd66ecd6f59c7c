//! Reading an archive back: every entry to its end, and nothing in it that does not belong there.

use super::check::{LONGEST_PICTURE, hash_of, size_of};
use super::error::ArchiveError;
use blazon_model::{ByteCount, ContentHash};
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;
use zip::{CompressionMethod, ZipArchive};

/// The most bytes of a caption file: the longest caption in four bytes a letter, and the trigger
/// word.
const LONGEST_LINE: u64 = 16 * 1024;

/// A picture in an archive, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadPicture {
    /// Its name: `001.jpg`.
    pub file: String,
    /// Width in pixels, decoded.
    pub width: u32,
    /// Height in pixels, decoded.
    pub height: u32,
    /// Its size.
    pub bytes: ByteCount,
    /// The BLAKE3 hash of its bytes.
    pub hash: ContentHash,
    /// What stands in its caption file; none where there is no such file.
    pub caption: Option<String>,
}

/// An archive as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadArchive {
    /// Its pictures, in their order.
    pub pictures: Vec<ReadPicture>,
    /// The size of the file in bytes.
    pub bytes: u64,
    /// The BLAKE3 hash of the file.
    pub hash: ContentHash,
}

/// Reads the archive at `path` as [`super::write_archive`] makes them: stored pictures `001.jpg`,
/// `001.txt`, … in order, each decoded to its end.
///
/// # Errors
/// [`ArchiveError::Io`], or [`ArchiveError::Mismatch`] where it is none or something else is in it.
pub fn read_archive(path: &Path) -> Result<ReadArchive, ArchiveError> {
    read(path, &mut |_| Ok(()))
}

/// As [`read_archive`]; `each` looks at every picture with its caption as soon as both were read.
pub(super) fn read(
    path: &Path,
    each: &mut dyn FnMut(&ReadPicture) -> Result<(), ArchiveError>,
) -> Result<ReadArchive, ArchiveError> {
    let cannot = ArchiveError::at(path);
    let mut file = File::open(path).map_err(&cannot)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(&mut file).map_err(&cannot)?;
    file.rewind().map_err(&cannot)?;

    let in_zip = ArchiveError::in_zip(path);
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(&in_zip)?;
    if zip.has_duplicate_names() {
        return Err(ArchiveError::mismatch(
            &path.display().to_string(),
            "a name stands twice",
        ));
    }
    let mut pictures: Vec<ReadPicture> = Vec::new();
    for index in 0..zip.len() {
        let (name, bytes) = read_entry(&mut zip, index, path)?;
        let caption_of = pictures
            .last_mut()
            .filter(|picture| picture.caption.is_none())
            .filter(|picture| name.strip_suffix(".txt") == picture.file.strip_suffix(".jpg"));
        if let Some(picture) = caption_of {
            picture.caption = Some(line(&name, bytes)?);
            continue;
        }
        if let Some(before) = pictures.last() {
            each(before)?;
        }
        pictures.push(picture(name, &bytes, &pictures)?);
    }
    if let Some(last) = pictures.last() {
        each(last)?;
    }
    Ok(ReadArchive {
        pictures,
        bytes: hasher.count(),
        hash: ContentHash::from_bytes(*hasher.finalize().as_bytes()),
    })
}

fn read_entry(
    zip: &mut ZipArchive<impl Read + Seek>,
    index: usize,
    path: &Path,
) -> Result<(String, Vec<u8>), ArchiveError> {
    let mut entry = zip.by_index(index).map_err(ArchiveError::in_zip(path))?;
    let name = entry
        .name()
        .map_err(ArchiveError::in_zip(path))?
        .into_owned();
    let wrong = |what| Err(ArchiveError::mismatch(&name, what));
    if entry.compression() != CompressionMethod::Stored || entry.encrypted() {
        return wrong("it is not stored as it is");
    }
    let limit = if name.ends_with(".jpg") {
        LONGEST_PICTURE
    } else {
        LONGEST_LINE
    };
    if entry.size() > limit {
        return wrong("it is too large");
    }
    let mut bytes = Vec::new();
    let length = entry.size();
    match entry.by_ref().take(limit + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 == length => Ok((name, bytes)),
        Ok(_) => wrong("it has another length"),
        // The check sum is compared at the end of each entry.
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            wrong("its check sum is another")
        }
        Err(error) if error.raw_os_error().is_none() => wrong("it is cut"),
        Err(error) => Err(ArchiveError::at(path)(error)),
    }
}

fn picture(
    name: String,
    bytes: &[u8],
    before: &[ReadPicture],
) -> Result<ReadPicture, ArchiveError> {
    // The first name says how many digits they all have.
    let digits = before
        .first()
        .map_or(name.len(), |first| first.file.len())
        .saturating_sub(".jpg".len());
    if !(3..=20).contains(&digits) || name != format!("{:0digits$}.jpg", before.len() + 1) {
        return Err(ArchiveError::mismatch(&name, "it does not belong there"));
    }
    let (width, height) =
        size_of(bytes).map_err(|fault| ArchiveError::mismatch(&name, &fault.to_string()))?;
    Ok(ReadPicture {
        width,
        height,
        bytes: ByteCount(bytes.len() as u64),
        hash: hash_of(bytes),
        caption: None,
        file: name,
    })
}

fn line(name: &str, bytes: Vec<u8>) -> Result<String, ArchiveError> {
    String::from_utf8(bytes)
        .ok()
        .filter(|line| !line.is_empty() && !line.contains(char::is_control))
        .ok_or_else(|| ArchiveError::mismatch(name, "it is not one line of text"))
}
