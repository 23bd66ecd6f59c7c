//! Aspect buckets as kohya's sd-scripts make and choose them.
//!
//! The rules are those of `model_util.make_bucket_resolutions` and
//! `train_util.BucketManager.select_bucket` in sd-scripts, with its arithmetic in 64-bit floats;
//! a test compares them with answers of that program for 10,000 sizes. What differs is when each
//! is used: see [`BucketFit::of`].

use crate::{Framing, Shape};
use serde::{Deserialize, Serialize};
use specta::Type;

/// The step in pixels between the sides of buckets.
pub const BUCKET_STEP: u32 = 64;
/// The shortest side in pixels of a bucket in the list.
pub const SHORTEST_BUCKET: u32 = 256;
/// The longest side in pixels of a bucket in the list.
pub const LONGEST_BUCKET: u32 = 2048;
/// The longest side in pixels of a picture that is sent: what a JPEG can have (ITU T.81, B.2.2)
/// less what libjpeg keeps for itself.
const LONGEST_PICTURE: u32 = 65_500;

/// A size at which pictures are trained together.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
pub struct Bucket {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl Bucket {
    /// Width by height.
    fn aspect(self) -> f64 {
        f64::from(self.width) / f64::from(self.height)
    }

    fn covers(self, other: Self) -> bool {
        self.width >= other.width && self.height >= other.height
    }
}

/// How a picture goes into its bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct BucketFit {
    /// The bucket.
    pub bucket: Bucket,
    /// The size to which the crop is scaled; it covers the bucket.
    pub scaled: Bucket,
    /// The pixels that are cut away at left and right together, after scaling.
    pub lost_width: u32,
    /// The pixels that are cut away at top and bottom together, after scaling.
    pub lost_height: u32,
    /// The size in percent of the crop's, rounded; never above 100 in the datasets of this program.
    pub percent: u32,
}

impl BucketFit {
    /// How a crop of `crop` pixels, at least 1 x 1, goes into a bucket of `framing`. Nothing is
    /// enlarged: a crop that does not cover its bucket of the list gets one of its own, from its
    /// sides rounded down to 64, and a crop with a side under 64 is its own bucket.
    #[must_use]
    pub fn of(crop: (u32, u32), framing: Framing) -> Self {
        let photo = Bucket {
            width: crop.0.max(1),
            height: crop.1.max(1),
        };
        let (bucket, scaled) = match framing.shape {
            Shape::Keep => keep(photo, framing.size),
            Shape::Square => square(photo, framing.size),
        };
        Self {
            bucket,
            scaled,
            lost_width: scaled.width - bucket.width,
            lost_height: scaled.height - bucket.height,
            percent: percent(scaled, photo),
        }
    }
}

/// The buckets for pictures with the area of a square of `size`, sorted by width: the square
/// itself, and each width from `shortest` to `longest` with the height that keeps the area,
/// rounded down to 64, both ways round. `size` is at least 64, `shortest` at least 1.
#[must_use]
pub fn kohya_buckets(size: u32, shortest: u32, longest: u32) -> Vec<Bucket> {
    buckets_in_steps(size, shortest, longest, BUCKET_STEP)
}

/// [`kohya_buckets`] with sides in other steps than 64: a base takes sides in multiples of what it
/// reduces a picture by, 32 in Pocket. `step` is at least 1, `size` at least `step`.
#[must_use]
pub fn buckets_in_steps(size: u32, shortest: u32, longest: u32, step: u32) -> Vec<Bucket> {
    let area = u64::from(size) * u64::from(size);
    let side = floor_to(size, step);
    let mut buckets = vec![Bucket {
        width: side,
        height: side,
    }];
    let mut width = shortest.max(1);
    while width <= longest {
        let fitting = u32::try_from(area / u64::from(width)).unwrap_or(u32::MAX);
        let height = floor_to(fitting, step).min(longest);
        if height >= shortest {
            buckets.extend([
                Bucket { width, height },
                Bucket {
                    width: height,
                    height: width,
                },
            ]);
        }
        let Some(next) = width.checked_add(step) else {
            break;
        };
        width = next;
    }
    buckets.sort_unstable();
    buckets.dedup();
    buckets
}

/// The bucket of `buckets` for a picture of `photo` pixels, and the size to which it is scaled to
/// cover it, larger than the picture where need be: the bucket with the same size, or else the
/// first with the least difference of width by height. `None` without buckets or pixels.
#[must_use]
pub fn select_bucket(photo: (u32, u32), buckets: &[Bucket]) -> Option<(Bucket, Bucket)> {
    let photo = Bucket {
        width: photo.0,
        height: photo.1,
    };
    if photo.width == 0 || photo.height == 0 {
        return None;
    }
    let aspect = photo.aspect();
    let error = |bucket: &Bucket| (bucket.aspect() - aspect).abs();
    let bucket = match buckets.contains(&photo) {
        true => photo,
        // `min_by` keeps the first of equals, as numpy's `argmin` does.
        false => *buckets
            .iter()
            .min_by(|a, b| error(a).total_cmp(&error(b)))?,
    };
    let scale = if aspect > bucket.aspect() {
        f64::from(bucket.height) / f64::from(photo.height)
    } else {
        f64::from(bucket.width) / f64::from(photo.width)
    };
    let scaled = Bucket {
        width: round(f64::from(photo.width) * scale),
        height: round(f64::from(photo.height) * scale),
    };
    Some((bucket, scaled))
}

/// The bucket of a picture of `photo` pixels that is only ever made smaller, and the size to
/// which it is scaled: to the area of a square of `size` where it has more, with width or height
/// a multiple of 64, whichever keeps the shape better; the bucket is that size rounded down to
/// 64. Shortest and longest sides do not count. `None` where a side of it would have no 64 pixels.
#[must_use]
pub fn bucket_no_upscale(photo: (u32, u32), size: u32) -> Option<(Bucket, Bucket)> {
    let whole = Bucket {
        width: photo.0,
        height: photo.1,
    };
    let area = u64::from(size) * u64::from(size);
    let scaled = if u64::from(photo.0) * u64::from(photo.1) > area {
        shrink(whole, f64::from(size) * f64::from(size))?
    } else {
        whole
    };
    let bucket = Bucket {
        width: floor_to_step(scaled.width),
        height: floor_to_step(scaled.height),
    };
    (bucket.width > 0 && bucket.height > 0).then_some((bucket, scaled))
}

/// `photo` at `area` pixels, about, with one side a multiple of 64.
fn shrink(photo: Bucket, area: f64) -> Option<Bucket> {
    let aspect = photo.aspect();
    let width = (area * aspect).sqrt();
    let height = area / width;

    let by_width = round_to_step(width);
    let height_by_width = round_to_step(f64::from(by_width) / aspect);
    let by_height = round_to_step(height);
    let width_by_height = round_to_step(f64::from(by_height) * aspect);
    if height_by_width == 0 || by_height == 0 {
        return None;
    }

    let error = |width, height| (f64::from(width) / f64::from(height) - aspect).abs();
    if error(by_width, height_by_width) < error(width_by_height, by_height) {
        Some(Bucket {
            width: by_width,
            height: round(f64::from(by_width) / aspect),
        })
    } else {
        Some(Bucket {
            width: round(f64::from(by_height) * aspect),
            height: by_height,
        })
    }
}

fn keep(photo: Bucket, size: u32) -> (Bucket, Bucket) {
    let pixels = (photo.width, photo.height);
    let listed = select_bucket(
        pixels,
        &kohya_buckets(size, SHORTEST_BUCKET, LONGEST_BUCKET),
    );
    listed
        .filter(|(bucket, _)| photo.covers(*bucket))
        .or_else(|| bucket_no_upscale(pixels, size))
        .filter(|(bucket, scaled)| {
            scaled.covers(*bucket) && photo.covers(*scaled) && fits_jpeg(*scaled)
        })
        .unwrap_or_else(|| {
            let own = within(photo, size);
            (own, own)
        })
}

/// A sliver or a tiny picture as it is; smaller only where it has more pixels than `size` asks
/// for, or is longer than a JPEG can be.
fn within(photo: Bucket, size: u32) -> Bucket {
    let pixels = f64::from(photo.width) * f64::from(photo.height);
    let scale = (f64::from(size) / pixels.sqrt())
        .min(f64::from(LONGEST_PICTURE) / f64::from(photo.width.max(photo.height)))
        .min(1.0);
    let side = |length: u32| round(f64::from(length) * scale).clamp(1, LONGEST_PICTURE);
    Bucket {
        width: side(photo.width),
        height: side(photo.height),
    }
}

fn square(photo: Bucket, size: u32) -> (Bucket, Bucket) {
    let short = photo.width.min(photo.height);
    let side = match floor_to_step(short) {
        0 => short,
        stepped => stepped.min(size),
    };
    let bucket = Bucket {
        width: side,
        height: side,
    };
    // A square that is a few pixels larger than its bucket is cut, not made smaller, so that it
    // keeps its sharpness; one that has the whole size is brought to it.
    if short < size {
        return (bucket, photo);
    }
    let scale = f64::from(side) / f64::from(short);
    let scaled = Bucket {
        width: round(f64::from(photo.width) * scale),
        height: round(f64::from(photo.height) * scale),
    };
    (bucket, scaled)
}

fn fits_jpeg(picture: Bucket) -> bool {
    picture.width.max(picture.height) <= LONGEST_PICTURE
}

fn percent(scaled: Bucket, photo: Bucket) -> u32 {
    let of_width = f64::from(scaled.width) / f64::from(photo.width);
    let of_height = f64::from(scaled.height) / f64::from(photo.height);
    round(of_width.max(of_height) * 100.0)
}

const fn floor_to_step(length: u32) -> u32 {
    floor_to(length, BUCKET_STEP)
}

const fn floor_to(length: u32, step: u32) -> u32 {
    length - length % step
}

/// To the nearest whole number, then down to a multiple of 64.
fn round_to_step(length: f64) -> u32 {
    floor_to_step(round(length))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lengths are not negative, and what is too large is held by `as` at the largest"
)]
fn round(length: f64) -> u32 {
    (length + 0.5) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    const fn pixels(width: u32, height: u32) -> Bucket {
        Bucket { width, height }
    }

    #[rstest]
    #[case(1024, 2048, 41)]
    #[case(1024, 1024, 25)]
    #[case(512, 1024, 17)]
    fn the_list_has_as_many_buckets_as_kohyas(
        #[case] size: u32,
        #[case] longest: u32,
        #[case] expected: usize,
    ) {
        assert_eq!(kohya_buckets(size, 256, longest).len(), expected);
    }

    #[test]
    fn a_small_base_has_buckets_in_smaller_steps() {
        let buckets = buckets_in_steps(128, 64, 256, 32);
        let sides: Vec<_> = buckets
            .iter()
            .map(|bucket| (bucket.width, bucket.height))
            .collect();
        let expected = [
            (64, 256),
            (96, 160),
            (128, 128),
            (160, 96),
            (192, 64),
            (224, 64),
            (256, 64),
        ];
        assert!(
            expected.iter().all(|sides_of| sides.contains(sides_of)),
            "{sides:?}"
        );
    }

    #[rstest]
    #[case::photo((4000, 3000), 1024, (1152, 896), (1195, 896), 30)]
    #[case::small((900, 700), 1024, (896, 640), (900, 700), 100)]
    #[case::exact((1216, 832), 1024, (1216, 832), (1216, 832), 100)]
    #[case::tiny((50, 40), 1024, (50, 40), (50, 40), 100)]
    #[case::sliver((3000, 50), 1024, (3000, 50), (3000, 50), 100)]
    #[case::one_pixel((1, 1), 256, (1, 1), (1, 1), 100)]
    fn a_photo_that_keeps_its_shape_goes_into_its_bucket(
        #[case] crop: (u32, u32),
        #[case] size: u32,
        #[case] bucket: (u32, u32),
        #[case] scaled: (u32, u32),
        #[case] percent: u32,
    ) {
        let framing = Framing {
            shape: Shape::Keep,
            size,
        };
        let fit = BucketFit::of(crop, framing);
        assert_eq!(fit.bucket, pixels(bucket.0, bucket.1));
        assert_eq!(fit.scaled, pixels(scaled.0, scaled.1));
        assert_eq!(fit.lost_width, scaled.0 - bucket.0);
        assert_eq!(fit.lost_height, scaled.1 - bucket.1);
        assert_eq!(fit.percent, percent);
    }

    #[rstest]
    #[case::large(3000, 1024, 1024)]
    #[case::exact(1024, 1024, 1024)]
    #[case::below(1000, 960, 1000)]
    #[case::tiny(63, 63, 63)]
    fn a_square_goes_into_a_square(#[case] side: u32, #[case] bucket: u32, #[case] scaled: u32) {
        let framing = Framing {
            shape: Shape::Square,
            size: 1024,
        };
        let fit = BucketFit::of((side, side), framing);
        assert_eq!(fit.bucket, pixels(bucket, bucket));
        assert_eq!(fit.scaled, pixels(scaled, scaled));
    }

    fn any_framing() -> impl Strategy<Value = Framing> {
        (4_u32..=32, any::<bool>()).prop_map(|(steps, square)| Framing {
            shape: if square { Shape::Square } else { Shape::Keep },
            size: steps * 64,
        })
    }

    fn any_side() -> impl Strategy<Value = u32> {
        prop_oneof![1_u32..200, 1_u32..5000, 1_u32..=u32::MAX]
    }

    proptest! {
        #[test]
        fn nothing_is_enlarged_and_every_bucket_is_covered(
            width in any_side(), height in any_side(), framing in any_framing(),
        ) {
            let fit = BucketFit::of((width, height), framing);
            let photo = pixels(width, height);
            prop_assert!(fit.bucket.width > 0 && fit.bucket.height > 0);
            prop_assert!(fit.scaled.covers(fit.bucket));
            prop_assert!(photo.covers(fit.scaled), "{fit:?}");
            prop_assert!(fit.percent <= 100);
            prop_assert!(fits_jpeg(fit.bucket));
        }

        #[test]
        fn a_bucket_has_steps_of_64_or_is_the_picture(
            width in 64_u32..5000, height in 64_u32..5000, framing in any_framing(),
        ) {
            let fit = BucketFit::of((width, height), framing);
            let stepped =
                fit.bucket.width.is_multiple_of(64) && fit.bucket.height.is_multiple_of(64);
            prop_assert!(stepped || fit.bucket == fit.scaled, "{fit:?}");
        }

        #[test]
        fn a_picture_in_its_bucket_stays_as_it_is(
            width in 300_u32..5000, height in 300_u32..5000, framing in any_framing(),
        ) {
            let once = BucketFit::of((width, height), framing).bucket;
            let again = BucketFit::of((once.width, once.height), framing);
            // A sliver that was brought near the area may still have a little more.
            let area = u64::from(once.width) * u64::from(once.height);
            prop_assume!(area <= u64::from(framing.size).pow(2));
            // Nor has the list a bucket for one that is longer than its longest: it may find a shorter one.
            prop_assume!(once.width.max(once.height) <= LONGEST_BUCKET);
            prop_assert_eq!(again.bucket, once);
            prop_assert_eq!(again.percent, 100);
        }
    }
}
