//! The files in which pictures lie: finds their texts and says nothing of what they mean.

mod exif;
mod jpeg;
mod png;
mod source;
mod user_comment;
mod webp;

use super::texts::{TEXT_LIMIT, Texts};
use source::Source;
use std::io::{self, Read, Seek, SeekFrom};

/// Bytes of a file.
const FILE_LIMIT: u64 = 256 << 20;

/// Why a file's texts cannot be looked for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PictureReadError {
    /// The system does not hand out its bytes.
    #[error("the picture cannot be read")]
    Unreadable(#[source] io::Error),
    /// Its first bytes are those of no picture that is read here.
    #[error("it is neither a PNG, a JPEG nor a WebP file")]
    NotAPicture,
    /// It has more bytes than a picture has.
    #[error("it is larger than 256 MB")]
    TooLarge,
}

/// The texts of a PNG, JPEG or WebP file, from its start; pixels are skipped. A file that is cut or damaged gives
/// the texts before that place.
///
/// # Errors
///
/// Where the file cannot be read, is too large or of another kind.
pub(crate) fn read_texts(mut file: impl Read + Seek) -> Result<Texts, PictureReadError> {
    let length = file
        .seek(SeekFrom::End(0))
        .and_then(|length| file.rewind().map(|()| length))
        .map_err(PictureReadError::Unreadable)?;
    if length > FILE_LIMIT {
        return Err(PictureReadError::TooLarge);
    }
    let mut source = Source::new(file);
    let mut texts = Texts::default();
    let head = source
        .up_to(webp::HEAD)
        .map_err(PictureReadError::Unreadable)?;
    let end = if head.starts_with(png::SIGNATURE) {
        source
            .go_to(png::SIGNATURE.len())
            .and_then(|()| png::read(&mut source, &mut texts))
    } else if head.starts_with(jpeg::START) {
        source
            .go_to(jpeg::START.len())
            .and_then(|()| jpeg::read(&mut source, &mut texts))
    } else if webp::is_head(&head) {
        webp::read(&mut source, &mut texts)
    } else {
        return Err(PictureReadError::NotAPicture);
    };
    match end {
        Ok(()) => Ok(texts),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(texts),
        Err(error) => Err(PictureReadError::Unreadable(error)),
    }
}

/// A text whose encoding nobody says, or says truly: UTF-8 where it can be that, otherwise Latin-1.
///
/// PNG's `tEXt` is Latin-1, yet many write UTF-8 into it; Latin-1 that can be read as UTF-8 by chance is none that
/// people write.
fn guessed(bytes: &[u8]) -> String {
    str::from_utf8(bytes).map_or_else(
        |_| bytes.iter().copied().map(char::from).collect(),
        str::to_owned,
    )
}
