//! From decoded pixels to the JPEG that a trainer gets: the used part, at its bucket's size,
//! upright, on white, without metadata.

use crate::PhotoError;
use crate::decode::{Header, Picture, Pixels};
use crate::orient::{stored_region, upright, upright_size};
use crate::resize::{Region, resize, size_within};
use blazon_model::{Bucket, BucketFit, CropRect};
use fast_image_resize::FilterType;
use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

/// JPEG quality of a prepared picture, 1 to 100; with 4:2:0 a picture of 1024 x 1024 takes about
/// 300 KB.
const QUALITY: i32 = 95;
/// JPEG quality of a preview.
const PREVIEW_QUALITY: i32 = 88;
/// The long side of a preview in pixels at most: a large window on a screen with two pixels for
/// each.
const PREVIEW_SIDE: u32 = 2048;
/// The longest side in pixels that a JPEG can have here: what libjpeg takes.
const LONGEST_SIDE: u32 = 65_500;
/// The most pixels of a prepared picture, four times those of the largest framing.
const MOST_PIXELS: u64 = 4 * 2048 * 2048;

/// How carefully a JPEG is reduced while it is decoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quality {
    /// To not less than the wanted size. After JPEG the picture differs from [`Quality::Best`] by
    /// less than the encoding itself changes it.
    #[default]
    Fast,
    /// To not less than 1.9 times the wanted size, which takes about a third longer.
    Best,
}

/// Which part of a photo is wanted at which size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    /// In pixels of the upright original.
    pub(crate) crop: CropRect,
    pub(crate) fit: BucketFit,
}

impl Order {
    /// Whether it can be carried out on an upright photo of `width` x `height`.
    pub(crate) fn fits(&self, width: u32, height: u32) -> bool {
        let Bucket {
            width: across,
            height: down,
        } = self.fit.bucket;
        let scaled = self.fit.scaled;
        let is_side = |side: u32, scaled: u32| side > 0 && side <= scaled && side <= LONGEST_SIDE;
        self.crop.fits(width, height)
            && is_side(across, scaled.width)
            && is_side(down, scaled.height)
            && u64::from(across) * u64::from(down) <= MOST_PIXELS
    }

    /// The short side to which a photo of `width` x `height` has to be decoded for it.
    pub(crate) fn short_side(&self, width: u32, height: u32, quality: Quality) -> u32 {
        let (numerator, denominator) = match quality {
            Quality::Fast => (1, 1),
            Quality::Best => (19, 10),
        };
        let short = u64::from(width.min(height));
        let needed = |scaled: u32, crop: u32| {
            (short * u64::from(scaled) * numerator).div_ceil(u64::from(crop) * denominator)
        };
        let needed = needed(self.fit.scaled.width, self.crop.width)
            .max(needed(self.fit.scaled.height, self.crop.height));
        u32::try_from(needed.min(short)).unwrap_or(u32::MAX)
    }

    /// What of the upright photo ends in the bucket: the crop without what is cut away on both
    /// sides after scaling, the odd pixel at the right and below, as kohya's trainer cuts.
    fn region(&self) -> Region {
        let (crop, fit) = (self.crop, self.fit);
        let across = f64::from(crop.width) / f64::from(fit.scaled.width);
        let down = f64::from(crop.height) / f64::from(fit.scaled.height);
        let left = (fit.scaled.width - fit.bucket.width) / 2;
        let top = (fit.scaled.height - fit.bucket.height) / 2;
        Region {
            x: f64::from(crop.x) + f64::from(left) * across,
            y: f64::from(crop.y) + f64::from(top) * down,
            width: f64::from(fit.bucket.width) * across,
            height: f64::from(fit.bucket.height) * down,
        }
    }
}

/// A prepared picture's file.
///
/// # Errors
/// [`PhotoError::Broken`] where the pixels cannot be resized or encoded.
pub(crate) fn make(
    picture: &Picture,
    header: &Header,
    order: &Order,
) -> Result<Vec<u8>, PhotoError> {
    match picture {
        Picture::Colours(pixels) => encode_jpeg(&pixels_of(pixels, header, order)?, QUALITY),
        Picture::Planes(planes) => {
            let region = stored_part(order, header, (planes.width, planes.height));
            let size = stored_size(order, header);
            // Half a column of colour cannot be encoded.
            if size.0.is_multiple_of(2) && size.1.is_multiple_of(2) {
                return planes.encode(region, size, header.orientation, QUALITY);
            }
            let pixels = planes.rgb(region, size, FilterType::Lanczos3)?;
            encode_jpeg(&upright(pixels, header.orientation), QUALITY)
        }
    }
}

/// The pixels of a prepared picture: RGB, upright, of the bucket's size.
///
/// # Errors
/// [`PhotoError::Broken`] where sizes and data disagree.
pub(crate) fn pixels_of(
    pixels: &Pixels,
    header: &Header,
    order: &Order,
) -> Result<Pixels, PhotoError> {
    let region = stored_part(order, header, (pixels.width, pixels.height));
    let (width, height) = stored_size(order, header);
    let resized = resize(pixels, region, width, height, FilterType::Lanczos3)?;
    Ok(on_white(upright(resized, header.orientation)))
}

/// What of the decoded picture of `decoded` pixels is used.
fn stored_part(order: &Order, header: &Header, decoded: (u32, u32)) -> Region {
    let reduced = 1.0 / reduction(decoded, header);
    let (width, height) = (f64::from(header.width), f64::from(header.height));
    stored_region(order.region(), width, height, header.orientation).scaled(reduced, reduced)
}

/// The bucket's size before the picture is turned upright. Turning a size back is the same as
/// turning it.
const fn stored_size(order: &Order, header: &Header) -> (u32, u32) {
    let bucket = order.fit.bucket;
    upright_size(bucket.width, bucket.height, header.orientation)
}

/// The short side to which a photo of `width` x `height` is decoded for its preview.
pub(crate) fn preview_short_side(width: u32, height: u32) -> u32 {
    let (width, height) = size_within(width, height, PREVIEW_SIDE, PREVIEW_SIDE);
    width.min(height)
}

/// The file of a preview: the whole photo, upright, on white.
///
/// # Errors
/// [`PhotoError::Broken`] where the pixels cannot be resized or encoded.
pub(crate) fn preview(pixels: &Pixels, header: &Header) -> Result<Vec<u8>, PhotoError> {
    let (width, height) = size_within(header.width, header.height, PREVIEW_SIDE, PREVIEW_SIDE);
    let small = resize(
        pixels,
        Region::whole(pixels.width, pixels.height),
        width,
        height,
        FilterType::Lanczos3,
    )?;
    encode_jpeg(
        &on_white(upright(small, header.orientation)),
        PREVIEW_QUALITY,
    )
}

/// How many times smaller than stored the picture was decoded. A side that was no multiple of it
/// was rounded up, the long one by the smaller part.
fn reduction(decoded: (u32, u32), header: &Header) -> f64 {
    let stored = header.width.max(header.height);
    (f64::from(stored) / f64::from(decoded.0.max(decoded.1)))
        .round()
        .max(1.0)
}

/// Transparent parts become white, as trainers have no transparency.
fn on_white(pixels: Pixels) -> Pixels {
    if !pixels.has_alpha {
        return pixels;
    }
    let (colours, _) = pixels.data.as_chunks::<4>();
    let over_white = |colour: u8, alpha: u8| {
        let (colour, alpha) = (u16::from(colour), u16::from(alpha));
        u8::try_from((colour * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
    };
    let data = colours
        .iter()
        .flat_map(|[red, green, blue, alpha]| {
            [red, green, blue].map(|colour| over_white(*colour, *alpha))
        })
        .collect();
    Pixels {
        data,
        has_alpha: false,
        ..pixels
    }
}

fn encode_jpeg(pixels: &Pixels, quality: i32) -> Result<Vec<u8>, PhotoError> {
    let broken = |error: turbojpeg::Error| PhotoError::Broken(error.to_string());
    let mut compressor = Compressor::new().map_err(broken)?;
    compressor.set_quality(quality).map_err(broken)?;
    compressor.set_subsamp(Subsamp::Sub2x2).map_err(broken)?;
    let (width, height) = (pixels.width as usize, pixels.height as usize);
    compressor
        .compress_to_vec(Image {
            pixels: pixels.data.as_slice(),
            width,
            pitch: width * 3,
            height,
            format: PixelFormat::RGB,
        })
        .map_err(broken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use blazon_model::{Orientation, PhotoFormat};
    use rstest::rstest;

    fn bucket(width: u32, height: u32) -> Bucket {
        Bucket { width, height }
    }

    fn order(crop: CropRect, scaled: Bucket, bucket: Bucket) -> Order {
        Order {
            crop,
            fit: BucketFit {
                bucket,
                scaled,
                lost_width: scaled.width - bucket.width,
                lost_height: scaled.height - bucket.height,
                percent: scaled.width * 100 / crop.width,
            },
        }
    }

    #[rstest]
    #[case::whole(CropRect::whole(4000, 3000), Quality::Fast, 896)]
    #[case::whole_at_best(CropRect::whole(4000, 3000), Quality::Best, 1703)]
    #[case::half(CropRect { x: 9, y: 9, width: 2000, height: 1500 }, Quality::Fast, 1792)]
    #[case::all_of_it(CropRect { x: 0, y: 0, width: 1195, height: 896 }, Quality::Best, 3000)]
    fn a_photo_is_decoded_no_smaller_than_its_crop_needs(
        #[case] crop: CropRect,
        #[case] quality: Quality,
        #[case] expected: u32,
    ) {
        let order = order(crop, bucket(1194, 896), bucket(1152, 896));
        assert_eq!(order.short_side(4000, 3000, quality), expected);
    }

    #[rstest]
    #[case::beyond_the_photo(CropRect::whole(4001, 3000), bucket(1194, 896), bucket(1152, 896))]
    #[case::nothing(CropRect::whole(4000, 3000), bucket(1194, 896), bucket(0, 896))]
    #[case::huge(CropRect::whole(4000, 3000), bucket(90_000, 896), bucket(90_000, 896))]
    fn what_cannot_be_is_known_beforehand(
        #[case] crop: CropRect,
        #[case] scaled: Bucket,
        #[case] wanted: Bucket,
    ) {
        assert!(!order(crop, scaled, wanted).fits(4000, 3000));
    }

    #[test]
    fn a_bucket_smaller_than_the_scaled_crop_is_cut_from_its_middle() {
        let order = order(
            CropRect {
                x: 100,
                y: 50,
                width: 400,
                height: 200,
            },
            bucket(200, 100),
            bucket(129, 100),
        );
        let region = order.region();
        assert_eq!(
            (region.x, region.y),
            (170.0, 50.0),
            "35 of 71 pixels at the left"
        );
        assert_eq!((region.width, region.height), (258.0, 200.0));
    }

    #[test]
    fn transparent_parts_become_white_and_half_of_them_half() {
        let pixels = Pixels {
            data: vec![0, 0, 0, 0, 0, 0, 0, 128, 10, 20, 30, 255],
            width: 3,
            height: 1,
            has_alpha: true,
        };
        assert_eq!(
            on_white(pixels).data,
            [255, 255, 255, 127, 127, 127, 10, 20, 30]
        );
    }

    /// A picture of one white pixel in the black, at (x, y) of the upright photo.
    fn spot(exif: u8, x: u32, y: u32) -> (Pixels, Header) {
        let orientation = Orientation::from_exif(exif).unwrap();
        let (width, height) = upright_size(80, 60, orientation);
        let mut data = vec![0; 80 * 60 * 3];
        let at = ((y * 80 + x) * 3) as usize;
        data[at..at + 3].fill(255);
        // The orientation that takes an upright picture to the stored one: its inverse.
        let back = match exif {
            6 => 8,
            8 => 6,
            other => other,
        };
        let stored = upright(
            Pixels {
                data,
                width: 80,
                height: 60,
                has_alpha: false,
            },
            Orientation::from_exif(back).unwrap(),
        );
        assert_eq!((stored.width, stored.height), (width, height));
        let header = Header {
            format: PhotoFormat::Jpeg,
            width,
            height,
            orientation,
            memory: 0,
        };
        (stored, header)
    }

    #[rstest]
    fn a_crop_means_the_same_place_in_every_orientation(
        #[values(1, 2, 3, 4, 5, 6, 7, 8)] exif: u8,
    ) {
        let (pixels, header) = spot(exif, 25, 13);
        let crop = CropRect {
            x: 20,
            y: 10,
            width: 16,
            height: 8,
        };
        let order = order(crop, bucket(16, 8), bucket(14, 8));
        let prepared = pixels_of(&pixels, &header, &order).unwrap();
        assert_eq!((prepared.width, prepared.height), (14, 8));
        let brightest = (0..14 * 8).max_by_key(|at| prepared.data[at * 3]).unwrap();
        assert_eq!((brightest % 14, brightest / 14), (4, 3));
    }
}
