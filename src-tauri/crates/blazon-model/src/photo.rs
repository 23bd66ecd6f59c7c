//! Photos: an original, kept by its content hash, and its place in a dataset.

use crate::{BucketFit, ByteCount, Choice, CropRect, Mark, PhotoId, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};
use specta::Type;
use std::fmt;
use std::str::FromStr;

/// The BLAKE3 hash of a file: 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Type)]
pub struct ContentHash(String);

/// The text is not 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a content hash is 64 lower-case hexadecimal digits")]
pub struct InvalidHash;

impl ContentHash {
    /// The hash of 32 bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The 64 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ContentHash {
    type Err = InvalidHash;
    fn from_str(text: &str) -> Result<Self, InvalidHash> {
        let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 64 && text.bytes().all(hexadecimal) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidHash)
        }
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ContentHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// A picture format that can be imported, known by content and not by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PhotoFormat {
    /// JPEG (ITU T.81).
    Jpeg,
    /// PNG (ISO/IEC 15948).
    Png,
    /// WebP (RFC 9649).
    Webp,
    /// GIF (89a); its first picture.
    Gif,
    /// Windows bitmap.
    Bmp,
    /// TIFF 6.0; its first picture.
    Tiff,
    /// HEIC: HEVC in HEIF (ISO/IEC 23008-12), as iPhones make.
    Heic,
    /// AVIF: AV1 in HEIF.
    Avif,
}

impl PhotoFormat {
    /// The file name extension under which an original is kept, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Bmp => "bmp",
            Self::Tiff => "tif",
            Self::Heic => "heic",
            Self::Avif => "avif",
        }
    }

    /// The format whose originals have this extension.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == extension)
    }

    /// Every format.
    pub const ALL: [Self; 8] = [
        Self::Jpeg,
        Self::Png,
        Self::Webp,
        Self::Gif,
        Self::Bmp,
        Self::Tiff,
        Self::Heic,
        Self::Avif,
    ];
}

/// How a stored picture is turned to stand upright: EXIF tag 0x0112, 1 to 8 (Exif 3.0, 4.6.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Orientation(u8);

impl Orientation {
    /// As stored.
    pub const UPRIGHT: Self = Self(1);

    /// The orientation with the EXIF value `value`; `None` outside 1 to 8.
    #[must_use]
    pub const fn from_exif(value: u8) -> Option<Self> {
        if value >= 1 && value <= 8 {
            Some(Self(value))
        } else {
            None
        }
    }

    /// The EXIF value, 1 to 8.
    #[must_use]
    pub const fn exif(self) -> u8 {
        self.0
    }

    /// Whether width and height change places.
    #[must_use]
    pub const fn swaps_sides(self) -> bool {
        self.0 >= 5
    }
}

/// A file kept in the library as it was dropped, once for all datasets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Its content.
    pub hash: ContentHash,
    /// Its format.
    pub format: PhotoFormat,
    /// Its size.
    pub bytes: ByteCount,
    /// Width in pixels when it stands upright.
    pub width: u32,
    /// Height in pixels when it stands upright.
    pub height: u32,
    /// How it has to be turned to stand upright.
    pub orientation: Orientation,
}

/// An original in a dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Photo {
    /// Its place in the dataset.
    pub id: PhotoId,
    /// The content of its original.
    pub hash: ContentHash,
    /// The file's name when it was imported, for people to read.
    pub name: String,
    /// The original's format.
    pub format: PhotoFormat,
    /// The original's size.
    pub bytes: ByteCount,
    /// Width in pixels when it stands upright.
    pub width: u32,
    /// Height in pixels when it stands upright.
    pub height: u32,
    /// When it came into the dataset.
    pub added_at: Timestamp,
    /// Its caption, without the trigger word; empty where there is none.
    pub caption: String,
    /// What a person chose to use of it; none: what the dataset's framing gives.
    pub crop: Option<CropRect>,
    /// What is used of it, chosen or not.
    pub used: CropRect,
    /// How that goes into its bucket.
    pub fit: BucketFit,
    /// What is to be said of it, the most important first.
    pub marks: Vec<Mark>,
    /// What a person decided about it.
    pub choice: Option<Choice>,
    /// Whether it will not be sent.
    pub left_out: bool,
    /// The near duplicates that it belongs to.
    pub group: Option<DuplicateGroup>,
}

/// Photos of a dataset that look nearly the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DuplicateGroup {
    /// The best of them.
    pub best: PhotoId,
    /// How many they are.
    pub size: u32,
    /// This one's place among them; the best has 0.
    pub place: u32,
}

/// A stretch of a dataset's photos, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PhotoPage {
    /// How many photos the dataset has.
    pub total: u32,
    /// Those asked for.
    pub photos: Vec<Photo>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_64_lower_case_digits() {
        let hash = ContentHash::from_bytes([0xab; 32]);
        assert_eq!(hash.as_str(), "ab".repeat(32));
        assert_eq!(hash.as_str().parse(), Ok(hash.clone()));
        assert_eq!("AB".repeat(32).parse::<ContentHash>(), Err(InvalidHash));
        assert_eq!("../../etc/passwd".parse::<ContentHash>(), Err(InvalidHash));
    }

    #[test]
    fn orientations_outside_one_to_eight_do_not_exist() {
        assert_eq!(Orientation::from_exif(0), None);
        assert_eq!(Orientation::from_exif(9), None);
        let turned: Vec<u8> = (1..=8)
            .filter_map(Orientation::from_exif)
            .filter(|orientation| orientation.swaps_sides())
            .map(Orientation::exif)
            .collect();
        assert_eq!(turned, [5, 6, 7, 8]);
    }
}
