//! The orientation that EXIF tells.

use blazon_model::Orientation;
use exif::{In, Tag};

/// The orientation in the EXIF structure `chunk`, or as stored where it has none.
///
/// What can be read of a damaged structure counts: many programs write EXIF that a strict reader
/// refuses, and a refused tag would be a photo that lies on its side. Where nothing can be read
/// it is logged and taken for upright.
pub(super) fn orientation_in(chunk: &[u8]) -> Orientation {
    // Some encoders of WebP and PNG keep the marker that belongs into JPEG alone.
    let chunk = chunk.strip_prefix(b"Exif\0\0").unwrap_or(chunk);
    let read = exif::Reader::new()
        .continue_on_error(true)
        .read_raw(chunk.to_vec())
        .or_else(|error| error.distill_partial_result(|_| {}));
    match read {
        Ok(exif) => exif
            .get_field(Tag::Orientation, In::PRIMARY)
            .and_then(|field| field.value.get_uint(0))
            .and_then(|value| Orientation::from_exif(u8::try_from(value).ok()?))
            .unwrap_or(Orientation::UPRIGHT),
        Err(error) => {
            tracing::warn!(%error, "the EXIF of a photo cannot be read; it is taken as upright");
            Orientation::UPRIGHT
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// EXIF with one entry of this type and value, in big-endian order.
    fn exif(kind: u8, value: [u8; 4]) -> Vec<u8> {
        [
            &b"MM\0*\0\0\0\x08\0\x01\x01\x12\0"[..],
            &[kind, 0, 0, 0, 1],
            &value,
            &[0; 4],
        ]
        .concat()
    }

    #[rstest]
    #[case::as_it_should_be(exif(3, [0, 6, 0, 0]), 6)]
    #[case::as_a_long(exif(4, [0, 0, 0, 6]), 6)]
    #[case::as_a_byte(exif(1, [6, 0, 0, 0]), 6)]
    #[case::outside_one_to_eight(exif(3, [0, 9, 0, 0]), 1)]
    #[case::with_the_marker_of_jpeg([&b"Exif\0\0"[..], &exif(3, [0, 8, 0, 0])].concat(), 8)]
    #[case::no_exif(Vec::new(), 1)]
    #[case::cut_behind_the_tag(exif(3, [0, 6, 0, 0])[..22].to_vec(), 6)]
    fn the_orientation_is_read(#[case] chunk: Vec<u8>, #[case] expected: u8) {
        assert_eq!(orientation_in(&chunk).exif(), expected);
    }

    #[test]
    fn a_tag_before_damage_counts() {
        let mut chunk = exif(3, [0, 3, 0, 0]);
        // Two entries are promised, and the second points outside.
        chunk[9] = 2;
        chunk.truncate(22);
        chunk.extend([
            0x01, 0x0f, 0, 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        ]);
        assert_eq!(orientation_in(&chunk).exif(), 3);
    }
}
