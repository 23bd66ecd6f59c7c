//! What is measured of a photo, and which marks follow from it.

use crate::{Framing, Original, PhotoFormat};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use specta::Type;

/// What a photo looks like in 64 bits; photos that look alike differ in few of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LookHash(pub u64);

impl LookHash {
    /// In how many bits two looks differ, 0 to 64.
    #[must_use]
    pub const fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }
}

impl Serialize for LookHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:016x}", self.0))
    }
}

impl<'de> Deserialize<'de> for LookHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        u64::from_str_radix(&text, 16)
            .map(Self)
            .map_err(serde::de::Error::custom)
    }
}

/// What was measured of an original's pixels, once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    /// How sharp the sharpest part is; `blazon_dataset` says how it is measured.
    pub sharpness: f32,
    /// The mean of luma, 0 (black) to 1 (white).
    pub brightness: f32,
    /// The standard deviation of luma, 0 to 0.5.
    pub contrast: f32,
    /// The share of pixels that are nearly black, 0 to 1.
    pub dark: f32,
    /// The share of pixels that are nearly white, 0 to 1.
    pub bright: f32,
    /// The share of pixels through which a background would be seen, 0 to 1.
    pub transparent: f32,
    /// How much goes on along the borders of the picture, 0 (one colour) to 1.
    pub busyness: f32,
    /// Where most of what draws the eye lies: x, then y, 0 to 1 of the upright photo.
    pub salient: (f32, f32),
    /// For finding photos that look alike.
    pub look: LookHash,
}

/// A face that was found in a photo; places and sizes are shares (0 to 1) of the upright photo.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Type)]
pub struct Face {
    /// Its left edge.
    #[specta(type = i32)]
    pub x: f32,
    /// Its upper edge.
    #[specta(type = i32)]
    pub y: f32,
    /// Its width.
    #[specta(type = i32)]
    pub width: f32,
    /// Its height.
    #[specta(type = i32)]
    pub height: f32,
    /// How sure the detector is; comparable within one detector only.
    #[specta(type = i32)]
    pub score: f32,
}

/// What stands under a photo.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "camelCase")]
pub enum Mark {
    /// Its short side, after the crop, has fewer than 512 pixels.
    TooSmall,
    /// It is not sharp.
    Blurred,
    /// Hardly anything can be seen.
    TooDark,
    /// Most of it is white.
    TooBright,
    /// It is more than three times as long as it is wide.
    ExtremeShape,
    /// Another photo of the dataset looks nearly the same.
    NearDuplicate,
    /// Other people's faces are in it too.
    OtherPeople,
    /// No face was found in a photo of a person.
    NoFace,
    /// Much goes on in the background, which a style would learn.
    BusyBackground,
    /// It has transparent parts, which become white.
    Transparent,
    /// It has fewer pixels than the dataset's size; it is used as it is and never enlarged.
    BelowSize,
    /// It was turned by its EXIF orientation.
    TurnedUpright,
}

impl Mark {
    /// Whether a person should decide about the photo.
    #[must_use]
    pub const fn needs_a_look(self) -> bool {
        match self {
            Self::TooSmall
            | Self::Blurred
            | Self::TooDark
            | Self::TooBright
            | Self::ExtremeShape
            | Self::OtherPeople
            | Self::NoFace
            | Self::BusyBackground => true,
            Self::NearDuplicate | Self::Transparent | Self::BelowSize | Self::TurnedUpright => {
                false
            }
        }
    }

    /// Whether the photo is left out unless the person keeps it.
    #[must_use]
    pub const fn leaves_out(self) -> bool {
        matches!(self, Self::TooSmall)
    }
}

/// The shortest side in pixels, after the crop, from which a trainer learns.
pub const SHORTEST_SIDE: u32 = 512;
/// How long a photo may be, in widths.
const LONGEST_SHAPE: f64 = 3.0;

/// The marks that follow from the original's size and orientation alone.
#[must_use]
pub fn marks_of_shape(original: &Original, used: (u32, u32), framing: Framing) -> Vec<Mark> {
    let (short, long) = (used.0.min(used.1), used.0.max(used.1));
    let mut marks = Vec::new();
    // A drawing of 64 pixels that is trained at 64 is not too small.
    if short < SHORTEST_SIDE.min(framing.size) {
        marks.push(Mark::TooSmall);
    } else if u64::from(used.0) * u64::from(used.1) < u64::from(framing.size).pow(2) {
        marks.push(Mark::BelowSize);
    }
    if f64::from(long) > LONGEST_SHAPE * f64::from(short) {
        marks.push(Mark::ExtremeShape);
    }
    if original.orientation != crate::Orientation::UPRIGHT
        && original.format != PhotoFormat::Heic
        && original.format != PhotoFormat::Avif
    {
        marks.push(Mark::TurnedUpright);
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ByteCount, ContentHash, Orientation};
    use rstest::rstest;

    fn original(exif: u8) -> Original {
        Original {
            hash: ContentHash::from_bytes([7; 32]),
            format: PhotoFormat::Jpeg,
            bytes: ByteCount(1),
            width: 4000,
            height: 3000,
            orientation: Orientation::from_exif(exif).unwrap(),
        }
    }

    #[rstest]
    #[case::good((4000, 3000), 1, &[])]
    #[case::small((640, 480), 1, &[Mark::TooSmall])]
    #[case::below((900, 700), 1, &[Mark::BelowSize])]
    #[case::panorama((9000, 2000), 1, &[Mark::ExtremeShape])]
    #[case::turned((4000, 3000), 6, &[Mark::TurnedUpright])]
    fn size_and_orientation_give_marks(
        #[case] used: (u32, u32),
        #[case] exif: u8,
        #[case] expected: &[Mark],
    ) {
        assert_eq!(
            marks_of_shape(&original(exif), used, Framing::default()),
            expected
        );
    }

    #[test]
    fn a_look_survives_json_with_all_its_bits() {
        let look = LookHash(u64::MAX - 1);
        let json = serde_json::to_string(&look).unwrap();
        assert_eq!(json, "\"fffffffffffffffe\"");
        assert_eq!(serde_json::from_str::<LookHash>(&json).unwrap(), look);
        assert_eq!(look.distance(LookHash(0)), 63);
    }
}
