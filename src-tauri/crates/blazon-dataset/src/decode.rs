//! Reading a picture far enough to know that it is whole, at a size fit for a thumbnail.
//!
//! A JPEG is scaled while it is decoded, so its memory is that of the small picture; every byte
//! of its data is still read, which is how a cut file is noticed.

use crate::PhotoError;
use crate::sniff::photo_format;
use blazon_model::{Orientation, PhotoFormat};
use exif::{In, Tag};
use image::{ImageDecoder, ImageError, Limits};
use std::io::Cursor;
use turbojpeg::{Colorspace, Decompressor, PixelFormat, ScalingFactor};

/// The most pixels of a JPEG that is read row by row.
const BASELINE_MEGAPIXELS: u32 = 256;
/// The most pixels of a picture that has to be in memory as a whole: PNG and progressive JPEG.
const WHOLE_MEGAPIXELS: u32 = 100;
/// The most scans of a progressive JPEG; each costs a pass over the whole picture, and cameras
/// and encoders make about ten.
const SCANS: u32 = 100;

/// What a picture's header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) format: PhotoFormat,
    /// As stored, before it is turned upright.
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) orientation: Orientation,
    /// How many bytes decoding will take, about.
    pub(crate) memory: u64,
}

/// A decoded picture, not yet upright: rows of RGB or RGBA.
pub(crate) struct Pixels {
    pub(crate) data: Vec<u8>,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) has_alpha: bool,
}

/// Reads the header of the picture in `bytes`.
///
/// # Errors
/// When it is not a picture that can be read, or too large.
pub(crate) fn read_header(bytes: &[u8], short_side: u32) -> Result<Header, PhotoError> {
    match photo_format(bytes)? {
        PhotoFormat::Jpeg => jpeg_header(bytes, short_side),
        PhotoFormat::Png => png_header(bytes),
        format => Err(PhotoError::UnsupportedFormat(format.extension())),
    }
}

/// Decodes the whole picture, so that damage is noticed, to a size whose short side is at least
/// `short_side` where the picture has that many pixels.
///
/// # Errors
/// When it is cut or damaged.
pub(crate) fn decode(bytes: &[u8], header: &Header, short_side: u32) -> Result<Pixels, PhotoError> {
    match header.format {
        PhotoFormat::Jpeg => decode_jpeg(bytes, header, short_side),
        PhotoFormat::Png => decode_png(bytes),
        format => Err(PhotoError::UnsupportedFormat(format.extension())),
    }
}

fn check_size(width: u32, height: u32, limit_megapixels: u32) -> Result<(), PhotoError> {
    if width == 0 || height == 0 {
        return Err(PhotoError::Broken("no pixels".to_owned()));
    }
    if u64::from(width) * u64::from(height) > u64::from(limit_megapixels) * 1_000_000 {
        return Err(PhotoError::TooManyPixels {
            width,
            height,
            limit_megapixels,
        });
    }
    Ok(())
}

fn jpeg_header(bytes: &[u8], short_side: u32) -> Result<Header, PhotoError> {
    let mut decoder = Decompressor::new().map_err(|error| PhotoError::Broken(error.to_string()))?;
    let header = decoder.read_header(bytes).map_err(|error| damage(&error))?;
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    let (width, height) = (side(header.width), side(header.height));
    let whole = header.is_progressive || header.is_lossless;
    check_size(
        width,
        height,
        if whole {
            WHOLE_MEGAPIXELS
        } else {
            BASELINE_MEGAPIXELS
        },
    )?;
    let scaled = header.scaled(scale_for(width, height, short_side));
    let pixels = u64::from(width) * u64::from(height);
    // A progressive picture is held as 16-bit coefficients, at most three for each pixel.
    let coefficients = if whole { pixels * 6 } else { 0 };
    Ok(Header {
        format: PhotoFormat::Jpeg,
        width,
        height,
        orientation: jpeg_orientation(bytes),
        memory: coefficients + (scaled.width * scaled.height * 4) as u64,
    })
}

/// The EXIF orientation, or as stored where there is none. EXIF that cannot be read is logged and
/// taken for upright.
fn jpeg_orientation(bytes: &[u8]) -> Orientation {
    let mut reader = exif::Reader::new();
    reader.continue_on_error(true);
    let read = reader
        .read_from_container(&mut Cursor::new(bytes))
        .or_else(|error| error.distill_partial_result(|_| {}));
    let exif = match read {
        Ok(exif) => exif,
        Err(exif::Error::NotFound(_)) => return Orientation::UPRIGHT,
        Err(error) => {
            tracing::warn!(%error, "the EXIF of a photo cannot be read; it is taken as upright");
            return Orientation::UPRIGHT;
        }
    };
    exif.get_field(Tag::Orientation, In::PRIMARY)
        .and_then(|field| field.value.get_uint(0))
        .and_then(|value| Orientation::from_exif(u8::try_from(value).ok()?))
        .unwrap_or(Orientation::UPRIGHT)
}

/// The strongest reduction while decoding that leaves `short_side` pixels. Only powers of two:
/// libjpeg-turbo decodes the sizes between them more slowly than the whole picture.
fn scale_for(width: u32, height: u32, short_side: u32) -> ScalingFactor {
    let short = width.min(height);
    [
        ScalingFactor::ONE_EIGHTH,
        ScalingFactor::ONE_QUARTER,
        ScalingFactor::ONE_HALF,
    ]
    .into_iter()
    .find(|scale| scale.scale(short as usize) >= short_side as usize)
    .unwrap_or(ScalingFactor::ONE)
}

fn decode_jpeg(bytes: &[u8], header: &Header, short_side: u32) -> Result<Pixels, PhotoError> {
    let mut decoder = Decompressor::new().map_err(|error| PhotoError::Broken(error.to_string()))?;
    let broken = |error: turbojpeg::Error| PhotoError::Broken(error.to_string());
    let scale = scale_for(header.width, header.height, short_side);
    let read = decoder.read_header(bytes).map_err(|error| damage(&error))?;
    if !read.is_lossless {
        decoder.set_scaling_factor(scale).map_err(broken)?;
    }
    decoder.set_scan_limit(SCANS).map_err(broken)?;
    let scaled = if read.is_lossless {
        read
    } else {
        read.scaled(scale)
    };
    let is_cmyk = matches!(read.colorspace, Colorspace::CMYK | Colorspace::YCCK);
    let (format, channels) = if is_cmyk {
        (PixelFormat::CMYK, 4)
    } else {
        (PixelFormat::RGB, 3)
    };
    let mut image = turbojpeg::Image {
        pixels: vec![0; scaled.width * scaled.height * channels],
        width: scaled.width,
        pitch: scaled.width * channels,
        height: scaled.height,
        format,
    };
    if let Err(error) = decoder.decompress(bytes, image.as_deref_mut()) {
        tolerate(&error)?;
    }
    let data = if is_cmyk {
        rgb_of_inverted_cmyk(&image.pixels)
    } else {
        image.pixels
    };
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    Ok(Pixels {
        data,
        width: side(scaled.width),
        height: side(scaled.height),
        has_alpha: false,
    })
}

/// Adobe writes CMYK inverted: 255 is no ink.
fn rgb_of_inverted_cmyk(pixels: &[u8]) -> Vec<u8> {
    let dimmed = |colour: u8, black: u8| {
        u8::try_from(u16::from(colour) * u16::from(black) / 255).unwrap_or(255)
    };
    pixels
        .chunks_exact(4)
        .flat_map(|ink| [0, 1, 2].map(|channel| dimmed(ink[channel], ink[3])))
        .collect()
}

/// libjpeg decodes on after some kinds of damage and tells of it afterwards. Stray bytes between
/// the parts of a file leave the picture whole and are common in the wild; anything else is not.
fn tolerate(error: &turbojpeg::Error) -> Result<(), PhotoError> {
    let text = error.to_string();
    if text.contains("extraneous bytes before marker") || text.contains("Invalid SOS parameters") {
        Ok(())
    } else {
        Err(damage(error))
    }
}

fn damage(error: &turbojpeg::Error) -> PhotoError {
    // Without a frame header there is no size to read.
    if matches!(error, turbojpeg::Error::IntegerOverflow(_)) {
        return PhotoError::Truncated;
    }
    let text = error.to_string();
    // "Premature end of JPEG file" and "Corrupt JPEG data: premature end of data segment".
    if text.contains("remature end") {
        PhotoError::Truncated
    } else {
        PhotoError::Broken(text)
    }
}

fn png_decoder(bytes: &[u8]) -> Result<image::codecs::png::PngDecoder<Cursor<&[u8]>>, PhotoError> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(u64::from(WHOLE_MEGAPIXELS) * 1_000_000 * 8);
    image::codecs::png::PngDecoder::with_limits(Cursor::new(bytes), limits)
        .map_err(|error| png_damage(&error))
}

fn png_header(bytes: &[u8]) -> Result<Header, PhotoError> {
    // The sizes stand at a fixed place (PNG 3rd edition, 11.2.1), so that a huge one is named
    // before the decoder is asked.
    if let Some(size) = bytes.get(16..24) {
        let side =
            |at: usize| u32::from_be_bytes([size[at], size[at + 1], size[at + 2], size[at + 3]]);
        check_size(side(0), side(4), WHOLE_MEGAPIXELS)?;
    }
    let mut decoder = png_decoder(bytes)?;
    let (width, height) = decoder.dimensions();
    let orientation = decoder
        .orientation()
        .map_or(1, image::metadata::Orientation::to_exif);
    Ok(Header {
        format: PhotoFormat::Png,
        width,
        height,
        orientation: Orientation::from_exif(orientation).unwrap_or(Orientation::UPRIGHT),
        memory: decoder.total_bytes() * 2,
    })
}

fn decode_png(bytes: &[u8]) -> Result<Pixels, PhotoError> {
    let picture = image::DynamicImage::from_decoder(png_decoder(bytes)?)
        .map_err(|error| png_damage(&error))?;
    let (width, height, has_alpha) = (
        picture.width(),
        picture.height(),
        picture.color().has_alpha(),
    );
    let data = if has_alpha {
        picture.into_rgba8().into_raw()
    } else {
        picture.into_rgb8().into_raw()
    };
    Ok(Pixels {
        data,
        width,
        height,
        has_alpha,
    })
}

fn png_damage(error: &ImageError) -> PhotoError {
    let text = error.to_string();
    let is_cut = text.contains("nexpected end")
        || text.contains("EOF")
        || matches!(error, ImageError::IoError(io) if io.kind() == std::io::ErrorKind::UnexpectedEof);
    if is_cut {
        PhotoError::Truncated
    } else {
        PhotoError::Broken(text)
    }
}
