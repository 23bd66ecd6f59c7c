//! What a file is, by its first bytes and never by its name.

use crate::PhotoError;
use blazon_model::PhotoFormat;

/// The format of a picture that begins with `start` (32 bytes are enough).
///
/// # Errors
/// [`PhotoError::UnsupportedFormat`] for pictures that are not read yet, [`PhotoError::NotAnImage`]
/// for everything else.
pub(crate) fn photo_format(start: &[u8]) -> Result<PhotoFormat, PhotoError> {
    match start {
        [0xff, 0xd8, 0xff, ..] => Ok(PhotoFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(PhotoFormat::Png),
        [b'G', b'I', b'F', b'8', ..] => Err(PhotoError::UnsupportedFormat("GIF")),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Err(PhotoError::UnsupportedFormat("WebP")),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Err(PhotoError::UnsupportedFormat("BMP")),
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => {
            Err(PhotoError::UnsupportedFormat("TIFF"))
        }
        [b'8', b'B', b'P', b'S', ..] => Err(PhotoError::UnsupportedFormat("PSD")),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => iso_brand(brand),
        _ => Err(PhotoError::NotAnImage),
    }
}

/// ISO base media files by their major brand (ISO/IEC 23008-12, 14496-12).
fn iso_brand(brand: &[u8]) -> Result<PhotoFormat, PhotoError> {
    match brand.get(..4) {
        Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1") => {
            Err(PhotoError::UnsupportedFormat("HEIC"))
        }
        Some(b"avif" | b"avis") => Err(PhotoError::UnsupportedFormat("AVIF")),
        _ => Err(PhotoError::NotAnImage),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_content() {
        assert_eq!(
            photo_format(b"\xff\xd8\xff\xe0....").unwrap(),
            PhotoFormat::Jpeg
        );
        assert_eq!(
            photo_format(b"\x89PNG\r\n\x1a\n....").unwrap(),
            PhotoFormat::Png
        );
    }

    #[test]
    fn other_pictures_are_named() {
        for (start, name) in [
            (&b"RIFF\0\0\0\0WEBPVP8 "[..], "WebP"),
            (b"\0\0\0\x18ftypheic", "HEIC"),
            (b"\0\0\0\x18ftypavif", "AVIF"),
            (b"GIF89a", "GIF"),
        ] {
            match photo_format(start) {
                Err(PhotoError::UnsupportedFormat(found)) => assert_eq!(found, name),
                other => panic!("{name}: {other:?}"),
            }
        }
    }

    #[test]
    fn anything_else_is_not_a_picture() {
        for start in [
            &b"%PDF-1.7"[..],
            b"PK\x03\x04",
            b"",
            b"\xff\xd8",
            b"\0\0\0\x18ftypmp42",
        ] {
            assert!(
                matches!(photo_format(start), Err(PhotoError::NotAnImage)),
                "{start:?}"
            );
        }
    }
}
