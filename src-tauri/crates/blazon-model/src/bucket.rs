//! Aspect buckets as kohya's sd-scripts make and choose them.

use serde::{Deserialize, Serialize};
use specta::Type;

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
