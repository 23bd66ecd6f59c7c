//! All that is made of a photo when it arrives, by one decode: its measures, its thumbnail and,
//! if asked for, the picture that a trainer will get.
//!
//! It knows bytes and pixels; where the results are kept is the shelf's business.

use crate::decode::{Header, Picture, Pixels};
use crate::measure::measure;
use crate::memory::MemoryBudget;
use crate::orient::{upright, upright_size};
use crate::prepare::{self, Order, Quality};
use crate::resize::{Region, resize, size_within};
use crate::{Decoder, PhotoError, thumbnail};
use blazon_model::{
    BucketFit, ByteCount, ContentHash, CropRect, Framing, Measures, Original, PhotoFormat, Shape,
};
use fast_image_resize::FilterType;

/// The short side in pixels of the picture that is measured, or the photo's where that is less.
const MEASURED_SHORT_SIDE: u32 = 512;
/// Its long side at most: of a panorama 8 times as long as wide less is measured than of others.
const MEASURED_LONG_SIDE: u32 = 4096;

/// Asked between the steps of the work on a photo; once it says no, the work is given up.
pub type GoOn<'a> = &'a dyn Fn() -> bool;

/// Gives the work up where it is not wanted any more.
pub(crate) fn check(go_on: GoOn<'_>) -> Result<(), PhotoError> {
    match go_on() {
        true => Ok(()),
        false => Err(PhotoError::Stopped),
    }
}

/// What was made of a photo.
#[derive(Clone, Debug, PartialEq)]
pub struct Processed {
    /// What was measured.
    pub measures: Measures,
    /// The thumbnail's file.
    pub thumbnail: Vec<u8>,
    /// The prepared picture's file, where it was asked for.
    pub prepared: Option<Vec<u8>>,
}

/// The order for a photo of `width` x `height`, upright, that nobody has cropped. Squares are
/// placed on what is seen in the photo, which is not known before it has been processed.
pub(crate) fn uncropped(framing: Framing, width: u32, height: u32) -> Option<Order> {
    match framing.shape {
        Shape::Keep => Some(Order {
            crop: CropRect::whole(width, height),
            fit: BucketFit::of((width, height), framing),
        }),
        Shape::Square => None,
    }
}

/// The short side to which an arriving photo, upright of `width` x `height`, is decoded: what the
/// default framing needs, whatever is asked for, so that a photo's measures never depend on
/// how it came in.
pub(crate) fn short_side(width: u32, height: u32) -> u32 {
    let framed = uncropped(Framing::default(), width, height)
        .map_or(0, |order| order.short_side(width, height, Quality::Fast));
    framed.max(MEASURED_SHORT_SIDE).min(width.min(height))
}

/// Whether `order` is carried out from the decode of an arriving photo exactly as from one of its
/// own.
pub(crate) fn shares_decode(order: &Order, width: u32, height: u32) -> bool {
    let short = width.min(height);
    let reduction = |needed: u32| {
        [8, 4, 2]
            .into_iter()
            .find(|times| short.div_ceil(*times) >= needed)
    };
    reduction(order.short_side(width, height, Quality::Fast))
        == reduction(short_side(width, height))
}

/// A photo whose header has been read.
pub(crate) struct Arrival<'b> {
    bytes: &'b [u8],
    header: Header,
}

impl<'b> Arrival<'b> {
    /// Reads the header of a photo.
    ///
    /// # Errors
    /// When it is not a photo that can be read, or too large.
    pub(crate) fn open(bytes: &'b [u8], decoder: &Decoder) -> Result<Self, PhotoError> {
        let header = decoder.read_header(bytes, MEASURED_SHORT_SIDE)?;
        Ok(Self { bytes, header })
    }

    /// What the photo's content and its header say of it.
    pub(crate) fn original(&self) -> Original {
        let header = &self.header;
        let (width, height) = upright_size(header.width, header.height, header.orientation);
        Original {
            hash: ContentHash::from_bytes(*blake3::hash(self.bytes).as_bytes()),
            format: header.format,
            bytes: ByteCount(self.bytes.len() as u64),
            width,
            height,
            orientation: header.orientation,
        }
    }

    /// Decodes the photo once and makes all of it. Waits until there is memory for the decode.
    ///
    /// # Errors
    /// When the photo is cut or damaged, or `order` is not of it; [`PhotoError::Stopped`].
    pub(crate) fn process(
        &self,
        order: Option<&Order>,
        decoder: &Decoder,
        memory: &MemoryBudget,
        go_on: GoOn<'_>,
    ) -> Result<Processed, PhotoError> {
        let header = &self.header;
        let (width, height) = upright_size(header.width, header.height, header.orientation);
        let mut short_side = short_side(width, height);
        if let Some(order) = order {
            if !order.fits(width, height) {
                return Err(PhotoError::OutsidePhoto);
            }
            short_side = short_side.max(order.short_side(width, height, Quality::Fast));
        }
        // Only of a JPEG does the memory depend on the size to which it is decoded.
        let needed = match header.format {
            PhotoFormat::Jpeg => decoder.read_header(self.bytes, short_side)?.memory,
            PhotoFormat::Png
            | PhotoFormat::Webp
            | PhotoFormat::Gif
            | PhotoFormat::Bmp
            | PhotoFormat::Tiff
            | PhotoFormat::Heic
            | PhotoFormat::Avif => header.memory,
        };
        let _memory = memory.take(needed);
        check(go_on)?;
        let picture = decoder.decode_picture(self.bytes, header, short_side)?;
        check(go_on)?;
        let prepared = order
            .map(|order| prepare::make(&picture, header, order))
            .transpose()?;
        check(go_on)?;
        let small = small_upright(&picture, header)?;
        drop(picture);
        Ok(Processed {
            measures: inspect(&small),
            thumbnail: thumbnail::make(&small)?,
            prepared,
        })
    }
}

/// The picture that is measured and reduced further for the thumbnail.
fn small_upright(picture: &Picture, header: &Header) -> Result<Pixels, PhotoError> {
    let (width, height) = size_within(
        header.width,
        header.height,
        MEASURED_SHORT_SIDE,
        MEASURED_LONG_SIDE,
    );
    let filter = FilterType::Hamming;
    let small = match picture {
        Picture::Colours(pixels) => {
            let whole = Region::whole(pixels.width, pixels.height);
            resize(pixels, whole, width, height, filter)?
        }
        Picture::Planes(planes) => {
            let whole = Region::whole(planes.width, planes.height);
            planes.rgb(whole, (width, height), filter)?
        }
    };
    Ok(upright(small, header.orientation))
}

/// Measures an upright picture whose short side is [`MEASURED_SHORT_SIDE`], or less.
fn inspect(small: &Pixels) -> Measures {
    let channels = if small.has_alpha { 4 } else { 3 };
    measure(&small.data, channels, small.width, small.height)
}
