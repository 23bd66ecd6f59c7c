//! What a file is, by its first bytes and never by its name.

use crate::PhotoError;
use blazon_model::PhotoFormat;

/// How a zip archive begins: with a file, or, where it has none, with its end
/// (APPNOTE 4.3.7, 4.3.16).
const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// The format of a picture that begins with `start` (32 bytes are enough).
///
/// # Errors
/// [`PhotoError::UnsupportedFormat`] for pictures that are not read, [`PhotoError::NotAnImage`]
/// for everything else.
pub(crate) fn photo_format(start: &[u8]) -> Result<PhotoFormat, PhotoError> {
    match start {
        [0xff, 0xd8, 0xff, ..] => Ok(PhotoFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(PhotoFormat::Png),
        [b'G', b'I', b'F', b'8', ..] => Ok(PhotoFormat::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, form @ ..] if form.starts_with(b"WEBP") => {
            Ok(PhotoFormat::Webp)
        }
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Ok(PhotoFormat::Bmp),
        // Canon's and Olympus' raw files are TIFF but for a mark of theirs.
        [b'I', b'I', b'*', 0, _, _, _, _, b'C', b'R', ..]
        | [b'I', b'I', b'R', b'O' | b'S', ..]
        | [b'I', b'I', b'U', 0, ..] => Err(PhotoError::UnsupportedFormat("RAW")),
        [b'I', b'I', b'*' | b'+', 0, ..] | [b'M', b'M', 0, b'*' | b'+', ..] => {
            Ok(PhotoFormat::Tiff)
        }
        [b'8', b'B', b'P', b'S', ..] => Err(PhotoError::UnsupportedFormat("PSD")),
        [0xff, 0x0a, ..] | [0, 0, 0, 0x0c, b'J', b'X', b'L', b' ', ..] => {
            Err(PhotoError::UnsupportedFormat("JPEG XL"))
        }
        _ if start.starts_with(b"FUJIFILMCCD-RAW") => Err(PhotoError::UnsupportedFormat("RAW")),
        [a, b, c, d, b'f', b't', b'y', b'p', brands @ ..] => {
            iso_format(u32::from_be_bytes([*a, *b, *c, *d]), brands)
        }
        _ => Err(PhotoError::NotAnImage),
    }
}

/// Whether what begins with `start` is a zip archive.
pub(crate) fn is_zip(start: &[u8]) -> bool {
    ZIP.iter().any(|magic| start.starts_with(magic))
}

/// ISO base media files by the brands in their first box, which has `size` bytes
/// (ISO/IEC 14496-12, 4.3; 23008-12, 10; AV1 Image File Format, 6). The major brand may be that
/// of any picture, and the brands behind it say of which.
fn iso_format(size: u32, brands: &[u8]) -> Result<PhotoFormat, PhotoError> {
    let end = usize::try_from(size)
        .unwrap_or(usize::MAX)
        .saturating_sub(8);
    let brands = &brands[..brands.len().min(end)];
    let (major, others) = brands.split_at(brands.len().min(4));
    // The version stands between them.
    let others = others.get(4..).unwrap_or_default().chunks_exact(4);
    match major {
        b"avif" | b"avis" => Ok(PhotoFormat::Avif),
        b"mif1" | b"msf1" | b"miaf" => {
            let is_avif = others
                .into_iter()
                .any(|brand| matches!(brand, b"avif" | b"avis"));
            Ok(if is_avif {
                PhotoFormat::Avif
            } else {
                PhotoFormat::Heic
            })
        }
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" => Ok(PhotoFormat::Heic),
        b"crx " => Err(PhotoError::UnsupportedFormat("RAW")),
        _ => Err(PhotoError::NotAnImage),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(b"\xff\xd8\xff\xe0....", PhotoFormat::Jpeg)]
    #[case(b"\x89PNG\r\n\x1a\n....", PhotoFormat::Png)]
    #[case(b"RIFF\0\0\0\0WEBPVP8 ", PhotoFormat::Webp)]
    #[case(b"GIF89a", PhotoFormat::Gif)]
    #[case(b"BM\x10\x20\0\0\0\0\0\0", PhotoFormat::Bmp)]
    #[case(b"II*\0\x08\0\0\0", PhotoFormat::Tiff)]
    #[case(b"MM\0+\0\x08\0\0", PhotoFormat::Tiff)]
    #[case(b"\0\0\0\x18ftypheic", PhotoFormat::Heic)]
    #[case(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", PhotoFormat::Heic)]
    #[case(b"\0\0\0\x18ftypavif", PhotoFormat::Avif)]
    #[case(b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", PhotoFormat::Avif)]
    fn a_picture_is_known_by_its_content(#[case] start: &[u8], #[case] format: PhotoFormat) {
        assert_eq!(photo_format(start).unwrap(), format);
    }

    #[rstest]
    #[case(b"II*\0\x10\0\0\0CR\x02\0", "RAW")]
    #[case(b"\0\0\0\x18ftypcrx \0\0\0\x01", "RAW")]
    #[case(b"8BPS\0\x01", "PSD")]
    #[case(b"\xff\x0a\xfa", "JPEG XL")]
    fn other_pictures_are_named(#[case] start: &[u8], #[case] name: &str) {
        match photo_format(start) {
            Err(PhotoError::UnsupportedFormat(found)) => assert_eq!(found, name),
            other => panic!("{name}: {other:?}"),
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
            b"\0\0\0\x02ftypavif",
        ] {
            assert!(
                matches!(photo_format(start), Err(PhotoError::NotAnImage)),
                "{start:?}"
            );
        }
    }
}
